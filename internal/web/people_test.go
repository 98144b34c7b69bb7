package web

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"continuum/internal/access"
	"continuum/internal/access/oidc"
	"continuum/internal/access/oidc/oidctest"
	"continuum/internal/account"
	"continuum/internal/campus"
	"continuum/internal/journal"
	"continuum/internal/store"
	"continuum/internal/web/espace"
	"continuum/internal/web/webtest"
)

const phrase = "trois mouettes sur un quai"

// peopled is a site where people sign in, on a store of its own.
type peopled struct {
	*store.DB
	t    *testing.T
	site http.Handler
	desk *access.Desk
	now  time.Time
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
	p := &peopled{t: t, now: noon}
	now := func() time.Time { return p.now }
	db, err := store.Open(t.Context(), store.Config{Dir: t.TempDir(), Now: now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	p.DB = db
	p.desk = access.New(db, access.Config{Base: "https://campus.exemple.fr", Now: now, Log: slog.New(slog.DiscardHandler)})
	p.site = serving(t, func(c *Config) {
		c.Access, c.People, c.Campuses, c.Panels, c.Now, c.BaseURL = p.desk, p, p, db, now, ""
		if change != nil {
			change(c)
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

func TestInviteAndGrant(t *testing.T) {
	t.Parallel()
	p := withPeople(t, nil)
	director := p.person("dir@example.org", on(account.Director, mer))
	delegate := p.person("drafpic@example.org", on(account.RegionalDelegate, "academic_region/53"))
	other := p.person("nantes@example.org", on(account.RegionalDelegate, "academic_region/52"))
	invite := func(r *reader, mail, role, scope string) *httptest.ResponseRecorder {
		return r.post("/espace/personnes", "name", "Paul Le Goff", "mail", mail, "lang", "fr", "role", role, "scope", scope)
	}
	// A director brings a project officer on their campus, and nothing more.
	w := invite(director, "paul@example.org", "project_officer", mer)
	if w.Code != 303 || !strings.HasPrefix(w.Header().Get("Location"), "/espace/personnes/") {
		t.Fatalf("inviting: %d %.500s", w.Code, w.Body)
	}
	page := w.Header().Get("Location")
	check(t, invite(director, "paul@example.org", "project_officer", mer), 422, webtest.In(".fr-alert", webtest.HasText("déjà un compte")))
	for _, tt := range [][2]string{
		{"director", mer},
		{"administrator", "national"},
		{"project_officer", "campus/lannion-numerique-photonique"},
		{"project_officer", "national"},
		{"king", mer},
		{"", ""},
	} {
		if w := invite(director, "x@example.org", tt[0], tt[1]); w.Code != 422 {
			t.Errorf("a director gives %v: %d", tt, w.Code)
		}
	}
	if _, err := p.Person(t.Context(), "x@example.org"); err == nil {
		t.Error("a refused invitation made an account")
	}
	// The delegate of the region sees them; that of another region sees nobody of here.
	check(t, delegate.get("/espace/personnes"), 200, webtest.In("table#personnes", webtest.HasText("Paul Le Goff"), webtest.HasText("dir@example.org"), webtest.HasNoText("nantes@example.org")))
	check(t, other.get("/espace/personnes"), 200, webtest.In("table#personnes", webtest.HasNoText("Paul"), webtest.HasNoText("dir@example.org")))
	check(t, other.get(page), 404)
	check(t, other.post(page, "faire", "inviter"), 404)
	grants, err := p.Grants(t.Context(), account.PersonID(page[strings.LastIndexByte(page, '/')+1:]))
	if err != nil || len(grants) != 1 {
		t.Fatal(grants, err)
	}
	// Ending it: not by who may not, not twice, not another's under this page.
	check(t, delegate.post(page, "faire", "retirer", "droit", grants[0].ID), 404) // does not give that role
	check(t, director.post(page, "faire", "retirer", "droit", "none"), 404)
	to(t, director.post(page, "faire", "retirer", "droit", grants[0].ID), page)
	check(t, director.post(page, "faire", "retirer", "droit", grants[0].ID), 404)
	// Without a right to show, the person is out of the director's sight again.
	check(t, director.get(page), 404)
	// Nobody gives oneself a right, nor closes an account without being let to.
	mine := "/espace/personnes/" + string(director.id)
	check(t, director.post(mine, "faire", "donner", "role", "project_officer", "scope", mer), 422)
	check(t, director.post(mine, "faire", "fermer"), 404)
	check(t, director.post(mine, "faire", "autre"), 422)
	check(t, p.person("new@example.org").get("/espace/personnes"), 404)
}

func TestAccountPage(t *testing.T) {
	t.Parallel()
	p := withPeople(t, nil)
	rector := p.person("rectrice@example.org", on(account.RegionRector, "academic_region/53"))
	deputy := p.person("adjoint@example.org")
	grants, err := p.Grants(t.Context(), rector.id)
	if err != nil {
		t.Fatal(err)
	}
	lend := func(r *reader, mail, end string) *httptest.ResponseRecorder {
		return r.post("/espace/compte", "faire", "deleguer", "droit", grants[0].ID, "mail", mail, "debut", "2026-11-24", "fin", end)
	}
	check(t, lend(rector, "adjoint@example.org", ""), 422, webtest.In("#fin-erreur", webtest.HasText("un an")))
	check(t, lend(rector, "adjoint@example.org", "2029-01-01"), 422)
	check(t, lend(rector, "nobody@example.org", "2026-12-24"), 422, webtest.In("#mail-erreur", webtest.HasText("compte actif")))
	check(t, lend(rector, "rectrice@example.org", "2026-12-24"), 422)
	check(t, lend(deputy, "adjoint@example.org", "2026-12-24"), 422) // a right that is not one's own
	to(t, lend(rector, "adjoint@example.org", "2026-12-24"), "/espace/compte")
	check(t, lend(rector, "adjoint@example.org", "2026-12-24"), 422) // sent again
	check(t, deputy.get("/espace"), 200, webtest.In("main", webtest.HasText("Recteur de région académique"), webtest.HasText("à la place de Personne rectrice")))
	check(t, rector.get("/espace/compte"), 200, webtest.In("main", webtest.HasText("exercé par Personne adjoint")))
	held, err := p.Grants(t.Context(), deputy.id)
	if err != nil || len(held) != 1 {
		t.Fatal(held, err)
	}
	// What was lent can't be lent on, nor a right of one's own be "taken back" by others.
	check(t, deputy.post("/espace/compte", "faire", "deleguer", "droit", held[0].ID, "mail", "rectrice@example.org", "fin", "2026-12-01"), 422)
	check(t, deputy.post("/espace/compte", "faire", "reprendre", "droit", grants[0].ID), 404)
	to(t, deputy.post("/espace/compte", "faire", "reprendre", "droit", held[0].ID), "/espace/compte")
	check(t, rector.post("/espace/compte", "faire", "reprendre", "droit", held[0].ID), 404) // over

	// Sessions: another of one's own ends, someone else's does not.
	second := &reader{p, rector.id, cookieOf(t, post(p.site, "/connexion", url.Values{"mail": {"rectrice@example.org"}, "password": {phrase}}, "User-Agent", "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"), "continuum"), ""}
	check(t, second.get("/espace/compte"), 200, webtest.In("main", webtest.HasText("Firefox, Linux")))
	list, err := p.Sessions(t.Context(), rector.id)
	if err != nil || len(list) != 2 {
		t.Fatal(list, err)
	}
	for _, s := range list {
		check(t, deputy.post("/espace/compte", "faire", "terminer", "session", s.ID), 404)
		if "continuum="+s.Hash == rector.cookie {
			t.Error("a page could show the cookie")
		}
		if s.Device == "Firefox, Linux" {
			to(t, rector.post("/espace/compte", "faire", "terminer", "session", s.ID), "/espace/compte")
		}
	}
	if w := second.get("/espace"); w.Code != 303 {
		t.Errorf("a session that was ended: %d", w.Code)
	}
	check(t, rector.post("/espace/compte", "faire", "motdepasse", "present", "wrong", "password", "une autre phrase longue"), 422, webtest.In("#present-erreur", webtest.HasText("actuel")))
	to(t, rector.post("/espace/compte", "faire", "motdepasse", "present", phrase, "password", "une autre phrase longue"), "/espace/compte")

	check(t, rector.post("/espace/compte", "faire", "quitter"), 422, webtest.In(".fr-alert", webtest.HasText("Cochez")))
	to(t, rector.post("/espace/compte", "faire", "quitter", "certain", "oui"), "/")
	if w := rector.get("/espace"); w.Code != 303 {
		t.Errorf("after leaving: %d", w.Code)
	}
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

func TestJournalPages(t *testing.T) {
	t.Parallel()
	p := withPeople(t, nil)
	auditor := p.person("audit@example.org", on(account.Auditor, "national"))
	for range 60 {
		p.now = p.now.Add(time.Second)
		who, _, err := p.desk.Invite(t.Context(), "operator", account.Person{Name: "Paul", Mail: p.now.Format("150405") + "@example.org", Lang: "fr"})
		if err != nil || p.DisablePerson(t.Context(), "operator", who.ID) != nil {
			t.Fatal(err)
		}
	}
	w := auditor.get("/espace/journal")
	check(t, w, 200, webtest.Count("table#journal tbody tr", 100))
	doc, _ := webtest.Parse(w.Body)
	next := ""
	for _, a := range webtest.Find(doc, "main a") {
		if href, _ := webtest.Attr(a, "href"); strings.Contains(href, "suite=") {
			next = href
		}
	}
	check(t, auditor.get(next), 200, webtest.Count("table#journal tbody tr", 23)) // 123 acts in all
	check(t, auditor.get("/espace/journal?sujet=person%2F"+string(auditor.id)), 200, webtest.Count("table#journal tbody tr", 3))
	check(t, auditor.get("/espace/journal?auteur=nobody"), 200, webtest.In("main", webtest.HasText("Aucun acte")))
	check(t, auditor.get("/espace/journal?suite=x~y~z"), 200)
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

// Through a real provider: in, what is refused, and out of both.
func TestThroughProvider(t *testing.T) {
	t.Parallel()
	const site = "http://127.0.0.1:9"
	issuer := oidctest.Start(t, site+"/connexion/retour", site+"/")
	clock := func() time.Time { return time.Now() }
	db, err := store.Open(t.Context(), store.Config{Dir: t.TempDir()})
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
