package seed_test

import (
	"testing"

	"continuum/internal/campus"
	"continuum/internal/date"
	"continuum/internal/seed"
)

// labelled returns the slugs of the campuses whose label holds on the day.
func labelled(t *testing.T, r *campus.Records, day date.Day) map[string]campus.State {
	t.Helper()
	of := make(map[campus.ID][]campus.Label)
	for _, l := range r.Labels {
		of[l.Campus] = append(of[l.Campus], l)
	}
	held := make(map[string]campus.State)
	for _, c := range r.Campuses {
		if st := campus.StateOn(of[c.ID], day); st.Status.Holds() {
			held[c.Slug] = st
		}
	}
	return held
}

func TestEmbeddedDataset(t *testing.T) {
	t.Parallel()
	r, sum, err := seed.Load()
	if err != nil {
		t.Fatal(err)
	}
	if len(sum) != 64 {
		t.Errorf("checksum %q: want 64 hexadecimal digits", sum)
	}
	if got := len(r.Campuses); got != 95 {
		t.Errorf("%d campuses, want 95", got)
	}
	for _, tt := range []struct {
		day  string
		want int
	}{
		{"2012-12-31", 0},
		{"2013-08-31", 0},
		{"2013-09-11", 1}, // Cherbourg alone has a day
		{"2013-12-31", 10},
		{"2015-09-01", 21},
		{"2015-09-30", 21},
	} {
		day, err := date.ParseDay(tt.day)
		if err != nil {
			t.Fatal(err)
		}
		held := labelled(t, r, day)
		if len(held) != tt.want {
			t.Errorf("on %s, %d campuses are labelled, want %d: %v", tt.day, len(held), tt.want, held)
		}
		for slug, st := range held {
			if st.Status != campus.InForce {
				t.Errorf("on %s, %s is %s, want %s", tt.day, slug, st.Status, campus.InForce)
			}
		}
		if _, ok := held["bretagne-industries-de-la-mer"]; tt.want == 21 && !ok {
			t.Errorf("on %s, the Brittany sea campus is not labelled", tt.day)
		}
	}
}
