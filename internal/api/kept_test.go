package api

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"

	"continuum/internal/campus"
	"continuum/internal/catalog"
	"continuum/internal/fault"
	"continuum/internal/throttle"
	"continuum/internal/training/trainingtest"
)

// shelf keeps scenarios in memory.
type shelf struct {
	mu   sync.Mutex
	kept map[string]string
	err  error
}

func (s *shelf) KeepScenario(_ context.Context, hash, patches string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err == nil {
		s.kept[hash] = patches
	}
	return s.err
}

func (s *shelf) Scenario(_ context.Context, hash string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if text, ok := s.kept[hash]; ok {
		return text, s.err
	}
	return "", fault.New(fault.NotFound, "scenario.unknown")
}

// keeping is the API over a shelf, with room for so many dear questions.
func keepingWorld(t *testing.T, s ScenarioStore, dear *throttle.Queue) http.Handler {
	t.Helper()
	r := worldRecords()
	r.Sectors = append(r.Sectors, campus.Sector{Code: "MECA", Slug: "mecanique", Label: "Mécanique", Rank: 3})
	current := new(catalog.Current)
	swap(t, current, r)
	return New(Config{Current: current, Now: now, Scenarios: s, Dear: dear})
}

func post(h http.Handler, body string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, "/api/v1/scenarios", strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

const opening = `[ {"do":"open", "qualification":"` + trainingtest.Welding + `", "establishment":"` + trainingtest.BrestLycee + `","capacity":24}]`

// A scenario kept is found under its hash, and changes what it changes inline.
func TestScenarioKept(t *testing.T) {
	t.Parallel()
	s := &shelf{kept: make(map[string]string)}
	h := keepingWorld(t, s, nil)
	w := post(h, opening)
	kept := read[Kept](t, w, http.StatusCreated)
	if len(kept.Hash) != 32 || w.Header().Get("Location") != kept.Href || len(kept.Patches) != 1 {
		t.Fatalf("%+v, Location %q", kept, w.Header().Get("Location"))
	}
	if again := read[Kept](t, post(h, strings.ReplaceAll(opening, " ", "")), http.StatusCreated); again.Hash != kept.Hash {
		t.Errorf("written otherwise it is %s, want %s", again.Hash, kept.Hash)
	}
	if got := read[Kept](t, get(h, kept.Href), http.StatusOK); got.Patches[0] != kept.Patches[0] {
		t.Errorf("kept %+v, want %+v", got.Patches, kept.Patches)
	}
	inline := get(h, "/api/v1/scenarios?sector=MECA&scenario="+url.QueryEscape(opening))
	byHash := get(h, kept.Compare+"&sector=MECA")
	if inline.Code != http.StatusOK || inline.Body.String() != byHash.Body.String() {
		t.Errorf("by its hash: %d %.300s\ninline: %.300s", byHash.Code, byHash.Body, inline.Body)
	}
	read[Problem](t, get(h, "/api/v1/scenarios/"+strings.Repeat("0", 32)), http.StatusNotFound)
	read[Problem](t, get(h, "/api/v1/scenarios?hash=x"), http.StatusNotFound)
	read[Problem](t, get(h, kept.Compare+"&scenario=[]"), http.StatusBadRequest)
}

// What makes no sense is not kept; a scenario of an offer that is no more says so.
func TestScenarioNotKept(t *testing.T) {
	t.Parallel()
	s := &shelf{kept: map[string]string{strings.Repeat("a", 32): `[{"do":"board","establishment":"` + trainingtest.BrestLycee + `"},{"do":"close","offer":"gone"}]`}}
	h := keepingWorld(t, s, nil)
	for _, tt := range []struct {
		name, body string
		status     int
		detail     string
	}{
		{"not JSON", "x", http.StatusBadRequest, "not a JSON list"},
		{"nothing", "[]", http.StatusBadRequest, "no patch"},
		{"an unknown offer", `[{"do":"close","offer":"gone"}]`, http.StatusBadRequest, "patch 0, offer: not known"},
		{"too many patches", "[" + strings.Repeat(`{"do":"x"},`, 9_999) + `{"do":"x"}]`, http.StatusBadRequest, "10000 patches are too many"},
		{"too long", "[" + strings.Repeat(`{"do":"close","offer":"50025438.0560101K.s1"},`, 9_999) + `{"do":"x"}]`, http.StatusRequestEntityTooLarge, "1000 patches at most"},
	} {
		if p := read[Problem](t, post(h, tt.body), tt.status); !strings.Contains(p.Detail, tt.detail) {
			t.Errorf("%s: %s", tt.name, p.Detail)
		}
	}
	if len(s.kept) != 1 {
		t.Errorf("%d scenarios kept, want none more", len(s.kept))
	}
	p := read[Problem](t, get(h, "/api/v1/scenarios?hash="+strings.Repeat("a", 32)), http.StatusBadRequest)
	if len(p.Errors) != 1 || p.Errors[0].Name != "hash" || !strings.Contains(p.Detail, "patch 1, offer: not known: gone") {
		t.Errorf("%+v", p)
	}
	r := httptest.NewRequest(http.MethodPost, "/api/v1/scenarios", strings.NewReader(opening))
	r.Header.Set("Content-Type", "text/plain")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	read[Problem](t, w, http.StatusUnsupportedMediaType)
	s.err = fault.New(fault.Unavailable, "store.unwritable")
	read[Problem](t, post(h, opening), http.StatusServiceUnavailable)
	read[Problem](t, post(keepingWorld(t, nil, nil), opening), http.StatusServiceUnavailable)
}

func TestScenariosAreThrottled(t *testing.T) {
	t.Parallel()
	h := keepingWorld(t, &shelf{kept: make(map[string]string)}, nil)
	for range keptAtOnce {
		read[Kept](t, post(h, opening), http.StatusCreated)
	}
	w := post(h, opening)
	read[Problem](t, w, http.StatusTooManyRequests)
	if w.Header().Get("Retry-After") == "" {
		t.Error("nothing says when to ask again")
	}
}

// Past the few that run and the few that wait, a question is told when to come again.
func TestDearQuestionsWait(t *testing.T) {
	t.Parallel()
	q := throttle.NewQueue(1, 0)
	h := keepingWorld(t, nil, q)
	entered, release, done := make(chan struct{}), make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		_ = q.Do(context.Background(), func() error { close(entered); <-release; return nil })
	}()
	<-entered
	for _, target := range []string{
		"/api/v1/coverage", "/api/v1/gaps", "/api/v1/itineraries?from=29019&level=5", "/api/v1/scenarios?scenario=" + url.QueryEscape(opening),
	} {
		w := get(h, target)
		read[Problem](t, w, http.StatusServiceUnavailable)
		if w.Header().Get("Retry-After") != "5" {
			t.Errorf("%s: Retry-After %q", target, w.Header().Get("Retry-After"))
		}
	}
	close(release)
	<-done
	read[Territorial[Coverage]](t, get(h, "/api/v1/coverage"), http.StatusOK)
}
