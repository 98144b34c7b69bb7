package expertise

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"continuum/internal/campus"
)

// world draws a problem of a size. tight makes loads as small as they can be.
func world(r *rand.Rand, dossiers, experts, readers int, tight bool) *Problem {
	p := &Problem{Rules: Rules{Weights: Weights{Sector: 30, Region: 7, Together: 5, Load: 1 + r.IntN(3)}}}
	sector := func() campus.SectorCode { return campus.SectorCode(fmt.Sprintf("S%d", r.IntN(12))) }
	region := func() string { return fmt.Sprintf("%02d", r.IntN(17)) }
	for i := range dossiers {
		p.Dossiers = append(p.Dossiers, Dossier{ID: DossierID(fmt.Sprintf("d%04d", i)), Sector: sector(), Region: region(), Readers: readers})
	}
	for i := range experts {
		e := Expert{ID: ExpertID(fmt.Sprintf("e%04d", i)), College: p.Rules.Colleges.Both()[i%2], Sectors: []campus.SectorCode{sector(), sector()}}
		if r.IntN(10) > 0 {
			e.Region = region()
		}
		e.Most = (dossiers*readers + experts - 1) / experts
		if !tight {
			e.Most = e.Most*3/2 + r.IntN(4)
		}
		p.Experts = append(p.Experts, e)
	}
	for _, d := range p.Dossiers {
		for _, e := range p.Experts {
			if r.IntN(12) == 0 || e.Region == d.Region && r.IntN(2) == 0 {
				p.Conflicts = append(p.Conflicts, Conflict{Pair{e.ID, d.ID}, Declared, "x"})
			}
		}
	}
	return p
}

// enumerate finds the least cost by trying everything, false when nothing is allowed.
func enumerate(p *Problem) (best int64, ok bool) {
	no := p.forbidden()
	loads := make([]int, len(p.Experts))
	var readings []Pair
	var dossier func(i int)
	var reader func(i, from int, n [2]int)
	reader = func(i, from int, n [2]int) {
		d := &p.Dossiers[i]
		fewest, most := p.Rules.share(d.Readers)
		if n[0] > most || n[1] > most {
			return
		}
		if n[0]+n[1] == d.Readers {
			if min(n[0], n[1]) >= fewest {
				dossier(i + 1)
			}
			return
		}
		for j := from; j < len(p.Experts); j++ {
			e := &p.Experts[j]
			if no[Pair{e.ID, d.ID}] || loads[j] == e.Most {
				continue
			}
			m := n
			m[p.side(e)]++
			loads[j]++
			readings = append(readings, Pair{e.ID, d.ID})
			reader(i, j+1, m)
			readings = readings[:len(readings)-1]
			loads[j]--
		}
	}
	dossier = func(i int) {
		if i < len(p.Dossiers) {
			reader(i, 0, [2]int{})
			return
		}
		for j := range p.Experts {
			if loads[j] < p.Experts[j].Least {
				return
			}
		}
		if cost, _ := p.cost(readings); !ok || cost.Total() < best {
			best, ok = cost.Total(), true
		}
	}
	dossier(0)
	return best, ok
}

// small draws a problem that enumerate can try.
func small(r *rand.Rand) *Problem {
	p := world(r, 1+r.IntN(4), 2+r.IntN(5), 1+r.IntN(3), r.IntN(2) == 0)
	p.Rules.Difference = r.IntN(5) - 1
	for i := range p.Dossiers {
		p.Dossiers[i].Readers = 1 + r.IntN(3)
		p.Dossiers[i].Region = fmt.Sprint(r.IntN(3))
	}
	for i := range p.Experts {
		e := &p.Experts[i]
		if e.Region != "" {
			e.Region = fmt.Sprint(r.IntN(3))
		}
		e.Least = r.IntN(3) * r.IntN(2)
		e.Most = max(e.Least, r.IntN(5))
	}
	return p
}

func TestAssignAgainstEnumeration(t *testing.T) {
	t.Parallel()
	feasible, not := 0, 0
	for seed := range uint64(4000) {
		p := small(rand.New(rand.NewPCG(seed, 1)))
		want, ok := enumerate(p)
		a, err := Assign(p)
		if s, short := errors.AsType[*Shortage](err); err != nil && (!short || len(s.Groups)+len(s.Idle) == 0) {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if (err == nil) != ok {
			t.Fatalf("seed %d: Assign = %v, some assignment: %v", seed, err, ok)
		}
		if !ok {
			not++
			continue
		}
		feasible++
		if got := a.Cost.Total(); got != want {
			t.Fatalf("seed %d: cost %d, want %d", seed, got, want)
		}
	}
	if feasible < 500 || not < 500 {
		t.Errorf("%d feasible and %d not: want 500 of each", feasible, not)
	}
}

func TestAssignKeepsOrder(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(7, 7))
	p := world(r, 40, 20, 4, false)
	want, err := Assign(p)
	if err != nil {
		t.Fatal(err)
	}
	for range 5 {
		r.Shuffle(len(p.Dossiers), func(i, j int) { p.Dossiers[i], p.Dossiers[j] = p.Dossiers[j], p.Dossiers[i] })
		r.Shuffle(len(p.Experts), func(i, j int) { p.Experts[i], p.Experts[j] = p.Experts[j], p.Experts[i] })
		r.Shuffle(len(p.Conflicts), func(i, j int) { p.Conflicts[i], p.Conflicts[j] = p.Conflicts[j], p.Conflicts[i] })
		got, err := Assign(p)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("the order of files counts:\n%s", diff)
		}
	}
}

