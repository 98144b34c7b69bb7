package document

import (
	"io"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
)

// PDF writes the drawing as one page with embedded fonts, selectable text, language,
// title and outline. Equal drawings give equal bytes.
func (d *Drawing) PDF(w io.Writer) error { return writePDF(w, d) }

// writePDF writes drawings as the pages of one document, which is what the first one says
// that it is.
func writePDF(w io.Writer, pages ...*Drawing) error {
	d := pages[0]
	f := fpdf.NewCustom(&fpdf.InitType{
		OrientationStr: "P", UnitStr: "mm",
		Size: fpdf.SizeType{Wd: d.W, Ht: d.H},
	})
	f.SetMargins(0, 0, 0)
	f.SetAutoPageBreak(false, 0)
	f.SetCatalogSort(true) // fonts and images in a fixed order
	f.SetCreationDate(d.Made)
	f.SetModificationDate(d.Made)
	f.SetProducer("Continuum", true)
	f.SetTitle(d.Title, true)
	f.SetSubject(d.Desc, true)
	f.SetAuthor(d.Author, true)
	f.SetLang(d.Lang)
	f.AddUTF8FontFromBytes("go", "", goregular.TTF)
	f.AddUTF8FontFromBytes("go", "B", gobold.TTF)
	p := &pdfWriter{f: f}
	for _, d := range pages {
		f.AddPage()
		f.SetLineJoinStyle("round")
		if d.Paper != "" {
			p.item(box(Rect{0, 0, d.W, d.H}, d.Paper, "", 0))
		}
		for _, it := range d.Items {
			p.item(it)
		}
		for _, e := range d.Outline {
			f.Bookmark(e.Text, 0, e.Y)
		}
	}
	return f.Output(w)
}

type pdfWriter struct{ f *fpdf.Fpdf }

func (p *pdfWriter) item(it Item) {
	switch it := it.(type) {
	case *Path:
		p.path(it)
	case *Circle:
		p.f.SetDashPattern(it.Dash, 0)
		if style := p.paint(it.Fill, it.Stroke, it.Width); style != "" {
			p.f.Circle(it.C.X, it.C.Y, it.R, style)
		}
	case *Text:
		p.words(it)
	case *Group:
		for _, sub := range it.Items {
			p.item(sub)
		}
		if it.Link != "" {
			p.f.LinkString(it.Hit.X, it.Hit.Y, it.Hit.W, it.Hit.H, it.Link)
		}
	}
}

// paint sets the colours and returns the style that uses them, empty for none.
func (p *pdfWriter) paint(fill, stroke Colour, width float64) string {
	style := ""
	if fill != "" {
		p.f.SetFillColor(fill.rgb())
		style += "F"
	}
	if stroke != "" {
		p.f.SetDrawColor(stroke.rgb())
		p.f.SetLineWidth(width)
		style += "D"
	}
	return style
}

func (p *pdfWriter) path(it *Path) {
	style := p.paint(it.Fill, it.Stroke, it.Width)
	if style == "" {
		return
	}
	p.f.SetDashPattern(it.Dash, 0)
	for _, l := range it.Lines {
		for i, pt := range l {
			if i == 0 {
				p.f.MoveTo(pt.X, pt.Y)
			} else {
				p.f.LineTo(pt.X, pt.Y)
			}
		}
		if !it.Open {
			p.f.ClosePath()
		}
	}
	p.f.DrawPath(style)
}

func (p *pdfWriter) words(t *Text) {
	style := ""
	if t.Face == Bold {
		style = "B"
	}
	p.f.SetFont("go", style, t.Size)
	p.f.SetTextColor(t.Fill.rgb())
	p.f.Text(t.left(), t.At.Y, t.S)
}

// left is where the text begins.
func (t *Text) left() float64 {
	switch t.Anchor {
	case Middle:
		return t.At.X - widthOf(t.S, t.Face, t.Size)/2
	case End:
		return t.At.X - widthOf(t.S, t.Face, t.Size)
	}
	return t.At.X
}
