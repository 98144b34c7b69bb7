package web

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"continuum/internal/access"
	"continuum/internal/account"
	"continuum/internal/campus"
	"continuum/internal/catalog"
	"continuum/internal/journal"
	"continuum/internal/store"
	"continuum/internal/store/sqlite"
	"continuum/internal/store/sqlitetest"
	"continuum/internal/web/espace"
	"continuum/internal/web/webtest"
)

const phrase = "trois mouettes sur un quai"

// peopled is a site where people sign in, on a store of its own.
type peopled struct {
	*store.DB
	t       *testing.T
	site    http.Handler
	desk    *access.Desk
	now     time.Time
	current *catalog.Current // what the public pages are made from
	past    func() time.Time // of what was done before the test begins; nil once it has
}

func (p *peopled) JournalPage(ctx context.Context, q espace.JournalQuery) ([]journal.Entry, error) {
	return p.Journal(ctx, store.JournalFilter{Stream: q.Stream, Actor: q.Actor, Before: q.Before, After: q.After})
}

func (p *peopled) OpenReports(ctx context.Context, id campus.ID) (list []campus.Report, err error) {
	kept, err := p.Reports(ctx, store.ReportFilter{Campus: id, State: store.ReportOpen})
	for _, r := range kept {
		list = append(list, campus.Report{ID: r.ID, Page: r.Page, Message: r.Message})
	}
	return list, err
}

func withPeople(t *testing.T, change func(*Config)) *peopled {
	t.Helper()
	return withDoor(t, func(*access.Config) {}, change)
}

