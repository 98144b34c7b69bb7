package account

import (
	"iter"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// objects are those that an action may bear on: every phase, ties and role to give.
func objects(a Action) iter.Seq[Object] {
	phases := append(a.Kind().Phases(), "")
	roles := []Role{""}
	if a.Kind() == GrantKind {
		roles = Roles()
	}
	return func(yield func(Object) bool) {
		for _, phase := range phases {
			for ties := range Tie(1 << len(Ties())) {
				for _, role := range roles {
					if !yield(Object{Kind: a.Kind(), ID: "x", Phase: phase, Ties: ties, Role: role}) {
						return
					}
				}
			}
		}
	}
}

// expected is what each role may do on its own scope in some phase, written by hand from
// the articles of the code and the practice, not from the table.
var expected = map[Role][]Action{
	RegionRector: {
		CampusRead, CampusContacts, NetworkRead, DossierRead, DossierSign, DossierWithdraw, OpinionRead,
	},
	// Signed proposals under the decree of 2014; the référentiel of the call says who does.
	AcademieRector: {CampusRead, CampusContacts, NetworkRead, DossierRead, DossierAdvise, DossierSign, DossierWithdraw, OpinionRead},
	RegionPresident: {
		CampusRead, CampusContacts, CampusFunding, NetworkRead, DossierRead, DossierSign, DossierWithdraw, OpinionRead,
		PeopleRead, PeopleInvite, GrantGive, GrantEnd,
	},
	RegionalDelegate: {
		RegisterEdit, RegisterModerate, CampusRead, CampusContacts, CampusMembers, FollowUp, FollowUpValidate, NetworkRead, CallAsk,
		DossierCreate, DossierAccept, DossierRead, DossierEdit, DossierInstruct, DossierPropose, DossierSend, OpinionRead, PeopleRead, PeopleInvite, GrantGive, GrantEnd,
	},
	AcademieDelegate: {
		RegisterEdit, CampusRead, CampusContacts, CampusMembers, FollowUp, FollowUpValidate, NetworkRead, CallAsk,
		DossierRead, DossierInstruct, OpinionRead, PeopleRead, PeopleInvite, GrantGive, GrantEnd,
	},
	Coordinator: {
		RegisterEdit, RegisterModerate, CampusRead, CampusContacts, CampusEdit, CampusMembers, CampusFigures, FollowUp, NetworkRead, CallAsk,
		DossierCreate, DossierRead, DossierEdit, OpinionRead,
	},
	Correspondent: {
		RegisterEdit, CampusRead, CampusContacts, FollowUp, NetworkRead, CallAsk, DossierCreate, DossierRead, DossierEdit, OpinionRead,
	},
	RegionOfficer: {
		RegisterEdit, CampusRead, CampusContacts, CampusFunding, NetworkRead, CallAsk,
		DossierAccept, DossierRead, DossierEdit, DossierInstruct, DossierAdvise, DossierPropose, OpinionRead,
	},
	CaenSecretary:   {DossierRead, DossierConsult},
	CrefopSecretary: {DossierRead, DossierConsult},
	Carrier: {
		CampusRead, CampusContacts, CampusEdit, CampusMembers, CampusFigures, CampusBook, NetworkRead, CallAsk,
		DossierCreate, DossierRead, DossierEdit, DossierSubmit, DossierWithdraw, OpinionRead, PeopleRead, PeopleInvite, GrantGive, GrantEnd,
	},
	Governance:      {CampusRead, CampusContacts, CampusFigures, CampusValidate, NetworkRead, DossierRead, DossierValidate, OpinionRead},
	CampusPresident: {CampusRead, CampusContacts, NetworkRead, DossierRead, DossierCommit, OpinionRead},
	// Real rights on their own campus, not those of a guest.
	Director: {
		RegisterEdit, CampusRead, CampusContacts, CampusEdit, CampusMembers, CampusFigures, CampusFunding, CampusBook, FollowUp, NetworkRead,
		CallAsk, DossierCreate, DossierRead, DossierEdit, DossierSubmit, DossierWithdraw, OpinionRead, PeopleRead, PeopleInvite, GrantGive, GrantEnd,
	},
	ProjectOfficer: {
		CampusRead, CampusContacts, CampusEdit, CampusFigures, CampusFunding, CampusBook, NetworkRead, CallAsk, DossierRead, DossierEdit, OpinionRead,
	},
	Member: {CampusRead, CampusBook, MembershipConfirm, DossierCommit},
	Expert: {DossierRead, ConflictDeclare, SheetWrite, PlenaryVote},
	PanelPresident: {
		DossierRead, OpinionRead, ReadersRead, ConflictDeclare, SheetWrite, SheetsRead, SynthesisWrite, PlenaryVote, MinutesWrite,
	},
	Cnee: {DossierRead, MinistryAdvise},
	// Administers, never writes in a dossier, an opinion or a sheet, and never signs.
	NationalOfficer: {
		RegisterEdit, RegisterModerate, LabelEdit, CampusRead, FollowUp, NetworkRead, CallRead, CallEdit, CallRun, CallAnswer, PanelManage,
		DossierRead, DossierAdmit, OpinionRead, AssignReaders, ReadersRead, SheetsRead, MinutesWrite,
		DecisionRead, DecisionPrepare, DecisionPublish, DecisionNotify, PeopleRead, PeopleInvite, GrantGive, GrantEnd,
	},
	MinistryOfficer:   {CampusRead, CallRead, DossierRead, MinistryAdvise, OpinionRead, ReadersRead, SheetsRead, DecisionRead, DecisionVisa},
	Minister:          {DecisionRead, DecisionSign, DecisionPublish},
	Inspector:         {CampusRead, DossierRead, DossierAdvise, OpinionRead},
	Funder:            {CampusFunding},
	Network:           {NetworkRead},
	Auditor:           {JournalRead, PeopleRead},
	ProtectionOfficer: {JournalRead, PeopleRead, PersonErase},
	Administrator:     {PeopleRead, PeopleInvite, PersonDisable, PersonErase, GrantGive, GrantEnd},
}

func holder(grants ...Grant) Subject { return Subject{Person{ID: "p", State: Active}, grants} }

func TestExpected(t *testing.T) {
	t.Parallel()
	someone := make(map[Action]bool)
	for _, role := range Roles() {
		scope := Scope{role.Scopes()[0], "a"}
		if scope.Kind == National {
			scope = Country
		}
		got := []Action(nil)
		for _, a := range Actions() {
			for o := range objects(a) {
				o.Within = []Scope{scope}
				if Decide(holder(Grant{Role: role, Scope: scope}), a, o).Allowed {
					got = append(got, a)
					someone[a] = true
					break
				}
			}
		}
		want := slices.Clone(expected[role])
		slices.Sort(want)
		slices.Sort(got)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-expected +decided):\n%s", role, diff)
		}
	}
	for _, a := range Actions() {
		if !someone[a] {
			t.Errorf("%s is allowed to nobody", a)
		}
	}
}

