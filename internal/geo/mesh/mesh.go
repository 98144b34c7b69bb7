// Package mesh holds a map of areas as the lines between them. A border is one
// line with an area on each side, so that neighbours can't drift apart: whatever
// is simplified, rounded or dissolved, what one area loses its neighbour gains.
package mesh

// Vertex is a place on the integer grid of a mesh: x grows eastwards, y northwards.
type Vertex struct{ X, Y int32 }

// Outside is the side of an arc on which there is no face: sea, or abroad.
const Outside = -1

// Arc is a line between two faces. A closed arc repeats its first vertex last.
type Arc struct {
	Left, Right int // faces, or Outside; never the same
	Line        []Vertex
}

// closed reports whether the arc is a loop.
func (a *Arc) closed() bool { return a.Line[0] == a.Line[len(a.Line)-1] }

// Mesh is a set of faces, numbered from 0, and the arcs between them.
type Mesh struct {
	Faces int
	Arcs  []Arc
}

// Ring is a closed line whose last vertex is not repeated.
type Ring []Vertex

// Area2 is twice the signed area: positive when the ring turns counterclockwise.
func (r Ring) Area2() int64 {
	if len(r) == 0 {
		return 0
	}
	var sum int64
	prev := r[len(r)-1]
	for _, v := range r {
		sum += int64(prev.X)*int64(v.Y) - int64(v.X)*int64(prev.Y)
		prev = v
	}
	return sum
}

// holds reports whether v lies strictly inside the ring or on its left-hand edges.
func (r Ring) holds(v Vertex) bool {
	in := false
	prev := r[len(r)-1]
	for _, w := range r {
		if (w.Y > v.Y) != (prev.Y > v.Y) {
			side := cross(prev, w, v)
			if (side > 0) == (w.Y > prev.Y) {
				in = !in
			}
		}
		prev = w
	}
	return in
}

// cross is twice the signed area of the triangle abc, positive when c lies left of ab.
func cross(a, b, c Vertex) int64 {
	return int64(b.X-a.X)*int64(c.Y-a.Y) - int64(b.Y-a.Y)*int64(c.X-a.X)
}
