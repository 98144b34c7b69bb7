package search

import (
	"cmp"
	"slices"
	"sync"

	"continuum/internal/geo"
	"continuum/internal/training"
)

// Sort is an order of results.
type Sort uint8

// The orders. Relevance takes the distance into account when there is a place.
const (
	Relevance Sort = iota
	Nearest
	Chances // fewest applicants for a place first, unknown last
	Results // largest share in work or studies first, unknown last
)

// Query is a question: words, a place, choices. What is zero constrains nothing; several
// values of one choice are alternatives.
type Query struct {
	Words        []string // folded, of [Index.Read]
	Home         geo.Point
	Km           float64
	Region       string
	Departement  string
	Levels       []int8
	Routes       []training.Route
	Sectors      []string
	Public       []training.Public
	BoardingOnly bool   // establishments known to board
	Campus       string // slug: its established members
	Sort         Sort
	From, Limit  int // items wanted
}

// Item is a training at a place.
type Item struct {
	Qualification, Establishment int32
	Offers                       []int32 // by route and entry year
	Km                           float64 // from home, negative when not known
}

// Answer is the items of a question and how many each choice has, those of the same
// choice aside: what one would have by choosing it besides.
type Answer struct {
	Total int
	Items []Item
	// Places are the places of all items, for a map: establishments, each once.
	Places []int32
	Levels [9]int
	Routes [4]int // by training.Route
	// Sectors and Campuses are by code and by slug.
	Sectors  map[string]int
	Public   map[training.Public]int
	Boarding int // at establishments known to board
	Campuses map[string]int
	Within   [len(Radii)]int // items within each radius, when there is a home
	// Missing are words that no item has, when none has them all; the items are those
	// that have the most of them.
	Missing []string
	// Others is what else the words name.
	Campus        []int32 // positions in the campuses given to New
	Establishment []int32
	Occupation    []int32
}

// Radii are the distances that an answer counts, in kilometres.
var Radii = [...]float64{5, 10, 20, 30, 50, 100}

// finder is the memory of one question.
type finder struct {
	ix      *Index
	columns []column
	near    []int32
	hits    []hit
}

type hit struct {
	pair  int32
	score float32
	km    float32
}

var finders = sync.Pool{New: func() any { return new(finder) }}

// Find answers a question.
func (ix *Index) Find(q *Query) *Answer {
	f := finders.Get().(*finder)
	defer finders.Put(f)
	if f.ix != ix {
		*f = finder{ix: ix}
	}
	terms := ix.terms(q.Words)
	for len(f.columns) < len(terms) {
		c := column{}
		c.score[qualifications] = make([]float32, len(ix.model.Qualifications))
		c.score[establishments] = make([]float32, len(ix.model.Establishments))
		c.score[campuses] = make([]float32, len(ix.campuses))
		c.score[occupations] = make([]float32, len(ix.model.Occupations))
		f.columns = append(f.columns, c)
	}
	columns := f.columns[:len(terms)]
	for i := range columns {
		f.fill(&columns[i], &terms[i])
	}
	a := f.answer(q, terms, columns)
	for i := range columns {
		columns[i].clear()
	}
	return a
}

func (c *column) clear() {
	for s := range c.listed {
		for _, d := range c.listed[s] {
			c.score[s][d] = 0
		}
		c.listed[s] = c.listed[s][:0]
	}
}

// The choices, one bit each: an item that fails just one of them counts there.
const (
	failLevel = 1 << iota
	failRoute
	failSector
	failPublic
	failBoarding
	failCampus
	failKm
)

// chosen is the choices of a question, as sets.
type chosen struct {
	levels, routes, public uint16
	sectors                uint64
	members                map[int32]bool // nil for any
	home                   geo.Vector
	near                   bool
	km                     float64
}

