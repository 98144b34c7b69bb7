package search

import (
	"sort"
	"strings"
)

// begunNear are the words of the dictionary that begin nearly as one being typed: with
// one mistake from 4 letters, else with two from 6.
func (ix *Index) begunNear(near []int32, word string) []int32 {
	n := len(word)
	if n < 4 || n > longest {
		return near
	}
	// Most have one mistake, and looking for two costs five times as much.
	if near = ix.begunWithin(near, word, 1); len(near) == 0 && n >= 6 {
		near = ix.begunWithin(near, word, 2)
	}
	return near
}

// begunWithin appends the words whose beginning is at the least distance from a word,
// most at most.
//
// The dictionary is sorted, so that words with the same beginning share the rows of the
// distance, and a beginning that is already too far leaves out all the words that have
// it: a walk of a tree that is not built.
func (ix *Index) begunWithin(near []int32, word string, most uint8) []int32 {
	w := walk{word: word}
	for j := range len(word) + 1 {
		w.rows[0][j] = uint8(j)
	}
	best := most
	before := ""
	for i := 0; i < len(ix.surfaces); {
		s := ix.surfaces[i]
		d, far := w.nearest(s, shared(before, s), best)
		before = s
		if far > 0 { // no word that begins so is near
			cut := s[:far]
			i += sort.Search(len(ix.surfaces)-i, func(n int) bool {
				o := ix.surfaces[i+n]
				return o > cut && !strings.HasPrefix(o, cut)
			})
			continue
		}
		if d < best {
			best, near = d, near[:0]
		}
		if d == best {
			near = append(near, int32(i))
		}
		i++
	}
	return near
}

// walk is the distance of a word from the beginnings of another: rows[i][j] is that of
// the first i letters of the other from the first j of the word.
type walk struct {
	word string
	rows [longest + 3][longest + 1]uint8
	// reach[i] is the least distance of the whole word from the beginnings of up to i letters.
	reach [longest + 3]uint8
}

// nearest is the least distance of the word from a beginning of s, of which the first
// kept letters are those of the word before. When it is more than most, far may be the
// length of a beginning that no near word has.
func (w *walk) nearest(s string, kept int, most uint8) (d uint8, far int) {
	n := len(w.word)
	w.reach[0] = uint8(n)
	depth := min(len(s), n+2)
	for i := min(kept, depth) + 1; i <= depth; i++ {
		row, last := &w.rows[i], &w.rows[i-1]
		row[0] = uint8(i)
		least := row[0]
		for j := 1; j <= n; j++ {
			cost := uint8(1)
			if s[i-1] == w.word[j-1] {
				cost = 0
			}
			v := min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && s[i-1] == w.word[j-2] && s[i-2] == w.word[j-1] {
				v = min(v, w.rows[i-2][j-2]+1)
			}
			row[j] = v
			least = min(least, v)
		}
		w.reach[i] = min(w.reach[i-1], row[n])
		if least > most && w.reach[i] > most {
			return w.reach[i], i
		}
	}
	return w.reach[depth], 0
}

// shared is how many letters two words begin with in common.
func shared(a, b string) int {
	n := min(len(a), len(b))
	for i := range n {
		if a[i] != b[i] {
			return i
		}
	}
	return n
}
