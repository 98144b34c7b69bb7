package web

import (
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"continuum/internal/account"
	"continuum/internal/web/webtest"
)

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
