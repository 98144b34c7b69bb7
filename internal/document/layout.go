package document

import (
	"strconv"
	"strings"

	"continuum/internal/campus"
	"continuum/internal/text"
)

// lay puts title, map, legends, list and sources on the page. The list has the
// largest type that leaves the map a good height.
func (p *poster) lay() {
	wide := pageW - 2*margin
	strip := p.strip(wide)
	legend := p.sectorLegend()
	const between = 2.5
	room := pageH - 2*margin - headerH - footerH - strip.height - 3*between

	set := typeset{columns: 3, width: (wide - 2*columnGap) / 3, maxLines: 3}
	continued := func(s string) string { return p.t.T("poster.continued", s) }
	var columns [][]piece
	var listH float64
	for _, try := range []struct {
		size, leastMap float64
		maxLines       int
	}{{9, 150, 3}, {8.5, 145, 3}, {8, 140, 3}, {7.5, 132, 3}, {7, 125, 3}, {6.5, 120, 3}, {6, 112, 3}, {6, leastMap, 3}, {6, leastMap, 2}, {6, 0, 1}} {
		set.size, set.maxLines = try.size, try.maxLines
		columns, listH = set.balance(p.list, continued)
		if room-listH >= try.leastMap {
			break
		}
	}
	mapH := max(room-listH, leastMap, legend.height)
	mapH = min(mapH, 165)

	y := margin
	p.header(Rect{margin, y, wide, headerH})
	y += headerH
	p.Outline = append(p.Outline, Entry{p.t.T("poster.outline_map"), y})
	p.mapZone(Rect{margin, y, wide, mapH}, legend)
	y += mapH + between
	p.add(strip.at(Pt{margin, y})...)
	y += strip.height + between
	p.Outline = append(p.Outline, Entry{p.t.T("poster.outline_list"), y})
	p.add(set.draw(columns, Pt{margin, y}, p.title, p.opt.BaseURL)...)
	p.H = max(pageH, y+listH+between+footerH+margin)
	p.footer(Rect{margin, p.H - margin - footerH, wide, footerH})
}

// header prints the title, the day and the count.
func (p *poster) header(r Rect) {
	p.add(
		&Text{At: Pt{r.X, r.Y + 6.2}, S: p.t.T("poster.title"), Face: Bold, Size: 19, Fill: Ink},
		&Text{At: Pt{r.X, r.Y + 12.2}, S: p.subtitle(), Size: 12, Fill: Ink},
		&Text{At: Pt{r.X, r.Y + 16.8}, S: legible(p.counted()), Face: Bold, Size: 8.5, Fill: SoftInk},
	)
}

// footer prints the sources.
func (p *poster) footer(r Rect) {
	p.add(line(FrameLine, 0.2, Pt{r.X, r.Y}, Pt{r.Right(), r.Y}))
	words := p.t.T("poster.source", p.t.Instant(p.cat.Built))
	if p.opt.BaseURL != "" {
		words += " " + p.t.T("poster.more", strings.TrimPrefix(strings.TrimPrefix(p.opt.BaseURL, "https://"), "http://"))
	}
	if c := p.cat.Atlas.Credit; c != "" {
		words += " " + c
		if !strings.HasSuffix(c, ".") {
			words += "."
		}
	}
	for i, l := range wrap(legible(words), Regular, 6, r.W, 3) {
		p.add(&Text{At: Pt{r.X, r.Y + 3 + 2.6*float64(i)}, S: l, Size: 6, Fill: SoftInk})
	}
}

// block is a part of the page laid out before its place is known.
type block struct {
	items  []func(o Pt) []Item
	height float64
}

// at draws the block from its upper left corner.
func (b *block) at(o Pt) []Item {
	var out []Item
	for _, f := range b.items {
		out = append(out, f(o)...)
	}
	return out
}

func (b *block) add(f func(o Pt) []Item) { b.items = append(b.items, f) }

// legendW is the width of the sectors' legend.
const legendW = 45.0

// roomy is how many campuses leave the legend room for larger type.
const roomy = 45

