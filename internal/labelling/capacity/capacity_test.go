package capacity

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"continuum/internal/account"
	"continuum/internal/labelling"
	"continuum/internal/ruleset"
)

var (
	mer       = account.Scope{Kind: account.CampusScope, ID: "mer"}
	rennes    = account.Scope{Kind: account.Academie, ID: "14"}
	nantes    = account.Scope{Kind: account.Academie, ID: "17"}
	brittany  = account.Scope{Kind: account.AcademicRegion, ID: "53"}
	council   = account.Scope{Kind: account.Region, ID: "53"}
	school    = account.Scope{Kind: account.Organisation, ID: "school"}
	elsewhere = map[account.ScopeKind]string{
		account.CampusScope: "bois", account.Academie: "12", account.AcademicRegion: "52", account.Region: "52", account.Organisation: "other", account.DossierScope: "other",
	}
)

// before is someone with one role, on the dossier's own scope, before a dossier in a state.
func before(rules *ruleset.Ruleset, state ruleset.StateID, role account.Role, here bool) *Standing {
	place := Place{
		Home:     []account.Scope{{Kind: account.DossierScope, ID: "d"}, mer, rennes, brittany, council},
		Councils: []account.Scope{rennes, nantes},
		Members:  []account.Scope{school},
	}
	scope := account.Country
	for _, s := range slices.Concat(place.Home[1:], place.Members) {
		if slices.Contains(role.Scopes(), s.Kind) && scope == account.Country {
			scope = s
		}
	}
	if !here && scope != account.Country {
		scope.ID = elsewhere[scope.Kind]
	}
	return &Standing{
		Who:  account.Subject{Person: account.Person{ID: "p", State: account.Active}, Grants: []account.Grant{{ID: "g", Role: role, Scope: scope}}},
		Case: &labelling.Case{Rules: rules, Call: &labelling.Call{Opens: time.Unix(0, 0)}, Dossier: &labelling.Dossier{ID: "d", Kind: "renewal", Category: "campus", Campus: "mer", State: state}},
		Ties: account.Assigned | account.Declared, Presides: true, Place: place,
	}
}

func actsOf(s *Standing) string {
	var list []string
	for _, a := range s.Acts() {
		list = append(list, a.ID)
	}
	return strings.Join(list, " ")
}

// TestTable is who may try what in each state, written by hand from the process.
func TestTable(t *testing.T) {
	t.Parallel()
	rules := ruleset.Named("cmq-2018").Rules
	const leave = "withdraw"
	want := map[ruleset.StateID]map[account.Role]string{
		"intention":            {"regional_delegate": "accept_intention", "region_officer": "accept_intention"},
		"draft":                {"carrier": "submit_region", "director": "submit_region"},
		"incomplete":           {"carrier": "resubmit_region", "director": "resubmit_region"},
		"submitted_region":     {"regional_delegate": "find_incomplete find_complete", "academie_delegate": "find_incomplete find_complete", "region_officer": "find_incomplete find_complete"},
		"regional_instruction": {"regional_delegate": "open_consultations", "academie_delegate": "open_consultations"},
		"consultations":        {"regional_delegate": "open_signature", "region_officer": "open_signature"},
		"joint_proposal":       {"regional_delegate": "submit_national"},
		"submitted_national":   {"national_officer": "admit reject"},
		"expertise":            {"panel_president": "close_expertise"},
		"expert_opinion":       {"national_officer": "give_opinion"},
		"decision_pending":     {"minister": "label refuse defer"},
		"deferred":             {"national_officer": "resume"},
	}
	got := make(map[ruleset.StateID]map[account.Role]string)
	for _, state := range rules.States {
		for _, role := range account.Roles() {
			acts := actsOf(before(rules, state.ID, role, true))
			if role == account.RegionRector || role == account.RegionPresident {
				if (acts == leave) == state.Final {
					t.Errorf("%s in %s: %q", role, state.ID, acts)
				}
				continue
			}
			if acts != "" {
				if got[state.ID] == nil {
					got[state.ID] = make(map[account.Role]string)
				}
				got[state.ID][role] = acts
			}
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-by hand +told):\n%s", diff)
	}
}

// Every act of every référentiel may be tried by each role that it names, and a role that
// is held elsewhere opens nothing.
func TestNoDeadAct(t *testing.T) {
	t.Parallel()
	for _, f := range ruleset.Embedded() {
		for _, tr := range f.Rules.Transitions {
			for _, from := range tr.From {
				for _, role := range tr.By {
					s := before(f.Rules, from, account.Role(role), true)
					if !slices.ContainsFunc(s.Acts(), func(a Act) bool { return a.ID == tr.ID && a.Role == role && a.Grant.ID == "g" }) {
						t.Errorf("%s: %s can't %s from %s", f.Name, role, tr.ID, from)
					}
				}
			}
		}
		for _, state := range f.Rules.States {
			for _, role := range account.Roles() {
				if s := before(f.Rules, state.ID, role, false); !slices.Equal(role.Scopes(), []account.ScopeKind{account.National}) && role != account.Inspector && (s.Sees() || len(s.Acts()) > 0) {
					t.Errorf("%s: a %s of elsewhere sees a dossier in %s", f.Name, role, state.ID)
				}
			}
		}
		for i := range f.Rules.Fields {
			for _, role := range f.Rules.Fields[i].By {
				if _, ok := before(f.Rules, "draft", account.Role(role), true).Fills(&f.Rules.Fields[i]); !ok {
					t.Errorf("%s: %s can't fill %s", f.Name, role, f.Rules.Fields[i].ID)
				}
			}
		}
		for i := range f.Rules.Signatories {
			who := &f.Rules.Signatories[i]
			if _, ok := before(f.Rules, "joint_proposal", account.Role(who.Role), true).Signs(who); !ok {
				t.Errorf("%s: %s can't sign", f.Name, who.Role)
			}
		}
	}
}

