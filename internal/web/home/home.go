// Package home is the first page: what a campus is for a pupil, a family, an
// employer, a school; a search; the map; and how much of the network is documented.
package home

import (
	"continuum/internal/campus"
	"continuum/internal/catalog"
	"continuum/internal/text"
	"continuum/internal/web/listing"
	"continuum/internal/web/page"
	"continuum/internal/web/selection"
)

// example is the campus told on the page. It is left out when the register does not hold it.
const example = "bretagne-industries-de-la-mer"

// Page answers /.
func Page(r *page.Request) (page.Answer, error) {
	res, err := selection.Selection{Page: 1}.Run(r.Catalog, r.Today)
	if err != nil {
		return page.Answer{}, err
	}
	v := &view{View: &listing.View{R: r, Path: "/carte", Sel: res}}
	v.Official, v.Holding = r.Catalog.Documented(r.Today)
	v.Example, _ = r.Catalog.Campus(example)
	drawn, err := v.Drawing()
	if err != nil {
		return page.Answer{}, err
	}
	return page.Answer{
		Head: page.Head{Description: r.T.T("home.description"), Path: "/"},
		Body: body(v, drawn),
	}, nil
}

// view is what the page shows.
type view struct {
	*listing.View
	Official *campus.Milestone // the last official count, nil when none is known
	Holding  int               // campuses in force or presumed today
	Example  *catalog.Campus   // nil when the register does not hold it
}

// caption says what the map shows, and how many campuses it can't.
func (v *view) caption() string {
	total := v.Total()
	if u := v.Undrawn(); u != "" {
		total += ", " + u
	}
	return v.T("home.map_caption", total, v.Sel.Today)
}

// door is a short way in for one sort of reader.
type door struct {
	who   text.Key // "home." and this name the sentences
	links []link
}

type link struct {
	key  text.Key
	path string
}

// doors are the four ways in.
var doors = []door{
	{"pupil", []link{{"home.pupil.path", "/parcours"}, {"home.pupil.sectors", "/filieres"}, {"home.pupil.map", "/carte"}}},
	{"family", []link{{"home.family.territories", "/territoires"}, {"home.family.list", "/campus?tri=ville"}}},
	{"employer", []link{{"home.employer.find", "/employeurs"}, {"home.employer.sectors", "/filieres"}, {"home.employer.list", "/campus?tri=filiere"}}},
	{"school", []link{{"home.school.excellence", "/campus?categorie=excellence"}, {"home.school.data", "/donnees"}}},
}
