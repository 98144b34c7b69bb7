// Package catalog is the immutable picture of everything public, compiled from the
// store's records and the atlas, swapped whole when the store changes. Pages, API,
// tiles and documents are pure functions of it; none of them reads SQL.
//
// What is not public (candidate members, reports, retired statements) does not
// enter a catalog, so that no page can leak it.
package catalog

import (
	"sync/atomic"
	"time"

	"continuum/internal/campus"
	"continuum/internal/geo"
	"continuum/internal/labelling"
	"continuum/internal/pathway"
	"continuum/internal/search"
	"continuum/internal/training"
)

// Member is an organisation in a campus, with what establishes it.
type Member struct {
	Organisation *campus.Organisation
	Membership   *campus.Membership
	Campus       *Campus
}

// Campus is what is believed of a campus, ready to show.
type Campus struct {
	ID      campus.ID
	Slug    string
	Aliases []string
	Name    string
	// NameExact is false when the name is shortened or recalled.
	NameExact  bool
	Sector     *campus.Sector // nil when unknown
	Region     *geo.Territory // nil when unknown
	Region2015 *geo.Territory // nil when unknown
	Academie   *geo.Territory // nil when unknown
	City       string         // seat, empty when unknown
	Commune    string         // INSEE code of the seat, empty when unknown
	Point      geo.Point      // zero when unknown
	AtSeat     bool           // the point is the campus's own seat; false: its académie's, drawn hollow
	Host       string         // establishment that hosts it, empty when unknown
	HostUAI    campus.UAI
	Website    string

	ProfessionalSectors []string
	TrainingFields      []string
	Aims                []string
	PartnerKinds        []campus.Kind

	Wave    string         // wave of its first label, empty when unknown
	Labels  []campus.Label // believed labels, by start, undated last
	Members []Member       // established members, by role, kind and name
	Facts   []campus.Fact  // believed facts, by property and rank: each with its sources
	Space   Space          // what its own people keep of it

	folded string // what a search looks into, see fold
}

// Drawn reports whether the campus has a point on a map.
func (c *Campus) Drawn() bool { return !c.Point.IsZero() }

// Catalog is one generation of the public register. It is immutable.
type Catalog struct {
	Generation int64     // the store's change counter
	Built      time.Time // when it was compiled
	Took       time.Duration
	ETag       string // strong validator of everything made from it, quoted

	Atlas         *geo.Atlas
	Campuses      []Campus // by name, French order
	Sectors       []campus.Sector
	Sources       []campus.Source
	Acts          []campus.Act
	Organisations []campus.Organisation // those with an established membership, by name
	Milestones    []campus.Milestone    // by date
	Regions       []*geo.Territory      // of today, by name, French order
	Waves         []string              // the waves named by labels, in order
	Agenda        []Event               // the dates of all campuses, by their start
	Calls         []labelling.Announced // calls that were opened, the last opened first
	// Training is the national offer, and in its Sources and Joins all that is said of
	// the official files. Never nil: a store without any has an empty one.
	Training *training.Model

	memo    memo
	pathway func() *pathway.Engine
	minutes TravelTimes
	search  func() *search.Index

	taught     map[territoryKey]*Taught
	ofSector   map[string][]int32 // qualifications
	placeOrder []int32            // of establishments; see PlaceOrder
	labelOrder []int32            // of qualifications; see LabelOrder
	continuums []Continuum        // of each campus, in the order of Campuses

	known      states
	byID       map[campus.ID]int
	bySlug     map[string]int
	byAlias    map[string]int
	bySector   map[string]int
	sourceByID map[campus.SourceID]int
	actByID    map[campus.ActID]int
	memberOf   map[campus.OrgID][]Member
}

// Campus returns the campus of that slug. When the slug is one it had before, moved
// is true and the reader should be sent to its present one. Nil when there is none.
func (c *Catalog) Campus(slug string) (cam *Campus, moved bool) {
	if i, ok := c.bySlug[slug]; ok {
		return &c.Campuses[i], false
	}
	if i, ok := c.byAlias[slug]; ok {
		return &c.Campuses[i], true
	}
	return nil, false
}

// CampusOf returns the campus of that identifier, whatever its slug is or was; nil when
// there is none.
func (c *Catalog) CampusOf(id campus.ID) *Campus {
	if i, ok := c.byID[id]; ok {
		return &c.Campuses[i]
	}
	return nil
}

// Sector returns the sector of that code or slug, nil when there is none.
func (c *Catalog) Sector(codeOrSlug string) *campus.Sector {
	if i, ok := c.bySector[codeOrSlug]; ok {
		return &c.Sectors[i]
	}
	return nil
}

// Source returns a source by its identifier, nil when there is none.
func (c *Catalog) Source(id campus.SourceID) *campus.Source {
	if i, ok := c.sourceByID[id]; ok {
		return &c.Sources[i]
	}
	return nil
}

// SectorCodes are the codes of the sectors, in the official order.
func (c *Catalog) SectorCodes() []string {
	codes := make([]string, len(c.Sectors))
	for i := range codes {
		codes[i] = string(c.Sectors[i].Code)
	}
	return codes
}

// Act returns an act by its identifier, nil when there is none.
func (c *Catalog) Act(id campus.ActID) *campus.Act {
	if i, ok := c.actByID[id]; ok {
		return &c.Acts[i]
	}
	return nil
}

// Memberships returns the campuses of an organisation, as members, by campus name.
func (c *Catalog) Memberships(id campus.OrgID) []Member { return c.memberOf[id] }

// Current is the catalog in force; it is swapped whole. The zero value holds none.
type Current struct{ p atomic.Pointer[Catalog] }

// Load returns the catalog in force, nil before the first Store.
func (c *Current) Load() *Catalog { return c.p.Load() }

// Store puts a catalog in force, which nobody may be using yet. The register moves
// often and the offer rarely: a catalog of the same offer takes the engine of the one
// that it replaces.
func (c *Current) Store(cat *Catalog) {
	if old := c.p.Load(); old != nil && old != cat && old.Training == cat.Training && old.Atlas == cat.Atlas {
		cat.pathway = old.pathway
	}
	c.p.Store(cat)
}
