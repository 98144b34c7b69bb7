// Package listing shows chosen campuses: the form that chooses them, the totals,
// the list, the table and the map that are equivalent to one another, and the words
// for a campus's state. The pages of the register are put together from its parts.
package listing

import (
	"strings"

	"continuum/internal/catalog"
	"continuum/internal/date"
	"continuum/internal/geo"
	"continuum/internal/text"
	"continuum/internal/web/page"
	"continuum/internal/web/selection"
)

// View is one selection as a page shows it.
type View struct {
	R      *page.Request
	Path   string // of the page, without language prefix
	Sel    *selection.Result
	Facets selection.Facets
	own    bool // the page decides its own filter: links carry the rest only
}

// New reads the selection that the request's address asks for, and runs it.
func New(r *page.Request, path string) (*View, error) {
	s, err := Parse(r)
	if err != nil {
		return nil, err
	}
	if path != Placed {
		s.Place, s.Near = "", nil
	}
	res, err := s.Run(r.Catalog, r.Today)
	if err != nil {
		return nil, err
	}
	return &View{R: r, Path: path, Sel: res, Facets: s.Facets(r.Catalog, r.Today)}, nil
}

// Parse reads the selection of the request's address.
func Parse(r *page.Request) (selection.Selection, error) {
	return selection.Parse(r.Query, r.Catalog)
}

// T is the sentence of the key, in the reader's language.
func (v *View) T(k text.Key, args ...any) string { return v.R.T.T(k, args...) }

// Address is the link to this page with another selection.
func (v *View) Address(s selection.Selection) string {
	if v.own {
		s = bare(s)
	}
	return v.R.Link(s.Address(v.Path, v.R.Catalog))
}

// To is the link to another page of the register with this selection.
func (v *View) To(path string) string {
	return v.R.Link(v.Sel.Selection.Anywhere().Whole().Address(path, v.R.Catalog))
}

// CampusLink is the link to a campus's page, at the day asked for.
func (v *View) CampusLink(cam *catalog.Campus) string { return CampusLink(v.R, cam, v.Sel.AsOf) }

// CampusLink is the link to a campus's page at a day, zero for its last known state.
func CampusLink(r *page.Request, cam *catalog.Campus, day date.Day) string {
	path := "/campus/" + cam.Slug
	if !day.IsZero() {
		path += "?" + selection.ParamDay + "=" + day.String()
	}
	return r.Link(path)
}

// Locate is the beginning of the link that leads from a mark on the map to its
// line in the list; the campus's slug completes it.
func (v *View) Locate() string {
	s := v.Sel.Selection
	s.Page, s.Locate = 1, "-"
	return strings.TrimSuffix(v.Address(s), "-")
}

// Moved is where a request for a campus's line should be sent: the page that shows
// the line. Empty when none was asked for, or when the selection does not hold it.
func (v *View) Moved() string {
	n := v.Sel.PageOf(v.Sel.Locate)
	if v.Sel.Locate == "" || n == 0 {
		return ""
	}
	return v.Address(v.Sel.At(n)) + "#campus-" + v.Sel.Locate
}

// Layer is the kind of regions to draw: those of the day asked for.
func (v *View) Layer() geo.Kind { return LayerOn(v.Sel.AsOf) }

// Regions2016 is the day from which there are 18 regions (loi n° 2015-29).
var Regions2016 = date.NewDay(2016, 1, 1)

// LayerOn is the kind of the regions that existed on a day, zero for today.
func LayerOn(day date.Day) geo.Kind {
	if !day.IsZero() && day < Regions2016 {
		return geo.Region2015
	}
	return geo.Region
}

// RegionOf is the region of the campus on the day asked for, nil when unknown.
func (v *View) RegionOf(cam *catalog.Campus) *geo.Territory {
	if v.Layer() == geo.Region2015 && cam.Region2015 != nil {
		return cam.Region2015
	}
	return cam.Region
}

// Place is where a campus is, as a line of a list says it.
func (v *View) Place(cam *catalog.Campus) string {
	region := v.RegionOf(cam)
	switch {
	case cam.City != "" && region != nil:
		return v.T("listing.place", cam.City, region.Name)
	case cam.City != "":
		return cam.City
	case region != nil:
		return v.T("listing.place_region", region.Name)
	}
	return v.T("listing.place_unknown")
}

// Total is the sentence of the total, the same beside the map and above the list.
func (v *View) Total() string {
	return v.R.T.N("listing.total", v.Sel.Total())
}

// Undrawn says how many of the total have no mark on the map, empty when all have.
func (v *View) Undrawn() string {
	if v.Sel.Undrawn == 0 {
		return ""
	}
	return v.R.T.N("listing.undrawn", v.Sel.Undrawn)
}

// Asked is the sentence about the date: the day asked for, or that none was.
func (v *View) Asked() string {
	if v.Sel.AsOf.IsZero() {
		return v.T("listing.last_known", v.Sel.Today)
	}
	return v.T("listing.on_day", v.Sel.AsOf)
}

// Documented says how much of the network the register documents on the day asked
// for; empty without one, or when no official count is that old.
func (v *View) Documented() string {
	if v.Sel.AsOf.IsZero() {
		return ""
	}
	official, here := v.R.Catalog.Documented(v.Sel.AsOf)
	if official == nil {
		return ""
	}
	return v.R.T.N("listing.documented", here, official.Count, official.On, v.Sel.AsOf)
}

// Titled is a page's title with the day and the page of the list, which tell its
// variants apart.
func (v *View) Titled(title string) string {
	if !v.Sel.AsOf.IsZero() {
		title += " – " + v.R.T.Day(v.Sel.AsOf)
	}
	if v.Sel.Page > 1 {
		title += " – " + v.T("listing.page", v.Sel.Page)
	}
	return title
}

// Canonical is the page's own path with its parameters, without language prefix.
func (v *View) Canonical() string {
	s := v.Sel.Selection
	if v.own {
		s = bare(s)
	}
	return s.Address(v.Path, v.R.Catalog)
}

// TerritoryLink is the link to a territory's page, at the day asked for.
func (v *View) TerritoryLink(t *geo.Territory) string {
	return v.R.Link(selection.Selection{Page: 1}.On(v.Sel.AsOf).Address("/territoires/"+t.Slug, v.R.Catalog))
}
