package pathway

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"continuum/internal/geo"
	"continuum/internal/reference"
	"continuum/internal/training"
	"continuum/internal/training/assemble"
)

var (
	once     sync.Once
	national *Engine
	failed   error
	memory   float64
)

// nationalEngine is the engine of the embedded national offer.
func nationalEngine(t testing.TB) *Engine {
	t.Helper()
	once.Do(func() {
		drafts, err1 := reference.Drafts()
		atlas, err2 := geo.Load()
		if failed = errors.Join(err1, err2); failed != nil {
			return
		}
		m, err := assemble.Assemble(reference.RowsOf(drafts), atlas)
		if failed = err; err != nil {
			return
		}
		var communes []Commune
		for i := range atlas.Communes {
			c := &atlas.Communes[i]
			communes = append(communes, Commune{
				Code: c.Code, Departement: c.Departement, Academie: c.Academie, Region: c.Region, Zone: c.Zone, Basin: c.Basin,
				Point: c.Point, Population: c.Population,
			})
		}
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		start := time.Now()
		national = New(m, communes)
		took := time.Since(start)
		runtime.GC()
		runtime.ReadMemStats(&after)
		memory = float64(after.HeapAlloc-before.HeapAlloc) / 1e6
		fmt.Printf("%d offers, %d qualifications, %d progressions, %d edges: engine in %v, %.1f MB\n",
			len(m.Offers), len(m.Qualifications), len(m.Progressions), len(national.Graph().Edges), took, memory)
	})
	if failed != nil {
		t.Fatal(failed)
	}
	return national
}

// TestNational asks for itineraries at national scale, twice: the same answer each time,
// within the limit asked for, with levels 5, 7 and 8 within reach of Lorient.
func TestNational(t *testing.T) {
	if testing.Short() {
		t.Skip("the national offer takes seconds to assemble")
	}
	e := nationalEngine(t)
	m := e.Model()
	lorient := geo.Point{Lat: 47.7483, Lon: -3.3702}
	for _, r := range []Request{
		{Home: lorient, Starts: []Start{{End3e: true}}, Target: Target{Level: 5}, MaxKm: 40},
		{Home: lorient, Starts: []Start{{Level: 3}}, Target: Target{Level: 7}, MaxKm: 80},
		{Home: lorient, Starts: []Start{{Level: 3}}, Target: Target{Level: 8}, MaxKm: 180},
	} {
		a, err := e.Itineraries(context.Background(), r)
		if err != nil || len(a.Items) == 0 {
			t.Errorf("%+v: %+v, %v", r.Target, a, err)
			continue
		}
		again, err := e.Itineraries(context.Background(), r)
		if err != nil || !reflect.DeepEqual(a, again) {
			t.Errorf("%+v: another answer the second time: %v", r.Target, err)
		}
		for _, it := range a.Items {
			var steps strings.Builder
			for _, st := range it.Steps {
				if float64(st.Km) > r.MaxKm {
					t.Errorf("%d km past the limit of %v", st.Km, r.MaxKm)
				}
				fmt.Fprintf(&steps, "\n    %s (%d km, %s)", m.Qualifications[st.Qualification].Label, st.Km, e.Graph().Source(&st.Edge))
			}
			t.Logf("%+v:%s", it.Criteria, steps.String())
		}
	}
}

// TestWorkedExample is the example of docs/continuum.md.
func TestWorkedExample(t *testing.T) {
	if testing.Short() {
		t.Skip("the national offer takes seconds to assemble")
	}
	e := nationalEngine(t)
	a, err := e.Itineraries(context.Background(), Request{
		Home: geo.Point{Lat: 47.7483, Lon: -3.3702}, Starts: []Start{{Qualification: "50025437"}},
		Target: Target{Qualifications: []string{"ed-602"}}, MaxKm: 130, Boarding: true, LocatedOnly: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	if a.Front != 4 {
		t.Errorf("%d itineraries on the front, the page says 4", a.Front)
	}
	for i := range a.Items {
		var steps []string
		for _, s := range a.Items[i].Steps {
			steps = append(steps, fmt.Sprintf("%s %d", e.Offer(s.Offer).ID, s.Km))
		}
		if !strings.HasPrefix(steps[0], "40025411.") {
			continue
		}
		want := "40025411.0560026Z.s2 1, 32025415.0221835A.a1 128, 20525101.0561718N.s1 2, 13520022.0561718N.s1 2, ed-602.0561718N.s1 2"
		if got := strings.Join(steps, ", "); got != want {
			t.Errorf("steps %s, the page says %s", got, want)
		}
		c := a.Items[i].Criteria
		if c.Years != (Measure{10, true, 0}) || c.FarthestKm != (Measure{128, true, 0}) || c.Difficulty != (Measure{13, true, 4}) || c.Outcome.Known {
			t.Errorf("criteria %+v", c)
		}
		return
	}
	t.Errorf("the itinerary of the page is not shown: %+v", a.Items)
}

// Every family of the table is in the survey, and every sector recruits.
func TestOfficialNeeds(t *testing.T) {
	e := nationalEngine(t)
	known := make(map[string]bool)
	for i := range e.model.Needs {
		known[e.model.Needs[i].FAP] = true
	}
	for _, r := range training.NeedRules() {
		if !known[r.FAP] {
			t.Errorf("%s %s: the survey has no such family", r.Sector, r.FAP)
		}
		if !slices.Contains(e.sectors, r.Sector) {
			t.Errorf("%s: no such sector", r.Sector)
		}
	}
	all, err := e.Needs(NeedsRequest{Area: Area{Kind: "country"}})
	if err != nil || len(all) != 12 {
		t.Fatalf("%d sectors, %v", len(all), err)
	}
	for _, n := range all {
		t.Logf("%s: %.0f projects, %d masked, difficult %.2f, seasonal %.2f, %v, %d basins, %d", n.Sector, n.Projects.Value, n.Projects.Masked,
			n.Difficult.Value/n.Difficult.Of, n.Seasonal.Value/n.Seasonal.Of, n.Confidence, len(n.Basins), n.Year)
		if n.Projects.Value < 5000 || n.Projects.Masked == 0 || n.Confidence == 0 || n.Year != 2024 || n.Wider {
			t.Errorf("%s: %+v", n.Sector, n.NeedSum)
		}
	}
	lorient, err := e.Needs(NeedsRequest{Area: Area{Kind: "commune", Code: "56121"}, Sectors: []string{"MECA"}})
	if err != nil || !lorient[0].Wider && len(lorient[0].Basins) != 1 || lorient[0].Projects.Value == 0 {
		t.Errorf("Lorient: %+v, %v", lorient, err)
	}
}
