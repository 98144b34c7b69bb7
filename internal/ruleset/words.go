package ruleset

// Role is the capacity in which a person acts on a dossier. Who holds which, and
// where, is package account's business.
type Role string

// Guard is a condition on the dossier, the call and the people that a transition asks for.
type Guard string

// Need is something that an act must be given.
type Need string

// Roles lists the roles that a référentiel may name.
var Roles = []Role{
	"carrier", "director", "member", "campus_president",
	"regional_delegate", "academie_delegate", "regional_coordinator", "correspondent", "region_officer",
	"academie_rector", "region_rector", "region_president",
	"caen_secretary", "crefop_secretary", "cnee", "inspector",
	"expert", "panel_president", "national_officer", "ministry_officer", "minister",
}

// The guards.
const (
	FieldsComplete  Guard = "fields_complete"   // every blocking field is filled
	PiecesComplete  Guard = "pieces_complete"   // every blocking piece is attached
	Admissible      Guard = "admissible"        // every rule of eligibility holds
	ConsultedAll    Guard = "consulted"         // every opinion required before the proposal is dated
	SignedAll       Guard = "signed"            // every signatory signed, each another person
	Sealed          Guard = "sealed"            // what was signed is what the dossier holds
	SheetsIn        Guard = "sheets_in"         // every reader assigned handed in the sheet
	ReadersEnough   Guard = "readers_enough"    // as many readers as the panel asks for
	ParityHeld      Guard = "parity"            // the panel sat in parity
	QuorumHeld      Guard = "quorum"            // enough of the panel sat
	NoConflict      Guard = "no_conflict"       // no reader has an interest in the dossier
	PanelSpoke      Guard = "panel_opinion"     // the panel gave its opinion
	DecisionWhole   Guard = "decision_whole"    // the decision has all that the order states
	WithdrawnByBoth Guard = "withdrawn_by_both" // every signatory asked for the withdrawal
	NationalOpinion Guard = "national_opinion"  // every opinion required before the decision is dated
)

// Guards lists the guards that a référentiel may name.
var Guards = []Guard{
	FieldsComplete, PiecesComplete, Admissible, ConsultedAll, SignedAll, Sealed, SheetsIn, ReadersEnough,
	ParityHeld, QuorumHeld, NoConflict, PanelSpoke, DecisionWhole, WithdrawnByBoth, NationalOpinion,
}

// The needs.
const (
	MissingList Need = "missing"     // what the carrier has to complete
	Reason      Need = "reason"      // why, in words
	Complements Need = "complements" // what is added or asked for
	NOR         Need = "nor"         // of the order
	Published   Need = "published"   // day of the order in the Journal officiel
	Title       Need = "title"       // of the campus, as the order states it
	Territory   Need = "territory"
	Sector      Need = "sector"
	Degree      Need = "category"
	Duration    Need = "years"
)

// Needs lists the needs that a référentiel may name.
var Needs = []Need{MissingList, Reason, Complements, NOR, Published, Title, Territory, Sector, Degree, Duration}
