package formations

import (
	"math/rand/v2"
	"strconv"
	"testing"

	"continuum/internal/geo"
	"continuum/internal/training"
	"continuum/internal/web/pagetest"
)

// Marks stand for every place that has a point, once, and none hides another.
func TestTowns(t *testing.T) {
	t.Parallel()
	r := pagetest.Request(t, "/formations", "")
	box := r.Catalog.Atlas.Territory(geo.Region, "53").Box
	random := rand.New(rand.NewPCG(5, 6))
	communes := []string{"56121", "56121", "29019", "35238", "22278", "99999", ""}
	for n := range 200 {
		var places []*training.Establishment
		pointless := 0
		for i := range random.IntN(60) {
			e := &training.Establishment{UAI: strconv.Itoa(i), Commune: communes[random.IntN(len(communes))]}
			if random.IntN(10) > 0 {
				e.Point = geo.Point{Lat: box.South + random.Float64()*(box.North-box.South), Lon: box.West + random.Float64()*(box.East-box.West)}
			} else {
				pointless++
			}
			places = append(places, e)
		}
		v := &view{R: r}
		towns := v.towns(places, box)
		sum := 0
		for i, a := range towns {
			sum += a.n
			if a.at == nil && a.n > 1 {
				t.Fatalf("draw %d: %d places in a commune that is not known", n, a.n)
			}
			for _, b := range towns[:i] {
				if km := geo.Km(a.first.Point, b.first.Point); km < 5 && a.at != nil && b.at != nil {
					t.Fatalf("draw %d: two marks %.1f km from one another", n, km)
				}
			}
		}
		if sum+v.Undrawn != len(places) || v.Undrawn != pointless {
			t.Fatalf("draw %d: %d places drawn and %d not, of %d", n, sum, v.Undrawn, len(places))
		}
	}
}
