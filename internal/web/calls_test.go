package web

import (
	"bytes"
	"mime/multipart"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"continuum/internal/account"
	"continuum/internal/labelling"
	"continuum/internal/ruleset"
	"continuum/internal/web/webtest"
)

// sendFile posts a form with a file, as browsers do.
func (r *reader) sendFile(target, name, content string, fields ...string) *httptest.ResponseRecorder {
	r.t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for i := 0; i+1 < len(fields); i += 2 {
		_ = w.WriteField(fields[i], fields[i+1])
	}
	f, err := w.CreateFormFile(name, "regles.toml")
	if err != nil {
		r.t.Fatal(err)
	}
	_, _ = f.Write([]byte(content))
	w.Close()
	req := httptest.NewRequest("POST", target, &b)
	req.Header.Set("Content-Type", w.FormDataContentType())
	req.Header.Set("Cookie", r.cookie)
	rec := httptest.NewRecorder()
	r.site.ServeHTTP(rec, req)
	return rec
}

// A référentiel is written from another: checked with lines and ways out, compared, kept,
// replaced, and locked by a call.
func TestRulesAreWritten(t *testing.T) {
	t.Parallel()
	p := withPeople(t, nil)
	officer, director := p.person("dgesco@example.org", on(account.NationalOfficer, "national")), p.person("dir@example.org", on(account.Director, mer))
	const list, fresh, page = "/espace/referentiels", "/espace/referentiels/nouveau", "/espace/referentiels/cmq-2027"
	check(t, director.get(list), 200, webtest.In("#referentiels", webtest.HasText("lu dans le texte")), webtest.None(`a[href="`+fresh+`"]`))
	check(t, director.get(list+"/cmq-2018"), 200, webtest.In("#axe-network", webtest.HasText("Gouvernance")), webtest.In("#etats", webtest.HasText("Déclarer recevable")))
	check(t, officer.get(fresh+"?depuis=cmq-2018"), 200, webtest.In("#texte", webtest.HasText(`id = "cmq-2018"`)))
	text := strings.Replace(ruleset.Named("cmq-2018").Text, `id = "cmq-2018"`, `id = "cmq-2027"`, 1)
	wrong := strings.Replace(text, `certainty = "read"`, `certainty = "sure"`, 1)
	check(t, officer.post(fresh, "texte", wrong, "derive", "cmq-2018", "faire", "garder"), 422,
		webtest.In("#defauts", webtest.HasText("l’un de ces mots : read, press")), webtest.In("#texte", webtest.HasText("certainty = \"sure\"")))
	check(t, officer.get(page), 404)
	changed := strings.Replace(text, "max_years = { value = 5", "max_years = { value = 6", 1)
	check(t, officer.sendFile(fresh, "fichier", changed, "texte", "", "derive", "cmq-2018", "faire", "verifier"), 200,
		webtest.In("#changements", webtest.HasText("max_years.value"), webtest.HasText("6")), webtest.Count(`button[value="garder"]`, 1))
	check(t, officer.get(page), 404)
	to(t, officer.post(fresh, "texte", changed, "derive", "cmq-2018", "faire", "garder"), page)
	check(t, officer.get(page), 200, webtest.In("main", webtest.HasText("aucun appel ne s’en sert"), webtest.HasText("max_years.value")))
	check(t, officer.post(fresh, "texte", text, "derive", "cmq-2018", "faire", "garder"), 422, webtest.In("#texte-erreur", webtest.HasText("entre-temps")))
	// What is being written is nobody else's.
	check(t, director.get(page), 404)
	check(t, director.get(page+"/texte.toml"), 404)
	check(t, director.get(fresh), 404)
	check(t, director.post(fresh, "texte", text, "faire", "garder"), 404)
	// It is replaced by its own name only, from the text that was read.
	base := webtestValue(t, officer.get(page+"/texte"), `input[name="base"]`)
	check(t, officer.post(page+"/texte", "texte", ruleset.Named("cmq-2018").Text, "base", base, "faire", "garder"), 422, webtest.In("#texte-erreur", webtest.HasText("garde son nom")))
	to(t, officer.post(page+"/texte", "texte", text, "base", base, "derive", "cmq-2018", "faire", "garder"), page)
	check(t, officer.post(page+"/texte", "texte", changed, "base", base, "faire", "garder"), 422)
	if got := officer.get(page + "/texte.toml").Body.String(); got != text {
		t.Error("the text is not the one that was kept")
	}
	check(t, officer.post(fresh, "texte", strings.Repeat("#", 3*ruleset.MaxBytes+formLimit+1)), 400)
	for _, f := range ruleset.Embedded() {
		for _, who := range []*reader{officer, director} {
			check(t, who.get(list+"/"+f.Rules.ID), 200)
			check(t, who.get("/en"+list+"/"+f.Rules.ID), 200)
		}
	}
}

