package web

import (
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"continuum/internal/access"
	"continuum/internal/account"
	"continuum/internal/account/secret"
	"continuum/internal/web/webtest"
)

// session is someone's, as the store knows it.
func (r *reader) session() account.Session {
	r.t.Helper()
	s, _, err := r.desk.SignedIn(r.t.Context(), strings.TrimPrefix(r.cookie, "continuum="))
	if err != nil {
		r.t.Fatal(err)
	}
	return s
}

// holds gives someone a key that no device has.
func (r *reader) holds(key string) {
	r.t.Helper()
	if err := r.AddPasskey(r.t.Context(), r.session(), account.Passkey{ID: key, Name: "Mon téléphone", Data: "{}"}); err != nil {
		r.t.Fatal(err)
	}
}

// proves gives the password again, and goes on with the cookie that comes back.
func (r *reader) proves(target string) *httptest.ResponseRecorder {
	r.t.Helper()
	w := r.post("/connexion/confirmer", "password", phrase, "vers", target)
	if w.Code == 303 {
		r.cookie = cookieOf(r.t, w, "continuum")
	}
	return w
}

const proving = "/connexion/confirmer?vers=%2Fespace%2Fcompte"

// What changes who may enter asks for a proof of less than ten minutes, and takes place with
// it: a browser that was left open is not enough.
func TestFreshProof(t *testing.T) {
	t.Parallel()
	p := withPeople(t, nil)
	anne := p.person("anne@example.org")
	anne.holds("k1")
	w := post(p.site, "/connexion", url.Values{"mail": {"anne@example.org"}, "password": {phrase}})
	other := &reader{p, anne.id, cookieOf(t, w, "continuum"), ""}
	p.now = p.now.Add(account.ProofLife)

	forget, end := []string{"faire", "oublier", "cle", "k1"}, []string{"faire", "terminer", "session", other.session().ID}
	to(t, anne.post("/espace/compte", forget...), proving)
	to(t, anne.post("/espace/compte", end...), proving)
	to(t, anne.get("/espace/compte/cle"), proving)
	check(t, anne.get("/espace/compte"), 200, webtest.Count(`form[data-passkey="create"]`, 0), webtest.In(`main a[href="`+proving+`"]`, webtest.HasText("Confirmer que c’est vous")))
	if keys, err := p.Passkeys(t.Context(), anne.id); len(keys) != 1 || err != nil {
		t.Errorf("keys %v, %v, want the one that was there", keys, err)
	}
	check(t, other.get("/espace"), 200)

	check(t, anne.get(proving), 200, webtest.Count("main h1", 1), webtest.In("main h1", webtest.HasText("Confirmer que c’est vous")),
		webtest.In("input[name=vers]", webtest.HasAttr("value", "/espace/compte")), webtest.Count(`form[data-passkey="get"]`, 1))
	check(t, anne.post("/connexion/confirmer", "password", "wrong", "vers", "/espace/compte"), 422,
		webtest.In("#password-erreur", webtest.HasText("pas votre mot de passe")), webtest.In("input[name=vers]", webtest.HasAttr("value", "/espace/compte")))
	to(t, anne.post("/espace/compte", forget...), proving) // a wrong one proves nothing
	before := anne.cookie
	to(t, anne.proves("/espace/compte"), "/espace/compte")
	to(t, ask(p.site, "GET", "/espace", "Cookie", before), "/connexion?vers=%2Fespace")
	check(t, anne.get("/espace/compte"), 200, webtest.Count(`form[data-passkey="create"]`, 1))
	to(t, anne.post("/espace/compte", forget...), "/espace/compte")
	to(t, anne.post("/espace/compte", end...), "/espace/compte")
	to(t, other.get("/espace"), "/connexion?vers=%2Fespace")
	if keys, err := p.Passkeys(t.Context(), anne.id); len(keys) != 0 || err != nil {
		t.Errorf("keys %v, %v, want none", keys, err)
	}
	if w := anne.get("/espace/compte/cle"); w.Code != 200 || w.Header().Get("Content-Type") != "application/json" {
		t.Errorf("asking for a key with a fresh proof: %d %s", w.Code, w.Header().Get("Location"))
	}

	// One's own session ends whatever its age.
	p.now = p.now.Add(time.Hour)
	to(t, anne.post("/deconnexion"), "/")
	to(t, anne.get("/espace"), "/connexion?vers=%2Fespace")
}