// TestLaw is the law in sentences.
func TestLaw(t *testing.T) {
	t.Parallel()
	mer, brittany := Scope{CampusScope, "mer"}, Scope{AcademicRegion, "14"}
	council, nantes := Scope{Region, "53"}, Scope{AcademicRegion, "17"}
	dossier := func(phase Phase, ties Tie) Object {
		return Object{Kind: DossierKind, ID: "d", Within: []Scope{mer, brittany, council}, Phase: phase, Ties: ties}
	}
	g := func(r Role, s Scope) Grant { return Grant{Role: r, Scope: s} }
	expert := g(Expert, Country)
	ready := Assigned | Declared
	for _, tt := range []struct {
		name   string
		who    Subject
		action Action
		on     Object
		want   Reason
	}{
		{"an expert reads what was assigned once no conflict is declared", holder(expert), DossierRead, dossier(Expertise, ready), ByRule},
		{"not before the declaration", holder(expert), DossierRead, dossier(Expertise, Assigned), WrongTie},
		{"not what was not assigned", holder(expert), DossierRead, dossier(Expertise, Declared), WrongTie},
		{"not with a conflict", holder(expert), DossierRead, dossier(Expertise, ready|Recused), WrongTie},
		{"not before the panel has it", holder(expert), DossierRead, dossier(Sealed, ready), WrongPhase},
		{"not once decided", holder(expert), DossierRead, dossier(Decided, ready), WrongPhase},
		{"an expert never sees the sheets of others", holder(expert), SheetsRead, dossier(Expertise, ready), OtherRole},
		{"a director reads the opinion once decided", holder(g(Director, mer)), OpinionRead, dossier(Decided, 0), ByRule},
		{"and not before", holder(g(Director, mer)), OpinionRead, dossier(Deciding, 0), WrongPhase},
		{"never scores", holder(g(Director, mer)), SheetsRead, dossier(Decided, 0), OtherRole},
		{"never names of readers", holder(g(Director, mer)), ReadersRead, dossier(Decided, 0), OtherRole},
		{"not even one who works at the ministry too", holder(g(Director, mer), g(NationalOfficer, Country)), SheetsRead, dossier(Decided, 0), TwoSides},
		{"who is on a campus does not judge it", holder(g(Director, mer), expert), SheetWrite, dossier(Expertise, ready), TwoSides},
		{"who proposes does not judge what is proposed", holder(g(RegionalDelegate, brittany), expert), SheetWrite, dossier(Expertise, ready|WaveDeclared), TwoSides},
		{"who proposes elsewhere does not read without telling", holder(g(RegionalDelegate, nantes), expert), DossierRead, dossier(Expertise, ready), TwoSides},
		{"and does once it is told", holder(g(RegionalDelegate, nantes), expert), DossierRead, dossier(Expertise, ready|WaveDeclared), ByRule},
		{"a rector signs", holder(g(RegionRector, brittany)), DossierSign, dossier(Proposal, 0), ByRule},
		{"a president of Region signs", holder(g(RegionPresident, council)), DossierSign, dossier(Proposal, 0), ByRule},
		{"not the same person in two capacities", holder(g(RegionRector, brittany), g(RegionPresident, council)), DossierSign, dossier(Proposal, Signed), WrongTie},
		{"not for another region", holder(g(RegionRector, nantes)), DossierSign, dossier(Proposal, 0), OtherScope},
		{"not once sealed", holder(g(RegionRector, brittany)), DossierSign, dossier(Sealed, 0), WrongPhase},
		{"another region's delegate reads nothing", holder(g(RegionalDelegate, nantes)), DossierRead, dossier(Instruction, 0), OtherScope},
		{"the ministry does not write in a dossier", holder(g(NationalOfficer, Country)), DossierEdit, dossier(Draft, 0), OtherRole},
		{"nor reads drafts", holder(g(NationalOfficer, Country)), DossierRead, dossier(Draft, 0), WrongPhase},
		{"an author does not write once submitted", holder(g(Director, mer)), DossierEdit, dossier(Instruction, 0), WrongPhase},
		{"both authorities may withdraw a draft", holder(g(RegionPresident, council)), DossierWithdraw, dossier(Draft, 0), ByRule},
		{"the services of both write what is theirs in a draft", holder(g(RegionOfficer, council)), DossierEdit, dossier(Draft, 0), ByRule},
		{"and not once submitted", holder(g(RegionOfficer, council)), DossierEdit, dossier(Instruction, 0), WrongPhase},
		{"no grant, nothing", holder(), DossierRead, dossier(Decided, 0), NoRight},
		{"an action on something else", holder(g(Auditor, Country)), JournalRead, dossier(Decided, 0), NoSuchThing},
		{"nobody grants to oneself", holder(g(Administrator, Country)), GrantGive, Object{Kind: GrantKind, Role: Minister, Ties: Self}, WrongTie},
		{"a director does not make a director", holder(g(Director, mer)), GrantGive, Object{Kind: GrantKind, Within: []Scope{mer}, Role: Director}, NotToGive},
		{"a director makes a project officer", holder(g(Director, mer)), GrantGive, Object{Kind: GrantKind, Within: []Scope{mer}, Role: ProjectOfficer}, ByRule},
		{"the ministry does not make administrators", holder(g(NationalOfficer, Country)), GrantGive, Object{Kind: GrantKind, Role: Administrator}, NotToGive},
	} {
		if got := Decide(tt.who, tt.action, tt.on); got.Why != tt.want || got.Allowed != (tt.want == ByRule) {
			t.Errorf("%s: %+v, want %s", tt.name, got, tt.want)
		}
	}
}

