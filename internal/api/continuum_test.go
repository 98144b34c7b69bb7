package api

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"continuum/internal/campus"
	"continuum/internal/training/trainingtest"
)

// metalWorld is the world with the sector of most of its offer.
func metalWorld(t testing.TB) http.Handler {
	t.Helper()
	r := worldRecords()
	r.Sectors = append(r.Sectors, campus.Sector{Code: "MECA", Slug: "mecanique", Label: "Mécanique", Rank: 3})
	h, _ := serving(t, r, worldAtlas())
	return h
}

func steps(x Itinerary) []string {
	return column0(x.Steps, func(s Step) string { return s.Qualification })
}

func TestItineraries(t *testing.T) {
	t.Parallel()
	h := world(t)
	got := read[Itineraries](t, get(h, "/api/v1/itineraries?from=56121&after="+trainingtest.Welding+"&qualification="+trainingtest.Boilermaker+"&located_only=yes&max_km=100"), http.StatusOK)
	if *got.From.Commune != "56121" || *got.From.Name != "Lorient" || got.None != nil || len(got.Items) == 0 || got.Front < len(got.Items) {
		t.Fatalf("%+v", got)
	}
	first := got.Items[0]
	if first.Start != trainingtest.Welding || len(first.Steps) != 1 {
		t.Fatalf("%+v", first)
	}
	s := first.Steps[0]
	if s.Offer == nil || s.Offer.UAI != trainingtest.LorientPro || s.Km == nil || *s.Km > 5 || s.Progression.From != trainingtest.Welding ||
		s.Progression.Kind != "onisep" || s.Progression.Strength != "published" || s.Progression.Why != nil {
		t.Errorf("%s", encode(s))
	}
	if y := first.Criteria.Years; y.Value == nil || *y.Value != *s.Years {
		t.Errorf("years %+v", y)
	}
}

// Targets, starts and places can be said in several ways; each way gives what it says.
func TestItinerariesSaidOtherwise(t *testing.T) {
	t.Parallel()
	h := world(t)
	ask := func(query string) Itineraries {
		return read[Itineraries](t, get(h, "/api/v1/itineraries?"+query), http.StatusOK)
	}
	base := "from=56121&after=" + trainingtest.Welding + "&qualification=" + trainingtest.Boilermaker
	want := ask(base)
	for _, query := range []string{
		"from=Lorient&after=" + trainingtest.Welding + "&cfd=" + trainingtest.Boilermaker,
		base + "&routes=school&routes=apprenticeship",
		base + "&boarding=no&remote=no&k=5",
	} {
		if diff := cmp.Diff(want, ask(query)); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", query, diff)
		}
	}
	for _, x := range ask("from=47.75,-3.37&level=5&k=50").Items {
		if last := x.Steps[len(x.Steps)-1]; *last.Level != 5 || x.Start != "3e" {
			t.Errorf("level 5: %v", steps(x))
		}
	}
	for _, target := range []string{"campus=bretagne-mer", "campus_territory=bretagne-mer", "campus=bretagne-mer&campus_territory=ancien-bretagne-mer"} {
		found := ask("from=56121&" + target)
		if len(found.Items) == 0 {
			t.Errorf("%s: nothing", target)
		}
		for _, x := range found.Items {
			if o := x.Steps[len(x.Steps)-1].Offer; o == nil || *o.Region != "53" || strings.HasPrefix(target, "campus=") && o.UAI != trainingtest.LorientPro {
				t.Errorf("%s: %+v", target, o)
			}
		}
	}
}

// Without an itinerary, the missing step, where it is and what to relax are said.
func TestNoItinerary(t *testing.T) {
	t.Parallel()
	h := world(t)
	got := read[Itineraries](t, get(h, "/api/v1/itineraries?from=56121&after="+trainingtest.Master+"&level=8&max_km=50"), http.StatusOK)
	if len(got.Items) != 0 || got.None == nil {
		t.Fatalf("%+v", got)
	}
	n := got.None
	if n.Missing == nil || n.Missing.Qualification != trainingtest.Doctorate || n.Nearest == nil || n.Nearest.UAI != "0290346U" {
		t.Errorf("%+v", n)
	}
	relaxed := column0(n.Relax, func(r Relax) string { return r.Constraint })
	if diff := cmp.Diff([]string{"max_km", "boarding"}, relaxed); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	// What it says to relax does give one.
	if to := n.Relax[0].To; to == nil || *to <= 50 {
		t.Errorf("to %v", to)
	} else if again := read[Itineraries](t, get(h, "/api/v1/itineraries?from=56121&after="+trainingtest.Master+"&level=8&max_km="+url.QueryEscape(plainNumber(*to))), http.StatusOK); len(again.Items) == 0 {
		t.Error("nothing at the distance told")
	}
}

