package expertise

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"
)

// hungarian is the least cost of a problem in which each dossier has two readers, one of
// each college: then a college is a table of dossiers against the places of experts, each
// place dearer than the one before, and the Hungarian algorithm (Kuhn 1955, with
// potentials, rows added one by one) solves it. It shares nothing with flows.
func hungarian(p *Problem) (total int64) {
	no := p.forbidden()
	for _, college := range p.Rules.Colleges.Both() {
		var places []int // whose
		var step []int64 // what it adds to the load's square
		for i := range p.Experts {
			for j := range min(p.Experts[i].Most, len(p.Dossiers)) {
				if p.Experts[i].College == college {
					places, step = append(places, i), append(step, int64(p.Rules.Weights.Load*(2*j+1)))
				}
			}
		}
		const never = 1 << 40
		costs := make([][]int64, len(p.Dossiers))
		for d := range p.Dossiers {
			costs[d] = make([]int64, len(places))
			for k, i := range places {
				e := &p.Experts[i]
				if costs[d][k] = step[k] + p.Rules.Weights.pairCost(e, &p.Dossiers[d]).Total(); no[Pair{e.ID, p.Dossiers[d].ID}] {
					costs[d][k] = never
				}
			}
		}
		total += assignRows(costs)
	}
	return total
}

// assignRows is the least cost of one column a row, none twice.
func assignRows(costs [][]int64) (total int64) {
	n, m := len(costs), len(costs[0])
	u, v := make([]int64, n+1), make([]int64, m+1)
	row, way := make([]int, m+1), make([]int, m+1)
	least, used := make([]int64, m+1), make([]bool, m+1)
	for i := 1; i <= n; i++ {
		row[0] = i
		for j := range least {
			least[j], used[j] = math.MaxInt64, false
		}
		j := 0
		for row[j] != 0 {
			used[j] = true
			delta, next := int64(math.MaxInt64), 0
			for k := 1; k <= m; k++ {
				if used[k] {
					continue
				}
				if c := costs[row[j]-1][k-1] - u[row[j]] - v[k]; c < least[k] {
					least[k], way[k] = c, j
				}
				if least[k] < delta {
					delta, next = least[k], k
				}
			}
			for k := range used {
				if used[k] {
					u[row[k]] += delta
					v[k] -= delta
				} else {
					least[k] -= delta
				}
			}
			j = next
		}
		for j != 0 {
			row[j] = row[way[j]]
			j = way[j]
		}
	}
	for j := 1; j <= m; j++ {
		if row[j] > 0 {
			total += costs[row[j]-1][j-1]
		}
	}
	return total
}

// Sizes that can't be enumerated, against another exact method.
func TestAssignAgainstHungarian(t *testing.T) {
	t.Parallel()
	for seed := range uint64(20) {
		p := world(rand.New(rand.NewPCG(seed, 9)), 60, 30, 2, seed%2 == 0)
		a, err := Assign(p)
		if err != nil {
			continue // tight ones may have none
		}
		if got, want := a.Cost.Total(), hungarian(p); got != want {
			t.Errorf("seed %d: cost %d, want %d", seed, got, want)
		}
	}
}

// BenchmarkAssignAgainstHungarian shares 600 dossiers among 150 experts, two readers each
// for the Hungarian algorithm can do no more, equal costs first; then with four readers.
func BenchmarkAssignAgainstHungarian(b *testing.B) {
	solve := func(p *Problem) (*Assignment, time.Duration) {
		start := time.Now()
		a, err := Assign(p)
		if err != nil {
			b.Fatal(err)
		}
		return a, time.Since(start)
	}
	b.Run("two readers", func(b *testing.B) {
		p := world(rand.New(rand.NewPCG(5, 5)), 600, 150, 2, false)
		ours, theirs := time.Duration(math.MaxInt64), time.Duration(math.MaxInt64) // the best of each, side by side
		for b.Loop() {
			start := time.Now()
			want := hungarian(p)
			theirs = min(theirs, time.Since(start))
			a, took := solve(p)
			if a.Cost.Total() != want {
				b.Fatalf("cost %d, the Hungarian algorithm's is %d", a.Cost.Total(), want)
			}
			ours = min(ours, took)
		}
		b.ReportMetric(ours.Seconds()*1e3, "ours-ms")
		b.ReportMetric(theirs.Seconds()*1e3, "hungarian-ms")
		b.ReportMetric(theirs.Seconds()/ours.Seconds(), "times-faster")
	})
	for _, tt := range []struct {
		name  string
		tight bool
	}{{"four readers", false}, {"four readers, no place to spare", true}} {
		b.Run(tt.name, func(b *testing.B) {
			p := world(rand.New(rand.NewPCG(5, 5)), 600, 150, 4, tt.tight)
			best := time.Duration(math.MaxInt64)
			for b.Loop() {
				_, took := solve(p)
				best = min(best, took)
			}
			b.ReportMetric(best.Seconds()*1e3, "best-ms")
		})
	}
}
