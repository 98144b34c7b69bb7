package pathway

import (
	"cmp"
	"math"
	"slices"

	"continuum/internal/geo"
)

// cells groups places, and homes, in squares of a quarter to half a degree, and knows
// from each square of homes which squares of places come next. The nearest place that
// teaches one of some things is then found by looking at few of them.
type cells struct {
	places [][]int32      // of each square, in their order
	homes  []int32        // square of each home, -1 without a point
	near   [][]nearSquare // by square of homes: squares of places, by bound
}

// nearSquare is a square of places and a chord that none of its places is nearer by.
type nearSquare struct {
	square int32
	bound  float64
}

const degreesOfSquare = 0.4

func newCells(places []geo.Point, at []geo.Vector, homes []geo.Point, homeAt []geo.Vector) *cells {
	c := &cells{homes: make([]int32, len(homes))}
	of, inHomes := squares(places), squares(homes)
	c.places = of
	for i := range c.homes {
		c.homes[i] = -1
	}
	for s, list := range inHomes {
		for _, h := range list {
			c.homes[h] = int32(s)
		}
	}
	discs := make([]disc, len(of))
	for s, list := range of {
		discs[s] = around(at, list)
	}
	for _, list := range inHomes {
		d := around(homeAt, list)
		near := make([]nearSquare, len(of))
		for s := range of {
			near[s] = nearSquare{int32(s), max(0, math.Sqrt(d.centre.Chord2(discs[s].centre))-d.radius-discs[s].radius-1e-12)}
		}
		slices.SortFunc(near, func(a, b nearSquare) int {
			return cmp.Or(cmp.Compare(a.bound, b.bound), cmp.Compare(a.square, b.square))
		})
		c.near = append(c.near, near)
	}
	return c
}

// squares groups points by square, in an order that depends on nothing but them.
func squares(points []geo.Point) [][]int32 {
	type square struct{ x, y int32 }
	number := make(map[square]int)
	var all [][]int32
	for i, p := range points {
		if p.IsZero() {
			continue
		}
		s := square{int32(math.Floor(p.Lon / degreesOfSquare)), int32(math.Floor(p.Lat / degreesOfSquare))}
		at, ok := number[s]
		if !ok {
			at = len(all)
			number[s] = at
			all = append(all, nil)
		}
		all[at] = append(all[at], int32(i))
	}
	return all
}

// disc holds the points of a square.
type disc struct {
	centre geo.Vector
	radius float64 // chord
}

func around(at []geo.Vector, list []int32) disc {
	var d disc
	for _, i := range list {
		d.centre.X += at[i].X / float64(len(list))
		d.centre.Y += at[i].Y / float64(len(list))
		d.centre.Z += at[i].Z / float64(len(list))
	}
	for _, i := range list {
		d.radius = max(d.radius, math.Sqrt(d.centre.Chord2(at[i])))
	}
	return d
}
