package api

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"continuum/internal/catalog"
	"continuum/internal/pathway/pathwaytest"
	"continuum/internal/training/trainingtest"
)

// measured is the world with distances of its own.
func measured(t *testing.T, d catalog.Distances) http.Handler {
	t.Helper()
	cat, err := catalog.Build(worldRecords(), worldAtlas(), trainingtest.Model(), 7, noon)
	if err != nil {
		t.Fatal(err)
	}
	cat.Measure(d)
	current := new(catalog.Current)
	current.Store(cat)
	return New(Config{Current: current, Now: now, Version: "test"})
}

const toBoilermaker = "/api/v1/itineraries?from=29019&after=" + trainingtest.Welding + "&qualification=" + trainingtest.Boilermaker + "&located_only=yes"

// Minutes are the engine's, kilometres stay kilometres, and the answer is nobody's to keep.
func TestMinutes(t *testing.T) {
	t.Parallel()
	w := get(measured(t, catalog.Distances{Minutes: pathwaytest.Drives{Kind: "osrm"}}), toBoilermaker+"&max_minutes=200")
	if c := w.Header().Get("Cache-Control"); c != "no-store" || w.Header().Get("ETag") != "" {
		t.Errorf("Cache-Control %q, ETag %q", c, w.Header().Get("ETag"))
	}
	got := read[Itineraries](t, w, http.StatusOK)
	if d := got.Distance; d.Unit != "min" || d.Provider != "osrm" || d.Fallback || d.Why != nil || d.Detour != nil {
		t.Errorf("%s", encode(d))
	}
	s := got.Items[0].Steps[0]
	if s.Minutes == nil || s.Km == nil || *s.Minutes < 50 || float64(*s.Km) < 1.25*float64(*s.Minutes) {
		t.Errorf("%s", encode(s))
	}
	if c := got.Items[0].Criteria; *c.FarthestKm.Value != *s.Km || *c.FarthestMinutes.Value != *s.Minutes {
		t.Errorf("%s", encode(c))
	}
}

// An engine that fails is told, and kilometres stand in for minutes: as many.
func TestFallback(t *testing.T) {
	t.Parallel()
	h := measured(t, catalog.Distances{Minutes: pathwaytest.Drives{Kind: "osrm", Err: pathwaytest.Broken{Err: errors.New("hangs"), Reason: "late"}}})
	got := read[Itineraries](t, get(h, toBoilermaker+"&max_minutes=30"), http.StatusOK)
	d := got.Distance
	if d.Unit != "km" || d.Provider != "great_circle" || !d.Fallback || d.Why == nil || !strings.Contains(*d.Why, "30 minutes are counted as 30 km") {
		t.Errorf("%s", encode(d))
	}
	km := read[Itineraries](t, get(h, toBoilermaker+"&max_km=30"), http.StatusOK)
	if string(encode(km.Found)) != string(encode(got.Found)) || km.Distance.Fallback {
		t.Errorf("%s, by kilometres %s", encode(got.Found), encode(km.Found))
	}
	// A fault that is not the engine's stays one.
	h = measured(t, catalog.Distances{Minutes: pathwaytest.Drives{Kind: "osrm", Err: errors.New("bug")}})
	read[Problem](t, get(h, toBoilermaker+"&max_minutes=30"), http.StatusInternalServerError)
}

// Another detour is another distance, and says so.
func TestDetour(t *testing.T) {
	t.Parallel()
	byConvention := read[Itineraries](t, get(measured(t, catalog.Distances{}), toBoilermaker+"&sensitivity=yes"), http.StatusOK)
	longer := read[Itineraries](t, get(measured(t, catalog.Distances{Detour: 1.5}), toBoilermaker), http.StatusOK)
	x, y := *byConvention.Items[0].Steps[0].Km, *longer.Items[0].Steps[0].Km
	if ratio := float64(y) / float64(x); *byConvention.Distance.Detour != 1.3 || *longer.Distance.Detour != 1.5 || ratio < 1.14 || ratio > 1.17 {
		t.Errorf("%d km by convention, %d km with a detour of 1.5", x, y)
	}
	if s := byConvention.Sensitivity; len(s) != 3 || s[1] != (Sensitivity{1.3, byConvention.Front}) || len(longer.Sensitivity) > 0 {
		t.Errorf("%+v", s)
	}
}

// What can't be asked of an engine is refused by the name of the parameter.
func TestRefusedMinutes(t *testing.T) {
	t.Parallel()
	h := measured(t, catalog.Distances{Minutes: pathwaytest.Drives{Kind: "osrm"}})
	for _, tt := range []struct{ query, name string }{
		{"&max_minutes=0", "max_minutes"},
		{"&max_minutes=-3", "max_minutes"},
		{"&max_minutes=NaN", "max_minutes"},
		{"&max_minutes=601", "max_minutes"},
		{"&max_minutes=30&max_km=30", "max_minutes"},
		{"&max_minutes=30&sensitivity=yes", "sensitivity"},
		{"&sensitivity=perhaps", "sensitivity"},
	} {
		p := read[Problem](t, get(h, toBoilermaker+tt.query), http.StatusBadRequest)
		if len(p.Errors) == 0 || p.Errors[0].Name != tt.name {
			t.Errorf("%s: %s", tt.query, encode(p))
		}
	}
}
