package pathway

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"continuum/internal/geo"
	"continuum/internal/training"
)

// criteria is what an itinerary is compared by.
type criteria struct {
	holes, unyears, undecided, unoutcome int // the set that is compared within
	years, km, diff, share               int
}

func (c criteria) set() [4]int { return [4]int{c.holes, c.unyears, c.undecided, c.unoutcome} }

// dominates is the definition of docs/continuum.md.
func (c criteria) dominates(d criteria) bool {
	return c.set() == d.set() && c != d && c.years <= d.years && c.km <= d.km && c.diff <= d.diff && c.share >= d.share
}

// brute enumerates every itinerary of a request and keeps those that no other dominates.
type brute struct {
	m     *training.Model
	g     *Graph
	r     *Request
	km    func(geo.Point) float64
	found map[criteria]bool
	paths int // how many were enumerated

	percents map[int32]int
	share    func(offer int32) int
}

type bruteStep struct {
	q, offer int32
	years    int8
	km       float64 // -1 without
	percent  int     // -1 unknown, -2 no choice to make
	share    int
	final    bool
}

// accepted lists the ways to take an edge.
func (b *brute) accepted(e *Edge) []bruteStep {
	m, r := b.m, b.r
	q := &m.Qualifications[e.To]
	if slices.Contains(r.AvoidQualifications, q.ID) {
		return nil
	}
	wanted := (r.Target.Level == 0 || q.Level == r.Target.Level) && (r.Target.Sector == "" || q.Sector == r.Target.Sector)
	if len(r.Target.Qualifications) > 0 {
		wanted = wanted && slices.Contains(r.Target.Qualifications, q.ID)
	} else {
		wanted = wanted && !q.Common
	}
	if r.Target.Occupation != "" {
		wanted = wanted && slices.Contains(m.Occupations[0].Qualifications, e.To)
	}
	var steps []bruteStep
	exists, any := false, false
	for _, o := range m.OffersOf(e.To) {
		f := &m.Offers[o]
		any = true
		if len(r.Routes) > 0 && !slices.Contains(r.Routes, f.Route) || len(r.Routes) == 0 && f.Route == training.Continuing {
			continue
		}
		remote := f.Mode == training.Distance
		if !remote && f.Point.IsZero() {
			continue
		}
		exists = true
		if len(r.Public) > 0 && !slices.Contains(r.Public, m.Establishments[f.Establishment].Public) ||
			slices.Contains(r.AvoidOffers, f.ID) || r.Within != nil && !r.Within.Has(o) ||
			remote && !r.Remote || e.Entry == FirstYear && f.EntryYear > 1 {
			continue
		}
		s := bruteStep{q: e.To, offer: o, years: e.Years, km: -1, percent: b.percent(o), share: b.share(o)}
		if !remote {
			s.km = b.km(f.Point)
			if r.MaxKm > 0 && s.km > r.MaxKm && !(r.Boarding && q.Level >= 4 &&
				(!r.KnownBoarding || f.Establishment >= 0 && m.Establishments[f.Establishment].Boarding == training.Yes)) {
				continue
			}
		}
		if e.Entry == AfterCommon {
			s.percent = -2
		}
		s.final = wanted && (r.Target.Offers == nil || r.Target.Offers.Has(o))
		steps = append(steps, s)
	}
	if !exists && !r.LocatedOnly && r.Within == nil && (any || q.Active) {
		s := bruteStep{q: e.To, offer: training.None, years: e.Years, km: -1, percent: -1, share: -1, final: wanted && r.Target.Offers == nil}
		if e.Entry == AfterCommon {
			s.percent = -2
		}
		steps = append(steps, s)
	}
	return steps
}

func (b *brute) percent(offer int32) int {
	p, ok := b.percents[offer]
	if !ok {
		p = brutePercent(b.m, int(offer))
		b.percents[offer] = p
	}
	return p
}

