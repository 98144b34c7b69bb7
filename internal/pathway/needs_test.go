package pathway

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"continuum/internal/training"
)

// needyWorld is a random world whose communes and establishments are in basins, some of
// which the survey tells of. The last basin of establishments is in no survey.
func needyWorld(r *rand.Rand) *Engine {
	m := ladderWorld(r)
	if r.IntN(2) == 0 {
		m = smallWorld(r)
	}
	for i := range m.Qualifications {
		if m.Qualifications[i].Sector == "" && r.IntN(2) == 0 {
			m.Qualifications[i].Sector = "MECA"
		}
	}
	communes := smallCommunes(r, m)
	basins := []string{"", "5301", "5302", "5303"}
	for i := range communes {
		communes[i].Basin = basins[r.IntN(len(basins))]
	}
	for i := range m.Establishments {
		m.Establishments[i].Basin = append(basins, "5309")[r.IntN(5)]
		m.Establishments[i].Commune = communes[r.IntN(len(communes))].Code
	}
	figure := func() training.Figure {
		if status := training.Status(r.IntN(3)); status != training.Known {
			return training.Figure{Status: status}
		}
		return training.Of(float64(10 * r.IntN(4)))
	}
	for _, fap := range []string{"D1X30", "D2X32", "M1X80", "V2X90", "E5X70"} { // of MECA, of two sectors, of NUME, of none, of others
		for _, b := range basins[1:] {
			if r.IntN(3) > 0 {
				m.Needs = append(m.Needs, training.Need{FAP: fap, Basin: b, Projects: figure(), Difficult: figure(), Seasonal: figure(), Year: 2024})
			}
		}
	}
	m.Index()
	return New(m, communes)
}

// bruteSum adds the rows of some basins by the table.
func bruteSum(e *Engine, sector string, basins []string) NeedSum {
	var s NeedSum
	var at [4]float64
	for _, rule := range training.NeedRules() {
		for i := range e.model.Needs {
			n := &e.model.Needs[i]
			if rule.Sector != sector || rule.FAP != n.FAP || !slices.Contains(basins, n.Basin) {
				continue
			}
			if n.Projects.Status == training.Secret {
				s.Projects.Masked++
			}
			if n.Projects.Status != training.Known {
				continue
			}
			s.Projects.Known++
			s.Projects.Value += float64(n.Projects.Value)
			at[rule.Confidence] += float64(n.Projects.Value)
			if n.Difficult.Status == training.Known {
				s.Difficult.Value += float64(n.Difficult.Value)
				s.Difficult.Of += float64(n.Projects.Value)
			}
			if n.Seasonal.Status == training.Known {
				s.Seasonal.Value += float64(n.Seasonal.Value)
				s.Seasonal.Of += float64(n.Projects.Value)
			}
		}
	}
	switch all := s.Projects.Value; {
	case all == 0:
	case at[1] >= all/2:
		s.Confidence = training.Sure
	case at[1]+at[2] >= all/2:
		s.Confidence = training.Fair
	default:
		s.Confidence = training.Weak
	}
	return s
}

// bare is a sum without what it was judged by.
func bare(s NeedSum) NeedSum {
	s.by = [4]float64{}
	return s
}

func sameSum(a, b NeedSum) bool { return bare(a) == bare(b) }

func TestNeedsAgainstBruteForce(t *testing.T) {
	t.Parallel()
	masked, wider := 0, 0
	for seed := range uint64(400) {
		r := rand.New(rand.NewPCG(seed, 71))
		e := needyWorld(r)
		for _, area := range []Area{{Kind: "country"}, {Kind: "departement", Code: "29"}, {Kind: "departement", Code: "56"}, {Kind: "commune", Code: "00001"}} {
			if _, err := e.communesOf(&area); err != nil {
				continue
			}
			got, err := e.Needs(NeedsRequest{Area: area})
			if err != nil {
				t.Fatal(err)
			}
			in := func(c *Commune) bool {
				return area.Kind == "country" || area.Kind == "departement" && c.Departement == area.Code || c.Code == area.Code
			}
			all, here := make(map[string]int), make(map[string]int)
			for i := range e.communes {
				c := &e.communes[i]
				all[c.Basin] += max(c.Population, 1)
				if in(c) {
					here[c.Basin] += max(c.Population, 1)
				}
			}
			var basins []string
			most := ""
			for _, b := range []string{"5301", "5302", "5303"} {
				if here[b] > all[b]-here[b] {
					basins = append(basins, b)
				}
				if here[b] > here[most] || most == "" && here[b] > 0 {
					most = b
				}
			}
			alone := len(basins) == 0 && most != ""
			if alone {
				basins = []string{most}
				wider++
			}
			for _, n := range got {
				if !slices.Equal(n.Basins, basins) || n.Wider != alone {
					t.Fatalf("seed %d, %v: basins %v, wider %v; want %v, %v", seed, area, n.Basins, n.Wider, basins, alone)
				}
				if want := bruteSum(e, n.Sector, basins); !sameSum(n.NeedSum, want) {
					t.Fatalf("seed %d, %v, %s: %+v, want %+v", seed, area, n.Sector, n.NeedSum, want)
				}
				var sum Sum
				for i, f := range n.Families {
					sum.Value, sum.Known, sum.Masked = sum.Value+f.Projects.Value, sum.Known+f.Projects.Known, sum.Masked+f.Projects.Masked
					if i > 0 && n.Families[i-1].Projects.Value < f.Projects.Value {
						t.Errorf("seed %d: families out of order", seed)
					}
				}
				if sum != n.Projects {
					t.Errorf("seed %d: families add to %+v, not %+v", seed, sum, n.Projects)
				}
				masked += n.Projects.Masked
			}
		}
	}
	if masked < 100 || wider < 50 {
		t.Errorf("%d masked, %d wider: nothing is shown", masked, wider)
	}
}

