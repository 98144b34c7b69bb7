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
	establishments things
	offers         things
	facets         []facet // of offers, in the order of their pins
	sectors        []string
	kinds          []training.EstablishmentKind
	kindOf         []int8 // of each establishment, in kinds; -1 for none
}

// facet is what a tile says of an offer, side by side with those of its neighbours:
// looking each up in the model takes three times as long, for its memory is elsewhere.
type facet struct {
	qualification, establishment int32
	level, sector                int8 // sector in national.sectors, -1 for none
	route                        training.Route
}

func newNational(m *training.Model) *national {
	n := &national{model: m, kindOf: make([]int8, len(m.Establishments))}
	n.establishments = placed(len(m.Establishments), func(i int) (geo.Point, string) { return m.Establishments[i].Point, m.Establishments[i].UAI })
	n.offers = placed(len(m.Offers), func(i int) (geo.Point, string) { return m.Offers[i].Point, m.Offers[i].ID })
	for i := range m.Establishments {
		n.kindOf[i] = numberOf(&n.kinds, m.Establishments[i].Kind)
	}
	n.facets = make([]facet, len(n.offers.pins))
	for i, p := range n.offers.pins {
		o := &m.Offers[p.item]
		f := facet{qualification: o.Qualification, establishment: o.Establishment, sector: -1, route: o.Route}
		if o.Qualification >= 0 {
			q := &m.Qualifications[o.Qualification]
			f.sector = numberOf(&n.sectors, q.Sector)
			if q.Level < firstRoute {
				f.level = q.Level
			}
		}
		n.facets[i] = f
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

// pair writes two texts that go together and returns the number of the first one; the
// second one has the next number.
func (m *marks) pair(of numbers, i int, first, second string) uint64 {
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

// draw draws the things of a tile: each on its own by one, from wholeFrom on; those of
// a cell as one mark before. one is given the place of a thing in all, and the number
// of the value that identifies it.
func (m *marks) draw(all *things, countKey, z, x, y int, one func(m *marks, at int, id uint64)) []byte {
	from, to := all.within(z, x, y)
	if z >= wholeFrom && from < to {
		first := m.layer.written(all.ids(from, to), to-from)
		for i := from; i < to; i++ {
			one(m, i, first+uint64(i-from))
			m.at(all.pins[i:i+1].middle(z, x, y))
		}
		return m.layer.tile()
	}
	for from < to {
		same := all.pins[from:to].cell(z)
		if len(same) == 1 {
			one(m, from, m.layer.written(all.ids(from, from+1), 1))
		} else {
			m.layer.tag(countKey, m.layer.whole(uint64(len(same))))
		}
		m.at(same.middle(z, x, y))
		from += len(same)
	}
	return m.layer.tile()
}

func (n *national) drawEstablishments(m *marks, z, x, y int) []byte {
	m.begin("establishments", establishmentKeys)
	return m.draw(&n.establishments, 4, z, x, y, n.establishment)
}

func (n *national) establishment(m *marks, at int, id uint64) {
	item := n.establishments.pins[at].item
	e, l := &n.model.Establishments[item], &m.layer
	l.tag(0, id)
	l.tag(1, l.text(e.Name))
	if k := n.kindOf[item]; k >= 0 {
		l.tag(2, m.text(m.kinds, int(k), string(n.kinds[k])))
	}
	l.tag(3, l.whole(uint64(len(n.model.OffersAt(item)))))
}

func (n *national) drawOffers(m *marks, z, x, y int) []byte {
	m.begin("offers", offerKeys)
	return m.draw(&n.offers, 8, z, x, y, n.offer)
}

func (n *national) offer(m *marks, at int, id uint64) {
	o, l := &n.facets[at], &m.layer
	l.tag(0, id)
	if i := o.qualification; i >= 0 {
		number, ok := m.known(m.qualifications, int(i))
		if !ok {
			q := &n.model.Qualifications[i]
			number = m.pair(m.qualifications, int(i), q.ID, q.Label)
		}
		l.tag(1, number)
		l.tag(2, number+1)
	}
	if o.level > 0 {
		number, ok := m.known(m.small, int(o.level))
		if !ok {
			number = m.note(m.small, int(o.level), l.whole(uint64(o.level)))
		}
		l.tag(3, number)
	}
	if o.route > 0 {
		l.tag(4, m.text(m.small, firstRoute+int(o.route), o.route.String()))
	}
	if s := o.sector; s >= 0 {
		l.tag(5, m.text(m.sectors, int(s), n.sectors[s]))
	}
	if i := o.establishment; i >= 0 {
		number, ok := m.known(m.establishments, int(i))
		if !ok {
			e := &n.model.Establishments[i]
			number = m.pair(m.establishments, int(i), e.UAI, e.Name)
		}
		l.tag(6, number)
		l.tag(7, number+1)
	}
}
