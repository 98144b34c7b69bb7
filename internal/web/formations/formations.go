// Package formations is the page /formations: a reader writes a few words and the name
// of a village, and finds the trainings that are near, what else the words name, and how
// many there are of each choice.
package formations

import (
	"math"

	"continuum/internal/fault"
	"continuum/internal/geo"
	"continuum/internal/search"
	"continuum/internal/text"
	"continuum/internal/training"
	"continuum/internal/web/offer"
	"continuum/internal/web/page"
	"continuum/internal/web/place"
	"continuum/internal/web/query"
	"continuum/internal/web/shortlist"
	"continuum/internal/web/ui"
)

// Path is where the page is.
const Path = "/formations"

// answer answers a question, an address among it when the form that has one is sent.
func (p *Pages) answer(r *page.Request, asked string) (page.Answer, error) {
	q := query.New(asked)
	v := &view{R: r, M: r.Catalog.Training, Choice: parse(r.Catalog, q), List: shortlist.Read(asked), Asked: asked != "", Located: p.geocoder != nil, kept: &p.kept, cited: offer.Cite(r.Catalog.Training)}
	if err := q.Err(); err != nil {
		return page.Answer{}, err
	}
	for i, slug := range v.Choice.Campuses {
		cam, _ := r.Catalog.Campus(slug)
		if cam == nil {
			return page.Answer{}, fault.New(fault.NotFound, "campus.not_found")
		}
		v.Choice.Campuses[i] = cam.Slug
	}
	if r.Form != nil {
		v.locate(p, q)
	}
	v.find(q)
	if err := q.Err(); err != nil {
		return page.Answer{}, err
	}
	drawn, err := v.drawing()
	if err != nil {
		return page.Answer{}, err
	}
	status := 0
	if len(v.problems()) > 0 {
		status = 400
	}
	return page.Answer{
		Status: status, Fleeting: !v.List.Empty(), // what one reader keeps is kept nowhere else
		Head: page.Head{
			Title: v.title(), Description: v.T("search.description"), Path: v.Choice.address(), NoIndex: asked != "",
			Crumbs: []page.Crumb{{Label: v.T("search.crumb")}}, Scripts: []string{shortlist.Script},
		},
		Body: body(v, drawn),
	}, nil
}

// view is a question and its answer.
type view struct {
	R       *page.Request
	M       *training.Model
	Choice  choice
	List    shortlist.List // handed on
	Read    search.Reading
	Home    place.Found // of the field, or of the words
	Unknown bool        // the field names no place
	Asked   bool        // and not only opened: on a phone the answer is far below the form
	Located bool        // an address may be asked about
	From    from
	ask     search.Query
	Answer  *search.Answer
	Undrawn int // establishments of the answer that are not on the map
	cited   *offer.Cited
	kept    *kept
}

// T is the sentence of the key, in the reader's language.
func (v *view) T(k text.Key, args ...any) string { return v.R.T.T(k, args...) }

// find reads the words and the place, and asks the index. A place in its field goes
// before one in the words.
func (v *view) find(q *query.Reader) {
	ix := v.R.Catalog.Search()
	v.Read = ix.Read(v.Choice.Words)
	switch {
	case v.Choice.Where != "":
		v.Home = place.Find(v.R.Catalog.Atlas, v.Choice.Where)
		v.Unknown = v.Home.Commune == nil && len(v.Home.Choices) == 0
		if v.Home.Commune != nil {
			v.Choice.Where = place.Written(v.Home.Commune)
		}
	case v.Read.Place != nil:
		v.Home.Commune = v.Read.Place
	}
	if c := v.Home.Commune; c != nil {
		v.List = v.List.From(place.Written(c))
	}
	v.Choice.Page = q.Page(paramPage, math.MaxInt32)
	v.ask = v.query()
	v.Answer = ix.Find(&v.ask)
	q.Page(paramPage, v.Pages()) // known only now: a page past the last one is refused
	for _, it := range v.Answer.Items {
		for _, o := range it.Offers {
			v.cited.Add(v.M.Offers[o].Source)
		}
	}
}

