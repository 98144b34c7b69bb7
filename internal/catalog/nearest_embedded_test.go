package catalog_test

import (
	"strings"
	"testing"
)

func TestNearestOfTheEmbeddedRegister(t *testing.T) {
	t.Parallel()
	c := embedded(t)
	for _, tt := range []struct{ kind, asked, first string }{
		{"campus", "bretagne-industrie-de-la-mer", "bretagne-industries-de-la-mer"},
		{"campus", "industries-mer", "bretagne-industries-de-la-mer"},
		{"campus", "cherbourg", "cherbourg-industrie-energies"},
		{"sector", "tourisme", "tourisme-gastronomie"},
		{"sector", "chimie-et-biotechnologie", "chimie-biotechnologies"},
		{"territory", "region-bretange", "region-bretagne"},
		{"territory", "finistere", "departement-finistere"},
		{"territory", "académie-de-rennes", "academie-rennes"},
	} {
		var slugs []string
		switch tt.kind {
		case "campus":
			for _, x := range c.Nearest(tt.asked, 5) {
				slugs = append(slugs, x.Slug)
			}
		case "sector":
			for _, x := range c.NearestSectors(tt.asked, 5) {
				slugs = append(slugs, x.Slug)
			}
		case "territory":
			for _, x := range c.NearestTerritories(tt.asked, 5) {
				slugs = append(slugs, x.Slug)
			}
		}
		if len(slugs) == 0 || len(slugs) > 5 || slugs[0] != tt.first {
			t.Errorf("nearest %s to %q = %v, want %s first", tt.kind, tt.asked, slugs, tt.first)
		}
	}
	if got := c.NearestTerritories(strings.Repeat("bretagne-", 1000), 5); got != nil {
		t.Errorf("a slug of 9,000 bytes is near %d territories, want none", len(got))
	}
	if got := c.Nearest("bretagne", -1); got != nil {
		t.Errorf("Nearest(…, -1) = %v, want none", got)
	}
}
