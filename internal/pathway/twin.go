package pathway

import "slices"

// unasked marks a node whose twin is not known yet.
const unasked int32 = -1

// twinOf returns the first node found that, in this request, goes on just like a node:
// by steps of the same years to the same offers, or to holes that go on alike, and by last
// steps of the same criteria. Ways to reach the one are then ways to reach the other for
// whoever goes on, and equal criteria are decided before the last steps, for the two have
// other identifiers. Hundreds of engineering degrees and licences without a place lead to
// the few doctoral schools within reach: a tenth of the partial itineraries from the end of
// 3ᵉ to level 8 are left. A node in a cycle is its own twin: what it was reached through
// could come again.
func (s *search) twinOf(n int32) int32 {
	if s.twin[n] != unasked {
		return s.twin[n]
	}
	s.twin[n] = n
	if s.after[n] == never || s.engine.graph.component[n] >= 0 {
		return n
	}
	edges, _ := s.edges(n)
	for i := range edges {
		if e := &edges[i]; s.passed(e) && s.unlocated(e) {
			s.twinOf(e.To)
		}
	}
	lo := len(s.signs)
	for i := range edges {
		if e := &edges[i]; s.passed(e) {
			to, hole := e.To, uint64(0)
			if s.unlocated(e) {
				to, hole = s.twin[e.To], 1
			}
			s.signs = append(s.signs, uint64(to)<<24|uint64(e.Entry)<<16|uint64(uint8(e.Years))<<8|hole)
		}
	}
	for _, f := range s.merge(n) {
		s.signs = append(s.signs, f.sign())
	}
	slices.Sort(s.signs[lo:])
	s.signs = s.signs[:lo+len(slices.Compact(s.signs[lo:]))]
	key := uint64(14695981039346656037) // FNV-1a, a word at a time
	for _, sign := range s.signs[lo:] {
		key = (key ^ sign) * 1099511628211
	}
	first, ok := s.alike[key]
	switch {
	case !ok:
		s.alike[key] = alike{n, span{int32(lo), int32(len(s.signs))}}
	case slices.Equal(s.signs[first.signs.lo:first.signs.hi], s.signs[lo:]):
		s.twin[n] = first.node
		s.signs = s.signs[:lo]
	}
	return s.twin[n]
}

// alike is the first node of its kind, and how it goes on.
type alike struct {
	node  int32
	signs span // in search.signs
}

// sign is the criteria of a last step, in one word that no other step has.
func (f *finish) sign() uint64 {
	return 1<<63 | uint64(f.years)<<48 | uint64(f.unyears)<<42 | uint64(f.hole)<<41 | uint64(f.undecided)<<40 |
		uint64(f.km)<<16 | uint64(f.percent)<<8 | uint64(uint8(f.share))
}

// passed reports whether an edge can be a step that is not the last.
func (s *search) passed(e *Edge) bool {
	through := s.options[e.To].through[e.Entry]
	return !e.down && through.lo < through.hi && s.onward(e.To) < never
}

// unlocated reports whether the step of an edge that is passed is unlocated.
func (s *search) unlocated(e *Edge) bool {
	return s.arena[s.options[e.To].through[e.Entry].lo].hole > 0
}
