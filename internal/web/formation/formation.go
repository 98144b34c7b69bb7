// Package formation is the page of one qualification, /formations/{id}: what it is,
// where it is taught, what the chances to enter are, what becomes of those who leave,
// what can follow and which occupations it leads to.
package formation

import (
	"strings"

	"continuum/internal/campus"
	"continuum/internal/fault"
	"continuum/internal/geo"
	"continuum/internal/text"
	"continuum/internal/training"
	"continuum/internal/web/offer"
	"continuum/internal/web/page"
	"continuum/internal/web/query"
	"continuum/internal/web/shortlist"
)

// perPage is how many places the page lists: the layout of 50 took half of the time that a
// phone needs for the whole page.
const perPage = 25

// Page answers /formations/{id}.
func Page(r *page.Request) (page.Answer, error) {
	m := r.Catalog.Training
	at, moved := m.Qualification(r.Value("id"))
	if at == training.None {
		return page.Answer{}, nearest(r, r.Value("id"))
	}
	asked := query.New(r.Query)
	c := parse(r, asked)
	if err := asked.Err(); err != nil {
		return page.Answer{}, err
	}
	q := &m.Qualifications[at]
	v := &view{R: r, M: m, Q: q, At: at, Choice: c, List: shortlist.Read(r.Query), cited: offer.Cite(m)}
	v.gather()
	v.Choice.Page = asked.Page(paramPage, v.Pages())
	if err := asked.Err(); err != nil {
		return page.Answer{}, err
	}
	if moved {
		return page.Answer{Redirect: v.Address(v.Choice), Moved: true}, nil
	}
	drawn, err := v.drawing()
	if err != nil {
		return page.Answer{}, err
	}
	return page.Answer{
		Fleeting: !v.List.Empty(), // what one reader keeps is kept nowhere else
		Head: page.Head{
			JSONLD: offer.QualificationJSONLD(r, m, q), Image: page.Image{Path: imagePath(q), Alt: r.T.T("card.alt_training", q.Label)},
			Title: v.title(), Description: v.description(),
			Path: v.Choice.address(offer.Path(q)), NoIndex: v.Choice.any(), Crumbs: v.crumbs(),
			Scripts: []string{shortlist.Script},
		},
		Body: body(v, drawn),
	}, nil
}

// nearest is the error for an identifier that no qualification has.
func nearest(r *page.Request, id string) error {
	e := &page.Suggest{Err: fault.New(fault.NotFound, "formation.not_found")}
	for _, q := range r.Catalog.NearestQualifications(id, 5) {
		e.Hints = append(e.Hints, page.Hint{Label: q.Label, Path: offer.Path(q)})
	}
	return e
}

// view is a qualification and the choice of its places.
type view struct {
	R      *page.Request
	M      *training.Model
	Q      *training.Qualification
	At     int32
	Choice choice
	List   shortlist.List // handed on
	All    []line         // every offer, sorted by place
	Lines  []line         // those chosen
	// Undrawn is how many of the establishments chosen have no mark on the map.
	Undrawn int
	cited   *offer.Cited
}

// gather fills in the offers, and cites what the page rests on.
func (v *view) gather() {
	v.cited.Add(v.Q.Source)
	for _, i := range v.M.OffersOf(v.At) {
		o := &v.M.Offers[i]
		e := &v.M.Establishments[o.Establishment]
		v.All = append(v.All, line{o, e})
		v.cited.Add(o.Source)
		v.cited.Add(e.Source)
	}
	sortLines(v.R.Catalog, v.All)
	for _, l := range v.All {
		if v.Choice.keeps(l) {
			v.Lines = append(v.Lines, l)
		}
	}
}

// T is the sentence of the key, in the reader's language.
func (v *view) T(k text.Key, args ...any) string { return v.R.T.T(k, args...) }

// Pages is how many pages the list of places has.
func (v *view) Pages() int { return max(1, (len(v.Lines)+perPage-1)/perPage) }

// Address is the link to this page with another choice.
func (v *view) Address(c choice) string { return v.R.Link(v.List.On(c.address(offer.Path(v.Q)))) }

func (v *view) title() string {
	t := v.Q.Label
	if p := v.Place(); p != nil {
		t += " – " + p.Name
	}
	if v.Choice.Route != "" {
		t += " – " + offer.Route(v.R.T, routes[v.Choice.Route])
	}
	if v.Choice.Page > 1 {
		t += " – " + v.T("listing.page", v.Choice.Page)
	}
	// Labels repeat: a diploma and the one that replaces it are told apart by their code.
	return t + " (" + v.Q.ID + ")"
}

func (v *view) description() string {
	s := v.T("formation.description", v.Q.Label, offer.Level(v.R.T, v.Q.Level)) + " "
	return s + v.R.T.N("formation.places_total", v.Establishments(v.Lines))
}

func (v *view) crumbs() []page.Crumb {
	var list []page.Crumb
	if s := v.Sector(); s != nil {
		list = append(list,
			page.Crumb{Label: v.T("filiere.all"), Path: "/filieres"},
			page.Crumb{Label: s.Label, Path: "/filieres/" + s.Slug})
	}
	return append(list, page.Crumb{Label: v.Q.Label})
}

// Sector is the sector of the qualification, nil when no rule gives one.
func (v *view) Sector() *campus.Sector { return v.R.Catalog.Sector(v.Q.Sector) }

// Place is the territory chosen, the narrowest; nil for the whole country.
func (v *view) Place() *geo.Territory {
	a := v.R.Catalog.Atlas
	if v.Choice.Departement != "" {
		return a.Territory(geo.Departement, v.Choice.Departement)
	}
	if v.Choice.Region != "" {
		return a.Territory(geo.Region, v.Choice.Region)
	}
	return nil
}

// Region is the region that figures are shown of: the one chosen, or that of the
// département chosen; nil for all.
func (v *view) Region() *geo.Territory {
	if p := v.Place(); p != nil {
		return v.R.Catalog.Atlas.Territory(geo.Region, p.Region)
	}
	return nil
}

// lead says in one sentence what the qualification is.
func (v *view) lead() string {
	kind := offer.Kind(v.R.T, v.Q.Kind)
	if kind == "" {
		kind = v.T("formation.some_kind")
	}
	s := v.T("formation.lead", kind, offer.Level(v.R.T, v.Q.Level))
	if v.Q.Years > 0 {
		s += " " + v.R.T.N("formation.lead_years", int(v.Q.Years))
	}
	return s
}

// NSF is the group of specialities in words, its code when it has none.
func (v *view) NSF() string {
	for i := range v.M.NSF {
		if v.M.NSF[i].Code == v.Q.NSF {
			return v.T("formation.nsf_named", v.M.NSF[i].Label, v.Q.NSF)
		}
	}
	return v.Q.NSF
}

// RNCP is the codes of the national register of certifications, first the active one.
func (v *view) RNCP() string { return strings.Join(v.Q.RNCP, ", ") }