// TestProperties asks of random subjects, with up to four grants, what must hold of all.
func TestProperties(t *testing.T) {
	t.Parallel()
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 1))
	pick := func(n int) int { return r.IntN(n) }
	grant := func() Grant {
		role := Roles()[pick(len(Roles()))]
		kinds := role.Scopes()
		s := Scope{kinds[pick(len(kinds))], []string{"a", "b"}[pick(2)]}
		if s.Kind == National {
			s.ID = ""
		}
		return Grant{ID: string(rune('a' + pick(26))), Role: role, Scope: s}
	}
	for range 100_000 {
		s := holder()
		for range pick(5) {
			s.Grants = append(s.Grants, grant())
		}
		a := Actions()[pick(len(Actions()))]
		o := Object{Kind: a.Kind(), Ties: Tie(pick(1 << len(Ties()))), Role: Roles()[pick(len(Roles()))]}
		if phases := a.Kind().Phases(); phases != nil {
			o.Phase = phases[pick(len(phases))]
		}
		for _, kind := range ScopeKinds()[1:] {
			if pick(2) == 0 {
				o.Within = append(o.Within, Scope{kind, []string{"a", "b"}[pick(2)]})
			}
		}
		d := Decide(s, a, o)
		if !d.Allowed {
			continue
		}
		if !slices.Contains(s.Grants, d.Grant) {
			t.Fatalf("%+v is allowed by a grant that the subject has not", d)
		}
		// The one grant is enough when nothing else is held: rights don't add up to more.
		if alone := Decide(holder(d.Grant), a, o); !alone.Allowed {
			t.Fatalf("%s by %+v on %+v: allowed among others, denied alone (%s)", a, d.Grant, o, alone.Why)
		}
		// Lying in one more scope takes nothing from one who holds one role.
		wider := o
		wider.Within = append(slices.Clone(o.Within), Scope{CampusScope, "c"})
		if !Decide(holder(d.Grant), a, wider).Allowed {
			t.Fatalf("%s by %+v: denied once the object lies in one more scope", a, d.Grant)
		}
		// Two sides never meet.
		for _, g := range s.Grants {
			side := g.Role.info().side
			if (side == proposing || side == applying) && g.Scope.covers(o) && (evaluation[a] || a == DossierRead && d.Grant.Role == Expert) {
				t.Fatalf("%s allowed to one who holds %+v on %+v", a, g, o)
			}
		}
		if a == DossierSign && o.Ties&Signed != 0 || a == GrantGive && o.Ties&Self != 0 {
			t.Fatalf("%s allowed with ties %b", a, o.Ties)
		}
	}
}

