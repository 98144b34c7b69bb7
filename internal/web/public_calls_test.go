package web

import (
	"strings"
	"testing"
	"time"

	ical "github.com/arran4/golang-ical"

	"continuum/internal/account"
	"continuum/internal/catalog"
	"continuum/internal/seed"
	"continuum/internal/web/webtest"
)

// follow has the pages read what the store holds now, over the dataset when it holds no campus.
func (p *peopled) follow(t *testing.T) {
	t.Helper()
	records, generation, err := p.Records(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(records.Campuses) == 0 {
		if records, _, err = seed.Load(); err != nil {
			t.Fatal(err)
		}
	}
	calls, err := p.PublicCalls(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	old := p.current.Load()
	cat, err := catalog.Build(records, old.Atlas, old.Training, generation, p.now)
	if err != nil {
		t.Fatal(err)
	}
	cat.Announce(calls)
	p.current.Store(cat)
}

// A call is everyone's once it is opened: before, nobody's. What it asks for, its dates, the
// reasons why they moved and the answers are public; questions that wait and who asked are not.
func TestCallsArePublic(t *testing.T) {
	t.Parallel()
	p := withPeople(t, nil)
	officer, director := p.person("dgesco@example.org", on(account.NationalOfficer, "national")), p.person("dir@example.org", on(account.Director, mer))
	const page, space = "/appels/appel-2027", "/espace/appels/appel-2027"
	check(t, ask(p.site, "GET", "/appels"), 200, webtest.In("main", webtest.HasText("Aucun appel n’est ouvert."), webtest.HasText("MENE1700093Y"), webtest.HasText("à vérifier")))
	check(t, ask(p.site, "GET", "/en/appels"), 200, webtest.In("main", webtest.HasText("No call is open.")))
	check(t, officer.get("/espace/appels/nouveau"), 200, webtest.In("#referentiel option", webtest.HasText("Cahier des charges de 2018 et 2019 (cmq-2018)")))
	check(t, officer.get("/espace/appels/nouveau?referentiel=cmq-2018"), 200, webtest.In("main", webtest.HasText("sans valeur officielle"), webtest.HasText("Décrire l’appel"), webtest.HasText("105 jours après")))
	to(t, officer.post("/espace/appels/nouveau", "referentiel", "cmq-2018", "id", "appel-2027", "titre", "Appel <b>2027</b>", "ouverture", "2026-11-24", "heure", "14:00", "nor", "MENE2700001X",
		"genre", "creation", "faire", "garder"), space)
	p.follow(t)
	check(t, ask(p.site, "GET", page), 404)
	check(t, ask(p.site, "GET", "/appels"), 200, webtest.In("main", webtest.HasNoText("2027")))
	to(t, officer.post(space, "faire", "ouvrir", "version", "1", "certain", "oui"), space)
	p.follow(t)
	check(t, officer.get(space), 200, webtest.Count(`a[href="`+page+`"]`, 1))
	check(t, ask(p.site, "GET", "/appels"), 200, webtest.In("main", webtest.HasText("Aucun appel n’est ouvert."), webtest.HasText("Annoncé")), webtest.Count(`main a[href="`+page+`"]`, 1))
	check(t, ask(p.site, "GET", page), 200, webtest.None("main b"), webtest.In("h1", webtest.HasText("Appel <b>2027</b>")), webtest.In("main",
		webtest.HasText("24 novembre 2026 à 14 h 00"), webtest.HasText("Recteur de région académique"), webtest.HasText("Première labellisation"), webtest.HasNoText("Renouvellement"),
		webtest.HasText("exemple fourni avec le site"), webtest.HasText("n’a pas pu être lue"), webtest.HasText("Gouvernance régionale propre"), webtest.HasText("Aucune question")))
	check(t, ask(p.site, "GET", "/appels/appel-2028"), 404)

	p.now = p.now.Add(90 * time.Minute)
	to(t, director.post(space, "faire", "demander", "question", "Faut-il un <i>internat</i> ?"), space)
	to(t, director.post(space, "faire", "demander", "question", "MaQuestionQuiAttend"), space)
	asked, err := p.Questions(t.Context(), "appel-2027")
	if err != nil || len(asked) != 2 {
		t.Fatal(asked, err)
	}
	id := asked[0].ID
	if strings.Contains(asked[0].Question, "Attend") {
		id = asked[1].ID
	}
	to(t, officer.post(space, "faire", "repondre", "id", id, "reponse-"+id, "Non, des places suffisent."), space)
	to(t, officer.post(space, "faire", "reporter", "etape", "publication", "jour", "2027-12-01", "motif", "Grève des transports"), space)
	p.follow(t)
	check(t, ask(p.site, "GET", "/appels"), 200, webtest.In("main", webtest.HasNoText("Aucun appel n’est ouvert."), webtest.HasText("Ouvert.")))
	// Those who may answer see it as they come in; those who answer questions are told that one waits.
	check(t, director.get("/espace"), 200, webtest.In("#appels-ouverts", webtest.HasText("Dépôt auprès de la région académique")))
	check(t, officer.get("/espace"), 200, webtest.In("main", webtest.HasText("attend une réponse")))
	public := ask(p.site, "GET", page)
	for _, secret := range []string{"MaQuestionQuiAttend", "Personne", "example.org", string(director.id), string(officer.id)} {
		if strings.Contains(public.Body.String(), secret) {
			t.Errorf("everyone reads %q", secret)
		}
	}
	check(t, public, 200, webtest.None("main i"), webtest.In("main", webtest.HasText("Faut-il un <i>internat</i> ?"), webtest.HasText("des places suffisent"), webtest.HasText("Grève des transports"), webtest.HasText("mercredi 1er décembre 2027 inclus")))
	check(t, ask(p.site, "GET", "/en"+page), 200, webtest.In("main", webtest.HasText("Who may propose"), webtest.HasText("Documents to attach")))
	if n := public.Body.Len(); n > budget {
		t.Errorf("the page of a call has %d bytes", n)
	}

	// Calendars and feeds follow.
	w := ask(p.site, "GET", page+"/dates.ics")
	cal, err := ical.ParseCalendar(w.Body)
	if err != nil || w.Code != 200 {
		t.Fatal(w.Code, err)
	}
	var days []string
	for _, e := range cal.Events() {
		days = append(days, e.GetProperty(ical.ComponentPropertyDtStart).Value)
	}
	if len(days) != 10 || days[0] != "20261124T130000Z" || days[9] != "20271201" {
		t.Errorf("the calendar begins on %v", days)
	}
	feed := ask(p.site, "GET", "/flux.atom").Body.String()
	for _, says := range []string{"Appel à projets publié", "Une date de l’appel a changé", "Une question sur l’appel a sa réponse", `href="/appels/appel-2027#questions"`} {
		if !strings.Contains(feed, says) {
			t.Errorf("the feed doesn't say %q", says)
		}
	}
	// A reader who comes back is told that nothing changed, until something does.
	tag := ask(p.site, "GET", page).Header().Get("Etag")
	if w := ask(p.site, "GET", page, "If-None-Match", tag); w.Code != 304 {
		t.Errorf("asked again: %d", w.Code)
	}
	to(t, officer.post(space, "faire", "repondre", "id", id, "reponse-"+id, "Non."), space)
	p.follow(t)
	if w := ask(p.site, "GET", page, "If-None-Match", tag); w.Code != 200 {
		t.Errorf("asked again after another answer: %d", w.Code)
	}
}
