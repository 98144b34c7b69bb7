package app

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"continuum/internal/campus"
	"continuum/internal/catalog"
	"continuum/internal/geo"
	"continuum/internal/labelling"
	"continuum/internal/training"
	"continuum/internal/workspace"
)

// fakeRegister is a store in a few lines.
type fakeRegister struct {
	generation int64
	records    *campus.Records
	err        error
	calls      []labelling.Announced
	reads      int // how often the whole register was read
}

func (f *fakeRegister) Generation(context.Context) (int64, error) { return f.generation, f.err }

func (f *fakeRegister) PublicSheets(context.Context) ([]workspace.Version, error) { return nil, nil }

func (f *fakeRegister) PublicCalls(context.Context) ([]labelling.Announced, error) {
	return f.calls, nil
}

func (f *fakeRegister) Records(context.Context) (*campus.Records, int64, error) {
	f.reads++
	return f.records, f.generation, f.err
}

func named(name string) *campus.Records {
	return &campus.Records{
		Campuses: []campus.Campus{{ID: "c", Slug: "c"}},
		Facts:    []campus.Fact{{ID: "f", Campus: "c", Property: campus.Name, Value: name}},
	}
}

// broken has a fact about no campus, which no catalog can be built from.
func broken() *campus.Records {
	return &campus.Records{Facts: []campus.Fact{{ID: "f", Campus: "none", Property: campus.Name, Value: "x"}}}
}

func newFollower(r register, now func() time.Time) *follower {
	c := Defaults()
	return &follower{
		store: r, atlas: geo.NewAtlas(nil, nil, ""), current: new(catalog.Current),
		offer: func(context.Context) (*training.Model, error) { return new(training.Model), nil },
		meter: newMeter("test", now()), log: c.logger(), now: now,
	}
}

func ready(f *follower) (status int, body string) {
	w := httptest.NewRecorder()
	f.readyz(w, httptest.NewRequest(http.MethodGet, "/readyz", nil))
	return w.Code, w.Body.String()
}

func TestFollow(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	r := &fakeRegister{generation: 1, records: named("un")}
	f := newFollower(r, func() time.Time { return now })

	if status, body := ready(f); status != 503 || !strings.Contains(body, "no catalog yet") {
		t.Errorf("before the first catalog: %d %s", status, body)
	}
	for _, step := range []struct {
		what    string
		change  func()
		name    string // of the campus that pages show
		reads   int    // of the whole register, in all
		status  int    // of /readyz
		trouble bool
	}{
		{"first look", func() {}, "un", 1, 200, false},
		{"nothing moved", func() {}, "un", 1, 200, false},
		{"a write", func() { r.generation, r.records = 2, named("deux") }, "deux", 2, 200, false},
		{"the day changes", func() { now = now.AddDate(0, 0, 1) }, "deux", 3, 200, false},
		{"records that can't be built", func() { r.generation, r.records = 3, broken() }, "deux", 4, 503, true},
		{"the same again is not tried again", func() {}, "deux", 4, 503, true},
		{"mended", func() { r.generation, r.records = 4, named("quatre") }, "quatre", 5, 200, false},
		{"the store does not answer", func() { r.err = errors.New("connection refused to 10.0.0.7") }, "quatre", 5, 503, true},
		{"it answers again, unchanged", func() { r.err = nil }, "quatre", 5, 200, false},
	} {
		step.change()
		f.step(ctx)
		if got := f.current.Load().Campuses[0].Name; got != step.name {
			t.Errorf("%s: pages show %q, want %q", step.what, got, step.name)
		}
		if r.reads != step.reads {
			t.Errorf("%s: the register was read %d times, want %d", step.what, r.reads, step.reads)
		}
		status, body := ready(f)
		if status != step.status {
			t.Errorf("%s: /readyz = %d %s, want %d", step.what, status, body, step.status)
		}
		if strings.Contains(body, "10.0.0.7") {
			t.Errorf("%s: /readyz tells the public where the database is: %s", step.what, body)
		}
		if got := f.why() != nil; got != step.trouble {
			t.Errorf("%s: trouble = %v", step.what, f.why())
		}
	}
}

// A stop while the store is being read is no trouble of the store's.
func TestFollowStops(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithCancel(t.Context())
	r := &fakeRegister{generation: 1, records: named("un")}
	f := newFollower(r, time.Now)
	f.step(ctx)
	stop()
	r.err = context.Canceled
	f.step(ctx)
	if f.why() != nil {
		t.Errorf("stopping is told as %v", f.why())
	}
	if err := f.run(ctx, time.Hour); err != nil {
		t.Errorf("run = %v, want nil once asked to stop", err)
	}
}

// What is said of a call changes at the instant at which it opens and at which its steps end:
// pages are made anew then, without any write.
func TestFollowTurns(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	opens, ends := now.Add(time.Hour), now.Add(2*time.Hour)
	r := &fakeRegister{generation: 1, records: named("un"), calls: []labelling.Announced{{Call: labelling.Call{ID: "c", Opens: opens, Deadlines: map[string]time.Time{"end": ends}}}}}
	f := newFollower(r, func() time.Time { return now })
	tags := map[string]bool{}
	for _, step := range []struct {
		at    time.Time
		reads int
	}{{now, 1}, {opens.Add(-1), 1}, {opens, 2}, {opens.Add(time.Minute), 2}, {ends.Add(time.Second), 3}, {ends.Add(time.Hour), 3}} {
		now = step.at
		f.step(t.Context())
		tags[f.current.Load().ETag] = true
		if r.reads != step.reads || f.current.Load().Call("c") == nil {
			t.Errorf("at %s the register was read %d times, want %d", now, r.reads, step.reads)
		}
	}
	if len(tags) != 3 {
		t.Errorf("%d validators for three states of a call", len(tags))
	}
}
