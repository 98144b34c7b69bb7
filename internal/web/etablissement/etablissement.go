// Package etablissement is the page of one establishment, /etablissements/{uai}: what
// and where it is, what it teaches, what becomes of those who leave it, and the campuses
// that it is a member of.
package etablissement

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"continuum/internal/catalog"
	"continuum/internal/document"
	"continuum/internal/fault"
	"continuum/internal/geo"
	"continuum/internal/text"
	"continuum/internal/training"
	"continuum/internal/web/listing"
	"continuum/internal/web/offer"
	"continuum/internal/web/page"
	"continuum/internal/web/query"
	"continuum/internal/web/shortlist"
)

// Page answers /etablissements/{uai}; an UAI in small letters is sent to its own page.
func Page(r *page.Request) (page.Answer, error) {
	m := r.Catalog.Training
	uai := strings.ToUpper(r.Value("uai"))
	at := m.Establishment(uai)
	if at == training.None {
		return page.Answer{}, nearest(r, r.Value("uai"))
	}
	asked := query.New(r.Query)
	v := &view{R: r, M: m, E: &m.Establishments[at], At: at, Kept: shortlist.Read(r.Query), cited: offer.Cite(m)}
	v.List = offer.ReadLevel(asked, offer.EstablishmentPath(v.E))
	v.List.HandOn = v.Kept.On
	if err := asked.Err(); err != nil {
		return page.Answer{}, err
	}
	v.gather()
	v.List.ReadPage(asked, len(v.Lines))
	if err := asked.Err(); err != nil {
		return page.Answer{}, err
	}
	if uai != r.Value("uai") {
		return page.Answer{Redirect: r.Link(v.List.Link()), Moved: true}, nil
	}
	drawn, err := v.drawing()
	if err != nil {
		return page.Answer{}, err
	}
	title := v.title()
	return page.Answer{
		Fleeting: !v.Kept.Empty(), // what one reader keeps is kept nowhere else
		Head: page.Head{
			Title: title + v.List.Titled(r.T), Description: title + ". " + v.lead() + " " + r.T.N("etablissement.offers_total", len(v.All)),
			Path: v.List.Address(), NoIndex: v.List.Level != "", Crumbs: v.crumbs(), JSONLD: offer.EstablishmentJSONLD(r, v.E),
			Scripts: []string{shortlist.Script},
		},
		Body: body(v, drawn),
	}, nil
}

// nearest is the error for an UAI that no establishment has.
func nearest(r *page.Request, uai string) error {
	e := &page.Suggest{Err: fault.New(fault.NotFound, "etablissement.not_found")}
	for _, x := range r.Catalog.NearestEstablishments(uai, 5) {
		e.Hints = append(e.Hints, page.Hint{Label: x.Name + ", " + offer.City(r.T, x) + ", " + x.UAI, Path: offer.EstablishmentPath(x)})
	}
	return e
}

// view is an establishment and the choice of a level.
type view struct {
	R     *page.Request
	M     *training.Model
	E     *training.Establishment
	At    int32
	List  offer.List     // of offers, as asked for
	Kept  shortlist.List // handed on
	All   []taught
	Lines []taught // of the level chosen
	cited *offer.Cited
}

// taught is an offer and its qualification.
type taught struct {
	Offer *training.Offer
	Q     *training.Qualification
}

// gather fills in the offers, by level, then label, then route.
func (v *view) gather() {
	for _, i := range v.M.OffersAt(v.At) {
		o := &v.M.Offers[i]
		v.All = append(v.All, taught{o, &v.M.Qualifications[o.Qualification]})
	}
	c := v.R.Catalog
	slices.SortStableFunc(v.All, func(a, b taught) int {
		return cmp.Or(cmp.Compare(a.Q.Level, b.Q.Level), cmp.Compare(c.LabelOrder(a.Offer.Qualification), c.LabelOrder(b.Offer.Qualification)), cmp.Compare(a.Offer.Route, b.Offer.Route))
	})
	for _, l := range v.All {
		if v.List.Keeps(l.Q.Level) {
			v.Lines = append(v.Lines, l)
		}
	}
}

