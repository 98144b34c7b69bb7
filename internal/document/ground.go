package document

import (
	"math"
	"strings"

	"continuum/internal/geo"
)

// frame is a part of the country, drawn at a scale of its own in a rectangle.
type frame struct {
	code    string // of the region it shows; empty for the metropolitan whole
	name    string // printed in the frame; empty for none
	at      Rect
	project func(geo.Point) (x, y float64)
	k       float64 // millimetres a metre
	x0, y0  float64 // metres that fall on the frame's origin
	origin  Pt
}

// place is where a point of the globe falls on the page.
func (f *frame) place(p geo.Point) Pt {
	x, y := f.project(p)
	return Pt{f.origin.X + (x-f.x0)*f.k, f.origin.Y - (y-f.y0)*f.k}
}

// fit scales the frame so that the shapes fill within, and centres them.
func (f *frame) fit(shapes []geo.Shape, within Rect) {
	x0, y0, x1, y1 := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, s := range shapes {
		for _, poly := range s.Polygons {
			for _, p := range poly[0] {
				x, y := f.project(p)
				x0, y0, x1, y1 = min(x0, x), min(y0, y), max(x1, x), max(y1, y)
			}
		}
	}
	if !(x1 > x0 && y1 > y0) { // no contour: nothing to fit, marks gather in the middle
		x0, y0, x1, y1 = 0, 0, 1e6, 1e6
	}
	f.k = min(within.W/(x1-x0), within.H/(y1-y0))
	f.x0, f.y0 = (x0+x1)/2, (y0+y1)/2
	f.origin = within.centre()
}

// overseas are the regions drawn in insets, in their official order.
var overseas = []string{"01", "02", "03", "04", "06"}

// ileDeFrance is the region whose marks are too many for its size on a national map.
const ileDeFrance = "11"

// isOverseas reports whether a region code, of today or of before 2016, is drawn
// in an inset.
func isOverseas(code string) bool { return strings.HasPrefix(code, "0") }

// shapesOf splits the contours of a kind: those of metropolitan France when region
// is empty, else those of that region.
func shapesOf(a *geo.Atlas, kind geo.Kind, region string) []geo.Shape {
	var out []geo.Shape
	for _, s := range a.Shapes(kind, geo.Coarse) {
		code := s.Code
		if t := a.Territory(kind, s.Code); t != nil && kind == geo.Departement {
			code = t.Region
		}
		if region == "" && !isOverseas(code) || region != "" && code == region {
			out = append(out, s)
		}
	}
	return out
}

// contour turns shapes into lines on the page, on a grid of step millimetres: places
// that the grid can't tell apart are dropped, the same ones on both sides of a
// border. Islands smaller than the grid are left out. Outsides turn one way and
// holes the other.
func (f *frame) contour(shapes []geo.Shape, step float64) [][]Pt {
	var out [][]Pt
	for _, s := range shapes {
		for _, poly := range s.Polygons {
			for i, ring := range poly {
				l := snap(f, ring, step)
				area := signedArea(l)
				if len(l) < 3 || math.Abs(area) < 2*step*step {
					if i == 0 {
						break // its holes are smaller still
					}
					continue
				}
				if (area > 0) != (i == 0) {
					reverse(l)
				}
				out = append(out, l)
			}
		}
	}
	return out
}

// snap projects a ring and keeps the places that differ on the grid, without those
// in the middle of a straight run.
func snap(f *frame, ring geo.Ring, step float64) []Pt {
	l := make([]Pt, 0, len(ring))
	for _, p := range ring {
		q := f.place(p)
		q = Pt{math.Round(q.X/step) * step, math.Round(q.Y/step) * step}
		if n := len(l); n > 0 && same(l[n-1], q, step) {
			continue
		}
		l = append(l, q)
	}
	for len(l) > 1 && same(l[0], l[len(l)-1], step) {
		l = l[:len(l)-1]
	}
	return l
}

func same(a, b Pt, step float64) bool {
	return math.Abs(a.X-b.X) < step/2 && math.Abs(a.Y-b.Y) < step/2
}

// signedArea is positive when the line turns clockwise as the page is seen.
func signedArea(l []Pt) float64 {
	sum := 0.0
	for i, p := range l {
		q := l[(i+1)%len(l)]
		sum += p.X*q.Y - q.X*p.Y
	}
	return sum / 2
}

func reverse(l []Pt) {
	for i, j := 0, len(l)-1; i < j; i, j = i+1, j-1 {
		l[i], l[j] = l[j], l[i]
	}
}

// extent is the box of the shapes on the page.
func (f *frame) extent(shapes []geo.Shape) Rect {
	x0, y0, x1, y1 := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, s := range shapes {
		for _, poly := range s.Polygons {
			for _, p := range poly[0] {
				q := f.place(p)
				x0, y0, x1, y1 = min(x0, q.X), min(y0, q.Y), max(x1, q.X), max(y1, q.Y)
			}
		}
	}
	if x1 < x0 {
		return Rect{}
	}
	return Rect{x0, y0, x1 - x0, y1 - y0}
}

// about is a rectangle that a shape is within, from nine places of its box on the sphere:
// most of the country is far from a territory, and placing all of its points took four
// fifths of the time of drawing the neighbours.
func (f *frame) about(s geo.Shape) Rect {
	low, high := geo.Point{Lat: math.Inf(1), Lon: math.Inf(1)}, geo.Point{Lat: math.Inf(-1), Lon: math.Inf(-1)}
	for _, poly := range s.Polygons {
		for _, p := range poly[0] {
			low = geo.Point{Lat: min(low.Lat, p.Lat), Lon: min(low.Lon, p.Lon)}
			high = geo.Point{Lat: max(high.Lat, p.Lat), Lon: max(high.Lon, p.Lon)}
		}
	}
	var box []geo.Point
	for i := range 9 {
		box = append(box, geo.Point{
			Lat: low.Lat + (high.Lat-low.Lat)*float64(i/3)/2, Lon: low.Lon + (high.Lon-low.Lon)*float64(i%3)/2,
		})
	}
	r := f.extent([]geo.Shape{{Polygons: [][]geo.Ring{{box}}}})
	// Between these places the sides of the box are bent a little.
	return r.inset(-max(r.W, r.H) / 20)
}

// ground draws land, départements and regions of a frame, with lines of that width.
// The regions that are enlarged elsewhere on the page are tinted, in both places.
func (f *frame) ground(a *geo.Atlas, regions geo.Kind, step, width float64, fine bool, enlarged ...string) []Item {
	land := &Path{Lines: f.contour(shapesOf(a, regions, f.code), step), Fill: Land, Class: "land"}
	items := []Item{land}
	for _, code := range enlarged {
		if f.code == "" || f.code == code {
			items = append(items, &Path{Lines: f.contour(shapesOf(a, regions, code), step), Fill: Tint, Class: "enlarged"})
		}
	}
	if !fine { // land and borders in one: a page sends their points once
		land.Stroke, land.Width = Border, width
		return items
	}
	lines := f.contour(shapesOf(a, geo.Departement, f.code), step)
	return append(items,
		&Path{Lines: lines, Stroke: FineLine, Width: 0.75 * width, Class: "departements"},
		&Path{Lines: land.Lines, Stroke: Border, Width: 1.5 * width, Class: "regions"})
}
