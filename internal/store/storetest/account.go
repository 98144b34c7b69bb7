package storetest

import (
	"bytes"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"continuum/internal/account"
	"continuum/internal/fault"
	"continuum/internal/mail"
	"continuum/internal/store"
)

// clock is a time that a test moves.
type clock struct {
	mu sync.Mutex
	t  time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.t
}

func (c *clock) add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.t = c.t.Add(d)
}

// peopled opens a store whose clock the test moves.
func peopled(t *testing.T, fresh Fresh) (*store.DB, store.Config, *clock) {
	t.Helper()
	c := &clock{t: time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)}
	cfg := fresh(t)
	cfg.Now = c.now
	return open(t, cfg), cfg, c
}

func hash(letter string) string { return strings.Repeat(letter, 64) }

var argon = "$argon2id$" + strings.Repeat("x", 60)

// invited makes an account with a token named by a letter.
func invited(t *testing.T, db *store.DB, address, letter string, now time.Time) account.Person {
	t.Helper()
	p := account.Person{Name: "Anne Martin", Mail: address, Lang: "fr"}
	pass := account.Pass{Hash: hash(letter), Purpose: account.Invitation, Expires: now.Add(7 * 24 * time.Hour)}
	if err := db.Invite(t.Context(), "operator", &p, pass, mail.Message{}); err != nil {
		t.Fatal(err)
	}
	return p
}

// active makes an account and opens it, with a session of the same letter in upper case.
func active(t *testing.T, db *store.DB, address, letter string, now time.Time) account.Person {
	t.Helper()
	p := invited(t, db, address, letter, now)
	if err := db.UsePass(t.Context(), hash(letter), argon, account.Session{Hash: hash(strings.ToUpper(letter))}); err != nil {
		t.Fatal(err)
	}
	return p
}

func is(t *testing.T, what string, err error, kind fault.Kind, want string) {
	t.Helper()
	if fault.KindOf(err) != kind || key(err) != want {
		t.Errorf("%s: %v, want %s", what, err, want)
	}
}

func accountOpens(t *testing.T, fresh Fresh) {
	db, cfg, c := peopled(t, fresh)
	p := invited(t, db, "Anne@Example.org", "a", c.now())
	same := account.Person{Name: "X Y", Mail: "anne@example.ORG", Lang: "fr"}
	is(t, "the same address", db.Invite(t.Context(), "operator", &same, account.Pass{Hash: hash("z"), Purpose: account.Invitation, Expires: c.now().Add(1)}, mail.Message{}), fault.Conflict, "person.known")
	if id, kept, err := db.PasswordOf(t.Context(), "anne@example.org"); id != "" || kept != "" || err != nil {
		t.Errorf("PasswordOf before the account is open = %q, %q, %v", id, kept, err)
	}
	c.add(8 * 24 * time.Hour)
	is(t, "an old token", db.UsePass(t.Context(), hash("a"), argon, account.Session{Hash: hash("A")}), fault.NotFound, "pass.unknown")
	again := account.Pass{Hash: hash("b"), Purpose: account.Invitation, Expires: c.now().Add(time.Hour)}
	if err := db.SendPass(t.Context(), "operator", p.ID, again, mail.Message{}); err != nil {
		t.Fatal(err)
	}
	// Several servers are given the same token at once: one opens the account.
	errs := make([]error, 4)
	var wg sync.WaitGroup
	for i := range errs {
		other := open(t, cfg)
		wg.Go(func() {
			errs[i] = other.UsePass(t.Context(), hash("b"), argon, account.Session{Hash: strings.Repeat(string(rune('c'+i)), 64)})
		})
	}
	wg.Wait()
	won := 0
	for _, err := range errs {
		if err == nil {
			won++
		} else {
			is(t, "a token used", err, fault.NotFound, "pass.unknown")
		}
	}
	list, err := db.Sessions(t.Context(), p.ID)
	if won != 1 || len(list) != 1 || err != nil {
		t.Errorf("%d opened the account, %d sessions, %v: want one of each", won, len(list), err)
	}
	if id, kept, err := db.PasswordOf(t.Context(), " ANNE@example.org "); id != p.ID || kept != argon || err != nil {
		t.Errorf("PasswordOf = %q, %q, %v", id, kept, err)
	}
	clean(t, db)
}

