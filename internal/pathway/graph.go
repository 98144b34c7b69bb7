package pathway

import (
	"cmp"
	"encoding/binary"
	"slices"

	"continuum/internal/geo"
	"continuum/internal/training"
)

// Graph is the progressions of a model and those of the rules, one edge between two
// nodes, in compressed rows. The node after the last qualification is the end of 3ᵉ.
type Graph struct {
	Edges []Edge // by From, the end of 3ᵉ last, then To

	model *training.Model
	start []int32 // edges of node n are Edges[start[n]:start[n+1]]
	into  []int32 // edges that lead to node n are back[into[n]:into[n+1]]
	back  []int32 // positions in Edges, by From
	// entries are those of the edges into a node that are walked, 1 << Entry.
	entries []uint8
	// heirs are what a replaced diploma became: who holds the one holds the other.
	heirs map[int32][]int32
	// component numbers what can lead to each other without going down a level; nodes
	// alone in theirs have -1.
	component []int32
	// twin is, for a node in no cycle, the first node that leads to just the same: ways to
	// reach the one are ways to reach the other for whoever goes on. Otherwise the node.
	twin []int32
}

// NewGraph returns the graph of a model, which must be indexed.
func NewGraph(m *training.Model) *Graph {
	g := &Graph{model: m, heirs: make(map[int32][]int32)}
	all := publishedEdges(m, g.heirs)
	all = append(all, ruleEdges(m, all)...)
	slices.SortFunc(all, g.compare)
	g.Edges = slices.CompactFunc(all, func(a, b Edge) bool { return a.From == b.From && a.To == b.To })
	g.index()
	return g
}

// compare orders edges by their ends, then strongest first.
func (g *Graph) compare(a, b Edge) int {
	return cmp.Or(cmp.Compare(g.node(a.From), g.node(b.From)), cmp.Compare(a.To, b.To),
		cmp.Compare(a.Strength, b.Strength), cmp.Compare(uint32(a.Published), uint32(b.Published)), cmp.Compare(a.Rule, b.Rule))
}

// node returns the row of a qualification or of the end of 3ᵉ.
func (g *Graph) node(q int32) int32 {
	if q == End3e {
		return int32(len(g.model.Qualifications))
	}
	return q
}

// heirsOf returns nodes in order, once each: who holds a replaced diploma holds the one
// that replaced it, and a closed one is held as that only.
func (g *Graph) heirsOf(nodes []int32) []int32 {
	var held []int32
	given := nodes
	seen := make(map[int32]bool)
	for len(nodes) > 0 {
		n := nodes[0]
		nodes = nodes[1:]
		if seen[n] {
			continue
		}
		seen[n] = true
		heirs := g.heirs[n]
		nodes = append(slices.Clip(nodes), heirs...)
		if len(heirs) == 0 || g.model.Qualifications[n].Active {
			held = append(held, n)
		}
	}
	if len(held) == 0 {
		held = slices.Clone(given) // a lineage that goes round
	}
	slices.Sort(held)
	return slices.Compact(held)
}

// From returns the edges that leave a qualification or [End3e].
func (g *Graph) From(q int32) []Edge {
	n := g.node(q)
	return g.Edges[g.start[n]:g.start[n+1]]
}

// Into returns the positions of the edges that lead to a qualification.
func (g *Graph) Into(q int32) []int32 { return g.back[g.into[q]:g.into[q+1]] }

// Walked reports whether itineraries may take an edge: they never go down a level.
func (g *Graph) Walked(e *Edge) bool { return !e.down }

