package oidc_test

import (
	"encoding/base64"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"continuum/internal/access/oidc"
	"continuum/internal/access/oidc/oidctest"
	"continuum/internal/fault"
)

const back = "http://127.0.0.1:9/connexion/retour"

func config(issuer string) oidc.Config {
	return oidc.Config{
		Issuer: issuer, ClientID: oidctest.ClientID, Secret: oidctest.Secret, Redirect: back, Scopes: []string{"email", "siret"},
		Now: time.Now,
	}
}

// begin goes through the provider as someone.
func begin(t *testing.T, p *oidc.Provider, who oidctest.Person) (kept string, answer url.Values) {
	t.Helper()
	address, kept, err := p.Begin(t.Context(), "/espace/compte", oidc.Wish{})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"code_challenge_method=S256", "response_type=code", "nonce=", "state="} {
		if !strings.Contains(address, want) {
			t.Errorf("address %s lacks %s", address, want)
		}
	}
	return kept, who.Through(t, address, back).Query()
}

func TestSignIn(t *testing.T) {
	t.Parallel()
	for name, env := range map[string][]string{"particulars in JSON": nil, "particulars signed, as ProConnect's": {"SIGNED=1"}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			issuer := oidctest.Start(t, back, "http://127.0.0.1:9/", env...)
			p := oidc.New(config(issuer))
			kept, answer := begin(t, p, oidctest.Person{Account: "anne"})
			id, target, err := p.Finish(t.Context(), kept, answer)
			if err != nil {
				t.Fatal(err)
			}
			if id.Issuer != issuer || id.Subject != "sub-anne" && id.Subject != "anne" || id.Mail != "anne@example.org" || !id.Vouched || target != "/espace/compte" {
				t.Errorf("Finish = %+v, %q", id, target)
			}
			// The same answer again: the provider takes a code once.
			if _, _, err := p.Finish(t.Context(), kept, answer); fault.KindOf(err) != fault.Denied {
				t.Errorf("a code used twice: %v, want Denied", err)
			}
			leave, err := url.Parse(p.Leave(t.Context(), id.Hint, "http://127.0.0.1:9/"))
			if err != nil || !strings.HasPrefix(leave.String(), issuer) || leave.Query().Get("id_token_hint") == "" {
				t.Errorf("Leave = %v, %v", leave, err)
			}
		})
	}
}

// Whatever is not the end of what this browser began is refused.
func TestRefused(t *testing.T) {
	t.Parallel()
	issuer := oidctest.Start(t, back, "http://127.0.0.1:9/")
	now := time.Now()
	c := config(issuer)
	c.Now = func() time.Time { return now }
	p := oidc.New(c)
	anne, paul := oidctest.Person{Account: "anne"}, oidctest.Person{Account: "paul"}
	kept, answer := begin(t, p, anne)
	otherKept, _ := begin(t, p, paul)
	with := func(key, value string) url.Values {
		q := url.Values{}
		for k, v := range answer {
			q[k] = v
		}
		q.Set(key, value)
		return q
	}
	swap := func(from, to string) string { // what is kept, changed by hand
		b, err := base64.RawURLEncoding.DecodeString(kept)
		if err != nil || !strings.Contains(string(b), from) {
			t.Fatalf("%s, %v", b, err)
		}
		return base64.RawURLEncoding.EncodeToString([]byte(strings.Replace(string(b), from, to, 1)))
	}
	for _, tt := range []struct {
		name, kept string
		answer     url.Values
	}{
		{"nothing was begun", "", answer},
		{"what was kept is none", "AAAA", answer},
		{"another browser's", otherKept, answer},
		{"another state", kept, with("state", "x")},
		{"no state", kept, with("state", "")},
		{"another provider", kept, with("iss", "https://evil.example")},
		{"a refusal", kept, with("error", "access_denied")},
		{"another code", kept, with("code", "x")},
		{"another verifier", swap(`"v":"`, `"v":"x`), answer},
	} {
		if _, _, err := p.Finish(t.Context(), tt.kept, tt.answer); fault.KindOf(err) != fault.Denied {
			t.Errorf("%s: %v, want Denied", tt.name, err)
		}
	}
	kept, answer = begin(t, p, anne)
	if _, _, err := p.Finish(t.Context(), swap(`"n":"`, `"n":"x`), answer); fault.KindOf(err) != fault.Denied {
		t.Errorf("another nonce: %v, want Denied", err)
	}
	kept, answer = begin(t, p, oidctest.Person{})
	if _, _, err := p.Finish(t.Context(), kept, answer); fault.KindOf(err) != fault.Denied {
		t.Errorf("who refuses at the provider: %v, want Denied", err)
	}
	kept, answer = begin(t, p, oidctest.Person{Account: "unverified-mail"})
	if id, _, err := p.Finish(t.Context(), kept, answer); err != nil || id.Vouched {
		t.Errorf("an address that the provider does not answer for: %+v, %v", id, err)
	}
	kept, answer = begin(t, p, anne)
	now = now.Add(11 * time.Minute)
	if _, _, err := p.Finish(t.Context(), kept, answer); fault.KindOf(err) != fault.Denied {
		t.Errorf("eleven minutes later: %v, want Denied", err)
	}
}

