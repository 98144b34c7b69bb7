package tile

import (
	"math"

	"continuum/internal/geo"
)

// spot is a place on the square of the world, or in steps within a tile; y grows
// southwards.
type spot struct{ x, y float64 }

// ring is a closed line and its box.
type ring struct {
	line     []spot
	min, max spot
}

// area is a territory drawn on the square of the world.
type area struct {
	code, name, slug string
	polygons         [][]ring // outer ring first; the format wants it clockwise on screen
	min, max         spot
}

// project draws the territories of a kind. Those that ended are left out, save for
// the regions of before 2016, which all are of then.
func project(atlas *geo.Atlas, kind geo.Kind, detail geo.Detail) []area {
	shapes := atlas.Shapes(kind, detail)
	areas := make([]area, 0, len(shapes))
	for i := range shapes {
		t := atlas.Territory(kind, shapes[i].Code)
		if t == nil || t.Until != 0 && kind != geo.Region2015 {
			continue
		}
		a := area{code: t.Code, name: t.Name, slug: t.Slug, min: spot{1, 1}}
		for _, rings := range shapes[i].Polygons {
			p := make([]ring, len(rings))
			for j, r := range rings {
				p[j] = projectRing(r)
			}
			a.polygons = append(a.polygons, p)
			a.min = spot{min(a.min.x, p[0].min.x), min(a.min.y, p[0].min.y)}
			a.max = spot{max(a.max.x, p[0].max.x), max(a.max.y, p[0].max.y)}
		}
		areas = append(areas, a)
	}
	return areas
}

// projectRing turns the ring the other way round: counterclockwise with latitudes
// growing northwards becomes clockwise on screen.
func projectRing(points geo.Ring) ring {
	r := ring{line: make([]spot, len(points)), min: spot{1, 1}}
	for i, p := range points {
		x, y := geo.WebMercator(p)
		r.line[len(points)-1-i] = spot{x, y}
		r.min = spot{min(r.min.x, x), min(r.min.y, y)}
		r.max = spot{max(r.max.x, x), max(r.max.y, y)}
	}
	return r
}

// misses reports whether a box lies wholly outside the tile and its buffer.
func (f frame) misses(lo, hi spot) bool {
	a, b := f.steps(lo), f.steps(hi)
	return b.x < -Buffer || b.y < -Buffer || a.x > Extent+Buffer || a.y > Extent+Buffer
}

// scratch is what drawing a tile needs; it serves again from tile to tile, which
// spares some 400 kB a tile.
type scratch struct {
	layer layer
	pen   pen
}

// areaKeys are the properties of an area, in the order of their tags.
var areaKeys = []string{"code", "name", "slug"}

// encodeAreas writes the areas that the tile sees.
func (w *scratch) encodeAreas(name string, areas []area, f frame) []byte {
	l, p := &w.layer, &w.pen
	l.start(name, areaKeys)
	for i := range areas {
		a := &areas[i]
		if f.misses(a.min, a.max) {
			continue
		}
		p.x, p.y = 0, 0
		for _, rings := range a.polygons {
			l.geometry = p.polygon(l.geometry, rings, f)
		}
		if len(l.geometry) == 0 {
			continue
		}
		for key, v := range [...]string{a.code, a.name, a.slug} {
			l.tag(key, l.text(v))
		}
		l.end(polygon)
	}
	return l.tile()
}

// pen draws rings and remembers where it is; its buffers serve again.
type pen struct {
	x, y    int32
	a, b    []spot
	corners [][2]int32
}

// polygon appends the part of a polygon that the tile sees. What is too small to
// enclose ground on the tile's steps is not drawn.
func (p *pen) polygon(geometry []byte, rings []ring, f frame) []byte {
	for i := range rings {
		r := &rings[i]
		if f.misses(r.min, r.max) {
			if i == 0 {
				return geometry
			}
			continue
		}
		p.round(p.clip(r, f))
		turn := p.turn()
		switch {
		case i == 0 && turn <= 0:
			return geometry
		case i > 0 && turn >= 0:
			continue
		}
		geometry = p.draw(geometry)
	}
	return geometry
}

// clip cuts a ring to the tile and its buffer, one side after the other
// (Sutherland and Hodgman). Parts that fall apart stay joined along a side.
func (p *pen) clip(r *ring, f frame) []spot {
	p.a = p.a[:0]
	for _, s := range r.line {
		p.a = append(p.a, f.steps(s))
	}
	lo, hi := f.steps(r.min), f.steps(r.max)
	in, out := p.a, p.b[:0]
	for side := range 4 {
		if beyond(lo, side) <= 0 && beyond(hi, side) <= 0 {
			continue // the whole ring lies on its inner side
		}
		out = out[:0]
		if len(in) > 0 {
			prev := in[len(in)-1]
			wasIn := beyond(prev, side) <= 0
			for _, s := range in {
				isIn := beyond(s, side) <= 0
				if isIn != wasIn {
					out = append(out, cutAt(prev, s, side))
				}
				if isIn {
					out = append(out, s)
				}
				prev, wasIn = s, isIn
			}
		}
		in, out = out, in
	}
	p.a, p.b = in, out
	return in
}

// beyond is how far s lies outside a side: west, east, north, south.
func beyond(s spot, side int) float64 {
	switch side {
	case 0:
		return -Buffer - s.x
	case 1:
		return s.x - (Extent + Buffer)
	case 2:
		return -Buffer - s.y
	}
	return s.y - (Extent + Buffer)
}

// cutAt is where the segment crosses a side. Its ends are put in one order first:
// both neighbours of a border find the same place.
func cutAt(a, b spot, side int) spot {
	if a.x > b.x || a.x == b.x && a.y > b.y {
		a, b = b, a
	}
	t := beyond(a, side) / (beyond(a, side) - beyond(b, side))
	s := spot{a.x + (b.x-a.x)*t, a.y + (b.y-a.y)*t}
	switch side { // exactly on it, whatever was lost in rounding
	case 0:
		s.x = -Buffer
	case 1:
		s.x = Extent + Buffer
	case 2:
		s.y = -Buffer
	default:
		s.y = Extent + Buffer
	}
	return s
}

// round brings a ring to whole steps and drops corners that fall together.
func (p *pen) round(line []spot) {
	p.corners = p.corners[:0]
	for _, s := range line {
		c := [2]int32{int32(math.Round(s.x)), int32(math.Round(s.y))}
		if n := len(p.corners); n == 0 || p.corners[n-1] != c {
			p.corners = append(p.corners, c)
		}
	}
	for n := len(p.corners); n > 1 && p.corners[0] == p.corners[n-1]; n-- {
		p.corners = p.corners[:n-1]
	}
}

// turn is twice the area of the rounded ring: positive when it is clockwise on screen.
func (p *pen) turn() int64 {
	if len(p.corners) < 3 {
		return 0
	}
	var sum int64
	prev := p.corners[len(p.corners)-1]
	for _, c := range p.corners {
		sum += int64(prev[0])*int64(c[1]) - int64(c[0])*int64(prev[1])
		prev = c
	}
	return sum
}

// draw appends the rounded ring.
func (p *pen) draw(geometry []byte) []byte {
	for i, c := range p.corners {
		switch i {
		case 0:
			geometry = appendCommand(geometry, moveTo, 1)
		case 1:
			geometry = appendCommand(geometry, lineTo, len(p.corners)-1)
		}
		geometry = appendMove(geometry, c[0]-p.x, c[1]-p.y)
		p.x, p.y = c[0], c[1]
	}
	return appendCommand(geometry, closePath, 1)
}
