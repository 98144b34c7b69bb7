package geo_test

import (
	"math"
	"os"
	"slices"
	"testing"

	"continuum/internal/geo"
)

var kinds = []geo.Kind{geo.Region, geo.Region2015, geo.RegionAcademic, geo.Academie, geo.Departement}

func load(tb testing.TB) *geo.Atlas {
	tb.Helper()
	a, err := geo.Load()
	if err != nil {
		tb.Fatal(err)
	}
	return a
}

func TestLoadCounts(t *testing.T) {
	t.Parallel()
	a := load(t)
	for _, tt := range []struct {
		kind        geo.Kind
		now, before int
	}{
		{geo.Region, 18, 0},
		{geo.Region2015, 11, 16},
		{geo.RegionAcademic, 18, 0},
		{geo.Academie, 30, 2},
		{geo.Departement, 101, 0},
	} {
		now, before := 0, 0
		for _, x := range a.OfKind(tt.kind) {
			if x.Until == 0 {
				now++
			} else {
				before++
			}
		}
		if now != tt.now || before != tt.before {
			t.Errorf("%s: %d of today and %d ended, want %d and %d", tt.kind, now, before, tt.now, tt.before)
		}
	}
	if len(a.Communes) != 35014 {
		t.Errorf("%d communes, want 35014", len(a.Communes))
	}
	for i := range a.Communes {
		if a.Communes[i].Point.IsZero() || a.Communes[i].Name == "" {
			t.Errorf("commune %s has no point or no name", a.Communes[i].Code)
		}
	}
}

// Nearly every commune is in a zone d'emploi and in an employment basin.
func TestZones(t *testing.T) {
	t.Parallel()
	a := load(t)
	zones, basins, in := make(map[string]bool), make(map[string]bool), [2]int{}
	for i := range a.Communes {
		c := &a.Communes[i]
		if c.Zone != "" {
			zones[c.Zone], in[0] = true, in[0]+1
			if a.Zone(c.Zone) == nil {
				t.Errorf("commune %s: no zone %s", c.Code, c.Zone)
			}
		}
		if c.Basin != "" {
			basins[c.Basin], in[1] = true, in[1]+1
		}
	}
	if len(a.Zones) != 306 || len(zones) != 306 || len(basins) != 404 || in != [2]int{34912, 34924} {
		t.Errorf("%d zones, %d with communes, %d basins, %v communes in one", len(a.Zones), len(zones), len(basins), in)
	}
	lorient := a.Commune("56121")
	if a.Zone(lorient.Zone).Name != "Lorient" || a.Zone("9999") != nil {
		t.Errorf("Lorient is in %s", lorient.Zone)
	}
}

func TestTerritories(t *testing.T) {
	t.Parallel()
	a := load(t)
	for _, tt := range []struct{ slug, code, name, region, academie string }{
		{"region-bretagne", "53", "Bretagne", "53", "14"},
		{"region-ile-de-france", "11", "Île-de-France", "11", ""},
		{"region-2015-aquitaine", "72", "Aquitaine", "75", "04"},
		{"region-2015-rhone-alpes", "82", "Rhône-Alpes", "84", ""},
		{"region-2015-haute-normandie", "23", "Haute-Normandie", "28", "70"},
		{"region-academique-bretagne", "53", "Bretagne", "53", "14"},
		{"academie-rennes", "14", "Rennes", "53", "14"},
		{"academie-caen", "05", "Caen", "28", "70"},
		{"departement-finistere", "29", "Finistère", "53", "14"},
		{"departement-cotes-d-armor", "22", "Côtes-d'Armor", "53", "14"},
		{"departement-la-reunion", "974", "La Réunion", "04", "28"},
	} {
		x := a.BySlug(tt.slug)
		if x == nil {
			t.Errorf("BySlug(%s) = nil", tt.slug)
			continue
		}
		if x.Code != tt.code || x.Name != tt.name || x.Region != tt.region || x.Academie != tt.academie {
			t.Errorf("BySlug(%s) = %s %s, region %s, académie %s; want %s %s, %s, %s",
				tt.slug, x.Code, x.Name, x.Region, x.Academie, tt.code, tt.name, tt.region, tt.academie)
		}
	}
	for _, x := range a.Territories {
		if a.BySlug(x.Slug).Kind != x.Kind || a.Territory(x.Kind, x.Code).Slug != x.Slug {
			t.Errorf("%s %s: its slug or its code leads elsewhere", x.Kind, x.Code)
		}
	}
}

