package expertise

import (
	"fmt"
	"slices"
)

// Prove checks an assignment against its problem: that it keeps all the rules, costs what
// it says, and that no assignment costs less. It knows nothing of flows.
//
// For any prices of readings, let each dossier take the readers that are cheapest for it,
// prices included, without regard to loads, and each expert the load at which what the
// prices bring exceeds most what the load costs. A true assignment pays and receives the
// same prices, so it can't cost less than the sum (Lagrangian bound).
func Prove(problem *Problem, a *Assignment) error {
	p, err := problem.in()
	if err != nil {
		return err
	}
	if err := p.keeps(a.Readings); err != nil {
		return err
	}
	cost, across := p.cost(a.Readings)
	if cost != a.Cost || across != a.Across {
		return fmt.Errorf("costs %+v with %d pairs across, says %+v with %d", cost, across, a.Cost, a.Across)
	}
	bound, err := p.bound(a.Prices)
	if err != nil {
		return err
	}
	if bound != cost.Total() {
		return fmt.Errorf("%w: it costs %d, any costs %d at least", errUnproven, cost.Total(), bound)
	}
	return nil
}

// Keeps says which rule readings break, nothing when they keep all. They must be in the
// order of dossiers, then experts.
func (p *Problem) Keeps(readings []Pair) error {
	q, err := p.in()
	if err != nil {
		return err
	}
	return q.keeps(readings)
}

func (p *Problem) keeps(readings []Pair) error {
	no, readers := p.forbidden(), make(map[DossierID][2]int)
	experts := make(map[ExpertID]*Expert)
	for i := range p.Experts {
		experts[p.Experts[i].ID] = &p.Experts[i]
	}
	loads := make(map[ExpertID]int)
	for i, r := range readings {
		e := experts[r.Expert]
		switch {
		case e == nil:
			return fmt.Errorf("%s is no expert", r.Expert)
		case no[r]:
			return fmt.Errorf("%s reads %s in spite of a conflict", r.Expert, r.Dossier)
		case i > 0 && comparePairs(readings[i-1], r) >= 0:
			return fmt.Errorf("%s reads %s twice, or readings are out of order", r.Expert, r.Dossier)
		}
		n := readers[r.Dossier]
		n[p.side(e)]++
		loads[r.Expert]++
		readers[r.Dossier] = n
	}
	for _, d := range p.Dossiers {
		n := readers[d.ID]
		fewest, most := p.Rules.share(d.Readers)
		if n[0]+n[1] != d.Readers || min(n[0], n[1]) < fewest || max(n[0], n[1]) > most {
			return fmt.Errorf("%s has %d and %d readers, wants %d, %d to %d of each college", d.ID, n[0], n[1], d.Readers, fewest, most)
		}
		delete(readers, d.ID)
	}
	for id := range readers {
		return fmt.Errorf("%s is no dossier", id)
	}
	for _, e := range p.Experts {
		if n := loads[e.ID]; n < e.Least || n > e.Most {
			return fmt.Errorf("%s has %d dossiers, wants %d to %d", e.ID, n, e.Least, e.Most)
		}
	}
	return nil
}

// cost adds up what readings cost, and counts the pairs of one region across colleges.
func (p *Problem) cost(readings []Pair) (total Cost, across int) {
	experts, dossiers := make(map[ExpertID]*Expert), make(map[DossierID]*Dossier)
	for i := range p.Experts {
		experts[p.Experts[i].ID] = &p.Experts[i]
	}
	for i := range p.Dossiers {
		dossiers[p.Dossiers[i].ID] = &p.Dossiers[i]
	}
	w := p.Rules.Weights
	loads := make(map[ExpertID]int64)
	for i, r := range readings {
		e := experts[r.Expert]
		total.add(w.pairCost(e, dossiers[r.Dossier]))
		for j := i - 1; j >= 0 && readings[j].Dossier == r.Dossier; j-- {
			o := experts[readings[j].Expert]
			switch {
			case e.Region == "" || o.Region != e.Region:
			case o.College == e.College:
				total.Together += int64(w.Together)
			default:
				across++
			}
		}
		loads[r.Expert]++
	}
	for _, n := range loads {
		total.Load += int64(w.Load) * n * n
	}
	return total, across
}

// bound is what any assignment costs at least, as prices show it.
func (p *Problem) bound(prices []Price) (int64, error) {
	price := make(map[ExpertID]int64, len(prices))
	for _, x := range prices {
		price[x.Expert] = x.Price
	}
	if len(price) != len(p.Experts) || len(prices) != len(price) {
		return 0, fmt.Errorf("%d prices for %d experts", len(prices), len(p.Experts))
	}
	no, bound := p.forbidden(), int64(0)
	for i := range p.Dossiers {
		best, ok := p.cheapest(&p.Dossiers[i], no, price)
		if !ok {
			return 0, fmt.Errorf("%s can't have its readers", p.Dossiers[i].ID)
		}
		bound += best
	}
	for i := range p.Experts {
		e := &p.Experts[i]
		pay := func(n int) int64 { return int64(p.Rules.Weights.Load)*int64(n)*int64(n) - int64(n)*price[e.ID] }
		best := pay(e.Least)
		for n := e.Least + 1; n <= min(e.Most, len(p.Dossiers)); n++ {
			best = min(best, pay(n))
		}
		bound += best
	}
	return bound, nil
}

// cheapest is the least that a dossier's readers cost it when readings have prices. In a
// college the next reader is always the one who adds least: costs in a region only grow.
func (p *Problem) cheapest(d *Dossier, no map[Pair]bool, price map[ExpertID]int64) (best int64, ok bool) {
	var sums [2][]int64 // by college: what the cheapest 0, 1, 2… readers cost
	w := p.Rules.Weights
	for c, college := range p.Rules.Colleges.Both() {
		regions := make(map[string][]int64)
		var steps []int64
		for i := range p.Experts {
			e := &p.Experts[i]
			if e.College != college || no[Pair{e.ID, d.ID}] {
				continue
			}
			cost := w.pairCost(e, d)
			if total := cost.Total() + price[e.ID]; e.Region == "" {
				steps = append(steps, total)
			} else {
				regions[e.Region] = append(regions[e.Region], total)
			}
		}
		for _, costs := range regions {
			slices.Sort(costs)
			for j, cost := range costs {
				steps = append(steps, cost+int64(j*w.Together))
			}
		}
		slices.Sort(steps)
		sums[c] = []int64{0}
		for j, step := range steps[:min(len(steps), d.Readers)] {
			sums[c] = append(sums[c], sums[c][j]+step)
		}
	}
	fewest, most := p.Rules.share(d.Readers)
	for n := fewest; n <= most; n++ {
		if n >= len(sums[0]) || d.Readers-n >= len(sums[1]) {
			continue
		}
		if total := sums[0][n] + sums[1][d.Readers-n]; !ok || total < best {
			best, ok = total, true
		}
	}
	return best, ok
}
