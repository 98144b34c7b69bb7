package pathway_test

import (
	"context"
	"fmt"
	"reflect"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"continuum/internal/geo"
	"continuum/internal/pathway"
	"continuum/internal/training/assemble"
	"continuum/internal/training/assemble/assembletest"
)

var (
	once     sync.Once
	national *pathway.Engine
	failed   error
	memory   float64
)

// nationalEngine is the engine of the official files.
func nationalEngine(t testing.TB) *pathway.Engine {
	t.Helper()
	rows := assembletest.Official(t)
	once.Do(func() {
		atlas, err := geo.Load()
		if err != nil {
			failed = err
			return
		}
		m, err := assemble.Assemble(rows, atlas)
		if err != nil {
			failed = err
			return
		}
		var communes []pathway.Commune
		for i := range atlas.Communes {
			c := &atlas.Communes[i]
			communes = append(communes, pathway.Commune{
				Code: c.Code, Departement: c.Departement, Academie: c.Academie, Region: c.Region, Point: c.Point, Population: c.Population,
			})
		}
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		start := time.Now()
		national = pathway.New(m, communes)
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
	e := nationalEngine(t)
	m := e.Model()
	lorient := geo.Point{Lat: 47.7483, Lon: -3.3702}
	for _, r := range []pathway.Request{
		{Home: lorient, Starts: []pathway.Start{{End3e: true}}, Target: pathway.Target{Level: 5}, MaxKm: 40},
		{Home: lorient, Starts: []pathway.Start{{Level: 3}}, Target: pathway.Target{Level: 7}, MaxKm: 80},
		{Home: lorient, Starts: []pathway.Start{{Level: 3}}, Target: pathway.Target{Level: 8}, MaxKm: 180},
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
