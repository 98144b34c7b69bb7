// Package metier is the page of one occupation, /metiers/{rome}: the words that people
// use for it, and the trainings that lead there.
package metier

import (
	"cmp"
	"slices"
	"strings"

	"continuum/internal/fault"
	"continuum/internal/text"
	"continuum/internal/training"
	"continuum/internal/web/offer"
	"continuum/internal/web/page"
	"continuum/internal/web/query"
)

// Page answers /metiers/{rome}; a code in small letters is sent to its own page.
func Page(r *page.Request) (page.Answer, error) {
	if err := query.New(r.Query).Err(); err != nil {
		return page.Answer{}, err
	}
	m := r.Catalog.Training
	code := strings.ToUpper(r.Value("rome"))
	at := m.Occupation(code)
	if at == training.None {
		return page.Answer{}, nearest(r, r.Value("rome"))
	}
	v := newView(r, m, at)
	if code != r.Value("rome") {
		return page.Answer{Redirect: r.Link(offer.OccupationPath(v.O)), Moved: true}, nil
	}
	return page.Answer{
		Head: page.Head{
			Title:       r.T.T("metier.title", v.O.Label, v.O.ROME),
			Description: r.T.T("metier.description", v.O.Label) + " " + r.T.N("metier.trainings_total", len(v.O.Qualifications)),
			Path:        offer.OccupationPath(v.O),
			Crumbs:      []page.Crumb{{Label: r.T.T("metier.crumb", v.O.Label)}},
		},
		Body: body(v),
	}, nil
}

// nearest is the error for a code that no occupation has.
func nearest(r *page.Request, rome string) error {
	e := &page.Suggest{Err: fault.New(fault.NotFound, "metier.not_found")}
	for _, o := range r.Catalog.NearestOccupations(rome, 5) {
		e.Hints = append(e.Hints, page.Hint{Label: o.Label + " (" + o.ROME + ")", Path: offer.OccupationPath(o)})
	}
	return e
}

// view is an occupation.
type view struct {
	R     *page.Request
	M     *training.Model
	O     *training.Occupation
	cited *offer.Cited
}

func newView(r *page.Request, m *training.Model, at int32) *view {
	return &view{R: r, M: m, O: &m.Occupations[at], cited: offer.Cite(m)}
}

// T is the sentence of the key, in the reader's language.
func (v *view) T(k text.Key, args ...any) string { return v.R.T.T(k, args...) }

// wordsShown is how many words for the occupation are listed at once; the others are
// behind a summary.
const wordsShown = 20

// Words are those shown at once.
func (v *view) Words() []string { return v.O.Words[:min(wordsShown, len(v.O.Words))] }

// MoreWords are the others.
func (v *view) MoreWords() []string { return v.O.Words[min(wordsShown, len(v.O.Words)):] }

// way is a training that leads to the occupation.
type way struct {
	Q      *training.Qualification
	at     int32 // its position in the model
	Places int   // establishments that teach it
}

// group is the trainings of one level.
type group struct {
	Level int8
	Ways  []way
}

// Groups are the trainings by level; closed ones that nobody teaches any more are left
// out, and counted.
func (v *view) Groups() (list []group, closed int) {
	c := v.R.Catalog
	var ways []way
	for _, i := range v.O.Qualifications {
		w := way{&v.M.Qualifications[i], i, offer.Establishments(v.M, i)}
		v.cited.Add(w.Q.Source)
		if !w.Q.Active && w.Places == 0 {
			closed++
			continue
		}
		ways = append(ways, w)
	}
	slices.SortStableFunc(ways, func(a, b way) int {
		return cmp.Or(cmp.Compare(a.Q.Level, b.Q.Level), cmp.Compare(c.LabelOrder(a.at), c.LabelOrder(b.at)))
	})
	for _, w := range ways {
		if n := len(list); n == 0 || list[n-1].Level != w.Q.Level {
			list = append(list, group{Level: w.Q.Level})
		}
		g := &list[len(list)-1]
		g.Ways = append(g.Ways, w)
	}
	return list, closed
}
