package tie_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"continuum/internal/account"
	"continuum/internal/campus"
	"continuum/internal/expertise"
	"continuum/internal/expertise/tie"
	"continuum/internal/labelling"
	"continuum/internal/ruleset"
	"continuum/internal/web/pagetest"
)

const sea campus.ID = "bretagne-industries-de-la-mer"

func seaCase() *labelling.Case {
	return &labelling.Case{
		Rules: ruleset.Named("cmq-2018").Rules, Call: &labelling.Call{Title: "Appel de 2026"},
		Dossier: &labelling.Dossier{
			ID: "d1", Kind: "renewal", Campus: string(sea), Values: map[string]labelling.Version{"title": {By: "wrote"}},
			Pieces: []labelling.Attachment{{By: "attached"}}, Signatures: []labelling.Signature{{Person: "signed"}},
		},
	}
}

// Who works for a member that the register knows is in conflict with each dossier of its
// campus, by any of its codes, however it is written, and nothing else was typed.
func TestEmployerConflicts(t *testing.T) {
	t.Parallel()
	c := pagetest.Catalog(t)
	var school *campus.Organisation
	of := seaCase()
	for i := range c.Organisations {
		if o := &c.Organisations[i]; o.UAI != "" {
			school, of.Dossier.Campus = o, string(c.Memberships(o.ID)[0].Campus.ID)
			break
		}
	}
	if school == nil {
		t.Fatal("no member of a campus has a UAI")
	}
	d := tie.Dossier(c, of, nil, nil)
	who := account.Subject{Person: account.Person{ID: "x"}}
	for _, employer := range []string{string(school.UAI), strings.ToLower(string(school.UAI)), string(school.ID)} {
		e := tie.Expert(c, who, &expertise.Profile{Employer: employer, Most: 3}, nil)
		found := expertise.ConflictsBetween(&e, &d)
		if len(found) == 0 || found[0].Why != expertise.SameOrganisation || tie.Organisation(c, found[0].Evidence).Name != school.Name {
			t.Errorf("employed by %s: conflicts %+v", employer, found)
		}
	}
	e := tie.Expert(c, who, &expertise.Profile{Employer: "9999999Z", Most: 3}, nil)
	if found := expertise.ConflictsBetween(&e, &d); len(found) > 0 {
		t.Errorf("employed elsewhere: %+v", found)
	}
}

// A dossier is where its campus is, and known by all who had a hand in it.
func TestDossier(t *testing.T) {
	t.Parallel()
	d := tie.Dossier(pagetest.Catalog(t), seaCase(), []string{"submitted"}, []string{"instructed"})
	if !strings.Contains(d.Asks, "Appel de 2026") || d.Region != "53" || d.Sector == "" || d.Readers != 2 || len(d.Parties.Organisations) < 3 {
		t.Errorf("dossier %+v", d)
	}
	d.Parties.Organisations = nil
	want := expertise.Parties{Authors: []string{"attached", "submitted", "wrote"}, Signatories: []string{"signed"}, Instructors: []string{"instructed"}}
	if diff := cmp.Diff(want, d.Parties); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	// A campus that the register does not hold yet lies where its dossier says.
	of := seaCase()
	of.Dossier.Campus, of.Dossier.Academie, of.Dossier.Organisation = "", "14", "0290000A"
	d = tie.Dossier(pagetest.Catalog(t), of, nil, nil)
	if d.Region != "53" || !slices.Equal(d.Parties.Organisations, []string{"0290000A"}) {
		t.Errorf("new campus: %+v", d)
	}
}

// Rights tell what someone is tied to: a campus, an organisation, a region that they
// propose for; what they did shows in past dossiers and hands.
func TestExpertConflicts(t *testing.T) {
	t.Parallel()
	c := pagetest.Catalog(t)
	d := tie.Dossier(c, seaCase(), nil, []string{"handled"})
	carrier := string(c.CampusOf(sea).Members[0].Organisation.ID)
	for name, tt := range map[string]struct {
		id, role, scope string
		past            map[expertise.DossierID]campus.ID
		want            expertise.Why
	}{
		"directs the campus":      {"x", "director", "campus/" + string(sea), nil, expertise.CampusMember},
		"speaks for a member":     {"x", "member", "organisation/" + carrier, nil, expertise.SameOrganisation},
		"serves the region":       {"x", "regional_delegate", "academic_region/53", nil, expertise.Instructed},
		"serves its académie":     {"x", "correspondent", "academie/14", nil, expertise.Instructed},
		"inspects there":          {"x", "inspector", "academie/14", nil, ""},
		"serves another":          {"x", "regional_delegate", "academic_region/52", nil, ""},
		"wrote":                   {"wrote", "expert", "national", nil, expertise.Author},
		"signed":                  {"signed", "expert", "national", nil, expertise.Signatory},
		"instructed":              {"handled", "expert", "national", nil, expertise.Instructed},
		"may write in it":         {"x", "carrier", "dossier/d1", nil, expertise.Carrier},
		"may write in another":    {"x", "carrier", "dossier/d2", nil, ""},
		"had a hand in the last":  {"x", "expert", "national", map[expertise.DossierID]campus.ID{"d0": sea}, expertise.PastDossier},
		"had a hand in another's": {"x", "expert", "national", map[expertise.DossierID]campus.ID{"d0": "bois"}, ""},
	} {
		scope, err := account.ParseScope(tt.scope)
		if err != nil {
			t.Fatal(err)
		}
		who := account.Subject{Person: account.Person{ID: account.PersonID(tt.id)}, Grants: []account.Grant{{Role: account.Role(tt.role), Scope: scope}}}
		e := tie.Expert(c, who, &expertise.Profile{Most: 1}, tt.past)
		var got expertise.Why
		if found := expertise.ConflictsBetween(&e, &d); len(found) > 0 {
			got = found[0].Why
		}
		if got != tt.want {
			t.Errorf("%s: conflict %q, want %q", name, got, tt.want)
		}
	}
}