// query is the question as the index takes it.
func (v *view) query() search.Query {
	q := v.Read.Query()
	q.Sectors, q.BoardingOnly, q.Campuses = v.Choice.Sectors, v.Choice.Boarding, v.Choice.Campuses
	q.Sort, q.From, q.Limit = sortOf[v.Choice.Sort], (v.Choice.Page-1)*v.Choice.Per, v.Choice.Per
	if v.Choice.Km > 0 {
		q.Km = float64(v.Choice.Km)
	}
	if v.Here() {
		q.Home = v.From.At.Point
	} else if c := v.Home.Commune; c != nil {
		q.Home = c.Point
	} else {
		q.Home = geo.Point{} // a place of the words, when the field names none
	}
	if d := v.Choice.Departement; d != "" {
		q.Region, q.Departement = "", d
	}
	for _, l := range v.Choice.Levels {
		q.Levels = append(q.Levels, int8(l[0]-'0'))
	}
	for _, w := range v.Choice.Routes {
		q.Routes = append(q.Routes, routes[w])
	}
	for _, p := range v.Choice.Public {
		q.Public = append(q.Public, publicOf[p])
	}
	return q
}

// territory is the one chosen, else the one that the words name.
func (v *view) territory() *geo.Territory {
	if v.Choice.Departement != "" {
		return v.R.Catalog.Atlas.Territory(geo.Departement, v.Choice.Departement)
	}
	return v.Read.Territory
}

// Pages is how many pages the list has.
func (v *view) Pages() int { return max(1, (v.Answer.Total+v.Choice.Per-1)/v.Choice.Per) }

// Address is the link to the page with another choice.
func (v *view) Address(c choice) string { return v.R.Link(v.List.On(c.address())) }

// At is the link to another page of the list.
func (v *view) At(n int) string {
	c := v.Choice
	c.Page = n
	return v.Address(c)
}

func (v *view) title() string {
	t := v.T("search.title")
	if v.Choice.Words != "" {
		t = v.T("search.title_words", v.Choice.Words)
	}
	if v.Choice.Page > 1 {
		t += " – " + v.T("listing.page", v.Choice.Page)
	}
	return t
}

// Place is where results are looked for, in words; empty for the whole country.
func (v *view) Place() string {
	t := v.territory()
	switch c := v.Home.Commune; {
	case c != nil && v.ask.Km > 0:
		return v.T("search.within", place.Name(v.R.Catalog.Atlas, c), int(v.ask.Km))
	case c != nil:
		return v.T("search.near", place.Name(v.R.Catalog.Atlas, c))
	case t != nil:
		return v.T("search.in", t.Name)
	}
	return ""
}

// WhichPlace are the communes that the field may mean, or that look like what nobody is
// called, each with the question for it.
func (v *view) WhichPlace() []ui.Choice {
	var list []ui.Choice
	for _, c := range append(v.Home.Choices, v.Home.Near...) {
		other := v.Choice
		other.Where, other.Page = place.Written(c), 1
		list = append(list, ui.Choice{Label: place.Name(v.R.Catalog.Atlas, c), Link: v.Address(other)})
	}
	return list
}

// whichAsks is the question that these communes answer.
func (v *view) whichAsks() string {
	if v.Unknown {
		return v.T("search.like", v.Choice.Where)
	}
	return v.T("parcours.which", v.Choice.Where)
}

// Wider is the question with the next radius that has answers, when there is none here.
func (v *view) Wider() (n, km int, link string) {
	if v.Home.Commune == nil || v.Answer.Total > 0 {
		return 0, 0, ""
	}
	for i, r := range search.Radii {
		if v.Answer.Within[i] > 0 {
			c := v.Choice
			c.Km, c.Page = int(r), 1
			return v.Answer.Within[i], int(r), v.Address(c)
		}
	}
	return 0, 0, ""
}
