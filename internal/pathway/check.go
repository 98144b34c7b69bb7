package pathway

import (
	"cmp"
	"slices"
)

// Report says what the progressions of a model are worth.
type Report struct {
	Qualifications int // that are open or offered
	Edges          int
	ByStrength     [Possible + 1]int // edges of each strength
	BySource       []SourceEdges     // most first

	// Of qualifications that are open or offered, those that nothing leads to, those below
	// level 8 that lead nowhere, and those without any edge: each is in one list.
	NoWayIn, NoWayOut, Alone []int32
	// Cycles are sets of qualifications that lead to each other without going down a
	// level, largest first.
	Cycles [][]int32
	// Skips go up two levels or more in less than three years, Descents go down a level.
	Skips, Descents []Edge
	// Offers is how many there are, Reached how many are of a qualification that can be
	// reached from the end of 3ᵉ in at most eight steps, by level from 0 to 8.
	Offers, Reached [9]int
}

// SourceEdges is how many edges a source, or a line of rules.csv, gives.
type SourceEdges struct {
	Source string
	Edges  int
}

// Check reports on the progressions that the engine walks.
func (e *Engine) Check() *Report {
	g, m := e.graph, e.model
	r := &Report{Edges: len(g.Edges)}
	sources := make(map[string]int)
	for i := range g.Edges {
		edge := &g.Edges[i]
		r.ByStrength[edge.Strength]++
		sources[g.Source(edge)]++
		if edge.down {
			r.Descents = append(r.Descents, *edge)
		} else if edge.skips(m) {
			r.Skips = append(r.Skips, *edge)
		}
	}
	for s, n := range sources {
		r.BySource = append(r.BySource, SourceEdges{s, n})
	}
	slices.SortFunc(r.BySource, func(a, b SourceEdges) int {
		return cmp.Or(cmp.Compare(b.Edges, a.Edges), cmp.Compare(a.Source, b.Source))
	})
	cycles := make(map[int32][]int32)
	for i := range m.Qualifications {
		q := int32(i)
		if c := g.component[q]; c >= 0 {
			cycles[c] = append(cycles[c], q)
		}
		if !e.exists(q) {
			continue
		}
		r.Qualifications++
		in, out := len(g.Into(q)) > 0, len(g.From(q)) > 0 || m.Qualifications[q].Level == 8
		switch {
		case !in && len(g.From(q)) == 0:
			r.Alone = append(r.Alone, q)
		case !in:
			r.NoWayIn = append(r.NoWayIn, q)
		case !out:
			r.NoWayOut = append(r.NoWayOut, q)
		}
	}
	for _, c := range cycles {
		r.Cycles = append(r.Cycles, c)
	}
	slices.SortFunc(r.Cycles, func(a, b []int32) int {
		return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a[0], b[0]))
	})
	e.countReached(r)
	return r
}

// countReached counts offers by level, and those of what can be reached.
func (e *Engine) countReached(r *Report) {
	g := e.graph
	steps := map[int32]int{End3e: 0}
	for queue := []int32{End3e}; len(queue) > 0; queue = queue[1:] {
		at := queue[0]
		if steps[at] == MaxSteps {
			continue
		}
		edges := g.From(at)
		for i := range edges {
			to := edges[i].To
			if _, ok := steps[to]; ok || edges[i].down || !e.exists(to) {
				continue
			}
			steps[to] = steps[at] + 1
			queue = append(queue, to)
		}
	}
	for q, offers := range e.byQualification {
		level := e.model.Qualifications[q].Level
		r.Offers[level] += len(offers)
		if _, ok := steps[int32(q)]; ok {
			r.Reached[level] += len(offers)
		}
	}
}
