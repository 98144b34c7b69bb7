package tile

import (
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/clip"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/geojson"

	"continuum/internal/campus"
	"continuum/internal/date"
	"continuum/internal/fault"
	"continuum/internal/geo"
)

// decode reads a tile of one layer with another program's decoder.
func decode(tb testing.TB, name string, b []byte) []*geojson.Feature {
	tb.Helper()
	if len(b) == 0 {
		return nil
	}
	layers, err := mvt.Unmarshal(b)
	if err != nil {
		tb.Fatal(err)
	}
	if len(layers) != 1 || layers[0].Name != name || layers[0].Version != 2 || layers[0].Extent != Extent {
		tb.Fatalf("layers %+v, want one named %s, version 2, extent %d", layers, name, Extent)
	}
	return layers[0].Features
}

func mustTile(tb testing.TB, s *Set, layer string, asOf date.Day, z, x, y int) []byte {
	tb.Helper()
	b, err := s.Tile(layer, asOf, z, x, y)
	if err != nil {
		tb.Fatal(err)
	}
	return b
}

// columnRow is the tile of a zoom in which a point lies.
func columnRow(p geo.Point, z int) (x, y int) {
	fx, fy := geo.WebMercator(p)
	return int(fx * math.Exp2(float64(z))), int(fy * math.Exp2(float64(z)))
}

func TestCampuses(t *testing.T) {
	t.Parallel()
	s := New(build(t, 1, smallWorld()), today)
	fs := decode(t, "campuses", mustTile(t, s, "campuses", 0, 0, 0, 0))
	var got []map[string]any
	for _, f := range fs {
		got = append(got, f.Properties)
	}
	want := []map[string]any{
		{"id": "c0000", "slug": "c0000-slug", "name": "Industries de la mer", "sector": "MERS", "region": "53", "status": "in_force", "at_seat": true},
		{"id": "c0001", "slug": "c0001-slug", "name": "Numérique", "sector": "MERS", "region": "53", "status": "in_force", "at_seat": false},
		{"id": "c0002", "slug": "c0002-slug", "name": "Tourisme", "sector": "MERS", "region": "53", "status": "in_force", "at_seat": true},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	brest := smallWorld()[0].at
	x, y := columnRow(brest, 12)
	fs = decode(t, "campuses", mustTile(t, s, "campuses", 0, 12, x, y))
	if len(fs) != 1 {
		t.Fatalf("%d campuses in the tile of Brest, want 1", len(fs))
	}
	p := fs[0].Geometry.(orb.Point)
	back := geo.Point{Lat: latitude((float64(y) + p[1]/Extent) / 4096), Lon: (float64(x)+p[0]/Extent)/4096*360 - 180}
	if d := geo.Km(brest, back); d > 0.005 {
		t.Errorf("Brest is drawn %f km away", d)
	}
}

// latitude is the latitude of a row on the square of the world.
func latitude(y float64) float64 {
	return math.Atan(math.Sinh(math.Pi*(1-2*y))) * 180 / math.Pi
}

func TestCampusesAsOf(t *testing.T) {
	t.Parallel()
	cat := build(t, 1, smallWorld())
	s := New(cat, today)
	for _, tt := range []struct {
		asOf string
		want []string
	}{
		{"2012-06-01", nil},
		{"2014-01-15", []string{"Industries de la mer", "Numérique", "Tourisme"}},
		{"2030-01-01", nil}, // four years after its start a label without end is no more presumed
		{"", []string{"Industries de la mer", "Numérique", "Tourisme"}},
	} {
		day := date.Day(0)
		if tt.asOf != "" {
			day = date.Must(tt.asOf).Earliest()
		}
		var got []string
		for _, f := range decode(t, "campuses", mustTile(t, s, "campuses", day, 0, 0, 0)) {
			got = append(got, f.Properties.MustString("name"))
			if status := campus.Status(f.Properties.MustString("status")); day != 0 && !status.Holds() {
				t.Errorf("as of %s: %s is %s", tt.asOf, got[len(got)-1], status)
			}
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("as of %s: %v, want %v", tt.asOf, got, tt.want)
		}
	}
}

// Each campus is in exactly one tile of a zoom, whatever the zoom.
func TestEachCampusOnce(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(1, 1))
	places := make([]place, 200)
	for i := range places {
		places[i] = place{fmt.Sprintf("Campus %d", i), geo.Point{Lat: 41 + 10*rng.Float64(), Lon: -5 + 14*rng.Float64()}, "2015-09-01", true}
	}
	places[0].at = geo.Point{Lat: 45, Lon: 5.625} // on the edge of two tiles at zoom 6
	s := New(build(t, 1, places), today)
	for z := range 8 {
		seen := make(map[string]int)
		for x := range 1 << z {
			for y := range 1 << z {
				for _, f := range decode(t, "campuses", mustTile(t, s, "campuses", 0, z, x, y)) {
					seen[f.Properties.MustString("id")]++
				}
			}
		}
		if len(seen) != len(places) || slices.Max(slices.Collect(maps.Values(seen))) != 1 {
			t.Errorf("zoom %d: %d campuses seen, %v times at most; want %d, once", z, len(seen), slices.Max(slices.Collect(maps.Values(seen))), len(places))
		}
	}
}

