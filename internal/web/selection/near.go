package selection

import (
	"cmp"
	"slices"

	"continuum/internal/catalog"
	"continuum/internal/geo"
)

// Km is how far a campus is from the place of the selection, as the crow flies; ok is
// false without a place, and for a campus that has no point.
func (s Selection) Km(c *catalog.Campus) (km float64, ok bool) {
	if s.Near == nil || !c.Drawn() {
		return 0, false
	}
	return geo.Km(s.Near.Point, c.Point), true
}

// sort orders hits that come in the catalog's order: as asked, else nearest first where
// there is a place, those without a point last.
func (s Selection) sort(hits []catalog.Hit) {
	if s.Near == nil || s.Order != (Order{}) {
		s.Order.sort(hits)
		return
	}
	slices.SortStableFunc(hits, func(a, b catalog.Hit) int {
		kmA, okA := s.Km(a.Campus)
		kmB, okB := s.Km(b.Campus)
		switch {
		case okA && okB:
			return cmp.Compare(kmA, kmB)
		case okA:
			return -1
		case okB:
			return 1
		}
		return 0
	})
}
