package api

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/routers"

	"continuum/internal/labelling"
	"continuum/internal/ruleset"
)

// announced is a call whose order labelled a campus of the world.
func announced() labelling.Announced {
	f := ruleset.Named("cmq-2018")
	opens := noon.Add(-time.Hour)
	return labelling.Announced{
		Call: labelling.Call{
			ID: "appel-2026", Title: "Appel de 2026", Rules: f.Rules.ID, Hash: f.Rules.Hash(), Kinds: []string{"renewal"}, Opens: opens, At: opens,
			Deadlines: labelling.Deadlines(f.Rules, opens, labelling.Paris()),
		},
		Ruleset: f.Rules, Example: true,
		Moved:   []labelling.Moved{{Step: "plenary", Now: opens.AddDate(1, 0, 0), Reason: "Grève", At: noon}},
		Answers: []labelling.Answer{{ID: "q", Question: "Faut-il un internat ?", Text: "Oui.", At: noon}},
		Granted: []labelling.Granted{{Order: "acte", Campus: "none", Category: "campus", Years: 5}},
	}
}

// callsKeepTheContract asks for a call of this site with all that one may hold.
func callsKeepTheContract(t *testing.T, router routers.Router) {
	t.Helper()
	h, current := serving(t, worldRecords(), worldAtlas())
	current.Load().Announce([]labelling.Announced{announced()})
	if w := check(t, h, router, "/api/v1/calls"); w.Code != http.StatusOK {
		t.Errorf("calls: %d %s", w.Code, w.Body)
	}
}

func TestCalls(t *testing.T) {
	t.Parallel()
	past := len(labelling.History())
	if list := read[List[ProjectCall]](t, get(world(t), "/api/v1/calls"), http.StatusOK); list.Total != past || list.Items[0].ID != "2017" || list.Items[0].Here || list.Items[0].Status != "closed" {
		t.Errorf("without a call of this site: %+v", list)
	}
	h, current := serving(t, worldRecords(), worldAtlas())
	current.Load().Announce([]labelling.Announced{announced()})
	w := get(h, "/api/v1/calls?limit=1")
	for _, secret := range []string{"dossier_id", `"by"`, `"actor"`} {
		if strings.Contains(w.Body.String(), secret) {
			t.Errorf("the answer says %s", secret)
		}
	}
	list := read[List[ProjectCall]](t, w, http.StatusOK)
	c := list.Items[0]
	if list.Total != past+1 || c.ID != "appel-2026" || !c.Here || c.Status != "open" || len(c.Kinds) != 1 || len(c.Categories) != 2 || len(c.Proposers) != 2 || len(c.Calendar) != 10 {
		t.Errorf("call = %+v", c)
	}
	if !c.Rules.Example || len(c.Rules.Criteria) != 11 || c.Rules.Criteria[10].Certainty != "press" || !strings.HasPrefix(c.Rules.Criteria[10].Source, "Titres") {
		t.Errorf("rules = %+v", c.Rules)
	}
	if c.Moved[0].Was != nil || c.Answers[0].Answer != "Oui." || len(c.Orders) != 0 {
		t.Errorf("call = %+v; an order that the register does not hold is left out", c)
	}
	// The next page begins after it.
	if next := read[List[ProjectCall]](t, get(h, *list.Next), http.StatusOK); next.Items[0].ID != "2017" {
		t.Errorf("the next page begins with %s", next.Items[0].ID)
	}
}
