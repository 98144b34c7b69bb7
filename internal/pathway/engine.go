package pathway

import (
	"cmp"
	"slices"
	"sync"

	"continuum/internal/geo"
	"continuum/internal/training"
)

// Commune is what coverage needs of a commune; see geo.Atlas.
type Commune struct {
	Code        string
	Departement string
	Academie    string
	Region      string
	Zone        string    // zone d'emploi, empty when in none
	Basin       string    // employment basin, empty when in none
	Point       geo.Point // zero when unknown: the commune is then left out
	Population  int
}

// Engine answers questions on one model. It is immutable and safe for concurrent use.
type Engine struct {
	model *training.Model
	graph *Graph
	offers
	distance  Distance
	maxLabels int

	communes []Commune
	homes    []geo.Vector     // of communes
	weights  func() []float64 // young people of each commune, computed at the first question
	sectors  []string
	ladders  map[string]func() *ladder // by sector, made at the first question
	band     *band                     // places by latitude
	cells    func() *cells             // of places and communes, made at the first question
	needs    func() *needs             // what employers recruit, made at the first question

	published *Engine // the one that scenarios were applied to, nil for itself

	scratch *sync.Pool // of *search
}

// offers is what the engine knows of each offer, by its position in the model.
type offers struct {
	places []geo.Point  // distinct points of offers
	at     []geo.Vector // the same on the sphere

	place   []int32 // of an offer, in places; None without one
	remote  []bool
	route   []uint8 // 1 << training.Route
	public  []uint8 // a bit of publicBit, 0 unknown
	entry   []int8
	percent []int8  // percentile of its pressure or demand, -1 unknown
	outcome []int32 // in Model.Outcomes, None
	share   []int8  // that outcome, -1 unknown

	boarding []bool // of an establishment: a source, or a scenario, says that it boards pupils

	closed []bool           // by a scenario
	opened []training.Offer // by a scenario: they follow those of the model

	byQualification [][]int32 // offers, in their order
	located         []uint8   // routes by which a qualification has an offer with a place or at a distance
}

// DefaultMaxLabels bounds the partial itineraries of one search, hence its memory: 32
// bytes each.
const DefaultMaxLabels = 400_000

// New returns the engine of a model, which must be indexed and is not changed, with the
// great circle as distance. Communes are needed by coverage only.
func New(m *training.Model, communes []Commune) *Engine {
	e := &Engine{
		model: m, graph: NewGraph(m), offers: newOffers(m),
		distance: GreatCircle{Detour}, maxLabels: DefaultMaxLabels, communes: communes, homes: make([]geo.Vector, len(communes)),
	}
	for i := range communes {
		e.homes[i] = geo.Unit(communes[i].Point)
	}
	e.band = newBand(e.at)
	e.weights = sync.OnceValue(func() []float64 { return young(m, communes) })
	e.sectors = sectorsOf(m)
	e.needs = sync.OnceValue(func() *needs { return newNeeds(m, e.sectors) })
	e.prepareCells()
	e.prepareLadders()
	e.pool()
	return e
}

func (e *Engine) prepareCells() {
	e.cells = sync.OnceValue(func() *cells {
		homes := make([]geo.Point, len(e.communes))
		for i := range homes {
			homes[i] = e.communes[i].Point
		}
		return newCells(e.places, e.at, homes, e.homes)
	})
}

func (e *Engine) prepareLadders() {
	e.ladders = make(map[string]func() *ladder, len(e.sectors))
	for _, s := range e.sectors {
		e.ladders[s] = sync.OnceValue(func() *ladder { return e.newLadder(s) })
	}
}

func (e *Engine) laddersOf(sectors []string) []*ladder {
	all := make([]*ladder, len(sectors))
	for i, s := range sectors {
		all[i] = e.ladders[s]()
	}
	return all
}

// Offer returns an offer of the model, or one that a scenario opened.
func (e *Engine) Offer(at int32) *training.Offer {
	if n := int32(len(e.model.Offers)); at >= n {
		return &e.opened[at-n]
	}
	return &e.model.Offers[at]
}

// offerOf returns the position of an offer, None when there is none.
func (e *Engine) offerOf(id string) int32 {
	for i := len(e.opened) - 1; i >= 0; i-- {
		if at := int32(len(e.model.Offers) + i); e.opened[i].ID == id && !e.closed[at] {
			return at
		}
	}
	return e.model.Offer(id)
}

// exists reports whether a qualification is open, or offered: no other is a step.
func (e *Engine) exists(q int32) bool {
	return e.model.Qualifications[q].Active || len(e.byQualification[q]) > 0
}

// Sectors returns the sectors of the model, sorted.
func (e *Engine) Sectors() []string { return e.sectors }

// Communes returns the communes that positions in answers refer to.
func (e *Engine) Communes() []Commune { return e.communes }

