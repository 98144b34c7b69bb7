// Package ruleset holds the référentiels of the label as data: criteria, pieces and
// fields of a dossier, eligibility, consultations, calendar, panel, durations, states
// and who may move a dossier from one to another. The law changed twice in ten years
// and part of it could not be read; so each value carries how sure it is and where it
// was found, and no rule of a version of the law is written in code.
//
// The package reads, checks, compares and hashes référentiels. What a dossier may do
// under one is package labelling's business.
package ruleset

import "continuum/internal/date"

// Certainty says how far a value may be trusted.
type Certainty string

// The degrees of certainty, surest first.
const (
	Read     Certainty = "read"     // read in a copy of the text
	Press    Certainty = "press"    // read in the press or a second-hand page
	ToCheck  Certainty = "to_check" // general knowledge, not found in writing
	Inferred Certainty = "inferred" // deduced from several values that were read
	Proposed Certainty = "proposed" // ours: practice or design, without legal value
)

// Certainties lists the degrees, surest first.
var Certainties = []Certainty{Read, Press, ToCheck, Inferred, Proposed}

// Known is what each value carries.
type Known struct {
	Certainty Certainty `toml:"certainty"`
	Source    string    `toml:"source"` // ID of a Source
}

// Source is a text or a page that values were found in.
type Source struct {
	ID    string `toml:"id"`
	Title string `toml:"title"` // as a reader would cite it
	NOR   string `toml:"nor"`   // empty when it has none or it is unknown
}

// Number is a whole number with its certainty.
type Number struct {
	Value int `toml:"value"`
	Known
}

// Ruleset is one dated version of the rules. Its identifiers are short words that
// dossiers keep; they never change meaning from one version to the next.
type Ruleset struct {
	ID   string `toml:"id"`
	Name string `toml:"name"` // in French
	// From is the first day of the rules; Until the first day no longer, zero while they hold.
	From  date.Date `toml:"from"`
	Until date.Date `toml:"until"`
	Note  string    `toml:"note"`

	Sources []Source `toml:"source"`

	MaxYears   Number     `toml:"max_years"` // longest period that a decision may grant
	Years      []Number   `toml:"years"`     // periods granted in practice, proposed first
	Categories []Category `toml:"category"`
	Kinds      []Kind     `toml:"kind"`

	Scale    []Grade     `toml:"grade"`
	Axes     []Axis      `toml:"axis"`
	Criteria []Criterion `toml:"criterion"`

	Blocks []Block `toml:"block"`
	Fields []Field `toml:"field"`
	Pieces []Piece `toml:"piece"`

	Eligibility   []Eligibility  `toml:"eligibility"`
	Consultations []Consultation `toml:"consultation"`
	Signatories   []Signatory    `toml:"signatory"`
	Panel         Panel          `toml:"panel"`
	Calendar      []Step         `toml:"step"`

	States      []State      `toml:"state"`
	Transitions []Transition `toml:"transition"`
	Followup    Followup     `toml:"followup"`
}

// Category is a degree of recognition that may be asked for.
type Category struct {
	ID   string `toml:"id"`
	Name string `toml:"name"`
	Known
}

// Kind is what a dossier asks for.
type Kind struct {
	ID   string `toml:"id"`
	Name string `toml:"name"`
	// Campus says whether the register holds the campus already: "new" or "known".
	Campus string `toml:"campus"`
	Known
}

// Grade is a degree of the scale that readers score criteria on.
type Grade struct {
	Value int    `toml:"value"`
	Name  string `toml:"name"`
	Proof bool   `toml:"proof"` // a written proof with an attached or linked item is owed
	Known
}

// Axis groups criteria.
type Axis struct {
	ID   string `toml:"id"`
	Name string `toml:"name"`
	Known
}

// Criterion is one line of the grid.
type Criterion struct {
	ID       string   `toml:"id"`
	Axis     string   `toml:"axis"`
	Title    string   `toml:"title"`
	Evidence string   `toml:"evidence"` // what readers expect, in French
	Raised   []string `toml:"raised"`   // categories that ask more on it
	RaisedAs Known    `toml:"raised_as"`
	Known
}

// Requirement says why a field or a piece is owed.
type Requirement string

// The requirements: only the first two block a dossier.
const (
	ByLaw     Requirement = "law"     // required by the law or the rules read
	ByCharter Requirement = "charter" // required by the cahier des charges
	Useful    Requirement = "useful"
	Optional  Requirement = "optional"
)

