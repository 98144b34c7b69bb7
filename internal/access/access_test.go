package access_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"continuum/internal/access"
	"continuum/internal/account"
	"continuum/internal/fault"
	"continuum/internal/store"
	"continuum/internal/store/sqlitetest"
)

const good = "trois mouettes sur un quai"

// spied is a store that tells what was asked of it.
type spied struct {
	*store.DB
	mu    sync.Mutex
	calls []string
}

func (s *spied) call(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls = append(s.calls, name)
}

func (s *spied) taken() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := strings.Join(s.calls, " ")
	s.calls = nil
	return all
}

func (s *spied) PasswordOf(ctx context.Context, address string) (account.PersonID, string, error) {
	s.call("PasswordOf")
	return s.DB.PasswordOf(ctx, address)
}

func (s *spied) BeginSession(ctx context.Context, n account.Session) error {
	s.call("BeginSession")
	return s.DB.BeginSession(ctx, n)
}

func (s *spied) Person(ctx context.Context, who string) (account.Person, error) {
	s.call("Person")
	return s.DB.Person(ctx, who)
}

func (s *spied) Passkeys(ctx context.Context, id account.PersonID) ([]account.Passkey, error) {
	s.call("Passkeys")
	return s.DB.Passkeys(ctx, id)
}

type clock struct {
	mu sync.Mutex
	t  time.Time
}

func (c *clock) now() time.Time { c.mu.Lock(); defer c.mu.Unlock(); return c.t }

func (c *clock) add(d time.Duration) { c.mu.Lock(); defer c.mu.Unlock(); c.t = c.t.Add(d) }