// sectorLegend lists the sectors with their colour and the numbers of their
// campuses, so that the map is read in grey as well.
func (p *poster) sectorLegend() *block {
	const indent = 4.2
	size := 6.5
	if len(p.marks) <= roomy {
		size = 7.5
	}
	lead := 0.42 * size
	b := &block{}
	words := func(s string, face Face, ink Colour, max int) {
		for _, l := range wrap(s, face, size, legendW-indent, max) {
			y := b.height + 0.32*size
			b.add(func(o Pt) []Item {
				return []Item{&Text{At: Pt{o.X + indent, o.Y + y}, S: l, Face: face, Size: size, Fill: ink}}
			})
			b.height += lead
		}
	}
	b.add(func(o Pt) []Item {
		return []Item{&Text{At: Pt{o.X, o.Y + 2.3}, S: p.t.T("poster.sectors"), Face: Bold, Size: 7.5, Fill: Ink}}
	})
	b.height = 4
	numbers := make(map[campus.SectorCode][]string)
	var none []string
	for _, m := range p.marks {
		if s := m.hit.Campus.Sector; s != nil {
			numbers[s.Code] = append(numbers[s.Code], strconv.Itoa(m.n))
		} else {
			none = append(none, strconv.Itoa(m.n))
		}
	}
	sector := func(label string, c Colour, ns []string) {
		y := b.height
		b.add(func(o Pt) []Item { return []Item{box(Rect{o.X, o.Y + y + 0.2, 2.7, 2.1}, c, "", 0)} })
		words(legible(label), Regular, Ink, 3)
		if len(ns) == 0 {
			words(p.t.T("poster.none"), Regular, SoftInk, 1)
		} else {
			words(strings.Join(ns, ", "), Bold, Ink, 6)
		}
		b.height += 1
	}
	for _, s := range p.cat.Sectors {
		sector(s.Label, SectorColour(s.Code), numbers[s.Code])
	}
	if len(none) > 0 {
		sector(p.t.T("poster.no_sector"), NoSector, none)
	}
	return b
}

// strip explains shapes and edges, on as many lines as it takes.
func (p *poster) strip(width float64) *block {
	const size, lead, r = 6.5, 4.6, 1.25
	b := &block{height: lead}
	x := 0.0
	put := func(draw func(c Pt) []Item, label string, face Face) {
		room := 0.0
		if draw != nil {
			room = 5.0
		}
		w := room + widthOf(label, face, size)
		if x > 0 && x+w > width {
			x = 0
			b.height += lead
		}
		px, py := x, b.height-lead
		b.add(func(o Pt) []Item {
			items := []Item{&Text{At: Pt{o.X + px + room, o.Y + py + 3}, S: label, Face: face, Size: size, Fill: Ink}}
			if draw != nil {
				items = append(draw(Pt{o.X + px + 2.4, o.Y + py + 2.2}), items...)
			}
			return items
		})
		x += w + 3.4
	}
	used := make(map[Wave]bool)
	var hollow, loose, undrawn bool
	for _, m := range p.marks {
		used[m.wave] = true
		drawn := m.hit.Campus.Drawn()
		hollow = hollow || m.hollow && drawn
		loose = loose || m.loose
		undrawn = undrawn || !drawn
	}
	put(nil, p.t.T("poster.shapes"), Bold)
	for _, w := range Waves {
		if used[w] {
			put(func(c Pt) []Item { return symbol(w, c, r, SoftInk, false, false) }, p.t.T(text.Key("poster.wave."+w.key())), Regular)
		}
	}
	if hollow {
		put(func(c Pt) []Item { return symbol(Wave2013, c, r, SoftInk, true, false) }, p.t.T("poster.hollow"), Regular)
	}
	if loose {
		key := text.Key("poster.loose")
		if p.opt.AsOf.IsZero() {
			key = "poster.loose_last"
		}
		put(func(c Pt) []Item { return symbol(Wave2013, c, r, SoftInk, false, true) }, p.t.T(key), Regular)
	}
	if undrawn {
		put(nil, p.t.T("poster.undrawn"), Regular)
	}
	return b
}

// mapZone draws the map, its insets and, at its right, the sectors' legend.
func (p *poster) mapZone(r Rect, legend *block) {
	side := Rect{r.Right() - legendW, r.Y, legendW, legend.height}
	wide := r.W - side.W - 3
	if side.H < aboveCorsica*r.H {
		wide /= 1 - eastOfAlsace
	}
	n := newNation(p.cat.Atlas, p.opt.regions(), r, min(wide, r.W), insetUnit, crowded(p.marks))
	p.add(n.ground(contourStep, 0.2, true)...)
	n.settle(p.marks, markR, side)
	for _, m := range p.marks {
		if m.frame != nil {
			p.add(m.leader(markR)...)
		}
	}
	for _, m := range p.marks {
		if m.frame != nil {
			p.add(m.draw(markR, p.title(m), p.opt.BaseURL))
		}
	}
	p.add(legend.at(Pt{side.X, side.Y})...)
}

// contourStep is the grid of the contours, in millimetres: finer than a printer.
const contourStep = 0.1

// insetUnit is a millimetre: insets are measured in it.
const insetUnit = 1.0

// near reports whether a disc touches a rectangle.
func near(c Pt, r Rect, reach float64) bool {
	return dist(c, Pt{min(max(c.X, r.X), r.Right()), min(max(c.Y, r.Y), r.Bottom())}) < reach
}
