package geo_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"continuum/internal/geo"
)

// The short way to a great circle is the formula, to less than a millimetre.
func TestVectorKm(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		p := geo.Point{Lat: 180*random.Float64() - 90, Lon: 360*random.Float64() - 180}
		near := 30 * random.Float64() * random.Float64()
		o := geo.Point{Lat: max(-90, min(90, p.Lat+near*(random.Float64()-0.5))), Lon: p.Lon + near*(random.Float64()-0.5)}
		got, want := geo.Unit(p).Km(geo.Unit(o)), geo.Km(p, o)
		if math.Abs(got-want) > 1e-6 {
			t.Fatalf("from %v to %v: %.9f km, want %.9f", p, o, got, want)
		}
	}
}
