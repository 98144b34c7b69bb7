package training

import "testing"

func TestOfferID(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		route Route
		mode  Mode
		year  int8
		want  string
	}{
		{School, OnSite, 1, "40025411.0290102D.s1"},
		{School, OnSite, 2, "40025411.0290102D.s2"},
		{Apprenticeship, OnSite, 1, "40025411.0290102D.a1"},
		{Continuing, Distance, 1, "40025411.0290102D.cd1"},
	} {
		if got := OfferID("40025411", "0290102D", tt.route, tt.mode, tt.year); got != tt.want {
			t.Errorf("OfferID(%v, %v, %d) = %q, want %q", tt.route, tt.mode, tt.year, got, tt.want)
		}
	}
}

func TestRouteNames(t *testing.T) {
	t.Parallel()
	for _, r := range []Route{School, Apprenticeship, Continuing} {
		if got, ok := ParseRoute(r.String()); !ok || got != r {
			t.Errorf("ParseRoute(%q) = %v, %v", r.String(), got, ok)
		}
	}
	for _, s := range []string{"", "School", "scolaire"} {
		if r, ok := ParseRoute(s); ok {
			t.Errorf("ParseRoute(%q) = %v", s, r)
		}
	}
	if got := Route(9).String(); got != "" {
		t.Errorf("Route(9) = %q", got)
	}
}