// brutePercent counts, for one offer, those with a smaller ratio.
func brutePercent(m *training.Model, at int) int {
	ratio := func(o *training.Offer) float32 {
		if o.Applicants == training.NoApplicants || o.EntryYear > 1 || o.Capacity.Status != training.Known || o.Applied.Status != training.Known {
			return -1
		}
		return o.Applied.Value / o.Capacity.Value
	}
	o := &m.Offers[at]
	if ratio(o) < 0 {
		return -1
	}
	less, equal, all := 0, 0, 0
	for i := range m.Offers {
		p := &m.Offers[i]
		if p.Applicants != o.Applicants || m.Qualifications[p.Qualification].Level != m.Qualifications[o.Qualification].Level || ratio(p) < 0 {
			continue
		}
		all++
		switch {
		case ratio(p) < ratio(o):
			less++
		case ratio(p) == ratio(o):
			equal++
		}
	}
	return int(math.Floor(100*(float64(less)+float64(equal)/2)/float64(all) + 0.5))
}

func bruteShare(m *training.Model, o *training.Offer) int {
	share, cohort := -1, ""
	for i := range m.Outcomes {
		x := &m.Outcomes[i]
		if x.Qualification == o.Qualification && x.Region == m.Establishments[o.Establishment].Region && x.Route == o.Route &&
			x.Cohort > cohort && !m.Qualifications[o.Qualification].Common {
			cohort, share = x.Cohort, -1
			if x.Continue.Status == training.Known {
				share = int(100*(x.Continue.Value+(1-x.Continue.Value)*x.Employed[0].Value) + 0.5)
			}
		}
	}
	return share
}

func (b *brute) walk(path []int32, steps []bruteStep) {
	if len(steps) == MaxSteps {
		return
	}
	edges := b.g.From(path[len(path)-1])
	for i := range edges {
		e := &edges[i]
		if slices.Contains(path, e.To) || !b.g.Walked(e) {
			continue
		}
		for _, s := range b.accepted(e) {
			b.paths++
			if s.final {
				b.found[score(append(steps, s))] = true
				continue
			}
			b.walk(append(path, e.To), append(steps, s))
		}
	}
}

func score(steps []bruteStep) criteria {
	var c criteria
	for _, s := range steps {
		c.years += int(s.years)
		if s.years == 0 {
			c.unyears++
		}
		if s.offer == training.None {
			c.holes++
		}
		if s.km >= 0 {
			c.km = max(c.km, int(s.km+0.5))
		}
		if s.percent == -1 {
			c.undecided++
		}
		c.diff = max(c.diff, s.percent)
	}
	c.share = steps[len(steps)-1].share
	if c.share < 0 {
		c.unoutcome = 1
	}
	return c
}

// front returns what no other dominates, in the order of answers.
func (b *brute) front() []criteria {
	var all []criteria
	for c := range b.found {
		if !b.dominated(c) {
			all = append(all, c)
		}
	}
	slices.SortFunc(all, func(x, y criteria) int {
		return cmp.Or(compareBool(x.km > 200, y.km > 200), cmp.Compare(x.holes, y.holes), cmp.Compare(x.unyears, y.unyears), cmp.Compare(x.undecided, y.undecided),
			cmp.Compare(x.unoutcome, y.unoutcome), cmp.Compare(x.years, y.years), cmp.Compare(x.km, y.km),
			cmp.Compare(x.diff, y.diff), cmp.Compare(y.share, x.share))
	})
	return all
}

func (b *brute) dominated(c criteria) bool {
	for d := range b.found {
		if d.dominates(c) {
			return true
		}
	}
	return false
}

func newBrute(e *Engine, r *Request) *brute {
	b := &brute{m: e.model, g: e.graph, r: r, found: make(map[criteria]bool), percents: make(map[int32]int)}
	b.km = func(p geo.Point) float64 { return Detour * geo.Km(r.Home, p) }
	b.share = func(o int32) int { return bruteShare(b.m, &b.m.Offers[o]) }
	if len(b.m.Offers) > 1000 {
		// At national scale outcomes also come from lineage: package training has tests of
		// its own on that.
		b.share = func(o int32) int { return int(e.share[o]) }
	}
	plan, err := e.prepare(r)
	if err != nil {
		return b
	}
	for _, n := range plan.starts {
		if n == int32(len(e.model.Qualifications)) {
			n = End3e
		}
		b.walk([]int32{n}, nil)
	}
	return b
}

