package storetest

import (
	"sync"
	"testing"
	"time"

	"continuum/internal/account"
	"continuum/internal/fault"
	"continuum/internal/mail"
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
	hers, his := account.Session{Hash: hash("A"), Person: anne.ID}, account.Session{Hash: hash("B"), Person: paul.ID}
	k := account.Passkey{ID: "k1", Person: anne.ID, Name: "téléphone", Data: "{}"}
	if err := db.AddPasskey(t.Context(), hers, k); err != nil {
		t.Fatal(err)
	}
	stolen := k
	stolen.Person = paul.ID
	if err := db.AddPasskey(t.Context(), his, stolen); fault.KindOf(err) != fault.Conflict {
		t.Errorf("a key that is someone's: %v, want Conflict", err)
	}
	is(t, "someone else's key", db.RemovePasskey(t.Context(), his, "k1"), fault.NotFound, "passkey.unknown")
	c.add(time.Hour)
	k.Data = `{"n":1}`
	if err := db.UsePasskey(t.Context(), k); err != nil {
		t.Fatal(err)
	}
	list, err := db.Passkeys(t.Context(), anne.ID)
	if err != nil || len(list) != 1 || list[0].Data != k.Data || !list[0].Used.Equal(c.now()) || !list[0].Created.Equal(c.now().Add(-time.Hour)) {
		t.Errorf("Passkeys = %+v, %v", list, err)
	}

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

// proofs holds each act that changes who may enter to a proof of less than ten minutes.
func proofs(t *testing.T, fresh Fresh) {
	db, _, c := peopled(t, fresh)
	anne, paul := active(t, db, "anne@example.org", "a", c.now()), active(t, db, "paul@example.org", "b", c.now())
	session := func(letter string) account.Session {
		t.Helper()
		s, _, err := db.SignedIn(t.Context(), hash(letter))
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	begin := func(s account.Session) {
		t.Helper()
		if err := db.BeginSession(t.Context(), s); err != nil {
			t.Fatal(err)
		}
	}
	begin(account.Session{Hash: hash("E"), Person: anne.ID, Method: "passkey", Proven: c.now(), Strong: true})
	begin(account.Session{Hash: hash("F"), Person: anne.ID, Method: "oidc"})
	if s := session("A"); s.Strong || !s.Proven.Equal(c.now()) {
		t.Errorf("a session by invitation: %+v", s)
	}
	if s := session("E"); !s.Strong || !s.Fresh(c.now()) {
		t.Errorf("a session by key: %+v", s)
	}
	if s := session("F"); s.Strong || !s.Proven.IsZero() || s.Fresh(c.now()) {
		t.Errorf("a session by a provider that does not say when: %+v", s)
	}
	key := account.Passkey{ID: "k1", Person: anne.ID, Name: "téléphone", Data: "{}"}
	acts := []struct {
		name string
		do   func(by account.Session) error
	}{
		{"add a key", func(by account.Session) error { return db.AddPasskey(t.Context(), by, key) }},
		{"remove a key", func(by account.Session) error { return db.RemovePasskey(t.Context(), by, "k1") }},
		{"end another session", func(by account.Session) error { return db.EndSession(t.Context(), by, session("F").ID) }},
	}
	c.add(account.ProofLife)
	for _, act := range acts {
		is(t, act.name+" with an old proof", act.do(session("A")), fault.Denied, "session.stale")
		is(t, act.name+" with someone else's proof", act.do(account.Session{Hash: hash("B"), Person: anne.ID}), fault.NotFound, "session.unknown")
	}
	is(t, "prove another's session", db.ProveSession(t.Context(), account.Session{Hash: hash("A"), Person: paul.ID}, account.Session{Hash: hash("c"), Method: "password"}), fault.NotFound, "session.unknown")
	if err := db.ProveSession(t.Context(), session("A"), account.Session{Hash: hash("c"), Method: "password"}); err != nil {
		t.Fatal(err)
	}
	_, _, err := db.SignedIn(t.Context(), hash("A"))
	is(t, "the cookie of before", err, fault.NotFound, "session.unknown")
	c.add(account.ProofLife - 1)
	for _, act := range acts {
		if err := act.do(session("c")); err != nil {
			t.Errorf("%s with a fresh proof: %v", act.name, err)
		}
	}
	if s := session("c"); s.Strong {
		t.Error("a password made two factors")
	}
	if err := db.ProveSession(t.Context(), session("c"), account.Session{Hash: hash("d"), Method: "passkey", Strong: true}); err != nil || !session("d").Strong {
		t.Errorf("a key did not make two factors: %v", err)
	}
	if err := db.ProveSession(t.Context(), session("d"), account.Session{Hash: hash("e"), Method: "password"}); err != nil || !session("e").Strong {
		t.Errorf("a password took a factor away: %v", err)
	}

	// One's own session ends whatever its age, and a password that is known is changed by who gives it.
	c.add(time.Hour)
	if err := db.SetPassword(t.Context(), session("e"), argon+"2"); err != nil {
		t.Error(err)
	}
	if err := db.EndSession(t.Context(), session("e"), session("e").ID); err != nil {
		t.Error(err)
	}

	// Who comes by a provider alone has no password: the first wants a fresh proof.
	lea := invited(t, db, "lea@example.org", "f", c.now())
	if _, err := db.Identify(t.Context(), "https://id.example.org", "s1", "lea@example.org", true); err != nil {
		t.Fatal(err)
	}
	begin(account.Session{Hash: hash("0"), Person: lea.ID, Method: "oidc", Proven: c.now()})
	c.add(account.ProofLife)
	is(t, "a first password with an old proof", db.SetPassword(t.Context(), session("0"), argon), fault.Denied, "session.stale")
	begin(account.Session{Hash: hash("1"), Person: lea.ID, Method: "oidc", Proven: c.now()})
	if err := db.SetPassword(t.Context(), session("1"), argon); err != nil {
		t.Error(err)
	}
	clean(t, db)
}

// readmission takes away all that opens an account, and nothing else.
func readmission(t *testing.T, fresh Fresh) {
	db, _, c := peopled(t, fresh)
	anne := active(t, db, "anne@example.org", "a", c.now())
	if err := db.AddPasskey(t.Context(), account.Session{Hash: hash("A"), Person: anne.ID}, account.Passkey{ID: "k1", Name: "perdue", Data: "{}"}); err != nil {
		t.Fatal(err)
	}
	g := account.Grant{Person: anne.ID, Role: account.Auditor, Scope: account.Country, From: c.now(), GivenBy: "operator"}
	if err := db.GiveGrant(t.Context(), &g); err != nil {
		t.Fatal(err)
	}
	pass := func(letter string) account.Pass {
		return account.Pass{Hash: hash(letter), Purpose: account.Invitation, Expires: c.now().Add(time.Hour)}
	}
	invited := invited(t, db, "paul@example.org", "b", c.now())
	is(t, "who never came", db.Readmit(t.Context(), "operator", invited.ID, pass("c"), mail.Message{}), fault.Conflict, "person.state")
	if err := db.Readmit(t.Context(), "operator", anne.ID, pass("c"), mail.Message{}); err != nil {
		t.Fatal(err)
	}
	_, _, err := db.SignedIn(t.Context(), hash("A"))
	is(t, "the session of before", err, fault.NotFound, "session.unknown")
	if id, kept, err := db.PasswordOf(t.Context(), "anne@example.org"); id != "" || kept != "" || err != nil {
		t.Errorf("the password of before: %q, %v", kept, err)
	}
	if keys, err := db.Passkeys(t.Context(), anne.ID); len(keys) != 0 || err != nil {
		t.Errorf("the keys of before: %v, %v", keys, err)
	}
	if err := db.UsePass(t.Context(), hash("c"), argon, account.Session{Hash: hash("C")}); err != nil {
		t.Fatal(err)
	}
	if _, who, err := db.SignedIn(t.Context(), hash("C")); err != nil || !who.Has(account.Auditor) {
		t.Errorf("back with %+v, %v, want the rights of before", who, err)
	}
	clean(t, db)
}
