package search

import (
	"cmp"
	"math"
	"math/bits"
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
	BoardingOnly bool     // establishments known to board
	Campuses     []string // slugs: their established members
	Sort         Sort
	From, Limit  int // items wanted
	// After is the item that the wanted ones follow, instead of From: a page then goes on
	// from it, whatever came in before.
	After *Item
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
	// Lost is true when the question goes on after an item that is not in the answer: there
	// is no telling where it stood.
	Lost bool
	More bool // there are items after these
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
	guesses []int32
	marked  bitmap // pairs that have a word
	around  bitmap // pairs that a distance may let in
	shown   bitmap // establishments of the hits
	hits    []hit
	counts  counts
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

// candidates marks the pairs that have a word; without words, all of them. Most questions
// are about a few thousands of the fifty thousand.
func (f *finder) candidates(columns []column) {
	ix := f.ix
	f.marked.reset(len(ix.q))
	if len(columns) == 0 {
		f.marked.fill(len(ix.q))
	}
	for n := range columns {
		for _, q := range columns[n].listed[qualifications] {
			for i := ix.ofQ[q]; i < ix.ofQ[q+1]; i++ {
				f.marked.set(i)
			}
		}
		for _, e := range columns[n].listed[establishments] {
			for _, i := range ix.ofE[e] {
				f.marked.set(i)
			}
		}
	}
}

// close marks the pairs that a question about a distance may count: those within it, or
// within the widest radius that answers tell of. The others are in no count.
func (f *finder) close(c *chosen) {
	const slack = 1 + 1e-9 // of rounding: what is let in for it is measured again
	chord2 := geo.ChordOf(max(c.km, Radii[len(Radii)-1])) * slack
	// A place is no further south or north than the straight line to it is long.
	chord := math.Sqrt(chord2)
	byZ := func(p spot, z float64) int { return cmp.Compare(p.at.Z, z) }
	from, _ := slices.BinarySearchFunc(f.ix.south, c.home.Z-chord, byZ)
	f.around.reset(len(f.ix.q))
	for i := from; i < len(f.ix.south); i++ {
		p := &f.ix.south[i]
		if p.at.Z > c.home.Z+chord {
			break
		}
		if c.home.Chord2(p.at) <= chord2 {
			for _, pair := range p.pairs {
				f.around.set(pair)
			}
		}
	}
}

// answer walks the candidates once. Those that have the most words are kept, whatever the
// choices: choosing never lets in what has fewer of them. Of those too far to count, only
// how many words they have is asked, while they could have more.
func (f *finder) answer(q *Query, terms []term, columns []column) *Answer {
	ix := f.ix
	c, counts := ix.choose(q), &f.counts
	w := tally{finder: f, q: q, c: &c, columns: columns}
	f.hits = f.hits[:0]
	counts.reset(len(ix.campuses))
	f.candidates(columns)
	if c.near && c.km > 0 {
		f.close(&c)
		for at, set := range f.marked {
			w.over(at, set&f.around[at])
		}
		for at, set := range f.marked {
			if w.most == len(columns) {
				break
			}
			w.beyond(at, set&^f.around[at])
		}
	} else {
		for at, set := range f.marked {
			w.over(at, set)
		}
	}
	a := counts.answer(ix)
	a.Total = len(f.hits)
	for i := range terms {
		if w.most < len(terms) && w.seen>>i&1 == 0 {
			a.Missing = append(a.Missing, terms[i].word)
		}
	}
	f.rank(q, a)
	f.others(a, columns)
	return a
}

// tally is where the answer to a question is.
type tally struct {
	*finder
	q       *Query
	c       *chosen
	columns []column
	most    int    // words that the best pairs have
	seen    uint64 // which words the hits have
}

// elsewhere reports whether a pair is outside the territory asked for.
func (w *tally) elsewhere(i int) bool {
	if w.q.Region == "" && w.q.Departement == "" {
		return false
	}
	e := &w.ix.model.Establishments[w.ix.e[i]]
	return w.q.Region != "" && e.Region != w.q.Region || w.q.Departement != "" && e.Departement != w.q.Departement
}

// over keeps and counts the pairs of one word of a bitmap.
func (w *tally) over(at int, set uint64) {
	ix := w.ix
	for ; set != 0; set &= set - 1 {
		i := at*64 + bits.TrailingZeros64(set)
		if w.elsewhere(i) {
			continue
		}
		have, score, words := w.has(w.columns, i)
		if have < w.most || have == 0 && len(w.columns) > 0 {
			continue
		}
		w.better(have)
		km := -1.0
		if w.c.near && !ix.remote[i] && ix.place[i] != (geo.Vector{}) {
			km = w.c.home.Km(ix.place[i])
		}
		fails := ix.fails(w.c, w.q, i, km)
		if fails == 0 {
			w.seen |= words
			w.hits = append(w.hits, hit{int32(i), score, float32(km)})
		}
		w.counts.add(ix, i, fails, km)
	}
}

// beyond looks among pairs that no count holds for one that has more words.
func (w *tally) beyond(at int, set uint64) {
	for ; set != 0; set &= set - 1 {
		if i := at*64 + bits.TrailingZeros64(set); !w.elsewhere(i) {
			have, _, _ := w.has(w.columns, i)
			w.better(have)
		}
	}
}

// better forgets what was found when a pair has more words.
func (w *tally) better(have int) {
	if have > w.most {
		w.most, w.seen = have, 0
		w.hits = w.hits[:0]
		w.counts.reset(len(w.ix.campuses))
	}
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
