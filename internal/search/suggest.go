package search

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"continuum/internal/geo"
)

// Kind is what is found or suggested.
type Kind string

// The kinds.
const (
	Training      Kind = "training"
	Occupation    Kind = "occupation"
	CampusKind    Kind = "campus"
	Establishment Kind = "establishment"
)

var kindOf = [spaces]Kind{qualifications: Training, occupations: Occupation, campuses: CampusKind, establishments: Establishment}

// Suggestion is a thing whose name begins as what is being typed.
type Suggestion struct {
	Kind Kind
	At   int32 // position in the model, or in the campuses given to New
}

// MaxSuggested is how many suggestions are given at most.
const MaxSuggested = 20

// heading is a thing that can be suggested. Headings stand in the order of how many
// people look for them, as far as the offer tells.
type heading struct {
	in     space
	doc    int32
	weight float32
}

// mention says that a heading has a word, and how much it counts there.
type mention struct {
	heading int32
	weight  float32
}

// headings are what is suggested, by the words of the index.
type headings struct {
	all      []heading
	first    []int32 // mentions of surface i are mentions[first[i]:first[i+1]]
	mentions []mention
}

// How much a word counts by where a heading has it.
const (
	headName = 1
	headCity = 0.4
	headSays = 0.45 // an appellation of an occupation
)

// titled is a heading with its texts, before words are numbered.
type titled struct {
	heading
	name, city string
	says       []string
}

// titles are all that can be suggested, likeliest first. Of several trainings with one
// label, the one that most places teach stands for all.
func (ix *Index) titles() []titled {
	m := ix.model
	log := func(n int) float32 { return float32(math.Log1p(float64(n))) / 10 }
	var all []titled
	byLabel := make(map[string]int)
	for i := range m.Qualifications {
		q, n := &m.Qualifications[i], len(m.OffersOf(int32(i)))
		if n == 0 {
			continue
		}
		t := titled{heading: heading{qualifications, int32(i), 0.2 + log(n)}, name: q.Label}
		if at, ok := byLabel[q.Label]; !ok {
			byLabel[q.Label] = len(all)
			all = append(all, t)
		} else if t.weight > all[at].weight {
			all[at] = t
		}
	}
	for i := range m.Establishments {
		if n := len(m.OffersAt(int32(i))); n > 0 {
			e := &m.Establishments[i]
			all = append(all, titled{heading: heading{establishments, int32(i), log(n) / 2}, name: e.Name, city: e.City})
		}
	}
	for i := range ix.campuses {
		all = append(all, titled{heading: heading{campuses, int32(i), 0.4}, name: ix.campuses[i].Name, city: ix.campuses[i].City})
	}
	for i := range m.Occupations {
		o := &m.Occupations[i]
		all = append(all, titled{heading: heading{occupations, int32(i), 0.3 + log(len(o.Qualifications))/2}, name: o.Label, says: o.Words})
	}
	slices.SortStableFunc(all, func(a, b titled) int { return -cmp.Compare(a.weight, b.weight) })
	return all
}

// makeHeadings numbers what can be suggested, and gathers its words.
func (ix *Index) makeHeadings() {
	titles := ix.titles()
	lists := make([][]mention, len(ix.surfaces))
	total := 0
	add := func(at int32, text string, weight float32) {
		for i, w := range split(text) {
			s, ok := slices.BinarySearch(ix.surfaces, w)
			if !ok {
				continue // an empty word
			}
			v := weight
			if i == 0 {
				v *= 1.2 // what a name begins with is what it is typed by
			}
			if n := len(lists[s]); n > 0 && lists[s][n-1].heading == at {
				lists[s][n-1].weight = max(lists[s][n-1].weight, v)
				continue
			}
			lists[s] = append(lists[s], mention{at, v})
			total++
		}
	}
	h := &ix.headings
	h.all = make([]heading, len(titles))
	for i := range titles {
		t := &titles[i]
		h.all[i] = t.heading
		add(int32(i), t.name, headName)
		add(int32(i), t.city, headCity)
		for _, w := range t.says {
			add(int32(i), w, headSays)
		}
	}
	h.first, h.mentions = make([]int32, 0, len(lists)+1), make([]mention, 0, total)
	for _, l := range lists {
		h.first = append(h.first, int32(len(h.mentions)))
		h.mentions = append(h.mentions, l...)
	}
	h.first = append(h.first, int32(len(h.mentions)))
}

// of are the mentions of a word of the dictionary.
func (h *headings) of(surface int32) []mention {
	return h.mentions[h.first[surface]:h.first[surface+1]]
}

// suggester is the memory of one question: what each heading has so far.
type suggester struct {
	ix    *Index
	have  []uint8   // words met
	last  []float32 // what the last of them is worth
	score []float32
	met   []int32
	near  []int32
}

var suggesters = sync.Pool{New: func() any { return new(suggester) }}

// Suggest returns what someone who is typing may mean: things that have all the words,
// the last of which may be only begun, and words that the dictionary does not hold may
// be misspelt.
func (ix *Index) Suggest(text string, limit int) []Suggestion {
	words := typed(text)
	if len(words) == 0 || limit < 1 {
		return nil
	}
	s := suggesters.Get().(*suggester)
	defer suggesters.Put(s)
	if s.ix != ix {
		n := len(ix.headings.all)
		*s = suggester{ix: ix, have: make([]uint8, n), last: make([]float32, n), score: make([]float32, n)}
	}
	for i, w := range words {
		s.word(uint8(i), w)
	}
	list := s.best(uint8(len(words)), min(limit, MaxSuggested))
	for _, h := range s.met {
		s.have[h], s.last[h], s.score[h] = 0, 0, 0
	}
	s.met = s.met[:0]
	return list
}

