package catalog

import (
	"cmp"
	"slices"

	"golang.org/x/text/collate"

	"continuum/internal/geo"
)

// Taught is what is taught in a territory.
type Taught struct {
	// Establishments are those that have an offer, by city then name, in French order.
	Establishments []int32
	// Offers and Qualifications count by European level, 0 for an unknown one: each
	// route and entry year of a qualification at a place is an offer.
	Offers, Qualifications [HighestLevel + 1]int
	// Sources are the positions of the sources of the offers, each once, in order.
	Sources []int32
}

// Total is how many offers there are, of all levels.
func (t *Taught) Total() int {
	n := 0
	for _, k := range t.Offers {
		n += k
	}
	return n
}

// TaughtIn returns what is taught in a territory, of today or of before 2016.
func (c *Catalog) TaughtIn(t *geo.Territory) *Taught {
	if in := c.taught[territoryKey{t.Kind, t.Code}]; in != nil {
		return in
	}
	return new(Taught)
}

// QualificationsOf returns the qualifications of a sector that are taught somewhere, by
// level then label.
func (c *Catalog) QualificationsOf(sector string) []int32 { return c.ofSector[sector] }

// Levels returns the European levels of what an establishment teaches, in order, 0 for
// an unknown one first.
func (c *Catalog) Levels(establishment int32) []int8 {
	var list []int8
	for _, o := range c.Training.OffersAt(establishment) {
		if level := c.levelOf(o); !slices.Contains(list, level) {
			list = append(list, level)
		}
	}
	slices.Sort(list)
	return list
}

// levelOf is the level of an offer, 0 for one out of the continuum.
func (c *Catalog) levelOf(offer int32) int8 {
	level := c.Training.Qualifications[c.Training.Offers[offer].Qualification].Level
	if level < 0 || level > HighestLevel {
		return 0
	}
	return level
}

// territoryKey names a territory.
type territoryKey struct {
	kind geo.Kind
	code string
}

// locate gathers what is taught by territory and by sector.
func (c *Catalog) locate(french *collate.Collator) {
	m := c.Training
	c.taught = make(map[territoryKey]*Taught)
	holding := make(map[string][]*Taught) // by département
	for i := range c.Atlas.Territories {
		t := &c.Atlas.Territories[i]
		in := new(Taught)
		c.taught[territoryKey{t.Kind, t.Code}] = in
		departements := t.Departements
		if t.Kind == geo.Departement {
			departements = []string{t.Code}
		}
		for _, d := range departements {
			holding[d] = append(holding[d], in)
		}
	}
	type seen struct {
		in            *Taught
		qualification int32
	}
	known := make(map[seen]bool)
	teaching := c.teaching(french)
	c.orderPlaces(teaching, french)
	for _, e := range teaching {
		for _, in := range holding[m.Establishments[e].Departement] {
			in.Establishments = append(in.Establishments, e)
			for _, o := range m.OffersAt(e) {
				level := c.levelOf(o)
				in.Offers[level]++
				if source := m.Offers[o].Source; !slices.Contains(in.Sources, source) {
					in.Sources = append(in.Sources, source)
				}
				if s := (seen{in, m.Offers[o].Qualification}); !known[s] {
					known[s] = true
					in.Qualifications[level]++
				}
			}
		}
	}
	for _, in := range c.taught {
		slices.Sort(in.Sources)
	}
	c.orderLabels()
	c.ofSector = make(map[string][]int32)
	for i := range m.Qualifications {
		if s := m.Qualifications[i].Sector; s != "" && len(m.OffersOf(int32(i))) > 0 {
			c.ofSector[s] = append(c.ofSector[s], int32(i))
		}
	}
	for _, list := range c.ofSector {
		slices.SortStableFunc(list, func(a, b int32) int {
			x, y := &m.Qualifications[a], &m.Qualifications[b]
			return cmp.Or(cmp.Compare(x.Level, y.Level), french.CompareString(x.Label, y.Label), cmp.Compare(x.ID, y.ID))
		})
	}
}

// teaching are the establishments that have an offer, by city then name.
func (c *Catalog) teaching(french *collate.Collator) []int32 {
	type keyed struct {
		at  int32
		key []byte
	}
	var list []keyed
	var buf collate.Buffer
	for i := range c.Training.Establishments {
		if len(c.Training.OffersAt(int32(i))) == 0 {
			continue
		}
		e := &c.Training.Establishments[i]
		var key []byte
		for _, part := range []string{e.City, e.Name, e.UAI} {
			key = append(append(key, french.KeyFromString(&buf, part)...), 0, 0)
			buf.Reset()
		}
		list = append(list, keyed{int32(i), key})
	}
	slices.SortFunc(list, func(a, b keyed) int { return slices.Compare(a.key, b.key) })
	at := make([]int32, len(list))
	for i := range list {
		at[i] = list[i].at
	}
	return at
}

// orderPlaces makes what PlaceOrder returns, of the establishments that teach in their
// order.
func (c *Catalog) orderPlaces(teaching []int32, french *collate.Collator) {
	m := c.Training
	rank := make(map[string]int)
	var regions []*geo.Territory
	for i := range c.Atlas.Territories {
		if t := &c.Atlas.Territories[i]; t.Kind == geo.Region {
			regions = append(regions, t)
		}
	}
	slices.SortFunc(regions, func(a, b *geo.Territory) int { return french.CompareString(a.Name, b.Name) })
	for i, t := range regions {
		rank[t.Code] = i - len(regions) // those without a region have 0: they come last
	}
	list := slices.Clone(teaching)
	slices.SortStableFunc(list, func(a, b int32) int {
		return cmp.Compare(rank[m.Establishments[a].Region], rank[m.Establishments[b].Region])
	})
	c.placeOrder = make([]int32, len(m.Establishments))
	for i, e := range list {
		c.placeOrder[e] = int32(i)
	}
}

// PlaceOrder returns the position of an establishment among those that teach, by region,
// city and name in French order; those without a region come last.
func (c *Catalog) PlaceOrder(establishment int32) int32 { return c.placeOrder[establishment] }

// orderLabels makes what LabelOrder returns.
func (c *Catalog) orderLabels() {
	m := c.Training
	folded := make([]string, len(m.Qualifications))
	list := make([]int32, len(folded))
	for i := range folded {
		folded[i], list[i] = geo.Fold(m.Qualifications[i].Label), int32(i)
	}
	slices.SortFunc(list, func(a, b int32) int {
		return cmp.Or(cmp.Compare(folded[a], folded[b]), cmp.Compare(m.Qualifications[a].ID, m.Qualifications[b].ID))
	})
	c.labelOrder = make([]int32, len(list))
	for i, q := range list {
		c.labelOrder[q] = int32(i)
	}
}

// LabelOrder returns the position of a qualification by its label, accents and capitals
// aside; equal labels follow their identifiers.
func (c *Catalog) LabelOrder(qualification int32) int32 { return c.labelOrder[qualification] }
