package api

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"continuum/internal/catalog"
	"continuum/internal/geo"
	"continuum/internal/training"
)

// national is what answers about the national offer need of a model and that need not
// be made at each of them. It is immutable, and used through its pointer; what a
// search needs is made at the first search.
type national struct {
	*training.Model
	cat      *catalog.Catalog
	licences []string // of the sources present

	words      func() folded
	outcomes   func() []int32             // positions, in the order of the list
	campusesOf func() map[string][]string // slugs, by UAI
}

// folded is the text that a search looks into, by position.
type folded struct{ establishments, qualifications, occupations, needs []string }

func newNational(cat *catalog.Catalog) *national {
	n := &national{Model: cat.Training, cat: cat}
	for i := range n.Sources {
		if s := &n.Sources[i]; s.Present {
			n.licences = append(n.licences, s.Licence)
		}
	}
	n.licences = distinct(n.licences)
	n.words = sync.OnceValue(n.fold)
	n.outcomes = sync.OnceValue(n.orderOutcomes)
	n.campusesOf = sync.OnceValue(n.membership)
	return n
}

// distinct sorts, and keeps each text once and none that is empty.
func distinct(all []string) []string {
	slices.Sort(all)
	return nonNil(slices.DeleteFunc(slices.Compact(all), func(s string) bool { return s == "" }))
}

func (n *national) fold() folded {
	return folded{
		establishments: foldAll(n.Establishments, func(e *training.Establishment) string { return e.Name + " " + e.City }),
		qualifications: foldAll(n.Qualifications, func(q *training.Qualification) string { return q.Label + " " + q.Kind + " " + q.Short }),
		occupations: foldAll(n.Occupations, func(o *training.Occupation) string {
			return o.Label + " " + strings.Join(o.Words, " ")
		}),
		needs: foldAll(n.Needs, func(d *training.Need) string { return d.Label + " " + d.BasinLabel }),
	}
}

func foldAll[T any](all []T, text func(*T) string) []string {
	out := make([]string, len(all))
	for i := range all {
		out[i] = geo.Fold(text(&all[i]))
	}
	return out
}

// orderOutcomes puts the outcomes in the order of their identity, whatever the order
// of the model, so that a cursor finds its place.
func (n *national) orderOutcomes() []int32 {
	order := make([]int32, len(n.Outcomes))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(i, j int32) int {
		a, b := &n.Outcomes[i], &n.Outcomes[j]
		return cmp.Or(
			cmp.Compare(a.Qualification, b.Qualification), cmp.Compare(a.Establishment, b.Establishment),
			strings.Compare(a.Region, b.Region), strings.Compare(a.Field, b.Field), strings.Compare(a.MEF, b.MEF),
			strings.Compare(a.Route.String(), b.Route.String()), strings.Compare(a.Cohort, b.Cohort),
			cmp.Compare(a.Source, b.Source), cmp.Compare(i, j),
		)
	})
	return order
}

// unit stands between the parts of an identity made of several: below any character
// of a code, so that identities compare as their parts do.
const unit = "\x1f"

// size is the number of items of a list of the national offer; ok is false for
// another list.
func (n *national) size(list string) (size int, ok bool) {
	switch list {
	case establishmentList:
		return len(n.Establishments), true
	case qualificationList:
		return len(n.Qualifications), true
	case progressionList:
		return len(n.Progressions), true
	case offerList:
		return len(n.Offers), true
	case occupationList:
		return len(n.Occupations), true
	case outcomeList:
		return len(n.Outcomes), true
	case needList:
		return len(n.Needs), true
	}
	return 0, false
}

// identity is the key of the item at a place of a list. Keys grow with places: a
// cursor is found by halving, and outlives the item that it names.
func (n *national) identity(list string, i int) string {
	switch list {
	case establishmentList:
		return n.Establishments[i].UAI
	case qualificationList:
		return n.Qualifications[i].ID
	case progressionList:
		p := &n.Progressions[i]
		return n.qualification(p.From) + unit + n.qualification(p.To) + unit + strconv.Itoa(int(p.Kind))
	case offerList:
		return n.Offers[i].ID
	case occupationList:
		return n.Occupations[i].ROME
	case outcomeList:
		o := &n.Outcomes[n.outcomes()[i]]
		return strings.Join([]string{
			n.qualification(o.Qualification), n.establishment(o.Establishment), o.Region, o.Field, o.MEF,
			o.Route.String(), o.Cohort, n.source(o.Source),
		}, unit)
	default:
		d := &n.Needs[i]
		return d.FAP + unit + d.Basin
	}
}

// qualification is the identifier at a position, empty for none.
func (n *national) qualification(at int32) string {
	if at < 0 {
		return ""
	}
	return n.Qualifications[at].ID
}

// establishment is the UAI at a position, empty for none.
func (n *national) establishment(at int32) string {
	if at < 0 {
		return ""
	}
	return n.Establishments[at].UAI
}

// source is the identifier at a position, empty for none.
func (n *national) source(at int32) string {
	if at < 0 || int(at) >= len(n.Sources) {
		return ""
	}
	return n.Sources[at].ID
}

// vintage is the date or period of the data of a source, empty when unknown.
func (n *national) vintage(at int32) string {
	if at < 0 || int(at) >= len(n.Sources) {
		return ""
	}
	return n.Sources[at].Vintage
}

// speciality is what a group of the NSF is about, empty when its label is unknown.
func (n *national) speciality(code string) string {
	i, ok := slices.BinarySearchFunc(n.NSF, code, func(t training.Term, code string) int { return strings.Compare(t.Code, code) })
	if !ok {
		return ""
	}
	return n.NSF[i].Label
}

// cited are the sources of a detailed answer, each once, by identifier.
func (n *national) cited(at ...int32) []Source {
	slices.Sort(at)
	out := make([]Source, 0, 4)
	for _, i := range slices.Compact(at) {
		if i >= 0 && int(i) < len(n.Sources) {
			out = append(out, provenanceOf(&n.Sources[i]))
		}
	}
	slices.SortFunc(out, func(a, b Source) int { return cmp.Compare(a.ID, b.ID) })
	return out
}