// T is the sentence of the key, in the reader's language.
func (v *view) T(k text.Key, args ...any) string { return v.R.T.T(k, args...) }

// group is the offers of one level on the page.
type group struct {
	Level int8
	Rows  []taught
}

// title names the establishment among those of the same name.
func (v *view) title() string {
	return v.E.Name + " – " + offer.City(v.R.T, v.E) + " (" + v.E.UAI + ")"
}

// Groups are the offers of this page by level.
func (v *view) Groups() []group { return groups(v.Lines[v.List.From():v.List.To()]) }

// groups are offers in the order of levels, by level.
func groups(lines []taught) []group {
	var list []group
	for _, l := range lines {
		if n := len(list); n == 0 || list[n-1].Level != l.Q.Level {
			list = append(list, group{Level: l.Q.Level})
		}
		g := &list[len(list)-1]
		g.Rows = append(g.Rows, l)
	}
	return list
}

// Shares count the offers by level.
func (v *view) Shares() []offer.Count {
	var list []offer.Count
	for _, l := range v.All {
		if n := len(list); n == 0 || list[n-1].Level != l.Q.Level {
			list = append(list, offer.Count{Level: l.Q.Level})
		}
		list[len(list)-1].N++
	}
	return list
}

// lead says in one sentence what it is and where.
func (v *view) lead() string {
	kind := capital(offer.EstablishmentKind(v.R.T, v.E.Kind))
	if p := offer.Public(v.R.T, v.E.Public); p != "" {
		return v.T("etablissement.lead_public", kind, p, offer.City(v.R.T, v.E))
	}
	return v.T("etablissement.lead", kind, offer.City(v.R.T, v.E))
}

// capital begins a sentence.
func capital(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[size:]
}

func (v *view) crumbs() []page.Crumb {
	list := []page.Crumb{{Label: v.T("territoire.all"), Path: "/territoires"}}
	if t := v.territory(geo.Departement, v.E.Departement); t != nil {
		list = append(list, page.Crumb{Label: t.Name, Path: "/territoires/" + t.Slug})
	}
	return append(list, page.Crumb{Label: v.E.Name})
}

func (v *view) territory(kind geo.Kind, code string) *geo.Territory {
	return v.R.Catalog.Atlas.Territory(kind, code)
}

// Territories are those that it is in, the narrowest first.
func (v *view) Territories() []*geo.Territory {
	return slices.DeleteFunc([]*geo.Territory{
		v.territory(geo.Departement, v.E.Departement), v.territory(geo.Academie, v.E.Academie), v.territory(geo.Region, v.E.Region),
	}, func(t *geo.Territory) bool { return t == nil })
}

// Campuses are those that it is an established member of, by name.
func (v *view) Campuses() []catalog.Member {
	var list []catalog.Member
	for i := range v.R.Catalog.Organisations {
		if o := &v.R.Catalog.Organisations[i]; string(o.UAI) == v.E.UAI {
			list = append(list, v.R.Catalog.Memberships(o.ID)...)
		}
	}
	return list
}

// Hosted are the campuses whose seat it is.
func (v *view) Hosted() []*catalog.Campus {
	var list []*catalog.Campus
	for i := range v.R.Catalog.Campuses {
		if c := &v.R.Catalog.Campuses[i]; string(c.HostUAI) == v.E.UAI {
			list = append(list, c)
		}
	}
	return list
}

// drawing is the map of its département with its point; empty without one.
func (v *view) drawing() (string, error) {
	t := v.territory(geo.Departement, v.E.Departement)
	if t == nil || !t.Box.Contains(v.E.Point) {
		return "", nil
	}
	return document.SpotsSVG(v.R.Catalog, t, []document.Spot{{Name: v.E.Name, At: v.E.Point, Region: v.E.Region}}, document.SpotOptions{
		ID: "place-", Lang: v.R.Lang, Ground: listing.TerritoryGround(t),
		Title: v.T("etablissement.map_title", v.E.Name, listing.TerritoryName(v.R.T, t)),
	})
}