// wholeFront is every itinerary of the front, shown or not.
func wholeFront(e *Engine, r Request) ([]Itinerary, error) {
	p, err := e.prepare(&r)
	if err != nil {
		return nil, err
	}
	s := newSearch(e)
	if err := s.measure(context.Background(), r.Home, p.filter); err != nil {
		return nil, err
	}
	if err := s.answer(context.Background(), p); err != nil {
		return nil, err
	}
	var all []Itinerary
	for _, f := range s.ordered() {
		all = append(all, s.itinerary(&f))
	}
	return all, nil
}

func criteriaOf(it *Itinerary) criteria {
	c := criteria{
		holes: it.Criteria.FarthestKm.Unknown, unyears: it.Criteria.Years.Unknown, undecided: it.Criteria.Difficulty.Unknown,
		unoutcome: it.Criteria.Outcome.Unknown, years: it.Criteria.Years.Value, km: it.Criteria.FarthestKm.Value,
		diff: it.Criteria.Difficulty.Value, share: it.Criteria.Outcome.Value,
	}
	if c.unoutcome == 1 {
		c.share = -1
	}
	return c
}

// TestAgainstBruteForce compares the whole front with that of every path enumerated, and
// walks each itinerary again to see that it is what it says.
func TestAgainstBruteForce(t *testing.T) {
	t.Parallel()
	worlds := 4000
	if testing.Short() {
		worlds = 500
	}
	found, paths, largest := 0, 0, 0
	for seed := range uint64(worlds) {
		r := rand.New(rand.NewPCG(seed, 4))
		m := smallWorld(r)
		e := New(m, nil)
		for range 3 {
			q := smallRequest(r, m)
			got, err := wholeFront(e, q)
			var invalid *Invalid
			if errors.As(err, &invalid) {
				continue
			}
			if err != nil {
				t.Fatalf("seed %d: %v", seed, err)
			}
			b := newBrute(e, &q)
			want := b.front()
			paths += b.paths
			var have []criteria
			for i := range got {
				have = append(have, criteriaOf(&got[i]))
				if err := b.follow(&got[i]); err != nil {
					t.Fatalf("seed %d: %+v: %v", seed, q, err)
				}
			}
			if !slices.Equal(have, want) {
				t.Fatalf("seed %d: request %+v\n got %v\nwant %v", seed, q, have, want)
			}
			if len(want) > 0 {
				found++
			}
			largest = max(largest, len(want))
		}
	}
	if found < worlds/4 || largest < 6 {
		t.Errorf("%d requests with an itinerary, largest front %d: the worlds are too poor to show anything", found, largest)
	}
	t.Logf("%d requests with an itinerary, %d paths enumerated, largest front %d", found, paths, largest)
}

// follow takes an itinerary step by step by the definitions.
func (b *brute) follow(it *Itinerary) error {
	path := []int32{it.Start}
	var steps []bruteStep
	for i, s := range it.Steps {
		last := path[len(path)-1]
		edges := b.g.From(last)
		at := slices.IndexFunc(edges, func(e Edge) bool { return e == s.Edge })
		if at < 0 || s.Edge.From != last || s.Edge.To != s.Qualification {
			return fmt.Errorf("step %d: %+v is no edge from %d", i, s.Edge, last)
		}
		if slices.Contains(path, s.Qualification) {
			return fmt.Errorf("step %d: qualification %d twice", i, s.Qualification)
		}
		all := b.accepted(&edges[at])
		k := slices.IndexFunc(all, func(o bruteStep) bool { return o.offer == s.Offer })
		if k < 0 {
			return fmt.Errorf("step %d: offer %d is not accepted", i, s.Offer)
		}
		if all[k].final != (i == len(it.Steps)-1) {
			return fmt.Errorf("step %d: ends the itinerary or not: %v", i, all[k].final)
		}
		if km := int(all[k].km + 0.5); s.Km != km && all[k].km >= 0 {
			return fmt.Errorf("step %d: %d km, want %d", i, s.Km, km)
		}
		path, steps = append(path, s.Qualification), append(steps, all[k])
	}
	if c := score(steps); c != criteriaOf(it) {
		return fmt.Errorf("criteria %+v, want %+v", criteriaOf(it), c)
	}
	return nil
}
