package search

import (
	"cmp"
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
	common   []float32 // of each stem: how rare it is, 0 to 1
	postings [spaces][][]posting
	// length of the label of each qualification in words: a short label that has a word
	// says more of it than a long one.
	length []uint8

	synonyms map[string][]synonym // by first word

	pairs
}

// pairs are the items of the list: a qualification at an establishment, whatever the
// routes and entry years. They are in the order of the model's offers.
type pairs struct {
	q, e    []int32
	first   []int32 // offers of pair i are offers[first[i]:first[i+1]]
	offers  []int32
	routes  []uint8      // 1 << training.Route
	remote  []bool       // only at a distance
	ratio   []float32    // applicants for a place, negative when not known
	share   []float32    // in work or studies after, negative when not known
	place   []geo.Vector // on the sphere; zero when not known
	sector  []uint8      // in Index.sectors
	public  []uint8
	board   []uint8
	sectors []string          // the first is none
	member  map[int32][]int32 // campuses by establishment
}

// onSphere is a point on the sphere, the zero vector when it is not known.
func onSphere(p geo.Point) geo.Vector {
	if p.IsZero() {
		return geo.Vector{}
	}
	return geo.Unit(p)
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
	ix.synonyms = readSynonyms()
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
	ix.makePairs()
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
	ix.common = make([]float32, len(ix.stemOf))
	total := float64(len(ix.model.Qualifications) + len(ix.model.Establishments))
	for st := range ix.common {
		n := len(ix.postings[qualifications][st]) + len(ix.postings[establishments][st])
		ix.common[st] = float32(math.Log(1+total/float64(1+n)) / math.Log(1+total))
	}
}

// makePairs gathers offers by qualification and establishment.
func (ix *Index) makePairs() {
	m, p := ix.model, &ix.pairs
	order := make([]int32, 0, len(m.Offers))
	for i := range m.Offers {
		if m.Offers[i].Establishment >= 0 {
			order = append(order, int32(i))
		}
	}
	slices.SortFunc(order, func(a, b int32) int {
		x, y := &m.Offers[a], &m.Offers[b]
		return cmp.Or(cmp.Compare(x.Qualification, y.Qualification), cmp.Compare(x.Establishment, y.Establishment), cmp.Compare(a, b))
	})
	p.offers, p.sectors, p.member = order, []string{""}, make(map[int32][]int32)
	sectors := map[string]uint8{"": 0}
	for i, o := range order {
		f := &m.Offers[o]
		if n := len(p.q); n == 0 || p.q[n-1] != f.Qualification || p.e[n-1] != f.Establishment {
			q, e := &m.Qualifications[f.Qualification], &m.Establishments[f.Establishment]
			s, ok := sectors[q.Sector]
			if !ok {
				s = uint8(len(p.sectors))
				sectors[q.Sector] = s
				p.sectors = append(p.sectors, q.Sector)
			}
			p.q, p.e, p.first = append(p.q, f.Qualification), append(p.e, f.Establishment), append(p.first, int32(i))
			p.routes, p.remote = append(p.routes, 0), append(p.remote, true)
			p.ratio, p.share = append(p.ratio, -1), append(p.share, -1)
			p.place = append(p.place, onSphere(e.Point))
			p.sector, p.public, p.board = append(p.sector, s), append(p.public, publicOf(e.Public)), append(p.board, uint8(e.Boarding))
		}
		n := len(p.q) - 1
		p.routes[n] |= 1 << f.Route
		p.remote[n] = p.remote[n] && f.Mode == training.Distance
		if p.place[n] == (geo.Vector{}) {
			p.place[n] = onSphere(f.Point)
		}
		if ratio, _ := f.Ratio(); ratio.Status == training.Known && (p.ratio[n] < 0 || ratio.Value < p.ratio[n]) {
			p.ratio[n] = ratio.Value
		}
		if p.share[n] < 0 {
			p.share[n] = ix.shareOf(o)
		}
	}
	p.first = append(p.first, int32(len(order)))
	for i := range ix.campuses {
		for _, uai := range ix.campuses[i].Members {
			if e := m.Establishment(uai); e != training.None && !slices.Contains(p.member[e], int32(i)) {
				p.member[e] = append(p.member[e], int32(i))
			}
		}
	}
}

// shareOf is the share of those who leave an offer that study or work at six months,
// negative when it is not public.
func (ix *Index) shareOf(offer int32) float32 {
	rates := ix.model.RatesOf(offer)
	if len(rates) == 0 {
		return -1
	}
	share := ix.model.Outcomes[rates[0].Outcome].WorkOrStudies()
	if share.Status != training.Known {
		return -1
	}
	return share.Value
}

// The values of public, as choices.
var publics = [...]training.Public{"", training.IsPublic, training.PrivateContract, training.Private}

func publicOf(p training.Public) uint8 { return uint8(max(0, slices.Index(publics[:], p))) }
