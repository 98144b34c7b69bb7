package search

import (
	"cmp"
	"math/bits"
	"slices"
	"strings"
)

// column is how much a word of the question counts in each document, by space; only the
// documents listed have a value.
type column struct {
	score  [spaces][]float32
	listed [spaces][]int32
}

// How much a word counts by how it was found.
const (
	asWritten  = 1.0
	asPrefix   = 0.7
	sameSound  = 0.65
	oneMistake = 0.6
	twoMistake = 0.4
)

// How many words of the dictionary a prefix, and a misspelling, stand for.
const (
	prefixed = 60
	guessed  = 3
)

// term is a word of the question: it and what follows it may be a way of saying.
type term struct {
	word string
	ways []synonym
	last bool // the word is still being typed
}

// terms gathers the words of a question. Words that together are a way of saying are
// one term: "bac pro" is not, "personnes agees" is. The first is written as people say it.
func (ix *Index) terms(words []string) []term {
	var all []term
	for i := 0; i < len(words); {
		t := term{word: words[i]}
		taken := 1
		for _, s := range ix.synonyms[words[i]] {
			if n := len(s.said); n >= taken && i+n <= len(words) && slices.EqualFunc(s.said, words[i:i+n], alike) {
				if n > taken {
					t.ways = nil
				}
				taken = n
				t.ways = append(t.ways, s)
			}
		}
		if taken > 1 {
			t.word = strings.Join(words[i:i+taken], " ")
		}
		i += taken
		t.last = i == len(words) && taken == 1
		all = append(all, t)
	}
	return all
}

// alike reports whether a word is another, or sounds like it: "aide soignente".
func alike(said, asked string) bool {
	return said == asked || len(asked) > shortest && sound(said) == sound(asked)
}

// fill makes the column of a term.
func (f *finder) fill(c *column, t *term) {
	ix := f.ix
	found := false
	if strings.Contains(t.word, " ") {
		f.all(c, strings.Fields(t.word), asWritten, 0)
	} else if st, ok := ix.stemOf[stem(t.word)]; ok {
		c.add(ix, st, asWritten)
		// A stem alone proves little when few have it: that of "manegement" is "manège".
		_, written := slices.BinarySearch(ix.surfaces, t.word)
		found = written || ix.documents(st) >= likely
	}
	for i := range t.ways {
		for _, way := range t.ways[i].ways {
			f.all(c, way, t.ways[i].weight, inTrade)
		}
		found = true
	}
	// A word that people say is whole: "mer" is not the beginning of "mercatique".
	if t.last && len(t.ways) == 0 && len(t.word) >= 2 && !strings.Contains(t.word, " ") {
		// Words that few documents have are not likelier than a mistake: "geneal" begins
		// "généalogie", and is "général".
		found = f.prefix(c, t.word) >= likely || found
	}
	if !found && !f.sounded(c, t.word) {
		f.misspelt(c, t.word)
	}
}

// add counts a stem in all the documents that have it.
func (c *column) add(ix *Index, st int32, factor float32) {
	for s := range ix.postings {
		scores, rare := c.score[s], ix.rarity[st]
		for _, p := range ix.postings[s][st] {
			v := factor * rare * float32(p.weight)
			if scores[p.doc] == 0 {
				c.listed[s] = append(c.listed[s], p.doc)
			}
			scores[p.doc] = max(scores[p.doc], v)
		}
	}
}

