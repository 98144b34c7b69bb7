package geocode

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

const lorient = `{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Point","coordinates":[-3.3691,47.7512]},
"properties":{"label":"12 Rue de la Gare 56100 Lorient","score":0.93,"citycode":"56121","postcode":"56100","city":"Lorient"}}]}`

// engine serves one answer, and keeps what it was asked.
func engine(t *testing.T, answer http.HandlerFunc) (c *Client, log *bytes.Buffer) {
	t.Helper()
	s := httptest.NewServer(answer)
	t.Cleanup(s.Close)
	log = new(bytes.Buffer)
	c, err := New(Config{URL: s.URL + "/", Timeout: 5 * time.Second, Log: slog.New(slog.NewTextHandler(log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	return c, log
}

func TestLocate(t *testing.T) {
	t.Parallel()
	var path, q, limit string
	c, log := engine(t, func(w http.ResponseWriter, r *http.Request) {
		path, q, limit = r.URL.Path, r.FormValue("q"), r.FormValue("limit")
		w.Write([]byte(lorient))
	})
	at, ok, err := c.Locate(context.Background(), "12 rue de la gare & co, lorient")
	if err != nil || !ok || at.Commune != "56121" || at.Point.Lat != 47.7512 || at.Point.Lon != -3.3691 || at.Label != "12 Rue de la Gare 56100 Lorient" {
		t.Errorf("Locate = %+v, %v, %v", at, ok, err)
	}
	if path != "/search" || q != "12 rue de la gare & co, lorient" || limit != "3" {
		t.Errorf("asked %s of %q, limit %s", path, q, limit)
	}
	if log.Len() > 0 {
		t.Errorf("logged: %s", log)
	}
}

// Engines lie, hang up and send what they like: nothing of it is a place, and the log
// never says where someone lives.
func TestHostile(t *testing.T) {
	t.Parallel()
	text := func(s string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte(s)) }
	}
	for _, tt := range []struct {
		name   string
		answer http.HandlerFunc
		fails  bool // else: no such address
	}{
		{"none", text(`{"type":"FeatureCollection","features":[]}`), false},
		{"a guess", text(strings.Replace(lorient, "0.93", "0.12", 1)), false},
		{"HTML", text(`<html>12 rue secrète</html>`), true},
		{"nothing", text(``), true},
		{"null", text(`null`), true},
		{"another kind of answer", text(`{"results":[]}`), true},
		{"coordinates that are words", text(strings.Replace(lorient, "47.7512", `"12 rue secrète"`, 1)), true},
		{"one coordinate", text(strings.Replace(lorient, ",47.7512", "", 1)), true},
		{"off the earth", text(strings.Replace(lorient, "47.7512", "1e300", 1)), true},
		{"at zero", text(strings.Replace(lorient, "-3.3691,47.7512", "0,0", 1)), true},
		{"a commune that is code", text(strings.Replace(lorient, "56121", "'; drop", 1)), true},
		{"an error", func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "12 rue secrète", http.StatusBadGateway) }, true},
		{"a redirection", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://192.0.2.1/?q="+r.FormValue("q"), http.StatusFound)
		}, true},
		{"a flood", text(`{"type":"FeatureCollection","more":"` + strings.Repeat("x", 1<<20) + `"}`), true},
		{"a cut", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "1000")
			w.Write([]byte(`{"type":`))
			panic(http.ErrAbortHandler)
		}, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c, log := engine(t, tt.answer)
			at, ok, err := c.Locate(context.Background(), "12 rue secrète")
			if ok || (err != nil) != tt.fails {
				t.Errorf("Locate = %+v, %v, %v", at, ok, err)
			}
			if said := log.String(); strings.Contains(said, "secr") || (said != "") != tt.fails {
				t.Errorf("logged: %s", said)
			}
			if err != nil && strings.Contains(err.Error(), "secr") {
				t.Errorf("the error says the address: %v", err)
			}
		})
	}
}

// An engine that never answers is left in time; nobody there is an error without the address.
func TestLate(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	s := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-release }))
	defer s.Close()
	defer close(release)
	c, err := New(Config{URL: s.URL, Timeout: time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	if _, ok, err := c.Locate(context.Background(), "12 rue secrète"); ok || !errors.Is(err, context.DeadlineExceeded) || strings.Contains(err.Error(), "secr") {
		t.Errorf("late: %v, %v", ok, err)
	}
	gone := httptest.NewServer(nil)
	gone.Close()
	if c, err = New(Config{URL: gone.URL}); err != nil {
		t.Fatal(err)
	}
	if _, ok, err := c.Locate(context.Background(), "12 rue secrète"); ok || err == nil || strings.Contains(err.Error(), "secr") {
		t.Errorf("nobody there: %v, %v", ok, err)
	}
}

func TestLabelIsOneLine(t *testing.T) {
	t.Parallel()
	c, _ := engine(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Write([]byte(strings.Replace(lorient, "12 Rue de la Gare", `\u0000\n<b>`+strings.Repeat("é", 500), 1)))
	})
	at, ok, err := c.Locate(context.Background(), "x")
	if err != nil || !ok || len([]rune(at.Label)) > longest || strings.ContainsAny(at.Label, "\n") {
		t.Errorf("%q, %v, %v", at.Label, ok, err)
	}
}

func TestNew(t *testing.T) {
	t.Parallel()
	for _, bad := range []string{"", "host", "ftp://host", "http://", "http://host?q=", "http://u:p@host", "http://host/#x", ":"} {
		if _, err := New(Config{URL: bad}); err == nil {
			t.Errorf("New(%q) takes it", bad)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(lorient))
	f.Add([]byte(`{"type":"FeatureCollection","features":[{}]}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		at, ok, err := read(body)
		if ok && (err != nil || at.Point.IsZero() || !insee.MatchString(at.Commune)) {
			t.Errorf("read = %+v, %v", at, err)
		}
	})
}