func plainNumber(f float64) string { return string(encode(f)) }

func TestCoverageAndGaps(t *testing.T) {
	t.Parallel()
	h := metalWorld(t)
	got := read[Territorial[Coverage]](t, get(h, "/api/v1/coverage?region=53&sector=MECA&detail=yes"), http.StatusOK)
	if got.Perimeter != "region:53" || got.MaxKm != 50 || len(got.Items) != 1 {
		t.Fatalf("%+v", got)
	}
	c := got.Items[0]
	if c.Young != 103 { // a quarter of the pupils of the one collège
		t.Errorf("young %v, want 103", c.Young)
	}
	broken := 0.0
	for _, b := range c.Breaks {
		broken += b.Young
	}
	if sum := c.Covered + broken; sum < c.Young-0.5 || sum > c.Young+0.5 {
		t.Errorf("covered %v and broken %v are not the young people %v", c.Covered, broken, c.Young)
	}
	if len(c.Communes) != 2 || len(c.Levels) != 6 || len(c.Funnel.Levels) != 6 {
		t.Errorf("%+v", c)
	}
	gaps := read[Territorial[Gap]](t, get(h, "/api/v1/gaps?region=53&sector=MECA&max_km=200&limit=3"), http.StatusOK)
	if len(gaps.Items) > 3 {
		t.Errorf("%d gaps, want 3 at most", len(gaps.Items))
	}
	for i, g := range gaps.Items {
		if g.Sector != "MECA" || g.Young <= 0 || i > 0 && g.Young > gaps.Items[i-1].Young {
			t.Errorf("%+v", g)
		}
	}
}

// What a basin recruits is told with what is masked apart.
func TestNeedsOfArea(t *testing.T) {
	t.Parallel()
	h := metalWorld(t)
	ask := func(query string) Needs {
		return read[Territorial[Coverage]](t, get(h, "/api/v1/coverage?sector=MECA&"+query), http.StatusOK).Items[0].Needs
	}
	n := ask("departement=56") // Lorient: 120 boilermakers, 80 welders
	if n.Projects == nil || *n.Projects != 200 || n.Masked != 0 || *n.Confidence != "high" || *n.Difficult != 0.85 || *n.Seasonal != 0 ||
		n.Wider || *n.Year != 2024 || n.Source == nil || len(n.Families) != 2 || n.Families[0].FAP != "D1X30" {
		t.Errorf("%s", encode(n))
	}
	if diff := cmp.Diff([]string{"5315"}, n.Basins); diff != "" {
		t.Error(diff)
	}
	// Brest: masked is not zero.
	if n := ask("departement=29"); n.Projects != nil || n.Known != 0 || n.Masked != 1 || n.Confidence != nil || n.Difficult != nil {
		t.Errorf("%s", encode(n))
	}
	if n := ask("region=53"); *n.Projects != 200 || n.Masked != 1 || len(n.Basins) != 2 {
		t.Errorf("%s", encode(n))
	}
	for _, rank := range []string{"young", "needs"} {
		gaps := read[Territorial[Gap]](t, get(h, "/api/v1/gaps?region=53&sector=MECA&max_km=20&rank="+rank), http.StatusOK)
		for _, g := range gaps.Items {
			if g.Basin == nil != (g.Needs == nil) || g.Basin != nil && *g.Basin == "5315" && *g.Needs.Projects != 200 {
				t.Errorf("%s", encode(g))
			}
		}
	}
}

// A zone d'emploi is its communes; the territory of a campus is its region, in its sector.
func TestOtherAreas(t *testing.T) {
	t.Parallel()
	h := metalWorld(t)
	ask := func(query string) Territorial[Coverage] {
		return read[Territorial[Coverage]](t, get(h, "/api/v1/coverage?detail=yes&"+query), http.StatusOK)
	}
	zone := ask("zone_emploi=5310&sector=MECA")
	if zone.Perimeter != "zone_emploi:5310" || len(zone.Items) != 1 || len(zone.Items[0].Communes) != 1 || zone.Items[0].Communes[0].Commune != "56121" {
		t.Errorf("%+v", zone)
	}
	cam := ask("campus=bretagne-mer&sector=MECA")
	region := ask("region=53&sector=MECA")
	if cam.Perimeter != "campus:bretagne-mer" {
		t.Errorf("perimeter %s", cam.Perimeter)
	}
	for i := range region.Items {
		region.Items[i].Perimeter = cam.Perimeter
	}
	if diff := cmp.Diff(region.Items, cam.Items); diff != "" {
		t.Errorf("(-region +campus)\n%s", diff)
	}
}

