package store

import (
	"context"
	"errors"
	"sync"
	"testing"
)

// TestLanes: those of one thing are one at a time, those of two things are not kept from
// each other, who gives up leaves the queue, and nothing is remembered of things that nobody
// writes.
func TestLanes(t *testing.T) {
	t.Parallel()
	l := lanes{of: map[string]*lane{}}
	in := 0 // guarded by the lane alone: the race detector sees it too
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() {
			leave, err := l.enter(t.Context(), "dossier/a")
			if err != nil {
				t.Error(err)
				return
			}
			if in++; in != 1 {
				t.Error("two are in one lane")
			}
			in--
			leave()
		})
	}
	all.Wait()

	leave, err := l.enter(t.Context(), "dossier/a")
	if err != nil {
		t.Fatal(err)
	}
	other, err := l.enter(t.Context(), "dossier/b")
	if err != nil {
		t.Fatal(err)
	}
	other()
	given, giveUp := context.WithCancel(t.Context())
	giveUp()
	if _, err := l.enter(given, "dossier/a"); !errors.Is(err, context.Canceled) {
		t.Errorf("who gave up is told %v", err)
	}
	leave()
	if len(l.of) != 0 {
		t.Errorf("%d lanes are left when nobody writes", len(l.of))
	}
}
