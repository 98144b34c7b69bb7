package document

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"continuum/internal/geo"
	"continuum/internal/text"
)

// Spot is a mark on a map of places: one place, or all those of a territory.
type Spot struct {
	Name   string // what a reader hears of it
	Link   string // empty when it leads nowhere
	At     geo.Point
	Region string // code of the region of today, which tells the inset
	N      int    // how many places it stands for: the area of the mark follows
}

// SpotOptions says how a map of places is made.
type SpotOptions struct {
	ID     string // prefix of the identifiers in the drawing, unique in the page
	Lang   text.Lang
	Title  string // names the drawing
	Ground string // address of the contours of the country, see BaseMapSVG
}

// Sizes of the marks of a map of places, in CSS pixels.
const (
	spotR              = 6.0
	leastSpot, allSpot = 5.0, 17.0 // radii for one place, and for the most crowded territory
	numberFrom         = 7.5       // the least radius that has room for a number
	spotNumber         = 11.0
)

// InCountry reports whether CountsSVG has a place for a point of that region.
func InCountry(a *geo.Atlas, at geo.Point, region string) bool {
	if at.IsZero() {
		return false
	}
	if !isOverseas(region) {
		return metropole.Contains(at)
	}
	t := a.Territory(geo.Region, region)
	return t != nil && t.Box.Contains(at)
}

// CountsSVG draws the national map with one mark for each spot, as large as the
// number it stands for. Classes: spot, spot-body, spot-number, and those of the ground.
// Spots without a place on the map are left out, see InCountry.
func CountsSVG(a *geo.Atlas, spots []Spot, opt SpotOptions) (string, error) {
	n := pageNation(a, geo.Region)
	d := &Drawing{W: pageMapW, H: pageMapH, Lang: string(opt.Lang), Title: opt.Title}
	d.add(&Picture{At: Rect{0, 0, d.W, d.H}, Href: opt.Ground})
	most := 1
	for _, s := range spots {
		most = max(most, s.N)
	}
	// Large marks first, so that a small one is never hidden.
	spots = slices.Clone(spots)
	slices.SortStableFunc(spots, func(x, y Spot) int { return y.N - x.N })
	for _, s := range spots {
		f := n.frameAt(s.At, s.Region)
		if f == nil {
			continue
		}
		r := leastSpot
		if most > 1 {
			r += (allSpot - leastSpot) * math.Sqrt(float64(s.N-1)/float64(most-1))
		}
		d.add(s.mark(f.place(s.At), r))
	}
	return spotDrawing(d, opt)
}

// SpotsSVG draws a territory among its neighbours with one mark for each spot, all
// of one size. What lies beyond the territory's box is left out.
func SpotsSVG(a *geo.Atlas, t *geo.Territory, spots []Spot, opt SpotOptions) (string, error) {
	f, d := territoryGround(a, t)
	d.Lang, d.Title = string(opt.Lang), opt.Title
	page := Rect{0, 0, d.W, d.H}.inset(spotR)
	for _, s := range spots {
		if !t.Box.Contains(s.At) {
			continue
		}
		at := f.place(s.At)
		at.X, at.Y = min(max(at.X, page.X), page.Right()), min(max(at.Y, page.Y), page.Bottom())
		s.N = 1
		d.add(s.mark(at, spotR))
	}
	return spotDrawing(d, opt)
}

func spotDrawing(d *Drawing, opt SpotOptions) (string, error) {
	var b strings.Builder
	err := d.inline(&b, opt.ID, "drawn-map")
	return b.String(), err
}

// mark draws a spot, with its number where there is room.
func (s Spot) mark(at Pt, r float64) *Group {
	g := &Group{Title: s.Name, Link: s.Link, Class: "spot"}
	g.add(&Circle{C: at, R: r, Fill: Ink, Stroke: white, Width: 1.2, Class: "spot-body"})
	if s.N > 1 && r >= numberFrom {
		g.add(&Text{
			At: Pt{at.X, at.Y + spotNumber/2.8}, S: strconv.Itoa(s.N), Face: Bold, Size: spotNumber / mmPerPt,
			Anchor: Middle, Fill: white, Class: "spot-number",
		})
	}
	return g
}

// frameAt is the frame that a point of a region is drawn in, nil when it has none.
func (n *nation) frameAt(at geo.Point, region string) *frame {
	if !InCountry(n.atlas, at, region) {
		return nil
	}
	for _, f := range n.insets {
		if f.code == region {
			return f
		}
	}
	return n.main
}