func TestTileRefuses(t *testing.T) {
	t.Parallel()
	s := New(build(t, 1, smallWorld()), today)
	for _, tt := range []struct {
		layer   string
		z, x, y int
		want    fault.Kind
	}{
		{"roads", 0, 0, 0, fault.NotFound},
		{"", 0, 0, 0, fault.NotFound},
		{"regions", -1, 0, 0, fault.Invalid},
		{"regions", 15, 0, 0, fault.Invalid},
		{"regions", 3, 8, 0, fault.Invalid},
		{"regions", 3, 0, 8, fault.Invalid},
		{"campuses", 3, -1, 0, fault.Invalid},
		{"campuses", 14, 0, math.MaxInt, fault.Invalid},
	} {
		if _, err := s.Tile(tt.layer, 0, tt.z, tt.x, tt.y); err == nil || fault.KindOf(err) != tt.want {
			t.Errorf("Tile(%s, %d, %d, %d) = %v, want a fault of kind %d", tt.layer, tt.z, tt.x, tt.y, err, tt.want)
		}
	}
}

func TestLayers(t *testing.T) {
	t.Parallel()
	s := New(build(t, 1, smallWorld()), today)
	for _, tt := range []struct {
		layer string
		want  int
	}{{"campuses", 3}, {"regions", 18}, {"departements", 101}, {"academies", 30}, {"regions_2015", 27}} {
		seen := make(map[string]bool)
		for x := range 16 {
			for y := range 16 {
				for _, f := range decode(t, tt.layer, mustTile(t, s, tt.layer, 0, 4, x, y)) {
					seen[f.Properties.MustString("name")] = true
				}
			}
		}
		if len(seen) != tt.want {
			t.Errorf("%s: %d features at zoom 4, want %d", tt.layer, len(seen), tt.want)
		}
	}
	if b := mustTile(t, s, "regions", 0, 5, 0, 0); b != nil {
		t.Errorf("a tile at sea has %d bytes, want none", len(b))
	}
}

// areasByOrb draws the same layer with orb: its clip, its encoder. Only the rule of
// rounding is ours, since the format leaves it open.
func areasByOrb(tb testing.TB, areas []area, name string, z, x, y int) []byte {
	tb.Helper()
	f := frameOf(z, x, y)
	box := orb.Bound{Min: orb.Point{-Buffer, -Buffer}, Max: orb.Point{Extent + Buffer, Extent + Buffer}}
	fc := geojson.NewFeatureCollection()
	for _, a := range areas {
		var mp orb.MultiPolygon
		for _, rings := range a.polygons {
			var poly orb.Polygon
			for i, r := range rings {
				var out orb.Ring
				for _, s := range append(slices.Clone(r.line), r.line[0]) {
					p := f.steps(s)
					out = append(out, orb.Point{p.x, p.y})
				}
				out = rounded(clip.Ring(box, out))
				if turn := surveyor(out); i == 0 && turn <= 0 {
					break
				} else if i > 0 && turn >= 0 {
					continue
				}
				poly = append(poly, out)
			}
			if len(poly) > 0 {
				mp = append(mp, poly)
			}
		}
		if len(mp) == 0 {
			continue
		}
		feature := geojson.NewFeature(mp)
		feature.Properties = geojson.Properties{"code": a.code, "name": a.name, "slug": a.slug}
		fc.Append(feature)
	}
	if len(fc.Features) == 0 {
		return nil
	}
	l := mvt.NewLayer(name, fc)
	l.Version = 2
	b, err := mvt.Marshal(mvt.Layers{l})
	if err != nil {
		tb.Fatal(err)
	}
	return b
}

func rounded(r orb.Ring) orb.Ring {
	var out orb.Ring
	for _, p := range r {
		q := orb.Point{math.Round(p[0]), math.Round(p[1])}
		if len(out) == 0 || out[len(out)-1] != q {
			out = append(out, q)
		}
	}
	if len(out) < 4 {
		return nil
	}
	return out
}

func surveyor(r orb.Ring) float64 {
	var sum float64
	for i := range len(r) - 1 {
		sum += r[i][0]*r[i+1][1] - r[i+1][0]*r[i][1]
	}
	return sum
}

// canonical turns a ring so that its least corner comes first, whatever the corner
// at which the clipping began.
func canonical(r orb.Ring) orb.Ring {
	open := r[:len(r)-1]
	best := 0
	rotated := func(i int) orb.Ring { return append(slices.Clone(open[i:]), open[:i]...) }
	less := func(a, b orb.Ring) bool {
		return slices.CompareFunc(a, b, func(p, q orb.Point) int {
			return slices.Compare(p[:], q[:])
		}) < 0
	}
	for i := range open {
		if slices.Compare(open[i][:], open[best][:]) < 0 || open[i] == open[best] && less(rotated(i), rotated(best)) {
			best = i
		}
	}
	return rotated(best)
}

