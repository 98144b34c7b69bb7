package pathway

import (
	"errors"
	"fmt"

	"continuum/internal/geo"
	"continuum/internal/training"
)

// MaxSteps is how many steps an itinerary has at most.
const MaxSteps = 8

// MaxShown is how many itineraries an answer shows at most.
const MaxShown = 50

// Request asks for itineraries. Everything but Home, Starts and Target may be left
// zero: it then constrains nothing.
type Request struct {
	Home   geo.Point
	Starts []Start // any of them will do
	Target Target

	// MaxKm bounds the distance from home of every located step, 0 for no limit.
	// MaxMinutes does with a distance provider that measures minutes.
	MaxKm, MaxMinutes float64
	// Boarding lifts the limit on steps from level 4 up; with KnownBoarding, at
	// establishments that a source says to board pupils only. Most sources say nothing.
	Boarding, KnownBoarding bool
	Routes                  []training.Route  // accepted ones, school and apprenticeship when empty
	Public                  []training.Public // accepted ones, all when empty; an unknown one is not accepted
	Remote                  bool              // offers by distance learning are accepted
	// LocatedOnly refuses unlocated steps.
	LocatedOnly bool
	// Within, when not nil, holds the only offers that may be steps: those of a campus.
	// Unlocated steps are then refused.
	Within *Set
	// AvoidOffers and AvoidQualifications are what was already refused, by identifier.
	AvoidOffers, AvoidQualifications []string

	K int // itineraries shown, 1 to MaxShown; 0 for 5
}

// Start is where one starts: exactly one field is set.
type Start struct {
	End3e         bool   // the end of 3ᵉ
	Level         int8   // any qualification of that level, held
	Qualification string // one held, by identifier or alias
}

// Target is what the last step must be: every condition given holds. At least one is.
type Target struct {
	Level          int8     // 3 to 8
	Qualifications []string // one of them, by identifier or alias
	Occupation     string   // ROME: a qualification that leads to it
	Sector         string   // one of the 12
	Offers         *Set     // one of these offers: the members of a campus, its territory
}

// Invalid is a request that can't be answered as it stands.
type Invalid struct {
	Field string // "starts", "target.level"…
	Code  string // "unknown", "bounds", "empty", "contradiction", "unsupported"
	Value string
}

// Error says what is wrong with the request.
func (e *Invalid) Error() string {
	return fmt.Sprintf("pathway: %s: %s %q", e.Field, e.Code, e.Value)
}

// ErrTooWide is a request whose exact answer needs more work than one request may do:
// a nearer limit, one start or a closer target makes it smaller.
var ErrTooWide = errors.New("pathway: too many partial itineraries: give a distance limit, one start or a closer target")

// Set is a set of offers of one model.
type Set struct{ bits []uint64 }

// NewSet returns the set of the offers of a model at these positions.
func NewSet(m *training.Model, offers []int32) *Set {
	s := &Set{make([]uint64, (len(m.Offers)+63)/64)}
	for _, o := range offers {
		s.bits[o>>6] |= 1 << (o & 63)
	}
	return s
}

// Has reports whether an offer is in the set. Offers that a scenario opens are in none.
func (s *Set) Has(offer int32) bool {
	return int(offer>>6) < len(s.bits) && s.bits[offer>>6]&(1<<(offer&63)) != 0
}
