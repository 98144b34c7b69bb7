package geo_test

import (
	"math/rand/v2"
	"testing"

	"continuum/internal/geo"
)

func TestLand(t *testing.T) {
	t.Parallel()
	land := load(t).Land()
	for _, tt := range []struct {
		place string
		point geo.Point
		want  bool
	}{
		{"Rennes", geo.Point{Lat: 48.11, Lon: -1.68}, true},
		{"the end of the pier of Saint-Malo", geo.Point{Lat: 48.641, Lon: -2.035}, true},
		{"île de Sein", geo.Point{Lat: 48.037, Lon: -4.85}, true},
		{"Ouessant", geo.Point{Lat: 48.456, Lon: -5.096}, true},
		{"Saint-Denis, La Réunion", geo.Point{Lat: -20.88, Lon: 55.45}, true},
		{"Maripasoula", geo.Point{Lat: 3.643, Lon: -54.03}, true},
		{"Mamoudzou", geo.Point{Lat: -12.78, Lon: 45.23}, true},
		{"Saint-Pierre, Saint-Pierre-et-Miquelon", geo.Point{Lat: 46.78, Lon: -56.17}, true},
		{"Nouméa", geo.Point{Lat: -22.27, Lon: 166.45}, true},
		{"Papeete", geo.Point{Lat: -17.54, Lon: -149.57}, true},
		{"Mata-Utu", geo.Point{Lat: -13.28, Lon: -176.17}, true},
		{"Gustavia", geo.Point{Lat: 17.9, Lon: -62.85}, true},
		{"Port-aux-Français", geo.Point{Lat: -49.35, Lon: 70.22}, true},
		{"off Brittany", geo.Point{Lat: 47.5, Lon: -5.2}, false},
		{"the gulf of Lion", geo.Point{Lat: 42.5, Lon: 4.5}, false},
		{"between Corsica and Nice", geo.Point{Lat: 43.2, Lon: 8.2}, false},
		{"London", geo.Point{Lat: 51.2, Lon: 0.1}, false},
		{"Bruxelles", geo.Point{Lat: 50.85, Lon: 4.35}, false},
		{"Luxembourg", geo.Point{Lat: 49.61, Lon: 6.13}, false},
		{"Torino", geo.Point{Lat: 45.07, Lon: 7.69}, false},
		{"Bern", geo.Point{Lat: 46.95, Lon: 7.45}, false},
		{"Jersey", geo.Point{Lat: 49.2, Lon: -2.1}, false},
		{"nowhere", geo.Point{}, false},
	} {
		if got := land.Contains(tt.point); got != tt.want {
			t.Errorf("%s (%v): %v, want %v", tt.place, tt.point, got, tt.want)
		}
	}
}

// Whatever is inside of a contour or of a commune is land, and what is land is not far
// from them.
func TestLandIsAroundContours(t *testing.T) {
	t.Parallel()
	a := load(t)
	land := a.Land()
	for i := range a.Communes {
		if p := a.Communes[i].Point; !p.IsZero() && !land.Contains(p) {
			t.Errorf("%s (%v) is not land", a.Communes[i].Name, p)
		}
	}
	seed := rand.Uint64()
	rng := rand.New(rand.NewPCG(seed, 0))
	for range 5000 {
		p := geo.Point{Lat: 41 + 10.5*rng.Float64(), Lon: -5.5 + 15.5*rng.Float64()}
		in := a.LocateDepartement(p) != nil
		if in && !land.Contains(p) {
			t.Errorf("seed %d: %v is in a département and not land", seed, p)
		}
		if !in && land.Contains(p) && !near(a, p, 12) {
			t.Errorf("seed %d: %v is land, far from any contour and commune", seed, p)
		}
	}
}

// near reports whether a contour or a commune has a point within some kilometres.
func near(a *geo.Atlas, p geo.Point, km float64) bool {
	for i := range a.Communes {
		if geo.Km(p, a.Communes[i].Point) < km {
			return true
		}
	}
	for _, s := range a.Shapes(geo.Departement, geo.Fine) {
		for _, rings := range s.Polygons {
			for _, ring := range rings {
				for _, v := range ring {
					if geo.Km(p, v) < km {
						return true
					}
				}
			}
		}
	}
	return false
}

func BenchmarkLand(b *testing.B) {
	for b.Loop() {
		a, err := geo.Load()
		if err != nil {
			b.Fatal(err)
		}
		a.Land()
	}
}

func BenchmarkLandContains(b *testing.B) {
	land := load(b).Land()
	for b.Loop() {
		land.Contains(geo.Point{Lat: 48.11, Lon: -1.68})
	}
}
