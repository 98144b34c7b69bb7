package cli

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"continuum/internal/catalog"
	"continuum/internal/geo"
	"continuum/internal/seed"
	"continuum/internal/training/trainingtest"
)

// world is the embedded register with the small offer of tests.
var world = sync.OnceValues(func() (*catalog.Catalog, error) {
	records, _, err := seed.Load()
	if err != nil {
		return nil, err
	}
	atlas, err := geo.Load()
	if err != nil {
		return nil, err
	}
	return catalog.Build(records, atlas, trainingtest.Model(), 1, time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC))
})

func TestChosenOffers(t *testing.T) {
	t.Parallel()
	cat, err := world()
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name  string
		flags chosenOffers
		want  int // offers chosen, of 31
	}{
		{"all", chosenOffers{}, 31},
		{"a region", chosenOffers{Region: []string{"53"}}, 23},
		{"two départements", chosenOffers{Departement: []string{"29", "35"}}, 10},
		{"an establishment and a level", chosenOffers{UAI: []string{trainingtest.LorientPro}, Level: []int8{3}}, 2},
		{"a former identifier", chosenOffers{Qualification: []string{trainingtest.FormerBUT}}, 2},
		{"a route", chosenOffers{Route: []string{"continuing"}}, 1},
		{"a sector and an académie", chosenOffers{Sector: []string{"ALIM"}, Academie: []string{"14"}}, 2},
		{"a commune", chosenOffers{Commune: []string{"29019"}}, 5},
		{"a campus whose members the offer does not know", chosenOffers{Campus: []string{"bretagne-industries-de-la-mer"}}, 0},
	} {
		f, err := tt.flags.filter(cat)
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		if got := len(cat.Offers(f)); got != tt.want {
			t.Errorf("%s: %d offers, want %d", tt.name, got, tt.want)
		}
	}
	for _, tt := range []struct {
		flags chosenOffers
		want  string
	}{
		{chosenOffers{Region: []string{"99"}}, "--region"},
		{chosenOffers{Departement: []string{"9"}}, "--departement"},
		{chosenOffers{Academie: []string{"Rennes"}}, "--academie"},
		{chosenOffers{Commune: []string{"29200"}}, "postal"},
		{chosenOffers{UAI: []string{"0000000A"}}, "--uai"},
		{chosenOffers{Qualification: []string{"x"}}, "--qualification"},
		{chosenOffers{Campus: []string{"bretagne-industrie-de-la-mer"}}, "bretagne-industries-de-la-mer"},
		{chosenOffers{Level: []int8{2}}, "--level"},
		{chosenOffers{Sector: []string{"X"}}, "--sector"},
		{chosenOffers{Route: []string{"scolaire"}}, "--route"},
	} {
		_, err := tt.flags.filter(cat)
		if _, misused := errors.AsType[usage](err); !misused || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%+v: %v, want a misuse that names %s", tt.flags, err, tt.want)
		}
	}
}