// drawing lists the rings of each feature, in one order.
func drawing(fs []*geojson.Feature) map[string][]orb.Ring {
	out := make(map[string][]orb.Ring)
	for _, f := range fs {
		mp, ok := f.Geometry.(orb.MultiPolygon)
		if !ok {
			mp = orb.MultiPolygon{f.Geometry.(orb.Polygon)}
		}
		id := fmt.Sprint(f.Properties["code"], f.Properties["name"], f.Properties["slug"])
		for _, p := range mp {
			for _, r := range p {
				out[id] = append(out[id], canonical(r))
			}
		}
	}
	return out
}

// In every layer and at every zoom, tiles decode to what orb draws and encodes.
func TestAreasTwin(t *testing.T) {
	t.Parallel()
	s := New(build(t, 1, nil), today)
	places := []geo.Point{{Lat: 48.39, Lon: -4.49}, {Lat: 48.85, Lon: 2.35}, {Lat: 43.3, Lon: 5.4}, {Lat: 42.15, Lon: 9.1}, {Lat: 16.25, Lon: -61.55}, {Lat: 44.38, Lon: 4.99}, {Lat: 47.6, Lon: -2.8}}
	for _, layer := range Layers[3:] {
		for z := range 13 {
			for _, at := range places {
				x, y := columnRow(at, z)
				detail := geo.Coarse
				if z >= fineFrom {
					detail = geo.Fine
				}
				got := decode(t, layer, mustTile(t, s, layer, 0, z, x, y))
				want := decode(t, layer, areasByOrb(t, s.areas[layer].by[detail], layer, z, x, y))
				if w, g := drawing(want), drawing(got); !reflect.DeepEqual(w, g) {
					t.Fatalf("%s %d/%d/%d: (-orb +ours)\n%.2000s", layer, z, x, y, cmp.Diff(w, g))
				}
			}
		}
	}
}

// The format asks for outer rings clockwise on screen, holes the other way, each
// hole after its outer ring; and corners stay within the buffer.
func TestAreasAreValid(t *testing.T) {
	t.Parallel()
	s := New(build(t, 1, nil), today)
	holes := 0
	for z := range 10 {
		x0, y1 := columnRow(geo.Point{Lat: 41, Lon: -5.5}, z)
		x1, y0 := columnRow(geo.Point{Lat: 51.5, Lon: 9.8}, z)
		for x := x0; x <= min(x1, x0+8); x++ {
			for y := y0; y <= min(y1, y0+8); y++ {
				for _, f := range decode(t, "departements", mustTile(t, s, "departements", 0, z, x, y)) {
					mp, ok := f.Geometry.(orb.MultiPolygon)
					if !ok {
						mp = orb.MultiPolygon{f.Geometry.(orb.Polygon)}
					}
					for _, p := range mp {
						for i, r := range p {
							if i > 0 {
								holes++
							}
							if turn := surveyor(r); (i == 0) != (turn > 0) {
								t.Fatalf("%d/%d/%d %v: ring %d turns the wrong way (%g)", z, x, y, f.Properties["name"], i, turn)
							}
							for _, c := range r {
								if c[0] < -Buffer || c[1] < -Buffer || c[0] > Extent+Buffer || c[1] > Extent+Buffer {
									t.Fatalf("%d/%d/%d %v: a corner at %v", z, x, y, f.Properties["name"], c)
								}
							}
						}
					}
				}
			}
		}
	}
	if holes == 0 {
		t.Error("no hole seen: the Drôme has one")
	}
}

// Within a tile the départements cover each step at most once: their areas, cut to
// the tile, add up to that of their regions.
func TestTilesHaveNoGaps(t *testing.T) {
	t.Parallel()
	s := New(build(t, 1, nil), today)
	for z := 4; z < 12; z++ {
		x, y := columnRow(geo.Point{Lat: 47.3, Lon: 5.1}, z)
		ground := func(layer string) (sum float64) {
			for _, f := range decode(t, layer, mustTile(t, s, layer, 0, z, x, y)) {
				for _, rings := range drawing([]*geojson.Feature{f}) {
					for _, r := range rings {
						sum += surveyor(append(slices.Clone(r), r[0]))
					}
				}
			}
			return sum
		}
		regions, departements := ground("regions"), ground("departements")
		if math.Abs(regions-departements) > regions*2e-4 {
			t.Errorf("zoom %d: regions cover %g, départements %g", z, regions, departements)
		}
	}
}

func FuzzTile(f *testing.F) {
	s := New(build(f, 1, smallWorld()), today)
	f.Add("regions", int32(16000), 7, 64, 45)
	f.Add("campuses", int32(0), 14, 16383, 16383)
	f.Fuzz(func(t *testing.T, layer string, asOf int32, z, x, y int) {
		b, err := s.Tile(layer, date.Day(asOf), z, x, y)
		switch {
		case err != nil && fault.KindOf(err) == fault.Internal:
			t.Errorf("Tile(%q, %d, %d, %d, %d): %v", layer, asOf, z, x, y, err)
		case err == nil && len(b) > 0:
			if _, err := mvt.Unmarshal(b); err != nil {
				t.Error(err)
			}
		}
	})
}
