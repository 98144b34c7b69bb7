package web

import (
	"log/slog"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"continuum/internal/access"
	"continuum/internal/access/oidc"
	"continuum/internal/access/oidc/oidctest"
	"continuum/internal/account"
	"continuum/internal/store"
	"continuum/internal/store/sqlitetest"
	"continuum/internal/web/webtest"
)

// Through a real provider: in, what is refused, and out of both.
func TestThroughProvider(t *testing.T) {
	t.Parallel()
	const site = "http://127.0.0.1:9"
	issuer := oidctest.Start(t, site+"/connexion/retour", site+"/")
	clock := func() time.Time { return time.Now() }
	db, err := store.Open(t.Context(), store.Config{Dir: sqlitetest.Dir(t)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	p := &peopled{t: t, DB: db, now: time.Now()}
	p.desk = access.New(db, access.Config{Base: site, Now: clock, Log: slog.New(slog.DiscardHandler), Provider: oidc.New(oidc.Config{
		Issuer: issuer, Name: "ProConnect", ClientID: oidctest.ClientID, Secret: oidctest.Secret, Redirect: site + "/connexion/retour", Scopes: []string{"email"}, Now: clock,
	})})
	p.site = serving(t, func(c *Config) { c.Access, c.People, c.Campuses, c.Now, c.BaseURL = p.desk, p, p, clock, "" })
	invite := func(address string) account.Person {
		who, _, err := p.desk.Invite(t.Context(), "operator", account.Person{Name: "Anne Martin", Mail: address, Lang: "fr"})
		if err != nil {
			t.Fatal(err)
		}
		return who
	}
	check(t, ask(p.site, "GET", "/connexion?vers=%2Fespace%2Fcompte"), 200, webtest.In("main a.fr-btn", webtest.HasText("Se connecter avec ProConnect"),
		webtest.HasAttr("href", "/connexion/fournisseur?vers=%2Fespace%2Fcompte")))
	through := func(who, from string) *httptest.ResponseRecorder {
		t.Helper()
		w := ask(p.site, "GET", from)
		if w.Code != 303 || !strings.HasPrefix(w.Header().Get("Location"), issuer) {
			t.Fatalf("towards the provider: %d %s", w.Code, w.Header().Get("Location"))
		}
		flow := cookieOf(t, w, "continuum-flow")
		person := oidctest.Person{Account: who}
		back := person.Through(t, w.Header().Get("Location"), site)
		// Another browser gets nothing of it.
		check(t, ask(p.site, "GET", back.RequestURI()), 403)
		return ask(p.site, "GET", back.RequestURI(), "Cookie", flow)
	}
	check(t, through("anne", "/connexion/fournisseur"), 403, webtest.In(".fr-alert", webtest.HasText("Demandez une invitation"))) // nobody invited her
	anne := invite("Anne@example.org")
	w := through("anne", "/en/connexion/fournisseur?vers=%2Fespace%2Fcompte")
	to(t, w, "/en/espace/compte")
	session := cookieOf(t, w, "continuum")
	check(t, ask(p.site, "GET", "/espace/compte", "Cookie", session), 200, webtest.In("main", webtest.HasText("Anne Martin")))
	// The person is the provider's from now on, not the address's.
	if err := db.Leave(t.Context(), "operator", anne.ID); err != nil {
		t.Fatal(err)
	}
	check(t, through("anne", "/connexion/fournisseur"), 403)
	invite("unverified@example.org")
	check(t, through("unverified", "/connexion/fournisseur"), 403)

	paul := invite("paul@example.org")
	session = cookieOf(t, through("paul", "/connexion/fournisseur?vers=https:%2F%2Fevil.example"), "continuum")
	w = ask(p.site, "GET", "/deconnexion", "Cookie", session)
	if csp := w.Header().Get("Content-Security-Policy"); !strings.Contains(csp, "form-action 'self' "+issuer+";") {
		t.Errorf("the form can't lead to the provider: %s", csp)
	}
	w = post(p.site, "/deconnexion", nil, "Cookie", session)
	if away := w.Header().Get("Location"); w.Code != 303 || !strings.HasPrefix(away, issuer+"/session/end?") || !strings.Contains(away, "post_logout_redirect_uri=http%3A%2F%2F127.0.0.1%3A9%2F") {
		t.Errorf("leaving: %d %s", w.Code, away)
	}
	to(t, ask(p.site, "GET", "/espace", "Cookie", session), "/connexion?vers=%2Fespace")
	if err := db.DisablePerson(t.Context(), "operator", paul.ID); err != nil {
		t.Fatal(err)
	}
	check(t, through("paul", "/connexion/fournisseur"), 403)
	if proof, err := db.ProveJournal(t.Context(), nil); err != nil || len(proof.Flaws) > 0 {
		t.Errorf("journal: %v, %v", proof.Flaws, err)
	}
}
