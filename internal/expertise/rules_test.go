package expertise

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"continuum/internal/fault"
	"continuum/internal/ruleset"
)

func TestRulesOf(t *testing.T) {
	t.Parallel()
	if len(ruleset.Embedded()) == 0 {
		t.Fatal("no référentiel")
	}
	for _, f := range ruleset.Embedded() {
		if _, err := RulesOf(f.Rules); err != nil {
			t.Errorf("%s: %v", f.Name, err)
		}
	}
	r := *ruleset.Named("cmq-2018").Rules
	got, err := RulesOf(&r)
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Grid.Criteria) != 11 {
		t.Errorf("%d criteria, want 11", len(got.Grid.Criteria))
	}
	got.Grid.Criteria = nil
	if diff := cmp.Diff(PanelRules{
		Ruleset: "cmq-2018", Colleges: Sides{Economic, Public}, Quorum: 50, VoteMinutes: 30,
		Grid: Grid{EvidenceFrom: 2, Terms: Terms{
			Opinions: []Opinion{Favourable, WithReserves, Deferred, Unfavourable}, Categories: []string{"campus", "excellence"}, MaxYears: 5,
		}},
	}, got); diff != "" {
		t.Errorf("rules of 2018 (-want +got):\n%s", diff)
	}
	for name, change := range map[string]func(*ruleset.Ruleset){
		"three colleges":      func(r *ruleset.Ruleset) { r.Panel.Colleges = append(r.Panel.Colleges, ruleset.College{ID: "x"}) },
		"a scale to five":     func(r *ruleset.Ruleset) { r.Scale = append(r.Scale, ruleset.Grade{Value: 5}) },
		"an opinion unheard":  func(r *ruleset.Ruleset) { r.Panel.Opinions = []ruleset.Opinion{{ID: "later"}} },
		"nothing to score on": func(r *ruleset.Ruleset) { r.Criteria = nil },
	} {
		r := *ruleset.Named("cmq-2018").Rules
		change(&r)
		if _, err := RulesOf(&r); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A vote lasts as long as the référentiel says, half an hour when it doesn't.
func TestVoteLasts(t *testing.T) {
	for minutes, want := range map[int]time.Duration{0: 30 * time.Minute, 5: 5 * time.Minute, 90: 90 * time.Minute} {
		r := PanelRules{VoteMinutes: minutes}
		if got := r.VoteLasts(); got != want {
			t.Errorf("VoteLasts with %d = %v, want %v", minutes, got, want)
		}
	}
}

// What an expert reads of settled dossiers counts in what they may read still.
func TestWithout(t *testing.T) {
	p := &Problem{
		Dossiers: []Dossier{{ID: "d1"}, {ID: "d2"}}, Experts: []Expert{{ID: "a", Least: 1, Most: 1}, {ID: "b", Most: 2}},
		Conflicts: []Conflict{{Pair: Pair{"b", "d1"}}, {Pair: Pair{"b", "d2"}}},
	}
	q := p.Without(map[DossierID]bool{"d1": true}, []Pair{{"a", "d1"}, {"b", "d2"}})
	want := &Problem{Dossiers: p.Dossiers[1:], Experts: []Expert{{ID: "a"}, {ID: "b", Most: 2}}, Conflicts: p.Conflicts[1:]}
	if diff := cmp.Diff(want, q); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if p.Experts[0].Most != 1 || len(p.Dossiers) != 2 {
		t.Errorf("it changed %+v", p)
	}
}
