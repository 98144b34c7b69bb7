package web

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"continuum/internal/geocode"
	"continuum/internal/web/webtest"
)

// An address goes to the operator's engine and nowhere else: no log, however talkative, no
// cache and no address of the site holds it, whether the engine answers or not.
func TestAddressIsNotKept(t *testing.T) {
	t.Parallel()
	where := `{"type":"FeatureCollection","features":[{"geometry":{"type":"Point","coordinates":[-3.37,47.75]},"properties":{"label":"12 Impasse du Secret 56100 Lorient","citycode":"56121","score":0.9}}]}`
	for name, answer := range map[string]http.HandlerFunc{
		"it answers": func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte(where)) },
		"it fails": func(w http.ResponseWriter, r *http.Request) {
			http.Error(w, r.FormValue("q"), http.StatusInternalServerError)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := httptest.NewServer(answer)
			defer s.Close()
			var log bytes.Buffer
			logger := slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
			engine, err := geocode.New(geocode.Config{URL: s.URL, Log: logger})
			if err != nil {
				t.Fatal(err)
			}
			h := serving(t, func(c *Config) { c.Geocoder, c.Logger, c.PageCache = engine, logger, 100 })
			w := post(h, "/formations", url.Values{"q": {"soudeur"}, "lieu": {"Lorient"}, "adresse": {"12 impasse du Secret"}})
			check(t, w, http.StatusOK, webtest.In(".campuses__line", webtest.HasText("km")))
			if got := w.Header().Get("Cache-Control"); got != "no-store" {
				t.Errorf("Cache-Control: %q", got)
			}
			if strings.Contains(strings.ToLower(log.String()), "secret") || log.Len() == 0 {
				t.Errorf("the log: %s", log.String())
			}
		})
	}
	// Without an engine the page takes no form.
	if w := post(serving(t, nil), "/formations", url.Values{"adresse": {"x"}}); w.Code != http.StatusMethodNotAllowed {
		t.Errorf("without an engine: status %d", w.Code)
	}
}
