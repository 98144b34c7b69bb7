// Package maliste is the page /ma-liste, where a reader finds what was kept along the way,
// trainings at their places and a pathway, and leaves with it: side by side
// (/ma-liste/comparer), printed, as a document, as an address. The list is in the address
// of the page alone, see package shortlist.
package maliste

import (
	"slices"

	"continuum/internal/text"
	"continuum/internal/training"
	"continuum/internal/web/offer"
	"continuum/internal/web/page"
	"continuum/internal/web/place"
	"continuum/internal/web/query"
	"continuum/internal/web/shortlist"
)

// view is a list, ready to show.
type view struct {
	R     *page.Request
	M     *training.Model
	List  shortlist.List
	Home  place.Found
	Items []kept
	Way   *way
	notes *notes
}

// T is the sentence of the key, in the reader's language.
func (v *view) T(k text.Key, args ...any) string { return v.R.T.T(k, args...) }

// newView reads the list of a request and finds what is in it.
func newView(r *page.Request) *view {
	v := &view{R: r, M: r.Catalog.Training, List: shortlist.Read(r.Query), notes: &notes{m: r.Catalog.Training}}
	if v.List.Home != "" {
		v.Home = place.Find(r.Catalog.Atlas, v.List.Home)
		if c := v.Home.Commune; c != nil {
			v.List.Home = place.Written(c)
		}
	}
	for i, it := range v.List.Items {
		v.Items = append(v.Items, v.find(i+1, it))
	}
	v.Way = v.way()
	return v
}

// Page answers /ma-liste.
func Page(r *page.Request) (page.Answer, error) {
	v := newView(r)
	return page.Answer{
		Head: page.Head{
			Title: v.title(), Description: v.T("liste.description"), Path: v.List.Address(), NoIndex: r.Query != "",
			Crumbs: []page.Crumb{{Label: v.T("liste.crumb")}}, Scripts: []string{shortlist.Script},
		},
		Body: body(v, v.code()),
	}, nil
}

func (v *view) title() string {
	if v.List.Empty() {
		return v.T("liste.crumb")
	}
	return v.T("liste.crumb") + " – " + v.R.T.N("liste.trainings", len(v.Items))
}

// To is the page of another list.
func (v *view) To(l shortlist.List) string { return v.R.Link(l.Address()) }

// Compared is how many trainings one may set side by side at once.
const Compared = 4

// paramWith names a training to set side by side with others.
const paramWith = "avec"

// Compare answers /ma-liste/comparer: some trainings of the list side by side; the first
// ones when none is chosen.
func Compare(r *page.Request) (page.Answer, error) {
	v := newView(r)
	wanted := v.choose(query.New(r.Query).Values(paramWith))
	return page.Answer{
		Head: page.Head{
			Title: v.T("liste.compare"), Description: v.T("liste.compare_description"), NoIndex: true,
			Crumbs: []page.Crumb{{Label: v.T("liste.crumb"), Path: v.List.Address()}, {Label: v.T("liste.compare_crumb")}},
		},
		Body: compareBody(v, wanted),
	}, nil
}

// choose keeps the trainings to compare: those chosen, in the order of the list, or all;
// never more than Compared, never one of which nothing is known. It returns how many were
// wanted.
func (v *view) choose(chosen []string) (wanted int) {
	var list []kept
	for _, k := range v.Items {
		if len(chosen) > 0 && !slices.Contains(chosen, k.Item.String()) {
			continue
		}
		wanted++
		if k.Known() && len(list) < Compared {
			list = append(list, k)
		}
	}
	v.Items = list
	return wanted
}

// Comparable are the trainings that can be set side by side.
func (v *view) Comparable() []*kept {
	var list []*kept
	for i := range v.Items {
		if v.Items[i].Known() {
			list = append(list, &v.Items[i])
		}
	}
	return list
}

// notes number the sources of a page in the order in which they are cited.
type notes struct {
	m    *training.Model
	list []int32
}

// Number is the number of a source, from 1; 0 for none.
func (n *notes) Number(source int32) int {
	if source < 0 || int(source) >= len(n.m.Sources) {
		return 0
	}
	if at := slices.Index(n.list, source); at >= 0 {
		return at + 1
	}
	n.list = append(n.list, source)
	return len(n.list)
}

// List are the sources cited, in the order of their numbers.
func (n *notes) List() []*training.Provenance {
	list := make([]*training.Provenance, len(n.list))
	for i, s := range n.list {
		list[i] = &n.m.Sources[s]
	}
	return list
}

// cite says what a source is, of when, and under which licence.
func (v *view) cite(p *training.Provenance) string {
	s := p.Title + ", " + p.Publisher + ", " + offer.Vintage(v.R.T, p.Vintage)
	if age := offer.Age(v.R, offer.LastYear(p.Vintage)); age != "" {
		s += " (" + age + ")"
	}
	return s + ", " + offer.Licence(v.R.T, p.Licence)
}