// Requirements lists them, strongest first.
var Requirements = []Requirement{ByLaw, ByCharter, Useful, Optional}

// Blocks reports whether a dossier is incomplete without it.
func (r Requirement) Blocks() bool { return r == ByLaw || r == ByCharter }

// Block is a part of a dossier.
type Block struct {
	ID   string `toml:"id"`
	Name string `toml:"name"`
}

// Field is one value of a dossier.
type Field struct {
	ID      string      `toml:"id"`
	Block   string      `toml:"block"`
	Name    string      `toml:"name"`
	Help    string      `toml:"help"` // one sentence for who fills it
	Type    Type        `toml:"type"`
	Values  []string    `toml:"values"`  // of an enum
	Max     int         `toml:"max"`     // characters of a string or text, rows of a table; 0 means the type's own bound
	Columns []Column    `toml:"columns"` // of rows
	By      []Role      `toml:"by"`      // who fills it
	Require Requirement `toml:"require"`
	Only    Only        `toml:"only"`
	Known
}

// Column is one column of a field of rows.
type Column struct {
	ID     string   `toml:"id"`
	Name   string   `toml:"name"`
	Type   Type     `toml:"type"`
	Values []string `toml:"values"`
	Need   bool     `toml:"need"` // no row may leave it empty
}

// Only restricts a requirement to some dossiers; an empty list means all.
type Only struct {
	Kinds      []string `toml:"kinds"`
	Categories []string `toml:"categories"`
}

// Piece is an attachment.
type Piece struct {
	ID      string      `toml:"id"`
	Block   string      `toml:"block"`
	Name    string      `toml:"name"`
	By      []Role      `toml:"by"`
	Require Requirement `toml:"require"`
	Only    Only        `toml:"only"`
	Formats []string    `toml:"formats"` // extensions accepted
	MaxMB   int         `toml:"max_mb"`  // of one file
	Several bool        `toml:"several"`
	Known
}

// Type is what a value looks like.
type Type string

// The types of values.
const (
	String Type = "string" // one line
	Text   Type = "text"   // several lines
	Day    Type = "date"   // YYYY, YYYY-MM or YYYY-MM-DD
	Whole  Type = "number" // a decimal number
	YesNo  Type = "yesno"
	Enum   Type = "enum"  // one of Values
	Code   Type = "code"  // one outside reference
	Codes  Type = "codes" // several
	Rows   Type = "rows"  // a table of Columns
)

// Types lists the types.
var Types = []Type{String, Text, Day, Whole, YesNo, Enum, Code, Codes, Rows}

// Test is a way to judge eligibility.
type Test string

// The tests.
const (
	RowsAtLeast   Test = "rows"          // Field has Min rows or more that are Where
	HasField      Test = "field"         // Field is filled
	HasPiece      Test = "piece"         // Piece is attached
	Consulted     Test = "consultations" // all required opinions are dated
	SignedByBoth  Test = "signatures"    // all signatories signed, each another person
	Titled        Test = "title"         // Field holds the words of Contains: the title names the sector
	ReservesTaken Test = "reserves"      // Field is filled where the last opinion held reserves
)

// Tests lists the tests.
var Tests = []Test{RowsAtLeast, HasField, HasPiece, Consulted, SignedByBoth, Titled, ReservesTaken}

// Eligibility is one rule of admissibility.
type Eligibility struct {
	ID    string `toml:"id"`
	Name  string `toml:"name"` // what must hold, in French
	Test  Test   `toml:"test"`
	Field string `toml:"field"`
	Piece string `toml:"piece"`
	Min   int    `toml:"min"`
	// Contains is the field whose words the title has to hold.
	Contains string `toml:"contains"`
	// Where restricts the rows counted: column → values accepted.
	Where map[string][]string `toml:"where"`
	Only  Only                `toml:"only"`
	Known
}

// Consultation is a body whose opinion is asked before the joint proposal.
type Consultation struct {
	ID       string `toml:"id"`
	Name     string `toml:"name"`
	Per      Per    `toml:"per"`
	Stage    Stage  `toml:"stage"`
	Required bool   `toml:"required"` // a dated opinion is owed before the stage; it never binds
	By       []Role `toml:"by"`       // who records it
	Known
}

// Per says how many opinions a body gives.
type Per string

// The scopes of a consultation.
const (
	Once     Per = "dossier"
	Academie Per = "academie" // one for each académie of the dossier
)

// Stage is what an opinion comes before.
type Stage string

// The stages.
const (
	BeforeProposal Stage = "proposal"
	BeforeDecision Stage = "decision"
)

