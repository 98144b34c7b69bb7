package search

import (
	"cmp"
	"slices"
)

// nearBy is the distance in kilometres at which a training counts half as much.
const nearBy = 30

// nowhere is the distance that a place nobody knows is ranked at.
const nowhere = 150

// rank sorts the hits and cuts out the page.
func (f *finder) rank(q *Query, a *Answer) {
	ix := f.ix
	f.shown.reset(len(ix.ofE))
	places := 0
	for i := range f.hits {
		h := &f.hits[i]
		if q.Sort == Relevance && !q.Home.IsZero() {
			km := h.km
			if km < 0 {
				km = nowhere
			}
			h.score = (h.score + 0.01) / (1 + km/nearBy)
		}
		if f.shown.set(ix.e[h.pair]) {
			places++
		}
	}
	a.Places = f.shown.list(places)
	less := func(x, y hit) int {
		c := 0
		switch q.Sort {
		case Nearest:
			c = unknownLast(x.km, y.km)
		case Chances:
			c = unknownLast(ix.ratio[x.pair], ix.ratio[y.pair])
		case Results:
			c = -cmp.Compare(ix.share[x.pair], ix.share[y.pair])
		}
		return cmp.Or(c, -cmp.Compare(x.score, y.score), unknownLast(x.km, y.km), cmp.Compare(x.pair, y.pair))
	}
	hits := f.hits
	from := min(max(0, q.From), len(hits))
	if q.After != nil {
		last, ok := f.hitOf(q.After)
		if !ok {
			a.Lost = true
			return
		}
		from, hits = 0, slices.DeleteFunc(hits, func(h hit) bool { return less(h, last) <= 0 })
	}
	to := min(from+max(0, q.Limit), len(hits))
	a.More = to < len(hits)
	top(hits, to, less)
	for _, h := range hits[from:to] {
		a.Items = append(a.Items, Item{
			Qualification: ix.q[h.pair], Establishment: ix.e[h.pair],
			Offers: ix.offers[ix.first[h.pair]:ix.first[h.pair+1]], Km: float64(h.km),
		})
	}
}

// hitOf is the hit of an item, as it is ranked.
func (f *finder) hitOf(it *Item) (hit, bool) {
	at := slices.IndexFunc(f.hits, func(h hit) bool {
		return f.ix.q[h.pair] == it.Qualification && f.ix.e[h.pair] == it.Establishment
	})
	if at < 0 {
		return hit{}, false
	}
	return f.hits[at], true
}

// unknownLast orders numbers that are negative when not known.
func unknownLast(x, y float32) int {
	if (x < 0) != (y < 0) {
		return cmp.Compare(y, x)
	}
	return cmp.Compare(x, y)
}

// top puts the n first of a list at its beginning, in order.
func top(list []hit, n int, less func(x, y hit) int) {
	if n >= len(list)/4 {
		slices.SortFunc(list, less)
		return
	}
	// A heap of the n best seen, the worst of them at its root.
	heap := list[:n]
	for i := n/2 - 1; i >= 0; i-- {
		sink(heap, i, less)
	}
	for i := n; i < len(list) && n > 0; i++ {
		if less(list[i], heap[0]) < 0 {
			heap[0], list[i] = list[i], heap[0]
			sink(heap, 0, less)
		}
	}
	slices.SortFunc(heap, less)
}

func sink(heap []hit, i int, less func(x, y hit) int) {
	for {
		c := 2*i + 1
		if c >= len(heap) {
			return
		}
		if c+1 < len(heap) && less(heap[c+1], heap[c]) > 0 {
			c++
		}
		if less(heap[c], heap[i]) <= 0 {
			return
		}
		heap[i], heap[c] = heap[c], heap[i]
		i = c
	}
}
