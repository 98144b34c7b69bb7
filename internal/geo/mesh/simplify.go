package mesh

import (
	"container/heap"
	"fmt"
	"math"
)

// Simplify drops the vertices that matter least: those whose triangle with their
// neighbours is smaller than a square of side tolerance (Visvalingam and Whyatt),
// and islands smaller than minIsland. aspect is the width of a grid step over its
// height at a vertex. Arcs keep their ends, so that every border still meets where
// it met; arcs that would touch where they did not are simplified less.
func (m *Mesh) Simplify(tolerance, minIsland float64, aspect func(Vertex) float64) (*Mesh, error) {
	kept := make([]Arc, 0, len(m.Arcs))
	for _, a := range m.Arcs {
		island := a.closed() && (a.Left == Outside || a.Right == Outside)
		if island && math.Abs(float64(Ring(a.Line[:len(a.Line)-1]).Area2()))/2*aspect(a.Line[0]) < minIsland {
			continue
		}
		kept = append(kept, a)
	}
	areas := make([][]float64, len(kept))
	limit := make([]float64, len(kept))
	out := &Mesh{Faces: m.Faces, Arcs: make([]Arc, len(kept))}
	for i := range kept {
		areas[i] = effectiveAreas(kept[i].Line, aspect)
		limit[i] = tolerance * tolerance
		out.Arcs[i] = Arc{kept[i].Left, kept[i].Right, pick(&kept[i], areas[i], limit[i])}
	}
	for round := 0; ; round++ {
		bad := out.Crossings()
		if len(bad) == 0 {
			return out, nil
		}
		if round == 40 {
			return nil, fmt.Errorf("mesh: %d arcs still touch after %d rounds, the first at %v", len(bad), round, out.Arcs[bad[0]].Line[0])
		}
		for _, i := range bad {
			limit[i] /= 2
			out.Arcs[i].Line = pick(&kept[i], areas[i], limit[i])
		}
	}
}

// pick keeps the vertices that matter more than limit, and always enough of a
// closed arc to enclose something.
func pick(a *Arc, areas []float64, limit float64) []Vertex {
	least := 2
	if a.closed() {
		least = 4
	}
	for {
		var line []Vertex
		for i, v := range a.Line {
			if areas[i] >= limit {
				line = append(line, v)
			}
		}
		if len(line) >= least || limit == 0 {
			return line
		}
		if limit /= 2; limit < 1e-9 {
			limit = 0
		}
	}
}

// corner is a vertex waiting to be dropped.
type corner struct {
	area       float64
	prev, next int // neighbours not dropped yet
	place      int // in the heap
}

type queue struct {
	corners []corner
	heap    []int
}

func (q *queue) Len() int { return len(q.heap) }
func (q *queue) Less(i, j int) bool {
	a, b := q.heap[i], q.heap[j]
	if q.corners[a].area != q.corners[b].area {
		return q.corners[a].area < q.corners[b].area
	}
	return a < b
}

func (q *queue) Swap(i, j int) {
	q.heap[i], q.heap[j] = q.heap[j], q.heap[i]
	q.corners[q.heap[i]].place, q.corners[q.heap[j]].place = i, j
}
func (q *queue) Push(x any) { q.heap = append(q.heap, x.(int)) }
func (q *queue) Pop() any {
	last := q.heap[len(q.heap)-1]
	q.heap = q.heap[:len(q.heap)-1]
	return last
}

// effectiveAreas gives each vertex of a line the area at which it is dropped, never
// less than that of those dropped before it; ends are infinite.
func effectiveAreas(line []Vertex, aspect func(Vertex) float64) []float64 {
	n := len(line)
	q := &queue{corners: make([]corner, n)}
	areas := make([]float64, n)
	measure := func(i int) float64 {
		c := &q.corners[i]
		return math.Abs(float64(cross(line[c.prev], line[i], line[c.next]))) / 2 * aspect(line[i])
	}
	areas[0], areas[n-1] = math.Inf(1), math.Inf(1)
	for i := 1; i < n-1; i++ {
		q.corners[i] = corner{prev: i - 1, next: i + 1, place: i - 1}
		q.corners[i].area = measure(i)
		q.heap = append(q.heap, i)
	}
	heap.Init(q)
	for i, at := range q.heap {
		q.corners[at].place = i
	}
	for largest := 0.0; q.Len() > 0; {
		i := heap.Pop(q).(int)
		largest = max(largest, q.corners[i].area)
		areas[i] = largest
		prev, next := q.corners[i].prev, q.corners[i].next
		if prev > 0 {
			q.corners[prev].next = next
			q.corners[prev].area = measure(prev)
			heap.Fix(q, q.corners[prev].place)
		}
		if next < n-1 {
			q.corners[next].prev = prev
			q.corners[next].area = measure(next)
			heap.Fix(q, q.corners[next].place)
		}
	}
	return areas
}
