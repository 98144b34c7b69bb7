package tile

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/geojson"

	"continuum/internal/catalog"
	"continuum/internal/geo"
	"continuum/internal/reference"
	"continuum/internal/training"
	"continuum/internal/training/assemble"
	"continuum/internal/training/trainingtest"
)

// crowd is an offer of that many lines in a tenth as many places, most of them in
// cities, some at the corners of tiles, some nowhere.
func crowd(rnd *rand.Rand, offers int) *training.Model {
	m := &training.Model{}
	for i := range 300 {
		m.Qualifications = append(m.Qualifications, training.Qualification{
			ID: fmt.Sprintf("%08d", i), Label: fmt.Sprintf("Diplôme %d", i), Level: int8(rnd.IntN(7) + 2), Sector: []string{"", "MECA", "NUME"}[rnd.IntN(3)],
		})
	}
	for i := range max(1, offers/10) {
		e := training.Establishment{UAI: fmt.Sprintf("%07dA", i), Name: fmt.Sprintf("Lycée %d", i), Kind: training.LyceePro}
		switch rnd.IntN(10) {
		case 0: // nowhere
		case 1:
			e.Point = geo.Point{Lat: 45, Lon: 5.625}
		case 2, 3, 4:
			e.Point = geo.Point{Lat: 41 + 10*rnd.Float64(), Lon: -5 + 14*rnd.Float64()}
		default:
			e.Point = geo.Point{Lat: 48.1 + rnd.NormFloat64()/20, Lon: -1.68 + rnd.NormFloat64()/20}
		}
		m.Establishments = append(m.Establishments, e)
	}
	for i := range offers {
		e := int32(rnd.IntN(len(m.Establishments)))
		o := training.Offer{
			ID: fmt.Sprintf("offre-%06d", i), Qualification: int32(rnd.IntN(len(m.Qualifications))), Establishment: e,
			Route: training.Route(rnd.IntN(3) + 1), Mode: training.OnSite, Point: m.Establishments[e].Point,
		}
		m.Offers = append(m.Offers, o)
	}
	m.Index()
	return m
}

func setOf(tb testing.TB, m *training.Model) *Set {
	tb.Helper()
	return New(&catalog.Catalog{Atlas: geo.NewAtlas(nil, nil, ""), Training: m}, today)
}

// offersByOrb draws the offers of a tile with orb: each looked at, none indexed.
func offersByOrb(tb testing.TB, m *training.Model, z, x, y int) []byte {
	tb.Helper()
	fc := geojson.NewFeatureCollection()
	f := frameOf(z, x, y)
	for i := range m.Offers {
		o := &m.Offers[i]
		if o.Point.IsZero() {
			continue
		}
		wx, wy := geo.WebMercator(o.Point)
		at := f.steps(spot{wx, wy})
		if at.x < 0 || at.y < 0 || at.x >= Extent || at.y >= Extent {
			continue
		}
		q, e := &m.Qualifications[o.Qualification], &m.Establishments[o.Establishment]
		feature := geojson.NewFeature(orb.Point{math.Floor(at.x), math.Floor(at.y)})
		feature.Properties = geojson.Properties{
			"id": o.ID, "qualification": q.ID, "label": q.Label, "route": o.Route.String(), "uai": e.UAI, "establishment": e.Name,
		}
		if q.Level > 0 {
			feature.Properties["level"] = uint64(q.Level)
		}
		if q.Sector != "" {
			feature.Properties["sector"] = q.Sector
		}
		fc.Append(feature)
	}
	if len(fc.Features) == 0 {
		return nil
	}
	l := mvt.NewLayer("offers", fc)
	l.Version = 2
	b, err := mvt.Marshal(mvt.Layers{l})
	if err != nil {
		tb.Fatal(err)
	}
	return b
}

// byID lists features by their identifier, whatever their order.
func byID(fs []*geojson.Feature, id string) map[string]string {
	out := make(map[string]string, len(fs))
	for _, f := range fs {
		out[fmt.Sprint(f.Properties[id])] = fmt.Sprint(f.Geometry, f.Properties)
	}
	return out
}

// From the zoom where each offer is drawn on, tiles decode to what orb draws.
func TestOffersTwin(t *testing.T) {
	t.Parallel()
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	rnd := rand.New(rand.NewPCG(seed, 1))
	for _, m := range []*training.Model{crowd(rnd, 1500), trainingtest.Model()} {
		s := setOf(t, m)
		drawn := 0
		for z := wholeFrom; z <= MaxZoom; z++ {
			for range 12 {
				at := m.Offers[rnd.IntN(len(m.Offers))].Point
				if at.IsZero() {
					at = geo.Point{Lat: 30, Lon: -30} // at sea: nothing
				}
				x, y := columnRow(at, z)
				got := decode(t, "offers", mustTile(t, s, "offers", 0, z, x, y))
				want := decode(t, "offers", offersByOrb(t, m, z, x, y))
				drawn += len(got)
				if len(got) != len(want) {
					t.Fatalf("%d/%d/%d: %d offers, orb draws %d", z, x, y, len(got), len(want))
				}
				if diff := cmp.Diff(byID(want, "id"), byID(got, "id")); diff != "" {
					t.Fatalf("%d/%d/%d: (-orb +ours)\n%.2000s", z, x, y, diff)
				}
			}
		}
		if drawn < 50 {
			t.Errorf("%d offers drawn in all: this shows nothing", drawn)
		}
	}
}

