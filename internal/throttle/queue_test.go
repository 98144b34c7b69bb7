package throttle

import (
	"context"
	"errors"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// Two run at once, one waits, the next is told to come again; who leaves the queue makes
// room.
func TestQueue(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		q := NewQueue(2, 1)
		var running, most, done atomic.Int32
		release := make(chan struct{})
		work := func() error {
			if n := running.Add(1); n > most.Load() {
				most.Store(n)
			}
			<-release
			running.Add(-1)
			done.Add(1)
			return nil
		}
		var group sync.WaitGroup
		for range 2 {
			group.Go(func() { _ = q.Do(t.Context(), work) })
		}
		synctest.Wait()
		leaving, leave := context.WithCancel(t.Context())
		left := make(chan error, 1)
		go func() { left <- q.Do(leaving, work) }()
		synctest.Wait()
		if err := q.Do(t.Context(), work); !errors.Is(err, ErrBusy) {
			t.Errorf("a fourth one: %v, want ErrBusy", err)
		}
		leave()
		if err := <-left; !errors.Is(err, context.Canceled) {
			t.Errorf("who left: %v", err)
		}
		group.Go(func() { _ = q.Do(t.Context(), work) })
		synctest.Wait()
		close(release)
		group.Wait()
		if most.Load() != 2 || done.Load() != 3 {
			t.Errorf("%d at once, %d done; want 2 and 3", most.Load(), done.Load())
		}
		if err := q.Do(leaving, work); !errors.Is(err, context.Canceled) {
			t.Errorf("who left before: %v", err)
		}
	})
	var none *Queue
	if err := none.Do(t.Context(), func() error { return nil }); err != nil {
		t.Errorf("without a queue: %v", err)
	}
}

// Work that panics gives its place back.
func TestQueueSurvivesPanic(t *testing.T) {
	t.Parallel()
	q := NewQueue(1, 0)
	func() {
		defer func() { _ = recover() }()
		_ = q.Do(t.Context(), func() error { panic("defect") })
	}()
	if err := q.Do(t.Context(), func() error { return nil }); err != nil {
		t.Error(err)
	}
}

func TestClients(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	c := NewClients(2, time.Minute, func() time.Time { return now })
	for i, want := range []bool{true, true, false} {
		if got := c.Allowed("a"); got != want {
			t.Errorf("time %d: %v", i, got)
		}
	}
	if !c.Allowed("b") {
		t.Error("another client pays for the first")
	}
	if now = now.Add(time.Minute); !c.Allowed("a") || c.Allowed("a") {
		t.Error("a minute gives one more")
	}
	for i := range maxClients + 10 {
		c.Allowed(strconv.Itoa(i))
	}
	if len(c.clients) > maxClients {
		t.Errorf("%d clients remembered, want at most %d", len(c.clients), maxClients)
	}
}
