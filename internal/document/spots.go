package document

import (
	"bufio"
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"continuum/internal/catalog"
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
	Label  string // a sign or two written in the mark, which is then as large as they need
	Home   bool   // where the reader lives: a mark of another form
}

// SpotOptions says how a map of places is made.
type SpotOptions struct {
	ID     string // prefix of the identifiers in the drawing, unique in the page
	Lang   text.Lang
	Title  string // names the drawing
	Ground string // address of the contours: those of BaseMapSVG, or of TerritoryGroundSVG
}

// Sizes of the marks of a map of places, in CSS pixels.
const (
	spotR              = 6.0
	leastSpot, allSpot = 5.0, 17.0 // radii for one place, and for the most crowded territory
	numberFrom         = 7.5       // the least radius that has room for a number
	spotNumber         = 11.0
	homeR              = 15.0     // a ring around the mark of a step that is at home
	labelR, labelMore  = 9.0, 2.5 // the least radius for one sign, and what each other sign adds
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
// number it stands for. Classes: spot, spot-body, spot-number. Spots without a place on
// the map are left out, see InCountry.
func CountsSVG(cat *catalog.Catalog, spots []Spot, opt SpotOptions) (string, error) {
	frames, err := framesOf(cat, nil)
	if err != nil {
		return "", err
	}
	most := 1
	for _, s := range spots {
		most = max(most, s.N)
	}
	// Large marks first, so that a small one is never hidden.
	spots = slices.Clone(spots)
	slices.SortStableFunc(spots, func(x, y Spot) int { return y.N - x.N })
	return spotsOn(Rect{0, 0, pageMapW, pageMapH}, opt, spots, func(s *Spot) (at Pt, r float64, ok bool) {
		if !InCountry(cat.Atlas, s.At, s.Region) {
			return at, r, false
		}
		r = leastSpot
		if most > 1 {
			r += (allSpot - leastSpot) * math.Sqrt(float64(s.N-1)/float64(most-1))
		}
		return frameAt(frames, s.Region).place(s.At), r, true
	})
}

// SpotsSVG draws a territory among its neighbours with one mark for each spot. One that
// stands for several says how many. What lies beyond the territory's box is left out.
func SpotsSVG(cat *catalog.Catalog, t *geo.Territory, spots []Spot, opt SpotOptions) (string, error) {
	frames, err := framesOf(cat, t)
	if err != nil {
		return "", err
	}
	page := Rect{0, 0, campusMapW, campusMapH}
	within := page.inset(spotR)
	return spotsOn(page, opt, spots, func(s *Spot) (at Pt, r float64, ok bool) {
		if !t.Box.Contains(s.At) {
			return at, r, false
		}
		at = frames[0].place(s.At)
		r = spotR
		if s.N > 1 {
			r = min(allSpot, numberFrom+math.Sqrt(float64(s.N))/2)
		}
		return Pt{min(max(at.X, within.X), within.Right()), min(max(at.Y, within.Y), within.Bottom())}, r, true
	})
}

// TerritoryGroundSVG draws the ground of SpotsSVG alone, for pages to refer to and a
// browser to keep.
func TerritoryGroundSVG(cat *catalog.Catalog, t *geo.Territory) (string, error) {
	_, d := territoryGround(cat.Atlas, t)
	var b strings.Builder
	err := d.inline(&b, "", "")
	return b.String(), err
}

// spotBytes is about what a mark takes as SVG.
const spotBytes = 224

// spotsOn draws marks where place has one for them. There may be hundreds, in each page
// of results: they are written as they come, and are no tree of items.
func spotsOn(page Rect, opt SpotOptions, spots []Spot, place func(*Spot) (Pt, float64, bool)) (string, error) {
	var b strings.Builder
	b.Grow(512 + spotBytes*len(spots))
	s := &svgWriter{w: bufio.NewWriter(&b), decimals: 1, id: opt.ID, classes: true}
	d := &Drawing{W: page.W, H: page.H, Lang: string(opt.Lang), Title: opt.Title}
	linked := slices.ContainsFunc(spots, func(s Spot) bool { return s.Link != "" })
	s.begin(d, "drawn-map", linked)
	s.item(&Picture{At: page, Href: opt.Ground})
	for i := range spots {
		if at, r, ok := place(&spots[i]); ok {
			s.spot(&spots[i], at, r)
		}
	}
	s.str("</svg>\n")
	err := s.w.Flush()
	return b.String(), err
}

// spot writes a mark: with its label, else with its number where there is room.
func (s *svgWriter) spot(m *Spot, at Pt, r float64) {
	class := "spot"
	if m.Home {
		class = "spot is-home"
	}
	end := s.open(class, m.Link, m.Name)
	defer s.str(end)
	if m.Home {
		s.circle(&Circle{C: at, R: homeR, Fill: white, Stroke: Ink, Width: 2, Class: "spot-body"})
		s.circle(&Circle{C: at, R: spotR / 3, Fill: Ink, Class: "spot-heart"})
		return
	}
	label := m.Label
	if signs := utf8.RuneCountInString(label); signs > 0 {
		r = max(r, labelR+labelMore*float64(signs-1))
	}
	s.circle(&Circle{C: at, R: r, Class: "spot-body", Sheet: true})
	if label == "" && m.N > 1 && r >= numberFrom {
		label = strconv.Itoa(m.N)
	}
	if label != "" {
		s.words(&Text{At: Pt{at.X, at.Y + spotNumber/2.8}, S: label, Class: "spot-number", Sheet: true})
	}
}

// framesOf are the frames of the national map, the main one first, or the only one of
// a territory. To fit a frame is to walk over all its contours, for five numbers: the
// catalog keeps those.
func framesOf(cat *catalog.Catalog, t *geo.Territory) ([]*frame, error) {
	key := "frames"
	if t != nil {
		key += " " + t.Slug
	}
	kept, err := cat.Once(key, func() (string, error) {
		var b strings.Builder
		if t == nil {
			n := pageNation(cat.Atlas, geo.Region)
			n.main.write(&b)
			for _, f := range n.insets {
				f.write(&b)
			}
			return b.String(), nil
		}
		f, _ := territoryGround(cat.Atlas, t)
		f.write(&b)
		return b.String(), nil
	})
	if err != nil {
		return nil, err
	}
	var frames []*frame
	for l := range strings.Lines(kept) {
		f := &frame{project: geo.Lambert93}
		if err := f.read(l); err != nil {
			return nil, err
		}
		inset := cat.Atlas.Territory(geo.Region, f.code)
		switch {
		case t != nil && isOverseas(t.Region):
			f.project = geo.Local(t.Centre)
		case t == nil && inset != nil && isOverseas(f.code):
			f.project = geo.Local(inset.Centre)
		}
		frames = append(frames, f)
	}
	return frames, nil
}

// write puts on a line what places a point in a frame: its region, "-" for none, and
// the numbers of its scale.
func (f *frame) write(b *strings.Builder) {
	b.WriteString(cmp.Or(f.code, "-"))
	for _, v := range []float64{f.k, f.x0, f.y0, f.origin.X, f.origin.Y} {
		b.WriteString(" " + strconv.FormatFloat(v, 'g', -1, 64))
	}
	b.WriteByte('\n')
}

// read is the inverse of write.
func (f *frame) read(line string) error {
	words := strings.Fields(line)
	numbers := []*float64{&f.k, &f.x0, &f.y0, &f.origin.X, &f.origin.Y}
	if len(words) != len(numbers)+1 {
		return fmt.Errorf("document: frame %q: want a code and %d numbers", line, len(numbers))
	}
	if f.code = words[0]; f.code == "-" {
		f.code = ""
	}
	for i, n := range numbers {
		v, err := strconv.ParseFloat(words[i+1], 64)
		if err != nil {
			return fmt.Errorf("document: frame %q: %w", line, err)
		}
		*n = v
	}
	return nil
}

// frameAt is the frame that the points of a region are drawn in: its inset, else the
// main one.
func frameAt(frames []*frame, region string) *frame {
	for _, f := range frames[1:] {
		if f.code == region {
			return f
		}
	}
	return frames[0]
}
