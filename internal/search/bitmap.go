package search

import (
	"math/bits"
	"slices"
)

// bitmap is a set of positions, one bit each.
type bitmap []uint64

// reset empties the set and makes room for n positions.
func (b *bitmap) reset(n int) {
	words := (n + 63) / 64
	*b = slices.Grow((*b)[:0], words)[:words]
	clear(*b)
}

// fill puts the first n positions in.
func (b bitmap) fill(n int) {
	for i := range b {
		b[i] = ^uint64(0)
	}
	if rest := n % 64; rest != 0 {
		b[len(b)-1] = 1<<rest - 1
	}
}

// set puts a position in, and reports whether it was not there.
func (b bitmap) set(i int32) bool {
	word, bit := &b[i/64], uint64(1)<<(i%64)
	was := *word & bit
	*word |= bit
	return was == 0
}

// list is the n positions of the set in their order, nil without any.
func (b bitmap) list(n int) []int32 {
	if n == 0 {
		return nil
	}
	all := make([]int32, 0, n)
	for at, set := range b {
		for ; set != 0; set &= set - 1 {
			all = append(all, int32(at*64+bits.TrailingZeros64(set)))
		}
	}
	return all
}
