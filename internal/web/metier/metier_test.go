package metier

import (
	"errors"
	"slices"
	"testing"

	"continuum/internal/fault"
	"continuum/internal/training"
	"continuum/internal/training/trainingtest"
	"continuum/internal/web/page"
	"continuum/internal/web/pagetest"
	"continuum/internal/web/webtest"
)

func TestPage(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, rome string
		checks     []webtest.Checker
	}{
		{"words and trainings by level", trainingtest.Welder, []webtest.Checker{
			webtest.In("h1", webtest.HasText("Soudage manuel")),
			webtest.In("#mots", webtest.HasText("Soudeur / Soudeuse naval")),
			webtest.In("#niveau-3 a[href=/formations/50025438]"),
			webtest.In("#niveau-3 .number", webtest.HasText("Établissements")),
			webtest.Each("#niveau-3 tbody .number", webtest.HasText("4")),
			webtest.In("#niveau-4 a[href=/formations/40025411]"),
			webtest.In("#besoins", webtest.HasText("plutôt que d’inventer un lien")),
			webtest.Count("#tableau-sources tbody tr", 1),
		}},
		{"no training known", "N3103", []webtest.Checker{
			webtest.In("#formations .unknown"), webtest.In("#mots .unknown"), webtest.None("#formations table"),
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			pagetest.Check(t, Page, "/metiers/"+tt.rome, tt.rome, tt.checks...)
			pagetest.Document(t, Page, "/en/metiers/"+tt.rome, tt.rome)
		})
	}
}

func TestAddresses(t *testing.T) {
	t.Parallel()
	a := pagetest.Ask(t, Page, "/en/metiers/h2913", "h2913")
	if a.Redirect != "/en/metiers/H2913" || !a.Moved {
		t.Errorf("redirected to %q, want /en/metiers/H2913", a.Redirect)
	}
	for _, asked := range []string{"H2914", "soudage-manuel"} {
		_, err := Page(pagetest.Request(t, "/metiers/x", asked))
		var s *page.Suggest
		if !errors.As(err, &s) || fault.KindOf(err) != fault.NotFound {
			t.Fatalf("%s: %v, want a not-found error with hints", asked, err)
		}
		if !slices.ContainsFunc(s.Hints, func(h page.Hint) bool { return h.Path == "/metiers/H2913" }) {
			t.Errorf("%s: hints %v, want H2913 among them", asked, s.Hints)
		}
	}
}

// What is closed and taught nowhere is counted, not listed; the rest is listed once.
func TestGroups(t *testing.T) {
	t.Parallel()
	r := pagetest.Request(t, "/", "")
	m := &training.Model{
		Establishments: []training.Establishment{{UAI: "A"}, {UAI: "B"}},
		Qualifications: []training.Qualification{
			{ID: "a", Label: "Ancien", Level: 3},
			{ID: "b", Label: "Fermé mais enseigné", Level: 3},
			{ID: "c", Label: "Ouvert", Level: 4, Active: true},
		},
		Offers: []training.Offer{
			{ID: "1", Qualification: 1, Establishment: 0}, {ID: "2", Qualification: 1, Establishment: 1}, {ID: "3", Qualification: 1, Establishment: 1},
		},
		Occupations: []training.Occupation{{ROME: "X", Qualifications: []int32{0, 1, 2}}},
	}
	m.Index()
	v := newView(r, m, 0)
	groups, closed := v.Groups()
	if closed != 1 || len(groups) != 2 || groups[0].Ways[0].Places != 2 || groups[1].Ways[0].Places != 0 {
		t.Errorf("Groups = %+v, %d closed", groups, closed)
	}
}