func TestScenario(t *testing.T) {
	t.Parallel()
	h := metalWorld(t)
	ask := func(patches string) Scenario {
		return read[Scenario](t, get(h, "/api/v1/scenarios?sector=MECA&scenario="+url.QueryEscape(patches)), http.StatusOK)
	}
	closing := ask(`[{"do":"close","offer":"` + trainingtest.Welding + "." + trainingtest.LorientPro + `.s1"}]`)
	if len(closing.Hash) != 32 || len(closing.Items) != 1 || closing.Items[0].Places[0].Places != -15 || closing.Items[0].Covered > 0 {
		t.Errorf("closing: %+v", closing)
	}
	opening := ask(`[{"do":"open","qualification":"` + trainingtest.Welding + `","establishment":"` + trainingtest.BrestLycee + `","capacity":24}]`)
	if opening.Hash == closing.Hash || len(opening.Items) != 1 || opening.Items[0].Places[0].Places != 24 || opening.Items[0].Levels[0].Ground < 0 {
		t.Errorf("opening: %+v", opening)
	}
}

// Someone's itineraries before and after: what is opened is a step, with its places and
// without a source.
func TestScenarioItineraries(t *testing.T) {
	t.Parallel()
	h := metalWorld(t)
	patches := `[{"do":"open","qualification":"` + trainingtest.MetalBTS + `","establishment":"` + trainingtest.BrestLycee + `","capacity":9}]`
	target := "/api/v1/scenarios?sector=MECA&from=29019&after=" + trainingtest.Boilermaker + "&level=5&max_km=20&located_only=yes&scenario=" + url.QueryEscape(patches)
	got := read[Scenario](t, get(h, target), http.StatusOK).Itineraries
	if got == nil || *got.From.Commune != "29019" || len(got.Before.Items) != 0 || got.Before.None == nil || len(got.After.Items) == 0 {
		t.Fatalf("%+v", got)
	}
	o := got.After.Items[0].Steps[0].Offer
	if o == nil || o.UAI != trainingtest.BrestLycee || *o.Capacity.Value != 9 || o.Source != nil || o.Qualification != trainingtest.MetalBTS {
		t.Errorf("%+v", o)
	}
	if plain := read[Scenario](t, get(h, "/api/v1/scenarios?scenario="+url.QueryEscape(patches)), http.StatusOK); plain.Itineraries != nil {
		t.Errorf("itineraries that nobody asked: %+v", plain.Itineraries)
	}
}

