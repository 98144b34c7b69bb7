package document

import (
	"cmp"
	"math"
	"slices"
)

// gap is the least distance between two marks, for marks of radius 1.
const gap = 0.14

// place gives each mark of a frame a place where it covers no other: its own where
// it can, else the nearest free one, preferring those whose leader line crosses
// nothing. The order is fixed by the data, so that the answer is too: marks at a
// seat before those at their académie's, lonely ones before crowded ones.
// Then each is moved, in turn, to where it would rather stand now that the others
// are known. free tells where a mark of that radius may stand.
func place(marks []*mark, r float64, free func(Pt, float64) bool) {
	crowd := make(map[*mark]int, len(marks))
	for _, m := range marks {
		for _, o := range marks {
			if o != m && dist(m.at, o.at) < m.radius(r)+o.radius(r)+gap*r {
				crowd[m]++
			}
		}
	}
	order := slices.Clone(marks)
	slices.SortStableFunc(order, func(a, b *mark) int {
		if a.hollow != b.hollow {
			if b.hollow {
				return -1
			}
			return 1
		}
		return cmp.Or(crowd[a]-crowd[b], a.n-b.n)
	})
	for i, m := range order {
		m.pos = nearest(m, order[:i], order[i+1:], r, free)
	}
	for range sweeps {
		for i, m := range order {
			others := slices.Delete(slices.Clone(order), i, i+1)
			m.pos = nearest(m, others, nil, r, free)
		}
	}
}

// sweeps is how many times marks are moved again: the map of all the campuses gets
// no better after three.
const sweeps = 3

// The search goes round the place of a mark in rings, out to the size of a page;
// lengths are for marks of radius 1.
const (
	ringStep = 0.22
	ringEnd  = 65
	beyond   = 6 // past the first free place
	spokes   = 36
)

// nearest is the best place for m among those already placed; later are the marks
// whose places should stay free.
func nearest(m *mark, placed, later []*mark, r float64, free func(Pt, float64) bool) Pt {
	best, bestCost := m.at, math.Inf(1)
	end := ringEnd * r
	for ring := 0; ; ring++ {
		d := float64(ring) * ringStep * r
		if d > bestCost || d > end {
			return best
		}
		n := spokes
		if ring == 0 {
			n = 1
		}
		for i := range n {
			// The spokes turn a little at each ring, to offer more directions.
			sin, cos := math.Sincos(2 * math.Pi * (float64(i) + 0.5*float64(ring%2)) / spokes)
			p := Pt{m.at.X + d*cos, m.at.Y + d*sin}
			if !free(p, m.radius(r)) || covers(p, m, placed, r) {
				continue
			}
			if cost := d + r*tangle(p, m, placed, later, r, (bestCost-d)/r); cost < bestCost {
				if math.IsInf(bestCost, 1) {
					end = min(end, d+beyond*r) // no leader is that much nicer
				}
				best, bestCost = p, cost
			}
		}
	}
}

// covers reports whether m drawn at p would touch a mark already placed.
func covers(p Pt, m *mark, placed []*mark, r float64) bool {
	for _, o := range placed {
		if dist(p, o.pos) < m.radius(r)+o.radius(r)+gap*r {
			return true
		}
	}
	return false
}

// tangle counts what a reader could be misled by: a leader that runs under another
// mark or across another leader, a mark over the place of another. It stops counting
// at enough: a crowd of hundreds would take seconds.
func tangle(p Pt, m *mark, placed, later []*mark, r, enough float64) float64 {
	n := 0.0
	for _, o := range placed {
		if n >= enough {
			return n
		}
		if segmentDist(o.pos, m.at, p) < o.radius(r) {
			n++
		}
		if o.pos != o.at {
			if segmentDist(p, o.at, o.pos) < m.radius(r) {
				n++
			}
			if crosses(m.at, p, o.at, o.pos) {
				n++
			}
			if o.at != m.at && dist(p, o.at) < m.radius(r)+0.2*r {
				n++
			}
		}
	}
	for _, o := range later {
		if o.at != m.at && dist(p, o.at) < m.radius(r)+0.2*r {
			n += 0.5
		}
	}
	return n
}

// segmentDist is the distance from p to the segment a–b.
func segmentDist(p, a, b Pt) float64 {
	dx, dy := b.X-a.X, b.Y-a.Y
	l := dx*dx + dy*dy
	if l == 0 {
		return dist(p, a)
	}
	t := min(max(((p.X-a.X)*dx+(p.Y-a.Y)*dy)/l, 0), 1)
	return dist(p, Pt{a.X + t*dx, a.Y + t*dy})
}

// crosses reports whether the segments a–b and c–d cross, ends apart.
func crosses(a, b, c, d Pt) bool {
	side := func(p, q, s Pt) float64 { return (q.X-p.X)*(s.Y-p.Y) - (q.Y-p.Y)*(s.X-p.X) }
	return side(a, b, c)*side(a, b, d) < 0 && side(c, d, a)*side(c, d, b) < 0
}
