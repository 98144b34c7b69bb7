package training_test

import (
	"testing"

	"continuum/internal/training"
)

// Every sector has families it surely trains for, none twice, each for a reason.
func TestNeedRules(t *testing.T) {
	t.Parallel()
	type pair struct{ sector, fap string }
	seen, sure := make(map[pair]bool), make(map[string]int)
	for _, r := range training.NeedRules() {
		if seen[pair{r.Sector, r.FAP}] {
			t.Errorf("%s %s: twice", r.Sector, r.FAP)
		}
		seen[pair{r.Sector, r.FAP}] = true
		if r.Confidence == 0 || r.Why == "" {
			t.Errorf("%s %s: no confidence or no reason", r.Sector, r.FAP)
		}
		if r.Confidence == training.Sure {
			sure[r.Sector]++
		}
		if sector := r.Sector; len(sector) != 4 {
			t.Errorf("sector %q", sector)
		}
	}
	for _, s := range []string{"ALIM", "BATI", "CREA", "ENER", "LOGI", "MATE", "MECA", "MOBI", "NUME", "SERV", "TOUR"} {
		if sure[s] < 3 {
			t.Errorf("%s: %d families for sure", s, sure[s])
		}
	}
	sectors := make(map[string]bool)
	for p := range seen {
		sectors[p.sector] = true
	}
	if len(sectors) != 12 {
		t.Errorf("%d sectors, want 12", len(sectors))
	}
}
