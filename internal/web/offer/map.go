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
	at := make(map[string]int, 110) // by code: where its mark is, -1 when the map has no place for it
	code, i := "", -1
	var drawn []*geo.Territory
	for _, e := range places {
		if e.Departement != code || i < 0 { // neighbours in the list are most often neighbours
			var met bool
			code = e.Departement
			if i, met = at[code]; !met {
				i = -1
				if t := a.Territory(geo.Departement, code); t != nil && document.InCountry(a, t.Centre, t.Region) {
					i = len(spots)
					spots, drawn = append(spots, document.Spot{Link: link(t), At: t.Centre, Region: t.Region}), append(drawn, t)
				}
				at[code] = i
			}
		}
		if i < 0 {
			left++
			continue
		}
		spots[i].N++
	}
	for i, t := range drawn {
		spots[i].Name = name(spots[i].N, t)
	}
	return spots, left
}
