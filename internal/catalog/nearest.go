package catalog

import (
	"cmp"
	"slices"
	"strings"

	"continuum/internal/campus"
	"continuum/internal/geo"
	"continuum/internal/training"
)

// nearestLength bounds what Nearest compares: a longer slug is no mistyped one.
const nearestLength = 100

// Nearest returns at most n campuses whose slug or former slug looks like the one
// given, nearest first: for a page or an answer that found none. It is empty when
// nothing comes near.
func (c *Catalog) Nearest(slug string, n int) []*Campus {
	return nearest(slug, n, c.Campuses, func(cam *Campus) []string { return append([]string{cam.Slug}, cam.Aliases...) })
}

// NearestSectors is Nearest for the slugs of sectors.
func (c *Catalog) NearestSectors(slug string, n int) []*campus.Sector {
	return nearest(slug, n, c.Sectors, func(s *campus.Sector) []string { return []string{s.Slug} })
}

// NearestTerritories is Nearest for the slugs of territories; the name alone, as in
// "finistere", is near too.
func (c *Catalog) NearestTerritories(slug string, n int) []*geo.Territory {
	return nearest(slug, n, c.Atlas.Territories, func(t *geo.Territory) []string {
		return []string{t.Slug, strings.Join(strings.Fields(fold(t.Name)), "-")}
	})
}

// NearestQualifications is Nearest for the identifiers of qualifications; the label
// in the form of a slug is near too.
func (c *Catalog) NearestQualifications(id string, n int) []*training.Qualification {
	return nearest(id, n, c.Training.Qualifications, func(q *training.Qualification) []string {
		return []string{q.ID, geo.Slug(q.Label)}
	})
}

// NearestEstablishments is Nearest for UAI.
func (c *Catalog) NearestEstablishments(uai string, n int) []*training.Establishment {
	return nearest(uai, n, c.Training.Establishments, func(e *training.Establishment) []string { return []string{strings.ToLower(e.UAI)} })
}

// NearestOccupations is Nearest for ROME codes; the label in the form of a slug is
// near too.
func (c *Catalog) NearestOccupations(rome string, n int) []*training.Occupation {
	return nearest(rome, n, c.Training.Occupations, func(o *training.Occupation) []string {
		return []string{strings.ToLower(o.ROME), geo.Slug(o.Label)}
	})
}

// nearest returns at most n items one of whose names looks like asked, the nearest
// first, in their own order between equals.
func nearest[T any](asked string, n int, items []T, names func(*T) []string) []*T {
	if len(asked) > nearestLength || n <= 0 {
		return nil
	}
	asked = strings.Join(strings.Fields(fold(asked)), "-")
	type scored struct {
		item  *T
		score int
	}
	var near []scored
	for i := range items {
		best, found := 0, false
		for _, name := range names(&items[i]) {
			if score, ok := likeness(asked, name); ok && (!found || score < best) {
				best, found = score, true
			}
		}
		if found {
			near = append(near, scored{&items[i], best})
		}
	}
	slices.SortStableFunc(near, func(a, b scored) int { return cmp.Compare(a.score, b.score) })
	list := make([]*T, 0, min(n, len(near)))
	for _, s := range near[:min(n, len(near))] {
		list = append(list, s.item)
	}
	return list
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
