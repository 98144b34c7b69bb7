package campus

import "continuum/internal/date"

// LabelID identifies a label; ActID an act.
type (
	LabelID string
	ActID   string
)

// Category is the degree of recognition of a label.
type Category string

// The categories. Before the cahier des charges of 13 December 2018 there was one.
const (
	CategoryUnknown    Category = "unknown"
	CategoryCampus     Category = "campus"
	CategoryExcellence Category = "excellence"
)

// BasisKind is the sort of thing that a label rests on.
type BasisKind string

// The kinds of basis, strongest first.
const (
	ByAct          BasisKind = "act"          // the official text itself
	ByAttestation  BasisKind = "attestation"  // a source shows the label in force at a date
	ByAnnouncement BasisKind = "announcement" // a source says that the label is, or will be, granted
)

// Basis is one thing that a label rests on; a label without any is refused.
type Basis struct {
	Kind BasisKind
	Act  ActID     // for ByAct
	On   date.Date // day of the act, of the announcement, or for which it attests; zero when the source is undated
	Text string    // in French, as a reader would say it: "nommé sur la carte de septembre 2015"
	Provenance
}

// Act is an official text that grants, amends or ends labels.
type Act struct {
	ID        ActID
	NOR       string // identifier given by the ministry, empty when unknown
	Title     string
	Signed    date.Date
	Published date.Date
	URL       string
	Provenance
}

// Label is one period of recognition of one campus in one category. A renewal is
// another label, so that a campus under renewal is still labelled and its history stays.
type Label struct {
	ID       LabelID
	Campus   ID
	Category Category
	Wave     string    // code of the wave of labelling, empty when unknown
	Start    date.Date // first day; zero when unknown
	End      date.Date // first day no longer in force, as stated; zero when not stated
	Years    int       // duration granted; 0 when unknown
	// Successor is the label that took over from this one; empty while none did.
	// It closes a label whose end nobody stated.
	Successor LabelID
	Bases     []Basis
	Provenance
}

// Open reports whether nothing closes the label: no end, no duration, no successor.
// A campus holds one such label of a known category at most.
func (l *Label) Open() bool {
	return l.End.IsZero() && l.Years == 0 && l.Successor == "" && l.Category != CategoryUnknown
}