// Signatory is an authority whose signature makes the joint proposal.
type Signatory struct {
	ID   string `toml:"id"`
	Name string `toml:"name"`
	Role Role   `toml:"role"`
	// Signature is what signing takes; simple when empty.
	Signature SignatureKind `toml:"signature" json:",omitempty"`
	Known
}

// SignatureKind is what a signature is made of.
type SignatureKind string

// The kinds of signature. Qualified is that of article 3, 12° of Regulation (EU) 910/2014:
// it is made elsewhere, and the signed document is its evidence.
const (
	SimpleSignature    SignatureKind = "simple"
	QualifiedSignature SignatureKind = "qualified"
)

// Qualified reports whether the signed document is owed.
func (s *Signatory) Qualified() bool { return s.Signature == QualifiedSignature }

// Panel is how experts sit.
type Panel struct {
	Readers Number `toml:"readers"` // readers of a dossier, at least
	Seats   Number `toml:"seats"`   // 0 when unknown
	Quorum  Number `toml:"quorum"`  // share of the seats present, percent
	// Parity is the largest difference between the two colleges; -1 when there is no parity.
	Parity Number `toml:"parity"`
	// VoteMinutes is how long a vote stays open at most; 0 when the référentiel doesn't say.
	VoteMinutes Number    `toml:"vote_minutes"`
	Colleges    []College `toml:"college"`
	// Opinions are what a panel may say, most favourable first.
	Opinions []Opinion `toml:"opinion"`
}

// College is a side of the panel.
type College struct {
	ID   string `toml:"id"`
	Name string `toml:"name"`
	Known
}

// Opinion is what a panel may say of a dossier.
type Opinion struct {
	ID   string `toml:"id"`
	Name string `toml:"name"`
	Known
}

// Step is a date of the calendar of a call, after another.
type Step struct {
	ID    string `toml:"id"`
	Name  string `toml:"name"`
	After string `toml:"after"` // the step it is counted from, empty for the first
	Days  int    `toml:"days"`
	Known
}

// Activity is what a dossier accepts in a state.
type Activity string

// The activities.
const (
	Edit    Activity = "edit"    // fields and pieces
	Advise  Activity = "advise"  // opinions of bodies
	Sign    Activity = "sign"    // the joint proposal
	Review  Activity = "review"  // sheets of experts
	Deliver Activity = "deliver" // the opinion of the panel
	Decide  Activity = "decide"  // a draft decision
)

// Activities lists the activities.
var Activities = []Activity{Edit, Advise, Sign, Review, Deliver, Decide}

// Phase is how far a dossier has got, as far as the rights of people depend on it: several
// states are one phase. Who may do what in each is package account's business.
type Phase string

// Phases lists the phases, in the order in which a dossier goes through them.
var Phases = []Phase{"draft", "instruction", "proposal", "sealed", "expertise", "opinion", "deciding", "decided", "withdrawn"}

// StateID names a state of a dossier.
type StateID string

// State is a stage of a dossier.
type State struct {
	ID      StateID    `toml:"id"`
	Name    string     `toml:"name"`
	Initial bool       `toml:"initial"`
	Final   bool       `toml:"final"`
	Takes   []Activity `toml:"takes"`
	Phase   Phase      `toml:"phase"`   // what rights to read it depend on
	Outcome Outcome    `toml:"outcome"` // what a final state means for the register
	Known
}

// Outcome is what the end of a dossier means.
type Outcome string

// The outcomes; the empty one is for states that are not final.
const (
	Granted   Outcome = "granted"
	Refused   Outcome = "refused"
	Abandoned Outcome = "abandoned"
)

// Outcomes lists them.
var Outcomes = []Outcome{Granted, Refused, Abandoned}

// Transition is one act that moves a dossier.
type Transition struct {
	ID     string    `toml:"id"`
	Name   string    `toml:"name"` // the act, as a button says it
	From   []StateID `toml:"from"`
	To     StateID   `toml:"to"`
	By     []Role    `toml:"by"`
	Guards []Guard   `toml:"guards"`
	Needs  []Need    `toml:"needs"`  // what the act must be given
	Before string    `toml:"before"` // step of the calendar after which it is too late
	Known
}

// Followup is how a label in force is watched over.
type Followup struct {
	// Interim is when the interim review falls due, percent of the period granted.
	Interim Number `toml:"interim"`
	// Alerts are months before the end at which people are told, largest first.
	Alerts []Number `toml:"alert"`
}
