package campuspage

import (
	"cmp"
	"math"
	"slices"

	"continuum/internal/catalog"
	"continuum/internal/geo"
)

// neighbour is another campus and how far it is.
type neighbour struct {
	Campus *catalog.Campus
	Km     int // rounded to ten; as the crow flies
}

// Near are the campuses nearest to this one, nearest first; none when its place is
// not known.
func (v *view) Near(most int) []neighbour {
	if !v.Cam.Drawn() {
		return nil
	}
	var list []neighbour
	for i := range v.R.Catalog.Campuses {
		c := &v.R.Catalog.Campuses[i]
		if c == v.Cam || !c.Drawn() {
			continue
		}
		km := geo.Km(v.Cam.Point, c.Point)
		list = append(list, neighbour{c, int(math.Round(km/10)) * 10})
	}
	slices.SortStableFunc(list, func(a, b neighbour) int { return cmp.Compare(a.Km, b.Km) })
	return list[:min(most, len(list))]
}

// SameSector are other campuses of the sector, at most so many.
func (v *view) SameSector(most int) []*catalog.Campus {
	if v.Cam.Sector == nil {
		return nil
	}
	var list []*catalog.Campus
	for i := range v.R.Catalog.Campuses {
		c := &v.R.Catalog.Campuses[i]
		if c != v.Cam && c.Sector == v.Cam.Sector && len(list) < most {
			list = append(list, c)
		}
	}
	return list
}

// distance says how far a neighbour is.
func (v *view) distance(n neighbour) string {
	if n.Km == 0 {
		return v.T("campus.km_here")
	}
	return v.T("campus.km", n.Km)
}
