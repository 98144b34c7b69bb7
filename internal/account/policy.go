package account

// rule allows an action: to who holds one of the roles on a scope that the object lies
// in, in one of the phases, with all the ties needed and none of those that bar.
type rule struct {
	action Action
	roles  []Role
	phases []Phase // nil: whatever the phase
	needs  Tie
	bars   Tie
	// anywhere: the role is enough, whatever the scope it was granted on.
	anywhere bool
}

// Groups of roles that rules name together.
var (
	campusTeam = []Role{Director, ProjectOfficer, Carrier}
	campusSide = []Role{Director, ProjectOfficer, Carrier, Governance, CampusPresident}
	instructs  = []Role{RegionalDelegate, AcademieDelegate, RegionOfficer}
	regionSide = []Role{RegionRector, AcademieRector, RegionPresident, RegionalDelegate, AcademieDelegate, Coordinator, Correspondent, RegionOfficer}
	consulted  = []Role{CaenSecretary, CrefopSecretary}
	// The référentiel says which rector: of the académie in 2014, of the région académique
	// since 2019 (articles D. 335-34).
	proposers = []Role{RegionRector, AcademieRector, RegionPresident}
)

// Groups of phases that rules name together.
var (
	atRegion     = []Phase{Instruction, Proposal, Sealed, Expertise, Opinion, Deciding, Decided, Withdrawn}
	atMinistry   = []Phase{Sealed, Expertise, Opinion, Deciding, Decided, Withdrawn}
	withReaders  = []Phase{Expertise, Opinion}
	judged       = []Phase{Opinion, Deciding, Decided}
	undecided    = []Phase{Draft, Instruction, Proposal, Sealed, Expertise, Opinion, Deciding}
	unrestricted = []Phase(nil)
)

