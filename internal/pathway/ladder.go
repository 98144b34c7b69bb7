package pathway

import (
	"math/bits"
	"slices"

	"continuum/internal/training"
)

// ladder is the graph of one sector, with the qualifications of no sector, as rows of
// bits: one commune and sector takes microseconds, so that the nation takes a second.
type ladder struct {
	sector string
	nodes  []int32 // qualifications; the end of 3ᵉ is the row after the last
	words  int
	// items of place p are at[start[p]:start[p+1]]: a node twice, plus 1 when an offer there
	// enters in first year.
	start, at []int32
	// rows of edges, by node: those that first-year offers realise, and those that all do.
	first, later []uint64
	own          []uint64 // nodes of the sector itself
	holes        []uint64 // nodes without any offer in our data
	level        [9][]uint64
	// Nodes taught somewhere, and levels held where all of it is within reach, a bit each:
	// a level that the sector has nowhere is not asked of a commune. A scenario asks the same
	// levels as the published offer.
	taught, taughtFirst []uint64
	asked               uint16
	// What is taught in each square of places: by a first-year entry, by any.
	squareFirst, square []uint64
}

// noSector is the ladder of no sector: it is not a ladder, only qualifications.
const noSector = ""

// sectorsOf lists the sectors of a model.
func sectorsOf(m *training.Model) []string {
	seen := make(map[string]bool)
	for i := range m.Qualifications {
		if s := m.Qualifications[i].Sector; s != noSector {
			seen[s] = true
		}
	}
	var all []string
	for s := range seen {
		all = append(all, s)
	}
	slices.Sort(all)
	return all
}

// newLadder returns the ladder of a sector: the qualifications that can be reached from
// the end of 3ᵉ, wherever their offers are.
func (e *Engine) newLadder(sector string) *ladder {
	m, g := e.model, e.graph
	nq := int32(len(m.Qualifications))
	local := make([]int32, nq)
	for i := range local {
		local[i] = -1
	}
	l := &ladder{sector: sector}
	usable := func(q int32) bool {
		s := m.Qualifications[q].Sector
		return (s == sector || s == noSector) && m.Qualifications[q].Level >= 0 && m.Qualifications[q].Level <= 8 && e.exists(q)
	}
	queue := []int32{End3e}
	for i := 0; i < len(queue); i++ {
		edges := g.From(queue[i])
		for j := range edges {
			if to := edges[j].To; local[to] < 0 && g.Walked(&edges[j]) && usable(to) {
				local[to] = 0
				queue = append(queue, to)
			}
		}
	}
	l.nodes = e.useful(queue[1:], local, sector)
	l.number(e, local)
	l.words = (len(l.nodes) + 63) / 64
	l.own, l.holes = l.bits(), l.bits()
	for i := range l.level {
		l.level[i] = l.bits()
	}
	l.first = make([]uint64, (len(l.nodes)+1)*l.words)
	l.later = make([]uint64, (len(l.nodes)+1)*l.words)
	for i := range len(l.nodes) + 1 {
		from := End3e
		if i < len(l.nodes) {
			from = l.nodes[i]
			q := &m.Qualifications[from]
			set(l.level[q.Level], int32(i))
			if q.Sector == sector {
				set(l.own, int32(i))
			}
			if e.located[from]&initialRoutes == 0 {
				set(l.holes, int32(i))
			}
		}
		edges := g.From(from)
		for j := range edges {
			t := local[edges[j].To]
			if t < 0 || !g.Walked(&edges[j]) {
				continue
			}
			rows := l.later
			if edges[j].Entry == FirstYear {
				rows = l.first
			}
			set(rows[i*l.words:(i+1)*l.words], t)
		}
	}
	l.place(e, local)
	l.fill(e.cells().places)
	c := newClimb(l)
	for i := range c.here {
		c.here[i], c.hereFirst[i] = l.taught[i], l.taughtFirst[i]
	}
	l.asked = c.walk(true)
	if e.published != nil {
		l.asked = e.published.ladders[sector]().asked
	}
	return l
}

