package question

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"

	"continuum/internal/campus"
	"continuum/internal/catalog"
	"continuum/internal/geo"
	"continuum/internal/pathway"
	"continuum/internal/training/trainingtest"
)

func world(t testing.TB) *catalog.Catalog {
	t.Helper()
	atlas := geo.NewAtlas([]geo.Territory{{Kind: geo.Departement, Code: "35", Name: "Ille-et-Vilaine", Region: "53"}}, []geo.Commune{
		{Code: "35282", Name: "Saint-Martin", Departement: "35", Region: "53", Point: geo.Point{Lat: 48.1, Lon: -1.7}},
		{Code: "56121", Name: "Lorient", Departement: "56", Region: "53", Postcodes: []string{"56100"}, Population: 58000, Point: geo.Point{Lat: 47.75, Lon: -3.37}},
		{Code: "17369", Name: "Saint-Martin", Departement: "17", Region: "75", Point: geo.Point{Lat: 46.2, Lon: -1.36}},
	}, "IGN")
	r := &campus.Records{Sectors: []campus.Sector{{Code: "MECA", Slug: "mecanique", Label: "Mécanique", Rank: 1}, {Code: "SPAC", Slug: "espace", Label: "Espace", Rank: 2}}}
	cat, err := catalog.Build(r, atlas, trainingtest.Model(), 1, time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	return cat
}

func values(t testing.TB, query string) url.Values {
	t.Helper()
	v, err := url.ParseQuery(query)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// A name that several communes bear is not guessed: all are told.
func TestHomeIsNotGuessed(t *testing.T) {
	t.Parallel()
	cat := world(t)
	_, _, faults := Itineraries(cat, values(t, "from=saint+martin&level=5"))
	if len(faults) != 1 || faults[0].Name != "from" || !strings.Contains(faults[0].Detail, "2 communes") ||
		len(faults[0].Accepted) != 2 || !strings.HasPrefix(faults[0].Accepted[0], "17369") || !strings.HasPrefix(faults[0].Accepted[1], "35282") {
		t.Errorf("%+v", faults)
	}
	for _, from := range []string{"56121", "lorient", "LORIENT", "47.75,-3.37", "47.80,-3.37"} {
		q, home, faults := Itineraries(cat, url.Values{"from": {from}, "level": {"5"}})
		if len(faults) > 0 || geo.Km(q.Home, geo.Point{Lat: 47.75, Lon: -3.37}) > 6 || home.Point != q.Home {
			t.Errorf("%s: %+v %+v", from, q.Home, faults)
		}
	}
}

// A question about what nobody teaches is refused: an empty answer would be read as a
// territory without young people.
func TestSectorNobodyTeaches(t *testing.T) {
	t.Parallel()
	_, faults := Coverage(world(t), values(t, "sector=SPAC"))
	if len(faults) != 1 || faults[0].Name != "sector" || !strings.Contains(faults[0].Detail, "no qualification") {
		t.Errorf("%+v", faults)
	}
}

func TestRefused(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		err    error
		name   string
		detail string
	}{
		{&pathway.Invalid{Field: "home", Code: "bounds", Value: "x"}, "from", "out of bounds"},
		{&pathway.Invalid{Field: "starts.qualification", Code: "unknown"}, "after", "not known"},
		{&pathway.Invalid{Field: "target", Code: "contradiction"}, "level", "no qualification meets all"},
		{&pathway.Invalid{Field: "target.occupation", Code: "unknown"}, "occupation", "not known"},
		{&pathway.Invalid{Field: "scenario.3.offer", Code: "closed"}, "scenario", "patch 3, offer: already closed"},
		{&pathway.Invalid{Field: "scenario", Code: "bounds"}, "scenario", "out of bounds"},
		{&pathway.Invalid{Field: "area", Code: "unknown"}, "commune", "no commune"},
		{&pathway.Invalid{Field: "max_km", Code: "new"}, "max_km", "new"},
		{pathway.ErrTooWide, "max_km", "too much"},
	} {
		if f, ok := Refused(tt.err); !ok || f.Name != tt.name || !strings.Contains(f.Detail, tt.detail) {
			t.Errorf("%v: %+v", tt.err, f)
		}
	}
	if _, ok := Refused(context.Canceled); ok {
		t.Error("who left is told that the question is at fault")
	}
}

// Whatever is asked, it is refused by the name of a parameter, or answered, or refused
// by the engine in words that can be told.
func FuzzQuestions(f *testing.F) {
	for _, q := range []string{
		"from=56121&after=3e&level=7&max_km=120&boarding=yes&k=3",
		"from=Lorient&after=3&after=" + trainingtest.Welding + "&cfd=" + trainingtest.MetalBTS + "&routes=school&public=private",
		"from=47.75,-3.37&occupation=H2902&sector=MECA&avoid=" + trainingtest.General + "&remote=yes&located_only=yes",
		"departement=35&sector=MECA&max_km=30&detail=yes&level=5&limit=3",
		`scenario=[{"do":"open","qualification":"` + trainingtest.Welding + `","establishment":"` + trainingtest.BrestLycee + `","capacity":12},{"do":"unlink","from":"3e","to":"` + trainingtest.Welding + `"}]`,
		`scenario=[{"do":"close","offer":"x"}]&max_km=1e3`,
	} {
		f.Add(q)
	}
	cat := world(f)
	e := cat.Pathway()
	f.Fuzz(func(t *testing.T, query string) {
		v, err := url.ParseQuery(query)
		if err != nil {
			t.Skip()
		}
		tell := func(faults []Fault, ask func() error) {
			for _, fault := range faults {
				if fault.Name == "" || fault.Detail == "" {
					t.Errorf("%q: %+v", query, fault)
				}
			}
			if len(faults) > 0 {
				return
			}
			if err := ask(); err != nil {
				if f, ok := Refused(err); !ok || f.Name == "" || f.Detail == "" {
					t.Errorf("%q: %v", query, err)
				}
			}
		}
		q, _, faults := Itineraries(cat, v)
		tell(faults, func() error {
			a, err := e.Itineraries(t.Context(), q)
			if err == nil && len(a.Items) == 0 && a.None == nil {
				return errors.New("no itinerary, and no reason")
			}
			return err
		})
		c, faults := Coverage(cat, v)
		tell(faults, func() error { _, err := e.Coverage(t.Context(), c); return err })
		g, faults := Gaps(cat, v)
		tell(faults, func() error { _, err := e.Gaps(t.Context(), g); return err })
		s, _, faults := Scenario(cat, v)
		tell(faults, func() error { _, err := e.WhatIf(t.Context(), s); return err })
	})
}