func (ix *Index) choose(q *Query) chosen {
	var c chosen
	for _, l := range q.Levels {
		c.levels |= 1 << l
	}
	for _, r := range q.Routes {
		c.routes |= 1 << r
	}
	for _, p := range q.Public {
		c.public |= 1 << publicOf(p)
	}
	for _, s := range q.Sectors {
		if at := slices.Index(ix.sectors, s); at > 0 {
			c.sectors |= 1 << at
		} else {
			c.sectors |= 1 << 63 // a sector that nothing has
		}
	}
	if q.Campus != "" {
		c.members = make(map[int32]bool)
		for e, list := range ix.member {
			for _, at := range list {
				if ix.campuses[at].Slug == q.Campus {
					c.members[e] = true
				}
			}
		}
	}
	if !q.Home.IsZero() {
		c.home, c.near, c.km = onSphere(q.Home), true, q.Km
	}
	return c
}

// fails is the choices that a pair does not meet. An item whose place is not known is
// within no distance.
func (ix *Index) fails(c *chosen, q *Query, i int, km float64) uint8 {
	var f uint8
	if c.levels != 0 && c.levels>>max(0, ix.model.Qualifications[ix.q[i]].Level)&1 == 0 {
		f |= failLevel
	}
	if c.routes != 0 && c.routes&uint16(ix.routes[i]) == 0 {
		f |= failRoute
	}
	if c.sectors != 0 && c.sectors>>ix.sector[i]&1 == 0 {
		f |= failSector
	}
	if c.public != 0 && c.public>>ix.public[i]&1 == 0 {
		f |= failPublic
	}
	if q.BoardingOnly && training.Bool3(ix.board[i]) != training.Yes {
		f |= failBoarding
	}
	if c.members != nil && !c.members[ix.e[i]] {
		f |= failCampus
	}
	if c.near && c.km > 0 && !(km >= 0 && km <= c.km) {
		f |= failKm
	}
	return f
}

// answer walks the pairs once. Those that have the most words are kept, whatever the
// choices: choosing never lets in what has fewer of them.
func (f *finder) answer(q *Query, terms []term, columns []column) *Answer {
	ix, m := f.ix, f.ix.model
	a := &Answer{Sectors: make(map[string]int), Public: make(map[training.Public]int), Campuses: make(map[string]int)}
	c := ix.choose(q)
	f.hits = f.hits[:0]
	most, seen := 0, uint64(0) // words found by the best pairs, and which
	var sectors [64]int
	var publicCount [len(publics)]int
	for i := range ix.q {
		if q.Region != "" && m.Establishments[ix.e[i]].Region != q.Region || q.Departement != "" && m.Establishments[ix.e[i]].Departement != q.Departement {
			continue
		}
		have, score, set := f.has(columns, i)
		if have < most || have == 0 && len(columns) > 0 {
			continue
		}
		km := -1.0
		if c.near && !ix.remote[i] && ix.place[i] != (geo.Vector{}) {
			km = c.home.Km(ix.place[i])
		}
		fails := ix.fails(&c, q, i, km)
		if have > most {
			most, seen = have, 0
			f.hits = f.hits[:0]
			*a = Answer{Sectors: a.Sectors, Public: a.Public, Campuses: a.Campuses}
			clear(a.Campuses)
			sectors, publicCount = [64]int{}, [len(publics)]int{}
		}
		if fails&(fails-1) != 0 {
			continue
		}
		if fails == 0 {
			seen |= set
			f.hits = append(f.hits, hit{int32(i), score, float32(km)})
			if training.Bool3(ix.board[i]) == training.Yes {
				a.Boarding++
			}
		} else if fails == failBoarding {
			continue
		}
		if fails == 0 || fails == failLevel {
			a.Levels[max(0, m.Qualifications[ix.q[i]].Level)]++
		}
		if fails == 0 || fails == failRoute {
			for r := training.School; r <= training.Continuing; r++ {
				if ix.routes[i]>>r&1 != 0 {
					a.Routes[r]++
				}
			}
		}
		if fails == 0 || fails == failSector {
			sectors[ix.sector[i]]++
		}
		if fails == 0 || fails == failPublic {
			publicCount[ix.public[i]]++
		}
		if fails == 0 || fails == failCampus {
			for _, at := range ix.member[ix.e[i]] {
				a.Campuses[ix.campuses[at].Slug]++
			}
		}
		if (fails == 0 || fails == failKm) && km >= 0 {
			for n, r := range Radii {
				if km <= r {
					a.Within[n]++
				}
			}
		}
	}
	for i, n := range sectors {
		if n > 0 {
			a.Sectors[ix.sectors[i]] = n
		}
	}
	for i, n := range publicCount {
		if n > 0 {
			a.Public[publics[i]] = n
		}
	}
	a.Total = len(f.hits)
	for i := range terms {
		if most < len(terms) && seen>>i&1 == 0 {
			a.Missing = append(a.Missing, terms[i].word)
		}
	}
	f.rank(q, a)
	f.others(a, columns)
	return a
}

