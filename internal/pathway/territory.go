package pathway

// Area is a territory whose communes are looked at together.
type Area struct {
	// Kind is "country", "region", "academie", "departement", "zone_emploi", "commune", or
	// "list" of the communes given.
	Kind  string
	Code  string
	Codes []string // INSEE codes, for "list"
	// As is how people name it when not by kind and code: "campus:bretagne-mer".
	As string
}

// CoverageRequest asks how far the ladder of levels holds.
type CoverageRequest struct {
	Area    Area
	Sectors []string // of the 12; all that the model has when empty
	MaxKm   float64  // reach of every located step, from the commune; 1 to 500
	Detail  bool     // with the ladder of each commune
}

// State is what the ladder of one commune is worth, in one sector.
type State uint8

// The states, best first.
const (
	Covered State = iota + 1 // levels 3 to 8, of those that the sector has, are all held on the ground
	Unsure                   // all are held, some through unlocated steps only
	Broken                   // a level is not held
)

// Coverage is the ladder of a territory in one sector. Young people are estimated: see
// docs/continuum.md.
type Coverage struct {
	Sector   string
	Young    float64 // of the area
	Covered  float64 // of those, young people of communes covered
	Unsure   float64
	Levels   [9]LevelCoverage  // by level, 3 to 8
	Asked    uint16            // levels that the sector has somewhere, 1 << level: no other can be held
	Breaks   []Break           // most young people first, then by level and qualification
	Communes []CommuneCoverage // in the engine's order, with Detail
}

// LevelCoverage is how many young people have a level within reach.
type LevelCoverage struct{ Ground, Hole float64 }

// Break is where the ladder on the ground stops for some young people.
type Break struct {
	Level         int8
	Qualification int32 // the nearest next one, [training.None] when nothing follows
	Young         float64
	Hole          float64 // of those, young people who may go on by an unlocated step
	Communes      int
}

// CommuneCoverage is the ladder of one commune.
type CommuneCoverage struct {
	Commune int32 // in the engine's communes
	State   State
	Level   int8   // the first level not held on the ground, 0 when covered
	Missing int32  // the nearest next qualification there, [training.None]
	Ground  uint16 // levels held on the ground, 1 << level
	Held    uint16 // levels held on the ground or by a hole
}

// GapsRequest asks which openings would mend the ladder.
type GapsRequest struct {
	CoverageRequest
	Level int8   // of openings, 0 for all
	Limit int    // how many, 1 to 1000; 0 for 20
	Rank  string // one of the By constants; empty is ByYoung
}

// What openings are ranked by first.
const (
	ByYoung = "young" // young people served
	ByNeeds = "needs" // recruitments of the basin for the sector
)

// Gap is an opening and whom it would serve.
type Gap struct {
	Sector        string
	Level         int8
	Qualification int32
	Establishment int32
	Young         float64
	Communes      int
	Basin         string   // of the establishment, empty when unknown
	Needs         *NeedSum // of that basin for the sector, nil when nobody tells
}

// Funnel is the places of a territory and sector, level by level, a cohort counted once.
type Funnel struct {
	Sector     string
	Levels     [9]FunnelLevel
	Bottleneck int8 // the level with the fewest places for those of the level before, 0 for none
}

// FunnelLevel is the first-year places of a level.
type FunnelLevel struct {
	Places  float64
	Offers  int
	Unknown int // offers whose places nobody says: Places is then a lower bound
}