func TestAssurance(t *testing.T) {
	t.Parallel()
	issuer := oidctest.Start(t, back, "http://127.0.0.1:9/")
	c := config(issuer)
	c.ACR = []string{"eidas2"}
	p := oidc.New(c)
	kept, answer := begin(t, p, oidctest.Person{Account: "anne", ACR: "eidas2"})
	if _, _, err := p.Finish(t.Context(), kept, answer); err != nil {
		t.Errorf("the level asked for: %v", err)
	}
	kept, answer = begin(t, p, oidctest.Person{Account: "anne", ACR: "eidas1"})
	if _, _, err := p.Finish(t.Context(), kept, answer); fault.KindOf(err) != fault.Denied {
		t.Errorf("a lower level: %v, want Denied", err)
	}
}

// A level that the operator says is of two factors is one, whatever else is accepted; no
// other is. Who must prove it anew does so now, even when the provider knows them already.
func TestStrongAndAnew(t *testing.T) {
	t.Parallel()
	issuer := oidctest.Start(t, back, "http://127.0.0.1:9/")
	c := config(issuer)
	c.ACR, c.Strong = []string{"eidas1"}, []string{"eidas2"}
	p := oidc.New(c)
	anne := &oidctest.Person{Account: "anne", ACR: "eidas1"} // one browser, which the provider knows from then on
	through := func(w oidc.Wish, levels string) oidc.Identity {
		t.Helper()
		address, kept, err := p.Begin(t.Context(), "/espace", w)
		if err != nil {
			t.Fatal(err)
		}
		u, err := url.Parse(address)
		if err != nil || u.Query().Get("acr_values") != levels || (u.Query().Get("prompt") == "login") != w.Anew {
			t.Errorf("Begin(%+v) = %s, %v, want acr_values=%s", w, address, err, levels)
		}
		id, _, err := p.Finish(t.Context(), kept, anne.Through(t, address, back).Query())
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	if id := through(oidc.Wish{}, "eidas1"); id.Strong || !id.Proven.IsZero() {
		t.Errorf("one factor, at some time: %+v", id)
	}
	before := time.Now().Add(-2 * time.Second) // the provider counts whole seconds
	if id := through(oidc.Wish{Anew: true}, "eidas1"); id.Strong || id.Proven.Before(before) || id.Proven.After(time.Now()) {
		t.Errorf("one factor, anew: %+v", id)
	}
	anne.ACR = "eidas2"
	if id := through(oidc.Wish{Anew: true, Strong: true}, "eidas2"); !id.Strong || id.Proven.Before(before) {
		t.Errorf("two factors, anew: %+v", id)
	}
}

// A provider that does not answer, or answers anything, stops nobody from starting.
func TestUnreachable(t *testing.T) {
	t.Parallel()
	broken := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("{")) }))
	defer broken.Close()
	for _, issuer := range []string{"http://127.0.0.1:9", broken.URL} {
		p := oidc.New(config(issuer))
		if _, _, err := p.Begin(t.Context(), "/espace", oidc.Wish{}); fault.KindOf(err) != fault.Unavailable {
			t.Errorf("Begin at %s = %v, want Unavailable", issuer, err)
		}
		if p.Leave(t.Context(), "x", "/") != "" {
			t.Errorf("Leave at %s is somewhere", issuer)
		}
	}
}
