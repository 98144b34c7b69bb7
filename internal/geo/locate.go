package geo

import "math"

// PointInShape reports whether p lies inside a contour, holes excluded. On the line
// itself either answer may come back, but never two for neighbours that share it.
func PointInShape(p Point, s *Shape) bool {
	in := false
	for _, rings := range s.Polygons {
		for _, ring := range rings {
			prev := ring[len(ring)-1]
			for _, v := range ring {
				if (v.Lat > p.Lat) != (prev.Lat > p.Lat) && right(p, v, prev) {
					in = !in
				}
				prev = v
			}
		}
	}
	return in
}

// right reports whether the segment crosses the parallel of p east of it. The ends
// are put in one order first, so that both neighbours of a border compute the same.
func right(p, a, b Point) bool {
	if a.Lat > b.Lat {
		a, b = b, a
	}
	return p.Lon < a.Lon+(p.Lat-a.Lat)/(b.Lat-a.Lat)*(b.Lon-a.Lon)
}

// LocateDepartement returns the département whose fine contour holds p, nil at sea
// and abroad.
func (a *Atlas) LocateDepartement(p Point) *Territory {
	shapes := a.Shapes(Departement, Fine)
	for i := range shapes {
		t := a.Territory(Departement, shapes[i].Code)
		if t != nil && t.Box.Contains(p) && PointInShape(p, &shapes[i]) {
			return t
		}
	}
	return nil
}

// BoxOf is the smallest box around a contour.
func BoxOf(s *Shape) Box {
	b := Box{West: math.Inf(1), South: math.Inf(1), East: math.Inf(-1), North: math.Inf(-1)}
	for _, rings := range s.Polygons {
		for _, p := range rings[0] {
			b.West, b.East = min(b.West, p.Lon), max(b.East, p.Lon)
			b.South, b.North = min(b.South, p.Lat), max(b.North, p.Lat)
		}
	}
	return b
}

// Inner returns the point of the largest polygon of s that lies farthest from its
// line, to about a twentieth of that distance: where a label has most room. The
// search halves squares and drops those that can't hold a better point.
func Inner(s *Shape) Point {
	rings := s.Polygons[0] // polygons come by decreasing area
	first := Shape{Polygons: [][]Ring{rings}}
	box := BoxOf(&first)
	k := math.Cos((box.South + box.North) / 2 * radian)
	type square struct {
		c    Point
		half float64 // of its side, in degrees of latitude
	}
	half := max(box.North-box.South, (box.East-box.West)*k) / 2
	todo := []square{{Point{(box.South + box.North) / 2, (box.West + box.East) / 2}, half}}
	best, room := todo[0].c, math.Inf(-1)
	for len(todo) > 0 {
		q := todo[0]
		todo = todo[1:]
		d := clearance(q.c, rings, k)
		if !PointInShape(q.c, &first) {
			d = -d
		}
		if d > room {
			best, room = q.c, d
		}
		if d+q.half*math.Sqrt2 <= room*1.05 || q.half < half/1024 {
			continue
		}
		h := q.half / 2
		for _, o := range [4]Point{{-h, -h}, {-h, h}, {h, -h}, {h, h}} {
			todo = append(todo, square{Point{q.c.Lat + o.Lat, q.c.Lon + o.Lon/k}, h})
		}
	}
	return best
}

// clearance is the distance from p to the nearest line, in degrees of latitude; k
// is the length of a degree of longitude in those.
func clearance(p Point, rings []Ring, k float64) float64 {
	least := math.Inf(1)
	for _, ring := range rings {
		prev := ring[len(ring)-1]
		for _, v := range ring {
			ax, ay := (prev.Lon-p.Lon)*k, prev.Lat-p.Lat
			dx, dy := (v.Lon-prev.Lon)*k, v.Lat-prev.Lat
			t := 0.0
			if l := dx*dx + dy*dy; l > 0 {
				t = max(0, min(1, -(ax*dx+ay*dy)/l))
			}
			least = min(least, math.Hypot(ax+t*dx, ay+t*dy))
			prev = v
		}
	}
	return least
}
