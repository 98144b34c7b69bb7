package labelling

import (
	"slices"
	"testing"
	"time"

	"continuum/internal/ruleset"
)

func TestStages(t *testing.T) {
	t.Parallel()
	c := newCase(t, "cmq-2018")
	closing := c.Call.Deadlines["national_closing"]
	for _, tt := range []struct {
		at    time.Time
		stage Stage
		next  string
	}{
		{opens.Add(-time.Second), Coming, "opening"},
		{opens, Running, "regional_closing"}, // at the instant itself it takes dossiers
		{closing.Add(-time.Microsecond), Running, "national_closing"},
		{closing, Ended, "admissibility"}, // and at this one it is too late
		{c.Call.Deadlines["publication"], Ended, ""},
	} {
		next := ""
		if s := c.Call.Next(c.Rules, tt.at); s != nil {
			next = s.ID
		}
		if stage := c.Call.StageAt(c.Rules, tt.at); stage != tt.stage || next != tt.next {
			t.Errorf("at %s: %s, then %q; want %s, then %q", tt.at, stage, next, tt.stage, tt.next)
		}
	}
}

// Each call of the past says when, how sure that is and what says so.
func TestHistory(t *testing.T) {
	t.Parallel()
	list := History()
	if len(list) != 5 || !slices.IsSortedFunc(list, func(a, b PastCall) int { return a.On.Compare(b.On) }) {
		t.Fatalf("history = %v, want five calls from the first on", list)
	}
	for _, c := range list {
		if c.ID == "" || c.On.IsZero() || c.Title == "" || c.Text == "" || !slices.Contains(ruleset.Certainties, c.Certainty) || slices.Contains(c.Sources, "") {
			t.Errorf("call %s = %+v lacks something", c.ID, c)
		}
		if c.NOR != "" && !norForm.MatchString(c.NOR) {
			t.Errorf("call %s: NOR %q", c.ID, c.NOR)
		}
	}
}
