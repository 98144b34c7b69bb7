// Package document draws: the national poster of the campuses and the small maps of
// the pages. A drawing is a tree of device-independent marks on a page measured in
// millimetres, and is written as SVG, PDF or PNG: the three show the same thing
// because they are made from the same tree.
//
// It knows no request and no clock: what is drawn follows from a catalog and a day.
package document

import "time"

// Pt is a place on the page, in millimetres from its upper left corner.
type Pt struct{ X, Y float64 }

// Rect is an upright rectangle on the page.
type Rect struct{ X, Y, W, H float64 }

// Right and Bottom are the far sides.
func (r Rect) Right() float64 { return r.X + r.W }

// Bottom is the lower side.
func (r Rect) Bottom() float64 { return r.Y + r.H }

// centre is the middle of the rectangle.
func (r Rect) centre() Pt { return Pt{r.X + r.W/2, r.Y + r.H/2} }

// inset returns the rectangle with d taken off each side.
func (r Rect) inset(d float64) Rect { return Rect{r.X + d, r.Y + d, r.W - 2*d, r.H - 2*d} }

// contains reports whether p lies in the rectangle, sides included.
func (r Rect) contains(p Pt) bool {
	return p.X >= r.X && p.X <= r.Right() && p.Y >= r.Y && p.Y <= r.Bottom()
}

// corners are the four corners, in order.
func (r Rect) corners() []Pt {
	return []Pt{{r.X, r.Y}, {r.Right(), r.Y}, {r.Right(), r.Bottom()}, {r.X, r.Bottom()}}
}

// Colour is "#rrggbb"; empty paints nothing.
type Colour string

// Face is one of the two typefaces that drawings use.
type Face uint8

// The faces: Go Regular and Go Bold, whose widths are those of Arial and Helvetica,
// so that a text measured with one fits when a browser shows it with another.
const (
	Regular Face = iota
	Bold
)

// Anchor says which point of a text its place is.
type Anchor uint8

// The anchors, always on the base line.
const (
	Start Anchor = iota
	Middle
	End
)

// Item is something drawn: a *Path, a *Circle, a *Text, a *Group or a *Picture.
type Item interface{ item() }

// Path is a set of lines, filled by the non-zero rule: a hole turns the other way.
type Path struct {
	Lines  [][]Pt
	Open   bool // the lines are not closed; nothing is filled
	Fill   Colour
	Stroke Colour
	Width  float64   // of the stroke, mm
	Dash   []float64 // mm drawn, mm left out; nil for a solid stroke
	Class  string    // for style sheets, in a page
}

// Circle is a disc or its edge.
type Circle struct {
	C      Pt
	R      float64
	Fill   Colour
	Stroke Colour
	Width  float64
	Dash   []float64
	Class  string
	Sheet  bool // in a page, its style sheet alone paints it
}

// Text is one line of words.
type Text struct {
	At     Pt // on the base line, see Anchor
	S      string
	Face   Face
	Size   float64 // points
	Anchor Anchor
	Fill   Colour
	Class  string
	Sheet  bool // in a page, its style sheet alone sets and paints it
}

// Group is items that make one thing, which may have a name and be a link.
type Group struct {
	Items []Item
	Title string // accessible name; also what a pointer shows
	Link  string // address, empty when the group is no link
	Class string
	Hit   Rect // what of the page the link covers in a PDF
}

// Picture is another drawing shown in place, by its address. Only pages have any: a
// document stands alone.
type Picture struct {
	At   Rect
	Href string
}

func (*Path) item()    {}
func (*Circle) item()  {}
func (*Text) item()    {}
func (*Group) item()   {}
func (*Picture) item() {}

// Entry is a line of a drawing's outline, which readers of a PDF navigate by.
type Entry struct {
	Text string
	Y    float64
}

// Drawing is a page.
type Drawing struct {
	W, H    float64 // mm
	Paper   Colour
	Lang    string
	Title   string
	Desc    string
	Author  string
	Made    time.Time // what a PDF says of its age: the catalog's, so that equal catalogs give equal bytes
	Outline []Entry
	Items   []Item
}

// add appends items to the drawing.
func (d *Drawing) add(items ...Item) { d.Items = append(d.Items, items...) }

// add appends items to the group.
func (g *Group) add(items ...Item) { g.Items = append(g.Items, items...) }

// line is an open path.
func line(stroke Colour, width float64, pts ...Pt) *Path {
	return &Path{Lines: [][]Pt{pts}, Open: true, Stroke: stroke, Width: width}
}

// box is a closed rectangle.
func box(r Rect, fill, stroke Colour, width float64) *Path {
	return &Path{Lines: [][]Pt{r.corners()}, Fill: fill, Stroke: stroke, Width: width}
}
