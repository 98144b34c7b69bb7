// Package territoire holds the pages of the territories: /territoires, all of them
// by kind, and /territoires/{slug}, the campuses of a region of today or of before
// 2016, of an académie, of a département.
package territoire

import (
	"continuum/internal/campus"
	"continuum/internal/catalog"
	"continuum/internal/fault"
	"continuum/internal/geo"
	"continuum/internal/text"
	"continuum/internal/web/listing"
	"continuum/internal/web/page"
	"continuum/internal/web/selection"
)

// kinds are the kinds of territories that have pages, as the list shows them.
var kinds = []geo.Kind{geo.Region, geo.Academie, geo.Departement, geo.Region2015, geo.RegionAcademic}

// Index answers /territoires.
func Index(r *page.Request) (page.Answer, error) {
	return page.Answer{
		Head: page.Head{
			Title: r.T.T("territoire.all"), Description: r.T.T("territoire.all_description"), Path: "/territoires",
			Crumbs: []page.Crumb{{Label: r.T.T("territoire.all")}},
		},
		Body: index(r, groups(r.Catalog)),
	}, nil
}

// Page answers /territoires/{slug}.
func Page(r *page.Request) (page.Answer, error) {
	t := r.Catalog.Atlas.BySlug(r.Value("slug"))
	if t == nil {
		return page.Answer{}, nearest(r, r.Value("slug"))
	}
	v, err := listing.In(r, "/territoires/"+t.Slug, scope(r.Catalog, t))
	if err != nil {
		return page.Answer{}, err
	}
	if to := v.Moved(); to != "" {
		return page.Answer{Redirect: to}, nil
	}
	drawn, err := v.DrawingIn(t)
	if err != nil {
		return page.Answer{}, err
	}
	rungs, err := ladder(r, t)
	if err != nil {
		return page.Answer{}, err
	}
	name := listing.TerritoryName(r.T, t)
	return page.Answer{
		Head: page.Head{
			Title:       v.Titled(r.T.T("territoire.title", name)),
			Description: r.T.T("territoire.description", name) + " " + v.Total() + ".",
			Path:        v.Canonical(),
			Crumbs:      []page.Crumb{{Label: r.T.T("territoire.all"), Path: "/territoires"}, {Label: name}},
		},
		Body: body(v, t, drawn, rungs),
	}, nil
}

// scope is what a page about t shows.
func scope(c *catalog.Catalog, t *geo.Territory) listing.Scope {
	switch t.Kind {
	case geo.Region, geo.RegionAcademic:
		return listing.Scope{Set: func(s *selection.Selection) { s.Regions = []string{t.Code} }}
	case geo.Region2015:
		return listing.Scope{Set: func(s *selection.Selection) { s.Regions2015 = []string{t.Code} }}
	case geo.Academie:
		return listing.Scope{Set: func(s *selection.Selection) { s.Academies = []string{t.Code} }}
	}
	return listing.Scope{
		// The seat's commune tells the département; a campus without a known seat is
		// in none, which the page says.
		Set: func(s *selection.Selection) { s.Regions = []string{t.Region} },
		Keep: func(h catalog.Hit) bool {
			commune := c.Atlas.Commune(h.Campus.Commune)
			return commune != nil && commune.Departement == t.Code
		},
	}
}

// in reports whether a campus is in the territory, whatever the day.
func in(c *catalog.Catalog, cam *catalog.Campus, t *geo.Territory) bool {
	switch t.Kind {
	case geo.Region, geo.RegionAcademic:
		return cam.Region != nil && cam.Region.Code == t.Code
	case geo.Region2015:
		return cam.Region2015 == t
	case geo.Academie:
		return cam.Academie == t
	}
	commune := c.Atlas.Commune(cam.Commune)
	return commune != nil && commune.Departement == t.Code
}

// group is the territories of one kind, each with its number of campuses.
type group struct {
	Kind  geo.Kind
	Lines []line
}

type line struct {
	Territory *geo.Territory
	Campuses  int
}

func groups(c *catalog.Catalog) []group {
	var list []group
	for _, kind := range kinds {
		if kind == geo.RegionAcademic {
			continue // one per region of today, of the same name
		}
		g := group{Kind: kind}
		for i := range c.Atlas.OfKind(kind) {
			t := &c.Atlas.OfKind(kind)[i]
			l := line{Territory: t}
			for j := range c.Campuses {
				if in(c, &c.Campuses[j], t) {
					l.Campuses++
				}
			}
			g.Lines = append(g.Lines, l)
		}
		sortByName(g.Lines)
		list = append(list, g)
	}
	return list
}

// kindKey names the sentences about a kind.
func kindKey(prefix text.Key, k geo.Kind) text.Key { return prefix + text.Key(k) }

// nearest is the error for a slug that no territory has.
func nearest(r *page.Request, slug string) error {
	e := &page.Suggest{Err: fault.New(fault.NotFound, "territoire.not_found")}
	for _, t := range r.Catalog.NearestTerritories(slug, 5) {
		e.Hints = append(e.Hints, page.Hint{Label: listing.TerritoryName(r.T, t), Path: "/territoires/" + t.Slug})
	}
	return e
}

// here is an organisation with a place in the territory, and its campuses.
type here struct {
	Organisation *campus.Organisation
	Campuses     []catalog.Member
}
