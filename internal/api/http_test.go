package api

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"continuum/internal/catalog"
)

func TestConditional(t *testing.T) {
	t.Parallel()
	h := world(t)
	first := get(h, "/api/v1/campuses?sector=MOBI&sector=ALIM")
	etag := first.Header().Get("ETag")
	if !strings.HasPrefix(etag, `W/"`) || first.Header().Get("Cache-Control") != "public, max-age=60" || first.Header().Get("Vary") == "" {
		t.Fatalf("headers %v", first.Header())
	}
	for _, tt := range []struct {
		target, given string
		want          int
	}{
		{"/api/v1/campuses?sector=MOBI&sector=ALIM", etag, http.StatusNotModified},
		{"/api/v1/campuses?sector=ALIM&sector=MOBI&sector=ALIM", etag, http.StatusNotModified}, // the same question
		{"/api/v1/campuses?sector=MOBI&sector=ALIM", strings.TrimPrefix(etag, "W/"), http.StatusNotModified},
		{"/api/v1/campuses?sector=MOBI&sector=ALIM", `"x", ` + etag, http.StatusNotModified},
		{"/api/v1/campuses?sector=MOBI&sector=ALIM", "*", http.StatusNotModified},
		{"/api/v1/campuses?sector=MOBI", etag, http.StatusOK},
		{"/api/v1/campuses.csv?sector=MOBI&sector=ALIM", etag, http.StatusOK},
		{"/api/v1/campuses/personne", "*", http.StatusNotFound}, // what does not exist is not unchanged
		{"/api/v1/campuses?sector=X", "*", http.StatusBadRequest},
	} {
		w := do(h, http.MethodGet, tt.target, map[string]string{"If-None-Match": tt.given})
		if w.Code != tt.want {
			t.Errorf("%s with %s: %d, want %d", tt.target, tt.given, w.Code, tt.want)
		}
		if w.Code == http.StatusNotModified && (w.Body.Len() > 0 || w.Header().Get("ETag") != etag) {
			t.Errorf("304 with %d bytes and %q", w.Body.Len(), w.Header().Get("ETag"))
		}
	}
}

// The last known state depends on the day, so its validator does.
func TestValidatorOfTheDay(t *testing.T) {
	t.Parallel()
	cat, err := catalog.Build(worldRecords(), worldAtlas(), nil, 7, noon)
	if err != nil {
		t.Fatal(err)
	}
	current := new(catalog.Current)
	current.Store(cat)
	at := noon
	h := New(Config{Current: current, Now: func() time.Time { return at }})
	before := get(h, "/api/v1/campuses").Header().Get("ETag")
	at = noon.Add(time.Hour)
	if same := get(h, "/api/v1/campuses").Header().Get("ETag"); same != before {
		t.Error("the validator changed within a day")
	}
	at = noon.AddDate(0, 0, 1)
	if next := get(h, "/api/v1/campuses").Header().Get("ETag"); next == before {
		t.Error("the validator outlived its day")
	}
}

func TestHead(t *testing.T) {
	t.Parallel()
	h := world(t)
	for _, path := range []string{"/api/v1/campuses", "/api/v1/campuses.csv", "/api/v1/campuses.geojson", "/api/v1/campuses/bretagne-mer"} {
		got, head := get(h, path), do(h, http.MethodHead, path, nil)
		if head.Code != http.StatusOK || head.Body.Len() > 0 {
			t.Errorf("HEAD %s: %d, %d bytes", path, head.Code, head.Body.Len())
		}
		for _, name := range []string{"ETag", "Content-Type", "X-Total-Count", "Content-Disposition"} {
			if got.Header().Get(name) != head.Header().Get(name) {
				t.Errorf("HEAD %s: %s %q, GET says %q", path, name, head.Header().Get(name), got.Header().Get(name))
			}
		}
	}
	if w := do(h, http.MethodHead, "/api/v1/campuses/personne", nil); w.Code != http.StatusNotFound || w.Body.Len() > 0 {
		t.Errorf("HEAD of nothing: %d, %d bytes", w.Code, w.Body.Len())
	}
}

func TestPreflight(t *testing.T) {
	t.Parallel()
	w := do(world(t), http.MethodOptions, "/api/v1/campuses", map[string]string{
		"Origin": "https://ailleurs.fr", "Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "if-none-match",
	})
	h := w.Header()
	if w.Code != http.StatusNoContent || h.Get("Access-Control-Allow-Origin") != "*" ||
		!strings.Contains(h.Get("Access-Control-Allow-Methods"), "GET") || !strings.Contains(h.Get("Access-Control-Allow-Headers"), "If-None-Match") {
		t.Errorf("%d %v", w.Code, h)
	}
}

func TestAddresses(t *testing.T) {
	t.Parallel()
	_, current := serving(t, worldRecords(), worldAtlas())
	h := New(Config{Current: current, Now: now, BaseURL: "https://campus.exemple.fr/"})
	c := read[CampusDetail](t, get(h, "/api/v1/campuses/bretagne-mer"), http.StatusOK)
	if c.URL != "https://campus.exemple.fr/campus/bretagne-mer" {
		t.Errorf("url %q", c.URL)
	}
}