// Who came by a provider alone has no password: the first one asks for a fresh proof too.
func TestFirstPassword(t *testing.T) {
	t.Parallel()
	p := withPeople(t, nil)
	who, _, err := p.desk.Invite(t.Context(), "operator", account.Person{Name: "Léa Roux", Mail: "lea@example.org", Lang: "fr"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Identify(t.Context(), "https://id.example.org", "s1", "lea@example.org", true); err != nil {
		t.Fatal(err)
	}
	begin := func(proven time.Time) *reader {
		t.Helper()
		cookie, err := p.desk.Begin(t.Context(), account.Session{Person: who.ID, Method: "oidc", Proven: proven})
		if err != nil {
			t.Fatal(err)
		}
		return &reader{p, who.ID, "continuum=" + cookie, ""}
	}
	const next = "ardoise-violoncelle-42"
	for _, stale := range []*reader{begin(time.Time{}), begin(p.now.Add(-account.ProofLife))} {
		to(t, stale.post("/espace/compte", "faire", "motdepasse", "password", next), proving)
		check(t, stale.get(proving), 200, webtest.In("main", webtest.HasText("ni mot de passe ni clé d’accès")))
	}
	fresh := begin(p.now)
	check(t, fresh.get("/espace/compte"), 200, webtest.Count("#present", 0), webtest.Count("#password", 1))
	check(t, fresh.post("/espace/compte", "faire", "motdepasse", "password", "court"), 422, webtest.In("#password-erreur", webtest.HasText("au moins 12")))
	to(t, fresh.post("/espace/compte", "faire", "motdepasse", "password", next), "/espace/compte")
	to(t, post(p.site, "/connexion", url.Values{"mail": {"lea@example.org"}, "password": {next}}), "/espace")
}

// A proof leads back into the space and nowhere else.
func TestProofLeadsNowhereElse(t *testing.T) {
	t.Parallel()
	p := withPeople(t, nil)
	anne := p.person("anne@example.org")
	for _, bad := range []string{
		"https://evil.example", "//evil.example", "/\\evil.example", "/espace\\..\\evil", "javascript:alert(1)", "/espacement", "/deconnexion",
		"\n/espace", "http:/espace", "/espace@evil.example/", "///evil.example/espace", "",
	} {
		p.now = p.now.Add(2 * time.Minute)
		to(t, anne.proves(bad), "/espace")
		check(t, anne.get("/connexion/confirmer?"+url.Values{"vers": {bad}}.Encode()), 200, webtest.In("input[name=vers]", webtest.HasAttr("value", "/espace")))
	}
	to(t, ask(p.site, "GET", "/connexion/confirmer"), "/connexion?vers=%2Fconnexion%2Fconfirmer")
	to(t, post(p.site, "/connexion", url.Values{"mail": {"anne@example.org"}, "password": {phrase}, "vers": {"/connexion/confirmer"}}), "/espace")
	if w := post(p.site, "/connexion/confirmer", url.Values{"password": {phrase}}, "Cookie", anne.cookie, "Sec-Fetch-Site", "cross-site"); w.Code != 403 {
		t.Errorf("a proof sent by another site: %d, want 403", w.Code)
	}
}

// Passwords are tried no faster in a session that was stolen than at the door.
func TestProofIsThrottled(t *testing.T) {
	t.Parallel()
	p := withPeople(t, nil)
	anne := p.person("anne@example.org")
	code := 0
	for range 30 {
		if code = anne.post("/connexion/confirmer", "password", "wrong").Code; code == 429 {
			return
		}
	}
	t.Errorf("thirty wrong passwords: %d, want 429", code)
}

// inner are pages and documents of the space, of each room.
var inner = []string{
	"/espace", "/espace/compte", "/espace/compte/donnees.json", "/espace/compte/cle", "/espace/personnes", "/espace/journal", "/espace/campus",
	"/espace/campus/bretagne-industries-de-la-mer", "/espace/campus/bretagne-industries-de-la-mer/membres.csv", "/espace/campus/bretagne-industries-de-la-mer/reservations.ics",
	"/espace/organisations", "/espace/appels", "/espace/appels/2026/dossiers.csv", "/espace/appels/2026/dossiers.zip", "/espace/referentiels", "/espace/expertise",
	"/espace/decisions", "/espace/decisions/2026/annexe.odt", "/espace/arretes",
}

// Where two factors are asked, a password opens nothing of the space, in no form: it leads to
// one page, where a key is added, or used by who has one.
func TestSecondFactor(t *testing.T) {
	t.Parallel()
	p := withDoor(t, func(c *access.Config) { c.SecondFactor = account.ForRoles }, nil)
	officer := p.person("dgesco@example.org", on(account.NationalOfficer, "national"), on(account.Administrator, "national"), on(account.Auditor, "national"))
	director := p.person("dir@example.org", on(account.Director, mer))
	check(t, director.get("/espace"), 200)
	check(t, director.get("/espace/campus"), 200)

	closed := func(r *reader, state string) {
		t.Helper()
		for _, path := range inner {
			w := r.get(path)
			if w.Code != 303 || !strings.HasPrefix(w.Header().Get("Location"), "/connexion/confirmer?vers=%2Fespace") {
				t.Errorf("%s: %s is %d to %q", state, path, w.Code, w.Header().Get("Location"))
			}
			if w := r.get("/en" + path); w.Code != 303 || !strings.HasPrefix(w.Header().Get("Location"), "/en/connexion/confirmer?vers=%2Fespace") {
				t.Errorf("%s: /en%s is %d", state, path, w.Code)
			}
		}
		for _, fields := range [][]string{{"faire", "motdepasse", "present", phrase, "password", "ardoise-violoncelle-42"}, {"faire", "quitter", "certain", "oui"}, {"faire", "oublier", "cle", "k1"}} {
			to(t, r.post("/espace/compte", fields...), proving)
		}
		if w := r.post("/espace/personnes", "mail", "x@example.org", "name", "X Y", "lang", "fr", "role", "expert", "scope", "national"); w.Code != 303 {
			t.Errorf("%s: an invitation is %d", state, w.Code)
		}
		if _, err := p.Person(t.Context(), "x@example.org"); err == nil {
			t.Errorf("%s: the invitation made an account", state)
		}
	}
	closed(officer, "no key")
	check(t, officer.get("/connexion/confirmer?vers=%2Fespace%2Fjournal"), 200, webtest.In("main h1", webtest.HasText("Ajouter une clé d’accès")),
		webtest.In("main", webtest.HasText("un mot de passe seul ne suffit pas")), webtest.Count(`form[data-passkey="create"]`, 1), webtest.Count("#password", 0), webtest.Count(".space-nav", 0))
	if w := officer.get("/connexion/confirmer/nouvelle"); w.Code != 200 || !strings.Contains(w.Body.String(), `"challenge"`) {
		t.Errorf("asking for the first key: %d", w.Code)
	}
	check(t, officer.post("/connexion/confirmer/nouvelle", "reponse", "{}"), 422, webtest.In(".fr-alert", webtest.HasText("n’a pas été reconnue")))

	// Signed in long ago: the password again, which opens nothing, then the key.
	p.now = p.now.Add(time.Hour)
	check(t, officer.get(proving), 200, webtest.Count("#password", 1), webtest.Count(`form[data-passkey="create"]`, 0))
	to(t, officer.proves("/espace/compte"), "/espace/compte")
	closed(officer, "proven by password")
	check(t, officer.get(proving), 200, webtest.Count(`form[data-passkey="create"]`, 1))

	// Who has a key uses it: another does not take its place, nor does the password.
	officer.holds("k1")
	closed(officer, "with a key")
	check(t, officer.get(proving), 200, webtest.Count(`form[data-passkey="get"]`, 1), webtest.Count(`form[data-passkey="create"]`, 0), webtest.Count("#password", 0), webtest.In("main", webtest.HasText("Vous n’avez plus votre clé")))
	check(t, officer.get("/connexion/confirmer/nouvelle"), 403)
	check(t, officer.post("/connexion/confirmer/cle", "reponse", "{}"), 422)
	officer.proves("/espace/compte")
	closed(officer, "with a key, proven by password")

	// The door itself stays open, and what is public is the same for everyone.
	check(t, officer.get("/deconnexion"), 200)
	if w := officer.get("/campus"); w.Code != 200 || w.Body.String() != ask(p.site, "GET", "/campus").Body.String() {
		t.Error("a public page is another")
	}

	// By key, all opens.
	cookie, err := p.desk.Begin(t.Context(), account.Session{Person: officer.id, Method: "passkey", Proven: p.now, Strong: true})
	if err != nil {
		t.Fatal(err)
	}
	byKey := &reader{p, officer.id, "continuum=" + cookie, ""}
	check(t, byKey.get("/espace"), 200)
	check(t, byKey.get("/espace/journal"), 200)

	// A right that begins in mid-session counts from the next page on.
	g := on(account.RegionOfficer, "region/53")
	g.Person, g.From, g.GivenBy = director.id, p.now, "operator"
	if err := p.GiveGrant(t.Context(), &g); err != nil {
		t.Fatal(err)
	}
	to(t, director.get("/espace/campus"), "/connexion/confirmer?vers=%2Fespace%2Fcampus")
	if err := p.EndGrant(t.Context(), "operator", g.ID); err != nil {
		t.Fatal(err)
	}
	check(t, director.get("/espace/campus"), 200)
}

// Who lost a key is let in anew by an administrator, who learns nothing that opens the account.
func TestReadmit(t *testing.T) {
	t.Parallel()
	p := withPeople(t, nil)
	admin := p.person("admin@example.org", on(account.Administrator, "national"))
	officer := p.person("dgesco@example.org", on(account.NationalOfficer, "national"))
	anne := p.person("anne@example.org", on(account.Auditor, "national"))
	anne.holds("k1")
	page := "/espace/personnes/" + string(anne.id)
	check(t, officer.post(page, "faire", "readmettre"), 404)
	check(t, admin.post("/espace/personnes/"+string(admin.id), "faire", "readmettre"), 404) // not oneself
	check(t, admin.get(page), 200, webtest.In("main", webtest.HasText("Faire entrer à nouveau")))
	w := admin.post(page, "faire", "readmettre")
	to(t, w, page)
	if w.Body.Len() > 200 || strings.Contains(w.Header().Get("Location"), "invitation") {
		t.Error("the administrator is told the link")
	}
	to(t, anne.get("/espace"), "/connexion?vers=%2Fespace")
	check(t, post(p.site, "/connexion", url.Values{"mail": {"anne@example.org"}, "password": {phrase}}), 422)
	if keys, err := p.Passkeys(t.Context(), anne.id); len(keys) != 0 || err != nil {
		t.Errorf("keys %v, %v, want none", keys, err)
	}
	who, err := p.Person(t.Context(), string(anne.id))
	if err != nil {
		t.Fatal(err)
	}
	link, err := p.desk.Readmit(t.Context(), "operator", who)
	if err != nil {
		t.Fatal(err)
	}
	token := link[strings.LastIndexByte(link, '/')+1:]
	if secret.Kept(token) == "" {
		t.Fatalf("link %s", link)
	}
	cookie, err := p.desk.Open(t.Context(), token, "ardoise-violoncelle-42", "c", "")
	if err != nil {
		t.Fatal(err)
	}
	check(t, (&reader{p, anne.id, "continuum=" + cookie, ""}).get("/espace/journal"), 200) // the rights of before
}
