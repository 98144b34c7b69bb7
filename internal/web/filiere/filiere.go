// Package filiere holds the pages of the national sectors: /filieres, the twelve of
// them, /filieres/{slug}, the campuses of one, and /filieres/{slug}/formations, its
// trainings.
package filiere

import (
	"cmp"
	"slices"
	"strings"

	"continuum/internal/campus"
	"continuum/internal/fault"
	"continuum/internal/geo"
	"continuum/internal/text"
	"continuum/internal/web/listing"
	"continuum/internal/web/page"
	"continuum/internal/web/selection"
)

// line is a sector in the list of all.
type line struct {
	Sector  *campus.Sector
	Total   int // campuses documented
	Holding int // of which in force or presumed today
}

// state says how many of the line's campuses hold the label today. That none is
// known to does not mean that none does.
func (l line) state(t *text.Texts) string {
	if l.Holding == 0 {
		return t.T("filiere.holding_none")
	}
	return t.N("filiere.holding", l.Holding)
}

// Index answers /filieres.
func Index(r *page.Request) (page.Answer, error) {
	lines := make([]line, len(r.Catalog.Sectors))
	for i := range r.Catalog.Sectors {
		lines[i].Sector = &r.Catalog.Sectors[i]
	}
	unknown := 0
	for i := range r.Catalog.Campuses {
		c := &r.Catalog.Campuses[i]
		if c.Sector == nil {
			unknown++
			continue
		}
		l := &lines[slices.IndexFunc(lines, func(l line) bool { return l.Sector == c.Sector })]
		l.Total++
		if campus.StateOn(c.Labels, r.Today).Status.Holds() {
			l.Holding++
		}
	}
	return page.Answer{
		Head: page.Head{
			Title: r.T.T("filiere.all"), Description: r.T.T("filiere.all_description"), Path: "/filieres",
			Crumbs: []page.Crumb{{Label: r.T.T("filiere.all")}},
		},
		Body: index(r, lines, unknown),
	}, nil
}

// Page answers /filieres/{slug}; the sector's code in place of its slug is sent to it.
func Page(r *page.Request) (page.Answer, error) {
	sector := r.Catalog.Sector(r.Value("slug"))
	if sector == nil {
		return page.Answer{}, nearest(r, r.Value("slug"))
	}
	v, err := listing.In(r, "/filieres/"+sector.Slug, listing.Scope{
		Set: func(s *selection.Selection) { s.Sectors = []campus.SectorCode{sector.Code} },
	})
	if err != nil {
		return page.Answer{}, err
	}
	if sector.Slug != r.Value("slug") {
		return page.Answer{Redirect: v.Address(v.Sel.Selection), Moved: true}, nil
	}
	if to := v.Moved(); to != "" {
		return page.Answer{Redirect: to}, nil
	}
	drawn, err := v.Drawing()
	if err != nil {
		return page.Answer{}, err
	}
	return page.Answer{
		Head: page.Head{
			Title:       v.Titled(r.T.T("filiere.title", sector.Label)),
			Description: r.T.T("filiere.description", sector.Label) + " " + v.Total() + ".",
			Path:        v.Canonical(),
			Crumbs:      []page.Crumb{{Label: r.T.T("filiere.all"), Path: "/filieres"}, {Label: sector.Label}},
		},
		Body: body(v, sector, regions(v), drawn),
	}, nil
}

// nearest is the error for a slug that no sector has, with those that look like it.
func nearest(r *page.Request, slug string) error {
	e := &page.Suggest{Err: fault.New(fault.NotFound, "filiere.not_found")}
	for _, s := range r.Catalog.NearestSectors(slug, 5) {
		e.Hints = append(e.Hints, page.Hint{Label: s.Label, Path: "/filieres/" + s.Slug})
	}
	return e
}

// share is a region with its number of campuses.
type share struct {
	Region *geo.Territory
	N      int
}

// regions counts the campuses of the view by region of the day, most first.
func regions(v *listing.View) []share {
	var list []share
	for _, h := range v.Sel.Hits {
		t := v.RegionOf(h.Campus)
		if t == nil {
			continue
		}
		i := slices.IndexFunc(list, func(s share) bool { return s.Region == t })
		if i < 0 {
			list = append(list, share{Region: t})
			i = len(list) - 1
		}
		list[i].N++
	}
	slices.SortStableFunc(list, func(a, b share) int {
		return cmp.Or(cmp.Compare(b.N, a.N), strings.Compare(a.Region.Slug, b.Region.Slug))
	})
	return list
}

// what is the key of the sentence that tells a sector in plain words.
func what(s *campus.Sector) text.Key { return "filiere.what." + text.Key(s.Code) }
