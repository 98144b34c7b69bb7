package storetest

import (
	"strings"
	"testing"
	"time"

	"continuum/internal/account"
	"continuum/internal/fault"
	"continuum/internal/mail"
	"continuum/internal/privacy"
	"continuum/internal/store"
)

// expiry erases what was kept long enough, and nothing before.
func expiry(t *testing.T, fresh Fresh) {
	cfg := fresh(t)
	now := time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)
	cfg.Now = func() time.Time { return now }
	db := open(t, cfg)
	do := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	left := hired(t, db, "partie@example.fr", account.Director, account.Scope{Kind: account.CampusScope, ID: "mer"})
	hired(t, db, "present@example.fr", account.Director, account.Scope{Kind: account.CampusScope, ID: "numerique"})
	silent := account.Person{Name: "Silencieux", Mail: "silence@example.fr", Lang: "fr"}
	pass := account.Pass{Hash: strings.Repeat("f", 64), Purpose: account.Invitation, Expires: now.Add(time.Hour)}
	do(db.Invite(t.Context(), "operator", &silent, pass, mail.Message{}))
	for _, id := range []string{"open", "closed"} {
		do(db.AddReport(t.Context(), store.Report{ID: id, Page: "/", Message: "x", Contact: "Lectrice@example.fr"}))
	}
	do(db.CloseReport(t.Context(), "closed"))
	do(db.Leave(t.Context(), "operator", left))

	held, err := db.DataOf(t.Context(), "PARTIE@example.fr")
	if err != nil || held.Person == nil || held.Person.Name != "partie@example.fr" || len(held.Rights) != 1 || len(held.Acts) < 3 {
		t.Errorf("held of who left: %+v, %v", held, err)
	}
	if held, err = db.DataOf(t.Context(), "lectrice@example.fr"); err != nil || held.Person != nil || len(held.Reports) != 2 {
		t.Errorf("held of a reader: %+v, %v", held, err)
	}
	if _, err := db.DataOf(t.Context(), "nobody@example.fr"); fault.KindOf(err) != fault.NotFound {
		t.Errorf("held of nobody: %v, want NotFound", err)
	}
	for _, step := range []struct {
		after time.Duration
		want  store.Expired
	}{
		{0, store.Expired{}},
		{91 * 24 * time.Hour, store.Expired{Invitations: 1}},
		{366 * 24 * time.Hour, store.Expired{Reports: 1, People: 1}},
		{3000 * 24 * time.Hour, store.Expired{}},
	} {
		now = time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC).Add(step.after)
		if got, err := db.Expire(t.Context(), privacy.Retention{}); err != nil || got != step.want {
			t.Errorf("after %s: %+v, %v; want %+v", step.after, got, err, step.want)
		}
	}
	for _, address := range []string{"partie@example.fr", "silence@example.fr"} {
		if _, err := db.DataOf(t.Context(), address); fault.KindOf(err) != fault.NotFound {
			t.Errorf("%s is still known: %v", address, err)
		}
	}
	if held, err = db.DataOf(t.Context(), "lectrice@example.fr"); err != nil || len(held.Reports) != 1 {
		t.Errorf("a report that nobody dealt with: %+v, %v", held, err)
	}
	if _, err := db.Expire(t.Context(), privacy.Retention{Left: time.Minute}); fault.KindOf(err) != fault.Invalid {
		t.Errorf("a minute of retention: %v, want Invalid", err)
	}
	clean(t, db)
}