// has is how many words a pair has, what they are worth and which they are. Without words
// every pair is as good as another.
func (f *finder) has(columns []column, i int) (have int, score float32, set uint64) {
	q, e := f.ix.q[i], f.ix.e[i]
	own := float32(0)
	for n := range columns {
		c := &columns[n]
		inQ, inE := c.score[qualifications][q], c.score[establishments][e]
		if v := max(inQ, inE); v > 0 {
			have++
			set |= 1 << n
			// The name of a school says what it is proud of, not what is taught there.
			score += max(inQ, inE/2)
			own += inQ
		}
	}
	// Of two trainings with the same words, the one that says little else.
	if own > 0 {
		score += own / (4 + float32(f.ix.length[q]))
	}
	return have, score, set
}

// nearBy is the distance in kilometres at which a training counts half as much.
const nearBy = 30

// nowhere is the distance that a place nobody knows is ranked at.
const nowhere = 150

// rank sorts the hits and cuts out the page.
func (f *finder) rank(q *Query, a *Answer) {
	ix := f.ix
	seen := make(map[int32]bool, len(f.hits))
	for i := range f.hits {
		h := &f.hits[i]
		if q.Sort == Relevance && !q.Home.IsZero() {
			km := h.km
			if km < 0 {
				km = nowhere
			}
			h.score = (h.score + 0.01) / (1 + km/nearBy)
		}
		if e := ix.e[h.pair]; !seen[e] {
			seen[e] = true
			a.Places = append(a.Places, e)
		}
	}
	slices.Sort(a.Places)
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
	from := min(max(0, q.From), len(f.hits))
	to := min(from+max(0, q.Limit), len(f.hits))
	top(f.hits, to, less)
	for _, h := range f.hits[from:to] {
		a.Items = append(a.Items, Item{
			Qualification: ix.q[h.pair], Establishment: ix.e[h.pair],
			Offers: ix.offers[ix.first[h.pair]:ix.first[h.pair+1]], Km: float64(h.km),
		})
	}
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

// shown is how many of each other kind are told.
const shown = 5

// others finds campuses, establishments and occupations that have all the words.
func (f *finder) others(a *Answer, columns []column) {
	if len(columns) == 0 {
		return
	}
	a.Campus = best(columns, campuses)
	a.Establishment = best(columns, establishments)
	a.Occupation = best(columns, occupations)
}

func best(columns []column, in space) []int32 {
	var list []int32
	type scored struct {
		doc   int32
		score float32
	}
	var all []scored
	for _, d := range columns[0].listed[in] {
		sum := float32(0)
		for i := range columns {
			v := columns[i].score[in][d]
			if v == 0 {
				sum = 0
				break
			}
			sum += v
		}
		if sum > 0 {
			all = append(all, scored{d, sum})
		}
	}
	slices.SortFunc(all, func(x, y scored) int { return cmp.Or(-cmp.Compare(x.score, y.score), cmp.Compare(x.doc, y.doc)) })
	for _, s := range all[:min(shown, len(all))] {
		list = append(list, s.doc)
	}
	return list
}
