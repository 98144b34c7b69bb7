package listing

import (
	"slices"

	"continuum/internal/campus"
	"continuum/internal/catalog"
	"continuum/internal/document"
	"continuum/internal/text"
	"continuum/internal/web/page"
	"continuum/internal/web/selection"
)

// Scope is what a page of a sector or of a territory decides by itself: the
// reader chooses the date and the page of the list, the page chooses the rest.
type Scope struct {
	// Set narrows the selection.
	Set func(*selection.Selection)
	// Keep narrows it further, by what filters can't say; nil keeps all.
	Keep func(catalog.Hit) bool
}

// In is the view of a page that decides its own filter. Its links carry the date,
// the order and the page only.
func In(r *page.Request, path string, scope Scope) (*View, error) {
	asked, err := Parse(r)
	if err != nil {
		return nil, err
	}
	s := selection.Selection{Order: asked.Order, Page: asked.Page, Locate: asked.Locate}
	s.AsOf = asked.AsOf
	scope.Set(&s)
	res, err := s.RunWhere(r.Catalog, r.Today, scope.Keep)
	if err != nil {
		return nil, err
	}
	return &View{R: r, Path: path, Sel: res, Facets: s.Facets(r.Catalog, r.Today), own: true}, nil
}

// bare is the selection without what the page itself decides.
func bare(s selection.Selection) selection.Selection {
	b := selection.Selection{Order: s.Order, Page: s.Page, Locate: s.Locate}
	b.AsOf = s.AsOf
	return b
}

// SectorsShown are the sectors met on the page's map, in the official order.
func (v *View) SectorsShown() []*campus.Sector {
	var list []*campus.Sector
	for i := range v.R.Catalog.Sectors {
		s := &v.R.Catalog.Sectors[i]
		if slices.ContainsFunc(v.Sel.Hits, func(h catalog.Hit) bool { return h.Campus.Sector == s }) {
			list = append(list, s)
		}
	}
	return list
}

// shapes name the groups of waves that share an outline on drawings, by the group's
// number in package document.
var shapes = map[document.Wave]text.Key{
	document.Wave2013: "2013", document.Wave2015: "2015", document.Wave2016: "2016",
	document.Wave2018: "2018", document.WaveUnknown: "unknown",
}

// WavesShown are the groups of waves met on the page's map, oldest first.
func (v *View) WavesShown() []text.Key {
	var list []text.Key
	for _, w := range document.Waves {
		if slices.ContainsFunc(v.Sel.Hits, func(h catalog.Hit) bool { return h.Campus.Drawn() && document.WaveOf(h.Campus.Wave) == w }) {
			list = append(list, shapes[w])
		}
	}
	return list
}
