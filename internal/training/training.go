// Package training holds the words and the rules of the national offer: establishments,
// qualifications, progressions, offers, outcomes, occupations, needs. A [Model] is all
// of it at one instant, immutable, in slices that refer to each other by position.
// It knows no file and no store: package assemble makes it from official rows.
package training

import (
	"continuum/internal/geo"
)

// None is the position of nothing.
const None int32 = -1

// Status says what a figure is worth: masked, zero and missing are three things.
type Status uint8

// The statuses.
const (
	Missing Status = iota // nobody says
	Known
	Secret // hidden by its producer, statistical secrecy
)

// Figure is a number, or why there is none. The zero value is missing.
type Figure struct {
	Value  float32
	Status Status
}

// Of is a known figure.
func Of(v float64) Figure { return Figure{float32(v), Known} }

// Public is who answers for an establishment, as the contract's "public" parameter.
type Public string

// The values of Public; empty when unknown.
const (
	IsPublic        Public = "public"
	PrivateContract Public = "private_contract"
	Private         Public = "private"
)

// EstablishmentKind is what an establishment is.
type EstablishmentKind string

// The kinds of establishments.
const (
	College         EstablishmentKind = "college"
	LyceeGeneral    EstablishmentKind = "lycee_general" // general and technological
	LyceePro        EstablishmentKind = "lycee_professionnel"
	LyceePolyvalent EstablishmentKind = "lycee_polyvalent"
	Erea            EstablishmentKind = "erea"
	CFA             EstablishmentKind = "cfa"
	University      EstablishmentKind = "universite"
	HigherSchool    EstablishmentKind = "ecole_superieure"
	OtherKind       EstablishmentKind = "autre"
)

// Establishment is a place that teaches, by its UAI.
type Establishment struct {
	UAI         string
	Name        string
	Kind        EstablishmentKind
	Public      Public
	Commune     string // INSEE code, empty when unknown
	City        string
	Postcode    string
	Address     string
	Departement string
	Academie    string
	Region      string
	Basin       string    // employment basin of France Travail, empty when unknown
	Point       geo.Point // zero when unknown
	PointDoubt  string    // one of the Doubt constants, empty when nothing makes the point doubtful
	Website     string
	Boarding    Bool3
	Pupils      Figure // of the whole establishment
	Source      int32  // of its name and place, in Model.Sources
	PointSource int32  // of its point, None without one
}

// Bool3 is yes, no, or unknown.
type Bool3 uint8

// The values of Bool3.
const (
	Unknown Bool3 = iota
	Yes
	No
)

// Qualification is a diploma, a title, a mention.
type Qualification struct {
	// ID is public and stable: the CFD where the BCN gives one to this very
	// qualification, else inm-… (master), for-… (Onisep), ps-… (Parcoursup label),
	// ed-… (doctoral school).
	ID         string
	Aliases    []string // other identifiers that lead here
	Label      string   // as people read it: "Bac pro Maintenance des équipements industriels"
	Short      string   // of the BCN, may be empty
	Kind       string   // "CAP", "BAC PRO", "BTS", "BUT", "LICENCE", "MASTER", "DOCTORAT"…
	Level      int8     // European 3 to 8; 0 unknown
	NSF        string   // three digits, empty when unknown
	Years      int8     // of the whole training from its usual entry, 0 unknown
	CFD        string
	MEF        []string // MEF STAT 11 of its years, entry first
	RNCP       []string // active first
	Active     bool     // its first RNCP is active, or its diploma open
	ROME       []string // occupations, position in Model.Occupations by OccupationOf
	Onisep     string   // FOR.x
	Sector     string   // one of the 12, empty when no rule assigns one
	SectorRule string   // line of the rule table that assigned it
	Common     bool     // a common first year (2nde commune, BTS with options): it leads to its specialities
	Former     []int32  // what it replaced, nearest first
	Source     int32
}

// ProgressionKind is what a progression rests on, strongest first.
type ProgressionKind uint8

// The kinds of progressions that sources publish; rules come with the continuum.
const (
	Family   ProgressionKind = iota + 1 // 2nde commune to speciality
	Option                              // common year of a BTS, entry of a BUT, to its options
	Onisep                              // poursuites d'études
	Licence                             // licences conseillées of a master
	Doctoral                            // master to doctoral school, by discipline
	Lineage                             // replaced diploma to the one that replaces it
)

// Progression leads from a qualification to another.
type Progression struct {
	From, To  int32 // in Model.Qualifications
	Kind      ProgressionKind
	Condition string // as published, short; empty for none
	Source    int32
}

// Route is how one learns.
type Route uint8

// The routes.
const (
	School Route = iota + 1
	Apprenticeship
	Continuing
)

// Mode is where one learns.
type Mode uint8

// The modes.
const (
	OnSite Mode = iota + 1
	Distance
)

