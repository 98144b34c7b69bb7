package api

import (
	"continuum/internal/catalog"
	"continuum/internal/geo"
	"continuum/internal/search"
	"continuum/internal/training"
)

// wanted is what a query asks of the national offer beside catalog.OfferFilter.
type wanted struct {
	from, to     []int32
	progressions []training.ProgressionKind
	cohorts      []string
	faps, basins []string
	q            []string // folded
	sourcesOf    []string
	afterResult  *search.Item // the last one seen of a search, nil at the start
}

// offers are the offers that the query chooses.
func (c *call) offers() rows[offerRow] {
	n, q := c.view.national, c.query
	of := func(at int32) offerRow { return offerRow{n: n, at: at} }
	if q.unfiltered() {
		return rowsOf(len(n.Offers), nil, of)
	}
	some := n.cat.Offers(&q.offer)
	if len(q.wanted.q) > 0 {
		spoken, kept := n.spoken(q.wanted.q), some[:0]
		for _, at := range some {
			if spoken(&n.Offers[at]) {
				kept = append(kept, at)
			}
		}
		some = kept
	}
	return picked(some, of)
}

// unfiltered reports whether the query chooses everything: then a page costs no look
// at what is not on it.
func (q *query) unfiltered() bool {
	for _, p := range q.given {
		if p.name != "limit" && p.name != "cursor" {
			return false
		}
	}
	return true
}

// spoken returns what tells whether each word begins a word of an offer's
// qualification or establishment. Each word is looked for once in each of those,
// rather than once for each offer.
func (n *national) spoken(words []string) func(*training.Offer) bool {
	text := n.words()
	type found struct{ diploma, place catalog.Mask }
	each := make([]found, len(words))
	for i, w := range words {
		begins := func(texts []string) catalog.Mask {
			return catalog.Mask(nil).And(len(texts), func(j int32) bool { return geo.BeginsWord(texts[j], w) })
		}
		each[i] = found{begins(text.qualifications), begins(text.establishments)}
	}
	return func(o *training.Offer) bool {
		for _, f := range each {
			if !f.diploma.Has(o.Qualification) && !f.place.Has(o.Establishment) {
				return false
			}
		}
		return true
	}
}

// says reports whether each word begins a word of the text.
func says(text string, words []string) bool {
	for _, w := range words {
		if !geo.BeginsWord(text, w) {
			return false
		}
	}
	return true
}

// rowsOf are the rows of the positions that a mask chooses.
func rowsOf[R row](size int, m catalog.Mask, of func(int32) R) rows[R] {
	if m == nil {
		return rows[R]{size, func(i int) R { return of(int32(i)) }}
	}
	return picked(kept(size, m.Has), of)
}

// picked are the rows of some positions.
func picked[R row](some []int32, of func(int32) R) rows[R] {
	return rows[R]{len(some), func(i int) R { return of(some[i]) }}
}

// kept are the positions below size that keep chooses.
func kept(size int, keep func(i int32) bool) []int32 {
	some := make([]int32, 0, 256)
	for i := range size {
		if keep(int32(i)) {
			some = append(some, int32(i))
		}
	}
	return some
}