// typed is the words of a text being typed. Those that say nothing are left out, unless
// there is no other: they may be the beginning of one that does. So may a last letter that
// could be an elision: "bts m".
func typed(text string) []string {
	words, folded := split(text), geo.Fold(text)
	if at := strings.LastIndexByte(folded, ' ') + 1; elided[folded[at:]] && strings.HasSuffix(geo.Fold(lastRune(text)), folded[at:]) {
		words = append(words, folded[at:])
	}
	said := slices.DeleteFunc(slices.Clone(words), func(w string) bool { return empty[w] })
	if len(said) == 0 {
		said = words[:min(1, len(words))]
	}
	return said[:min(MaxWords, len(said))]
}

// lastRune is the last character of a text.
func lastRune(text string) string {
	_, n := utf8.DecodeLastRuneInString(text)
	return text[len(text)-n:]
}

// How much a word counts by how it was found, while it is typed.
const (
	typedWhole = 1.0
	typedBegun = 0.7 // and up to 0.2 more by how much of the word is there
	typedHeard = 0.65
	typedWrong = 0.5
)

// word keeps, of the headings that have the words before, those that have this one.
func (s *suggester) word(n uint8, word string) {
	ix := s.ix
	found := false
	from, _ := slices.BinarySearch(ix.surfaces, word)
	for at := from; at < len(ix.surfaces) && strings.HasPrefix(ix.surfaces[at], word); at++ {
		worth := float32(typedWhole)
		if len(ix.surfaces[at]) > len(word) {
			worth = typedBegun + 0.2*float32(len(word))/float32(len(ix.surfaces[at]))
		}
		found = s.add(n, ix.headings.of(int32(at)), worth) || found
	}
	said := s.ways(n, word, typedBegun)
	if written := from < len(ix.surfaces) && ix.surfaces[from] == word; written || said {
		return
	}
	// What sounds like it is likely whatever begins so, which may be rare: "bato" is the
	// beginning of "bâtonnier", and is "bateau".
	s.sounded(n, word)
	if found {
		return
	}
	s.near = ix.begunNear(s.near[:0], word)
	for _, at := range s.near {
		s.add(n, ix.headings.of(at), typedWrong)
	}
}

// sounded counts a word in the headings that mention one that sounds like it.
func (s *suggester) sounded(n uint8, word string) {
	heard := sound(word)
	for _, at := range s.ix.sounds.alike(heard) {
		s.add(n, s.ix.headings.of(at), typedHeard)
	}
	for _, said := range s.ix.sounds.said[heard] {
		s.ways(n, said, typedHeard)
	}
}

// ways counts a word in the headings that mention a way of saying it, and reports whether
// any does.
func (s *suggester) ways(n uint8, word string, worth float32) bool {
	found := false
	for _, way := range s.ix.synonyms[word] {
		if len(way.said) == 1 {
			for _, words := range way.ways {
				found = s.all(n, words, way.weight*worth) || found
			}
		}
	}
	return found
}

// add counts a word in the headings that mention it, and reports whether any does.
func (s *suggester) add(n uint8, list []mention, worth float32) bool {
	for _, m := range list {
		s.count(n, m.heading, worth*m.weight)
	}
	return len(list) > 0
}

// count gives a heading the best value that word n has in it.
func (s *suggester) count(n uint8, h int32, v float32) {
	switch s.have[h] {
	case n:
		if n == 0 {
			s.met = append(s.met, h)
		}
		s.have[h], s.last[h] = n+1, v
		s.score[h] += v
	case n + 1:
		if v > s.last[h] {
			s.score[h] += v - s.last[h]
			s.last[h] = v
		}
	}
}

// all counts headings that have all the words of a way of saying.
func (s *suggester) all(n uint8, words []string, worth float32) bool {
	lists := make([][]mention, 0, 8)
	for _, w := range words {
		if empty[w] {
			continue
		}
		at, ok := slices.BinarySearch(s.ix.surfaces, w)
		if !ok {
			return false
		}
		lists = append(lists, s.ix.headings.of(int32(at)))
	}
	if len(lists) == 0 {
		return false
	}
	slices.SortFunc(lists, func(a, b []mention) int { return cmp.Compare(len(a), len(b)) })
	found := false
	for _, m := range lists[0] {
		least := m.weight
		for _, l := range lists[1:] {
			at, ok := slices.BinarySearchFunc(l, m.heading, func(o mention, h int32) int { return int(o.heading - h) })
			if !ok {
				least = 0
				break
			}
			least = min(least, l[at].weight)
		}
		if least > 0 {
			s.count(n, m.heading, worth*least)
			found = true
		}
	}
	return found
}

// best are the headings that have all the words, best first.
func (s *suggester) best(words uint8, limit int) []Suggestion {
	type scored struct {
		h     int32
		score float32
	}
	top := make([]scored, 0, limit+1)
	for _, h := range s.met {
		if s.have[h] != words {
			continue
		}
		c := scored{h, s.score[h]/float32(words) + s.ix.headings.all[h].weight/2}
		if len(top) == limit && c.score < top[limit-1].score {
			continue
		}
		at, _ := slices.BinarySearchFunc(top, c, func(a, b scored) int {
			return cmp.Or(-cmp.Compare(a.score, b.score), cmp.Compare(a.h, b.h))
		})
		if top = slices.Insert(top, at, c); len(top) > limit {
			top = top[:limit]
		}
	}
	list := make([]Suggestion, len(top))
	for i, c := range top {
		h := &s.ix.headings.all[c.h]
		list[i] = Suggestion{kindOf[h.in], h.doc}
	}
	return list
}