// A basin is of one département at most, so that parts never add to more than the whole.
func TestBasinsAreOfOneArea(t *testing.T) {
	t.Parallel()
	for seed := range uint64(200) {
		e := needyWorld(rand.New(rand.NewPCG(seed, 73)))
		seen := make(map[string]bool)
		for _, code := range []string{"29", "56"} {
			got, err := e.Needs(NeedsRequest{Area: Area{Kind: "departement", Code: code}, Sectors: e.Sectors()[:1]})
			if err != nil || got[0].Wider {
				continue
			}
			for _, b := range got[0].Basins {
				if seen[b] {
					t.Errorf("seed %d: basin %s is of both", seed, b)
				}
				seen[b] = true
			}
		}
	}
}

// Ranked by needs, the same openings come in the order of the definition; each has the
// needs of its basin.
func TestGapsByNeeds(t *testing.T) {
	t.Parallel()
	moved := 0
	for seed := range uint64(900) {
		r := rand.New(rand.NewPCG(seed, 79))
		e := needyWorld(r)
		q := GapsRequest{CoverageRequest: CoverageRequest{Area: Area{Kind: "country"}, MaxKm: float64(10 + r.IntN(60))}, Limit: MaxGaps}
		young, err := e.Gaps(context.Background(), q)
		if err != nil {
			t.Fatal(err)
		}
		q.Rank = ByNeeds
		got, err := e.Gaps(context.Background(), q)
		if err != nil {
			t.Fatal(err)
		}
		both, again, err := e.CoverageAndGaps(context.Background(), q)
		alone, err2 := e.Coverage(context.Background(), q.CoverageRequest)
		if err != nil || err2 != nil || !cmp.Equal(both, alone) || !cmp.Equal(again, got, cmp.Comparer(sameSum)) {
			t.Fatalf("seed %d: asked together, the answers differ", seed)
		}
		value := func(g *Gap) (float64, int) {
			basin := e.model.Establishments[g.Establishment].Basin
			if g.Basin != basin {
				t.Fatalf("seed %d: basin %q of %q", seed, g.Basin, basin)
			}
			if !slices.ContainsFunc(e.model.Needs, func(n training.Need) bool { return n.Basin == basin }) {
				if g.Needs != nil {
					t.Fatalf("seed %d: needs %+v of no basin", seed, g.Needs)
				}
				return -1, 0
			}
			want := bruteSum(e, g.Sector, []string{basin})
			if g.Needs == nil || !sameSum(*g.Needs, want) {
				t.Fatalf("seed %d: needs %+v, want %+v", seed, g.Needs, want)
			}
			return want.Projects.Value, want.Projects.Masked
		}
		want := slices.Clone(young) // by young people and ties already: a stable sort keeps them
		slices.SortStableFunc(want, func(a, b Gap) int {
			x, xm := value(&a)
			y, ym := value(&b)
			switch {
			case x > y || x == y && xm > ym:
				return -1
			case x < y || xm < ym:
				return 1
			}
			return 0
		})
		if diff := cmp.Diff(want, got, cmp.Comparer(sameSum)); diff != "" {
			t.Fatalf("seed %d: (-want +got)\n%s", seed, diff)
		}
		if !slices.Equal(young, got) {
			moved++
		}
	}
	if moved < 30 {
		t.Errorf("the order differs in %d worlds: nothing is shown", moved)
	}
	var invalid *Invalid
	e := needyWorld(rand.New(rand.NewPCG(1, 1)))
	if _, err := e.Gaps(context.Background(), GapsRequest{CoverageRequest: CoverageRequest{Area: Area{Kind: "country"}, MaxKm: 20}, Rank: "luck"}); !errors.As(err, &invalid) || invalid.Field != "rank" {
		t.Errorf("error %v", err)
	}
}
