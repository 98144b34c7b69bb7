package expertise

import (
	"cmp"
	"fmt"
	"slices"

	"continuum/internal/fault"
)

// Bounds of a problem, far above a national wave.
const (
	MaxDossiers = 5_000
	MaxExperts  = 2_000
	MaxPairs    = 2_000_000
	MaxReaders  = 20     // of one dossier
	MaxLoad     = 10_000 // of one expert
	MaxWeight   = 1_000
)

// Weights are what the ways in which an assignment falls short cost.
type Weights struct {
	Sector   int `json:"sector"`   // a reader who doesn't know the dossier's sector
	Region   int `json:"region"`   // a reader of the dossier's own region
	Together int `json:"together"` // each pair of readers of one college and one region on a dossier
	Load     int `json:"load"`     // times the square of each expert's load
}

// DefaultWeights put knowing the sector before regions, and both before level loads.
var DefaultWeights = Weights{Sector: 100, Region: 20, Together: 10, Load: 1}

// Rules are what the ruleset says of an assignment.
type Rules struct {
	Colleges Sides `json:"colleges,omitzero"`
	// Difference is how far apart the numbers of readers of the two colleges may be on a
	// dossier, -1 for no parity. One is always allowed when the number of readers is odd.
	Difference int     `json:"difference"`
	Weights    Weights `json:"weights"`
}

// Problem is what an assignment is asked for.
type Problem struct {
	Dossiers []Dossier `json:"dossiers"`
	Experts  []Expert  `json:"experts"`
	// Conflicts forbid their pair, whatever their kind.
	Conflicts []Conflict `json:"conflicts"`
	Rules     Rules      `json:"rules"`
}

// share is the fewest and the most readers that a dossier with n has of each college.
func (r Rules) share(n int) (fewest, most int) {
	if r.Difference < 0 {
		return 0, n
	}
	difference := max(r.Difference, n%2)
	if difference%2 != n%2 {
		difference--
	}
	difference = min(difference, n)
	return (n - difference) / 2, (n + difference) / 2
}

// in returns the problem in the order of identifiers, so that the answer does not depend
// on the order of files, or fault.Invalid.
func (p *Problem) in() (*Problem, error) {
	q := *p
	q.Dossiers = slices.SortedFunc(slices.Values(p.Dossiers), func(a, b Dossier) int { return cmp.Compare(a.ID, b.ID) })
	q.Experts = slices.SortedFunc(slices.Values(p.Experts), func(a, b Expert) int { return cmp.Compare(a.ID, b.ID) })
	return &q, q.validate()
}

func (p *Problem) validate() error {
	switch {
	case len(p.Dossiers) > MaxDossiers, len(p.Experts) > MaxExperts, len(p.Dossiers)*len(p.Experts) > MaxPairs:
		return invalid("dossiers", "%d dossiers and %d experts: at most %d, %d and %d pairs", len(p.Dossiers), len(p.Experts), MaxDossiers, MaxExperts, MaxPairs)
	case len(p.Dossiers) == 0:
		return invalid("dossiers", "none")
	case p.Rules.Difference < -1 || p.Rules.Difference > MaxReaders:
		return invalid("difference", "%d: want -1 to %d", p.Rules.Difference, MaxReaders)
	case p.Rules.Colleges.Both()[0] == p.Rules.Colleges.Both()[1]:
		return invalid("colleges", "want two")
	}
	w := p.Rules.Weights
	for _, one := range []int{w.Sector, w.Region, w.Together, w.Load} {
		if one < 0 || one > MaxWeight {
			return invalid("weights", "%d: want 0 to %d", one, MaxWeight)
		}
	}
	for i, d := range p.Dossiers {
		switch {
		case d.ID == "":
			return invalid("dossiers", "one has no identifier")
		case i > 0 && p.Dossiers[i-1].ID == d.ID:
			return invalid("dossiers", "%s is there twice", d.ID)
		case d.Readers < 1 || d.Readers > MaxReaders:
			return invalid("dossiers", "%s: readers %d: want 1 to %d", d.ID, d.Readers, MaxReaders)
		}
	}
	for i, e := range p.Experts {
		switch {
		case e.ID == "":
			return invalid("experts", "one has no identifier")
		case i > 0 && p.Experts[i-1].ID == e.ID:
			return invalid("experts", "%s is there twice", e.ID)
		case p.side(&p.Experts[i]) < 0:
			both := p.Rules.Colleges.Both()
			return invalid("experts", "%s: college %q: want %s or %s", e.ID, e.College, both[0], both[1])
		case e.Least < 0 || e.Most < e.Least || e.Most > MaxLoad:
			return invalid("experts", "%s: loads %d to %d: want 0 ≤ least ≤ most ≤ %d", e.ID, e.Least, e.Most, MaxLoad)
		}
	}
	return nil
}

// Without is the problem without dossiers whose readers are settled: what each expert reads
// of them counts in the loads of that expert. Readings of a dossier that nobody reads any
// more count too, for they were work.
func (p *Problem) Without(settled map[DossierID]bool, readings []Pair) *Problem {
	q := *p
	q.Dossiers = slices.DeleteFunc(slices.Clone(p.Dossiers), func(d Dossier) bool { return settled[d.ID] })
	q.Conflicts = slices.DeleteFunc(slices.Clone(p.Conflicts), func(c Conflict) bool { return settled[c.Dossier] })
	q.Experts = slices.Clone(p.Experts)
	for i := range q.Experts {
		e := &q.Experts[i]
		for _, r := range readings {
			if r.Expert == e.ID && settled[r.Dossier] {
				e.Least, e.Most = max(0, e.Least-1), max(0, e.Most-1)
			}
		}
	}
	return &q
}

// invalid is bad input, with its place for an operator.
func invalid(field, format string, args ...any) error {
	return fault.New(fault.Invalid, "expertise.input").In(field).Because(fmt.Errorf(format, args...))
}

// side is the place of an expert's college.
func (p *Problem) side(e *Expert) int { return p.Rules.Colleges.Of(e.College) }

// forbidden is the pairs that conflicts forbid.
func (p *Problem) forbidden() map[Pair]bool {
	no := make(map[Pair]bool, len(p.Conflicts))
	for _, c := range p.Conflicts {
		no[c.Pair] = true
	}
	return no
}

// pairCost is what a reading costs by itself.
func (w Weights) pairCost(e *Expert, d *Dossier) (cost Cost) {
	if !slices.Contains(e.Sectors, d.Sector) {
		cost.Sector = int64(w.Sector)
	}
	if e.Region != "" && e.Region == d.Region {
		cost.Region = int64(w.Region)
	}
	return cost
}

// Cost is what an assignment costs, part by part.
type Cost struct {
	Sector   int64 `json:"sector"`
	Region   int64 `json:"region"`
	Together int64 `json:"together"`
	Load     int64 `json:"load"`
}

// Total is the sum of the parts.
func (c Cost) Total() int64 { return c.Sector + c.Region + c.Together + c.Load }

func (c *Cost) add(o Cost) {
	c.Sector += o.Sector
	c.Region += o.Region
	c.Together += o.Together
	c.Load += o.Load
}
