package mesh

import (
	"cmp"
	"math"
	"slices"
)

// half is an arc run through in one direction, its group on the left.
type half struct {
	line     []Vertex
	backward bool
}

func (h half) at(i int) Vertex {
	if h.backward {
		i = len(h.line) - 1 - i
	}
	return h.line[i]
}

func (h half) start() Vertex { return h.at(0) }
func (h half) end() Vertex   { return h.at(len(h.line) - 1) }

// Dissolve returns the contour of each of n groups of faces; group[f] is the group
// of face f, negative for none. The arcs inside a group cancel out. A polygon's
// outer ring turns counterclockwise, its holes clockwise; rings may touch at a
// vertex but don't cross. Polygons come by decreasing area.
func (m *Mesh) Dissolve(group []int, n int) [][][]Ring {
	of := func(face int) int {
		if face < 0 || face >= len(group) || group[face] >= n {
			return Outside
		}
		return max(group[face], Outside)
	}
	halves := make([][]half, n)
	for i := range m.Arcs {
		a := &m.Arcs[i]
		left, right := of(a.Left), of(a.Right)
		if left == right || len(a.Line) < 2 {
			continue
		}
		if left != Outside {
			halves[left] = append(halves[left], half{a.Line, false})
		}
		if right != Outside {
			halves[right] = append(halves[right], half{a.Line, true})
		}
	}
	contours := make([][][]Ring, n)
	for g, hs := range halves {
		contours[g] = assemble(stitch(hs))
	}
	return contours
}

// stitch joins arcs end to end into rings. Where several leave a vertex it takes
// the sharpest turn to the left, which keeps to one side of a pinch; a ring that
// comes back to a vertex nevertheless, around a hole that touches it, is cut there.
func stitch(halves []half) []Ring {
	leaving := make(map[Vertex][]int, len(halves))
	for i, h := range halves {
		leaving[h.start()] = append(leaving[h.start()], i)
	}
	used := make([]bool, len(halves))
	var rings []Ring
	for first := range halves {
		if used[first] {
			continue
		}
		var ring Ring
		h := first
		for ok := true; ok; ok = h >= 0 && h != first {
			used[h] = true
			cur := halves[h]
			for i := range len(cur.line) - 1 {
				ring = append(ring, cur.at(i))
			}
			h = sharpest(halves, leaving[cur.end()], used, cur, first)
		}
		if h == first { // else the line stays open: only a damaged mesh has one
			rings = cut(rings, ring)
		}
	}
	return rings
}

// cut appends ring to rings, in as many loops as it passes twice at a vertex.
func cut(rings []Ring, ring Ring) []Ring {
	var open Ring
	at := make(map[Vertex]int, len(ring))
	keep := func(loop Ring) {
		if len(loop) >= 3 {
			rings = append(rings, loop)
		}
	}
	for _, v := range ring {
		if i, again := at[v]; again {
			loop := slices.Clone(open[i:])
			for _, w := range loop {
				delete(at, w)
			}
			open = open[:i]
			keep(loop)
		}
		at[v] = len(open)
		open = append(open, v)
	}
	keep(open)
	return rings
}

// sharpest chooses among the arcs that leave where cur ends; first counts although
// it is used, since it closes the ring. It returns -1 when none is left.
func sharpest(halves []half, leaving []int, used []bool, cur half, first int) int {
	best, bestTurn := -1, math.Inf(1)
	v := cur.end()
	back := angle(v, cur.at(len(cur.line)-2))
	for _, i := range leaving {
		if used[i] && i != first {
			continue
		}
		// Turning clockwise from the way we came, the group's own side comes first.
		turn := math.Mod(back-angle(v, halves[i].at(1))+4*math.Pi, 2*math.Pi)
		if turn == 0 {
			turn = 2 * math.Pi
		}
		if turn < bestTurn {
			best, bestTurn = i, turn
		}
	}
	return best
}

func angle(from, to Vertex) float64 {
	return math.Atan2(float64(to.Y)-float64(from.Y), float64(to.X)-float64(from.X))
}

// assemble puts each hole into the smallest outer ring that holds it.
func assemble(rings []Ring) [][]Ring {
	var polygons [][]Ring
	var holes []Ring
	for _, r := range rings {
		switch area := r.Area2(); {
		case area > 0:
			polygons = append(polygons, []Ring{r})
		case area < 0:
			holes = append(holes, r)
		}
	}
	slices.SortStableFunc(polygons, func(a, b []Ring) int { return cmp.Compare(b[0].Area2(), a[0].Area2()) })
	for _, hole := range holes {
		for i := len(polygons) - 1; i >= 0; i-- { // from the smallest
			if polygons[i][0].Area2() > -hole.Area2() && holdsRing(polygons[i][0], hole) {
				polygons[i] = append(polygons[i], hole)
				break
			}
		}
	}
	return polygons
}

// holdsRing reports whether outer holds inner: rings of a mesh don't cross, so the
// first vertex of inner that is not one of outer decides.
func holdsRing(outer, inner Ring) bool {
	own := make(map[Vertex]bool, len(outer))
	for _, v := range outer {
		own[v] = true
	}
	for _, v := range inner {
		if !own[v] {
			return outer.holds(v)
		}
	}
	return true
}
