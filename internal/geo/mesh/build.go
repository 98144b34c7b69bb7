package mesh

import (
	"fmt"
	"slices"
)

// edge is a directed segment.
type edge struct{ from, to Vertex }

// Build finds the arcs of a set of faces given as polygons (an outer ring, then
// holes, turning either way) whose common borders have the same vertices. It fails
// where two faces lie on the same side of a segment, which means that they overlap.
func Build(faces [][][]Ring) (*Mesh, error) {
	sides := make(map[edge]int)
	for face, polygons := range faces {
		for _, rings := range polygons {
			for i, ring := range rings {
				if err := addRing(sides, face, clean(ring, i == 0)); err != nil {
					return nil, err
				}
			}
		}
	}
	b := &builder{sides: sides, around: make(map[Vertex][]Vertex), seen: make(map[edge]bool)}
	b.link()
	m := &Mesh{Faces: len(faces)}
	for _, v := range b.order {
		if b.isNode(v) {
			for _, w := range b.around[v] {
				m.Arcs = b.walk(m.Arcs, v, w)
			}
		}
	}
	for _, v := range b.order { // what is left are loops without a node
		for _, w := range b.around[v] {
			m.Arcs = b.walk(m.Arcs, v, w)
		}
	}
	return m, nil
}

// clean drops repeated vertices and turns the ring so that its face is on the left.
func clean(ring Ring, outer bool) Ring {
	r := slices.Compact(slices.Clone(ring))
	if len(r) > 1 && r[0] == r[len(r)-1] {
		r = r[:len(r)-1]
	}
	if (r.Area2() > 0) != outer {
		slices.Reverse(r)
	}
	return r
}

func addRing(sides map[edge]int, face int, r Ring) error {
	if len(r) < 3 {
		return nil
	}
	prev := r[len(r)-1]
	for _, v := range r {
		e := edge{prev, v}
		if other, taken := sides[e]; taken {
			return fmt.Errorf("mesh: faces %d and %d lie on the same side of %v–%v", other, face, prev, v)
		}
		sides[e] = face
		prev = v
	}
	return nil
}

// builder cuts the segments into arcs.
type builder struct {
	sides  map[edge]int
	around map[Vertex][]Vertex // neighbours of a vertex, each once
	order  []Vertex            // the vertices, sorted: the result must not hang on a map's order
	seen   map[edge]bool
}

func (b *builder) link() {
	for e, face := range b.sides {
		if back, ok := b.sides[edge{e.to, e.from}]; ok {
			if back == face {
				continue // a seam inside a face
			}
			if back < face {
				continue // its other side adds it
			}
		}
		b.around[e.from] = append(b.around[e.from], e.to)
		b.around[e.to] = append(b.around[e.to], e.from)
	}
	for v, ws := range b.around {
		slices.SortFunc(ws, compare)
		b.order = append(b.order, v)
	}
	slices.SortFunc(b.order, compare)
}

func compare(a, b Vertex) int {
	if a.X != b.X {
		return int(a.X) - int(b.X)
	}
	return int(a.Y) - int(b.Y)
}

// face is the face on the left of a directed segment.
func (b *builder) face(from, to Vertex) int {
	if f, ok := b.sides[edge{from, to}]; ok {
		return f
	}
	return Outside
}

// isNode reports whether arcs end at v: lines fork there, or a side changes face.
func (b *builder) isNode(v Vertex) bool {
	ws := b.around[v]
	return len(ws) != 2 || b.face(ws[0], v) != b.face(v, ws[1]) || b.face(v, ws[0]) != b.face(ws[1], v)
}

// walk follows the line that begins with v–w up to the next node, or back to v.
func (b *builder) walk(arcs []Arc, v, w Vertex) []Arc {
	if b.seen[edge{v, w}] {
		return arcs
	}
	a := Arc{Left: b.face(v, w), Right: b.face(w, v), Line: []Vertex{v, w}}
	b.seen[edge{v, w}], b.seen[edge{w, v}] = true, true
	for start := v; w != start && !b.isNode(w); {
		next := b.around[w][0]
		if next == v {
			next = b.around[w][1]
		}
		v, w = w, next
		b.seen[edge{v, w}], b.seen[edge{w, v}] = true, true
		a.Line = append(a.Line, w)
	}
	return append(arcs, a)
}
