package pathway

import (
	"context"
	"testing"

	"continuum/internal/geo"
)

// Without a limit, what lies overseas comes after all that is nearer, in the front and
// among those shown.
func TestFarOffComesLast(t *testing.T) {
	if testing.Short() {
		t.Skip("the national offer takes seconds to assemble")
	}
	e := nationalEngine(t)
	for _, home := range []geo.Point{{Lat: 47.7483, Lon: -3.3702}, {Lat: 45.7640, Lon: 4.8357}} {
		a, err := e.Itineraries(context.Background(), Request{Home: home, Starts: []Start{{End3e: true}}, Target: Target{Level: 5}, K: 20})
		if err != nil {
			t.Fatal(err)
		}
		far := false
		for i, it := range a.Items {
			if far && it.Criteria.FarthestKm.Value <= farOff {
				t.Errorf("from %s: item %d, at %d km, after one past %d", home, i, it.Criteria.FarthestKm.Value, farOff)
			}
			far = far || it.Criteria.FarthestKm.Value > farOff
		}
		if len(a.Items) < 20 || a.Items[0].Criteria.FarthestKm.Value > farOff {
			t.Errorf("from %s: %d items, the first at %d km", home, len(a.Items), a.Items[0].Criteria.FarthestKm.Value)
		}
	}
}
