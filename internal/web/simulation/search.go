package simulation

import (
	"cmp"
	"slices"
	"strings"

	"continuum/internal/geo"
	"continuum/internal/training"
	"continuum/internal/web/offer"
	"continuum/internal/web/ui"
)

// listed bounds what a search shows: a reader who sees more adds a word.
const listed = 12

// found is what some words find.
type found struct {
	Options []ui.Option
	More    int // that are not shown
}

// matching keeps the positions whose text has all the words, each at the beginning of
// one of its own. No word finds nothing.
func matching(n int, words string, text func(i int) string) []int32 {
	sought := strings.Fields(geo.Fold(words))
	if len(sought) == 0 {
		return nil
	}
	var list []int32
	for i := range n {
		folded := geo.Fold(text(i))
		if !slices.ContainsFunc(sought, func(w string) bool { return !geo.BeginsWord(folded, w) }) {
			list = append(list, int32(i))
		}
	}
	return list
}

func (v *view) qualificationsNamed(words string) []int32 {
	m := v.M
	list := matching(len(m.Qualifications), words, func(i int) string {
		q := &m.Qualifications[i]
		return q.Label + " " + q.Kind + " " + q.Short + " " + q.ID
	})
	// What is taught comes first, then what is open: a diploma that was replaced is
	// seldom the one meant.
	rank := func(q int32) int {
		switch {
		case len(m.OffersOf(q)) > 0:
			return 0
		case m.Qualifications[q].Active:
			return 1
		}
		return 2
	}
	slices.SortStableFunc(list, func(a, b int32) int {
		x, y := &m.Qualifications[a], &m.Qualifications[b]
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(x.Level, y.Level), cmp.Compare(len(x.Label), len(y.Label)), cmp.Compare(x.ID, y.ID))
	})
	return list
}

func (v *view) establishmentsNamed(words string) []int32 {
	m := v.M
	list := matching(len(m.Establishments), words, func(i int) string {
		e := &m.Establishments[i]
		return e.Name + " " + e.City + " " + e.UAI
	})
	slices.SortStableFunc(list, func(a, b int32) int {
		x, y := &m.Establishments[a], &m.Establishments[b]
		return cmp.Or(cmp.Compare(v.outside(x), v.outside(y)), cmp.Compare(len(m.OffersAt(b)), len(m.OffersAt(a))), cmp.Compare(x.Name, y.Name), cmp.Compare(x.UAI, y.UAI))
	})
	return list
}

// outside is 1 for an establishment that is not in the territory looked at, which is
// shown last.
func (v *view) outside(e *training.Establishment) int {
	t := v.State.Territory
	switch {
	case t == nil, t.Kind == geo.Region && e.Region == t.Code, t.Kind == geo.Academie && e.Academie == t.Code, t.Kind == geo.Departement && e.Departement == t.Code:
		return 0
	}
	return 1
}

// Qualifications are those that words find, with the one already chosen.
func (v *view) Qualifications(words, chosen string) found {
	list := v.qualificationsNamed(words)
	if at, _ := v.M.Qualification(chosen); at != training.None {
		list = first(list, at)
		chosen = v.M.Qualifications[at].ID
	}
	return options(list, func(q int32) ui.Option {
		x := &v.M.Qualifications[q]
		label := x.Label
		if x.Level > 0 {
			label += ", " + offer.Level(v.R.T, x.Level)
		}
		if len(v.M.OffersOf(q)) == 0 {
			label += v.T("simul.untaught")
		}
		return ui.Option{Value: x.ID, Label: label, Selected: x.ID == chosen}
	})
}

// Establishments are those that words find, with the one already chosen: those that have
// a place on the map, and of which nobody knows that they board pupils when that is what
// they would do.
func (v *view) Establishments(words, chosen string) found {
	list := slices.DeleteFunc(v.establishmentsNamed(words), func(e int32) bool {
		x := &v.M.Establishments[e]
		return x.Point.IsZero() || v.State.Draft.Do == "board" && x.Boarding == training.Yes
	})
	if at := v.M.Establishment(chosen); at != training.None {
		list = first(list, at)
	}
	return options(list, func(e int32) ui.Option {
		x := &v.M.Establishments[e]
		return ui.Option{Value: x.UAI, Label: v.establishment(x), Selected: x.UAI == chosen}
	})
}

// Offers are those of a training and at a place that words find: in the territory when
// no place is said.
func (v *view) Offers(d *draft) found {
	m := v.M
	var list []int32
	if d.Words != "" || d.Place != "" {
		here := make([]bool, len(m.Establishments))
		for i := range here {
			here[i] = d.Place == "" && v.outside(&m.Establishments[i]) == 0
		}
		for _, e := range v.establishmentsNamed(d.Place) {
			here[e] = true
		}
		wanted := make([]bool, len(m.Qualifications))
		for i := range wanted {
			wanted[i] = d.Words == ""
		}
		for _, q := range v.qualificationsNamed(d.Words) {
			wanted[q] = true
		}
		for i := range m.Offers {
			o := &m.Offers[i]
			if o.Mode == training.OnSite && o.Establishment >= 0 && here[o.Establishment] && wanted[o.Qualification] {
				list = append(list, int32(i))
			}
		}
		slices.SortStableFunc(list, func(a, b int32) int {
			x, y := &m.Offers[a], &m.Offers[b]
			return cmp.Or(cmp.Compare(m.Qualifications[x.Qualification].Level, m.Qualifications[y.Qualification].Level),
				cmp.Compare(m.Establishments[x.Establishment].City, m.Establishments[y.Establishment].City), cmp.Compare(x.ID, y.ID))
		})
	}
	if at := m.Offer(d.Offer); at != training.None {
		list = first(list, at)
	}
	return options(list, func(at int32) ui.Option {
		o := &m.Offers[at]
		label := m.Qualifications[o.Qualification].Label + ", " + v.establishment(&m.Establishments[o.Establishment]) + ", " + offer.Way(v.R.T, o)
		if o.Capacity.Status == training.Known {
			label += ", " + v.R.T.N("simul.places", int(o.Capacity.Value))
		}
		return ui.Option{Value: o.ID, Label: label, Selected: o.ID == d.Offer}
	})
}

// first puts one before the others.
func first(list []int32, one int32) []int32 {
	return append([]int32{one}, slices.DeleteFunc(list, func(x int32) bool { return x == one })...)
}

func options(list []int32, of func(int32) ui.Option) found {
	f := found{More: max(0, len(list)-listed)}
	for _, x := range list[:len(list)-f.More] {
		f.Options = append(f.Options, of(x))
	}
	if len(f.Options) == 1 {
		f.Options[0].Selected = true
	}
	return f
}

// establishment is an establishment in words.
func (v *view) establishment(e *training.Establishment) string {
	return e.Name + ", " + offer.City(v.R.T, e)
}