func door(t *testing.T) (*access.Desk, *spied, *clock) {
	t.Helper()
	c := &clock{t: time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)}
	db, err := store.Open(t.Context(), store.Config{Dir: sqlitetest.Dir(t), Now: c.now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	s := &spied{DB: db}
	return access.New(s, access.Config{Base: "https://campus.example.org/", Mails: true, Now: c.now, Log: slog.New(slog.DiscardHandler)}), s, c
}

// opened makes an account, opens it, and returns the cookie.
func opened(t *testing.T, d *access.Desk, address string) string {
	t.Helper()
	_, link, err := d.Invite(t.Context(), "operator", account.Person{Name: "Anne Martin", Mail: address, Lang: "fr"})
	if err != nil {
		t.Fatal(err)
	}
	token, ok := strings.CutPrefix(link, "https://campus.example.org/invitation/")
	if !ok {
		t.Fatalf("link %s", link)
	}
	cookie, err := d.Open(t.Context(), token, good, address, "Firefox")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Open(t.Context(), token, good, address, "Firefox"); fault.KindOf(err) != fault.NotFound {
		t.Errorf("a token used twice: %v", err)
	}
	return cookie
}

func keyOf(err error) string {
	if f, ok := errors.AsType[*fault.Error](err); ok {
		return f.Key
	}
	return fmt.Sprint(err)
}

func TestOpenRefuses(t *testing.T) {
	t.Parallel()
	d, _, _ := door(t)
	_, link, err := d.Invite(t.Context(), "operator", account.Person{Name: "Anne Martin", Mail: "anne@example.org", Lang: "en"})
	if err != nil || !strings.HasPrefix(link, "https://campus.example.org/en/invitation/") {
		t.Fatal(link, err)
	}
	token := link[strings.LastIndexByte(link, '/')+1:]
	for password, want := range map[string]string{"court": "password.short", "motdepasse2026": "password.common", "anne.martin@example": "password.own"} {
		if _, err := d.Open(t.Context(), token, password, "c", ""); keyOf(err) != want {
			t.Errorf("Open with %q: %v, want %s", password, err, want)
		}
	}
	for _, p := range []account.Person{
		{Name: "A", Mail: "a@example.org", Lang: "fr"},
		{Name: "Anne\nMartin", Mail: "a@example.org", Lang: "fr"},
		{Name: "Anne", Mail: "a@example.org\r\nBcc: all@example.org", Lang: "fr"},
		{Name: "Anne", Mail: "Anne <a@example.org>", Lang: "fr"},
		{Name: "Anne", Mail: "anne", Lang: "fr"},
		{Name: "Anne", Mail: "a@example.org", Lang: "br"},
	} {
		if _, _, err := d.Invite(t.Context(), "operator", p); fault.KindOf(err) != fault.Invalid {
			t.Errorf("Invite(%+v) = %v, want Invalid", p, err)
		}
	}
}

// Whether the account is unknown, closed or never opened, or the password another: one
// answer, and the same work.
func TestSignInTellsNothing(t *testing.T) {
	t.Parallel()
	d, s, _ := door(t)
	opened(t, d, "anne@example.org")
	opened(t, d, "closed@example.org")
	if _, _, err := d.Invite(t.Context(), "operator", account.Person{Name: "Paul", Mail: "invited@example.org", Lang: "fr"}); err != nil {
		t.Fatal(err)
	}
	p, err := s.DB.Person(t.Context(), "closed@example.org")
	if err != nil || s.DisablePerson(t.Context(), "operator", p.ID) != nil {
		t.Fatal(err)
	}
	s.taken()
	for _, address := range []string{"anne@example.org", "nobody@example.org", "closed@example.org", "invited@example.org", "", string(p.ID), strings.Repeat("x", 5000)} {
		for _, password := range []string{"trois mouettes sur un port", "", strings.Repeat("y", 5000)} {
			_, err := d.SignIn(t.Context(), address, password, address+password, "Firefox")
			if keyOf(err) != "signin.refused" {
				t.Errorf("SignIn(%.30q, %.30q) = %v", address, password, err)
			}
			if calls := s.taken(); calls != "PasswordOf" {
				t.Errorf("SignIn(%.30q, %.30q) asks the store %s", address, password, calls)
			}
		}
	}
	cookie, err := d.SignIn(t.Context(), " Anne@Example.org", good, "c", "Firefox")
	if err != nil {
		t.Fatal(err)
	}
	session, who, err := d.SignedIn(t.Context(), cookie)
	if err != nil || who.Person.Mail != "anne@example.org" || session.Method != "password" || session.Device != "Firefox" {
		t.Errorf("SignedIn = %+v, %+v, %v", session, who, err)
	}
	if err := d.SignOut(t.Context(), session); err != nil {
		t.Error(err)
	}
	for _, bad := range []string{cookie, "", "x", cookie + "x", strings.ToUpper(cookie)} {
		if _, _, err := d.SignedIn(t.Context(), bad); fault.KindOf(err) != fault.NotFound {
			t.Errorf("SignedIn(%q) = %v, want NotFound", bad, err)
		}
	}
}

// A program that tries passwords is stopped, whether it changes account or client, and a
// known account is no other than an unknown one.
func TestBruteForce(t *testing.T) {
	t.Parallel()
	d, _, c := door(t)
	opened(t, d, "anne@example.org")
	stopped := func(try func(i int) error) int {
		for i := range 100 {
			if err := try(i); keyOf(err) == "signin.throttled" {
				return i
			}
		}
		return 100
	}
	known := stopped(func(i int) error {
		_, err := d.SignIn(t.Context(), "anne@example.org", "wrong", fmt.Sprint("client", i), "")
		return err
	})
	unknown := stopped(func(i int) error {
		_, err := d.SignIn(t.Context(), "nobody@example.org", "wrong", fmt.Sprint("other", i), "")
		return err
	})
	if known != unknown || known > 10 {
		t.Errorf("stopped after %d tries of a known account, %d of an unknown one", known, unknown)
	}
	client := stopped(func(i int) error {
		_, err := d.SignIn(t.Context(), fmt.Sprintf("p%d@example.org", i), "wrong", "one", "")
		return err
	})
	if client > 20 {
		t.Errorf("one client is stopped after %d accounts", client)
	}
	if _, err := d.SignIn(t.Context(), "anne@example.org", good, "anne", ""); keyOf(err) != "signin.throttled" {
		t.Errorf("the account that is being tried: %v", err)
	}
	c.add(2 * time.Minute)
	if _, err := d.SignIn(t.Context(), "anne@example.org", good, "anne", ""); err != nil {
		t.Errorf("two minutes later: %v", err)
	}
}

func TestRecover(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d, s, _ := door(t)
		cookie := opened(t, d, "anne@example.org")
		s.taken()
		for i, address := range []string{"anne@example.org", "nobody@example.org", "", strings.Repeat("z", 9000)} {
			if err := d.Recover(address, fmt.Sprint(i)); err != nil {
				t.Errorf("Recover(%.20q) = %v", address, err)
			}
			if calls := s.taken(); calls != "" {
				t.Errorf("Recover asks the store %s before it answers", calls)
			}
		}
		ctx, cancel := context.WithCancel(t.Context())
		go d.Run(ctx)
		for range 200 {
			if mails, _ := s.Mails(t.Context(), "", 10); len(mails) == 2 {
				break
			}
			time.Sleep(time.Second) // of the bubble's clock
		}
		cancel()
		synctest.Wait()
		mails, err := s.Mails(t.Context(), "", 10)
		if err != nil || len(mails) != 2 { // the invitation and one recovery
			t.Fatalf("mails %v, %v", mails, err)
		}
		if _, _, err := d.SignedIn(t.Context(), cookie); err != nil {
			t.Errorf("a session ends because a recovery is asked for: %v", err)
		}
	})
}

