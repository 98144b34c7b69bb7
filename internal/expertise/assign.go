package expertise

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"continuum/internal/expertise/flow"
)

// Assignment says who reads what, and proves that no other is cheaper; see Prove.
type Assignment struct {
	Readings []Pair `json:"readings"` // by dossier then expert
	Cost     Cost   `json:"cost"`
	// Prices are what one dossier more costs an expert. They are the proof.
	Prices []Price `json:"prices"`
	// Across counts the pairs of readers of different colleges and one region on a
	// dossier, which cost nothing here.
	Across int `json:"across"`
}

// Price is that of one reading by an expert.
type Price struct {
	Expert ExpertID `json:"expert"`
	Price  int64    `json:"price"`
}

// Assign finds the cheapest assignment; see docs/expertise.md for what is cheap. When
// there is none, the error is a *Shortage. An answer is always proven.
func Assign(problem *Problem) (*Assignment, error) {
	p, err := problem.in()
	if err != nil {
		return nil, err
	}
	n := newNetwork(p)
	if n.Solve() > 0 {
		return nil, n.shortage()
	}
	if err := n.Prove(); err != nil {
		return nil, fmt.Errorf("the assignment found is not the best: %w", err)
	}
	a := n.assignment()
	if idle := n.idle(a); len(idle.Idle) > 0 {
		return nil, idle
	}
	if err := Prove(p, a); err != nil {
		return nil, fmt.Errorf("the assignment found is not the best: %w", err)
	}
	return a, nil
}

// network is a problem as a flow. A dossier gives its readers: those that parity sets, to
// a node of it and of a college; the others, if any, to a node that either college takes
// from. From a college they go to a region, over arcs that cost more the more they are, and
// on to experts, or straight to these; from an expert to the sink, each at the cost of one
// dossier more.
type network struct {
	*flow.Network
	p      *Problem
	no     map[Pair]bool
	either []int32    // by dossier, -1 when parity leaves no choice
	side   [2][]int32 // by college and dossier
	expert []int32    // by expert
	pairs  []arc      // an arc each
	unmet  int64      // added to every load past the least: more than any assignment costs
}

// arc is a pair and its arc in the network.
type arc struct{ dossier, expert, number int }

func newNetwork(p *Problem) *network {
	n := &network{Network: flow.New(), p: p, no: p.forbidden()}
	n.price()
	n.experts()
	areas := n.areas()
	for i := range p.Dossiers {
		d := &p.Dossiers[i]
		fewest, most := p.Rules.share(d.Readers)
		free, either := d.Readers-2*fewest, int32(-1)
		if free > 0 {
			either = n.Node()
			n.Supply(either, int32(free))
		}
		n.either = append(n.either, either)
		for c := range 2 {
			side := n.Node()
			n.side[c] = append(n.side[c], side)
			if fewest > 0 {
				n.Supply(side, int32(fewest))
			}
			if free > 0 {
				n.Arc(either, side, int32(most-fewest), 0)
			}
			for _, area := range areas[c] {
				n.readers(i, side, most, area)
			}
		}
	}
	return n
}

// price finds what a least load unmet has to cost to be met whenever it can be.
func (n *network) price() {
	w, units, most := n.p.Rules.Weights, int64(0), int64(0)
	for i := range n.p.Dossiers {
		units += int64(n.p.Dossiers[i].Readers)
	}
	least := 0
	for i := range n.p.Experts {
		most = max(most, min(int64(n.p.Experts[i].Most), int64(len(n.p.Dossiers))))
		least = max(least, n.p.Experts[i].Least)
	}
	if least > 0 {
		n.unmet = 1 + units*(int64(w.Sector+w.Region)+int64(w.Together)*MaxReaders+2*most*int64(w.Load))
	}
}

// experts adds the experts and their loads: squares, one unit at a time.
func (n *network) experts() {
	w := int64(n.p.Rules.Weights.Load)
	for i := range n.p.Experts {
		e := &n.p.Experts[i]
		node := n.Node()
		n.expert = append(n.expert, node)
		for j := range int64(min(e.Most, len(n.p.Dossiers))) {
			cost := w * (2*j + 1)
			if j >= int64(e.Least) {
				cost += n.unmet
			}
			n.Arc(node, n.Sink(), 1, cost)
		}
	}
}

// areas groups the experts of each college by region; those of none are alone.
func (n *network) areas() (areas [2][][]int) {
	var at [2]map[string]int
	for i := range n.p.Experts {
		e := &n.p.Experts[i]
		c := n.p.side(e)
		if at[c] == nil {
			at[c] = make(map[string]int)
		}
		k, known := at[c][e.Region]
		if !known || e.Region == "" {
			k = len(areas[c])
			at[c][e.Region] = k
			areas[c] = append(areas[c], nil)
		}
		areas[c][k] = append(areas[c][k], i)
	}
	return areas
}

// readers adds the arcs from a dossier's side to the experts of an area who may read it.
func (n *network) readers(dossier int, side int32, most int, area []int) {
	d := &n.p.Dossiers[dossier]
	w := n.p.Rules.Weights
	var may []int
	for _, i := range area {
		if !n.no[Pair{n.p.Experts[i].ID, d.ID}] {
			may = append(may, i)
		}
	}
	from := side
	if both := min(most, len(may)); both > 1 && w.Together > 0 {
		from = n.Node()
		for j := range both {
			n.Arc(side, from, 1, int64(j*w.Together))
		}
	}
	for _, i := range may {
		cost := w.pairCost(&n.p.Experts[i], d)
		n.pairs = append(n.pairs, arc{dossier, i, n.Arc(from, n.expert[i], 1, cost.Total())})
	}
}

// assignment reads the flow.
func (n *network) assignment() *Assignment {
	a := &Assignment{Readings: []Pair{}}
	for _, x := range n.pairs {
		if n.Flow(x.number) > 0 {
			a.Readings = append(a.Readings, Pair{n.p.Experts[x.expert].ID, n.p.Dossiers[x.dossier].ID})
		}
	}
	slices.SortFunc(a.Readings, comparePairs)
	a.Cost, a.Across = n.p.cost(a.Readings)
	for i := range n.p.Experts {
		a.Prices = append(a.Prices, Price{n.p.Experts[i].ID, n.Potential(n.expert[i]) - n.unmet})
	}
	return a
}

func comparePairs(a, b Pair) int {
	return cmp.Or(cmp.Compare(a.Dossier, b.Dossier), cmp.Compare(a.Expert, b.Expert))
}

// Loads counts the dossiers of each expert; those who have none are not there.
func (a *Assignment) Loads() map[ExpertID]int {
	loads := make(map[ExpertID]int)
	for _, r := range a.Readings {
		loads[r.Expert]++
	}
	return loads
}

// errUnproven is what Prove fails with when a cheaper assignment is not excluded.
var errUnproven = errors.New("a cheaper assignment is not excluded")
