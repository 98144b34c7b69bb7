package storetest

import (
	"strings"
	"sync"
	"testing"
	"time"

	"continuum/internal/fault"
	"continuum/internal/mail"
	"continuum/internal/privacy"
	"continuum/internal/store"
)

func mailQueue(t *testing.T, fresh Fresh) {
	cfg := fresh(t)
	now := time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)
	cfg.Now = func() time.Time { return now }
	db := open(t, cfg)
	message := func(id string) mail.Message {
		return mail.Message{ID: id, To: id + "@example.fr", Subject: "Objet", Text: "Texte", HTML: "<p>Texte</p>", Kind: "alert"}
	}
	lease := func() (ids string) {
		t.Helper()
		list, err := db.LeaseMail(t.Context(), 2, time.Minute)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range list {
			ids += m.ID
		}
		return ids
	}
	do := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	bad := message("b")
	bad.To = "a@b.fr\nBcc: c@d.fr"
	if err := db.QueueMail(t.Context(), message("x"), bad); fault.KindOf(err) != fault.Invalid {
		t.Errorf("a forged address: %v, want Invalid", err)
	}
	if got := lease(); got != "" {
		t.Errorf("leased %q of a queue that took nothing", got)
	}
	do(db.QueueMail(t.Context(), message("a"), message("b"), message("c")))
	if a, b, c := lease(), lease(), lease(); a != "ab" || b != "c" || c != "" {
		t.Errorf("leased %q, %q, %q; want ab, c and nothing", a, b, c)
	}
	do(db.MailSent(t.Context(), "a"))
	do(db.MailFailed(t.Context(), "b", strings.Repeat("é", 400), now.Add(time.Hour)))
	do(db.MailFailed(t.Context(), "c", "550 unknown", time.Time{}))
	if err := db.MailSent(t.Context(), "a"); fault.KindOf(err) != fault.NotFound {
		t.Errorf("sent twice: %v, want NotFound", err)
	}
	now = now.Add(59 * time.Minute)
	if got := lease(); got != "" {
		t.Errorf("leased %q before it is due", got)
	}
	now = now.Add(time.Minute)
	if got := lease(); got != "b" { // and this worker dies
		t.Errorf("leased %q when due, want b", got)
	}
	now = now.Add(time.Minute)
	list, err := db.LeaseMail(t.Context(), 2, time.Minute)
	if err != nil || len(list) != 1 || list[0].Tries != 3 || list[0].Text != "Texte" || list[0].Subject != "Objet" {
		t.Errorf("after the lease of a dead worker: %+v, %v; want b at its third try", list, err)
	}
	states := map[string]store.MailState{}
	all, err := db.Mails(t.Context(), "", 10)
	do(err)
	for _, m := range all {
		states[m.ID] = m.State
	}
	if len(states) != 3 || states["a"] != store.MailSent || states["b"] != store.MailWaiting || states["c"] != store.MailGivenUp {
		t.Errorf("states %v", states)
	}
	// Traces leave when the operator says; what waits stays.
	now = now.Add(50 * 24 * time.Hour)
	for _, step := range []struct {
		keep time.Duration
		gone int64
	}{{0, 0}, {40 * 24 * time.Hour, 2}, {0, 0}} {
		if gone, err := db.Expire(t.Context(), privacy.Retention{Mails: step.keep}); err != nil || gone.Mails != step.gone {
			t.Errorf("kept %v: %d traces left, %v; want %d", step.keep, gone.Mails, err, step.gone)
		}
	}
	if all, err = db.Mails(t.Context(), "", 10); err != nil || len(all) != 1 || all[0].ID != "b" {
		t.Errorf("after 50 days: %+v, %v; want the one that waits", all, err)
	}
	clean(t, db)
}

// mailRace lets several workers empty one queue: each mail is taken once.
func mailRace(t *testing.T, fresh Fresh) {
	db := open(t, fresh(t))
	const mails, workers = 60, 4
	var list []mail.Message
	for range mails {
		list = append(list, mail.Message{To: "a@b.fr", Subject: "s", Text: "t", Kind: "k"})
	}
	if err := db.QueueMail(t.Context(), list...); err != nil {
		t.Fatal(err)
	}
	var (
		wg    sync.WaitGroup
		mu    sync.Mutex
		taken = map[string]int{}
	)
	for range workers {
		wg.Go(func() {
			for {
				got, err := db.LeaseMail(t.Context(), 7, time.Hour)
				if err != nil {
					t.Error(err)
					return
				}
				if len(got) == 0 {
					return
				}
				mu.Lock()
				for _, m := range got {
					taken[m.ID]++
				}
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	for id, n := range taken {
		if n != 1 {
			t.Errorf("%s was taken %d times", id, n)
		}
	}
	if len(taken) != mails {
		t.Errorf("%d mails taken, want %d", len(taken), mails)
	}
}
