// Package campus is the register's vocabulary and its rules: campuses, the labels
// they hold, the acts those rest on, the organisations that are their members, and
// the provenance of every statement. It knows no clock, no SQL and no page.
//
// The register is bitemporal. Valid dates say when a statement holds in the world;
// Recorded says when the register learnt it and Retired when it stopped believing
// it. A correction retires a statement and records another: nothing is overwritten.
package campus

import (
	"time"

	"continuum/internal/date"
)

// ID identifies a campus for ever, through renamings. Readable, but never parsed.
type ID string

// UAI is the State's identifier of an establishment: seven digits and a letter.
type UAI string

// SIRET is the identifier of an establishment of a company: fourteen digits.
type SIRET string

// Confidence says how sure a statement is.
type Confidence string

// The degrees of confidence.
const (
	High   Confidence = "high"   // read in a source that knows
	Medium Confidence = "medium" // read second hand, or completed by deduction
	Low    Confidence = "low"    // recalled, or guessed from the context
)

// SourceID names a source.
type SourceID string

// Source is where statements come from: an official sheet, a page, a data set.
type Source struct {
	ID        SourceID
	Title     string // as a reader would cite it, in French
	Publisher string
	URL       string // empty when there is none or it is not certain
	Published date.Date
	Licence   string // "licence-ouverte-2.0", "none-stated", …; never empty
}

// Provenance is what every statement carries.
type Provenance struct {
	Sources    []SourceID // in the order they were cited, at least one
	Confidence Confidence
	Note       string    // what a careful reader must know, in French
	Recorded   time.Time // when the register learnt it (UTC, microseconds)
	Retired    time.Time // when the register stopped believing it; zero while it does
}

// Period is when a statement holds. Unknown bounds are zero dates.
type Period struct {
	From  date.Date
	Until date.Date // first day no longer covered
}

// Contains reports whether the period may cover day: an unknown bound excludes
// nothing, an imprecise one is read generously.
func (p Period) Contains(day date.Day) bool {
	return (p.From.IsZero() || p.From.Earliest() <= day) && (p.Until.IsZero() || day < p.Until.Latest())
}

// Campus is a network that asked for, holds or held the label.
type Campus struct {
	ID      ID
	Slug    string   // its place in URLs, unique
	Aliases []string // slugs it had before, which redirect
}

// Property is what a Fact states of a campus.
type Property string

// The properties of a campus. Those marked (several) may hold several values at
// once; any other holds one at a time.
const (
	Name               Property = "name"
	NameStatus         Property = "name_status"         // "exact" or "approximate"
	SectorProp         Property = "sector"              // SectorCode
	RegionProp         Property = "region"              // INSEE code of the region of today
	Region2015Prop     Property = "region_2015"         // INSEE code of the region of before 2016
	AcademieProp       Property = "academie"            // official code
	City               Property = "city"                // name of the commune of the seat
	Commune            Property = "commune"             // INSEE code of the commune of the seat
	PointProp          Property = "point"               // "lat,lon" in WGS84 degrees
	PointBasis         Property = "point_basis"         // "host_city" or "academie_seat"
	HostName           Property = "host"                // establishment that hosts the campus
	HostUAI            Property = "host_uai"            //
	Website            Property = "website"             //
	ProfessionalSector Property = "professional_sector" // (several) free text, ordered
	TrainingField      Property = "training_field"      // (several) free text, ordered
	PartnerKind        Property = "partner_kind"        // (several) Kind
	Aim                Property = "aim"                 // (several) first aims, free text
)

// Properties lists the properties; the value says whether several may hold at once.
var Properties = map[Property]bool{
	Name: false, NameStatus: false, SectorProp: false, RegionProp: false, Region2015Prop: false,
	AcademieProp: false, City: false, Commune: false, PointProp: false, PointBasis: false,
	HostName: false, HostUAI: false, Website: false,
	ProfessionalSector: true, TrainingField: true, PartnerKind: true, Aim: true,
}

// Fact is one statement about a campus.
type Fact struct {
	ID       string // made from its content, so that the same statement is the same row
	Campus   ID
	Property Property
	Rank     int // order among the several values of a property, from 1; 0 otherwise
	Value    string
	Valid    Period
	Provenance
}

// SectorCode is one of the 12 national filières, four capitals.
type SectorCode string

// Sector is a national filière.
type Sector struct {
	Code  SectorCode
	Slug  string
	Label string // official French label
	Rank  int    // official order, 1–12
}

// Records is the whole register as it is stored: every statement, retired ones
// included, each list in a stable order (by its identifier). Whoever holds it must not change it.
type Records struct {
	Sectors       []Sector
	Sources       []Source
	Acts          []Act
	Campuses      []Campus
	Facts         []Fact
	Labels        []Label
	Organisations []Organisation
	Memberships   []Membership
	Milestones    []Milestone
}

// Milestone is an official count of the campuses at a date, kept beside the
// register so that a page can say how much of it is documented.
type Milestone struct {
	ID    string
	On    date.Date
	Count int
	Text  string // what was counted, in French
	Provenance
}
