package pathway

import (
	"cmp"
	"slices"

	"continuum/internal/training"
)

// NeedsRequest asks what employers of an area say that they will recruit.
type NeedsRequest struct {
	Area    Area
	Sectors []string // of the 12; all that the model has when empty
}

// Needs is what employers of an area say that they will recruit in the families of
// occupations that a sector trains for.
type Needs struct {
	Sector string
	NeedSum
	Families []FamilyNeeds // most projects first, then most masked, then by code
	Basins   []string      // counted whole, sorted
	Wider    bool          // the area holds no basin for the greater part: the basin is wider
	Year     int16         // of the survey, 0 without one
	Source   int32         // in Model.Sources, None without one
}

// NeedSum adds figures of the survey. A masked one is counted apart, never as zero: the
// values are lower bounds where some are masked.
type NeedSum struct {
	Projects   Sum
	Difficult  Share // of projects: those that employers think difficult
	Seasonal   Share
	Confidence training.Confidence // what half of the known projects reach, 0 without any

	by [training.Weak + 1]float64 // known projects, by confidence of the line
}

// Sum is a sum of figures of which some may be masked.
type Sum struct {
	Value         float64 // of the known ones
	Known, Masked int     // figures
}

// Share is a part of the projects, where both are known.
type Share struct{ Value, Of float64 }

// FamilyNeeds is the part of one family of occupations.
type FamilyNeeds struct {
	FAP, Label string
	NeedSum
}

// Needs returns what is to be recruited in an area, one answer for each sector in the
// order asked. A basin is of an area when more than half of its people live there; an
// area that has none so is answered by the basin where most of its people live.
func (e *Engine) Needs(r NeedsRequest) ([]Needs, error) {
	sectors, communes, err := e.lookAt(&r.Area, r.Sectors)
	if err != nil {
		return nil, err
	}
	n := e.needs()
	basins, wider := e.basinsOf(communes)
	all := make([]Needs, len(sectors))
	for i, s := range sectors {
		one := Needs{Sector: s, Basins: basins, Wider: wider, Year: n.year, Source: n.source}
		families := make(map[string]*FamilyNeeds)
		for _, b := range basins {
			for _, row := range n.rows[b] {
				need := &e.model.Needs[row]
				c := n.confidence[pair{s, need.FAP}]
				if c == 0 {
					continue
				}
				f := families[need.FAP]
				if f == nil {
					f = &FamilyNeeds{FAP: need.FAP, Label: need.Label}
					families[need.FAP] = f
				}
				f.add(need, c)
				one.add(need, c)
			}
		}
		for _, f := range families {
			f.judge()
			one.Families = append(one.Families, *f)
		}
		one.judge()
		slices.SortFunc(one.Families, func(a, b FamilyNeeds) int { return cmp.Or(a.compare(&b.NeedSum), cmp.Compare(a.FAP, b.FAP)) })
		all[i] = one
	}
	return all, nil
}

func (s *NeedSum) add(n *training.Need, c training.Confidence) {
	switch n.Projects.Status {
	case training.Secret:
		s.Projects.Masked++
	case training.Known:
		p := float64(n.Projects.Value)
		s.Projects.Known++
		s.Projects.Value += p
		s.by[c] += p
		s.Difficult.add(n.Difficult, p)
		s.Seasonal.add(n.Seasonal, p)
	}
}

func (s *Share) add(part training.Figure, of float64) {
	if part.Status == training.Known {
		s.Value += float64(part.Value)
		s.Of += of
	}
}

// judge says how sure a sum is: at least half of it rests on lines that sure.
func (s *NeedSum) judge() {
	sum := 0.0
	for c := training.Sure; c <= training.Weak; c++ {
		if sum += s.by[c]; sum > 0 && 2*sum >= s.Projects.Value {
			s.Confidence = c
			return
		}
	}
}

// compare puts most projects first, then most masked figures.
func (s *NeedSum) compare(t *NeedSum) int {
	return cmp.Or(cmp.Compare(t.Projects.Value, s.Projects.Value), cmp.Compare(t.Projects.Masked, s.Projects.Masked))
}

// compareNeeds does, and puts last what nobody tells.
func compareNeeds(a, b *NeedSum) int {
	if a == nil || b == nil {
		return cmp.Compare(told(b), told(a))
	}
	return a.compare(b)
}

func told(s *NeedSum) int {
	if s == nil {
		return 0
	}
	return 1
}

type pair struct{ sector, fap string }

// needs is the survey, ready to be added.
type needs struct {
	rows       map[string][]int32 // in Model.Needs, by basin
	confidence map[pair]training.Confidence
	sums       map[string][]NeedSum // by basin, in the order of the engine's sectors
	year       int16
	source     int32
}

func newNeeds(m *training.Model, sectors []string) *needs {
	n := &needs{
		rows: make(map[string][]int32), confidence: make(map[pair]training.Confidence),
		sums: make(map[string][]NeedSum), source: training.None,
	}
	served := make(map[string][]int) // sectors of a family
	for _, r := range training.NeedRules() {
		if at, ok := slices.BinarySearch(sectors, r.Sector); ok {
			n.confidence[pair{r.Sector, r.FAP}] = r.Confidence
			served[r.FAP] = append(served[r.FAP], at)
		}
	}
	for i := range m.Needs {
		need := &m.Needs[i]
		n.rows[need.Basin] = append(n.rows[need.Basin], int32(i))
		if need.Year >= n.year {
			n.year, n.source = need.Year, need.Source
		}
		sums := n.sums[need.Basin]
		if sums == nil {
			sums = make([]NeedSum, len(sectors))
			n.sums[need.Basin] = sums
		}
		for _, s := range served[need.FAP] {
			sums[s].add(need, n.confidence[pair{sectors[s], need.FAP}])
		}
	}
	for _, sums := range n.sums {
		for i := range sums {
			sums[i].judge()
		}
	}
	return n
}

// needsOf returns what the basin of an establishment recruits for a sector, nil when
// nobody tells.
func (e *Engine) needsOf(establishment int32, sector string) *NeedSum {
	sums := e.needs().sums[e.model.Establishments[establishment].Basin]
	if at, ok := slices.BinarySearch(e.sectors, sector); ok && sums != nil {
		return &sums[at]
	}
	return nil
}

// basinsOf returns the basins of an area, by its communes. One whose number of people
// is unknown counts one.
func (e *Engine) basinsOf(communes []int32) (basins []string, wider bool) {
	total, inside := make(map[string]int), make(map[string]int)
	people := func(c *Commune, of map[string]int) {
		if c.Basin != "" {
			of[c.Basin] += max(1, c.Population)
		}
	}
	for i := range e.communes {
		people(&e.communes[i], total)
	}
	for _, i := range communes {
		people(&e.communes[i], inside)
	}
	most := ""
	for b, n := range inside {
		if 2*n > total[b] {
			basins = append(basins, b)
		}
		if most == "" || n > inside[most] || n == inside[most] && b < most {
			most = b
		}
	}
	if len(basins) == 0 && most != "" {
		return []string{most}, true
	}
	slices.Sort(basins)
	return basins, false
}
