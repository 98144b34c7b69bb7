package document

import (
	"fmt"
	"strings"
)

// Grid is a table of several columns, with heads that are repeated on each page.
type Grid struct {
	Columns []GridColumn
	Rows    [][]string // a cell for each column
}

// GridColumn is a column: what stands above it, and its share of the width.
type GridColumn struct {
	Head  string
	Share float64
}

// widths are those of the columns, in millimetres, of a whole width.
func (g *Grid) widths(whole float64) []float64 {
	sum, list := 0.0, make([]float64, len(g.Columns))
	for _, c := range g.Columns {
		sum += c.Share
	}
	for i, c := range g.Columns {
		list[i] = whole * c.Share / sum
	}
	return list
}

// cellGap is between the words of a cell and the next one, in millimetres.
const cellGap = 2.5

// grid sets a table: rows stay whole, and each page begins with the heads.
func (p *setter) grid(g *Grid) {
	widths := g.widths(pageW - 2*sheetMargin)
	heads := make([]string, len(g.Columns))
	for i, c := range g.Columns {
		heads[i] = c.Head
	}
	row := func(cells []string, face Face) {
		x := sheetMargin
		for i, c := range cells {
			for j, l := range wrap(legible(c), face, bodySize, widths[i]-cellGap, longestText) {
				y := p.y + float64(j+1)*leading(bodySize)
				p.page().add(&Text{At: Pt{x, y - 0.3*bodySize*mmPerPt}, S: l, Face: face, Size: bodySize, Fill: Ink})
			}
			x += widths[i]
		}
		p.y += rowHeight(cells, face, widths)
		p.page().add(line(FrameLine, 0.2, Pt{sheetMargin, p.y + 0.6}, Pt{pageW - sheetMargin, p.y + 0.6}))
		p.y += 1.4
	}
	for i, cells := range g.Rows {
		needed, on := rowHeight(cells, Regular, widths)+1.4, p.page()
		if i == 0 {
			needed += rowHeight(heads, Bold, widths) + 1.4
		}
		if p.room(needed); i == 0 || on != p.page() {
			row(heads, Bold)
		}
		row(cells, Regular)
	}
}

func rowHeight(cells []string, face Face, widths []float64) float64 {
	most := 1
	for i, c := range cells {
		most = max(most, len(wrap(legible(c), face, bodySize, widths[i]-cellGap, longestText)))
	}
	return float64(most) * leading(bodySize)
}

// odtColumns are the styles of the columns of the n-th part, in a width of paper.
func (g *Grid) odtColumns(b *strings.Builder, n int) {
	for i, w := range g.widths(odtWidth) {
		fmt.Fprintf(b, "  <style:style style:name=\"G%d.%d\" style:family=\"table-column\"><style:table-column-properties style:column-width=\"%.1fmm\"/></style:style>\n", n, i+1, w)
	}
}

// odt writes the table: its heads are those that office suites repeat on each page.
func (g *Grid) odt(b *strings.Builder, n int) {
	fmt.Fprintf(b, "  <table:table table:name=\"G%d\" table:style-name=\"Table\">", n)
	for i := range g.Columns {
		fmt.Fprintf(b, "<table:table-column table:style-name=\"G%d.%d\"/>", n, i+1)
	}
	b.WriteString("\n   <table:table-header-rows>")
	heads := make([]string, len(g.Columns))
	for i, c := range g.Columns {
		heads[i] = c.Head
	}
	odtRow(b, heads, "Head", "Head")
	b.WriteString("   </table:table-header-rows>\n")
	for _, cells := range g.Rows {
		b.WriteString("   ")
		odtRow(b, cells, "Cell", "Cell")
	}
	b.WriteString("  </table:table>\n")
}