// What can't be asked is refused by the name of the parameter, with what would do.
func TestRefusedQuestions(t *testing.T) {
	t.Parallel()
	h := metalWorld(t)
	for _, tt := range []struct {
		target   string
		name     string // of the parameter at fault
		detail   string // part of why
		accepted string // part of the first value accepted
	}{
		{"/itineraries?level=7", "from", "needed", ""},
		{"/itineraries?from=29019", "level", "where to is not said", "3"},
		{"/itineraries?from=29200&level=5", "from", "postal code", "29019 Brest"},
		{"/itineraries?from=Brst&level=5", "from", "no commune", ""},
		{"/itineraries?from=brest&level=5&max_minutes=30", "max_minutes", "no travel-time engine", ""},
		{"/itineraries?from=56186&level=5", "from", "not known where", ""},
		{"/itineraries?from=30,-40&level=5", "from", "at sea or abroad", "lat,lon"},
		{"/itineraries?from=95,0&level=5", "from", "not a point", "lat,lon"},
		{"/itineraries?from=NaN,0&level=5", "from", "not a point", "lat,lon"},
		{"/itineraries?from=29019&level=2", "level", "no such level", "3"},
		{"/itineraries?from=29019&level=5&level=6", "level", "more than once", ""},
		{"/itineraries?from=29019&after=bac&level=5", "after", "no such qualification", ""},
		{"/itineraries?from=29019&qualification=x", "qualification", "no such qualification", ""},
		{"/itineraries?from=29019&cfd=99999999", "cfd", "no such qualification", ""},
		{"/itineraries?from=29019&occupation=Z9999", "occupation", "no such occupation", ""},
		{"/itineraries?from=29019&sector=PECHE", "sector", "no such sector", "MOBI"},
		{"/itineraries?from=29019&campus=bretagne-me", "campus", "no such campus", "bretagne-mer"},
		{"/itineraries?from=29019&campus=sans-date", "campus", "no offer is known", ""},
		{"/itineraries?from=29019&level=5&within=sans-date", "within", "no offer is known", ""},
		{"/itineraries?from=29019&level=3&qualification=" + trainingtest.MetalBTS, "level", "together", ""},
		{"/itineraries?from=29019&level=5&max_km=-1", "max_km", "bounds", "0 to 50000"},
		{"/itineraries?from=29019&level=5&max_km=NaN", "max_km", "bounds", "0 to 50000"},
		{"/itineraries?from=29019&level=5&routes=train", "routes", "no such route", "school"},
		{"/itineraries?from=29019&level=5&boarding=maybe", "boarding", "no such value", "yes"},
		{"/itineraries?from=29019&level=5&public=state", "public", "no such value", "public"},
		{"/itineraries?from=29019&level=5&avoid=nothing", "avoid", "no such qualification", ""},
		{"/itineraries?from=29019&level=5&k=0", "k", "bounds", "1 to 50"},
		{"/itineraries?from=29019&level=5&k=1.5", "k", "whole", "1 to 50"},
		{"/coverage?region=53&departement=29", "departement", "only one territory", ""},
		{"/coverage?zone_emploi=9999", "zone_emploi", "no such zone_emploi", ""},
		{"/coverage?zone_emploi=5310&region=53", "zone_emploi", "region is given too", ""},
		{"/coverage?campus=bretagne-me", "campus", "no such campus", "bretagne-mer"},
		{"/coverage?campus=sans-date", "campus", "territory of this campus is not known", ""},
		{"/gaps?campus=bretagne-mer&commune=29019", "campus", "commune is given too", ""},
		{"/coverage?region=99", "region", "no such region", ""},
		{"/coverage?region=28&sector=MECA", "commune", "no commune of this territory", ""},
		{"/coverage?max_km=501", "max_km", "bounds", "1 to 500"},
		{"/coverage?sector=PECHE", "sector", "no such sector", "MOBI"},
		{"/coverage?detail=yes", "detail", "too much at once", "no"},
		{"/coverage?detail=all", "detail", "no such value", "yes"},
		{"/gaps?limit=1001", "limit", "bounds", "1 to 1000"},
		{"/gaps?rank=luck", "rank", "no such order", "young"},
		{"/gaps?level=9", "level", "no such level", "3"},
		{"/scenarios", "scenario", "needed", "[{"},
		{"/scenarios?scenario=x", "scenario", "not a JSON list", "open"},
		{"/scenarios?scenario=[]", "scenario", "no patch", ""},
		{`/scenarios?scenario=[{"do":"open","qualfication":"x"}]`, "scenario", "qualfication", "open"},
		{`/scenarios?scenario=[{"do":"burn"}]`, "scenario", "patch 0, do", ""},
		{`/scenarios?scenario=[{"do":"board","establishment":"none"}]`, "scenario", "patch 0, establishment: not known", ""},
		{`/scenarios?scenario=[{"do":"board"}]&level=5`, "from", "needed", ""},
		{`/scenarios?scenario=[{"do":"board"}]&from=29019&sector=MECA&sector=MOBI`, "sector", "one sector at most", ""},
		{`/scenarios?scenario=[{"do":"board"}]x`, "scenario", "something follows", "open"},
		{`/scenarios?scenario=[{"do":"close","offer":"none"}]`, "scenario", "patch 0, offer: not known", ""},
	} {
		path, query, _ := strings.Cut(tt.target, "?")
		p := read[Problem](t, get(h, Prefix+path+"?"+strings.NewReplacer(`"`, "%22", "{", "%7B", "}", "%7D", "[", "%5B", "]", "%5D", ",", "%2C").Replace(query)), http.StatusBadRequest)
		if len(p.Errors) != 1 {
			t.Errorf("%s: %+v, want one fault", tt.target, p)
			continue
		}
		e, first := p.Errors[0], ""
		if len(e.Accepted) > 0 {
			first = e.Accepted[0]
		}
		if e.Name != tt.name || !strings.Contains(e.Detail, tt.detail) || !strings.HasPrefix(first, tt.accepted) {
			t.Errorf("%s: %+v, want %s … %s … %s", tt.target, e, tt.name, tt.detail, tt.accepted)
		}
	}
}

// Who leaves is not worked for.
func TestQuestionGivenUp(t *testing.T) {
	t.Parallel()
	h := world(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/api/v1/coverage", nil).WithContext(ctx))
	read[Problem](t, w, http.StatusServiceUnavailable)
	// Nothing of it is remembered: who stays is answered.
	read[Territorial[Coverage]](t, get(h, "/api/v1/coverage"), http.StatusOK)
	read[Territorial[Coverage]](t, get(h, "/api/v1/coverage"), http.StatusOK)
}