// What is said to bring one reader more does.
func TestRelaxations(t *testing.T) {
	t.Parallel()
	tried := map[string]int{}
	for seed := range uint64(3000) {
		p := small(rand.New(rand.NewPCG(seed, 2)))
		for i := range p.Experts {
			p.Experts[i].Least = 0
		}
		_, err := Assign(p)
		s, short := errors.AsType[*Shortage](err)
		if !short {
			continue
		}
		missing := func(p *Problem) int {
			q, err := p.in()
			if err != nil {
				t.Fatal(err)
			}
			return newNetwork(q).Solve()
		}
		if got, want := s.Missing(), missing(p); got != want {
			t.Fatalf("seed %d: %d missing, want %d", seed, got, want)
		}
		for _, g := range s.Groups {
			for _, c := range g.Relax.Conflicts {
				q := *p
				q.Conflicts = slices.DeleteFunc(slices.Clone(p.Conflicts), func(o Conflict) bool { return o.Pair == c.Pair })
				if got, want := missing(&q), s.Missing()-1; got != want {
					t.Fatalf("seed %d: without the conflict of %v %d are missing, want %d", seed, c.Pair, got, want)
				}
				tried["conflict"]++
			}
			for _, id := range g.Relax.Loads {
				q := *p
				q.Experts = slices.Clone(p.Experts)
				q.Experts[slices.IndexFunc(q.Experts, func(e Expert) bool { return e.ID == id })].Most++
				if got, want := missing(&q), s.Missing()-1; got != want {
					t.Fatalf("seed %d: with one more for %s %d are missing, want %d", seed, id, got, want)
				}
				tried["load"]++
			}
		}
	}
	if tried["conflict"] < 100 || tried["load"] < 100 {
		t.Errorf("tried %v: want 100 of each", tried)
	}
}

// Prove refuses what is wrong in any way.
func TestProveRefuses(t *testing.T) {
	t.Parallel()
	p := world(rand.New(rand.NewPCG(3, 3)), 20, 12, 4, false)
	for i := range p.Experts {
		p.Experts[i].Least = 1
	}
	best := func() *Assignment {
		a, err := Assign(p)
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	if err := Prove(p, best()); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name  string
		wrong func(*Assignment)
	}{
		{"a reading lost", func(a *Assignment) { a.Readings = a.Readings[1:] }},
		{"a reading twice", func(a *Assignment) { a.Readings = slices.Insert(a.Readings, 1, a.Readings[0]) }},
		{"a stranger", func(a *Assignment) { a.Readings[0].Expert = "zz" }},
		{"another cost", func(a *Assignment) { a.Cost.Load-- }},
		{"pairs across uncounted", func(a *Assignment) { a.Across++ }},
		{"a price missing", func(a *Assignment) { a.Prices = a.Prices[1:] }},
		{"a price twice", func(a *Assignment) { a.Prices[0] = a.Prices[1] }},
		{"prices that prove nothing", func(a *Assignment) { a.Prices[0].Price += 1000 }},
		{"no parity", func(a *Assignment) { unbalance(p, a) }},
	} {
		a := best()
		tt.wrong(a)
		if Prove(p, a) == nil {
			t.Errorf("%s: proven", tt.name)
		}
	}
	with := *p
	with.Conflicts = append(slices.Clone(p.Conflicts), Conflict{Pair: best().Readings[0]})
	if Prove(&with, best()) == nil {
		t.Error("a reading in spite of a conflict: proven")
	}
	// Another assignment that keeps all rules but costs more.
	a := best()
	if !exchange(p, a) {
		t.Fatal("no exchange keeps the rules at a cost")
	}
	if err := Prove(p, a); !errors.Is(err, errUnproven) {
		t.Errorf("a dearer assignment: %v, want %v", err, errUnproven)
	}
}

// unbalance gives a dossier a reader of the wrong college.
func unbalance(p *Problem, a *Assignment) {
	at := slices.IndexFunc(p.Experts, func(e Expert) bool {
		return e.ID != a.Readings[0].Expert && e.College != p.Experts[slices.IndexFunc(p.Experts, func(o Expert) bool { return o.ID == a.Readings[0].Expert })].College &&
			!slices.Contains(a.Readings, Pair{e.ID, a.Readings[0].Dossier}) && !p.forbidden()[Pair{e.ID, a.Readings[0].Dossier}]
	})
	a.Readings[0].Expert = p.Experts[at].ID
	slices.SortFunc(a.Readings, comparePairs)
	a.Cost, a.Across = p.cost(a.Readings)
}

// exchange swaps the readers of two readings for a dearer assignment.
func exchange(p *Problem, a *Assignment) bool {
	before := a.Cost.Total()
	for i := range a.Readings {
		for j := range i {
			b := *a
			b.Readings = slices.Clone(a.Readings)
			b.Readings[i].Expert, b.Readings[j].Expert = b.Readings[j].Expert, b.Readings[i].Expert
			slices.SortFunc(b.Readings, comparePairs)
			if p.keeps(b.Readings) != nil {
				continue
			}
			b.Cost, b.Across = p.cost(b.Readings)
			if b.Cost.Total() > before {
				*a = b
				return true
			}
		}
	}
	return false
}