func TestChangePassword(t *testing.T) {
	t.Parallel()
	d, _, _ := door(t)
	first := opened(t, d, "anne@example.org")
	second, err := d.SignIn(t.Context(), "anne@example.org", good, "c", "")
	if err != nil {
		t.Fatal(err)
	}
	session, who, err := d.SignedIn(t.Context(), second)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ present, next, want string }{
		{"wrong", "une autre phrase longue", "password.present"},
		{good, "azerty123456", "password.common"},
	} {
		if err := d.ChangePassword(t.Context(), who, session, tt.present, tt.next); keyOf(err) != tt.want {
			t.Errorf("ChangePassword(%q, %q) = %v, want %s", tt.present, tt.next, err, tt.want)
		}
	}
	if err := d.ChangePassword(t.Context(), who, session, good, "une autre phrase longue"); err != nil {
		t.Fatal(err)
	}
	if _, _, err := d.SignedIn(t.Context(), first); fault.KindOf(err) != fault.NotFound {
		t.Errorf("the other session: %v, want its end", err)
	}
	if _, _, err := d.SignedIn(t.Context(), second); err != nil {
		t.Errorf("the session that changed it: %v", err)
	}
	if _, err := d.SignIn(t.Context(), "anne@example.org", good, "c", ""); keyOf(err) != "signin.refused" {
		t.Errorf("the former password: %v", err)
	}
}

// A sign-in that is refused is written down: when, how, which account, and nothing of what
// was typed.
func TestRefusalsAreLogged(t *testing.T) {
	t.Parallel()
	var written bytes.Buffer
	db, err := store.Open(t.Context(), store.Config{Dir: sqlitetest.Dir(t)})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	d := access.New(db, access.Config{Base: "https://campus.example.org/", Now: time.Now, Log: slog.New(slog.NewTextHandler(&written, nil))})
	opened(t, d, "anne@example.org")
	anne, err := db.Person(t.Context(), "anne@example.org")
	if err != nil {
		t.Fatal(err)
	}
	for range 12 {
		d.SignIn(t.Context(), "anne@example.org", "typed by mistake", "client", "")
	}
	d.SignIn(t.Context(), "nobody@example.org", "typed by mistake", "client", "")
	got := written.String()
	for _, want := range []string{"sign-in refused", "account=" + string(anne.ID), `account=""`, "reason=signin.refused", "reason=signin.throttled"} {
		if !strings.Contains(got, want) {
			t.Errorf("the log lacks %q:\n%s", want, got)
		}
	}
	for _, secret := range []string{"mistake", "anne@", "nobody@"} {
		if strings.Contains(got, secret) {
			t.Errorf("the log holds %q", secret)
		}
	}
}

