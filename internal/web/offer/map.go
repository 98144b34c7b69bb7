package offer

import (
	"continuum/internal/document"
	"continuum/internal/geo"
	"continuum/internal/training"
)

// ByDepartement are the marks of some establishments on a map of the country: one a
// département, which stands for how many are there. left is how many are in none that
// the map has.
func ByDepartement(a *geo.Atlas, places []*training.Establishment, link func(*geo.Territory) string, name func(n int, t *geo.Territory) string) (spots []document.Spot, left int) {
	index := make(map[*geo.Territory]int)
	for _, e := range places {
		t := a.Territory(geo.Departement, e.Departement)
		if t == nil || !document.InCountry(a, t.Centre, t.Region) {
			left++
			continue
		}
		i, ok := index[t]
		if !ok {
			i = len(spots)
			index[t] = i
			spots = append(spots, document.Spot{Link: link(t), At: t.Centre, Region: t.Region})
		}
		spots[i].N++
	}
	for t, i := range index {
		spots[i].Name = name(spots[i].N, t)
	}
	return spots, left
}