func TestCentresLieInside(t *testing.T) {
	t.Parallel()
	a := load(t)
	for _, kind := range kinds {
		shapes := a.Shapes(kind, geo.Fine)
		for i, x := range a.OfKind(kind) {
			if shapes[i].Code != x.Code {
				t.Fatalf("%s: shape %d is %s, want %s", kind, i, shapes[i].Code, x.Code)
			}
			if !geo.PointInShape(x.Centre, &shapes[i]) || !x.Box.Contains(x.Centre) {
				t.Errorf("%s: centre %v is outside", x.Slug, x.Centre)
			}
			if box := geo.BoxOf(&shapes[i]); math.Abs(box.West-x.Box.West) > 1e-9 || math.Abs(box.North-x.Box.North) > 1e-9 {
				t.Errorf("%s: box %v, want that of its contour, %v", x.Slug, x.Box, box)
			}
		}
	}
}

// area is the area of a contour in square degrees; holes turn the other way.
func area(s geo.Shape) float64 {
	var sum float64
	for _, rings := range s.Polygons {
		for _, r := range rings {
			prev := r[len(r)-1]
			for _, p := range r {
				sum += (prev.Lon*p.Lat - p.Lon*prev.Lat) / 2
				prev = p
			}
		}
	}
	return sum
}

// What a layer covers is what its départements cover: no gap, no overlap.
func TestAreasAddUp(t *testing.T) {
	t.Parallel()
	a := load(t)
	for _, detail := range []geo.Detail{geo.Coarse, geo.Fine} {
		parts := make(map[string]float64)
		for _, s := range a.Shapes(geo.Departement, detail) {
			parts[s.Code] = area(s)
			if parts[s.Code] <= 0 {
				t.Errorf("département %s: area %g, want an outer ring turning counterclockwise", s.Code, parts[s.Code])
			}
		}
		for _, kind := range kinds {
			for _, s := range a.Shapes(kind, detail) {
				x := a.Territory(kind, s.Code)
				var want float64
				for _, d := range x.Departements {
					want += parts[d]
				}
				if got := area(s); math.Abs(got-want) > 1e-9*want {
					t.Errorf("%s: area %g, want that of its départements, %g", x.Slug, got, want)
				}
			}
		}
	}
}

// Each inner border is drawn by exactly two départements, in opposite directions.
func TestBordersAreShared(t *testing.T) {
	t.Parallel()
	a := load(t)
	type segment struct{ from, to geo.Point }
	for _, kind := range []geo.Kind{geo.Region, geo.Region2015, geo.Departement} {
		drawn := make(map[segment]string)
		for _, s := range a.Shapes(kind, geo.Coarse) {
			for _, rings := range s.Polygons {
				for _, r := range rings {
					prev := r[len(r)-1]
					for _, p := range r {
						if other := drawn[segment{prev, p}]; other != "" {
							t.Errorf("%s: %s and %s both lie left of %v–%v", kind, other, s.Code, prev, p)
						}
						drawn[segment{prev, p}] = s.Code
						prev = p
					}
				}
			}
		}
		shared := 0
		for s := range drawn {
			if drawn[segment{s.to, s.from}] != "" {
				shared++
			}
		}
		if share := float64(shared) / float64(len(drawn)); share < 0.2 {
			t.Errorf("%s: %.0f %% of segments are shared, want the inner borders to be", kind, 100*share)
		}
	}
}