// Applicants says which of two indicators, never mixed, an offer's applicants give.
type Applicants uint8

// The kinds of applicants.
const (
	NoApplicants Applicants = iota
	FirstWishes             // Affelnet: divided by places, the pressure
	AllWishes               // Parcoursup: divided by places, the demand
)

// Why a figure of capacity is none: each is the end of a dictionary key.
const (
	NoteUnlimited = "unlimited" // 998 or 999 in the file: without limit, or unknown
	NoteClosed    = "closed"    // 0 in the file: closed, or unknown
)

// Why a point is doubtful: each is the end of a dictionary key.
const (
	DoubtFar    = "far"    // more than 20 km from its commune, see [FarKm]
	DoubtCourse = "course" // the place of one course of the establishment, not its seat
	DoubtSea    = "sea"    // in no département, and far from the communes of its own
)

// FarKm is how far from the centre of its commune a point is doubtful.
const FarKm = 20

// Offer is a qualification at a place, by a route.
type Offer struct {
	ID            string // stable: qualification, UAI, route, mode, entry year
	Qualification int32
	Establishment int32
	Route         Route
	Mode          Mode
	EntryYear     int8   // 1, or 2 after a common first year: then no new places
	MEF           string // MEF STAT 11 of the entry, may be empty
	Year          int16  // rentrée or session
	Capacity      Figure // 0, 998 and 999 in files are Missing
	CapacityNote  string // one of the Note constants, why it is missing; empty otherwise
	Applied       Figure
	Applicants    Applicants
	Enrolled      Figure // pupils of all years, and
	EnrolledYear  int16
	Inferred      bool // deduced from what the establishment publishes, not an offer file
	Point         geo.Point
	Source        int32
}

// Outcome is what becomes of those who leave.
type Outcome struct {
	Qualification int32  // None: all of the establishment's together, or all of Field
	Establishment int32  // None: all of the region's
	Region        string // empty: all of France, or known by the establishment
	Field         string // discipline, where the source speaks of neither one qualification nor all
	MEF           string // terminal MEF STAT 11, of outcomes by school and region
	Route         Route  // 0: all
	Cohort        string // "2021_2022", or the year of the diploma
	Leavers       Figure
	Continue      Figure    // share 0–1 that goes on studying
	Employed      [5]Figure // share 0–1 employed at 6, 12, 18, 24 and 30 months
	Expected      Figure    // at 6 months, of establishments alike
	ValueAdded    Figure    // points, may be negative
	Source        int32
}

// Occupation is a ROME code with the words people use.
type Occupation struct {
	ROME           string
	Label          string
	Domain         string   // professional domain, French
	Words          []string // appellations, in French order
	Qualifications []int32
	Source         int32
}

// Need is what employers of a basin say they will recruit in a family of occupations.
type Need struct {
	FAP        string // FAP 2021
	Label      string
	Basin      string
	BasinLabel string
	Region     string
	Projects   Figure
	Difficult  Figure
	Seasonal   Figure
	Year       int16
	Source     int32
}

// Term is a code of a nomenclature and what it means.
type Term struct{ Code, Label string }

// Provenance is an official source and the version of it that a model was made from:
// all that pages say of where figures come from and of how clean the files were.
type Provenance struct {
	ID        string
	Title     string
	Publisher string
	Dataset   string // identifier on the portal, empty when unknown
	Page      string
	Licence   string
	Note      string // French, what a reader must know of it
	// Unpublished names the hole, French, when no file of the source is at hand.
	Unpublished string

	Present  bool   // false when there is no version: what follows is empty
	Vintage  string // date or period of the data
	Layout   string // the published form that was read
	Version  int    // 0 is that of the embedded dataset
	Rows     int
	Recorded int64 // Unix seconds, 0 for the embedded dataset
	// Read is how many records the files held, Skipped how many a rule left out, by
	// rule, and Quarantined how many broke the contract, by column and reason.
	Read        int
	Skipped     map[string]int
	Quarantined map[string]int
	// Warned is how many rows are kept with a doubt, by column and reason.
	Warned map[string]int
}

// Join is how many rows, and how many distinct keys, of one source found what they
// refer to.
type Join struct {
	ID                 string // "offers_point"
	Source             string // source of the rows
	Rows, RowsResolved int
	Keys, KeysResolved int
	Expected           float64  // share of rows counted once by another program, 0 when not
	Unresolved         []string // some of the keys, sorted, at most 50
}

// Model is the national offer at one instant.
type Model struct {
	Establishments []Establishment // by UAI
	Qualifications []Qualification // by ID
	Progressions   []Progression   // by From, To, Kind
	Offers         []Offer         // by ID
	Outcomes       []Outcome
	Occupations    []Occupation // by ROME
	Needs          []Need       // by FAP, Basin
	NSF            []Term       // groups of specialities, by Code
	Sources        []Provenance // every known source, in the order of the registry
	Joins          []Join

	index index
}
