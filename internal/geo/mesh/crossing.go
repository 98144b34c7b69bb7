package mesh

import "slices"

// segment is the i-th segment of an arc.
type segment struct {
	arc, i int
	a, b   Vertex
}

// Crossings returns the arcs, by number, that touch themselves or another one
// elsewhere than at their ends, or that have a segment without length. A mesh
// without any encloses its faces cleanly.
func (m *Mesh) Crossings() []int {
	const cell = 1 << 9 // a few segments a cell at the details we use
	grid := make(map[Vertex][]segment)
	bad := make(map[int]bool)
	for n := range m.Arcs {
		line := m.Arcs[n].Line
		for i := range len(line) - 1 {
			s := segment{n, i, line[i], line[i+1]}
			if s.a == s.b {
				bad[n] = true
				continue
			}
			for x := floorDiv(min(s.a.X, s.b.X), cell); x <= floorDiv(max(s.a.X, s.b.X), cell); x++ {
				for y := floorDiv(min(s.a.Y, s.b.Y), cell); y <= floorDiv(max(s.a.Y, s.b.Y), cell); y++ {
					at := Vertex{x, y}
					for _, t := range grid[at] {
						if m.conflict(s, t) {
							bad[s.arc], bad[t.arc] = true, true
						}
					}
					grid[at] = append(grid[at], s)
				}
			}
		}
	}
	list := make([]int, 0, len(bad))
	for n := range bad {
		list = append(list, n)
	}
	slices.Sort(list)
	return list
}

func floorDiv(a, b int32) int32 {
	q := a / b
	if a%b != 0 && a < 0 {
		q--
	}
	return q
}

// conflict reports whether two segments share more than the vertex at which they
// are joined.
func (m *Mesh) conflict(s, t segment) bool {
	if max(s.a.X, s.b.X) < min(t.a.X, t.b.X) || max(t.a.X, t.b.X) < min(s.a.X, s.b.X) ||
		max(s.a.Y, s.b.Y) < min(t.a.Y, t.b.Y) || max(t.a.Y, t.b.Y) < min(s.a.Y, s.b.Y) {
		return false
	}
	if joint, far1, far2, ok := m.joint(s, t); ok {
		return cross(joint, far1, far2) == 0 && sameSide(joint, far1, far2)
	}
	d1, d2 := cross(s.a, s.b, t.a), cross(s.a, s.b, t.b)
	d3, d4 := cross(t.a, t.b, s.a), cross(t.a, t.b, s.b)
	if (d1 > 0) != (d2 > 0) && d1 != 0 && d2 != 0 && (d3 > 0) != (d4 > 0) && d3 != 0 && d4 != 0 {
		return true
	}
	return d1 == 0 && within(s.a, s.b, t.a) || d2 == 0 && within(s.a, s.b, t.b) ||
		d3 == 0 && within(t.a, t.b, s.a) || d4 == 0 && within(t.a, t.b, s.b)
}

// joint returns the vertex at which two segments are allowed to meet, and the far
// ends of both: consecutive segments of an arc, or the ends of arcs at a node.
func (m *Mesh) joint(s, t segment) (joint, far1, far2 Vertex, ok bool) {
	try := func(p, far1, q, far2 Vertex, allowed bool) (Vertex, Vertex, Vertex, bool) {
		return p, far1, far2, p == q && allowed
	}
	end := func(s segment, last bool) bool {
		if last {
			return s.i == len(m.Arcs[s.arc].Line)-2
		}
		return s.i == 0
	}
	for _, c := range []struct {
		p, fp, q, fq Vertex
		allowed      bool
	}{
		{s.a, s.b, t.a, t.b, end(s, false) && end(t, false)},
		{s.a, s.b, t.b, t.a, end(s, false) && end(t, true) || s.arc == t.arc && s.i == t.i+1},
		{s.b, s.a, t.a, t.b, end(s, true) && end(t, false) || s.arc == t.arc && t.i == s.i+1},
		{s.b, s.a, t.b, t.a, end(s, true) && end(t, true)},
	} {
		if joint, far1, far2, ok = try(c.p, c.fp, c.q, c.fq, c.allowed); ok {
			return joint, far1, far2, true
		}
	}
	return Vertex{}, Vertex{}, Vertex{}, false
}

// sameSide reports whether p and q, in line with o, lie on the same side of it.
func sameSide(o, p, q Vertex) bool {
	return int64(p.X-o.X)*int64(q.X-o.X)+int64(p.Y-o.Y)*int64(q.Y-o.Y) > 0
}

// within reports whether p, known to be in line with a and b, lies between them.
func within(a, b, p Vertex) bool {
	return p.X >= min(a.X, b.X) && p.X <= max(a.X, b.X) && p.Y >= min(a.Y, b.Y) && p.Y <= max(a.Y, b.Y)
}
