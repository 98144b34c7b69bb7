package listing

import (
	"continuum/internal/catalog"
	"continuum/internal/document"
	"continuum/internal/geo"
)

// Ground is the address of the contours that drawn maps stand on: a drawing of its
// own, so that a browser fetches it once for all pages.
func Ground(regions geo.Kind) string {
	if regions == geo.Region2015 {
		return "/carte/fond/2015.svg"
	}
	return "/carte/fond/2016.svg"
}

func (v *View) options() document.MapOptions {
	return document.MapOptions{
		Day: v.Sel.Day(), Lang: v.R.Lang,
		Link:  func(c *catalog.Campus) string { return v.CampusLink(c) },
		Title: v.Total(),
	}
}

// Drawing is the national map of every match, drawn here, as SVG for the page.
func (v *View) Drawing() (string, error) {
	opt := v.options()
	opt.Ground = Ground(v.Layer())
	return document.NationalSVG(v.R.Catalog, v.Sel.Hits, opt)
}

// DrawingIn is the map of a territory with the matches in and around it.
func (v *View) DrawingIn(t *geo.Territory) (string, error) {
	return document.TerritoryMapSVG(v.R.Catalog, t, v.Sel.Hits, v.options())
}