// useful returns, in order, the nodes that can matter: those that follow one of the sector,
// and those that lead to one. The others are marked as no nodes.
func (e *Engine) useful(nodes, local []int32, sector string) []int32 {
	g, m := e.graph, e.model
	const before, after = 1, 2
	marks := make([]uint8, len(local))
	var down, up []int32
	for _, q := range nodes {
		if m.Qualifications[q].Sector == sector {
			marks[q] = before | after
			down, up = append(down, q), append(up, q)
		}
	}
	for ; len(down) > 0; down = down[1:] {
		edges := g.From(down[0])
		for i := range edges {
			if to := edges[i].To; !edges[i].down && local[to] >= 0 && marks[to]&after == 0 {
				marks[to] |= after
				down = append(down, to)
			}
		}
	}
	for ; len(up) > 0; up = up[1:] {
		for _, i := range g.Into(up[0]) {
			if from := g.Edges[i].From; from >= 0 && !g.Edges[i].down && local[from] >= 0 && marks[from]&before == 0 {
				marks[from] |= before
				up = append(up, from)
			}
		}
	}
	var kept []int32
	for _, q := range nodes {
		if local[q] = -1; marks[q] != 0 {
			kept = append(kept, q)
		}
	}
	slices.Sort(kept)
	return kept
}

// number gives each node its row. Unlocated ones of a level that lead to the same are one:
// who reaches either goes on alike.
func (l *ladder) number(e *Engine, local []int32) {
	type kind struct {
		twin  int32
		level int8
		own   bool
	}
	same := make(map[kind]int32)
	nodes := l.nodes
	l.nodes = nil
	for _, q := range nodes {
		d := &e.model.Qualifications[q]
		k := kind{e.graph.twin[q], d.Level, d.Sector == l.sector}
		at, ok := same[k]
		hole := e.located[q]&initialRoutes == 0
		if !hole || !ok {
			at = int32(len(l.nodes))
			l.nodes = append(l.nodes, q)
		}
		if hole && !ok {
			same[k] = at
		}
		local[q] = at
	}
}

// place lists the nodes taught at each place.
func (l *ladder) place(e *Engine, local []int32) {
	l.taught, l.taughtFirst = l.bits(), l.bits()
	lists := make([][]int32, len(e.places))
	for _, q := range l.nodes {
		for _, o := range e.byQualification[q] {
			p := e.place[o]
			if p == training.None || e.route[o]&initialRoutes == 0 {
				continue
			}
			item := local[q] << 1
			set(l.taught, local[q])
			if e.entry[o] <= 1 {
				item |= 1
				set(l.taughtFirst, local[q])
			}
			lists[p] = append(lists[p], item)
		}
	}
	l.start = make([]int32, len(e.places)+1)
	for p, items := range lists {
		slices.Sort(items)
		l.at = append(l.at, slices.Compact(items)...)
		l.start[p+1] = int32(len(l.at))
	}
}

// fill notes what is taught in each square.
func (l *ladder) fill(squares [][]int32) {
	l.square = make([]uint64, len(squares)*l.words)
	l.squareFirst = make([]uint64, len(squares)*l.words)
	for s, places := range squares {
		lo, hi := s*l.words, (s+1)*l.words
		for _, p := range places {
			for _, item := range l.at[l.start[p]:l.start[p+1]] {
				set(l.square[lo:hi], item>>1)
				if item&1 != 0 {
					set(l.squareFirst[lo:hi], item>>1)
				}
			}
		}
	}
}

func (l *ladder) bits() []uint64 { return make([]uint64, l.words) }

func set(b []uint64, i int32)      { b[i>>6] |= 1 << (i & 63) }
func has(b []uint64, i int32) bool { return b[i>>6]&(1<<(i&63)) != 0 }

func meets(a, b []uint64) bool {
	for i := range a {
		if a[i]&b[i] != 0 {
			return true
		}
	}
	return false
}

// climb is the memory of walks on one ladder.
type climb struct {
	*ladder
	here, hereFirst []uint64 // within reach; those with a first-year entry
	open, openFirst []uint64 // what steps may be taken to: here, or here and holes
	// Reached so far, before and after a qualification of the sector, and those of the
	// last layer; past is what was reached in fewer steps than the most.
	seen, touched         []uint64
	layer, layerTouched   []uint64
	next, nextTouched     []uint64
	past, pastTouched     []uint64
	follows, followsFirst []uint64
}

