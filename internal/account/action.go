package account

// Kind is a sort of thing that rights bear on.
type Kind string

// The kinds of object.
const (
	CampusKind  Kind = "campus"
	MemberKind  Kind = "membership" // an organisation in a campus
	CallKind    Kind = "call"
	DossierKind Kind = "dossier" // with its opinions, signatures, sheets and decision
	NetworkKind Kind = "network" // what campuses share
	JournalKind Kind = "journal"
	PersonKind  Kind = "person"
	GrantKind   Kind = "grant"
)

// Phase is how far a call or a dossier has got, as far as rights depend on it.
type Phase string

// The phases. Packages that hold states map theirs to these.
const (
	CallDraft   Phase = "call_draft"
	CallOpen    Phase = "call_open"
	CallClosed  Phase = "call_closed"
	Draft       Phase = "draft"       // intention, draft, or sent back to be completed
	Instruction Phase = "instruction" // at the region: completeness, opinions, CAEN and CREFOP
	Proposal    Phase = "proposal"    // to be signed by both proposers
	Sealed      Phase = "sealed"      // at the ministry, admissibility not told
	Expertise   Phase = "expertise"   // with readers
	Opinion     Phase = "opinion"     // sheets in, panel in plenary
	Deciding    Phase = "deciding"    // draft order
	Decided     Phase = "decided"     // published, or found inadmissible
	Withdrawn   Phase = "withdrawn"
)

// Phases lists the phases of a kind, nothing when rights on it have none.
func (k Kind) Phases() []Phase {
	switch k {
	case CallKind:
		return []Phase{CallDraft, CallOpen, CallClosed}
	case DossierKind:
		return []Phase{Draft, Instruction, Proposal, Sealed, Expertise, Opinion, Deciding, Decided, Withdrawn}
	}
	return nil
}

// Tie is what a subject has to do with an object, apart from roles. Who asks finds it out.
type Tie uint8

// The ties, a bit each.
const (
	Assigned     Tie = 1 << iota // reader of this dossier
	Declared                     // has said to have no conflict of interest with it
	Recused                      // a conflict was declared or found
	Signed                       // has already signed it, in whatever capacity
	WaveDeclared                 // has told the panel what they do for a region in this wave
	Self                         // the object is the subject's own account or grant
)

// Ties lists them.
func Ties() []Tie { return []Tie{Assigned, Declared, Recused, Signed, WaveDeclared, Self} }

var tieNames = map[Tie]string{
	Assigned: "assigned", Declared: "declared", Recused: "recused", Signed: "signed", WaveDeclared: "wave_declared", Self: "self",
}

// Action is something that one may be allowed to do.
type Action string

// The actions.
const (
	RegisterEdit     Action = "register.edit"     // public facts of a campus
	RegisterModerate Action = "register.moderate" // accept what others propose, deal with readers' reports
	LabelEdit        Action = "label.edit"        // record, amend, end a label

	CampusRead        Action = "campus.read"
	CampusContacts    Action = "campus.contacts" // people at the partners
	CampusEdit        Action = "campus.edit"     // description, trainings, equipment, events, projects
	CampusMembers     Action = "campus.members"  // members and conventions
	CampusFigures     Action = "campus.figures"
	CampusFunding     Action = "campus.funding"
	CampusBook        Action = "campus.book"     // ask for shared equipment
	CampusValidate    Action = "campus.validate" // approve the yearly report
	FollowUp          Action = "followup.track"  // reserves, reviews, alerts
	FollowUpValidate  Action = "followup.validate"
	MembershipConfirm Action = "membership.confirm" // own sheet
	NetworkRead       Action = "network.read"       // directory, library and agenda of the network

	CallRead    Action = "call.read" // before it is open, and its questions not yet answered
	CallEdit    Action = "call.edit" // ruleset, calendar
	CallRun     Action = "call.run"  // open, close
	CallAsk     Action = "call.ask"
	CallAnswer  Action = "call.answer"
	PanelManage Action = "panel.manage" // members, parity

	DossierCreate   Action = "dossier.create"
	DossierAccept   Action = "dossier.accept" // an intention becomes a dossier
	DossierRead     Action = "dossier.read"
	DossierEdit     Action = "dossier.edit"
	DossierCommit   Action = "dossier.commit"   // letter of commitment of one's own organisation
	DossierValidate Action = "dossier.validate" // by the governance of the campus
	DossierSubmit   Action = "dossier.submit"   // to the region
	DossierInstruct Action = "dossier.instruct" // completeness, opinions of services, sending back
	DossierConsult  Action = "dossier.consult"  // record the opinion of CAEN or CREFOP
	DossierAdvise   Action = "dossier.advise"   // opinion of a service, before the proposal
	DossierPropose  Action = "dossier.propose"  // close the instruction, open to signatures
	DossierSign     Action = "dossier.sign"
	DossierSend     Action = "dossier.send" // seal, send to the ministry
	DossierWithdraw Action = "dossier.withdraw"
	DossierAdmit    Action = "dossier.admit"    // admissible or not
	MinistryAdvise  Action = "ministry.advise"  // opinion of a ministry or of CNEE
	OpinionRead     Action = "opinion.read"     // of the panel, without scores or names
	AssignReaders   Action = "readers.assign"   // dossier to experts
	ReadersRead     Action = "readers.read"     // names of readers
	ConflictDeclare Action = "conflict.declare" // one has, or has not, a conflict of interest
	SheetWrite      Action = "sheet.write"
	SheetsRead      Action = "sheets.read" // all sheets, scores and their spread
	SynthesisWrite  Action = "synthesis.write"
	PlenaryVote     Action = "plenary.vote"
	MinutesWrite    Action = "minutes.write"

	DecisionRead    Action = "decision.read" // before it is published
	DecisionPrepare Action = "decision.prepare"
	DecisionVisa    Action = "decision.visa" // of a ministry's service
	DecisionSign    Action = "decision.sign"
	DecisionPublish Action = "decision.publish" // record order, dates and link; labels follow
	DecisionNotify  Action = "decision.notify"

	JournalRead   Action = "journal.read"
	PeopleRead    Action = "people.read"
	PeopleInvite  Action = "people.invite"
	PersonDisable Action = "person.disable"
	PersonErase   Action = "person.erase" // personal data of who left
	GrantGive     Action = "grant.give"
	GrantEnd      Action = "grant.end"
)

