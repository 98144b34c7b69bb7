package labelling

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"continuum/internal/ruleset"
)

// told writes what is to do on one line: kind, what, note, by whom, before which step.
func told(list []Todo) string {
	var said []string
	for _, x := range list {
		roles := make([]string, len(x.By))
		for i, r := range x.By {
			roles[i] = string(r)
		}
		s := strings.TrimSpace(fmt.Sprintf("%s %s %s", x.Kind, x.What, x.Note)) + " by " + strings.Join(roles, ",")
		if x.Before != "" {
			s += " before " + x.Before
		}
		said = append(said, s)
	}
	return strings.Join(said, "; ")
}

// TestNext is whose turn it is in every state of every embedded référentiel, for a dossier in
// which nothing is done yet and for one in which all is; written by hand from the process.
func TestNext(t *testing.T) {
	t.Parallel()
	const (
		team       = "by carrier,director before "
		instruct   = " by regional_delegate,academie_delegate,region_officer"
		minister   = "act label by minister; act refuse by minister; act defer by minister"
		admit      = "act admit by national_officer; act reject by national_officer"
		complete   = "act find_incomplete" + instruct + "; act find_complete" + instruct
		caen       = " by regional_delegate,academie_delegate,caen_secretary before national_closing"
		crefop     = "opinion crefop by region_officer,crefop_secretary,regional_delegate before national_closing"
		deliver    = "act give_opinion by national_officer"
		openSign   = "act open_signature by regional_delegate,region_officer before national_closing"
		send       = "act submit_national by regional_delegate before national_closing"
		read       = "readers by national_officer"
		close      = "act close_expertise by panel_president"
		speak      = "panel by panel_president,expert"
		accept     = "act accept_intention by regional_delegate,region_officer"
		consult    = "act open_consultations by regional_delegate,academie_delegate"
		resume     = "act resume by national_officer"
		president  = "signature president by region_president before national_closing"
		submit     = "act submit_region " + team + "regional_closing"
		resubmit   = "act resubmit_region " + team + "national_closing"
		twoCouncil = "opinion caen 14" + caen + "; opinion caen 17" + caen + "; " + crefop
	)
	// What is to do now, and after it, with nothing done; then with all done.
	want := map[ruleset.StateID][4]string{
		"intention":            {accept, "", accept, ""},
		"draft":                {"fill", submit, submit, ""},
		"incomplete":           {"fill", resubmit, resubmit, ""},
		"submitted_region":     {complete, "", complete, ""},
		"regional_instruction": {consult, "", consult, ""},
		"consultations":        {"opinion caen ?" + caen + "; " + crefop, openSign, openSign, ""},
		"joint_proposal":       {"rector; " + president, send, send, ""},
		"submitted_national":   {admit, "", admit, ""},
		"expertise":            {read, close, close, ""},
		"expert_opinion":       {speak, deliver, deliver, ""},
		"decision_pending":     {minister, "", minister, ""},
		"deferred":             {resume, "", resume, ""},
		"inadmissible":         {}, "labelled": {}, "refused": {}, "withdrawn": {},
	}
	for _, f := range ruleset.Embedded() {
		for _, state := range f.Rules.States {
			w, ok := want[state.ID]
			if !ok {
				t.Errorf("%s: nothing is written of the state %s", f.Name, state.ID)
				continue
			}
			rector := "signature recteur by " + string(f.Rules.Signatory("recteur").Role) + " before national_closing"
			w[0] = strings.Replace(w[0], "rector;", rector+";", 1)
			if f.Rules.ID == "cmq-2014" && state.ID == "expert_opinion" { // article of 2014: the national council is heard before the decision
				w[0] += "; opinion cnee by national_officer,cnee"
			}
			empty, full := newCase(t, f.Rules.ID), newCase(t, f.Rules.ID)
			done(full)
			for i, c := range []*Case{empty, full} {
				c.Dossier.State = state.ID
				now, then := c.Next()
				got := [2]string{told(now), told(then)}
				if w[2*i] == "fill" && len(now) == 1 && now[0].Kind == ToFill && now[0].Count == len(c.MissingFields())+len(c.MissingPieces()) {
					got[0] = "fill"
				}
				if diff := cmp.Diff([2]string{w[2*i], w[2*i+1]}, got); diff != "" {
					t.Errorf("%s, %s (-by hand +told):\n%s", f.Name, state.ID, diff)
				}
				for _, x := range append(now, then...) {
					if !x.Until.Equal(c.Call.Deadlines[x.Before]) {
						t.Errorf("%s, %s: %s until %v", f.Name, state.ID, x.What, x.Until)
					}
				}
			}
		}
	}
	// Who reads late is told of the sheets; two académies have two councils.
	c := newCase(t, "cmq-2018")
	c.Dossier.State, c.Panel = "expertise", Panel{Readers: 3, Sheets: 1}
	if now, _ := c.Next(); told(now) != "sheets by expert" {
		t.Errorf("while experts read: %s", told(now))
	}
	fill(c)
	c.Dossier.State = "consultations"
	if now, _ := c.Next(); told(now) != twoCouncil {
		t.Errorf("two académies: %s", told(now))
	}
}

// done does all that the guards of the référentiel may ask for.
func done(c *Case) {
	fill(c)
	for _, body := range c.Rules.Consultations {
		places := []string{""}
		if body.Per == ruleset.Academie {
			places = c.Dossier.Academies()
		}
		for _, p := range places {
			c.Dossier.Opinions = append(c.Dossier.Opinions, Opinion{Body: body.ID, Academie: p, Stance: Favourable})
		}
	}
	c.Dossier.Seal = c.SealOf(opens)
	for _, who := range c.Rules.Signatories {
		c.Dossier.Signatures = append(c.Dossier.Signatures, Signature{Signatory: who.ID, Person: PersonID(who.ID), Role: who.Role, Hash: c.Dossier.Seal.Hash})
	}
	n := c.Rules.Panel.Readers.Value
	c.Panel = Panel{Readers: n, Sheets: n, Opinion: PanelOpinion{Opinion: c.Rules.Panel.Opinions[0].ID, Years: 3}}
}

// TestJudge says of each rule whether it holds, does not, or is for a person to judge; what is
// broken is what makes the dossier inadmissible.
func TestJudge(t *testing.T) {
	t.Parallel()
	for _, f := range ruleset.Embedded() {
		empty, full := newCase(t, f.Rules.ID), newCase(t, f.Rules.ID)
		empty.Dossier.Kind, full.Dossier.Kind, full.Dossier.Reserved = "renewal", "renewal", true
		empty.Dossier.Reserved = true
		done(full)
		for _, j := range empty.Judge() {
			if j.Finding != Unmet {
				t.Errorf("%s: %s is %s of an empty dossier", f.Name, j.ID, j.Finding)
			}
		}
		if len(empty.Judge()) != len(f.Rules.Eligibility) || len(empty.Ineligible()) != len(f.Rules.Eligibility) {
			t.Errorf("%s: %d of %d rules", f.Name, len(empty.Judge()), len(f.Rules.Eligibility))
		}
		for _, j := range full.Judge() {
			want := Met
			if j.ID == "agreement" || j.ID == "reserves" { // a file and a text that only a person understands
				want = ToJudge
			}
			if j.Finding != want {
				t.Errorf("%s: %s is %s, want %s", f.Name, j.ID, j.Finding, want)
			}
		}
		full.Dossier.Kind = "creation"
		if n := len(full.Judge()); n != len(f.Rules.Eligibility)-1 {
			t.Errorf("%s: a creation has %d rules", f.Name, n)
		}
	}
}
