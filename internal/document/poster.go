package document

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"continuum/internal/campus"
	"continuum/internal/catalog"
	"continuum/internal/date"
	"continuum/internal/fault"
	"continuum/internal/geo"
	"continuum/internal/text"
)

// PosterOptions says what a poster shows.
type PosterOptions struct {
	// AsOf is the day of the map; zero for the last known state of every campus.
	AsOf date.Day
	// Today is the day of the question, on which last known states depend.
	Today date.Day
	Lang  text.Lang // French when empty
	// BaseURL is the address of the site, without a final slash; when it is given,
	// each campus links to its page.
	BaseURL string
}

// regionsChanged is the day on which the regions of today replaced the 27 of before.
var regionsChanged = date.NewDay(2016, 1, 1)

// day is the day that the poster speaks of.
func (o PosterOptions) day() date.Day {
	if o.AsOf.IsZero() {
		return o.Today
	}
	return o.AsOf
}

// regions are those of the day.
func (o PosterOptions) regions() geo.Kind { return regionsOn(o.day()) }

// The page: A4 upright, in millimetres. It grows downwards when a list is longer
// than one page can hold; today's is not.
const (
	pageW, pageH = 210.0, 297.0
	margin       = 10.0
	headerH      = 19.5
	footerH      = 9.0
	markR        = 1.85
	// leastMap is the height below which a map is no longer worth its name.
	leastMap = 98.0
)

// poster is a poster being laid out.
type poster struct {
	*Drawing
	opt   PosterOptions
	cat   *catalog.Catalog
	t     *text.Texts
	marks []*mark
	list  []group
}

// Poster draws the national map: one mark per campus, coloured by sector and shaped
// by wave, numbered as in the list by region beneath it.
func Poster(cat *catalog.Catalog, opt PosterOptions) *Drawing {
	return newPoster(cat, opt).Drawing
}

func newPoster(cat *catalog.Catalog, opt PosterOptions) *poster {
	if opt.Lang == "" {
		opt.Lang = text.French
	}
	p := &poster{opt: opt, cat: cat, t: text.For(opt.Lang)}
	p.number()
	p.Drawing = &Drawing{
		W: pageW, H: pageH, Paper: white, Lang: string(opt.Lang), Author: "Continuum",
		Made:  cat.Built.UTC(),
		Title: p.t.T("poster.title") + " – " + p.subtitle(),
	}
	p.Desc = p.counted()
	p.lay()
	return p
}

// subtitle tells the day.
func (p *poster) subtitle() string {
	if p.opt.AsOf.IsZero() {
		return p.t.T("poster.last_known", p.opt.Today)
	}
	return p.t.T("poster.as_of", p.opt.AsOf)
}

// counted tells how many campuses are shown, of how many.
func (p *poster) counted() string {
	official, here := p.cat.Documented(p.opt.day())
	s, count := p.t.N("poster.documented", here), text.Key("poster.official")
	if p.opt.AsOf.IsZero() {
		s, count = p.t.N("poster.known", len(p.marks), here), "poster.official_last"
	}
	if official == nil {
		return s
	}
	return s + " " + p.t.T(count, official.Count, official.On)
}

// number sorts the campuses by region, city and name, in French order, and gives
// each its number.
func (p *poster) number() {
	hits := p.cat.Select(catalog.Filter{AsOf: p.opt.AsOf}, p.opt.Today)
	french := collate.New(language.French, collate.IgnoreCase)
	key := func(h catalog.Hit) (region, city string) {
		if t := p.region(h.Campus); t != nil {
			region = t.Name
		}
		return region, h.Campus.City
	}
	slices.SortStableFunc(hits, func(a, b catalog.Hit) int {
		ra, ca := key(a)
		rb, cb := key(b)
		if (ra == "") != (rb == "") { // those of no known region come last
			return strings.Compare(rb, ra)
		}
		if c := french.CompareString(ra, rb); c != 0 {
			return c
		}
		if (ca == "") != (cb == "") {
			return strings.Compare(cb, ca)
		}
		return french.CompareString(ca, cb) // hits come by name
	})
	for i, h := range hits {
		m := newMark(i+1, h, p.opt.day())
		p.marks = append(p.marks, m)
		title, _ := key(h)
		if title == "" {
			title = p.t.T("poster.no_region")
		}
		if n := len(p.list); n == 0 || p.list[n-1].title != legible(title) {
			p.list = append(p.list, group{title: legible(title)})
		}
		g := &p.list[len(p.list)-1]
		g.rows = append(g.rows, row{m: m, text: p.entry(h)})
	}
}

// region is the region that a campus is listed in.
func (p *poster) region(c *catalog.Campus) *geo.Territory {
	if p.opt.regions() == geo.Region2015 && c.Region2015 != nil {
		return c.Region2015
	}
	return c.Region
}

// entry is the line of a campus in the list: name, city, what is not sure.
func (p *poster) entry(h catalog.Hit) string {
	s := h.Campus.Name + ", " + p.where(h.Campus)
	if note := p.note(h.State); note != "" {
		s += "\u00a0" + note
	}
	return legible(s)
}

// where is the city of the seat, else the académie.
func (p *poster) where(c *catalog.Campus) string {
	switch {
	case c.City != "":
		return c.City
	case c.Academie != nil && strings.ContainsAny(c.Academie.Name[:1], "AEIOUYÉ"):
		return p.t.T("poster.academie_of", c.Academie.Name)
	case c.Academie != nil:
		return p.t.T("poster.academie", c.Academie.Name)
	}
	return p.t.T("poster.no_seat")
}

// note marks a status that is not established for the day.
func (p *poster) note(s campus.State) string {
	switch {
	case s.Status.Holds() && s.On < p.opt.day():
		return p.t.T("poster.seen", strconv.Itoa(s.On.Time().Year()))
	case s.Status == campus.InForce:
		return ""
	}
	return p.t.T(text.Key("poster.note." + string(s.Status)))
}

// title names a mark for those who hear it or point at it.
func (p *poster) title(m *mark) string {
	return fmt.Sprintf("%d – %s, %s", m.n, m.hit.Campus.Name, p.where(m.hit.Campus))
}

// WriteMap draws the poster in a format: "svg", "pdf" or "png".
func WriteMap(w io.Writer, cat *catalog.Catalog, opt PosterOptions, format string) error {
	switch format {
	case "svg":
		return Poster(cat, opt).SVG(w)
	case "pdf":
		return Poster(cat, opt).PDF(w)
	case "png":
		return Poster(cat, opt).PNG(w, PosterPNG)
	}
	return fault.New(fault.Invalid, "poster.format", format).In("format")
}

// PosterPNG is the width of a poster's picture in pixels: A4 at 200 dots an inch.
const PosterPNG = 1654