// withDoor is withPeople whose door is as a test wants it.
func withDoor(t *testing.T, door func(*access.Config), change func(*Config)) *peopled {
	t.Helper()
	p := &peopled{t: t, now: noon}
	now := func() time.Time {
		if p.past != nil {
			return p.past()
		}
		return p.now
	}
	db, err := store.Open(t.Context(), store.Config{Dir: sqlitetest.Dir(t), Now: now, SQLite: sqlite.Options{Driver: asked}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	p.DB = db
	config := access.Config{Base: "https://campus.exemple.fr", Now: now, Log: slog.New(slog.DiscardHandler)}
	door(&config)
	p.desk = access.New(db, config)
	p.site = serving(t, func(c *Config) {
		p.current = c.Current
		c.Access, c.People, c.Campuses, c.Panels, c.Calls, c.Decisions, c.Labels, c.Now, c.BaseURL = p.desk, p, p, db, db, db, db, now, ""
		if change != nil {
			change(c)
		}
		if c.Files != nil {
			c.Dossiers = db
		}
	})
	return p
}

// reader is someone's browser.
type reader struct {
	*peopled
	id     account.PersonID
	cookie string
	ip     string
}

// person makes an active account with rights, and signs in.
func (p *peopled) person(address string, grants ...account.Grant) *reader {
	p.t.Helper()
	who, link, err := p.desk.Invite(p.t.Context(), "operator", account.Person{Name: "Personne " + address[:strings.IndexByte(address, '@')], Mail: address, Lang: "fr"})
	if err != nil {
		p.t.Fatal(err)
	}
	for _, g := range grants {
		g.Person, g.From, g.GivenBy = who.ID, p.now, "operator"
		if err := p.GiveGrant(p.t.Context(), &g); err != nil {
			p.t.Fatal(err)
		}
	}
	cookie, err := p.desk.Open(p.t.Context(), link[strings.LastIndexByte(link, '/')+1:], phrase, address, "Firefox")
	if err != nil {
		p.t.Fatal(err)
	}
	return &reader{p, who.ID, "continuum=" + cookie, "192.0.2.9"}
}

func (r *reader) get(target string) *httptest.ResponseRecorder {
	return ask(r.site, "GET", target, "Cookie", r.cookie)
}

func (r *reader) post(target string, fields ...string) *httptest.ResponseRecorder {
	form := url.Values{}
	for i := 0; i+1 < len(fields); i += 2 {
		form.Set(fields[i], fields[i+1])
	}
	return post(r.site, target, form, "Cookie", r.cookie)
}

func to(t *testing.T, w *httptest.ResponseRecorder, where string) {
	t.Helper()
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != where {
		t.Errorf("status %d to %q, want 303 to %q: %.300s", w.Code, w.Header().Get("Location"), where, w.Body)
	}
}

func on(role account.Role, scope string) account.Grant {
	s, err := account.ParseScope(scope)
	if err != nil {
		panic(err)
	}
	return account.Grant{Role: role, Scope: s}
}

const mer = "campus/bretagne-industries-de-la-mer"

// From an invitation to the space and out, in the browser's words only.
func TestSignInAndOut(t *testing.T) {
	t.Parallel()
	p := withPeople(t, nil)
	_, link, err := p.desk.Invite(t.Context(), "operator", account.Person{Name: "Anne Martin", Mail: "anne@example.org", Lang: "fr"})
	if err != nil {
		t.Fatal(err)
	}
	path := strings.TrimPrefix(link, "https://campus.exemple.fr")
	w := ask(p.site, "GET", path)
	to(t, w, "/invitation")
	pass := cookieOf(t, w, "continuum-pass")
	w = ask(p.site, "GET", "/invitation", "Cookie", pass)
	check(t, w, 200, webtest.In("main h1", webtest.HasText("Choisir un mot de passe")), webtest.In("main", webtest.HasText("Bienvenue, Anne Martin")))
	if token := path[strings.LastIndexByte(path, '/')+1:]; strings.Contains(w.Body.String(), token) {
		t.Error("the page bears the token")
	}
	check(t, post(p.site, "/invitation", url.Values{"password": {"court"}}, "Cookie", pass), 422, webtest.In("#password-erreur", webtest.HasText("au moins 12")))
	w = post(p.site, "/invitation", url.Values{"password": {phrase}}, "Cookie", pass+"; continuum=planted-by-someone-else-000000000000000000")
	to(t, w, "/espace")
	session := cookieOf(t, w, "continuum")
	if strings.Contains(session, "planted") {
		t.Error("the session is the one that the browser brought")
	}
	check(t, post(p.site, "/invitation", url.Values{"password": {phrase}}, "Cookie", pass), 404)
	check(t, ask(p.site, "GET", "/espace", "Cookie", session), 200, webtest.In("main h1", webtest.HasText("Bonjour Anne Martin")))
	check(t, ask(p.site, "GET", "/en/espace", "Cookie", session), 200, webtest.In("main h1", webtest.HasText("Hello Anne Martin")))

	check(t, ask(p.site, "GET", "/deconnexion", "Cookie", session), 200, webtest.In("main form button", webtest.HasText("Se déconnecter")))
	check(t, ask(p.site, "GET", "/espace", "Cookie", session), 200) // the link alone did nothing
	w = post(p.site, "/deconnexion", nil, "Cookie", session)
	to(t, w, "/")
	if c := w.Result().Cookies(); len(c) != 1 || c[0].MaxAge >= 0 {
		t.Errorf("cookies after leaving: %v", c)
	}
	to(t, ask(p.site, "GET", "/espace/compte?a=b", "Cookie", session), "/connexion?vers=%2Fespace%2Fcompte%3Fa%3Db")

	w = post(p.site, "/connexion", url.Values{"mail": {"anne@example.org"}, "password": {"wrong"}, "vers": {"/espace/compte"}})
	check(t, w, 422, webtest.In(".fr-alert", webtest.HasText("n’est pas le bon")), webtest.In("#mail", webtest.HasAttr("value", "anne@example.org")), webtest.In("#password", webtest.HasAttr("value", "")))
	to(t, post(p.site, "/connexion", url.Values{"mail": {"anne@example.org"}, "password": {phrase}, "vers": {"/espace/compte"}}), "/espace/compte")
	to(t, post(p.site, "/en/connexion", url.Values{"mail": {"anne@example.org"}, "password": {phrase}, "vers": {"/espace/compte"}}), "/en/espace/compte")
}

// cookieOf is a cookie as a browser sends it back.
func cookieOf(t *testing.T, w *httptest.ResponseRecorder, name string) string {
	t.Helper()
	for _, c := range w.Result().Cookies() {
		if c.Name == name {
			if !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" {
				t.Errorf("cookie %v: want HttpOnly, SameSite=Lax, of this host alone", c)
			}
			return c.Name + "=" + c.Value
		}
	}
	t.Fatalf("no cookie %s in %v", name, w.Header())
	return ""
}

func TestCookiesUnderTLS(t *testing.T) {
	t.Parallel()
	p := withPeople(t, func(c *Config) { c.BaseURL = "https://campus.exemple.fr" })
	p.person("anne@example.org")
	w := post(p.site, "/connexion", url.Values{"mail": {"anne@example.org"}, "password": {phrase}})
	cookieOf(t, w, "__Host-continuum")
	if c := w.Result().Cookies()[0]; !c.Secure {
		t.Errorf("cookie %v, want Secure", c)
	}
	if got := w.Header().Get("Strict-Transport-Security"); !strings.Contains(got, "max-age=63072000") {
		t.Errorf("Strict-Transport-Security %q, want two years", got)
	}
}

// After signing in one goes to a page of the space and nowhere else.
func TestNoOpenRedirect(t *testing.T) {
	t.Parallel()
	p := withPeople(t, nil)
	p.person("anne@example.org")
	for _, bad := range []string{
		"https://evil.example", "//evil.example", "/\\evil.example", "/espace\\..\\evil", "javascript:alert(1)", "/espacement", "/deconnexion",
		"\n/espace", "http:/espace", "/espace@evil.example/", "///evil.example/espace",
	} {
		p.now = p.now.Add(2 * time.Minute)
		to(t, post(p.site, "/connexion", url.Values{"mail": {"anne@example.org"}, "password": {phrase}, "vers": {bad}}), "/espace")
	}
}

// Nothing of these pages is kept anywhere, and nobody who is not signed in sees them.
func TestPrivatePages(t *testing.T) {
	t.Parallel()
	p := withPeople(t, nil)
	admin := p.person("admin@example.org", on(account.Administrator, "national"), on(account.Auditor, "national"))
	for _, path := range []string{"/espace", "/espace/compte", "/espace/personnes", "/espace/personnes/" + string(admin.id), "/espace/journal"} {
		w := admin.get(path)
		check(t, w, 200, webtest.In("meta[name=robots]", webtest.HasAttr("content", "noindex")), webtest.Count("main h1", 1))
		if h := w.Header(); h.Get("Cache-Control") != "no-store" || h.Get("Etag") != "" || h.Get("Referrer-Policy") != "same-origin" {
			t.Errorf("%s: headers %v", path, h)
		}
		if w := ask(p.site, "GET", path); w.Code != 303 || !strings.HasPrefix(w.Header().Get("Location"), "/connexion?vers=") {
			t.Errorf("%s without a session: %d to %s", path, w.Code, w.Header().Get("Location"))
		}
		if w := ask(p.site, "GET", path, "Cookie", "continuum=x"); w.Code != 303 {
			t.Errorf("%s with a false cookie: %d", path, w.Code)
		}
	}
	for _, path := range []string{"/", "/campus", "/robots.txt", "/mentions-legales"} {
		w := admin.get(path)
		if strings.Contains(w.Body.String(), "Personne admin") || w.Header().Get("Set-Cookie") != "" {
			t.Errorf("%s tells who is signed in, or sets a cookie", path)
		}
		if w.Body.String() != ask(p.site, "GET", path).Body.String() {
			t.Errorf("%s is another page for who is signed in", path)
		}
	}
	if w := ask(serving(t, nil), "GET", "/espace"); w.Code != 404 {
		t.Errorf("a site without accounts: /espace is %d", w.Code)
	}
}

func TestCrossSite(t *testing.T) {
	t.Parallel()
	p := withPeople(t, nil)
	admin := p.person("admin@example.org", on(account.Administrator, "national"))
	for _, path := range []string{"/connexion", "/deconnexion", "/recuperation", "/invitation", "/espace/compte", "/espace/personnes", "/espace/personnes/" + string(admin.id)} {
		for _, header := range [][2]string{{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"Origin", "https://evil.example"}} {
			w := post(p.site, path, url.Values{"faire": {"quitter"}, "certain": {"oui"}}, "Cookie", admin.cookie, header[0], header[1])
			if w.Code != 403 {
				t.Errorf("POST %s with %v: %d, want 403", path, header, w.Code)
			}
		}
	}
	check(t, admin.get("/espace"), 200)
}

// Rights count from the next page on, whichever way they change.
func TestRoleChangedInMidSession(t *testing.T) {
	t.Parallel()
	p := withPeople(t, nil)
	auditor := p.person("audit@example.org", on(account.Auditor, "national"))
	check(t, auditor.get("/espace/journal"), 200, webtest.In("table#journal", webtest.HasText("person.invited"), webtest.HasNoText("audit@example.org")))
	grants, err := p.Grants(t.Context(), auditor.id)
	if err != nil || p.EndGrant(t.Context(), "operator", grants[0].ID) != nil {
		t.Fatal(err)
	}
	check(t, auditor.get("/espace/journal"), 404)
	check(t, auditor.get("/espace"), 200, webtest.In("main", webtest.HasText("aucun droit")))
	if err := p.DisablePerson(t.Context(), "operator", auditor.id); err != nil {
		t.Fatal(err)
	}
	to(t, auditor.get("/espace"), "/connexion?vers=%2Fespace")
}

// The answer to who forgot a password, and to who tries too often, tells nothing.
func TestRecoveryTellsNothing(t *testing.T) {
	t.Parallel()
	p := withPeople(t, nil)
	p.person("anne@example.org")
	known := post(p.site, "/recuperation", url.Values{"mail": {"anne@example.org"}})
	unknown := post(p.site, "/recuperation", url.Values{"mail": {"nobody@example.org"}})
	to(t, known, "/recuperation?envoye=oui")
	to(t, unknown, "/recuperation?envoye=oui")
	if known.Body.String() != unknown.Body.String() {
		t.Error("two answers differ")
	}
	check(t, ask(p.site, "GET", "/recuperation?envoye=oui"), 200, webtest.In(".fr-alert", webtest.HasText("Si cette adresse a un compte")))
	code := 0
	for range 30 {
		if code = post(p.site, "/connexion", url.Values{"mail": {"anne@example.org"}, "password": {"wrong"}}).Code; code == 429 {
			break
		}
	}
	if code != 429 {
		t.Errorf("thirty wrong passwords: %d, want 429", code)
	}
}

// What follows an invitation is a secret: no log bears it.
func TestTokensAreNotLogged(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{
		"/invitation/abcDEF": "/invitation/…", "/en/invitation/abcDEF": "/en/invitation/…", "/invitation": "/invitation", "/campus/x": "/campus/x",
	} {
		if got := loggable(path); got != want {
			t.Errorf("loggable(%s) = %s, want %s", path, got, want)
		}
	}
}

// send posts a form as it is written.
func (r *reader) send(target, form string) *httptest.ResponseRecorder {
	values, err := url.ParseQuery(form)
	if err != nil {
		r.t.Fatal(err)
	}
	return post(r.site, target, values, "Cookie", r.cookie)
}

// Who tries the doors of others leaves a trace with their opaque name, and no more.
func TestRefusedPeopleAreLogged(t *testing.T) {
	t.Parallel()
	var written bytes.Buffer
	p := withPeople(t, func(c *Config) { c.Logger = slog.New(slog.NewTextHandler(&written, nil)) })
	anne := p.person("anne@example.org")
	for _, path := range []string{"/espace/journal", "/espace/campus/inconnu"} {
		if w := anne.get(path); w.Code != 404 && w.Code != 403 {
			t.Errorf("%s answers %d", path, w.Code)
		}
		if got := written.String(); !strings.Contains(got, "refused to someone signed in") || !strings.Contains(got, "who="+string(anne.id)) || !strings.Contains(got, "path="+path) {
			t.Errorf("%s is not in the log:\n%s", path, got)
		}
	}
	if strings.Contains(written.String(), "anne@") {
		t.Error("the log holds an address")
	}
}
