package catalog

import (
	"cmp"
	"slices"
	"strings"
)

// nearestLength bounds what Nearest compares: a longer slug is no mistyped one.
const nearestLength = 100

// Nearest returns at most n campuses whose slug or former slug looks like the one
// given, nearest first: for a page or an answer that found none. It is empty when
// nothing comes near.
func (c *Catalog) Nearest(slug string, n int) []*Campus {
	if len(slug) > nearestLength {
		return nil
	}
	asked := strings.Join(strings.Fields(fold(slug)), "-")
	type scored struct {
		campus *Campus
		score  int
	}
	var near []scored
	for i := range c.Campuses {
		cam := &c.Campuses[i]
		score, ok := likeness(asked, cam.Slug)
		for _, alias := range cam.Aliases {
			if s, near := likeness(asked, alias); near && (!ok || s < score) {
				score, ok = s, true
			}
		}
		if ok {
			near = append(near, scored{cam, score})
		}
	}
	slices.SortStableFunc(near, func(a, b scored) int { return cmp.Compare(a.score, b.score) })
	campuses := make([]*Campus, 0, n)
	for _, s := range near[:min(n, len(near))] {
		campuses = append(campuses, s.campus)
	}
	return campuses
}

// likeness scores two slugs, lower is nearer: the letters to change, less those of
// the words that both hold. ok is false when they have nothing in common.
func likeness(asked, slug string) (score int, ok bool) {
	common := 0
	words := strings.Split(slug, "-")
	for w := range strings.SplitSeq(asked, "-") {
		// Words as short as "de" or "la" are in half of the slugs.
		if len(w) > 3 && slices.Contains(words, w) {
			common += len(w)
		}
	}
	changes := distance(asked, slug)
	return changes - 2*common, common > 0 || changes <= max(2, len(slug)/3)
}

// distance is the number of bytes to insert, delete or replace to turn a into b.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			replaced := diagonal
			if a[i] != b[j] {
				replaced++
			}
			diagonal = row[j+1]
			row[j+1] = min(replaced, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