// At every zoom the counts of marks add up to what has a point, each mark lies in its
// tile, and one that stands for several says only that.
func TestCountsAddUp(t *testing.T) {
	t.Parallel()
	m := crowd(rand.New(rand.NewPCG(4, 2)), 900)
	s := setOf(t, m)
	for layer, want := range map[string]int{
		"offers":         len(keep(m.Offers, func(o training.Offer) bool { return !o.Point.IsZero() })),
		"establishments": len(keep(m.Establishments, func(e training.Establishment) bool { return !e.Point.IsZero() })),
	} {
		for z := range 8 {
			sum, marks := 0, 0
			for x := range 1 << z {
				for y := range 1 << z {
					fs := decode(t, layer, mustTile(t, s, layer, 0, z, x, y))
					if z < wholeFrom && len(fs) > 1<<(2*cellBits) {
						t.Errorf("%s %d/%d/%d: %d marks, cells are %d", layer, z, x, y, len(fs), 1<<(2*cellBits))
					}
					for _, f := range fs {
						count, several := f.Properties["count"].(float64)
						if several != (f.Properties["uai"] == nil) || several && (z >= wholeFrom || count < 2 || len(f.Properties) != 1) {
							t.Errorf("%s zoom %d: %v", layer, z, f.Properties)
						}
						if p := f.Geometry.(orb.Point); p[0] < 0 || p[1] < 0 || p[0] >= Extent || p[1] >= Extent {
							t.Errorf("%s zoom %d: a mark at %v", layer, z, p)
						}
						sum += max(1, int(count))
						marks++
					}
				}
			}
			if sum != want || z < 4 && marks >= want {
				t.Errorf("%s zoom %d: %d things in %d marks, want %d", layer, z, sum, marks, want)
			}
		}
	}
}

func keep[T any](all []T, of func(T) bool) []T {
	return slices.DeleteFunc(slices.Clone(all), func(v T) bool { return !of(v) })
}

func TestEstablishments(t *testing.T) {
	t.Parallel()
	m := trainingtest.Model()
	s := setOf(t, m)
	at := m.Establishments[m.Establishment(trainingtest.LorientPro)].Point
	x, y := columnRow(at, MaxZoom)
	fs := decode(t, "establishments", mustTile(t, s, "establishments", 0, MaxZoom, x, y))
	if len(fs) != 1 {
		t.Fatalf("%d establishments, want 1", len(fs))
	}
	want := geojson.Properties{"uai": trainingtest.LorientPro, "name": "Lycée professionnel du Scorff", "kind": "lycee_professionnel", "offers": 4.0}
	if diff := cmp.Diff(want, fs[0].Properties); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if b := mustTile(t, setOf(t, &training.Model{}), "offers", 0, 0, 0, 0); b != nil {
		t.Errorf("an empty offer draws %d bytes", len(b))
	}
}

func TestInterleave(t *testing.T) {
	t.Parallel()
	rnd := rand.New(rand.NewPCG(1, 1))
	for range 1000 {
		x, y := rnd.Uint32(), rnd.Uint32()
		code := interleave(x) | interleave(y)<<1
		if gather(code) != x || gather(code>>1) != y {
			t.Fatalf("%x %x comes back as %x %x", x, y, gather(code), gather(code>>1))
		}
		for bit := range 32 {
			if code>>(2*bit)&1 != uint64(x>>bit&1) || code>>(2*bit+1)&1 != uint64(y>>bit&1) {
				t.Fatalf("bit %d of %x %x is elsewhere in %x", bit, x, y, code)
			}
		}
	}
}

// nation is the embedded national offer.
var nation = sync.OnceValues(func() (*training.Model, error) {
	a, err := atlas()
	if err != nil {
		return nil, err
	}
	drafts, err := reference.Drafts()
	if err != nil {
		return nil, err
	}
	return assemble.Assemble(reference.RowsOf(drafts), a)
})

func nationwide(b *testing.B) *training.Model {
	b.Helper()
	m, err := nation()
	if err != nil {
		b.Fatal(err)
	}
	return m
}

// brittany lies in the middle of its region, whose offers are all in one tile of the
// first zoom where each is drawn.
var brittany = geo.Point{Lat: 48.1, Lon: -2.8}

func BenchmarkOffers(b *testing.B) {
	s := setOf(b, nationwide(b))
	x, y := columnRow(brittany, wholeFrom)
	b.ReportAllocs()
	for b.Loop() {
		mustTile(b, s, "offers", 0, wholeFrom, x, y)
	}
}

// The tile of all offers of a region, drawn and encoded here and with orb;
// TestOffersTwin shows that both decode to the same features.
func BenchmarkOffersAgainstOrb(b *testing.B) {
	m := nationwide(b)
	s := setOf(b, m)
	x, y := columnRow(brittany, wholeFrom)
	features := decode(b, "offers", mustTile(b, s, "offers", 0, wholeFrom, x, y))
	if !slices.Equal(sortedValues(byID(features, "id")), sortedValues(byID(decode(b, "offers", offersByOrb(b, m, wholeFrom, x, y)), "id"))) {
		b.Fatal("the two tiles differ")
	}
	var ours, theirs time.Duration
	for b.Loop() {
		start := time.Now()
		mustTile(b, s, "offers", 0, wholeFrom, x, y)
		middle := time.Now()
		offersByOrb(b, m, wholeFrom, x, y)
		ours, theirs = ours+middle.Sub(start), theirs+time.Since(middle)
	}
	b.ReportMetric(float64(len(features)), "offers")
	b.ReportMetric(float64(theirs)/float64(ours), "×orb")
}

func sortedValues(m map[string]string) []string {
	all := make([]string, 0, len(m))
	for _, v := range m {
		all = append(all, v)
	}
	slices.Sort(all)
	return all
}
