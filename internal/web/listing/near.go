package listing

import (
	"math"

	"continuum/internal/catalog"
	"continuum/internal/geo"
	"continuum/internal/web/page"
	"continuum/internal/web/place"
)

// Placed is the page on which one can look from a place: its map is centred there, and
// its list says how far each campus is.
const Placed = "/carte"

// placed reports whether the page has a field for a place.
func (v *View) placed() bool { return v.Path == Placed && !v.own }

// Places is what the words of the place may mean when they don't mean one commune; nil
// without words, or when they do.
func (v *View) Places() *place.Found {
	if v.Sel.Place == "" || v.Sel.Near != nil {
		return nil
	}
	found := place.Find(v.R.Catalog.Atlas, v.Sel.Place)
	return &found
}

// PlaceChoice is one commune among those that may be meant, and the link that means it.
func (v *View) PlaceChoice(c *geo.Commune) page.Crumb {
	s := v.Sel.Selection.At(1)
	s.Place, s.Near = place.Written(c), c
	return page.Crumb{Label: place.Name(v.R.Catalog.Atlas, c), Path: v.Address(s)}
}

// Away says how far a campus is from the place, empty without one or when nobody knows.
func (v *View) Away(cam *catalog.Campus) string {
	km, ok := v.Sel.Km(cam)
	switch {
	case !ok:
		return ""
	case !cam.AtSeat:
		return v.T("listing.away_about", int(math.Round(km)), v.Sel.Near.Name)
	case km < 1:
		return v.T("listing.away_here", v.Sel.Near.Name)
	}
	return v.T("listing.away", int(math.Round(km)), v.Sel.Near.Name)
}

// centre is the point that the map is centred on, empty for the whole.
func (v *View) centre() string {
	if v.Sel.Near == nil {
		return ""
	}
	return v.Sel.Near.Point.String()
}