// The link of a recovery holds as long as the operator says, and the letter says how long.
func TestRecoveryLife(t *testing.T) {
	t.Parallel()
	for life, words := range map[time.Duration]string{0: "pendant une heure", 10 * time.Minute: "pendant 10 minutes", 3 * time.Hour: "pendant 3 heures"} {
		synctest.Test(t, func(t *testing.T) {
			db, err := store.Open(t.Context(), store.Config{Dir: sqlitetest.Dir(t)})
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			d := access.New(db, access.Config{Base: "https://campus.example.org/", Mails: true, RecoveryLife: life, Now: time.Now, Log: slog.New(slog.DiscardHandler)})
			opened(t, d, "anne@example.org")
			if err := d.Recover("anne@example.org", "c"); err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithCancel(t.Context())
			done := make(chan struct{})
			go func() { d.Run(ctx); close(done) }()
			token := ""
			for range 200 {
				due, err := db.LeaseMail(t.Context(), 10, time.Hour)
				if err != nil {
					t.Fatal(err)
				}
				for _, m := range due {
					if _, after, ok := strings.Cut(m.Text, "/invitation/"); ok && strings.Contains(m.Text, words) {
						token = strings.Fields(after)[0]
					}
				}
				if token != "" {
					break
				}
				time.Sleep(time.Second) // of the bubble's clock
			}
			cancel()
			<-done
			if token == "" {
				t.Fatalf("no letter says %q", words)
			}
			hold := d.RecoveryLife()
			time.Sleep(hold - 5*time.Minute)
			if _, _, err := d.Holder(t.Context(), token); err != nil {
				t.Errorf("five minutes before the end: %v", err)
			}
			time.Sleep(5 * time.Minute)
			if _, _, err := d.Holder(t.Context(), token); fault.KindOf(err) != fault.NotFound {
				t.Errorf("after %s: %v, want NotFound", hold, err)
			}
		})
	}
}

// A false answer in the name of someone, with or without a key, costs what one in the name of
// nobody does, and is refused in the same words.
func TestKeyTellsNothing(t *testing.T) {
	t.Parallel()
	d, s, _ := door(t)
	cookie := opened(t, d, "anne@example.org")
	opened(t, d, "paul@example.org")
	session, who, err := d.SignedIn(t.Context(), cookie)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.AddPasskey(t.Context(), session, account.Passkey{ID: "a2V5", Name: "clé", Data: `{"id":"a2V5"}`}); err != nil {
		t.Fatal(err)
	}
	paul, err := s.DB.Person(t.Context(), "paul@example.org")
	if err != nil {
		t.Fatal(err)
	}
	b64 := base64.RawURLEncoding.EncodeToString
	for name, id := range map[string]account.PersonID{"with a key": who.Person.ID, "without a key": paul.ID, "nobody": "aaaaaaaaaaaaaaaaaaaaaaaaaa"} {
		options, asked, err := d.AskKey(t.Context(), name)
		if err != nil {
			t.Fatal(err)
		}
		var o struct {
			PublicKey struct {
				Challenge string `json:"challenge"`
			} `json:"publicKey"`
		}
		if err := json.Unmarshal(options, &o); err != nil || o.PublicKey.Challenge == "" {
			t.Fatalf("%s, %v", options, err)
		}
		answer := fmt.Sprintf(`{"id":"a2V5","rawId":"a2V5","type":"public-key","response":{"clientDataJSON":%q,"authenticatorData":%q,"signature":"eA","userHandle":%q}}`,
			b64(fmt.Appendf(nil, `{"type":"webauthn.get","challenge":%q,"origin":"https://campus.example.org"}`, o.PublicKey.Challenge)),
			b64(append(make([]byte, 32), 5, 0, 0, 0, 1)), b64([]byte(id)))
		s.taken()
		_, err = d.SignInByKey(t.Context(), asked, answer, name, "")
		if calls := s.taken(); calls != "Passkeys Person" || keyOf(err) != "passkey.refused" {
			t.Errorf("%s: asks the store %q, %v", name, calls, err)
		}
	}
}
