package expertise

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"continuum/internal/campus"
	"continuum/internal/fault"
)

func TestConflictsBetween(t *testing.T) {
	t.Parallel()
	type found map[Why]string
	for _, tt := range []struct {
		name string
		e    Ties
		d    Dossier
		want found
	}{
		{"nothing in common", Ties{Organisations: []string{"0350001A"}, Campuses: []campus.ID{"mer"}, Instructs: []string{"53"}}, Dossier{Campus: "bois", Region: "75", Parties: Parties{Organisations: []string{"0560026Z"}}}, found{}},
		{"nothing known", Ties{}, Dossier{Parties: Parties{Organisations: []string{""}, Signatories: []string{""}}}, found{}},
		{"the same school, written otherwise", Ties{Organisations: []string{"0560026z "}}, Dossier{Parties: Parties{Organisations: []string{"0560026Z"}}}, found{SameOrganisation: "0560026z"}},
		{"two establishments of a company", Ties{Organisations: []string{"552 081 317 66522"}}, Dossier{Parties: Parties{Organisations: []string{"55208131700013"}}}, found{SameOrganisation: "552081317"}},
		{"a company and its establishment", Ties{Organisations: []string{"552081317"}}, Dossier{Parties: Parties{Organisations: []string{"55208131766522"}}}, found{SameOrganisation: "552081317"}},
		{"nine letters are no company", Ties{Organisations: []string{"lycee-abc-x"}}, Dossier{Parties: Parties{Organisations: []string{"lycee-abc-y"}}}, found{}},
		{"member", Ties{Campuses: []campus.ID{"mer"}}, Dossier{Campus: "mer"}, found{CampusMember: "mer"}},
		{"a new campus has no members yet", Ties{Campuses: []campus.ID{""}}, Dossier{}, found{}},
		{"signatory and author", Ties{Person: "Anne Le Goff"}, Dossier{Parties: Parties{Signatories: []string{"ANNE LE GOFF"}, Authors: []string{"x", "Anne  Le Goff"}}}, found{Signatory: "Anne Le Goff", Author: "Anne Le Goff"}},
		{"instructed", Ties{Instructs: []string{"28", "53"}}, Dossier{Region: "53"}, found{Instructed: "53"}},
		{"a right on it alone", Ties{Dossiers: []DossierID{"2026-1"}}, Dossier{ID: "2026-1"}, found{Carrier: "2026-1"}},
		{"a right on another", Ties{Dossiers: []DossierID{"2026-2"}}, Dossier{ID: "2026-1"}, found{}},
		{"an earlier dossier", Ties{Past: map[DossierID]campus.ID{"2019-12": "mer"}}, Dossier{ID: "2026-1", Campus: "mer"}, found{PastDossier: "2019-12"}},
		{"this very dossier is not an earlier one", Ties{Past: map[DossierID]campus.ID{"2026-1": "mer"}}, Dossier{ID: "2026-1", Campus: "mer"}, found{}},
	} {
		got := found{}
		for _, c := range ConflictsBetween(&Expert{ID: "e", Ties: tt.e}, &tt.d) {
			got[c.Why] = c.Evidence
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

func TestConflictsOrder(t *testing.T) {
	t.Parallel()
	experts := []Expert{{ID: "b", Ties: Ties{Instructs: []string{"53"}, Campuses: []campus.ID{"mer"}}}, {ID: "a", Ties: Ties{Instructs: []string{"53"}}}}
	dossiers := []Dossier{{ID: "2", Region: "53"}, {ID: "1", Region: "53", Campus: "mer"}}
	var got []string
	for _, c := range Conflicts(experts, dossiers) {
		got = append(got, string(c.Dossier)+string(c.Expert)+" "+string(c.Why))
	}
	want := []string{"1a instructed", "1b instructed", "1b member", "2a instructed", "2b instructed"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestMayRead(t *testing.T) {
	t.Parallel()
	none, some := &Declaration{Stance: NoConflict}, &Declaration{Stance: HasConflict, Reason: "my brother"}
	for _, tt := range []struct {
		name     string
		found    []Conflict
		declared *Declaration
		want     bool
	}{
		{"nothing said", nil, nil, false},
		{"no conflict declared", nil, none, true},
		{"a conflict declared", nil, some, false},
		{"no conflict declared against data", []Conflict{{Why: CampusMember}}, none, false},
		{"something that is no stance", nil, &Declaration{Stance: "maybe"}, false},
	} {
		if got := MayRead(tt.found, tt.declared); got != tt.want {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
	if c, is := some.Conflict(); !is || c.Why != Declared || c.Evidence != "my brother" {
		t.Errorf("Conflict = %v, %v", c, is)
	}
	if _, is := none.Conflict(); is {
		t.Error("no conflict is one")
	}
}

func TestAssignRefusesInput(t *testing.T) {
	t.Parallel()
	ok := func() *Problem {
		return &Problem{
			Dossiers: []Dossier{{ID: "d", Readers: 2}},
			Experts:  []Expert{{ID: "a", College: Economic, Most: 1}, {ID: "b", College: Public, Most: 1}},
		}
	}
	if _, err := Assign(ok()); err != nil {
		t.Fatal(err)
	}
	for name, wrong := range map[string]func(*Problem){
		"no dossier":              func(p *Problem) { p.Dossiers = nil },
		"too many":                func(p *Problem) { p.Dossiers = make([]Dossier, MaxDossiers+1) },
		"too many pairs":          func(p *Problem) { p.Dossiers, p.Experts = make([]Dossier, MaxDossiers), make([]Expert, MaxExperts) },
		"a dossier twice":         func(p *Problem) { p.Dossiers = append(p.Dossiers, p.Dossiers[0]) },
		"a dossier without name":  func(p *Problem) { p.Dossiers[0].ID = "" },
		"no reader":               func(p *Problem) { p.Dossiers[0].Readers = 0 },
		"readers without bound":   func(p *Problem) { p.Dossiers[0].Readers = MaxReaders + 1 },
		"an expert twice":         func(p *Problem) { p.Experts[1].ID = "a" },
		"an expert without name":  func(p *Problem) { p.Experts[1].ID = "" },
		"no college":              func(p *Problem) { p.Experts[1].College = "" },
		"one college twice":       func(p *Problem) { p.Rules.Colleges = Sides{"state", "state"} },
		"a college of elsewhere":  func(p *Problem) { p.Rules.Colleges = Sides{"regions", "state"} },
		"least above most":        func(p *Problem) { p.Experts[1].Least = 2 },
		"a negative least":        func(p *Problem) { p.Experts[1].Least = -1 },
		"a load without bound":    func(p *Problem) { p.Experts[1].Most = MaxLoad + 1 },
		"a negative weight":       func(p *Problem) { p.Rules.Weights.Sector = -1 },
		"a weight without bound":  func(p *Problem) { p.Rules.Weights.Load = MaxWeight + 1 },
		"a negative difference":   func(p *Problem) { p.Rules.Difference = -2 },
		"difference out of bound": func(p *Problem) { p.Rules.Difference = MaxReaders + 1 },
	} {
		p := ok()
		wrong(p)
		if _, err := Assign(p); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v, want Invalid", name, err)
		}
	}
}

func TestShare(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ readers, difference, fewest, most int }{
		{2, 0, 1, 1},
		{4, 0, 2, 2},
		{4, 1, 2, 2}, // an odd difference can't be had of an even number
		{4, 2, 1, 3},
		{4, 20, 0, 4},
		{4, -1, 0, 4},
		{3, 0, 1, 2}, // half of three is nobody
		{3, 1, 1, 2},
		{3, 2, 1, 2},
		{3, 3, 0, 3},
		{1, 0, 0, 1},
	} {
		if fewest, most := (Rules{Difference: tt.difference}).share(tt.readers); fewest != tt.fewest || most != tt.most {
			t.Errorf("share(%d readers, %d apart) = %d to %d, want %d to %d", tt.readers, tt.difference, fewest, most, tt.fewest, tt.most)
		}
	}
}
