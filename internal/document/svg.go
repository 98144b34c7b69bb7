package document

import (
	"bufio"
	"encoding/xml"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

// family names the fonts of a drawing in a browser: all have the widths of the
// faces that the drawing was measured with.
const family = "Arial, Helvetica, 'Liberation Sans', sans-serif"

// SVG writes the drawing as a page of its own: presentation attributes only, so that
// a strict content security policy applies to it as to any other answer.
func (d *Drawing) SVG(w io.Writer) error {
	s := &svgWriter{w: bufio.NewWriter(w), decimals: 2}
	s.str(`<?xml version="1.0" encoding="UTF-8"?>` + "\n")
	s.str(`<svg xmlns="http://www.w3.org/2000/svg"`)
	s.attr("width", s.num(d.W)+"mm")
	s.attr("height", s.num(d.H)+"mm")
	s.head(d, hasLinks(d.Items))
	s.attr("font-family", family)
	s.str(">\n")
	s.name(d)
	if d.Paper != "" {
		s.item(box(Rect{0, 0, d.W, d.H}, d.Paper, "", 0))
	}
	s.items(d.Items)
	s.str("</svg>\n")
	return s.w.Flush()
}

// inline writes the drawing to stand within an HTML page: a unit is a CSS pixel at
// its natural size, and id makes the identifiers of its name unique in the page.
func (d *Drawing) inline(w io.Writer, id, class string) error {
	s := &svgWriter{w: bufio.NewWriter(w), decimals: 1, id: id, classes: true}
	s.begin(d, class, hasLinks(d.Items))
	s.items(d.Items)
	s.str("</svg>\n")
	return s.w.Flush()
}

// begin writes what comes before the items of a drawing within a page.
func (s *svgWriter) begin(d *Drawing, class string, linked bool) {
	s.str(`<svg xmlns="http://www.w3.org/2000/svg"`)
	if class != "" {
		s.attr("class", class)
	} else {
		s.attr("font-family", family) // no style sheet reaches a picture of its own
	}
	s.head(d, linked)
	s.str(">")
	s.name(d)
}

type svgWriter struct {
	w        *bufio.Writer
	decimals int
	id       string
	classes  bool // written for a page, whose style sheet knows the classes
}

func (s *svgWriter) str(t string) { s.w.WriteString(t) }

// text writes a text. Numbers, colours and most names have nothing to escape.
func (s *svgWriter) text(t string) {
	for i := range len(t) {
		// From 0xe0 on may begin what XML has no place for.
		if c := t[i]; c < ' ' || c == '<' || c == '>' || c == '&' || c == '"' || c == '\'' || c >= 0xe0 {
			xml.EscapeText(s.w, []byte(t))
			return
		}
	}
	if utf8.ValidString(t) {
		s.str(t)
	} else {
		xml.EscapeText(s.w, []byte(t))
	}
}

func (s *svgWriter) attr(name, value string) {
	s.w.WriteByte(' ')
	s.str(name)
	s.str(`="`)
	s.text(value)
	s.w.WriteByte('"')
}

// numAttr writes an attribute that is a number, without making a text of it.
func (s *svgWriter) numAttr(name string, v float64) {
	s.w.WriteByte(' ')
	s.str(name)
	s.str(`="`)
	s.w.Write(s.appendNum(s.w.AvailableBuffer(), v))
	s.w.WriteByte('"')
}

// num is the shortest form of v with the writer's decimals.
func (s *svgWriter) num(v float64) string { return string(s.appendNum(nil, v)) }

// appendNum appends the shortest form of v with the writer's decimals: no zero before
// the point, none at the end, never "-0".
func (s *svgWriter) appendNum(b []byte, v float64) []byte {
	p := int64(1)
	for range s.decimals {
		p *= 10
	}
	n := int64(math.Round(v * float64(p)))
	if n < 0 {
		b, n = append(b, '-'), -n
	}
	if n/p > 0 || n == 0 {
		b = strconv.AppendInt(b, n/p, 10)
	}
	rest := n % p
	if rest == 0 {
		return b
	}
	b = append(b, '.')
	for rest > 0 {
		p /= 10
		b, rest = append(b, byte('0'+rest/p)), rest%p
	}
	return b
}

// short drops the zero before a decimal point.
func short(t string) string {
	if strings.HasPrefix(t, "0.") {
		return t[1:]
	}
	if strings.HasPrefix(t, "-0.") {
		return "-" + t[2:]
	}
	return t
}

// head writes the attributes that both forms share. A drawing with links within is
// a group of graphics, not one image: the role of an image would hide its links.
func (s *svgWriter) head(d *Drawing, linked bool) {
	s.attr("stroke-linejoin", "round")
	s.attr("viewBox", fmt.Sprintf("0 0 %s %s", s.num(d.W), s.num(d.H)))
	if d.Lang != "" {
		s.attr("lang", d.Lang)
		if !s.classes {
			s.attr("xml:lang", d.Lang)
		}
	}
	if linked {
		s.attr("role", "group")
	} else {
		s.attr("role", "img")
	}
	if d.Title != "" {
		s.attr("aria-labelledby", s.id+"title")
	}
	if d.Desc != "" {
		s.attr("aria-describedby", s.id+"desc")
	}
}

// name writes the title and the description.
func (s *svgWriter) name(d *Drawing) {
	for _, e := range [][2]string{{"title", d.Title}, {"desc", d.Desc}} {
		if e[1] != "" {
			s.str("<" + e[0])
			s.attr("id", s.id+e[0])
			s.str(">")
			s.text(e[1])
			s.str("</" + e[0] + ">")
		}
	}
}

func hasLinks(items []Item) bool {
	for _, it := range items {
		if g, ok := it.(*Group); ok && (g.Link != "" || hasLinks(g.Items)) {
			return true
		}
	}
	return false
}

func (s *svgWriter) items(items []Item) {
	for _, it := range items {
		s.item(it)
	}
}

func (s *svgWriter) item(it Item) {
	switch it := it.(type) {
	case *Path:
		s.path(it)
	case *Circle:
		s.circle(it)
	case *Text:
		s.words(it)
	case *Group:
		s.group(it)
	case *Picture:
		s.str("<image")
		s.numAttr("x", it.At.X)
		s.numAttr("y", it.At.Y)
		s.numAttr("width", it.At.W)
		s.numAttr("height", it.At.H)
		s.attr("href", it.Href)
		s.str("/>")
	}
	if !s.classes {
		s.str("\n")
	}
}

func (s *svgWriter) circle(c *Circle) {
	s.str("<circle")
	s.class(c.Class)
	s.numAttr("cx", c.C.X)
	s.numAttr("cy", c.C.Y)
	s.numAttr("r", c.R)
	if !c.Sheet || !s.classes {
		s.paint(c.Fill, c.Stroke, c.Width, c.Dash)
	}
	s.str("/>")
}

func (s *svgWriter) class(c string) {
	if s.classes && c != "" {
		s.attr("class", c)
	}
}

// paint writes the colours. A page's style sheet wins over these attributes; where
// it says nothing they hold.
func (s *svgWriter) paint(fill, stroke Colour, width float64, dash []float64) {
	if fill == "" {
		s.attr("fill", "none")
	} else {
		s.attr("fill", string(fill))
	}
	if stroke == "" {
		return
	}
	s.attr("stroke", string(stroke))
	s.attr("stroke-width", s.num(width))
	if dash != nil {
		parts := make([]string, len(dash))
		for i, v := range dash {
			parts[i] = s.num(v)
		}
		s.attr("stroke-dasharray", strings.Join(parts, " "))
	}
}

func (s *svgWriter) group(g *Group) {
	end := s.open(g.Class, g.Link, g.Title)
	s.items(g.Items)
	s.str(end)
}

// open begins a group, a link when it leads somewhere, and returns what ends it.
func (s *svgWriter) open(class, link, title string) (end string) {
	begin, end := "<g", "</g>"
	if link != "" {
		begin, end = "<a", "</a>"
	}
	s.str(begin)
	s.class(class)
	if link != "" {
		s.attr("href", link)
	}
	s.str(">")
	if title != "" {
		s.str("<title>")
		s.text(title)
		s.str("</title>")
	}
	return end
}

func (s *svgWriter) words(t *Text) {
	s.str("<text")
	s.class(t.Class)
	s.numAttr("x", t.At.X)
	s.numAttr("y", t.At.Y)
	if !t.Sheet || !s.classes {
		s.face(t)
	}
	s.str(">")
	s.text(t.S)
	s.str("</text>")
}

// face writes how a text is set.
func (s *svgWriter) face(t *Text) {
	switch t.Anchor {
	case Middle:
		s.attr("text-anchor", "middle")
	case End:
		s.attr("text-anchor", "end")
	}
	s.numAttr("font-size", t.Size*mmPerPt)
	if t.Face == Bold {
		s.attr("font-weight", "bold")
	}
	s.attr("fill", string(t.Fill))
}

// path writes lines as relative moves between rounded places, so that the error of
// one number does not add to the next.
func (s *svgWriter) path(p *Path) {
	s.str("<path")
	s.class(p.Class)
	s.str(` d="`)
	scale := math.Pow10(s.decimals)
	var x, y int
	for _, l := range p.Lines {
		for i, pt := range l {
			nx, ny := int(math.Round(pt.X*scale)), int(math.Round(pt.Y*scale))
			switch {
			case i == 0:
				s.str("M" + s.whole(nx) + sep(s.whole(ny)))
			case nx == x && ny == y:
				continue
			case ny == y:
				s.str("h" + s.whole(nx-x))
			case nx == x:
				s.str("v" + s.whole(ny-y))
			default:
				s.str("l" + s.whole(nx-x) + sep(s.whole(ny-y)))
			}
			x, y = nx, ny
		}
		if !p.Open {
			s.str("z")
			if len(l) > 0 { // closing goes back to the first place
				x, y = int(math.Round(l[0].X*scale)), int(math.Round(l[0].Y*scale))
			}
		}
	}
	s.str(`"`)
	s.paint(p.Fill, p.Stroke, p.Width, p.Dash)
	s.str("/>")
}

// whole is n units of the last decimal.
func (s *svgWriter) whole(n int) string {
	return short(strconv.FormatFloat(float64(n)/math.Pow10(s.decimals), 'f', -1, 64))
}

// sep separates a number from the one before it.
func sep(n string) string {
	if strings.HasPrefix(n, "-") {
		return n
	}
	return " " + n
}