// FuzzDecide: whatever is asked, an answer and never a panic; nothing without a grant.
func FuzzDecide(f *testing.F) {
	f.Add("director", "campus/mer", "campus.edit", "campus", "", uint8(0))
	f.Fuzz(func(t *testing.T, role, scope, action, kind, phase string, ties uint8) {
		s, err := ParseScope(scope)
		if err == nil && s.String() != scope {
			t.Errorf("ParseScope(%q) is written %q", scope, s)
		}
		o := Object{Kind: Kind(kind), Phase: Phase(phase), Ties: Tie(ties), Within: []Scope{s}}
		if d := Decide(holder(), Action(action), o); d.Allowed {
			t.Errorf("%s allowed without a grant", action)
		}
		if d := Decide(holder(Grant{Role: Role(role), Scope: s}), Action(action), o); d.Allowed && !slices.Contains(Roles(), Role(role)) {
			t.Errorf("%s allowed to role %q", action, role)
		}
	})
}

// A right exercised for another is used when one has none of one's own, and a role that is
// named leaves the other rights of the person out.
func TestDecideAs(t *testing.T) {
	t.Parallel()
	brittany := Scope{AcademicRegion, "53"}
	own := Grant{ID: "own", Role: RegionRector, Scope: brittany}
	lent := Grant{ID: "lent", Role: RegionRector, Scope: brittany, DelegatedFrom: "x"}
	delegate := Grant{ID: "delegate", Role: RegionalDelegate, Scope: brittany}
	o := Object{Kind: DossierKind, Within: []Scope{brittany}, Phase: Proposal}
	for _, tt := range []struct {
		name   string
		who    Subject
		as     Role
		action Action
		want   string // grant, empty for no
	}{
		{"own before lent", holder(lent, own), RegionRector, DossierSign, "own"},
		{"lent when alone", holder(lent, delegate), RegionRector, DossierSign, "lent"},
		{"not as another", holder(own, delegate), RegionalDelegate, DossierSign, ""},
		{"whichever role", holder(own, delegate), "", DossierSend, "delegate"},
	} {
		if got := DecideAs(tt.who, tt.as, tt.action, o); got.Grant.ID != tt.want || got.Allowed != (tt.want != "") {
			t.Errorf("%s: %+v, want %q", tt.name, got, tt.want)
		}
	}
}