// rules is all that is allowed. What no line allows is denied.
var rules = []rule{
	{action: RegisterEdit, roles: []Role{Director, RegionalDelegate, AcademieDelegate, Coordinator, Correspondent, RegionOfficer, NationalOfficer}},
	{action: RegisterModerate, roles: []Role{RegionalDelegate, Coordinator, NationalOfficer}},
	{action: LabelEdit, roles: []Role{NationalOfficer}},

	{action: CampusRead, roles: union(campusSide, regionSide, []Role{Member, NationalOfficer, MinistryOfficer, Inspector})},
	{action: CampusContacts, roles: union(campusSide, regionSide)},
	{action: CampusEdit, roles: union(campusTeam, []Role{Coordinator})},
	{action: CampusMembers, roles: []Role{Director, Carrier, RegionalDelegate, AcademieDelegate, Coordinator}},
	{action: CampusFigures, roles: union(campusTeam, []Role{Governance, Coordinator})},
	{action: CampusFunding, roles: []Role{RegionPresident, RegionOfficer, Funder, Director, ProjectOfficer}},
	{action: CampusBook, roles: union(campusTeam, []Role{Member})},
	{action: CampusValidate, roles: []Role{Governance}},
	{action: FollowUp, roles: []Role{Director, RegionalDelegate, AcademieDelegate, Coordinator, Correspondent, NationalOfficer}},
	{action: FollowUpValidate, roles: []Role{RegionalDelegate, AcademieDelegate}},
	{action: MembershipConfirm, roles: []Role{Member}},
	{action: NetworkRead, anywhere: true, roles: union(campusSide, regionSide, []Role{Network, NationalOfficer})},

	{action: CallRead, roles: []Role{NationalOfficer, MinistryOfficer}},
	{action: CallEdit, roles: []Role{NationalOfficer}, phases: []Phase{CallDraft}},
	{action: CallRun, roles: []Role{NationalOfficer}},
	{action: CallAsk, anywhere: true, phases: []Phase{CallOpen}, roles: union(campusTeam, instructs, []Role{Coordinator, Correspondent})},
	{action: CallAnswer, roles: []Role{NationalOfficer}},
	{action: PanelManage, roles: []Role{NationalOfficer}},

	{action: DossierCreate, roles: []Role{Director, Carrier, Coordinator, Correspondent, RegionalDelegate}, phases: []Phase{Draft}},
	{action: DossierAccept, roles: []Role{RegionalDelegate, RegionOfficer}, phases: []Phase{Draft}},
	{action: DossierRead, roles: campusSide, phases: unrestricted},
	{action: DossierRead, roles: []Role{RegionalDelegate, AcademieDelegate, RegionOfficer, Coordinator, Correspondent}, phases: unrestricted},
	{action: DossierRead, roles: union(consulted, []Role{RegionRector, AcademieRector, RegionPresident, Inspector}), phases: atRegion},
	{action: DossierRead, roles: []Role{NationalOfficer, MinistryOfficer}, phases: atMinistry},
	{action: DossierRead, roles: []Role{Expert}, phases: withReaders, needs: Assigned | Declared, bars: Recused},
	{action: DossierRead, roles: []Role{PanelPresident}, phases: withReaders, bars: Recused},
	{action: DossierRead, roles: []Role{Cnee}, phases: []Phase{Opinion}},
	{action: DossierEdit, roles: union(campusTeam, []Role{Coordinator, Correspondent, RegionalDelegate, RegionOfficer}), phases: []Phase{Draft}},
	{action: DossierCommit, roles: []Role{Member, CampusPresident}, phases: []Phase{Draft}},
	{action: DossierValidate, roles: []Role{Governance}, phases: []Phase{Draft}},
	{action: DossierSubmit, roles: []Role{Director, Carrier}, phases: []Phase{Draft}},
	{action: DossierInstruct, roles: instructs, phases: []Phase{Instruction}},
	{action: DossierConsult, roles: consulted, phases: []Phase{Instruction}},
	{action: DossierAdvise, roles: []Role{AcademieRector, RegionOfficer, Inspector}, phases: []Phase{Instruction}},
	{action: DossierPropose, roles: []Role{RegionalDelegate, RegionOfficer}, phases: []Phase{Instruction}},
	{action: DossierSign, roles: proposers, phases: []Phase{Proposal}, bars: Signed},
	{action: DossierSend, roles: []Role{RegionalDelegate}, phases: []Phase{Proposal}},
	{action: DossierWithdraw, roles: []Role{Director, Carrier}, phases: []Phase{Draft}},
	{action: DossierWithdraw, roles: proposers, phases: undecided},
	{action: DossierAdmit, roles: []Role{NationalOfficer}, phases: []Phase{Sealed}},
	{action: MinistryAdvise, roles: []Role{MinistryOfficer}, phases: []Phase{Sealed, Expertise, Opinion, Deciding}},
	{action: MinistryAdvise, roles: []Role{Cnee}, phases: []Phase{Opinion}},
	{action: OpinionRead, roles: []Role{NationalOfficer, MinistryOfficer, PanelPresident}, phases: judged},
	{action: OpinionRead, roles: union(campusSide, regionSide, []Role{Inspector}), phases: []Phase{Decided}},

	{action: AssignReaders, roles: []Role{NationalOfficer}, phases: []Phase{Sealed, Expertise}},
	{action: ReadersRead, roles: []Role{NationalOfficer, MinistryOfficer, PanelPresident}, phases: atMinistry, bars: Recused},
	{action: ConflictDeclare, roles: []Role{Expert, PanelPresident}, phases: []Phase{Sealed, Expertise, Opinion}},
	{action: SheetWrite, roles: []Role{Expert, PanelPresident}, phases: []Phase{Expertise}, needs: Assigned | Declared, bars: Recused},
	{action: SheetsRead, roles: []Role{NationalOfficer, MinistryOfficer}, phases: []Phase{Expertise, Opinion, Deciding, Decided}},
	{action: SheetsRead, roles: []Role{PanelPresident}, phases: withReaders, bars: Recused},
	{action: SynthesisWrite, roles: []Role{PanelPresident}, phases: withReaders, bars: Recused},
	{action: PlenaryVote, roles: []Role{Expert, PanelPresident}, phases: []Phase{Opinion}, needs: Declared, bars: Recused},
	{action: MinutesWrite, roles: []Role{NationalOfficer, PanelPresident}, phases: []Phase{Opinion}, bars: Recused},

	{action: DecisionRead, roles: []Role{NationalOfficer, MinistryOfficer, Minister}, phases: []Phase{Deciding, Decided}},
	{action: DecisionPrepare, roles: []Role{NationalOfficer}, phases: []Phase{Opinion, Deciding}},
	{action: DecisionVisa, roles: []Role{MinistryOfficer}, phases: []Phase{Deciding}},
	{action: DecisionSign, roles: []Role{Minister}, phases: []Phase{Deciding}, bars: Signed},
	{action: DecisionPublish, roles: []Role{Minister, NationalOfficer}, phases: []Phase{Deciding}},
	{action: DecisionNotify, roles: []Role{NationalOfficer}, phases: []Phase{Decided}},

	{action: JournalRead, roles: []Role{Auditor, ProtectionOfficer}},
	{action: PeopleRead, roles: []Role{
		Administrator, NationalOfficer, Auditor, ProtectionOfficer, RegionPresident, RegionalDelegate, AcademieDelegate, Carrier, Director,
	}},
	{action: PeopleInvite, roles: []Role{Administrator, NationalOfficer, RegionPresident, RegionalDelegate, AcademieDelegate, Carrier, Director}},
	{action: PersonDisable, roles: []Role{Administrator}, bars: Self},
	{action: PersonErase, roles: []Role{Administrator, ProtectionOfficer}, bars: Self},
	{action: GrantGive, roles: []Role{Administrator, NationalOfficer, RegionPresident, RegionalDelegate, AcademieDelegate, Carrier, Director}, bars: Self},
	{action: GrantEnd, roles: []Role{Administrator, NationalOfficer, RegionPresident, RegionalDelegate, AcademieDelegate, Carrier, Director}},
}

// evaluation is what nobody may do on a dossier that they propose or that is theirs,
// whatever else they are: readers are named to the State alone, and scores shown to it.
var evaluation = map[Action]bool{
	AssignReaders: true, ReadersRead: true, SheetWrite: true, SheetsRead: true, SynthesisWrite: true, PlenaryVote: true, MinutesWrite: true,
}

// union joins lists of roles into a new one.
func union(lists ...[]Role) (all []Role) {
	for _, l := range lists {
		all = append(all, l...)
	}
	return all
}