// actionKinds is the list of actions in the order of the documents, each with what it
// bears on.
var actionKinds = []struct {
	action Action
	kind   Kind
}{
	{RegisterEdit, CampusKind},
	{RegisterModerate, CampusKind},
	{LabelEdit, CampusKind},
	{CampusRead, CampusKind},
	{CampusContacts, CampusKind},
	{CampusEdit, CampusKind},
	{CampusMembers, CampusKind},
	{CampusFigures, CampusKind},
	{CampusFunding, CampusKind},
	{CampusBook, CampusKind},
	{CampusValidate, CampusKind},
	{FollowUp, CampusKind},
	{FollowUpValidate, CampusKind},
	{MembershipConfirm, MemberKind},
	{NetworkRead, NetworkKind},
	{CallRead, CallKind},
	{CallEdit, CallKind},
	{CallRun, CallKind},
	{CallAsk, CallKind},
	{CallAnswer, CallKind},
	{PanelManage, CallKind},
	{DossierCreate, DossierKind},
	{DossierAccept, DossierKind},
	{DossierRead, DossierKind},
	{DossierEdit, DossierKind},
	{DossierCommit, DossierKind},
	{DossierValidate, DossierKind},
	{DossierSubmit, DossierKind},
	{DossierInstruct, DossierKind},
	{DossierConsult, DossierKind},
	{DossierAdvise, DossierKind},
	{DossierPropose, DossierKind},
	{DossierSign, DossierKind},
	{DossierSend, DossierKind},
	{DossierWithdraw, DossierKind},
	{DossierAdmit, DossierKind},
	{MinistryAdvise, DossierKind},
	{OpinionRead, DossierKind},
	{AssignReaders, DossierKind},
	{ReadersRead, DossierKind},
	{ConflictDeclare, DossierKind},
	{SheetWrite, DossierKind},
	{SheetsRead, DossierKind},
	{SynthesisWrite, DossierKind},
	{PlenaryVote, DossierKind},
	{MinutesWrite, DossierKind},
	{DecisionRead, DossierKind},
	{DecisionPrepare, DossierKind},
	{DecisionVisa, DossierKind},
	{DecisionSign, DossierKind},
	{DecisionPublish, DossierKind},
	{DecisionNotify, DossierKind},
	{JournalRead, JournalKind},
	{PeopleRead, PersonKind},
	{PeopleInvite, PersonKind},
	{PersonDisable, PersonKind},
	{PersonErase, PersonKind},
	{GrantGive, GrantKind},
	{GrantEnd, GrantKind},
}

// Actions lists every action, in the order of the documents.
func Actions() []Action {
	list := make([]Action, len(actionKinds))
	for i, a := range actionKinds {
		list[i] = a.action
	}
	return list
}

// Kind is what the action bears on, empty for what is no action.
func (a Action) Kind() Kind {
	for _, k := range actionKinds {
		if k.action == a {
			return k.kind
		}
	}
	return ""
}
