package pathway

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"continuum/internal/geo"
	"continuum/internal/training"
	"continuum/internal/training/trainingtest"
)

// smallCommunes are communes around a small world, with collèges in it.
func smallCommunes(r *rand.Rand, m *training.Model) []Commune {
	var all []Commune
	for i := range 3 + r.IntN(8) {
		all = append(all, Commune{
			Code: fmt.Sprintf("%05d", i), Departement: []string{"29", "56"}[r.IntN(2)], Region: "53", Academie: "14",
			Point: geo.Point{Lat: 48 + r.Float64(), Lon: -3 + r.Float64()}, Population: r.IntN(3) * 100,
		})
	}
	for i := range r.IntN(4) {
		m.Establishments = append(m.Establishments, training.Establishment{
			UAI: fmt.Sprintf("f%02d", i), Kind: training.College, Pupils: training.Of(float64(4 * r.IntN(100))),
			Point: geo.Point{Lat: 48 + r.Float64(), Lon: -3 + r.Float64()},
		})
	}
	m.Index()
	return all
}

// bruteLadder is the coverage of one commune and sector by the definitions.
type bruteLadder struct {
	e      *Engine
	sector string
	home   geo.Point
	maxKm  float64
}

func (b *bruteLadder) in(q int32) (member, own bool) {
	s := b.e.model.Qualifications[q].Sector
	return s == b.sector || s == "", s == b.sector
}

// here reports whether a step may be taken.
func (b *bruteLadder) here(e *Edge, holes bool) bool {
	m := b.e.model
	any, exists := false, false
	for o := range m.Offers {
		f := &m.Offers[o]
		if f.Qualification != e.To {
			continue
		}
		any = true
		if f.Route == training.Continuing {
			continue
		}
		exists = exists || f.Mode == training.Distance || !f.Point.IsZero()
		if f.Mode == training.Distance || f.Point.IsZero() || e.Entry == FirstYear && f.EntryYear > 1 {
			continue
		}
		if Detour*geo.Km(b.home, f.Point) <= b.maxKm {
			return true
		}
	}
	return holes && !exists && (any || m.Qualifications[e.To].Active)
}

type ladderState struct {
	q       int32
	touched bool
}

// walk returns the fewest steps to each state.
func (b *bruteLadder) walk(holes bool) map[ladderState]int {
	seen := map[ladderState]int{{End3e, false}: 0}
	for queue := []ladderState{{End3e, false}}; len(queue) > 0; queue = queue[1:] {
		at := queue[0]
		if seen[at] == MaxSteps {
			continue
		}
		edges := b.e.graph.From(at.q)
		for i := range edges {
			e := &edges[i]
			member, own := b.in(e.To)
			to := ladderState{e.To, at.touched || own}
			if _, ok := seen[to]; ok || !member || !b.e.graph.Walked(e) || !b.here(e, holes) {
				continue
			}
			seen[to] = seen[at] + 1
			queue = append(queue, to)
		}
	}
	return seen
}

func (b *bruteLadder) held(seen map[ladderState]int) (levels uint16) {
	for s := range seen {
		if s.touched && b.e.model.Qualifications[s.q].Level >= 3 {
			levels |= 1 << b.e.model.Qualifications[s.q].Level
		}
	}
	return levels
}

// followers are what would hold a level, with the edges that lead there.
func (b *bruteLadder) followers(seen map[ladderState]int, level int8) map[int32][]*Edge {
	all := make(map[int32][]*Edge)
	for s, steps := range seen {
		if steps == MaxSteps {
			continue
		}
		edges := b.e.graph.From(s.q)
		for i := range edges {
			e := &edges[i]
			q := &b.e.model.Qualifications[e.To]
			member, own := b.in(e.To)
			if q.Level == level && member && (own || s.touched) && b.e.graph.Walked(e) && (q.Active || len(b.e.model.OffersOf(e.To)) > 0) {
				all[e.To] = append(all[e.To], e)
			}
		}
	}
	return all
}

func (b *bruteLadder) row() CommuneCoverage {
	row := CommuneCoverage{Missing: training.None}
	anywhere := *b
	anywhere.maxKm = math.Inf(1)
	asked := anywhere.held(anywhere.walk(true))
	seen := b.walk(false)
	row.Ground = b.held(seen)
	if row.Held = row.Ground; row.Ground&asked == asked {
		row.State = Covered
		return row
	}
	row.Held = b.held(b.walk(true))
	if row.State = Broken; row.Held&asked == asked {
		row.State = Unsure
	}
	for row.Level = 3; row.Ground&(1<<row.Level) != 0 || asked&(1<<row.Level) == 0; row.Level++ {
	}
	best := math.Inf(1)
	for q, edges := range b.followers(seen, row.Level) {
		for _, o := range b.e.model.OffersOf(q) {
			f := &b.e.model.Offers[o]
			if f.Point.IsZero() || f.Mode == training.Distance || f.Route == training.Continuing ||
				f.EntryYear > 1 && !slices.ContainsFunc(edges, func(e *Edge) bool { return e.Entry != FirstYear }) {
				continue
			}
			if d := geo.Km(b.home, f.Point); d < best-1e-9 || d < best+1e-9 && q < row.Missing {
				best, row.Missing = d, q
			}
		}
	}
	return row
}