func newClimb(l *ladder) *climb {
	c := &climb{ladder: l}
	for _, b := range []*[]uint64{
		&c.here, &c.hereFirst, &c.open, &c.openFirst, &c.seen, &c.touched, &c.layer, &c.layerTouched,
		&c.next, &c.nextTouched, &c.past, &c.pastTouched, &c.follows, &c.followsFirst,
	} {
		*b = l.bits()
	}
	return c
}

// look notes what is taught at the places within reach.
func (c *climb) look(places []int32) {
	clear(c.here)
	clear(c.hereFirst)
	for _, p := range places {
		for _, item := range c.at[c.start[p]:c.start[p+1]] {
			set(c.here, item>>1)
			if item&1 != 0 {
				set(c.hereFirst, item>>1)
			}
		}
	}
}

// walk reaches what can be reached, and returns the levels that are held, a bit each.
func (c *climb) walk(holes bool) (held uint16) {
	copy(c.open, c.here)
	copy(c.openFirst, c.hereFirst)
	if holes {
		for i, h := range c.holes {
			c.open[i] |= h
			c.openFirst[i] |= h
		}
	}
	clear(c.seen)
	clear(c.touched)
	clear(c.past)
	clear(c.pastTouched)
	clear(c.next)
	clear(c.nextTouched)
	c.take(int32(len(c.nodes)), false)
	for step := 1; ; step++ {
		more := uint64(0)
		for i := range c.next {
			t := c.nextTouched[i] &^ c.touched[i]
			n := c.next[i] &^ (c.seen[i] | c.touched[i] | t)
			c.touched[i] |= t
			c.seen[i] |= n
			c.layerTouched[i], c.layer[i] = t, n
			c.next[i], c.nextTouched[i] = 0, 0
			more |= t | n
		}
		if more == 0 || step == MaxSteps {
			break
		}
		for i := range c.layer {
			c.past[i] |= c.layer[i]
			c.pastTouched[i] |= c.layerTouched[i]
		}
		each(c.layer, func(n int32) { c.take(n, false) })
		each(c.layerTouched, func(n int32) { c.take(n, true) })
	}
	for level := 3; level <= 8; level++ {
		if meets(c.touched, c.level[level]) {
			held |= 1 << level
		}
	}
	return held
}

// take steps from a node to all that follow it within reach.
func (c *climb) take(n int32, touched bool) {
	lo := int(n) * c.words
	first, later := c.first[lo:lo+c.words], c.later[lo:lo+c.words]
	if touched {
		for i := range first {
			c.nextTouched[i] |= first[i]&c.openFirst[i] | later[i]&c.open[i]
		}
		return
	}
	for i := range first {
		t := first[i]&c.openFirst[i] | later[i]&c.open[i]
		c.nextTouched[i] |= t & c.own[i]
		c.next[i] |= t &^ c.own[i]
	}
}

// following notes what would hold a level if it were within reach, after a walk without holes: by any
// entry in follows, by a first-year one only in followsFirst.
func (c *climb) following(level int8) {
	clear(c.follows)
	clear(c.followsFirst)
	from := func(n int32, touched bool) {
		lo := int(n) * c.words
		for i := range c.words {
			mask := c.level[level][i] &^ c.holes[i] // what is not in our data is not known to be missing
			if !touched {
				mask &= c.own[i]
			}
			c.followsFirst[i] |= c.first[lo+i] & mask
			c.follows[i] |= c.later[lo+i] & mask
		}
	}
	from(int32(len(c.nodes)), false)
	each(c.past, func(n int32) { from(n, false) })
	each(c.pastTouched, func(n int32) { from(n, true) })
}

// wanted reports whether an offer of a node would hold the level that was asked for.
func (c *climb) wanted(item int32) bool {
	return has(c.follows, item>>1) || item&1 != 0 && has(c.followsFirst, item>>1)
}

// teaches reports whether a place of a square is wanted.
func (c *climb) teaches(square int32) bool {
	lo := int(square) * c.words
	for i := range c.words {
		if c.follows[i]&c.square[lo+i]|c.followsFirst[i]&c.squareFirst[lo+i] != 0 {
			return true
		}
	}
	return false
}

// each visits the bits that are set.
func each(b []uint64, visit func(int32)) {
	for i, w := range b {
		for ; w != 0; w &= w - 1 {
			visit(int32(i<<6 + bits.TrailingZeros64(w)))
		}
	}
}
