package document

import (
	"fmt"
	"math"
	"strconv"

	"continuum/internal/campus"
	"continuum/internal/catalog"
	"continuum/internal/date"
)

// Wave is a group of waves of labelling that share a shape on the map.
type Wave uint8

// The groups of waves. The shapes hold a number and differ in their outline alone.
const (
	Wave2013    Wave = iota // circle
	Wave2015                // square
	Wave2016                // 2016 and 2017: diamond
	Wave2018                // 2018 and after: triangle
	WaveUnknown             // lying hexagon
)

// Waves lists the groups in the order of the legend.
var Waves = []Wave{Wave2013, Wave2015, Wave2016, Wave2018, WaveUnknown}

// WaveOf is the group of a wave's code, which begins with a year: "2013", "2015a".
func WaveOf(code string) Wave {
	if len(code) < 4 {
		return WaveUnknown
	}
	y, err := strconv.Atoi(code[:4])
	switch {
	case err != nil || y < 2013:
		return WaveUnknown
	case y <= 2014: // the campuses of the first call, proclaimed from 2013 to early 2014
		return Wave2013
	case y == 2015:
		return Wave2015
	case y <= 2017:
		return Wave2016
	}
	return Wave2018
}

// key names the group in dictionaries and style sheets.
func (w Wave) key() string {
	return [...]string{"2013", "2015", "2016", "2018", "unknown"}[w]
}

// outline is the shape around c; nil for the circle. r is the radius of the circle
// that weighs as much to the eye.
func (w Wave) outline(c Pt, r float64) []Pt {
	at := func(xy ...float64) []Pt {
		out := make([]Pt, len(xy)/2)
		for i := range out {
			out[i] = Pt{c.X + xy[2*i]*r, c.Y + xy[2*i+1]*r}
		}
		return out
	}
	switch w {
	case Wave2015:
		return at(-.89, -.89, .89, -.89, .89, .89, -.89, .89)
	case Wave2016:
		return at(0, -1.3, 1.3, 0, 0, 1.3, -1.3, 0)
	case Wave2018:
		return at(0, -1.5, 1.4, .95, -1.4, .95)
	case WaveUnknown:
		return at(-1.35, 0, -.75, -.85, .75, -.85, 1.35, 0, .75, .85, -.75, .85)
	}
	return nil
}

// reach is the radius of a circle that holds the shape.
func (w Wave) reach() float64 {
	return [...]float64{1, 1.26, 1.3, 1.7, 1.35}[w]
}

// mark is a campus on a drawing.
type mark struct {
	n      int // its number in the list
	hit    catalog.Hit
	frame  *frame // nil when the campus has no point on the drawing
	at     Pt     // where it is
	pos    Pt     // where its mark is drawn, see place
	colour Colour
	wave   Wave
	hollow bool // the point is its académie's seat
	loose  bool // the status is not established for the day: the edge is broken
}

// newMark is the mark of a campus on a drawing that speaks of day.
func newMark(n int, h catalog.Hit, day date.Day) *mark {
	return &mark{
		n: n, hit: h, colour: colourOf(h.Campus.Sector), wave: WaveOf(h.Campus.Wave),
		hollow: !h.Campus.AtSeat, loose: h.State.Status != campus.InForce || h.State.On < day,
	}
}

// radius is how far the mark reaches from its place when its size is r.
func (m *mark) radius(r float64) float64 { return (m.wave.reach() + 0.08) * r }

// symbol draws the mark without its number.
func (m *mark) symbol(c Pt, r float64) []Item {
	return symbol(m.wave, c, r, m.colour, m.hollow, m.loose)
}

// symbol draws a shape over a white edge that separates it from what is beneath:
// full, or hollow. A loose one is smaller within a broken line, which leaves its
// number as readable as the others'.
func symbol(w Wave, c Pt, r float64, colour Colour, hollow, loose bool) []Item {
	edge := 0.2 * r
	switch {
	case hollow && loose:
		return []Item{
			shape(w, c, r, white, "", 0, nil),
			shape(w, c, r-edge/2, "", colour, edge, []float64{0.36 * r, 0.3 * r}),
		}
	case hollow:
		return []Item{shape(w, c, r+0.12*r, white, "", 0, nil), shape(w, c, r-edge/2, "", colour, edge, nil)}
	case loose:
		return []Item{
			shape(w, c, 1.12*r, white, "", 0, nil),
			shape(w, c, 0.82*r, colour, "", 0, nil),
			shape(w, c, 1.03*r, "", colour, 0.1*r, []float64{0.3 * r, 0.24 * r}),
		}
	}
	return []Item{shape(w, c, 1.12*r, white, "", 0, nil), shape(w, c, r, colour, "", 0, nil)}
}

// shape is the outline of a wave, painted.
func shape(w Wave, c Pt, r float64, fill, stroke Colour, width float64, dash []float64) Item {
	if l := w.outline(c, r); l != nil {
		return &Path{Lines: [][]Pt{l}, Fill: fill, Stroke: stroke, Width: width, Dash: dash}
	}
	return &Circle{C: c, R: r, Fill: fill, Stroke: stroke, Width: width, Dash: dash}
}

// numberSize is the size of the numbers in marks, in points.
const numberSize = 6.0

// draw is the mark with its number, a link when base is the address of the pages.
func (m *mark) draw(r float64, title, base string) *Group {
	g := &Group{Title: title, Items: m.symbol(m.pos, r)}
	if base != "" {
		g.Link = base + "/campus/" + m.hit.Campus.Slug
		reach := m.radius(r)
		g.Hit = Rect{m.pos.X - reach, m.pos.Y - reach, 2 * reach, 2 * reach}
	}
	ink := readableOn(m.colour)
	if m.hollow {
		ink = Ink
	}
	y := m.pos.Y + 0.36*numberSize*mmPerPt
	if m.wave == Wave2018 {
		y += 0.28 * r // a triangle is widest below
	}
	g.add(&Text{At: Pt{m.pos.X, y}, S: strconv.Itoa(m.n), Face: Bold, Size: numberSize, Anchor: Middle, Fill: ink})
	return g
}

// leader is the line from a mark to its place, empty when the mark covers it.
func (m *mark) leader(r float64) []Item {
	if dist(m.at, m.pos) <= 0.8*r {
		return nil
	}
	return []Item{
		line(white, 0.3*r, m.pos, m.at),
		line(Ink, 0.11*r, m.pos, m.at),
		&Circle{C: m.at, R: 0.23 * r, Fill: Ink, Stroke: white, Width: 0.08 * r},
	}
}

func dist(a, b Pt) float64 { return math.Hypot(a.X-b.X, a.Y-b.Y) }

// String helps a failing test say which mark it is about.
func (m *mark) String() string { return fmt.Sprintf("%d %s", m.n, m.hit.Campus.Slug) }