// ladderWorld is a random world where every level from 3 to 8 is taught somewhere, so that
// ladders can hold, with holes and gaps here and there.
func ladderWorld(r *rand.Rand) *training.Model {
	m := &training.Model{}
	for i := range 3 {
		m.Establishments = append(m.Establishments, training.Establishment{
			UAI: fmt.Sprintf("e%02d", i), Point: geo.Point{Lat: 48 + r.Float64()/2, Lon: -3 + r.Float64()/2},
		})
	}
	for i, k := range []string{"CAP", "BAC PRO", "BTS", "LICENCE", "MASTER", "DOCTORAT"} {
		for j := range 1 + r.IntN(2) {
			q := training.Qualification{
				ID: fmt.Sprintf("q%d%d", i, j), Kind: k, Level: int8(3 + i), Years: []int8{2, 3, 2, 3, 2, 3}[i], NSF: "254", Label: k + " Mécanique", Active: true,
				Sector: []string{"MECA", "MECA", "NUME", ""}[r.IntN(4)],
			}
			at := int32(len(m.Qualifications))
			m.Qualifications = append(m.Qualifications, q)
			for e := range m.Establishments {
				if r.IntN(5) == 0 || i > 2 && j == 0 && r.IntN(3) == 0 {
					continue
				}
				m.Offers = append(m.Offers, training.Offer{
					ID: training.OfferID(q.ID, m.Establishments[e].UAI, training.School, training.OnSite, 1), Qualification: at, Establishment: int32(e),
					Route: training.School, Mode: training.OnSite, EntryYear: int8(1 + r.IntN(8)/7), Point: m.Establishments[e].Point,
				})
			}
		}
	}
	m.Index()
	return m
}

func TestCoverageAgainstBruteForce(t *testing.T) {
	t.Parallel()
	states := make(map[State]int)
	missing := 0
	for seed := range uint64(800) {
		r := rand.New(rand.NewPCG(seed, 21))
		m := smallWorld(r)
		if seed%2 == 0 {
			m = ladderWorld(r)
		}
		communes := smallCommunes(r, m)
		e := New(m, communes)
		maxKm := float64(10 + r.IntN(120))
		all, err := e.Coverage(context.Background(), CoverageRequest{Area: Area{Kind: "country"}, MaxKm: maxKm, Detail: true})
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		for _, c := range all {
			var covered, unsure, broken float64
			for i, got := range c.Communes {
				b := &bruteLadder{e, c.Sector, communes[i].Point, maxKm}
				want := b.row()
				want.Commune = int32(i)
				if got != want {
					t.Fatalf("seed %d, %s, commune %d within %v km:\n got %+v\nwant %+v", seed, c.Sector, i, maxKm, got, want)
				}
				states[got.State]++
				if got.Missing != training.None {
					missing++
				}
				switch got.State {
				case Covered:
					covered += e.Young()[i]
				case Unsure:
					unsure += e.Young()[i]
				case Broken:
					broken += e.Young()[i]
				}
			}
			stopped := unsure + broken
			for _, b := range c.Breaks {
				stopped -= b.Young
			}
			if covered != c.Covered || unsure != c.Unsure || stopped != 0 {
				t.Errorf("seed %d, %s: sums don't add up", seed, c.Sector)
			}
		}
	}
	if states[Broken] < 500 || states[Covered] < 100 || states[Unsure] < 20 || missing < 200 {
		t.Errorf("states %v, %d missing: nothing is shown", states, missing)
	}
	t.Logf("states %v, %d missing", states, missing)
}

// wholeLadder is a world in which every level is taught at one place.
func wholeLadder() (*training.Model, []Commune) {
	m := &training.Model{}
	at := geo.Point{Lat: 48.1, Lon: -1.7}
	m.Establishments = []training.Establishment{
		{UAI: "e1", Point: at},
		{UAI: "f1", Kind: training.College, Point: at, Pupils: training.Of(400)},
	}
	for i, k := range []string{"CAP", "BAC PRO", "BTS", "LICENCE", "MASTER", "DOCTORAT"} {
		q := training.Qualification{ID: fmt.Sprintf("q%d", i), Kind: k, Level: int8(3 + i), Years: []int8{2, 3, 2, 3, 2, 3}[i], NSF: "254", Label: k + " Mécanique", Active: true}
		if k != "DOCTORAT" {
			q.Sector = "MECA"
		}
		m.Qualifications = append(m.Qualifications, q)
		m.Offers = append(m.Offers, training.Offer{
			ID: training.OfferID(q.ID, "e1", training.School, training.OnSite, 1), Qualification: int32(i), Establishment: 0,
			Route: training.School, Mode: training.OnSite, EntryYear: 1, Point: at, Capacity: training.Of(24),
		})
	}
	m.Index()
	return m, []Commune{
		{Code: "35238", Departement: "35", Academie: "14", Region: "53", Point: at, Population: 900},
		{Code: "35001", Departement: "35", Academie: "14", Region: "53", Point: geo.Point{Lat: 48.3, Lon: -1.7}, Population: 100},
	}
}

