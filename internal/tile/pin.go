package tile

import (
	"cmp"
	"slices"
	"sort"

	"continuum/internal/geo"
)

// fineBits is how many bits place a point on a side of the world: the steps of the
// deepest tiles.
const fineBits = MaxZoom + 12

// wholeFrom is the first zoom at which establishments and offers are drawn each on its
// own: a region fits in a tile of it. Before, those of a cell are drawn as one mark
// that counts them.
const wholeFrom = 6

// cellBits is how many bits place a cell on a side of a tile: 16 cells, a mark every
// 32 pixels at most.
const cellBits = 4

// pin is a thing of the national offer on the square of the world.
type pin struct {
	code uint64 // its column and row on the finest steps, bit by bit in turns (Morton)
	item int32  // position in the model
}

// pins are in the order of their codes: those of a tile, and within it those of a
// cell, follow each other.
type pins []pin

// things are what a layer shows, and the values that identify them, as a layer writes
// them: those of a tile are one piece.
type things struct {
	pins   pins
	values []byte
	ends   []uint32 // where the value of each pin ends
}

// placed places those of n things that have a point.
func placed(n int, at func(i int) (geo.Point, string)) things {
	var t things
	for i := range n {
		p, _ := at(i)
		if p.IsZero() {
			continue
		}
		x, y := geo.WebMercator(p)
		if !(x >= 0 && y >= 0 && x < 1 && y < 1) {
			continue // beyond the square: no tile would hold it
		}
		const side = 1 << fineBits
		t.pins = append(t.pins, pin{interleave(uint32(x*side)) | interleave(uint32(y*side))<<1, int32(i)})
	}
	slices.SortFunc(t.pins, func(a, b pin) int { return cmp.Or(cmp.Compare(a.code, b.code), cmp.Compare(a.item, b.item)) })
	for _, p := range t.pins {
		_, id := at(int(p.item))
		t.values = appendValue(t.values, id)
		t.ends = append(t.ends, uint32(len(t.values)))
	}
	return t
}

// ids are the values that identify some pins, written one after the other.
func (t *things) ids(from, to int) []byte {
	start := uint32(0)
	if from > 0 {
		start = t.ends[from-1]
	}
	return t.values[start:t.ends[to-1]]
}

// within are the places of the pins of a tile. No buffer is added: each thing is in
// exactly one tile of a zoom, so that counts add up.
func (t *things) within(z, x, y int) (from, to int) {
	shift := 2 * (fineBits - z)
	first := (interleave(uint32(x)) | interleave(uint32(y))<<1) << shift
	from = sort.Search(len(t.pins), func(i int) bool { return t.pins[i].code >= first })
	rest := t.pins[from:]
	return from, from + sort.Search(len(rest), func(i int) bool { return rest[i].code >= first+1<<shift })
}

// cell are the first pins, those that share a cell of a tile of zoom z.
func (p pins) cell(z int) pins {
	shift := 2 * (fineBits - z - cellBits)
	n := 1
	for n < len(p) && p[n].code>>shift == p[0].code>>shift {
		n++
	}
	return p[:n]
}

// middle is the mean place of pins, in steps from the corner of their tile.
func (p pins) middle(z, x, y int) (stepX, stepY int32) {
	var sumX, sumY uint64
	for _, q := range p {
		sumX, sumY = sumX+uint64(gather(q.code)), sumY+uint64(gather(q.code>>1))
	}
	n := uint64(len(p))
	return int32(sumX/n>>(MaxZoom-z)) - int32(x)*Extent, int32(sumY/n>>(MaxZoom-z)) - int32(y)*Extent
}

// interleave puts a zero after each bit.
func interleave(v uint32) uint64 {
	b := uint64(v)
	b = (b | b<<16) & 0x0000ffff0000ffff
	b = (b | b<<8) & 0x00ff00ff00ff00ff
	b = (b | b<<4) & 0x0f0f0f0f0f0f0f0f
	b = (b | b<<2) & 0x3333333333333333
	return (b | b<<1) & 0x5555555555555555
}

// gather undoes interleave; the other bits don't count.
func gather(b uint64) uint32 {
	b &= 0x5555555555555555
	b = (b | b>>1) & 0x3333333333333333
	b = (b | b>>2) & 0x0f0f0f0f0f0f0f0f
	b = (b | b>>4) & 0x00ff00ff00ff00ff
	b = (b | b>>8) & 0x0000ffff0000ffff
	return uint32(b | b>>16)
}