// Young returns the estimated pupils of 3ᵉ of each commune.
func (e *Engine) Young() []float64 { return e.weights() }

// With returns the same engine with another distance.
func (e *Engine) With(d Distance) *Engine {
	other := *e
	other.distance = d
	other.pool()
	return &other
}

// Graph returns the progressions that the engine walks.
func (e *Engine) Graph() *Graph { return e.graph }

// Model returns the model that positions in answers refer to.
func (e *Engine) Model() *training.Model { return e.model }

func (e *Engine) pool() {
	e.scratch = &sync.Pool{New: func() any { return newSearch(e) }}
}

func publicBit(p training.Public) uint8 {
	switch p {
	case training.IsPublic:
		return 1
	case training.PrivateContract:
		return 2
	case training.Private:
		return 4
	}
	return 0
}

func newOffers(m *training.Model) offers {
	n := len(m.Offers)
	o := offers{
		place: make([]int32, n), remote: make([]bool, n), route: make([]uint8, n), public: make([]uint8, n),
		entry: make([]int8, n), percent: percentiles(m), outcome: make([]int32, n), share: make([]int8, n), closed: make([]bool, n),
		byQualification: make([][]int32, len(m.Qualifications)), located: make([]uint8, len(m.Qualifications)),
	}
	o.boarding = make([]bool, len(m.Establishments))
	for i := range m.Establishments {
		o.boarding[i] = m.Establishments[i].Boarding == training.Yes
	}
	known := make(map[geo.Point]int32)
	for i := range m.Offers {
		f := &m.Offers[i]
		o.place[i] = training.None
		o.remote[i] = f.Mode == training.Distance
		if !f.Point.IsZero() && !o.remote[i] {
			at, ok := known[f.Point]
			if !ok {
				at = int32(len(o.places))
				known[f.Point] = at
				o.places = append(o.places, f.Point)
				o.at = append(o.at, geo.Unit(f.Point))
			}
			o.place[i] = at
		}
		o.route[i] = 1 << f.Route
		o.entry[i] = f.EntryYear
		o.outcome[i], o.share[i] = outcomeOf(m, int32(i))
		if f.Establishment >= 0 {
			o.public[i] = publicBit(m.Establishments[f.Establishment].Public)
		}
		if o.place[i] != training.None || o.remote[i] {
			o.located[f.Qualification] |= o.route[i]
		}
	}
	for q := range m.Qualifications {
		o.byQualification[q] = m.OffersOf(int32(q))
	}
	return o
}

// percentiles returns where each offer stands, from 0 to 100, among those of its level
// with the same indicator whose applicants ÷ places is known; -1 for the others.
func percentiles(m *training.Model) []int8 {
	type rank struct {
		offer int32
		group int16
		ratio float32
	}
	var all []rank
	percent := make([]int8, len(m.Offers))
	for i := range m.Offers {
		o := &m.Offers[i]
		percent[i] = -1
		if ratio, of := o.Ratio(); ratio.Status == training.Known {
			all = append(all, rank{int32(i), int16(m.Qualifications[o.Qualification].Level)*8 + int16(of), ratio.Value})
		}
	}
	slices.SortFunc(all, func(a, b rank) int { return cmp.Or(cmp.Compare(a.group, b.group), cmp.Compare(a.ratio, b.ratio)) })
	for lo := 0; lo < len(all); {
		hi := lo
		for hi < len(all) && all[hi].group == all[lo].group {
			hi++
		}
		group := all[lo:hi]
		for i := 0; i < len(group); {
			j := i
			for j < len(group) && group[j].ratio == group[i].ratio {
				j++
			}
			// smaller plus half of the equal ones, rounded half up in whole hundredths
			p := (100*(i+j) + len(group)) / (2 * len(group))
			for ; i < j; i++ {
				percent[group[i].offer] = int8(p)
			}
		}
		lo = hi
	}
	return percent
}

// outcomeOf returns the outcome of an offer's own qualification, or of one that it
// replaced, and the share in work or studies in hundredths; None and -1 when it is not
// public. A common year has none: what follows it decides.
func outcomeOf(m *training.Model, offer int32) (outcome int32, share int8) {
	if m.Offers[offer].Establishment < 0 || m.Qualifications[m.Offers[offer].Qualification].Common {
		return training.None, -1
	}
	for _, r := range m.RatesOf(offer) {
		return shareOf(m, r.Outcome)
	}
	return training.None, -1
}

// shareOf returns an outcome with its share in work or studies; None and -1 when it is
// not public.
func shareOf(m *training.Model, outcome int32) (int32, int8) {
	share := m.Outcomes[outcome].WorkOrStudies()
	if share.Status != training.Known {
		return training.None, -1
	}
	return outcome, int8(100*share.Value + 0.5)
}