func TestWholeLadder(t *testing.T) {
	t.Parallel()
	m, communes := wholeLadder()
	e := New(m, communes)
	if y := e.Young(); y[0] != 90 || y[1] != 10 {
		t.Errorf("young people %v, want 90 and 10", y)
	}
	c, err := e.Coverage(context.Background(), CoverageRequest{Area: Area{Kind: "departement", Code: "35"}, MaxKm: 10, Detail: true})
	if err != nil || len(c) != 1 {
		t.Fatalf("%v, %v", c, err)
	}
	if c[0].Young != 100 || c[0].Covered != 90 || len(c[0].Breaks) != 1 {
		t.Fatalf("%+v", c[0])
	}
	if b := c[0].Breaks[0]; b.Level != 3 || b.Young != 10 || b.Communes != 1 || b.Qualification != 0 {
		t.Errorf("break %+v", b)
	}
	if c, _ = e.Coverage(context.Background(), CoverageRequest{Area: Area{Kind: "commune", Code: "35001"}, MaxKm: 40}); c[0].Covered != 10 {
		t.Errorf("within 40 km: %+v", c[0])
	}
}

func TestBadCoverage(t *testing.T) {
	t.Parallel()
	m, communes := wholeLadder()
	e := New(m, communes)
	for _, tt := range []struct {
		field, code string
		r           CoverageRequest
	}{
		{"max_km", "bounds", CoverageRequest{Area: Area{Kind: "country"}}},
		{"max_km", "bounds", CoverageRequest{Area: Area{Kind: "country"}, MaxKm: math.NaN()}},
		{"sector", "unknown", CoverageRequest{Area: Area{Kind: "country"}, MaxKm: 20, Sectors: []string{"ZZZZ"}}},
		{"area", "unknown", CoverageRequest{Area: Area{Kind: "region", Code: "99"}, MaxKm: 20}},
		{"area", "unknown", CoverageRequest{Area: Area{Kind: "planet"}, MaxKm: 20}},
	} {
		_, err := e.Coverage(context.Background(), tt.r)
		var invalid *Invalid
		if !errors.As(err, &invalid) || invalid.Field != tt.field || invalid.Code != tt.code {
			t.Errorf("%+v: error %v", tt.r, err)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := e.Coverage(ctx, CoverageRequest{Area: Area{Kind: "country"}, MaxKm: 20}); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want Canceled", err)
	}
}

// TestYoungAgainstBruteForce: nobody is lost, and each collège gives to its nearest.
func TestYoungAgainstBruteForce(t *testing.T) {
	t.Parallel()
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 23))
		m := &training.Model{}
		communes := smallCommunes(r, m)
		got := young(m, communes)
		want := make([]float64, len(communes))
		nearest := func(n int, d func(int) float64) int {
			best := 0
			for i := range n {
				if d(i) < d(best) {
					best = i
				}
			}
			return best
		}
		var colleges []training.Establishment
		for _, c := range m.Establishments {
			if c.Pupils.Value > 0 {
				colleges = append(colleges, c)
			}
		}
		of := make([][]int, len(colleges))
		for i := range communes {
			if len(colleges) > 0 {
				k := nearest(len(colleges), func(j int) float64 { return geo.Km(communes[i].Point, colleges[j].Point) })
				of[k] = append(of[k], i)
			}
		}
		for k, list := range of {
			pupils, people := float64(colleges[k].Pupils.Value)/4, 0
			if len(list) == 0 {
				want[nearest(len(communes), func(j int) float64 { return geo.Km(communes[j].Point, colleges[k].Point) })] += pupils
			}
			for _, i := range list {
				people += communes[i].Population
			}
			for _, i := range list {
				if people > 0 {
					want[i] += pupils * float64(communes[i].Population) / float64(people)
				} else {
					want[i] += pupils / float64(len(list))
				}
			}
		}
		for i := range want {
			if math.Abs(got[i]-want[i]) > 0.5/grain {
				t.Fatalf("seed %d: %v, want %v", seed, got, want)
			}
		}
	}
	if got := young(trainingtest.Model(), nil); len(got) != 0 {
		t.Errorf("young people without communes: %v", got)
	}
}
