package storetest

import (
	"sync"
	"testing"
	"time"

	"continuum/internal/account"
	"continuum/internal/fault"
)

func identities(t *testing.T, fresh Fresh) {
	db, _, c := peopled(t, fresh)
	const issuer = "https://id.example.org"
	who := func(subject, address string, vouched bool) (account.PersonID, error) {
		p, err := db.Identify(t.Context(), issuer, subject, address, vouched)
		return p.ID, err
	}
	_, err := who("s1", "anne@example.org", true)
	is(t, "nobody invited", err, fault.Denied, "oidc.nobody")
	anne := invited(t, db, "anne@example.org", "a", c.now())
	_, err = who("s1", "anne@example.org", false)
	is(t, "an address that nobody answers for", err, fault.Denied, "oidc.nobody")
	_, err = who("s1", "", true)
	is(t, "no address", err, fault.Denied, "oidc.nobody")
	if id, err := who("s1", "ANNE@example.org", true); id != anne.ID || err != nil {
		t.Errorf("the person invited = %s, %v, want %s", id, err, anne.ID)
	}
	_, err = who("s2", "anne@example.org", true)
	is(t, "another person at the same address", err, fault.Denied, "oidc.nobody")
	if id, err := who("s1", "other@example.org", false); id != anne.ID || err != nil {
		t.Errorf("the same person at another address = %s, %v", id, err)
	}
	if _, _, err := db.PassHolder(t.Context(), hash("a")); fault.KindOf(err) != fault.NotFound {
		t.Errorf("the invitation once it served: %v", err)
	}
	if err := db.DisablePerson(t.Context(), "operator", anne.ID); err != nil {
		t.Fatal(err)
	}
	_, err = who("s1", "anne@example.org", true)
	is(t, "closed", err, fault.Denied, "oidc.nobody")
	clean(t, db)
}

func passkeys(t *testing.T, fresh Fresh) {
	db, cfg, c := peopled(t, fresh)
	anne, paul := active(t, db, "anne@example.org", "a", c.now()), active(t, db, "paul@example.org", "b", c.now())
	k := account.Passkey{ID: "k1", Person: anne.ID, Name: "téléphone", Data: "{}"}
	if err := db.AddPasskey(t.Context(), k); err != nil {
		t.Fatal(err)
	}
	stolen := k
	stolen.Person = paul.ID
	if err := db.AddPasskey(t.Context(), stolen); fault.KindOf(err) != fault.Conflict {
		t.Errorf("a key that is someone's: %v, want Conflict", err)
	}
	c.add(time.Hour)
	k.Data = `{"n":1}`
	if err := db.UsePasskey(t.Context(), k); err != nil {
		t.Fatal(err)
	}
	list, err := db.Passkeys(t.Context(), anne.ID)
	if err != nil || len(list) != 1 || list[0].Data != k.Data || !list[0].Used.Equal(c.now()) || !list[0].Created.Equal(c.now().Add(-time.Hour)) {
		t.Errorf("Passkeys = %+v, %v", list, err)
	}
	is(t, "someone else's key", db.RemovePasskey(t.Context(), paul.ID, "k1"), fault.NotFound, "passkey.unknown")

	// What was asked is answered once, whichever server is told, and not late.
	if err := db.KeepAsked(t.Context(), hash("e"), "asked", c.now().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	errs := make([]error, 4)
	var wg sync.WaitGroup
	for i := range errs {
		other := open(t, cfg)
		wg.Go(func() { _, errs[i] = other.TakeAsked(t.Context(), hash("e")) })
	}
	wg.Wait()
	won := 0
	for _, err := range errs {
		if err == nil {
			won++
		} else {
			is(t, "asked and answered", err, fault.NotFound, "passkey.unknown")
		}
	}
	if won != 1 {
		t.Errorf("answered %d times, want once", won)
	}
	if err := db.KeepAsked(t.Context(), hash("f"), "asked", c.now().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	c.add(time.Minute)
	_, err = db.TakeAsked(t.Context(), hash("f"))
	is(t, "too late", err, fault.NotFound, "passkey.unknown")

	if err := db.Leave(t.Context(), "operator", anne.ID); err != nil {
		t.Fatal(err)
	}
	if list, err := db.Passkeys(t.Context(), anne.ID); len(list) != 0 || err != nil {
		t.Errorf("keys of who left: %v, %v", list, err)
	}
	clean(t, db)
}
