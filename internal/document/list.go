package document

import (
	"strconv"
)

// group is the campuses of one region in the list of a poster.
type group struct {
	title string
	rows  []row
}

// row is a campus in the list.
type row struct {
	m    *mark
	text string
}

// typeset says how a list is set.
type typeset struct {
	size     float64 // points
	columns  int
	width    float64 // of a column, mm
	maxLines int     // of an entry
}

const columnGap = 5.0 // mm

// numberRoom is what the number and the symbol of an entry take.
func (t typeset) numberRoom() float64 { return 1.1 * t.size }

func (t typeset) leading() float64 { return t.size * mmPerPt * 1.1 }

// piece is a set block of the list: a region's title or an entry.
type piece struct {
	head  bool
	again bool // a title repeated at the top of a column
	group int
	row   *row
	lines []string
}

// set breaks every title and entry into lines.
func (t typeset) set(groups []group) []piece {
	var out []piece
	for i := range groups {
		g := &groups[i]
		out = append(out, piece{head: true, group: i, lines: wrap(g.title, Bold, t.size, t.width, 2)})
		for j := range g.rows {
			r := &g.rows[j]
			out = append(out, piece{group: i, row: r, lines: wrap(r.text, Regular, t.size, t.width-t.numberRoom(), t.maxLines)})
		}
	}
	return out
}

// height is what the piece takes in a column, with the space before it.
func (t typeset) height(p *piece, top bool) float64 {
	h := float64(len(p.lines))*t.leading() + 0.12*t.leading()
	if p.head && !top {
		h += 0.45 * t.leading()
	}
	return h
}

// flow fills columns no higher than limit, and tells whether all pieces found room.
// A title never stands at the foot of a column; one whose entries go on in the next
// column is repeated there, with continued.
func (t typeset) flow(pieces []piece, limit float64, continued func(string) string, groups []group) (columns [][]piece, ok bool) {
	columns = make([][]piece, 1)
	used := 0.0
	for i := 0; i < len(pieces); i++ {
		p := pieces[i]
		need := t.height(&p, used == 0)
		if p.head && i+1 < len(pieces) {
			need += t.height(&pieces[i+1], false)
		}
		if used > 0 && used+need > limit {
			if len(columns) == t.columns {
				return columns, false
			}
			columns = append(columns, nil)
			used = 0
			if !p.head {
				again := piece{head: true, again: true, group: p.group, lines: wrap(continued(groups[p.group].title), Bold, t.size, t.width, 2)}
				columns[len(columns)-1] = append(columns[len(columns)-1], again)
				used += t.height(&again, true)
			}
		}
		used += t.height(&p, used == 0)
		columns[len(columns)-1] = append(columns[len(columns)-1], p)
	}
	return columns, true
}

// columnsHeight is what the highest column takes.
func (t typeset) columnsHeight(columns [][]piece) float64 {
	most := 0.0
	for _, c := range columns {
		h := 0.0
		for i := range c {
			h += t.height(&c[i], i == 0)
		}
		most = max(most, h)
	}
	return most
}

// balance sets the list in columns as even as can be.
func (t typeset) balance(groups []group, continued func(string) string) ([][]piece, float64) {
	pieces := t.set(groups)
	total := 0.0
	for i := range pieces {
		total += t.height(&pieces[i], false)
	}
	// The least height that holds: a bisection, for columns only get lower as the
	// limit does.
	low, high := 0.0, total+t.leading()
	for high-low > 0.2 {
		mid := (low + high) / 2
		if _, ok := t.flow(pieces, mid, continued, groups); ok {
			high = mid
		} else {
			low = mid
		}
	}
	columns, _ := t.flow(pieces, high, continued, groups)
	return columns, t.columnsHeight(columns)
}

// draw prints the columns from the upper left corner at.
func (t typeset) draw(columns [][]piece, at Pt, title func(*mark) string, base string) []Item {
	var out []Item
	for i, c := range columns {
		x, y := at.X+float64(i)*(t.width+columnGap), at.Y
		for j := range c {
			p := &c[j]
			top := y
			y += t.height(p, j == 0)
			first := y - float64(len(p.lines))*t.leading() + 0.80*t.leading() - 0.12*t.leading()
			if p.head {
				for k, l := range p.lines {
					out = append(out, &Text{At: Pt{x, first + float64(k)*t.leading()}, S: l, Face: Bold, Size: t.size, Fill: Ink})
				}
				continue
			}
			out = append(out, t.entry(p, Pt{x, first}, Rect{x, top, t.width, y - top}, title, base))
		}
	}
	return out
}

// entry prints a number, its symbol and the words of a campus.
func (t typeset) entry(p *piece, at Pt, area Rect, title func(*mark) string, base string) *Group {
	m := p.row.m
	g := &Group{Hit: area}
	if base != "" {
		g.Link, g.Title = base+"/campus/"+m.hit.Campus.Slug, title(m)
	}
	cap := 0.36 * t.size * mmPerPt
	g.add(&Text{At: Pt{at.X + 0.47*t.size, at.Y}, S: strconv.Itoa(m.n), Face: Bold, Size: t.size, Anchor: End, Fill: Ink})
	if m.frame != nil {
		g.add(m.symbol(Pt{at.X + 0.78*t.size, at.Y - cap}, 0.135*t.size)...)
	}
	for k, l := range p.lines {
		g.add(&Text{At: Pt{at.X + t.numberRoom(), at.Y + float64(k)*t.leading()}, S: l, Size: t.size, Fill: Ink})
	}
	return g
}
