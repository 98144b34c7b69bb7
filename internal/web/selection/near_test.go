package selection

import (
	"slices"
	"testing"

	"continuum/internal/catalog"
	"continuum/internal/geo"
)

// A place puts the nearest first and chooses nothing; an order that is asked for wins.
func TestNear(t *testing.T) {
	t.Parallel()
	c := world(t)
	brest := &geo.Commune{Code: "29019", Name: "Brest", Point: geo.Point{Lat: 48.4, Lon: -4.49}}
	for _, tt := range []struct {
		s    Selection
		want []string
	}{
		{Selection{Page: 1}, []string{"bois", "eco", "mer", "zinc"}},
		{Selection{Page: 1, Near: brest}, []string{"mer", "eco", "bois", "zinc"}}, // without a point, last, by name
		{Selection{Page: 1, Near: brest, Order: Order{By: ByCity}}, []string{"mer", "bois", "eco", "zinc"}},
	} {
		r, err := tt.s.Run(c, today)
		if err != nil {
			t.Fatal(err)
		}
		got := slugs(r.Hits)
		if tt.s.Near == nil {
			slices.Sort(got)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("near %v by %q: %v, want %v", tt.s.Near, tt.s.Order, got, tt.want)
		}
		for _, h := range r.Hits {
			if km, ok := tt.s.Km(h.Campus); ok != (tt.s.Near != nil && h.Campus.Drawn()) || ok && h.Campus.Slug == "mer" && km > 2 {
				t.Errorf("%s is at %.0f km, %v", h.Campus.Slug, km, ok)
			}
		}
	}
	if km, ok := (Selection{Near: brest}).Km(&catalog.Campus{}); ok || km != 0 {
		t.Errorf("a campus without a point is at %.0f km", km)
	}
}