func sessionsEnd(t *testing.T, fresh Fresh) {
	db, _, c := peopled(t, fresh)
	p := active(t, db, "anne@example.org", "a", c.now())
	holds := func(want bool, when string) {
		t.Helper()
		_, who, err := db.SignedIn(t.Context(), hash("A"))
		if want && (err != nil || who.Person.ID != p.ID) {
			t.Errorf("%s: SignedIn = %v, %v", when, who, err)
		}
		if !want {
			is(t, when, err, fault.NotFound, "session.unknown")
		}
	}
	holds(true, "at once")
	for range 7 { // used every hour and a half
		c.add(90 * time.Minute)
		holds(true, "in use")
	}
	c.add(90 * time.Minute)
	holds(false, "twelve hours after it began")
	begin := func(letter string) {
		t.Helper()
		if err := db.BeginSession(t.Context(), account.Session{Hash: hash(letter), Person: p.ID, Method: "password", Device: "Firefox"}); err != nil {
			t.Fatal(err)
		}
	}
	begin("A")
	c.add(2 * time.Hour)
	holds(false, "two hours without use")
	begin("B")
	begin("C")
	list, err := db.Sessions(t.Context(), p.ID)
	if len(list) != 2 || err != nil {
		t.Fatalf("Sessions = %v, %v, want two", list, err)
	}
	other := active(t, db, "paul@example.org", "d", c.now())
	paul := account.Session{Hash: hash("D"), Person: other.ID}
	is(t, "someone else's session", db.EndSession(t.Context(), paul, list[0].ID), fault.NotFound, "session.unknown")
	if err := db.EndSession(t.Context(), list[0], list[0].ID); err != nil {
		t.Error(err)
	}
	begin("E")
	if err := db.SetPassword(t.Context(), account.Session{Hash: hash("E"), Person: p.ID}, argon+"2"); err != nil {
		t.Error(err)
	}
	if list, err = db.Sessions(t.Context(), p.ID); len(list) != 1 || list[0].Hash != hash("E") || err != nil {
		t.Errorf("sessions after a new password = %v, %v, want the one that set it", list, err)
	}
	clean(t, db)
}