func (g *Graph) index() {
	n := len(g.model.Qualifications) + 1
	g.start, g.into = make([]int32, n+1), make([]int32, n+1)
	g.entries = make([]uint8, n)
	for i := range g.Edges {
		e := &g.Edges[i]
		g.start[g.node(e.From)+1]++
		g.into[e.To+1]++
		to := g.model.Qualifications[e.To].Level
		e.down = e.From != End3e && to != 0 && to < g.model.Qualifications[e.From].Level
		if !e.down {
			g.entries[e.To] |= 1 << e.Entry
		}
	}
	for i := range n {
		g.start[i+1] += g.start[i]
		g.into[i+1] += g.into[i]
	}
	g.back = make([]int32, len(g.Edges))
	at := slices.Clone(g.into)
	for i := range g.Edges {
		t := g.Edges[i].To
		g.back[at[t]] = int32(i)
		at[t]++
	}
	g.component = components(n, func(q int32, visit func(int32)) {
		for i := g.start[q]; i < g.start[q+1]; i++ {
			if g.Walked(&g.Edges[i]) {
				visit(g.Edges[i].To)
			}
		}
	})
	g.twin = g.twins()
}

// twins finds the nodes that lead to the same, by edges of the same years and entry.
func (g *Graph) twins() []int32 {
	twin := make([]int32, len(g.start)-1)
	first := make(map[string]int32)
	var key []byte
	for q := range twin {
		twin[q] = int32(q)
		key = key[:0]
		for i := g.start[q]; i < g.start[q+1]; i++ {
			if e := &g.Edges[i]; !e.down {
				key = binary.LittleEndian.AppendUint32(key, uint32(e.To))
				key = append(key, byte(e.Years), byte(e.Entry))
			}
		}
		if len(key) == 0 || g.component[q] >= 0 {
			continue
		}
		if at, ok := first[string(key)]; ok {
			twin[q] = at
		} else {
			first[string(key)] = int32(q)
		}
	}
	return twin
}

// publishedEdges returns the edges that sources state, several between two nodes
// where they do, and notes lineages in heirs.
func publishedEdges(m *training.Model, heirs map[int32][]int32) []Edge {
	rules := Rules()
	var all []Edge
	for i := range m.Progressions {
		p := &m.Progressions[i]
		if p.From == p.To || p.From < 0 || p.To < 0 {
			continue
		}
		if p.Kind == training.Lineage {
			heirs[p.From] = append(heirs[p.From], p.To)
			continue
		}
		e := Edge{From: p.From, To: p.To, Published: int32(i), Rule: -1, Strength: Published}
		switch {
		case p.Kind == training.Family || p.Kind == training.Option:
			e.Strength = Structural
			e.Entry = AfterCommon
		case p.Condition != "":
			e.Strength = Conditional
		}
		from, to := &m.Qualifications[p.From], &m.Qualifications[p.To]
		e.enter(to, yearsLeft(rules, from.Kind, to.Kind))
		all = append(all, e)
	}
	return all
}

// enter gives an edge its years and its entry, when left years remain by it (0: all).
func (e *Edge) enter(to *training.Qualification, left int8) {
	whole := to.Years
	switch {
	case to.Common:
		e.Years, e.Entry = 1, FirstYear
	case e.Entry == AfterCommon:
		e.Years = max(whole-1, 0)
	case left == 0 || whole != 0 && left >= whole:
		e.Years, e.Entry = whole, FirstYear
	case whole == 0:
		e.Years, e.Entry = left, LaterYear
	default:
		e.Years, e.Entry = left, LaterYear
	}
}

// ruleEdges returns the edges of rules.csv, for what no source states: see stated.
func ruleEdges(m *training.Model, published []Edge) []Edge {
	ix := newTies(m)
	says := newStated(m, published)
	var all []Edge
	for r, rule := range Rules() {
		if rule.Tie == "none" {
			continue
		}
		var to []int32
		for q := range m.Qualifications {
			closed := !m.Qualifications[q].Active && len(m.OffersOf(int32(q))) == 0
			if !closed && rule.takesTo(&m.Qualifications[q], ix.label[q]) {
				to = append(to, int32(q))
			}
		}
		add := func(from, t int32) {
			if from == t || says.already(&rule, from, t) {
				return
			}
			e := Edge{From: from, To: t, Published: training.None, Rule: int16(r), Strength: rule.Strength}
			e.enter(&m.Qualifications[t], rule.Years)
			if !e.skips(m) {
				all = append(all, e)
			}
		}
		if slices.Contains(rule.From, end3e) {
			for _, t := range to {
				add(End3e, t)
			}
		}
		tied := ix.by(rule.Tie, to)
		for q := range m.Qualifications {
			if rule.takesFrom(&m.Qualifications[q]) {
				tied(int32(q), func(t int32) { add(int32(q), t) })
			}
		}
	}
	return all
}

