package expertise

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"continuum/internal/fault"
)

func near(a, b, by float64) bool { return math.Abs(a-b) <= by }

// published is the example of Krippendorff (2011), C: four observers, twelve units, five
// values, missing data. He gives 0.815 for ordered values.
var published = [][]int8{
	{1, 1, 1},
	{2, 2, 3, 2},
	{3, 3, 3, 3},
	{3, 3, 3, 3},
	{2, 2, 2, 2},
	{1, 2, 3, 4},
	{4, 4, 4, 4},
	{1, 1, 2, 1},
	{2, 2, 2, 2},
	{5, 5, 5},
	{1, 1},
	{3},
}

func TestAlpha(t *testing.T) {
	t.Parallel()
	shifted := make([][]int8, len(published))
	for i, u := range published {
		for _, s := range u {
			shifted[i] = append(shifted[i], s-1)
		}
	}
	for _, tt := range []struct {
		name  string
		units [][]int8
		want  float64
	}{
		{"the published example", shifted, 0.815},
		{"agreement", [][]int8{{0, 0}, {1, 1}, {4, 4, 4}}, 1},
		{"nothing", nil, math.NaN()},
		{"a score each", [][]int8{{1}, {2}}, math.NaN()},
		{"one value", [][]int8{{2, 2}, {2, 2}}, math.NaN()},
		{"always apart", [][]int8{{0, 4}, {0, 4}}, -0.5},
	} {
		got := Alpha(tt.units)
		if math.IsNaN(tt.want) != math.IsNaN(got) || !math.IsNaN(got) && !near(got, tt.want, 0.0005) {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}

// slowAlpha is the definition: mean squared distance of scores of a unit, over that of
// all scores, pair by pair.
func slowAlpha(units [][]int8) float64 {
	var all []int8
	for _, u := range units {
		if len(u) > 1 {
			all = append(all, u...)
		}
	}
	distance := func(a, b int8) float64 {
		if a > b {
			a, b = b, a
		}
		d := 0.0
		for _, s := range all {
			switch {
			case a == b:
			case s == a || s == b:
				d += 0.5
			case s > a && s < b:
				d++
			}
		}
		return d * d
	}
	observed, expected := 0.0, 0.0
	for _, u := range units {
		for i := range u {
			for j := range u {
				if i != j {
					observed += distance(u[i], u[j]) / float64(len(u)-1) / float64(len(all))
				}
			}
		}
	}
	for i := range all {
		for j := range all {
			if i != j {
				expected += distance(all[i], all[j]) / float64(len(all)) / float64(len(all)-1)
			}
		}
	}
	if expected == 0 {
		return math.NaN()
	}
	return 1 - observed/expected
}

func TestAlphaAgainstDefinition(t *testing.T) {
	t.Parallel()
	for seed := range uint64(500) {
		r := rand.New(rand.NewPCG(seed, 4))
		units := make([][]int8, r.IntN(12))
		for i := range units {
			for range r.IntN(6) {
				units[i] = append(units[i], int8(r.IntN(1+r.IntN(MaxScore+1))))
			}
		}
		got, want := Alpha(units), slowAlpha(units)
		if math.IsNaN(got) != math.IsNaN(want) || !math.IsNaN(got) && !near(got, want, 1e-9) {
			t.Fatalf("seed %d: %v, want %v", seed, got, want)
		}
	}
}

// panelOf draws marks: worths, lenient and severe readers, chance.
func panelOf(r *rand.Rand, dossiers, experts, readers, criteria int, leniency func(e int) float64) (marks []Mark) {
	for d := range dossiers {
		who := r.Perm(experts)[:readers]
		for c := range criteria {
			worth := 1 + 2*r.Float64()
			for _, e := range who {
				score := int(math.Round(worth + leniency(e) + 0.4*r.NormFloat64()))
				marks = append(marks, Mark{
					Pair:      Pair{ExpertID(fmt.Sprintf("e%02d", e)), DossierID(fmt.Sprintf("d%03d", d))},
					Criterion: CriterionID(fmt.Sprintf("C%d", c)), Score: min(max(score, 0), MaxScore), Turn: d,
				})
			}
		}
	}
	return marks
}

// In a plan where all read all, the analysis of variance gives the same in closed form.
func TestSeverityBalanced(t *testing.T) {
	t.Parallel()
	const dossiers, experts, criteria = 12, 6, 5
	marks := panelOf(rand.New(rand.NewPCG(1, 1)), dossiers, experts, experts, criteria, func(e int) float64 { return 0.5 * float64(e%3-1) })
	tab, err := tabulate(marks, nil)
	if err != nil {
		t.Fatal(err)
	}
	const cells = dossiers * criteria
	var grand float64
	byReader, byCell := make([]float64, experts), make([]float64, cells)
	each := func(fn func(e, cell int, y float64)) {
		for d := range tab.read {
			for _, r := range tab.read[d] {
				for c, y := range r.scores {
					fn(r.expert, d*criteria+c, float64(y))
				}
			}
		}
	}
	each(func(e, cell int, y float64) {
		grand += y / (experts * cells)
		byReader[e] += y / cells
		byCell[cell] += y / experts
	})
	var residual, readers float64
	each(func(e, cell int, y float64) {
		x := y - byReader[e] - byCell[cell] + grand
		residual += x * x / ((experts - 1) * (cells - 1))
	})
	for _, m := range byReader {
		readers += cells * (m - grand) * (m - grand) / (experts - 1)
	}
	within, between := residual, (readers-residual)/cells
	got := tab.severity()
	if !near(got.Within, math.Sqrt(within), 1e-3) || !near(got.Between, math.Sqrt(between), 0.1*math.Sqrt(between)) {
		t.Errorf("within %v and between %v, want %v and %v", got.Within, got.Between, math.Sqrt(within), math.Sqrt(between))
	}
	shrink := cells / got.Within / got.Within / (cells/got.Within/got.Within + 1/got.Between/got.Between)
	for e, r := range got.Readers {
		if want := shrink * (byReader[e] - grand); !near(r.Leniency, want, 1e-6) {
			t.Errorf("%s: leniency %v, want %v", r.Expert, r.Leniency, want)
		}
		if want := (byReader[e] - grand) * experts / (experts - 1); !near(*r.Difference, want, 1e-9) {
			t.Errorf("%s: difference %v, want %v", r.Expert, *r.Difference, want)
		}
	}
}

// Planted leniencies are found again, where few read what others read.
func TestSeverityFinds(t *testing.T) {
	t.Parallel()
	planted := func(e int) float64 { return []float64{-0.8, 0, 0, 0, 0.8}[e%5] }
	tab, err := tabulate(panelOf(rand.New(rand.NewPCG(2, 2)), 200, 40, 4, 11, planted), nil)
	if err != nil {
		t.Fatal(err)
	}
	wrong, shift := 0, 0.0
	s := tab.severity()
	for e := range s.Readers {
		shift += (s.Readers[e].Leniency - planted(e)) / float64(len(s.Readers))
	}
	for e := range s.Readers {
		r := &s.Readers[e]
		if !near(r.Leniency-shift, planted(e), 0.25) { // the ends of the scale cut some off
			t.Errorf("%s: %v, want %v", r.Expert, r.Leniency, planted(e))
		}
		if r.Clear() != (planted(e) != 0) {
			wrong++
		}
	}
	if wrong > 4 {
		t.Errorf("%d readers of %d are taken for what they are not", wrong, len(s.Readers))
	}
}

func TestSeverityEdges(t *testing.T) {
	t.Parallel()
	mark := func(e, d string, score, turn int) Mark {
		return Mark{Pair{ExpertID(e), DossierID(d)}, "C1", score, turn}
	}
	for _, tt := range []struct {
		name  string
		marks []Mark
		check func(Severity) bool
	}{
		{"nothing", nil, func(s Severity) bool { return len(s.Readers) == 0 }},
		{"one reader", []Mark{mark("a", "d", 3, 0)}, func(s Severity) bool {
			return s.Readers[0].Difference == nil && s.Readers[0].Leniency == 0 && !s.Readers[0].Clear()
		}},
		{"all agree", []Mark{mark("a", "d", 3, 0), mark("b", "d", 3, 0)}, func(s Severity) bool {
			return *s.Readers[0].Difference == 0 && s.Readers[0].Leniency == 0 && s.Within == 0
		}},
		{"two that differ once are trusted little", []Mark{mark("a", "d", 4, 0), mark("b", "d", 0, 0)}, func(s Severity) bool {
			r := s.Readers[0]
			return *r.Difference == 4 && r.Leniency >= 0 && r.Leniency < 2 && !r.Clear()
		}},
		{"one read alone among others", []Mark{mark("a", "d", 4, 0), mark("b", "d", 3, 0), mark("c", "x", 0, 0)}, func(s Severity) bool {
			return s.Readers[2].Leniency == 0 && s.Readers[2].Difference == nil
		}},
		{"one who grows severe", []Mark{mark("a", "d", 4, 1), mark("b", "d", 3, 0), mark("a", "x", 2, 2), mark("b", "x", 3, 0)}, func(s Severity) bool {
			return *s.Readers[0].Drift == -2 && s.Readers[1].Drift == nil
		}},
	} {
		tab, err := tabulate(tt.marks, nil)
		if err != nil {
			t.Fatal(err)
		}
		if s := tab.severity(); !tt.check(s) {
			t.Errorf("%s: %+v", tt.name, s)
		}
	}
}

func TestEigen(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(3, 3))
	for n := range 12 {
		m, root := newMatrix(n), newMatrix(n)
		for i := range n {
			for j := range n {
				root[i][j] = r.NormFloat64()
			}
		}
		for i := range n {
			for j := range n {
				for k := range n {
					m[i][j] += root[i][k] * root[j][k]
				}
			}
		}
		was := newMatrix(n)
		for i := range n {
			copy(was[i], m[i])
		}
		values, vectors := m.eigen()
		for i := range n {
			for j := range n {
				got, unit := 0.0, 0.0
				for k := range n {
					got += vectors[i][k] * values[k] * vectors[j][k]
					unit += vectors[k][i] * vectors[k][j]
				}
				if want := map[bool]float64{true: 1}[i == j]; !near(got, was[i][j], 1e-9) || !near(unit, want, 1e-9) {
					t.Fatalf("%d: entry %d, %d: %v, want %v; unit %v", n, i, j, got, was[i][j], unit)
				}
			}
		}
	}
}

func figures(t *testing.T, marks []Mark, ask Ask) *Figures {
	t.Helper()
	f, err := FiguresOf(marks, ask)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// Criteria come in the order of the référentiel, where c2 is before c10, whatever the marks'.
func TestFiguresInTheOrderOfTheRules(t *testing.T) {
	t.Parallel()
	var marks []Mark
	for _, c := range []CriterionID{"c10", "own", "c1", "c2"} {
		for _, e := range []ExpertID{"a", "b"} {
			marks = append(marks, Mark{Pair{e, "d"}, c, 2, 0})
		}
	}
	ask := DefaultAsk
	ask.Order = []CriterionID{"c1", "c2", "c3", "c10"}
	f := figures(t, marks, ask)
	var spreads, agreements []CriterionID
	for _, s := range f.Spreads {
		spreads = append(spreads, s.Criterion)
	}
	for _, a := range f.Agreements[1:] {
		agreements = append(agreements, a.Criterion)
	}
	want := []CriterionID{"c1", "c2", "c10", "own"}
	if !slices.Equal(spreads, want) || !slices.Equal(agreements, want) {
		t.Errorf("spreads of %v, agreements of %v, want %v", spreads, agreements, want)
	}
	ask.Threshold, ask.Weights = 2, nil
	for i := range marks {
		marks[i].Score = map[CriterionID]int{"c1": 3, "c2": 1, "c10": 3, "own": 1}[marks[i].Criterion]
	}
	var turned []CriterionID
	for _, turn := range figures(t, marks, ask).Standings[0].Turns {
		if turn.Criterion != "" {
			turned = append(turned, turn.Criterion)
		}
	}
	if !slices.Equal(turned, want) {
		t.Errorf("turned by %v, want %v", turned, want)
	}
}

// The share of draws is that of all draws there are, within chance.
func TestKeptAgainstAllDraws(t *testing.T) {
	t.Parallel()
	marks := panelOf(rand.New(rand.NewPCG(4, 4)), 15, 8, 4, 3, func(int) float64 { return 0 })
	ask := DefaultAsk
	ask.Draws = 20_000
	tab, _ := tabulate(marks, nil)
	w, _ := tab.weigh(nil)
	for _, s := range figures(t, marks, ask).Standings {
		d, _ := slices.BinarySearch(tab.dossiers, s.Dossier)
		readings, above := tab.read[d], 0
		for n := range 256 {
			drawn := []reading{readings[n&3], readings[n>>2&3], readings[n>>4&3], readings[n>>6]}
			if score(drawn, w) >= ask.Threshold {
				above++
			}
		}
		if want := float64(above) / 256; !near(s.Kept, want, 0.02) {
			t.Errorf("%s: kept in %v of draws, want %v", s.Dossier, s.Kept, want)
		}
	}
}

func TestStandings(t *testing.T) {
	t.Parallel()
	mark := func(e, d, c string, score int) Mark {
		return Mark{Pair{ExpertID(e), DossierID(d)}, CriterionID(c), score, 0}
	}
	marks := []Mark{
		mark("a", "sure", "C1", 4), mark("b", "sure", "C1", 4), mark("a", "sure", "C2", 3), mark("b", "sure", "C2", 4),
		mark("a", "hangs", "C1", 3), mark("b", "hangs", "C1", 1), mark("a", "hangs", "C2", 2), mark("b", "hangs", "C2", 2),
		mark("c", "low", "C1", 0), mark("c", "low", "C2", 1),
		mark("a", "level", "C1", 2), mark("b", "level", "C1", 2), mark("a", "level", "C2", 2), mark("b", "level", "C2", 2),
	}
	got := map[DossierID]Standing{}
	for _, s := range figures(t, marks, DefaultAsk).Standings {
		got[s.Dossier] = s
	}
	for _, tt := range []struct {
		id           DossierID
		score        float64
		low, high    float64
		rank         int
		above, shaky bool
	}{
		{"sure", 3.75, 3.5, 4, 1, true, false},
		{"hangs", 2, 1.5, 2.5, 2, true, true},
		{"level", 2, 2, 2, 2, true, false},
		{"low", 0.5, 0.5, 0.5, 4, false, false},
	} {
		s := got[tt.id]
		if s.Score != tt.score || s.Low != tt.low || s.High != tt.high || s.Rank != tt.rank || s.Above != tt.above || s.Fragile() != tt.shaky {
			t.Errorf("%s: %+v, want %+v", tt.id, s, tt)
		}
	}
	if diff := cmp.Diff([]Turn{{Without: "a"}}, got["hangs"].Turns); diff != "" {
		t.Errorf("what turns it (-want +got):\n%s", diff)
	}
	// Without its only reader a dossier has no score, which turns nothing.
	if len(got["low"].Turns) > 0 {
		t.Errorf("low: %v", got["low"].Turns)
	}
	// A threshold just below: a reader or a weight is enough.
	ask := DefaultAsk
	ask.Threshold = 3.7
	for _, s := range figures(t, marks, ask).Standings {
		if want := []Turn{{Without: "b"}, {Criterion: "C1", Weight: 0.5}}; s.Dossier == "sure" && !cmp.Equal(s.Turns, want) {
			t.Errorf("turns %+v, want %+v", s.Turns, want)
		}
	}
}

func TestFiguresKeepOrder(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(6, 6))
	marks := panelOf(r, 10, 6, 3, 4, func(int) float64 { return 0 })
	want := figures(t, marks, DefaultAsk)
	for range 3 {
		r.Shuffle(len(marks), func(i, j int) { marks[i], marks[j] = marks[j], marks[i] })
		if diff := cmp.Diff(want, figures(t, marks, DefaultAsk)); diff != "" {
			t.Fatalf("the order of marks counts:\n%s", diff)
		}
	}
	for _, s := range want.Spreads {
		if len(s.Scores) != 3 || s.Range != int(s.Scores[2]-s.Scores[0]) || !slices.IsSorted(s.Scores) {
			t.Errorf("spread %+v", s)
		}
	}
	all := want.Agreements[0]
	if all.Criterion != "" || all.Pairs != 10*4*3 || *all.Low > *all.Alpha || *all.High < *all.Alpha {
		t.Errorf("agreement %+v", all)
	}
}

func TestFiguresRefuse(t *testing.T) {
	t.Parallel()
	ok := Mark{Pair{"e", "d"}, "C1", 1, 0}
	for name, marks := range map[string][]Mark{
		"a score above": {{Pair{"e", "d"}, "C1", 5, 0}},
		"a score below": {{Pair{"e", "d"}, "C1", -1, 0}},
		"twice":         {ok, ok},
		"no expert":     {{Pair{"", "d"}, "C1", 1, 0}},
		"too many":      make([]Mark, MaxMarks+1),
	} {
		if _, err := FiguresOf(marks, DefaultAsk); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, change := range map[string]func(*Ask){
		"no draw":                func(a *Ask) { a.Draws = 0 },
		"a sway above 1":         func(a *Ask) { a.Sway = 1.5 },
		"a sway that is none":    func(a *Ask) { a.Sway = math.NaN() },
		"a threshold above":      func(a *Ask) { a.Threshold = 5 },
		"a negative weight":      func(a *Ask) { a.Weights = map[CriterionID]float64{"C1": -1} },
		"weights all zero":       func(a *Ask) { a.Weights = map[CriterionID]float64{"C1": 0} },
		"a weight that is none":  func(a *Ask) { a.Weights = map[CriterionID]float64{"C1": math.NaN()} },
		"a weight without bound": func(a *Ask) { a.Weights = map[CriterionID]float64{"C1": math.Inf(1)} },
	} {
		ask := DefaultAsk
		change(&ask)
		if _, err := FiguresOf([]Mark{ok}, ask); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	if f := figures(t, nil, DefaultAsk); len(f.Standings) > 0 || f.Agreements[0].Alpha != nil {
		t.Errorf("figures of nothing: %+v", f)
	}
}

func BenchmarkFigures(b *testing.B) {
	marks := panelOf(rand.New(rand.NewPCG(8, 8)), 600, 150, 4, 11, func(int) float64 { return 0 })
	for b.Loop() {
		if _, err := FiguresOf(marks, DefaultAsk); err != nil {
			b.Fatal(err)
		}
	}
}
