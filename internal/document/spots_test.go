package document

import (
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"continuum/internal/geo"
)

// departements are one spot for each, each with its number of places.
func departements(t *testing.T) []Spot {
	t.Helper()
	a := national(t).Atlas
	var spots []Spot
	for i, d := range a.OfKind(geo.Departement) {
		spots = append(spots, Spot{Name: d.Name, Link: "?departement=" + d.Code, At: d.Centre, Region: d.Region, N: 1 + i%40})
	}
	return spots
}

func TestCountsSVG(t *testing.T) {
	t.Parallel()
	cat := national(t)
	a := cat.Atlas
	spots := departements(t)
	s, err := CountsSVG(cat, append(spots, Spot{Name: "nowhere", Link: "#nowhere", N: 3}), SpotOptions{ID: "m-", Lang: "fr", Title: "Où", Ground: "/fond.svg"})
	if err != nil {
		t.Fatal(err)
	}
	marks := marksIn(t, s)
	for _, p := range spots {
		if !InCountry(a, p.At, p.Region) {
			t.Errorf("%s has no place on the map", p.Name)
		}
		if marks[p.Link] == nil {
			t.Errorf("%s is not drawn", p.Name)
		}
	}
	if len(marks) != len(spots) {
		t.Errorf("%d marks, want %d: a spot without a place is drawn", len(marks), len(spots))
	}
	if n := gzipped(s); n > 6<<10 {
		t.Errorf("%d bytes compressed", n)
	}
	if again, _ := CountsSVG(cat, spots, SpotOptions{ID: "m-", Lang: "fr", Title: "Où", Ground: "/fond.svg"}); again != s {
		t.Error("the same spots give another drawing")
	}
}

// A mark as large as its number: nothing is drawn out of the page, whatever the crowd.
func TestSpotsSVG(t *testing.T) {
	t.Parallel()
	cat := national(t)
	a := cat.Atlas
	for _, code := range []string{"53", "11", "04"} {
		region := a.Territory(geo.Region, code)
		rnd := rand.New(rand.NewPCG(1, 2))
		var spots []Spot
		within := 0
		for i := range 300 {
			b := region.Box
			at := geo.Point{Lat: b.South + (b.North-b.South)*1.2*rnd.Float64(), Lon: b.West + (b.East-b.West)*rnd.Float64()}
			if b.Contains(at) {
				within++
			}
			spots = append(spots, Spot{Name: "Lycée", Link: "#lieu-" + strconv.Itoa(i), At: at, Region: code})
		}
		s, err := SpotsSVG(cat, region, spots, SpotOptions{ID: "m-", Lang: "fr", Title: region.Name, Ground: "/fond.svg"})
		if err != nil {
			t.Fatal(err)
		}
		if got := len(marksIn(t, s)); got != within || within == len(spots) {
			t.Errorf("%s: %d marks for %d spots within, of %d", region.Name, got, within, len(spots))
		}
		if n := gzipped(s); n > 16<<10 {
			t.Errorf("%s: %d bytes compressed", region.Name, n)
		}
	}
}

func TestInCountry(t *testing.T) {
	t.Parallel()
	a := national(t).Atlas
	for _, tt := range []struct {
		what   string
		at     geo.Point
		region string
		want   bool
	}{
		{"Lorient", geo.Point{Lat: 47.75, Lon: -3.36}, "53", true},
		{"no point", geo.Point{}, "53", false},
		{"Saint-Denis", geo.Point{Lat: -20.88, Lon: 55.45}, "04", true},
		{"Lorient said to be in La Réunion", geo.Point{Lat: 47.75, Lon: -3.36}, "04", false},
		{"swapped coordinates", geo.Point{Lat: -3.36, Lon: 47.75}, "53", false},
		{"an unknown overseas region", geo.Point{Lat: -20.88, Lon: 55.45}, "09", false},
	} {
		if got := InCountry(a, tt.at, tt.region); got != tt.want {
			t.Errorf("%s: InCountry = %v, want %v", tt.what, got, tt.want)
		}
	}
}

// A point is placed where the drawing of its ground has it: frames that were kept as
// text are those that the ground was drawn with, to the last bit.
func TestFramesOf(t *testing.T) {
	t.Parallel()
	cat := national(t)
	n := pageNation(cat.Atlas, geo.Region)
	for range 2 { // made, then kept
		frames, err := framesOf(cat, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range departements(t) {
			want := n.main
			for _, f := range n.insets {
				if f.code == d.Region {
					want = f
				}
			}
			if got := frameAt(frames, d.Region).place(d.At); got != want.place(d.At) {
				t.Errorf("%s is at %v, want %v", d.Name, got, want.place(d.At))
			}
		}
	}
	for _, kind := range []geo.Kind{geo.Region, geo.Departement, geo.Academie} {
		for i := range cat.Atlas.OfKind(kind) {
			territory := &cat.Atlas.OfKind(kind)[i]
			frames, err := framesOf(cat, territory)
			if err != nil {
				t.Fatal(err)
			}
			want, _ := territoryGround(cat.Atlas, territory)
			if got := frames[0].place(territory.Centre); len(frames) != 1 || got != want.place(territory.Centre) {
				t.Errorf("%s: its centre is at %v, want %v", territory.Slug, got, want.place(territory.Centre))
			}
		}
	}
	for _, line := range []string{"", "53 1 2 3", "53 1 2 3 4 x"} {
		if err := new(frame).read(line); err == nil {
			t.Errorf("the frame %q is read", line)
		}
	}
}

func TestTerritoryGroundSVG(t *testing.T) {
	t.Parallel()
	cat := national(t)
	for _, slug := range []string{"departement-finistere", "departement-paris", "region-guyane", "region-nouvelle-aquitaine"} {
		s, err := TerritoryGroundSVG(cat, cat.Atlas.BySlug(slug))
		if err != nil {
			t.Fatal(err)
		}
		elements(t, []byte(s))
		if n := gzipped(s); n > 16<<10 || n < 300 {
			t.Errorf("%s: %d bytes compressed", slug, n)
		}
	}
}

// A label is written in a mark that has room for it, on both maps; the home has a form of
// its own.
func TestLabels(t *testing.T) {
	t.Parallel()
	cat := national(t)
	region := cat.Atlas.Territory(geo.Region, "53")
	spots := []Spot{
		{Name: "home", At: region.Centre, Region: "53", N: 1, Home: true},
		{Name: "steps", Link: "#steps", At: region.Centre, Region: "53", N: 1, Label: "1-3"},
	}
	for _, draw := range []func() (string, error){
		func() (string, error) {
			return SpotsSVG(cat, region, spots, SpotOptions{ID: "m-", Lang: "fr", Title: "Où"})
		},
		func() (string, error) { return CountsSVG(cat, spots, SpotOptions{ID: "m-", Lang: "fr", Title: "Où"}) },
	} {
		s, err := draw()
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{`class="spot is-home"`, ">1-3<"} {
			if !strings.Contains(s, want) {
				t.Errorf("the drawing has no %s", want)
			}
		}
	}
}