// skips reports whether an edge goes up two levels or more in less than three years, which
// no rule does. A common year is the first of what it leads to, hence no skip; so is PASS,
// the first year of a licence.
func (e *Edge) skips(m *training.Model) bool {
	if e.From == End3e {
		return false
	}
	from, to := &m.Qualifications[e.From], &m.Qualifications[e.To]
	return from.Level > 0 && to.Level > from.Level+1 && e.Years < 3 && !to.Common && to.Kind != "PASS"
}

// stated is the kinds that sources say each qualification leads to and comes from.
type stated struct{ to, from map[int32][]string }

func newStated(m *training.Model, published []Edge) *stated {
	s := &stated{make(map[int32][]string), make(map[int32][]string)}
	for i := range published {
		e := &published[i]
		s.to[e.From] = append(s.to[e.From], m.Qualifications[e.To].Kind)
		s.from[e.To] = append(s.from[e.To], m.Qualifications[e.From].Kind)
	}
	return s
}

// already reports whether sources say what a rule would: where its first qualification
// leads, when it goes by NSF; where its second comes from, when it goes by words, since
// masters and doctoral schools name their disciplines.
func (s *stated) already(r *RuleLine, from, to int32) bool {
	switch r.Tie {
	case "group", "domain", "nearest":
		return slices.ContainsFunc(s.to[from], func(k string) bool { return slices.Contains(r.To, k) })
	case "words":
		return slices.ContainsFunc(s.from[to], func(k string) bool { return slices.Contains(r.From, k) })
	}
	return false
}

// ties finds the qualifications that go together.
type ties struct {
	m     *training.Model
	label []string // folded
}

func newTies(m *training.Model) *ties {
	ix := &ties{m, make([]string, len(m.Qualifications))}
	for i := range m.Qualifications {
		ix.label[i] = geo.Fold(m.Qualifications[i].Label)
	}
	return ix
}

// keys returns what a qualification is tied by; a qualification without any is tied to
// nothing.
func (ix *ties) keys(tie string, q int32) []string {
	nsf := ix.m.Qualifications[q].NSF
	switch tie {
	case "any":
		return []string{""}
	case "group":
		if len(nsf) == 3 {
			return []string{nsf}
		}
	case "domain":
		if len(nsf) >= 2 {
			return []string{nsf[:2]}
		}
	case "words":
		return stems(ix.label[q])
	}
	return nil
}

// by returns a function that visits, once each, those of to tied with a qualification.
func (ix *ties) by(tie string, to []int32) func(q int32, visit func(int32)) {
	if tie == "nearest" {
		group, domain := ix.by("group", to), ix.by("domain", to)
		return func(q int32, visit func(int32)) {
			any := false
			group(q, func(t int32) {
				any = any || t != q
				visit(t)
			})
			if !any {
				domain(q, visit)
			}
		}
	}
	under := make(map[string][]int32)
	for _, t := range to {
		for _, k := range ix.keys(tie, t) {
			under[k] = append(under[k], t)
		}
	}
	return func(q int32, visit func(int32)) {
		var seen []int32
		for _, k := range ix.keys(tie, q) {
			seen = append(seen, under[k]...)
		}
		slices.Sort(seen)
		for _, t := range slices.Compact(seen) {
			visit(t)
		}
	}
}
