package tile

import (
	"slices"

	"continuum/internal/geo"
	"continuum/internal/training"
)

// Keys of the layers of the national offer, in the order of their tags. A mark that
// stands for several things has a count and nothing else; one without a count is one.
var (
	establishmentKeys = []string{"uai", "name", "kind", "offers", "count"}
	offerKeys         = []string{"id", "qualification", "label", "level", "route", "sector", "uai", "establishment", "count"}
)

// national is the offer as tiles need it. It is immutable.
type national struct {
	model          *training.Model
	establishments pins
	offers         pins
	sectors        []string
	sectorOf       []int8 // of each qualification, in sectors; -1 for none
	kinds          []training.EstablishmentKind
	kindOf         []int8 // of each establishment, in kinds
}

func newNational(m *training.Model) *national {
	n := &national{model: m, sectorOf: make([]int8, len(m.Qualifications)), kindOf: make([]int8, len(m.Establishments))}
	n.establishments = pinned(len(m.Establishments), func(i int) geo.Point { return m.Establishments[i].Point })
	n.offers = pinned(len(m.Offers), func(i int) geo.Point { return m.Offers[i].Point })
	for i := range m.Qualifications {
		n.sectorOf[i] = numberOf(&n.sectors, m.Qualifications[i].Sector)
	}
	for i := range m.Establishments {
		n.kindOf[i] = numberOf(&n.kinds, m.Establishments[i].Kind)
	}
	return n
}

// numberOf is the place of v among a few values, added when it is new; -1 for nothing.
func numberOf[T ~string](all *[]T, v T) int8 {
	if v == "" {
		return -1
	}
	i := slices.Index(*all, v)
	if i < 0 {
		i = len(*all)
		*all = append(*all, v)
	}
	return int8(i)
}

// numbers says which value of the layer under way each thing got: the turn in the high
// half tells those of this tile from those of the tiles before, so that nothing is
// cleared.
type numbers []uint64

// marks draws the layers of the offer; it serves again from tile to tile.
type marks struct {
	layer layer
	turn  uint64

	qualifications, establishments, sectors, kinds, small numbers
}

func (n *national) marks() *marks {
	return &marks{
		qualifications: make(numbers, len(n.model.Qualifications)), establishments: make(numbers, len(n.model.Establishments)),
		sectors: make(numbers, len(n.sectors)), kinds: make(numbers, len(n.kinds)), small: make(numbers, smallNumbers),
	}
}

// Levels and routes share one small table.
const (
	firstRoute   = 9 // after levels 0 to 8
	smallNumbers = firstRoute + 4
)

func (m *marks) begin(name string, keys []string) {
	m.turn++
	m.layer.start(name, keys)
}

// known returns the number of a value already written in this tile.
func (m *marks) known(of numbers, i int) (number uint64, ok bool) {
	return of[i] & 0xffffffff, of[i]>>32 == m.turn
}

// note remembers the number of a value.
func (m *marks) note(of numbers, i int, number uint64) uint64 {
	of[i] = m.turn<<32 | number
	return number
}

// text is the number of a text that several features share.
func (m *marks) text(of numbers, i int, text string) uint64 {
	if number, ok := m.known(of, i); ok {
		return number
	}
	return m.note(of, i, m.layer.text(text))
}

// pair is the number of the first of two texts that go together; the second one has
// the next number.
func (m *marks) pair(of numbers, i int, first, second string) uint64 {
	if number, ok := m.known(of, i); ok {
		return number
	}
	number := m.note(of, i, m.layer.text(first))
	m.layer.text(second)
	return number
}

// at ends a feature that is a point.
func (m *marks) at(x, y int32) {
	l := &m.layer
	l.geometry = appendCommand(l.geometry, moveTo, 1)
	l.geometry = appendMove(l.geometry, x, y)
	l.end(point)
}

// draw draws pins: each on its own by one from wholeFrom on, those of a cell as one
// before.
func (m *marks) draw(all pins, countKey, z, x, y int, one func(m *marks, item int32)) []byte {
	all = all.within(z, x, y)
	for len(all) > 0 {
		same, rest := all[:1], all[1:]
		if z < wholeFrom {
			same, rest = all.cell(z)
		}
		if len(same) == 1 {
			one(m, same[0].item)
		} else {
			m.layer.tag(countKey, m.layer.whole(uint64(len(same))))
		}
		m.at(same.middle(z, x, y))
		all = rest
	}
	return m.layer.tile()
}

func (n *national) drawEstablishments(m *marks, z, x, y int) []byte {
	m.begin("establishments", establishmentKeys)
	return m.draw(n.establishments, 4, z, x, y, n.establishment)
}

func (n *national) establishment(m *marks, at int32) {
	e, l := &n.model.Establishments[at], &m.layer
	l.tag(0, l.text(e.UAI))
	l.tag(1, l.text(e.Name))
	if k := n.kindOf[at]; k >= 0 {
		l.tag(2, m.text(m.kinds, int(k), string(n.kinds[k])))
	}
	l.tag(3, l.whole(uint64(len(n.model.OffersAt(at)))))
}

func (n *national) drawOffers(m *marks, z, x, y int) []byte {
	m.begin("offers", offerKeys)
	return m.draw(n.offers, 8, z, x, y, n.offer)
}

func (n *national) offer(m *marks, at int32) {
	o, l := &n.model.Offers[at], &m.layer
	l.tag(0, l.text(o.ID))
	if i := o.Qualification; i >= 0 {
		q := &n.model.Qualifications[i]
		number := m.pair(m.qualifications, int(i), q.ID, q.Label)
		l.tag(1, number)
		l.tag(2, number+1)
		if level := int(q.Level); level > 0 && level < firstRoute {
			number, ok := m.known(m.small, level)
			if !ok {
				number = m.note(m.small, level, l.whole(uint64(level)))
			}
			l.tag(3, number)
		}
	}
	if route := o.Route.String(); route != "" {
		l.tag(4, m.text(m.small, firstRoute+int(o.Route), route))
	}
	if i := o.Qualification; i >= 0 && n.sectorOf[i] >= 0 {
		s := int(n.sectorOf[i])
		l.tag(5, m.text(m.sectors, s, n.sectors[s]))
	}
	if i := o.Establishment; i >= 0 {
		e := &n.model.Establishments[i]
		number := m.pair(m.establishments, int(i), e.UAI, e.Name)
		l.tag(6, number)
		l.tag(7, number+1)
	}
}