func TestTies(t *testing.T) {
	t.Parallel()
	rules := ruleset.Named("cmq-2018").Rules
	expert := func(ties account.Tie) bool {
		s := before(rules, "expertise", account.Expert, true)
		s.Ties = ties
		return s.Sees()
	}
	if !expert(account.Assigned|account.Declared) || expert(account.Assigned) || expert(account.Declared) || expert(account.Assigned|account.Declared|account.Recused) {
		t.Error("an expert reads what was assigned, once declared, unless recused")
	}
	president := before(rules, "expertise", account.PanelPresident, true)
	if president.Presides = false; president.Sees() || len(president.Acts()) > 0 {
		t.Error("the president of another panel sees a dossier")
	}
	rector := before(rules, "joint_proposal", account.RegionRector, true)
	rector.Ties = account.Signed
	if _, ok := rector.Signs(rules.Signatory("recteur")); ok {
		t.Error("one who has signed may sign again")
	}
	if _, ok := before(rules, "joint_proposal", account.RegionRector, true).Signs(rules.Signatory("president")); ok {
		t.Error("a rector signs for the Region")
	}
}

// Who serves one académie records nothing for the council of another; the delegate of the
// région académique does for all.
func TestCouncils(t *testing.T) {
	t.Parallel()
	rules := ruleset.Named("cmq-2018").Rules
	caen := rules.Consultation("caen")
	for _, tt := range []struct {
		role  account.Role
		on    account.Scope
		place string
		want  bool
	}{
		{account.CaenSecretary, rennes, "14", true},
		{account.CaenSecretary, rennes, "17", false},
		{account.CaenSecretary, nantes, "17", true},
		{account.RegionalDelegate, brittany, "17", true},
		{account.CrefopSecretary, council, "14", false},
	} {
		s := before(rules, "consultations", tt.role, true)
		s.Who.Grants[0].Scope = tt.on
		if _, ok := s.Records(caen, tt.place); ok != tt.want {
			t.Errorf("%s of %s records for %s: %v, want %v", tt.role, tt.on, tt.place, ok, tt.want)
		}
		if !s.Reads() {
			t.Errorf("%s of %s does not read", tt.role, tt.on)
		}
	}
}

// Who writes with the team fills what the director fills, and nothing of the region's.
func TestFills(t *testing.T) {
	t.Parallel()
	rules := ruleset.Named("cmq-2018").Rules
	for _, tt := range []struct {
		role  account.Role
		state ruleset.StateID
		field string
		want  ruleset.Role
	}{
		{account.ProjectOfficer, "draft", "title", "director"},
		{account.Coordinator, "draft", "title", "director"},
		{account.Director, "draft", "title", "director"},
		{account.Member, "draft", "members", "member"},
		{account.Member, "draft", "title", ""},
		{account.RegionOfficer, "draft", "regional_steering", "region_officer"},
		{account.RegionOfficer, "draft", "title", ""},
		{account.ProjectOfficer, "draft", "regional_steering", ""},
		{account.Director, "submitted_region", "title", ""},
		{account.NationalOfficer, "draft", "title", ""},
	} {
		if got, _ := before(rules, tt.state, tt.role, true).Fills(rules.Field(tt.field)); got != tt.want {
			t.Errorf("%s fills %s in %s as %q, want %q", tt.role, tt.field, tt.state, got, tt.want)
		}
	}
}

// What someone sees, some right of theirs reaches, in every state of every référentiel: what
// is asked first hides nothing. Who has nothing there is told apart without the rest.
func TestReaches(t *testing.T) {
	t.Parallel()
	seen, hidden := 0, 0
	for _, f := range ruleset.Embedded() {
		for _, state := range f.Rules.States {
			for _, role := range account.Roles() {
				for _, here := range []bool{true, false} {
					s := before(f.Rules, state.ID, role, here)
					reaches := Reaches(s.Who, s.Place, true)
					if s.Sees() && !reaches {
						t.Errorf("%s: %s sees a dossier in %s that it does not reach", f.Rules.ID, role, state.ID)
					}
					if reaches {
						seen++
					} else {
						hidden++
					}
				}
			}
		}
	}
	if seen == 0 || hidden == 0 {
		t.Errorf("%d reach, %d do not: nothing was compared", seen, hidden)
	}
	s := before(ruleset.Named("cmq-2018").Rules, "expertise", account.Expert, true)
	if Reaches(s.Who, s.Place, false) || !Reaches(s.Who, s.Place, true) {
		t.Error("an expert reaches what no panel of theirs has, or not what one has")
	}
}
