package pathway

import (
	"context"
	"slices"

	"continuum/internal/geo"
	"continuum/internal/training"
)

// label is a partial itinerary, held by its last step and the label before.
type label struct {
	node   int32 // qualification, or that of the end of 3ᵉ
	parent int32 // in search.labels, -1 at the start
	next   int32 // in the bag of its node, plus one; 0 at the end
	offer  int32 // None when unlocated
	edge   int32
	km     uint16
	years  uint8
	diff   uint8
	// How many steps don't tell, a byte each: unlocated ones, those without years, without
	// difficulty. Labels are compared within it.
	set uint32

	steps  uint8
	dead   bool // dominated by a later label of the same layer
	ending bool // passes through a qualification that could end it
}

// search is the memory of one request, used again by the next one.
type search struct {
	engine *Engine
	ctx    context.Context
	filter filter
	target target

	home            geo.Vector
	far             []float32 // of each place from home, -1 when not asked yet
	asked           []int32   // places whose distance was asked
	labels          []label
	bag             []int32 // first label of each node plus one, 0 for none
	options         []options
	arena           []option
	merged          [][]finish // of each node, nil when not asked yet
	ends            []finish   // memory of the next ones
	holed           []int64    // the last unlocated step to each twin: see repeats
	twin            []int32    // of each node: see twinOf
	alike           map[uint64]alike
	signs           []uint64
	kept, keptFinal [entries][]option
	after           []uint8 // fewest steps from a node to the target, far when there is none
	before          []uint8 // fewest steps from the start
	queue           []int32
	front           front
}

const never = 200 // more steps than there can be

func newSearch(e *Engine) *search {
	n := len(e.model.Qualifications) + 1
	s := &search{
		engine: e, far: make([]float32, len(e.places)),
		bag: make([]int32, n), options: make([]options, n), merged: make([][]finish, n),
		holed: make([]int64, n), after: make([]uint8, n), before: make([]uint8, n),
		twin: make([]int32, n), alike: make(map[uint64]alike),
	}
	return s
}

// reset forgets the last request.
func (s *search) reset() {
	s.labels, s.arena = s.labels[:0], s.arena[:0]
	s.front.reset()
	clear(s.bag)
	clear(s.holed)
	clear(s.options)
	clear(s.merged)
	s.ends, s.signs = s.ends[:0], s.signs[:0]
	clear(s.alike)
	for i := range s.after {
		s.twin[i] = unasked
		s.after[i], s.before[i] = never, never
	}
}

// farOf returns how far a place is.
func (s *search) farOf(p int32) float32 {
	if s.far[p] < 0 {
		s.far[p] = s.engine.distance.(GreatCircle).km(s.home, s.engine.at[p])
	}
	return s.far[p]
}

// run fills the front. Starts are nodes.
func (s *search) run(ctx context.Context, starts []int32) error {
	s.ctx = ctx
	s.spread(starts)
	s.gather()
	for _, n := range starts {
		l := label{node: n, parent: -1, offer: training.None, edge: -1}
		l.ending = n != s.end3e() && s.target.qualification(n)
		s.labels = append(s.labels, l)
		s.bag[s.twinOf(n)] = int32(len(s.labels))
	}
	for lo := 0; lo < len(s.labels); {
		hi := len(s.labels)
		for i := lo; i < hi; i++ {
			if s.labels[i].dead {
				continue
			}
			if err := s.expand(int32(i)); err != nil {
				return err
			}
		}
		lo = hi
	}
	return nil
}

func (s *search) end3e() int32 { return int32(len(s.engine.model.Qualifications)) }

func (s *search) edges(node int32) (edges []Edge, first int32) {
	g := s.engine.graph
	return g.Edges[g.start[node]:g.start[node+1]], g.start[node]
}

// of returns the options of a qualification, looked for once.
func (s *search) of(q int32) *options {
	if !s.options[q].known {
		s.options[q] = s.optionsOf(q)
	}
	return &s.options[q]
}

// spread counts the fewest steps from the starts to what they can reach, and through
// what can be passed.
func (s *search) spread(starts []int32) {
	s.queue = append(s.queue[:0], starts...)
	for _, n := range starts {
		s.before[n] = 0
	}
	for i := 0; i < len(s.queue); i++ {
		n := s.queue[i]
		if s.before[n] >= MaxSteps || s.before[n] > 0 && !s.of(n).passes() {
			continue
		}
		edges, _ := s.edges(n)
		for j := range edges {
			e := &edges[j]
			if !s.engine.graph.Walked(e) {
				continue
			}
			if o := s.of(e.To); s.before[e.To] == never && (o.passes() || o.ends()) {
				s.before[e.To] = s.before[n] + 1
				s.queue = append(s.queue, e.To)
			}
		}
	}
}

