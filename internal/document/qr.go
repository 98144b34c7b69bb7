package document

import (
	"fmt"
	"html"
	"strconv"
	"strings"

	"rsc.io/qr"
)

// QR is an address as a square that a phone reads: rows of cells, black or white.
type QR struct {
	Size int // cells of a side, without the white edge around
	code *qr.Code
}

// quiet is the white edge that readers need around, in cells.
const quiet = 4

// NewQR writes an address as a QR code that is still read when an eighth of it is spoilt.
// An address of more than some 2,300 bytes has none: ok is false.
func NewQR(address string) (code *QR, ok bool) {
	c, err := qr.Encode(address, qr.M)
	if err != nil {
		return nil, false
	}
	return &QR{Size: c.Size, code: c}, true
}

// Black reports whether a cell is black; cells of the edge are not.
func (q *QR) Black(x, y int) bool { return q.code.Black(x, y) }

// runs visits the runs of black cells, row by row.
func (q *QR) runs(visit func(x, y, n int)) {
	for y := range q.Size {
		for x := 0; x < q.Size; x++ {
			n := 0
			for q.Black(x+n, y) {
				n++
			}
			if n > 0 {
				visit(x, y, n)
				x += n
			}
		}
	}
}

// SVG draws the code for a page, named by title. It is black on white in every theme:
// readers expect nothing else.
func (q *QR) SVG(title string) string {
	var b strings.Builder
	side := q.Size + 2*quiet
	fmt.Fprintf(&b, `<svg class="qr" role="img" aria-label="%s" viewBox="0 0 %d %d" shape-rendering="crispEdges">`, html.EscapeString(title), side, side)
	fmt.Fprintf(&b, `<path fill="#fff" d="M0 0h%dv%dH0z"/><path fill="#000" d="`, side, side)
	q.runs(func(x, y, n int) {
		w := strconv.Itoa(n)
		b.WriteString("M" + strconv.Itoa(x+quiet) + " " + strconv.Itoa(y+quiet) + "h" + w + "v1h-" + w + "z")
	})
	b.WriteString(`"/></svg>`)
	return b.String()
}

// path draws the code on a page, its edge included.
func (q *QR) path(at Rect) *Path {
	unit := at.W / float64(q.Size+2*quiet)
	p := &Path{Fill: Ink}
	q.runs(func(x, y, n int) {
		r := Rect{at.X + float64(x+quiet)*unit, at.Y + float64(y+quiet)*unit, float64(n) * unit, unit}
		p.Lines = append(p.Lines, r.corners())
	})
	return p
}
