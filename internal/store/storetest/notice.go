package storetest

import (
	"slices"
	"testing"
	"time"

	"continuum/internal/account"
	"continuum/internal/fault"
	"continuum/internal/geo"
	"continuum/internal/labelling"
	"continuum/internal/mail"
	"continuum/internal/notice"
	"continuum/internal/privacy"
	"continuum/internal/store"
	"continuum/internal/text"
)

// notices tells news to whom they concern, once, and mails them as each one chose.
func notices(t *testing.T, fresh Fresh) {
	cfg := fresh(t)
	now := time.Date(2026, 3, 3, 9, 0, 0, 0, time.UTC)
	cfg.Now = func() time.Time { return now }
	db := open(t, cfg)
	do := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	brest := account.Scope{Kind: account.CampusScope, ID: "mer"}
	director := hired(t, db, "directrice@example.fr", account.Director, brest)
	officer := hired(t, db, "mission@example.fr", account.NationalOfficer, account.Country)
	other := hired(t, db, "autre@example.fr", account.Director, account.Scope{Kind: account.CampusScope, ID: "numerique"})
	news := notice.News{
		Kind: notice.LabelEnd, Key: "k1", Path: "/campus/mer", Roles: []account.Role{account.Director, account.NationalOfficer},
		Scopes: []account.Scope{brest, account.Country}, Say: func(*text.Texts) string { return "Le label finit." },
	}
	for i, want := range []int{2, 0} {
		if n, err := db.Tell(t.Context(), news); err != nil || n != want {
			t.Errorf("told %d, %v the time %d; want %d", n, err, i+1, want)
		}
	}
	nobody := news
	nobody.Key, nobody.Roles = "k2", nil
	if n, err := db.Tell(t.Context(), nobody); err != nil || n != 0 {
		t.Errorf("news for nobody was told to %d, %v", n, err)
	}
	named := notice.News{Kind: notice.SheetDecided, Key: "k3", Path: "/", People: []account.PersonID{other}, Say: func(*text.Texts) string { return "Accepté." }}
	if n, err := db.Tell(t.Context(), named); err != nil || n != 1 {
		t.Errorf("news for one was told to %d, %v", n, err)
	}

	do(db.ChooseWay(t.Context(), officer, notice.LabelEnd, notice.Daily))
	do(db.ChooseWay(t.Context(), other, notice.SheetDecided, notice.Never))
	do(db.ChooseWay(t.Context(), other, notice.SheetDecided, notice.Never))
	if err := db.ChooseWay(t.Context(), other, "poems", notice.Never); fault.KindOf(err) != fault.Invalid {
		t.Errorf("a kind that is none: %v, want Invalid", err)
	}
	if ways, err := db.NoticeWays(t.Context(), officer); err != nil || len(ways) != 1 || ways[notice.LabelEnd] != notice.Daily {
		t.Errorf("ways %v, %v", ways, err)
	}
	sent := func(want ...string) {
		t.Helper()
		n, err := db.MailNotices(t.Context(), "https://c.example.fr", geo.Clock(""))
		if err != nil || n != len(want) {
			t.Errorf("%d mails, %v; want %v", n, err, want)
		}
		list, err := db.LeaseMail(t.Context(), 10, time.Hour)
		do(err)
		var to []string
		for _, m := range list {
			to = append(to, m.To)
			do(db.MailSent(t.Context(), m.ID))
		}
		if !slices.Equal(to, want) {
			t.Errorf("mails to %v, want %v", to, want)
		}
	}
	sent("directrice@example.fr")
	sent()
	now = now.Add(24 * time.Hour)
	sent("mission@example.fr")

	list, err := db.Notices(t.Context(), director, 10)
	if err != nil || len(list) != 1 || list[0].Read || list[0].Text != "Le label finit." {
		t.Errorf("notices %+v, %v", list, err)
	}
	do(db.SeeNotices(t.Context(), director, now))
	if list, err = db.Notices(t.Context(), director, 10); err != nil || !list[0].Read {
		t.Errorf("seen: %+v, %v", list, err)
	}
	now = now.Add(30 * 24 * time.Hour)
	for _, keep := range []time.Duration{0, 29 * 24 * time.Hour} {
		gone, err := db.Expire(t.Context(), privacy.Retention{Notices: keep})
		do(err)
		list, err := db.Notices(t.Context(), director, 10)
		do(err)
		if (gone.Notices == 0) != (keep == 0) || (len(list) == 0) != (keep > 0) {
			t.Errorf("kept %v: %d notices left, these stay: %+v", keep, gone.Notices, list)
		}
	}
	clean(t, db)
}

// hired is a person with an active account and one role.
func hired(t *testing.T, db *store.DB, address string, role account.Role, scope account.Scope) account.PersonID {
	t.Helper()
	p := account.Person{Name: address, Mail: address, Lang: "fr"}
	pass := account.Pass{Hash: labelling.HashOf(address), Purpose: account.Invitation, Expires: time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)}
	if err := db.Invite(t.Context(), "operator", &p, pass, mail.Message{}); err != nil {
		t.Fatal(err)
	}
	if err := db.UsePass(t.Context(), pass.Hash, "not the hash of a password", account.Session{Hash: labelling.HashOf("session of " + address), ID: address, Method: "invitation"}); err != nil {
		t.Fatal(err)
	}
	g := account.Grant{Person: p.ID, Role: role, Scope: scope, From: time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC), GivenBy: "operator"}
	if err := db.GiveGrant(t.Context(), &g); err != nil {
		t.Fatal(err)
	}
	return p.ID
}
