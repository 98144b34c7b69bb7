package mail

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"
)

// fake is a queue in memory and a sender that fails as it is told.
type fake struct {
	waiting []Leased
	fails   map[string]error
	sent    []string
	again   map[string]time.Time
	why     map[string]string
}

func (f *fake) LeaseMail(_ context.Context, n int, _ time.Duration) ([]Leased, error) {
	n = min(n, len(f.waiting))
	list := f.waiting[:n]
	f.waiting = f.waiting[n:]
	return list, nil
}

func (f *fake) MailSent(_ context.Context, id string) error { f.sent = append(f.sent, id); return nil }

func (f *fake) MailFailed(_ context.Context, id, why string, again time.Time) error {
	f.again[id], f.why[id] = again, why
	return nil
}

func (f *fake) Send(_ context.Context, m Message) error { return f.fails[m.ID] }

// All that is due is sent; failures are tried later, but not for ever, and nothing of
// what mails say or whom they are for is logged.
func TestWorker(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)
	f := &fake{again: map[string]time.Time{}, why: map[string]string{}, fails: map[string]error{
		"later": errors.New("452 full"), "never": &Permanent{errors.New("550 unknown")}, "tired": errors.New("no route"),
	}}
	for _, id := range []string{"a", "later", "never", "tired"} {
		tries := 1
		if id == "tired" {
			tries = maxTries
		}
		f.waiting = append(f.waiting, Leased{Message{ID: id, To: "elodie@example.fr", Subject: "Secret", Text: "t", Kind: "k"}, tries})
	}
	for range 2 * batch {
		f.waiting = append(f.waiting, Leased{Message{ID: "more"}, 1})
	}
	var log strings.Builder
	w := &Worker{Queue: f, Sender: f, Now: func() time.Time { return now }, Log: slog.New(slog.NewTextHandler(&log, nil))}
	if err := w.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	if len(f.sent) != 1+2*batch {
		t.Errorf("sent %d: %v", len(f.sent), f.sent)
	}
	if !f.again["later"].Equal(now.Add(time.Minute)) || !f.again["never"].IsZero() || !f.again["tired"].IsZero() || len(f.again) != 3 {
		t.Errorf("tried again: %v", f.again)
	}
	if strings.Contains(log.String(), "elodie") || strings.Contains(log.String(), "Secret") {
		t.Errorf("the log tells too much:\n%s", log.String())
	}
}

// The waits grow, stop growing, and last about two days in all.
func TestWait(t *testing.T) {
	t.Parallel()
	var all, last time.Duration
	for n := 1; n < maxTries; n++ {
		d := Wait(n)
		if d < last || d > longWait {
			t.Errorf("Wait(%d) = %s after %s", n, d, last)
		}
		last = d
		all += d
	}
	if all < 24*time.Hour || all > 72*time.Hour {
		t.Errorf("given up after %s", all)
	}
}
