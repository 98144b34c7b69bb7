package storetest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"continuum/internal/fault"
	"continuum/internal/store"
)

// patches is a scenario as the store takes it.
const patches = `[{"do":"open","qualification":"40025411","establishment":"0560026Z","capacity":24}]`

func scenarioKept(t *testing.T, fresh Fresh) {
	db := open(t, fresh(t))
	_, before := records(t, db)
	hash := store.ScenarioHash(patches)
	if _, err := db.Scenario(t.Context(), hash); fault.KindOf(err) != fault.NotFound {
		t.Errorf("before it is kept: %v, want NotFound", err)
	}
	for range 2 { // keeping it again is no fault
		if err := db.KeepScenario(t.Context(), hash, patches); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := db.Scenario(t.Context(), hash); got != patches || err != nil {
		t.Errorf("Scenario = %q, %v", got, err)
	}
	if _, after := records(t, db); after != before {
		t.Errorf("the generation moved from %d to %d", before, after)
	}
	clean(t, db)
}

func scenarioBounds(t *testing.T, fresh Fresh) {
	cfg := fresh(t)
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	cfg.Now, cfg.MaxScenarios = func() time.Time { return now }, 3
	db := open(t, cfg)
	keep := func(text string) error { return db.KeepScenario(t.Context(), store.ScenarioHash(text), text) }
	for _, tt := range []struct{ name, hash, text, field string }{
		{"another hash", store.ScenarioHash("[1]"), "[2]", "hash"},
		{"nothing", store.ScenarioHash(""), "", "scenario"},
		{"too long", store.ScenarioHash(strings.Repeat(" ", store.MaxScenario+1)), strings.Repeat(" ", store.MaxScenario+1), "scenario"},
	} {
		if err := db.KeepScenario(t.Context(), tt.hash, tt.text); fault.KindOf(err) != fault.Invalid || field(err) != tt.field {
			t.Errorf("%s: %v, want Invalid in %s", tt.name, err, tt.field)
		}
	}
	for i := range 3 {
		if err := keep(fmt.Sprintf("[%d]", i)); err != nil {
			t.Fatal(err)
		}
		now = now.Add(time.Hour)
	}
	if err := keep("[3]"); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("one more than there is room for: %v, want Unavailable", err)
	}
	if err := keep("[0]"); err != nil { // renewed: it is the last to leave
		t.Errorf("what is kept is kept again: %v", err)
	}
	now = now.Add(store.ScenarioLife - time.Minute)
	if err := keep("[3]"); err != nil {
		t.Errorf("old ones leave: %v", err)
	}
	for text, there := range map[string]bool{"[0]": true, "[1]": false, "[2]": false, "[3]": true} {
		if _, err := db.Scenario(t.Context(), store.ScenarioHash(text)); (err == nil) != there {
			t.Errorf("%s: %v, want there: %v", text, err, there)
		}
	}
}