// gather counts the fewest steps to the target, from what the starts reach.
func (s *search) gather() {
	reached := len(s.queue)
	for i := range reached {
		if n := s.queue[i]; n < s.end3e() && s.options[n].ends() {
			s.after[n] = 0
			s.queue = append(s.queue, n)
		}
	}
	g := s.engine.graph
	for i := reached; i < len(s.queue); i++ {
		n := s.queue[i]
		if s.after[n] >= MaxSteps {
			continue
		}
		for _, at := range g.Into(n) {
			e := &g.Edges[at]
			from := g.node(e.From)
			// A node that ends an itinerary may also be passed, by other offers: it
			// then counts from the next one on.
			if s.before[from] == never || s.after[from] != never || !g.Walked(e) {
				continue
			}
			if s.before[from] == 0 || s.options[from].passes() {
				s.after[from] = s.after[n] + 1
				s.queue = append(s.queue, from)
			}
		}
	}
}

// expand takes every step from a label.
func (s *search) expand(at int32) error {
	l := s.labels[at]
	for _, f := range s.finishes(&l) {
		if !l.ending || !s.visited(at, f.to) {
			s.finish(at, &l, f)
		}
	}
	if l.steps+1 >= MaxSteps {
		return nil
	}
	edges, first := s.edges(l.node)
	for i := range edges {
		e := &edges[i]
		if e.down {
			continue
		}
		o := &s.options[e.To]
		through := s.arena[o.through[e.Entry].lo:o.through[e.Entry].hi]
		if len(through) == 0 || l.steps+1+s.onward(e.To) > MaxSteps || s.visited(at, e.To) {
			continue
		}
		if through[0].hole > 0 && s.repeats(at, e) {
			continue
		}
		for j := range through {
			n := l.with(at, e, first+int32(i), &through[j])
			n.ending = l.ending || o.ends()
			s.add(n)
		}
		if len(s.labels) > s.engine.maxLabels {
			return ErrTooWide
		}
	}
	if at&255 == 0 {
		return s.ctx.Err()
	}
	return nil
}

// repeats reports whether the same label has already taken an unlocated step, by as many
// years, to a twin: this one would be dominated.
func (s *search) repeats(at int32, e *Edge) bool {
	last := &s.holed[s.twinOf(e.To)]
	mark := int64(at)<<16 | int64(e.Years)<<8 | int64(e.Entry) | 1<<15
	if *last == mark {
		return true
	}
	*last = mark
	return false
}

// onward is the fewest steps from a node that is passed to the target.
func (s *search) onward(n int32) uint8 {
	if s.options[n].ends() {
		return 1 // it ends by other offers: at least one step more from here
	}
	return s.after[n]
}

// with is the label after one more step.
func (l *label) with(at int32, e *Edge, edge int32, o *option) label {
	n := label{
		node: e.To, parent: at, offer: o.offer, edge: edge,
		km: max(l.km, o.km), diff: max(l.diff, o.percent), years: l.years + uint8(e.Years),
		set: l.set + o.untold(), steps: l.steps + 1,
	}
	if e.Years == 0 {
		n.set += 1 << 8
	}
	return n
}

// visited reports whether a label has passed a node.
func (s *search) visited(at, node int32) bool {
	for ; at >= 0; at = s.labels[at].parent {
		if s.labels[at].node == node {
			return true
		}
	}
	return false
}

// add puts a label in the bag of its node and of its twins, unless one there is as good in
// every way that can matter later; those that it betters leave. Earlier layers have fewer
// steps. Twins share a bag.
func (s *search) add(n label) {
	link := &s.bag[s.twinOf(n.node)]
	for *link > 0 {
		o := &s.labels[*link-1]
		if o.set == n.set {
			if o.years <= n.years && o.km <= n.km && o.diff <= n.diff {
				equal := o.years == n.years && o.km == n.km && o.diff == n.diff && o.steps == n.steps
				if (!equal || s.precedes(o, &n)) && s.within(o, &n) {
					return
				}
			}
			if o.steps == n.steps && n.years <= o.years && n.km <= o.km && n.diff <= o.diff && s.within(&n, o) {
				o.dead = true
				*link = o.next
				continue
			}
		}
		link = &o.next
	}
	n.next = 0
	*link = int32(len(s.labels)) + 1
	s.labels = append(s.labels, n)
}

// within reports whether a passes through nothing that b does not, of what could still
// come after both: then whatever completes b completes a.
func (s *search) within(a, b *label) bool {
	component := s.engine.graph.component
	c := component[a.node]
	if c < 0 {
		return true
	}
	for at := a.parent; at >= 0; at = s.labels[at].parent {
		if n := s.labels[at].node; component[n] == c && !s.visited(b.parent, n) {
			return false
		}
	}
	return true
}

// path is the steps of a label in order, each by a number that grows with identifiers,
// unlocated ones last; then the start.
func (s *search) path(l *label) (p [MaxSteps + 1]uint32) {
	n := l.steps
	for l.parent >= 0 {
		n--
		p[n] = s.rank(l.offer, l.node)
		l = &s.labels[l.parent]
	}
	p[MaxSteps] = uint32(l.node)
	return p
}

func (s *search) rank(offer, node int32) uint32 {
	if offer == training.None {
		return 1<<31 | uint32(node)
	}
	return uint32(offer)
}

// precedes decides between two labels of equal criteria and number of steps.
func (s *search) precedes(a, b *label) bool {
	p, q := s.path(a), s.path(b)
	return slices.Compare(p[:], q[:]) <= 0
}