func webtestValue(t *testing.T, w *httptest.ResponseRecorder, selector string) string {
	t.Helper()
	doc, err := webtest.Parse(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range webtest.Find(doc, selector) {
		v, _ := webtest.Attr(n, "value")
		return v
	}
	t.Fatalf("no %s", selector)
	return ""
}

// A call is prepared, previewed, opened, asked about, answered, and its dates move: by the
// national team, before everyone.
func TestCallsLive(t *testing.T) {
	t.Parallel()
	p := withPeople(t, nil)
	officer, director := p.person("dgesco@example.org", on(account.NationalOfficer, "national")), p.person("dir@example.org", on(account.Director, mer))
	other := p.person("drafpic@example.org", on(account.RegionalDelegate, "academic_region/11"))
	nobody := p.person("expert@example.org", on(account.Expert, "national"))
	const list, fresh, page = "/espace/appels", "/espace/appels/nouveau", "/espace/appels/appel-2027"
	check(t, officer.get("/espace"), 200, webtest.In(`a[href="`+list+`"]`, webtest.HasText("Appels")))
	check(t, nobody.get(list), 404)
	check(t, officer.get(fresh), 200, webtest.In("#referentiel", webtest.HasText("cmq-2018")))
	check(t, officer.get(fresh+"?referentiel=cmq-2018"), 200, webtest.Count("#fin-national_closing", 1))
	form := func(more ...string) []string {
		return append([]string{"referentiel", "cmq-2018", "id", "appel-2027", "titre", "Appel <b>2027</b>", "ouverture", "2026-11-02", "heure", "09:00", "faire", "garder"}, more...)
	}
	check(t, officer.post(fresh, form("id", "Appel 2027", "nor", "x")...), 422, webtest.In("#titre", webtest.HasAttr("value", "Appel <b>2027</b>")))
	check(t, officer.post(fresh, form("nor", "x")...), 422, webtest.In("#nor-erreur", webtest.HasText("forme")))
	check(t, officer.post(fresh, form("ouverture", "demain")...), 422, webtest.In("#ouverture-erreur", webtest.HasText("jour")))
	check(t, officer.post(fresh, form("fin-plenary", "2026-11-03")...), 422, webtest.In("#fin-plenary-erreur", webtest.HasText("Séance plénière")))
	check(t, officer.post(fresh, form("faire", "calculer")...), 200, webtest.In("#fin-regional_closing", webtest.HasAttr("value", "2027-02-15")))
	to(t, officer.post(fresh, form("fin-regional_closing", "2027-02-28", "nor", "MENE2700001X")...), page)
	check(t, officer.post(fresh, form()...), 422, webtest.In("#id-erreur", webtest.HasText("est pris")))
	check(t, officer.get(page), 200, webtest.In("#apercu", webtest.HasText("28 février 2027 inclus"), webtest.HasText("2 novembre 2026 à 09 h 00"), webtest.HasText("Appel <b>2027</b>")))
	// What is being prepared is nobody else's.
	for _, who := range []*reader{director, other, nobody} {
		check(t, who.get(page), 404)
		check(t, who.post(page, "faire", "ouvrir", "version", "1", "certain", "oui"), 404)
		check(t, who.get(fresh), 404)
	}
	check(t, officer.post(page, "faire", "ouvrir", "version", "1"), 422, webtest.In("main", webtest.HasText("Cochez la case")))
	check(t, officer.post(page, "faire", "ouvrir", "version", "7", "certain", "oui"), 422)
	// Giving a draft up is asked twice, and what was is still there until then.
	check(t, officer.get(page), 200, webtest.Count(`a[href="`+page+`?abandonner=oui"]`, 1), webtest.None(`button[value="abandonner"]`))
	to(t, officer.post(page, "faire", "abandonner", "version", "1"), page+"?abandonner=oui")
	check(t, officer.get(page+"?abandonner=oui"), 200, webtest.In("main", webtest.HasText("Appel <b>2027</b>")), webtest.Count(`main form a[href="`+page+`"]`, 1), webtest.Count(`button[value="abandonner"]`, 1))
	check(t, director.get(page+"?abandonner=oui"), 404)
	const spare = "/espace/appels/appel-2028"
	to(t, officer.post(fresh, "referentiel", "cmq-2018", "id", "appel-2028", "titre", "Essai", "ouverture", "2026-11-02", "heure", "09:00", "faire", "garder"), spare)
	to(t, officer.post(spare, "faire", "abandonner", "version", "1", "certain", "oui"), list)
	check(t, officer.get(spare), 404)
	to(t, officer.post(page, "faire", "ouvrir", "version", "1", "certain", "oui"), page)
	check(t, director.get("/espace"), 200, webtest.In("main", webtest.HasText("est ouvert")))
	check(t, director.get(list), 200, webtest.In("#appels", webtest.HasText("Ouvert."), webtest.HasText("28 février 2027 inclus")))
	check(t, director.get(page), 200, webtest.Count(`a[href="/espace/dossiers/nouveau?appel=appel-2027"]`, 1), webtest.None("#jour"))

	// Questions.
	to(t, director.post(page, "faire", "demander", "question", "Faut-il un <i>internat</i> ?"), page)
	check(t, director.post(page, "faire", "demander", "question", "  "), 422, webtest.Count("#question-erreur", 1))
	check(t, director.get(page), 200, webtest.In("main", webtest.HasText("Faut-il un <i>internat</i> ?"), webtest.HasText("La réponse viendra ici.")))
	check(t, other.get(page), 200, webtest.In("main", webtest.HasNoText("internat")))
	list1, err := p.Questions(t.Context(), "appel-2027")
	if err != nil || len(list1) != 1 {
		t.Fatal(list1, err)
	}
	id := list1[0].ID
	check(t, director.post(page, "faire", "repondre", "id", id, "reponse-"+id, "Oui."), 404)
	check(t, officer.post(page, "faire", "repondre", "id", id, "reponse-"+id, ""), 422, webtest.Count("#reponse-"+id+"-erreur", 1))
	to(t, officer.post(page, "faire", "repondre", "id", id, "reponse-"+id, "Non, des places suffisent."), page)
	check(t, other.get(page), 200, webtest.In("main", webtest.HasText("des places suffisent"), webtest.HasNoText("Personne dir")))
	check(t, nobody.post(page, "faire", "demander", "question", "Et moi ?"), 404)

	// A date moves, for a reason.
	check(t, officer.post(page, "faire", "reporter", "etape", "regional_closing", "jour", "2027-03-15", "motif", ""), 422,
		webtest.Count("#motif-erreur", 1), webtest.In("#jour", webtest.HasAttr("value", "2027-03-15")))
	check(t, officer.post(page, "faire", "reporter", "etape", "plenary", "jour", "2026-12-15", "motif", "x"), 422, webtest.In("#jour-erreur", webtest.HasText("Séance plénière")))
	check(t, other.post(page, "faire", "reporter", "etape", "regional_closing", "jour", "2027-03-15", "motif", "x"), 404)
	// What comes after it moves first.
	check(t, officer.post(page, "faire", "reporter", "etape", "regional_closing", "jour", "2027-03-15", "motif", "x"), 422, webtest.In("#jour-erreur", webtest.HasText("Contrôle de complétude")))
	to(t, officer.post(page, "faire", "reporter", "etape", "completeness", "jour", "2027-03-30", "motif", "Grève des transports"), page)
	to(t, officer.post(page, "faire", "reporter", "etape", "regional_closing", "jour", "2027-03-15", "motif", "Grève des transports"), page)
	check(t, director.get(page), 200, webtest.In("#calendrier", webtest.HasText("15 mars 2027 inclus")), webtest.In("main", webtest.HasText("Grève des transports")))
	check(t, director.get("/espace"), 200, webtest.In("main", webtest.HasText("15 mars 2027 inclus")))
	check(t, director.get("/en"+page), 200, webtest.In("main", webtest.HasText("Dates that changed")))

	// At the very instant it is too late, by the server's clock.
	c, _, err := p.Call(t.Context(), "appel-2027")
	if err != nil {
		t.Fatal(err)
	}
	ask := func(at time.Time, want int) {
		t.Helper()
		defer func(now time.Time) { p.now = now }(p.now)
		p.now = at
		later := p.person(strings.ToLower(at.Format("20060102T150405.000000000"))+"@example.org", on(account.Carrier, mer))
		if w := later.post(page, "faire", "demander", "question", "Est-ce l’heure ?"); w.Code != want {
			t.Errorf("a question at %s: status %d, want %d", at, w.Code, want)
		}
	}
	ask(c.Deadlines["questions"].Add(-time.Microsecond), 303)
	ask(c.Deadlines["questions"], 422)
	if !c.Deadlines["questions"].Equal(time.Date(2027, 3, 3, 0, 0, 0, 0, labelling.Paris())) {
		t.Errorf("questions end at %s", c.Deadlines["questions"])
	}
	check(t, officer.get("/espace/referentiels/cmq-2018"), 200, webtest.In("main", webtest.HasText("Verrouillé")))
	check(t, officer.get("/espace/referentiels/cmq-2018/texte"), 409)
	check(t, post(p.site, page, url.Values{"faire": {"demander"}}), 303) // to the door
}