func TestCommunesLieInTheirDepartement(t *testing.T) {
	t.Parallel()
	a := load(t)
	shapes := make(map[string]*geo.Shape)
	for i := range a.Shapes(geo.Departement, geo.Fine) {
		s := &a.Shapes(geo.Departement, geo.Fine)[i]
		shapes[s.Code] = s
	}
	inside, total := 0, 0
	var out []string
	for i := range a.Communes {
		c := &a.Communes[i]
		s := shapes[c.Departement]
		if s == nil {
			continue // the collectivities of overseas have no contour here
		}
		total++
		if geo.PointInShape(c.Point, s) {
			inside++
		} else {
			out = append(out, c.Code+" "+c.Name)
		}
	}
	share := float64(inside) / float64(total)
	t.Logf("%d of %d communes outside (%.3f %%): %v", len(out), total, 100*(1-share), out)
	if share < 0.999 {
		t.Errorf("%.3f %% of communes lie in their département, want 99.9 %%", 100*share)
	}
}

func TestLocateDepartement(t *testing.T) {
	t.Parallel()
	a := load(t)
	for _, tt := range []struct {
		name string
		at   geo.Point
		want string
	}{
		{"Paris", geo.Point{Lat: 48.8566, Lon: 2.3522}, "75"},
		{"Quimper", geo.Point{Lat: 47.996, Lon: -4.102}, "29"},
		{"Valréas, an enclave", geo.Point{Lat: 44.385, Lon: 4.99}, "84"},
		{"Ajaccio", geo.Point{Lat: 41.9267, Lon: 8.7369}, "2A"},
		{"Saint-Denis of La Réunion", geo.Point{Lat: -20.8907, Lon: 55.4551}, "974"},
		{"Mamoudzou", geo.Point{Lat: -12.7806, Lon: 45.2279}, "976"},
		{"Geneva", geo.Point{Lat: 46.2044, Lon: 6.1432}, ""},
		{"the Atlantic", geo.Point{Lat: 46, Lon: -8}, ""},
	} {
		got := ""
		if d := a.LocateDepartement(tt.at); d != nil {
			got = d.Code
		}
		if got != tt.want {
			t.Errorf("LocateDepartement(%s) = %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestLookups(t *testing.T) {
	t.Parallel()
	a := load(t)
	codes := func(cs []*geo.Commune) (list []string) {
		for _, c := range cs {
			list = append(list, c.Code)
		}
		return list
	}
	for _, tt := range []struct {
		name string
		got  []*geo.Commune
		want []string
	}{
		{"exact", a.CommunesNamed("Quimper"), []string{"29232"}},
		{"folded", a.CommunesNamed("SAINT ETIENNE"), []string{"42218"}},
		{"abbreviated", a.CommunesNamed("St-Malo"), []string{"35288"}},
		{"ligature", a.CommunesNamed("schoelcher"), []string{"97229"}},
		{"none", a.CommunesNamed("Nulle-Part"), nil},
		{"empty", a.CommunesNamed(""), nil},
		{"postal code", a.CommunesAt("29000"), []string{"29232"}},
		{"no such postal code", a.CommunesAt("00000"), nil},
	} {
		if got := codes(tt.got); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
	if got := a.CommunesNamed("Saint-Denis"); len(got) < 3 {
		t.Errorf("CommunesNamed(Saint-Denis) finds %v, want the several that bear it", codes(got))
	}
	if c := a.Commune("29232"); c == nil || !slices.Equal(c.Postcodes, []string{"29000"}) || c.Population < 50_000 || c.Academie != "14" {
		t.Errorf("Commune(29232) = %+v", c)
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := geo.Load(); err != nil {
			b.Fatal(err)
		}
	}
}

// The embedded atlas is under 1 MB in all, and each file has its licence beside it.
func TestEmbeddedSize(t *testing.T) {
	t.Parallel()
	entries, err := os.ReadDir("data")
	if err != nil {
		t.Fatal(err)
	}
	var total int64
	for _, e := range entries {
		info, err := e.Info()
		if err != nil {
			t.Fatal(err)
		}
		total += info.Size()
	}
	if total >= 1_000_000 {
		t.Errorf("%d bytes embedded, want less than 1 MB", total)
	}
	for _, name := range []string{"contours", "communes", "laposte"} {
		if _, err := os.Stat("data/" + name + ".LICENCE.md"); err != nil {
			t.Error(err)
		}
	}
}
