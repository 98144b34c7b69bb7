package search

import (
	"math"
	"slices"

	"continuum/internal/geo"
	"continuum/internal/training"
)

// Campus is what search needs to know of a campus.
type Campus struct {
	Slug    string
	Name    string
	City    string
	Words   string   // sector, fields, professional sectors, region
	Members []string // UAI of its established members
}

// space is a kind of what can be found.
type space uint8

// The spaces.
const (
	qualifications space = iota
	establishments
	campuses
	occupations
	spaces
)

// How much a word counts by where it is written.
const (
	inLabel    = 8 // the name of a thing
	inKind     = 6 // CAP, BTS…
	inCity     = 8
	inWord     = 4 // an appellation of the occupation itself
	inTrade    = 4 // the label of an occupation that a training leads to
	inSector   = 2
	inTradeSay = 2 // an appellation of such an occupation
)

// posting says that a document has a word, and how much it counts there.
type posting struct {
	doc    int32
	weight uint8
}

// Index answers questions about one model.
type Index struct {
	model    *training.Model
	atlas    *geo.Atlas
	campuses []Campus

	surfaces []string // distinct words as written, folded, sorted
	sets     []uint64 // their letters
	stems    []int32  // their stems
	stemOf   map[string]int32
	rarity   []float32 // of each stem, 0 to 1
	postings [spaces][][]posting
	// length of the label of each qualification in words: a short label that has a word
	// says more of it than a long one.
	length []uint8

	synonyms    map[string][]synonym      // by first word
	territories map[string]*geo.Territory // départements and regions, by folded name

	sounds   sounds
	headings headings

	pairs
}

// builder gathers words before they are numbered.
type builder struct {
	ix   *Index
	stem map[string]int32 // of surfaces met
}

// New returns the index of a model, which must be indexed, and of campuses.
func New(m *training.Model, atlas *geo.Atlas, all []Campus) *Index {
	ix := &Index{model: m, atlas: atlas, campuses: all, stemOf: make(map[string]int32)}
	b := &builder{ix, make(map[string]int32)}
	ix.synonyms, ix.territories = readSynonyms(), namesOf(atlas)
	b.qualifications()
	b.establishments()
	for i := range all {
		c := &all[i]
		b.add(campuses, int32(i), c.Name, inLabel)
		b.add(campuses, int32(i), c.City, inCity)
		b.add(campuses, int32(i), c.Words, inSector)
	}
	for i := range m.Occupations {
		o := &m.Occupations[i]
		b.add(occupations, int32(i), o.Label, inLabel)
		for _, w := range o.Words {
			b.add(occupations, int32(i), w, inWord)
		}
	}
	b.finish()
	ix.makeSounds()
	ix.makePairs()
	ix.makeHeadings()
	return ix
}

func (b *builder) qualifications() {
	m := b.ix.model
	b.ix.length = make([]uint8, len(m.Qualifications))
	for i := range m.Qualifications {
		q := &m.Qualifications[i]
		if len(m.OffersOf(int32(i))) == 0 {
			continue // what nobody teaches is not found at a place
		}
		b.ix.length[i] = uint8(min(255, len(split(q.Label))))
		b.add(qualifications, int32(i), q.Label, inLabel)
		b.add(qualifications, int32(i), q.Kind, inKind)
		for _, code := range q.ROME {
			if o := m.Occupation(code); o != training.None {
				b.add(qualifications, int32(i), m.Occupations[o].Label, inTrade)
				for _, w := range m.Occupations[o].Words {
					b.add(qualifications, int32(i), w, inTradeSay)
				}
			}
		}
	}
}

func (b *builder) establishments() {
	m := b.ix.model
	for i := range m.Establishments {
		if len(m.OffersAt(int32(i))) == 0 {
			continue
		}
		e := &m.Establishments[i]
		b.add(establishments, int32(i), e.Name, inLabel)
		b.add(establishments, int32(i), e.City, inCity)
	}
}

// add records the words of a text of a document.
func (b *builder) add(in space, doc int32, text string, weight uint8) {
	for _, w := range split(text) {
		if empty[w] {
			continue
		}
		st, ok := b.stem[w]
		if !ok {
			st = b.number(stem(w))
			b.stem[w] = st
		}
		list := &b.ix.postings[in][st]
		// A document's words come together: a repeated one is the last of its list.
		if n := len(*list); n > 0 && (*list)[n-1].doc == doc {
			(*list)[n-1].weight = max((*list)[n-1].weight, weight)
			continue
		}
		*list = append(*list, posting{doc, weight})
	}
}

func (b *builder) number(st string) int32 {
	if at, ok := b.ix.stemOf[st]; ok {
		return at
	}
	at := int32(len(b.ix.stemOf))
	b.ix.stemOf[st] = at
	for s := range b.ix.postings {
		b.ix.postings[s] = append(b.ix.postings[s], nil)
	}
	return at
}

// finish sorts the dictionary and weighs how rare each word is.
func (b *builder) finish() {
	ix := b.ix
	for w := range b.stem {
		ix.surfaces = append(ix.surfaces, w)
	}
	slices.Sort(ix.surfaces)
	ix.sets, ix.stems = make([]uint64, len(ix.surfaces)), make([]int32, len(ix.surfaces))
	for i, w := range ix.surfaces {
		ix.sets[i], ix.stems[i] = letters(w), b.stem[w]
	}
	ix.rarity = make([]float32, len(ix.stemOf))
	total := float64(len(ix.model.Qualifications) + len(ix.model.Establishments))
	for st := range ix.rarity {
		n := ix.documents(int32(st))
		ix.rarity[st] = float32(math.Log(1+total/float64(1+n)) / math.Log(1+total))
	}
}
