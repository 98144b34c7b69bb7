package document

import (
	"strings"

	"continuum/internal/campus"
	"continuum/internal/catalog"
	"continuum/internal/date"
	"continuum/internal/geo"
	"continuum/internal/text"
)

// MapOptions says how a map of a page is made.
type MapOptions struct {
	ID string // prefix of the identifiers in the drawing, unique in the page; "map-" when empty
	// Day is the day that the map speaks of, which chooses its regions and tells
	// which states are old; zero for the catalog's own day.
	Day  date.Day
	Lang text.Lang // French when empty
	// Title names the drawing, in place of the number of campuses that it shows.
	Title string
	// Link is the address of a campus; nil for its page.
	Link func(*catalog.Campus) string
	// Ground is the address of the contours as a drawing of their own, which BaseMapSVG
	// makes of the same regions; empty to draw them here.
	Ground string
	// Here is a commune to show on the national map, nil for none.
	Here *geo.Commune
}

// The pages' maps, in CSS pixels at their natural size.
const (
	pageMapW, pageMapH = 640.0, 560.0
	pageUnit           = 4.0 // insets are measured in it
	pageMark           = 9.0 // radius of a mark
	pageStep           = 1.0 // grid of the contours: whole numbers are short
	pageLine           = 0.8
)

func (o MapOptions) filled(cat *catalog.Catalog) MapOptions {
	if o.ID == "" {
		o.ID = "map-"
	}
	if o.Lang == "" {
		o.Lang = text.French
	}
	if o.Day.IsZero() {
		o.Day = date.DayOf(cat.Built)
	}
	if o.Link == nil {
		o.Link = func(c *catalog.Campus) string { return o.Lang.Link("/campus/" + c.Slug) }
	}
	return o
}

// regionsOn are the regions of a day.
func regionsOn(day date.Day) geo.Kind {
	if day < regionsChanged {
		return geo.Region2015
	}
	return geo.Region
}

// NationalSVG draws the national map of hits to stand in a page. Each campus with a
// point is a link, a named <a class="mark s-MOBI w-2013 is-in_force">, with is-hollow
// at its académie's seat and is-loose when its state is not established for the day;
// hits without a point are left out. Other classes: land, enlarged, inset,
// inset-name, leader, mark-edge, mark-body. Presentation attributes give every colour
// that the page's style sheet doesn't.
func NationalSVG(cat *catalog.Catalog, hits []catalog.Hit, opt MapOptions) (string, error) {
	opt = opt.filled(cat)
	n := pageNation(cat.Atlas, regionsOn(opt.Day))
	marks := marksOf(hits, opt)
	n.settle(marks, pageMark, Rect{})
	d := &Drawing{W: pageMapW, H: pageMapH, Lang: string(opt.Lang)}
	if opt.Ground == "" {
		d.add(n.ground(pageStep, pageLine, false)...)
	} else {
		d.add(&Picture{At: Rect{0, 0, d.W, d.H}, Href: opt.Ground})
	}
	if c := opt.Here; c != nil && !c.Point.IsZero() {
		if f := n.frameAt(c.Region, c.Point); f != nil {
			at, t := f.place(c.Point), text.For(opt.Lang)
			d.add(&Group{Title: t.T("poster.here", c.Name), Class: "sought", Items: []Item{
				&Circle{C: at, R: 2.2 * pageMark, Stroke: Ink, Width: 1.5, Dash: []float64{3, 3}},
				&Circle{C: at, R: pageMark / 3, Fill: Ink},
			}})
		}
	}
	return pageDrawing(d, marks, opt)
}

// BaseMapSVG draws the ground of NationalSVG alone: regions, insets and their names,
// for a page to refer to and a browser to keep.
func BaseMapSVG(cat *catalog.Catalog, regions geo.Kind) (string, error) {
	n := pageNation(cat.Atlas, regions)
	d := &Drawing{W: pageMapW, H: pageMapH}
	d.add(n.ground(pageStep, pageLine, false)...)
	var b strings.Builder
	err := d.inline(&b, "", "")
	return b.String(), err
}

// pageNation is the country of a page's map. Île-de-France is always enlarged, so
// that one ground serves every choice of campuses.
func pageNation(a *geo.Atlas, regions geo.Kind) *nation {
	area := Rect{0, 0, pageMapW, pageMapH}
	return newNation(a, regions, area.inset(2), area.W-4, pageUnit, true)
}

func marksOf(hits []catalog.Hit, opt MapOptions) []*mark {
	marks := make([]*mark, len(hits))
	for i, h := range hits {
		marks[i] = newMark(i+1, h, opt.Day)
	}
	return marks
}

// pageDrawing adds the marks and writes the drawing.
func pageDrawing(d *Drawing, marks []*mark, opt MapOptions) (string, error) {
	t := text.For(opt.Lang)
	shown := 0
	for _, m := range marks {
		if m.frame == nil {
			continue
		}
		shown++
		for _, it := range m.leader(pageMark) {
			d.add(classed(it, "leader"))
		}
	}
	for _, m := range marks {
		if m.frame != nil {
			d.add(m.link(pageMark, opt, t))
		}
	}
	if d.Title = opt.Title; d.Title == "" {
		d.Title = t.N("poster.map_title", shown)
	}
	var b strings.Builder
	err := d.inline(&b, opt.ID, "drawn-map")
	return b.String(), err
}

// classed gives a class to a path or a circle.
func classed(it Item, class string) Item {
	switch it := it.(type) {
	case *Path:
		it.Class = class
	case *Circle:
		it.Class = class
	}
	return it
}

// link is a mark of a page: a link with a name and classes.
func (m *mark) link(r float64, opt MapOptions, t *text.Texts) *Group {
	c := m.hit.Campus
	g := &Group{Title: m.name(t), Link: opt.Link(c), Class: m.classes()}
	items := m.symbol(m.pos, r)
	for i, it := range items {
		class := "mark-body"
		if i == 0 {
			class = "mark-edge"
		}
		g.add(classed(it, class))
	}
	return g
}

// classes tell a style sheet all that the mark shows.
func (m *mark) classes() string {
	code := "none"
	if s := m.hit.Campus.Sector; s != nil {
		code = string(s.Code)
	}
	class := "mark s-" + code + " w-" + m.wave.key() + " is-" + string(m.hit.State.Status)
	if m.hollow {
		class += " is-hollow"
	}
	if m.loose {
		class += " is-loose"
	}
	return class
}

// name is what a reader hears of a mark: campus, city, and what the drawing shows
// by its edge and its hollow.
func (m *mark) name(t *text.Texts) string {
	c := m.hit.Campus
	s := c.Name
	if c.City != "" {
		s += ", " + c.City
	}
	if m.hit.State.Status != campus.InForce {
		s += ", " + strings.ToLower(t.T(text.Key("status."+string(m.hit.State.Status))))
	}
	if m.hollow {
		s += ", " + t.T("poster.no_seat")
	}
	return s
}
