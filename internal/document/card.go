package document

import (
	"bytes"
	"image"
	"image/color"
	"image/png"

	"continuum/internal/geo"
)

// The size of a card in pixels: what sites that show links ask for.
const (
	CardW = 1200
	CardH = 630
)

// Card is what a link to a page shows where it is shared: some words beside the map of
// France, with the places that the page is about.
type Card struct {
	Kicker string // above the title
	Title  string
	Lines  []string // below it
	Foot   string   // who says so
	Colour Colour   // of the band and of the marks
	Marks  []CardMark
}

// CardMark is a place on the map of a card.
type CardMark struct {
	Region string // code, empty when unknown
	At     geo.Point
	Main   bool // drawn larger, over the others
}

// Measures of a card, in pixels.
const (
	cardEdge  = 56.0
	cardBand  = 18.0 // width of the coloured band
	cardWords = 590.0
	cardDot   = 5.0
	cardMain  = 17.0
)

// CardPNG draws a card.
func CardPNG(a *geo.Atlas, c Card) ([]byte, error) {
	d := &Drawing{W: CardW, H: CardH, Paper: white}
	d.add(box(Rect{0, 0, cardBand, CardH}, c.Colour, "", 0))
	d.add(c.words()...)
	d.add(c.country(a)...)
	var b bytes.Buffer
	enc := png.Encoder{CompressionLevel: png.BestCompression}
	if err := enc.Encode(&b, fewColours(d.picture(CardW))); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// words are the texts, from top to bottom; a long title has smaller letters.
func (c *Card) words() []Item {
	var items []Item
	y := cardEdge
	put := func(s string, face Face, px float64, most int, ink Colour) {
		for _, l := range wrap(legible(s), face, px/mmPerPt, cardWords, most) {
			y += px
			items = append(items, &Text{At: Pt{cardEdge, y}, S: l, Face: face, Size: px / mmPerPt, Fill: ink})
			y += px / 4
		}
	}
	put(c.Kicker, Regular, 28, 2, SoftInk)
	y += 14
	px := 54.0
	for px > 38 && len(wrap(legible(c.Title), Bold, px/mmPerPt, cardWords, 9)) > 4 {
		px -= 4
	}
	put(c.Title, Bold, px, 5, Ink)
	y += 18
	for _, l := range c.Lines {
		put(l, Regular, 28, 2, Ink)
	}
	return append(items, &Text{At: Pt{cardEdge, CardH - cardEdge}, S: legible(c.Foot), Face: Bold, Size: 28 / mmPerPt, Fill: c.Colour})
}

// country is the country with the marks, the main ones last.
func (c *Card) country(a *geo.Atlas) []Item {
	area := Rect{cardEdge + cardWords + 10, 40, CardW - cardWords - cardEdge - 40, CardH - 80}
	n := newNation(a, geo.Region, area, area.W-30, 3.2, false)
	items := n.ground(2, 1.2, false)
	for _, main := range []bool{false, true} {
		for _, m := range c.Marks {
			f := n.frameAt(m.Region, m.At)
			if m.Main != main || m.At.IsZero() || f == nil {
				continue
			}
			at := f.place(m.At)
			if !f.at.contains(at) { // of a member on the other side of the world
				continue
			}
			r, edge := cardDot, 1.0
			if main {
				r, edge = cardMain, 4
			}
			items = append(items, &Circle{C: at, R: r, Fill: c.Colour, Stroke: white, Width: edge})
		}
	}
	return items
}

// fewColours is the picture in at most 256 colours, which halves its weight: its edges
// blend few flat tints, so that keeping the high bits of each part is not seen.
func fewColours(img *image.RGBA) image.Image {
	for bits := 8; bits >= 4; bits-- {
		if p := palettized(img, bits); p != nil {
			return p
		}
	}
	return img
}

// palettized keeps the high bits of each part of the colours; nil when they are still
// more than 256.
func palettized(img *image.RGBA, bits int) *image.Paletted {
	mask := byte(0xff) << (8 - bits)
	round := func(v byte) byte { // 0xff stays white
		v &= mask
		for shift := bits; shift < 8; shift *= 2 {
			v |= v >> shift
		}
		return v
	}
	p := image.NewPaletted(img.Bounds(), nil)
	index := make(map[[3]byte]int)
	for i := 0; i < len(img.Pix); i += 4 {
		key := [3]byte{round(img.Pix[i]), round(img.Pix[i+1]), round(img.Pix[i+2])}
		at, ok := index[key]
		if !ok {
			if at = len(p.Palette); at == 256 {
				return nil
			}
			index[key] = at
			p.Palette = append(p.Palette, color.RGBA{key[0], key[1], key[2], 0xff})
		}
		p.Pix[i/4] = byte(at)
	}
	return p
}