// all counts the documents that have all of some words, by the one that counts least,
// times the number of words: "conducteur d'engins" says more than "engins". Words that
// count less than least where they are written don't count: a way of saying is an official
// word, to be read in labels, neither in what people call a trade ("marin" is in "apprêteur
// marine") nor in what a school calls itself ("lycée du Marin").
func (f *finder) all(c *column, words []string, factor float32, least uint8) {
	ix := f.ix
	stems := make([]int32, 0, 8)
	for _, w := range words {
		if empty[w] {
			continue
		}
		st, ok := ix.stemOf[stem(w)]
		if !ok {
			return // a word that no document has
		}
		stems = append(stems, st)
	}
	for s := range ix.postings {
		if least > 0 && space(s) == establishments || len(stems) == 0 {
			continue
		}
		more := float32(1)
		if len(stems) > 1 {
			more = 1.2
		}
		lists := make([][]posting, len(stems))
		for i, st := range stems {
			lists[i] = ix.postings[s][st]
		}
		for _, p := range lists[0] {
			worth, rare, ok := p.weight, ix.rarity[stems[0]], p.weight >= least
			for i, l := range lists[1:] {
				at, has := slices.BinarySearchFunc(l, p.doc, func(q posting, doc int32) int { return int(q.doc - doc) })
				if !has || l[at].weight < least {
					ok = false
					break
				}
				worth, rare = min(worth, l[at].weight), max(rare, ix.rarity[stems[i+1]])
			}
			if !ok {
				continue
			}
			if c.score[s][p.doc] == 0 {
				c.listed[s] = append(c.listed[s], p.doc)
			}
			c.score[s][p.doc] = max(c.score[s][p.doc], factor*rare*float32(worth)*more)
		}
	}
}

// likely is in how many documents the words are that one being typed is taken to begin.
const likely = 20

// documents is in how many trainings and schools a stem is.
func (ix *Index) documents(st int32) int {
	return len(ix.postings[qualifications][st]) + len(ix.postings[establishments][st])
}

// prefix counts the words that begin with one being typed, and returns in how many
// trainings and schools they are.
func (f *finder) prefix(c *column, word string) int {
	ix, documents := f.ix, 0
	at, _ := slices.BinarySearch(ix.surfaces, word)
	n := 0
	for ; at < len(ix.surfaces) && n < prefixed && strings.HasPrefix(ix.surfaces[at], word); at++ {
		if ix.surfaces[at] != word {
			st := ix.stems[at]
			c.add(ix, st, asPrefix)
			documents += ix.documents(st)
			n++
		}
	}
	return documents
}

// misspelt counts the nearest words of the dictionary, and ways of saying, to one that
// it does not hold.
func (f *finder) misspelt(c *column, word string) {
	ix := f.ix
	limit := mistakes(len(word))
	if limit == 0 {
		return
	}
	set := letters(word)
	best := limit
	near := f.near[:0]
	for i, s := range ix.sets {
		if bits.OnesCount64(s^set) > 2*best {
			continue
		}
		if d, ok := within(word, ix.surfaces[i], best); ok {
			if d < best {
				best, near = d, near[:0]
			}
			near = append(near, int32(i))
		}
	}
	f.near = near
	for _, at := range f.likeliest(near) {
		c.add(ix, ix.stems[at], factorOf(best))
	}
	for said := range ix.synonyms {
		if d, ok := within(word, said, best); ok {
			f.ways(c, said, factorOf(d))
		}
	}
}

// likeliest are those of some words of the dictionary, each as good as another, that are
// most likely meant: those that most documents have.
func (f *finder) likeliest(words []int32) []int32 {
	ix := f.ix
	f.guesses = append(f.guesses[:0], words...)
	slices.SortFunc(f.guesses, func(x, y int32) int {
		return cmp.Or(cmp.Compare(ix.rarity[ix.stems[x]], ix.rarity[ix.stems[y]]), cmp.Compare(x, y))
	})
	return f.guesses[:min(guessed, len(f.guesses))]
}

// ways counts the ways of saying one word.
func (f *finder) ways(c *column, said string, factor float32) {
	for _, s := range f.ix.synonyms[said] {
		if len(s.said) == 1 {
			for _, way := range s.ways {
				f.all(c, way, s.weight*factor, inTrade)
			}
		}
	}
}

func factorOf(mistakes int) float32 {
	if mistakes == 1 {
		return oneMistake
	}
	return twoMistake
}
