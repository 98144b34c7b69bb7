package document

import (
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io"
	"math"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

// The bounds of a picture's width: below, nothing can be read; above, it takes
// more memory than a picture is worth.
const (
	MinPNG = 200
	MaxPNG = 5000
)

// PNG writes the drawing as a picture widthPx pixels wide, kept between MinPNG and
// MaxPNG.
func (d *Drawing) PNG(w io.Writer, widthPx int) error {
	return png.Encode(w, d.picture(widthPx))
}

// picture paints the drawing.
func (d *Drawing) picture(widthPx int) *image.RGBA {
	widthPx = min(max(widthPx, MinPNG), MaxPNG)
	scale := float64(widthPx) / d.W
	r := &raster{
		img:   image.NewRGBA(image.Rect(0, 0, widthPx, int(math.Ceil(d.H*scale)))),
		scale: scale,
	}
	paper := d.Paper
	if paper == "" {
		paper = "#ffffff"
	}
	draw.Draw(r.img, r.img.Bounds(), image.NewUniform(paper.rgba()), image.Point{}, draw.Src)
	r.items(d.Items)
	return r.img
}

type raster struct {
	img   *image.RGBA
	scale float64
	z     vector.Rasterizer
	font  sfnt.Buffer
}

func (r *raster) items(items []Item) {
	for _, it := range items {
		switch it := it.(type) {
		case *Path:
			r.shape(it.Lines, it.Open, it.Fill, it.Stroke, it.Width, it.Dash)
		case *Circle:
			r.shape([][]Pt{round(it.C, it.R)}, false, it.Fill, it.Stroke, it.Width, it.Dash)
		case *Text:
			r.words(it)
		case *Group:
			r.items(it.Items)
		}
	}
}

func (r *raster) shape(lines [][]Pt, open bool, fill, stroke Colour, width float64, dash []float64) {
	if fill != "" && !open {
		r.fill(r.pixels(lines), fill)
	}
	if stroke == "" {
		return
	}
	var pieces [][]Pt
	for _, l := range lines {
		if !open && len(l) > 0 {
			l = append(append([]Pt(nil), l...), l[0])
		}
		for _, part := range dashes(l, dash) {
			pieces = append(pieces, outline(r.pixels([][]Pt{part})[0], width*r.scale/2)...)
		}
	}
	r.fill(pieces, stroke)
}

func (r *raster) pixels(lines [][]Pt) [][]Pt {
	out := make([][]Pt, len(lines))
	for i, l := range lines {
		out[i] = make([]Pt, len(l))
		for j, p := range l {
			out[i][j] = Pt{p.X * r.scale, p.Y * r.scale}
		}
	}
	return out
}

// fill paints polygons given in pixels. The rasterizer covers their box alone: one
// as large as the page for each mark would take seconds.
func (r *raster) fill(polygons [][]Pt, c Colour) {
	x0, y0, x1, y1 := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, l := range polygons {
		for _, p := range l {
			x0, y0, x1, y1 = min(x0, p.X), min(y0, p.Y), max(x1, p.X), max(y1, p.Y)
		}
	}
	area := image.Rect(int(math.Floor(x0)), int(math.Floor(y0)), int(math.Ceil(x1))+1, int(math.Ceil(y1))+1)
	area = area.Intersect(r.img.Bounds()) // what lies out of it is left out by the rasterizer
	if math.IsInf(x0, 1) || area.Empty() {
		return
	}
	r.z.Reset(area.Dx(), area.Dy())
	at := func(p Pt) (float32, float32) {
		return float32(p.X - float64(area.Min.X)), float32(p.Y - float64(area.Min.Y))
	}
	for _, l := range polygons {
		for i, p := range l {
			if i == 0 {
				r.z.MoveTo(at(p))
			} else {
				r.z.LineTo(at(p))
			}
		}
		r.z.ClosePath()
	}
	r.z.Draw(r.img, area, image.NewUniform(c.rgba()), image.Point{})
}

// words paints a text glyph by glyph from its outlines, at the very places where
// the measure of widths puts them.
func (r *raster) words(t *Text) {
	f := faces()[t.Face]
	em := t.Size * mmPerPt * r.scale // pixels
	const units = 1000
	k := em / units
	x, y := t.left()*r.scale, t.At.Y*r.scale
	var polygons [][]Pt
	for _, c := range t.S {
		g, err := f.GlyphIndex(&r.font, c)
		if err != nil {
			continue
		}
		// Segments live in the buffer until the next call: the advance comes first.
		adv, err := f.GlyphAdvance(&r.font, g, fixed.I(units), font.HintingNone)
		if err != nil {
			continue
		}
		segs, err := f.LoadGlyph(&r.font, g, fixed.I(units), nil)
		if err != nil {
			continue
		}
		at := func(p fixed.Point26_6) Pt {
			return Pt{x + float64(p.X)/64*k, y + float64(p.Y)/64*k}
		}
		polygons = append(polygons, flatten(segs, at)...)
		x += float64(adv) / 64 * k
	}
	r.fill(polygons, t.Fill)
}

// flatten turns a glyph's curves into lines.
func flatten(segs sfnt.Segments, at func(fixed.Point26_6) Pt) [][]Pt {
	const steps = 6
	var out [][]Pt
	for _, s := range segs {
		if s.Op == sfnt.SegmentOpMoveTo {
			out = append(out, []Pt{at(s.Args[0])})
			continue
		}
		l := &out[len(out)-1]
		from := (*l)[len(*l)-1]
		switch s.Op {
		case sfnt.SegmentOpLineTo:
			*l = append(*l, at(s.Args[0]))
		case sfnt.SegmentOpQuadTo:
			c, to := at(s.Args[0]), at(s.Args[1])
			for i := 1; i <= steps; i++ {
				u := float64(i) / steps
				v := 1 - u
				*l = append(*l, Pt{v*v*from.X + 2*v*u*c.X + u*u*to.X, v*v*from.Y + 2*v*u*c.Y + u*u*to.Y})
			}
		case sfnt.SegmentOpCubeTo:
			c, d, to := at(s.Args[0]), at(s.Args[1]), at(s.Args[2])
			for i := 1; i <= steps; i++ {
				u := float64(i) / steps
				v := 1 - u
				*l = append(*l, Pt{
					v*v*v*from.X + 3*v*v*u*c.X + 3*v*u*u*d.X + u*u*u*to.X,
					v*v*v*from.Y + 3*v*v*u*c.Y + 3*v*u*u*d.Y + u*u*u*to.Y,
				})
			}
		}
	}
	return out
}

// outline turns a line into polygons that cover its stroke: one along each segment
// and a disc at each end of it. All turn the same way, for the rasterizer adds up.
func outline(l []Pt, half float64) [][]Pt {
	var out [][]Pt
	for i := 1; i < len(l); i++ {
		a, b := l[i-1], l[i]
		n := math.Hypot(b.X-a.X, b.Y-a.Y)
		if n == 0 {
			continue
		}
		dx, dy := (b.X-a.X)/n*half, (b.Y-a.Y)/n*half
		out = append(out, []Pt{{a.X + dy, a.Y - dx}, {b.X + dy, b.Y - dx}, {b.X - dy, b.Y + dx}, {a.X - dy, a.Y + dx}})
		if i+1 < len(l) && half > 0.6 { // a join that thin is not seen
			out = append(out, round(b, half))
		}
	}
	return out
}

// dashes cuts a line by a pattern of lengths drawn and left out.
func dashes(l []Pt, pattern []float64) [][]Pt {
	total := 0.0
	for _, v := range pattern {
		total += v
	}
	if total <= 0 || len(l) == 0 {
		return [][]Pt{l}
	}
	var out [][]Pt
	k, left := 0, pattern[0]
	current := []Pt{l[0]}
	for i := 1; i < len(l); i++ {
		a, b := l[i-1], l[i]
		n := math.Hypot(b.X-a.X, b.Y-a.Y)
		done := 0.0
		for n-done > left {
			done += left
			p := Pt{a.X + (b.X-a.X)*done/n, a.Y + (b.Y-a.Y)*done/n}
			if k%2 == 0 {
				out = append(out, append(current, p))
			}
			current = []Pt{p}
			k++
			left = pattern[k%len(pattern)]
		}
		left -= n - done
		current = append(current, b)
	}
	if k%2 == 0 && len(current) > 1 {
		out = append(out, current)
	}
	return out
}

// round is a circle as a polygon, turning the way that outline's pieces turn.
func round(c Pt, r float64) []Pt {
	const n = 32
	out := make([]Pt, n)
	for i := range out {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / n)
		out[i] = Pt{c.X + r*cos, c.Y + r*sin}
	}
	return out
}

// rgba is the colour for a picture.
func (c Colour) rgba() color.RGBA {
	r, g, b := c.rgb()
	return color.RGBA{uint8(r), uint8(g), uint8(b), 255}
}
