package document

import (
	"io"
	"time"

	"continuum/internal/text"
)

// Sheet is a document of some pages of words: parts of named lines, sources, and an
// address that a phone can read.
type Sheet struct {
	Lang    text.Lang
	Title   string
	Lead    string // beneath the title
	Desc    string // what it is about, for those who look for it
	Address string // whole; empty for none
	Parts   []Part
	Sources string   // title of the notes
	Notes   []string // sources, by the numbers that lines cite
	Foot    []string // what must be said of the document
	Made    time.Time
}

// Part is a part of a sheet, with its place in the outline when it has a title; its table
// comes after its lines.
type Part struct {
	Title string
	Lines []Line
	Grid  *Grid
}

// Line is a name and what is said under it, one paragraph each; a line without a name
// takes the whole width.
type Line struct {
	Name string
	Said []string
}

// The sheet: A4 upright, in millimetres and points.
const (
	sheetMargin = 16.0
	nameW       = 42.0 // column of names
	codeW       = 40.0 // side of the QR code
	bodySize    = 9.0
	noteSize    = 7.5
	partSize    = 12.0
	titleSize   = 20.0
	lineUp      = 1.28 // distance of base lines, in sizes
)

// PDF writes the sheet. Equal sheets give equal bytes.
func (s *Sheet) PDF(w io.Writer) error { return writePDF(w, s.pages()...) }

// setter sets words from the top of a page to its foot, then on the next one.
type setter struct {
	s     *Sheet
	pages []*Drawing
	y     float64 // where the next line may begin
}

// pages sets the whole sheet.
func (s *Sheet) pages() []*Drawing {
	p := &setter{s: s}
	p.turn()
	p.head()
	for i := range s.Parts {
		p.part(&s.Parts[i])
	}
	if len(s.Notes) > 0 {
		p.title(s.Sources)
		for i, n := range s.Notes {
			p.words(text.For(s.Lang).T("liste.sheet.note", i+1, n), Regular, noteSize, sheetMargin, pageW-2*sheetMargin, SoftInk)
		}
	}
	p.y += 3
	for _, f := range s.Foot {
		p.words(f, Regular, noteSize, sheetMargin, pageW-2*sheetMargin, SoftInk)
	}
	p.number()
	return p.pages
}

// turn begins a page.
func (p *setter) turn() {
	s := p.s
	p.pages = append(p.pages, &Drawing{
		W: pageW, H: pageH, Lang: string(s.Lang), Title: s.Title, Desc: s.Desc, Author: "Continuum", Made: s.Made.UTC(),
	})
	p.y = sheetMargin
}

func (p *setter) page() *Drawing { return p.pages[len(p.pages)-1] }

// leading is the distance of base lines of a size, in millimetres.
func leading(size float64) float64 { return size * lineUp * mmPerPt }

// room begins another page when so much does not fit on this one.
func (p *setter) room(height float64) {
	if p.y+height > pageH-sheetMargin-leading(noteSize) {
		p.turn()
	}
}

// longestText bounds the lines of one paragraph: no name needs as many.
const longestText = 40

// words sets a paragraph, and returns the pages' position after it.
func (p *setter) words(s string, face Face, size, x, width float64, ink Colour) {
	for _, l := range wrap(legible(s), face, size, width, longestText) {
		p.room(leading(size))
		p.y += leading(size)
		p.page().add(&Text{At: Pt{x, p.y - 0.3*size*mmPerPt}, S: l, Face: face, Size: size, Fill: ink})
	}
}

// head sets the title, and the address beside it.
func (p *setter) head() {
	s, width := p.s, pageW-2*sheetMargin
	code, ok := NewQR(s.Address)
	if ok = ok && s.Address != ""; ok {
		width -= codeW + 6
		at := Rect{pageW - sheetMargin - codeW, sheetMargin, codeW, codeW}
		p.page().add(&Group{Items: []Item{code.path(at)}, Title: s.Address, Link: s.Address, Hit: at})
	}
	p.words(s.Title, Bold, titleSize, sheetMargin, width, Ink)
	p.y += 2
	p.words(s.Lead, Regular, bodySize, sheetMargin, width, Ink)
	if s.Address != "" {
		p.y += 2
		p.words(s.Address, Regular, noteSize, sheetMargin, width, SoftInk)
	}
	if ok {
		p.y = max(p.y, sheetMargin+codeW)
	}
}

// title sets the title of a part, never alone at the foot of a page.
func (p *setter) title(s string) {
	p.y += 4
	p.room(leading(partSize) + 4*leading(bodySize))
	d := p.page()
	d.Outline = append(d.Outline, Entry{legible(s), p.y})
	p.words(s, Bold, partSize, sheetMargin, pageW-2*sheetMargin, Ink)
	p.page().add(line(FrameLine, 0.3, Pt{sheetMargin, p.y + 0.6}, Pt{pageW - sheetMargin, p.y + 0.6}))
	p.y += 1.6
}

func (p *setter) part(part *Part) {
	if part.Title != "" {
		p.title(part.Title)
	} else {
		p.y += 3
	}
	for _, l := range part.Lines {
		if l.Name == "" {
			for _, said := range l.Said {
				p.words(said, Regular, bodySize, sheetMargin, pageW-2*sheetMargin, Ink)
			}
			continue
		}
		names := wrap(legible(l.Name), Bold, bodySize, nameW-3, longestText)
		p.room(float64(max(2, len(names))) * leading(bodySize))
		// Names are set first: a PDF is read in the order in which it was written.
		top, on := p.y, p.page()
		for i, n := range names {
			y := top + float64(i+1)*leading(bodySize)
			on.add(&Text{At: Pt{sheetMargin, y - 0.3*bodySize*mmPerPt}, S: n, Face: Bold, Size: bodySize, Fill: Ink})
		}
		for _, said := range l.Said {
			p.words(said, Regular, bodySize, sheetMargin+nameW, pageW-2*sheetMargin-nameW, Ink)
		}
		if on == p.page() {
			p.y = max(p.y, top+float64(len(names))*leading(bodySize))
		}
		p.y += 0.8
	}
	if part.Grid != nil {
		p.grid(part.Grid)
	}
}

// number sets at the foot of each page which one of how many it is.
func (p *setter) number() {
	t := text.For(p.s.Lang)
	for i, d := range p.pages {
		s := legible(t.T("liste.sheet.page", p.s.Title, i+1, len(p.pages)))
		d.add(&Text{At: Pt{sheetMargin, pageH - sheetMargin + 4}, S: s, Size: noteSize, Fill: SoftInk})
	}
}
