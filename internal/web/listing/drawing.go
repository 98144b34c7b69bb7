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

// TerritoryGround is the address of the contours of a territory among its neighbours.
func TerritoryGround(t *geo.Territory) string { return "/carte/fond/" + t.Slug + ".svg" }

func (v *View) options() document.MapOptions {
	return document.MapOptions{
		Day: v.Sel.Day(), Lang: v.R.Lang,
		Link:  func(c *catalog.Campus) string { return v.CampusLink(c) },
		Title: v.Total(), Here: v.Sel.Near,
	}
}

// Drawing is the national map of every match, drawn here, as SVG for the page. A
// drawing takes tens of milliseconds, so that the catalog keeps it.
func (v *View) Drawing() (string, error) {
	return v.R.Catalog.Once("nation "+v.key(), func() (string, error) {
		opt := v.options()
		opt.Ground = Ground(v.Layer())
		return document.NationalSVG(v.R.Catalog, v.Sel.Hits, opt)
	})
}

// DrawingIn is the map of a territory with the matches in and around it.
func (v *View) DrawingIn(t *geo.Territory) (string, error) {
	return v.R.Catalog.Once(t.Slug+" "+v.key(), func() (string, error) {
		return document.TerritoryMapSVG(v.R.Catalog, t, v.Sel.Hits, v.options())
	})
}

// key tells drawings of a catalog apart: the choice, the day of the question and the
// language.
func (v *View) key() string {
	return string(v.R.Lang) + " " + v.Sel.Today.String() + " " + v.Sel.Selection.Whole().Address("", v.R.Catalog)
}