func grantsHold(t *testing.T, fresh Fresh) {
	db, cfg, c := peopled(t, fresh)
	anne := active(t, db, "anne@example.org", "a", c.now())
	paul := active(t, db, "paul@example.org", "b", c.now())
	brittany := account.Scope{Kind: account.AcademicRegion, ID: "14"}
	g := account.Grant{Person: anne.ID, Role: account.RegionRector, Scope: brittany, From: c.now(), Until: c.now().Add(100 * time.Hour), GivenBy: "operator"}
	// Two servers give the same right at once: there is one.
	errs := make([]error, 3)
	given := make([]account.Grant, len(errs))
	var wg sync.WaitGroup
	for i := range errs {
		other := open(t, cfg)
		wg.Go(func() {
			given[i] = g
			errs[i] = other.GiveGrant(t.Context(), &given[i])
		})
	}
	wg.Wait()
	won := 0
	for i, err := range errs {
		if err == nil {
			won++
			g = given[i]
		} else {
			is(t, "the same right", err, fault.Conflict, "grant.known")
		}
	}
	if won != 1 {
		t.Errorf("%d rights were given, want one", won)
	}
	d, err := g.Delegate(paul.ID, c.now().Add(time.Hour), c.now().Add(10*time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	longer := d
	longer.Until = g.Until.Add(1)
	is(t, "beyond the right", db.GiveGrant(t.Context(), &longer), fault.Denied, "delegation.beyond")
	stolen := d
	stolen.GivenBy = string(paul.ID)
	is(t, "of someone else's right", db.GiveGrant(t.Context(), &stolen), fault.NotFound, "grant.unknown")
	if err := db.GiveGrant(t.Context(), &d); err != nil {
		t.Fatal(err)
	}
	rights := func(letter string) int {
		t.Helper()
		_, who, err := db.SignedIn(t.Context(), hash(letter))
		if err != nil {
			t.Fatal(err)
		}
		return len(who.Grants)
	}
	if a, b := rights("A"), rights("B"); a != 1 || b != 0 {
		t.Errorf("rights before the delegation begins = %d, %d, want 1, 0", a, b)
	}
	c.add(time.Hour)
	if a, b := rights("A"), rights("B"); a != 1 || b != 1 {
		t.Errorf("rights during the delegation = %d, %d, want 1, 1", a, b)
	}
	if list, err := db.Grants(t.Context(), anne.ID); len(list) != 2 || err != nil {
		t.Errorf("Grants = %v, %v, want the right and its delegation", list, err)
	}
	if err := db.EndGrant(t.Context(), "operator", g.ID); err != nil {
		t.Fatal(err)
	}
	if a, b := rights("A"), rights("B"); a != 0 || b != 0 {
		t.Errorf("rights once it ended = %d, %d, want none", a, b)
	}
	is(t, "a right that ended", db.EndGrant(t.Context(), "operator", g.ID), fault.NotFound, "grant.unknown")
	clean(t, db)
}

func peopleLeave(t *testing.T, fresh Fresh) {
	db, _, c := peopled(t, fresh)
	p := active(t, db, "anne@example.org", "a", c.now())
	g := account.Grant{Person: p.ID, Role: account.Minister, Scope: account.Country, From: c.now(), GivenBy: "operator"}
	if err := db.GiveGrant(t.Context(), &g); err != nil {
		t.Fatal(err)
	}
	signedIn := func() error { _, _, err := db.SignedIn(t.Context(), hash("A")); return err }
	if err := db.DisablePerson(t.Context(), "operator", p.ID); err != nil {
		t.Fatal(err)
	}
	is(t, "disabled in mid-session", signedIn(), fault.NotFound, "session.unknown")
	if id, _, _ := db.PasswordOf(t.Context(), "anne@example.org"); id != "" {
		t.Error("a disabled account has a password")
	}
	is(t, "a session of a disabled account", db.BeginSession(t.Context(), account.Session{Hash: hash("A"), Person: p.ID, Method: "password"}), fault.Denied, "person.closed")
	if err := db.EnablePerson(t.Context(), "operator", p.ID); err != nil {
		t.Fatal(err)
	}
	is(t, "erased while there", db.ErasePerson(t.Context(), "operator", p.ID), fault.Conflict, "person.present")
	before, err := db.ProveJournal(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	c.add(time.Hour)
	if err := db.Leave(t.Context(), string(p.ID), p.ID); err != nil {
		t.Fatal(err)
	}
	is(t, "left twice", db.Leave(t.Context(), "operator", p.ID), fault.Conflict, "person.state")
	is(t, "back once left", db.EnablePerson(t.Context(), "operator", p.ID), fault.Conflict, "person.state")
	if list, _ := db.Grants(t.Context(), p.ID); len(list) != 1 || list[0].InForce(c.now()) {
		t.Errorf("rights of who left: %v", list)
	}
	if err := db.ErasePerson(t.Context(), "operator", p.ID); err != nil {
		t.Fatal(err)
	}
	got, err := db.Person(t.Context(), string(p.ID))
	if err != nil || got.Name+got.Mail != "" || got.State != account.Left {
		t.Errorf("Person once erased = %+v, %v", got, err)
	}
	// Nothing names her any more, the chain holds, and what was kept of it is still there.
	var archive bytes.Buffer
	if err := db.Backup(t.Context(), &archive); err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(unpacked(archive.Bytes()), []byte("anne@example")) || bytes.Contains(unpacked(archive.Bytes()), []byte("Martin")) {
		t.Error("a backup still names who was erased")
	}
	after, err := db.ProveJournal(t.Context(), before.Heads)
	if err != nil || len(after.Flaws) > 0 {
		t.Errorf("journal after the erasure: %v, %v", after.Flaws, err)
	}
	// The address may be someone's again.
	invited(t, db, "anne@example.org", "z", c.now())
	clean(t, db)
}

func backupLeavesSessions(t *testing.T, fresh Fresh) {
	db, _, c := peopled(t, fresh)
	p := active(t, db, "anne@example.org", "a", c.now())
	cfg := fresh(t)
	cfg.Now = c.now
	if err := store.Restore(t.Context(), cfg, bytes.NewReader(backup(t, db)), store.RestoreOptions{}); err != nil {
		t.Fatal(err)
	}
	got := open(t, cfg)
	_, _, err := got.SignedIn(t.Context(), hash("A"))
	is(t, "a session of before", err, fault.NotFound, "session.unknown")
	again, err := got.Person(t.Context(), string(p.ID))
	p.State = account.Active
	if diff := cmp.Diff(p, again); diff != "" || err != nil {
		t.Errorf("the person restored: %v\n%s", err, diff)
	}
	clean(t, got)
}
