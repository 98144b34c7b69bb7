package web

import (
	"bytes"
	"strings"
	"testing"

	"continuum/internal/account"
	"continuum/internal/date"
	"continuum/internal/labelling"
	"continuum/internal/store"
	"continuum/internal/web/webtest"
)

// withLabel is a site where the label of the sea campus was granted with a reserve.
func withLabel(t *testing.T) *decided {
	t.Helper()
	d := withWave(t)
	order := store.Order{NOR: "MENE2630001A", Title: "Arrêté du 2 novembre 2026", Signed: date.Must("2026-11-02"), Published: date.Must("2026-11-12")}
	dec := labelling.Decision{
		Title: "Campus des métiers et des qualifications des industries de la mer", Sector: "industries de la mer", Territory: "Bretagne",
		Category: "campus", Years: 3, Reserves: []string{"Gouvernance"},
	}
	if _, err := d.PublishOrder(t.Context(), "minister", "minister", order, []store.OrderLine{{Dossier: "d-mer", Decision: dec}}); err != nil {
		t.Fatal(err)
	}
	d.follow(t)
	return d
}

const lifeAt = "/espace/campus/bretagne-industries-de-la-mer/label"

// A campus answers its reserve, hands its review and its report in; those who follow it
// validate, and the label knows.
func TestLabelLives(t *testing.T) {
	t.Parallel()
	d := withLabel(t)
	director := d.person("dir@example.org", on(account.Director, mer))
	delegate := d.person("drafpic@example.org", on(account.RegionalDelegate, "academic_region/53"))
	w := director.get(lifeAt)
	check(t, w, 200, webtest.In("main", webtest.HasText("avec des réserves à lever"), webtest.HasText("Arrêté du 2 novembre 2026 (MENE2630001A)"), webtest.HasText("Bilan d’étape")),
		webtest.In("#reponse-1", webtest.HasAttr("name", "reponse")), webtest.None(`input[value="lever"]`), webtest.None(`input[value="noter"]`))
	doc, err := webtest.Parse(bytes.NewReader(w.Body.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	key, _ := webtest.Attr(webtest.Find(doc, `input[name="reserve"]`)[0], "value")
	to(t, director.post(lifeAt, "faire", "reserve", "reserve", key, "version", "0", "remettre", "oui", "reponse", "Un conseil se réunit."), lifeAt)
	check(t, director.post(lifeAt, "faire", "reserve", "reserve", key, "version", "0", "reponse", "Autre"), 422, webtest.In("main", webtest.HasText("a changé depuis la page")))
	check(t, director.get(lifeAt), 200, webtest.In("main", webtest.HasText("Ce qu’il reste à faire"), webtest.HasText("L’académie lit la réponse à la réserve"), webtest.HasText("Le campus écrit le bilan d’étape, pour le")))
	check(t, director.post(lifeAt, "faire", "lever", "reserve", key), 404)
	check(t, delegate.get(lifeAt), 200, webtest.In("main", webtest.HasText("Un conseil se réunit.")))
	to(t, delegate.post(lifeAt, "faire", "lever", "reserve", key), lifeAt)
	check(t, director.get(lifeAt), 200, webtest.In("main", webtest.HasText("réserve levée"), webtest.HasText("Aucune réserve à lever")))

	// The interim review: written, handed in, validated by another.
	check(t, delegate.post(lifeAt, "faire", "valider-etape", "version", "0"), 422)
	to(t, director.post(lifeAt, "faire", "etape", "version", "0", "remettre", "oui", "bilan", "Le réseau grandit."), lifeAt)
	check(t, director.post(lifeAt, "faire", "valider-etape", "version", "1", "suite", "Oui"), 404)
	to(t, delegate.post(lifeAt, "faire", "valider-etape", "version", "1", "suite", "À revoir dans un an."), lifeAt)
	check(t, director.get(lifeAt), 200, webtest.In("main", webtest.HasText("bilan d’étape validé"), webtest.HasText("À revoir dans un an.")))
	check(t, director.post(lifeAt, "faire", "etape", "version", "2", "bilan", "Autre"), 422)

	// The yearly report: what was promised is beside what was declared.
	check(t, director.get(lifeAt), 200, webtest.In("#chiffres", webtest.HasText("Chiffre officiel"), webtest.HasText("Membres du campus"), webtest.HasText("Registre, au"), webtest.HasText("Places en première année"), webtest.HasText("Pas de source officielle")), webtest.In("#actions", webtest.HasAttr("name", "actions")))
	check(t, director.get(lifeAt+"/2026/rapport.pdf"), 404)
	// While it is written it is of those who follow the label up.
	inspector := d.person("inspection@example.org", on(account.Inspector, "academie/14"))
	to(t, director.post(lifeAt, "faire", "rapport", "annee", "2026", "version", "0", "actions", "Encore à l’étude"), lifeAt)
	check(t, director.get(lifeAt+"/2026/rapport.pdf"), 200)
	check(t, inspector.get(lifeAt), 200)
	check(t, inspector.get(lifeAt+"/2026/rapport.pdf"), 404)
	to(t, director.post(lifeAt, "faire", "rapport", "annee", "2026", "version", "1", "remettre", "oui", "actions", "Portes ouvertes"), lifeAt)
	check(t, inspector.get(lifeAt+"/2026/rapport.pdf"), 200)
	check(t, delegate.get("/espace"), 200, webtest.In("main", webtest.HasText("a remis son rapport annuel")))
	check(t, delegate.post(lifeAt, "faire", "valider-rapport", "annee", "2026", "version", "2", "renvoyer", "oui"), 422, webtest.In("main", webtest.HasText("ce qu’il doit reprendre")))
	check(t, director.post(lifeAt, "faire", "valider-rapport", "annee", "2026", "version", "2", "renvoyer", "oui", "suite", "Oui"), 404)
	to(t, delegate.post(lifeAt, "faire", "valider-rapport", "annee", "2026", "version", "2", "renvoyer", "oui", "suite", "Détaillez les stages"), lifeAt)
	check(t, director.get("/espace"), 200, webtest.In("main", webtest.HasText("est à reprendre"), webtest.HasNoText("Détaillez les stages")))
	check(t, director.get(lifeAt), 200, webtest.In("main", webtest.HasText("Détaillez les stages"), webtest.HasText("Portes ouvertes")))
	check(t, delegate.post(lifeAt, "faire", "valider-rapport", "annee", "2026", "version", "3", "renvoyer", "oui", "suite", "Encore"), 422)
	to(t, director.post(lifeAt, "faire", "rapport", "annee", "2026", "version", "3", "remettre", "oui", "actions", "Portes ouvertes, 12 stages"), lifeAt)
	// What came after the page was opened is not validated unread.
	check(t, delegate.get(lifeAt+"?annee=2026"), 200, webtest.Count(`input[name="version"][value="4"]`, 2)) // one to write, one to validate
	to(t, director.post(lifeAt, "faire", "rapport", "annee", "2026", "version", "4", "remettre", "oui", "actions", "Portes ouvertes, 90 stages"), lifeAt)
	check(t, delegate.post(lifeAt, "faire", "valider-rapport", "annee", "2026", "version", "4"), 422, webtest.In("main", webtest.HasText("a changé depuis la page")))
	check(t, delegate.post(lifeAt, "faire", "valider-rapport", "annee", "2026"), 422)
	to(t, delegate.post(lifeAt, "faire", "valider-rapport", "annee", "2026", "version", "5"), lifeAt)
	check(t, director.get("/espace"), 200, webtest.In("main", webtest.HasText("Le rapport annuel du campus"), webtest.HasText("est validé"), webtest.HasText("Une réserve est levée")))
	check(t, d.desk.get("/espace"), 200, webtest.In("main", webtest.HasNoText("rapport annuel")))
	if w := delegate.get(lifeAt + "/2026/rapport.pdf"); w.Code != 200 || !strings.HasPrefix(w.Body.String(), "%PDF-") {
		t.Errorf("the report: %d", w.Code)
	}
	if problems, err := d.Check(t.Context()); err != nil || len(problems) > 0 {
		t.Errorf("check: %v, %v", problems, err)
	}
}

// The life of a label is hidden from who has nothing to do with its campus.
func TestLabelHides(t *testing.T) {
	t.Parallel()
	d := withLabel(t)
	other := d.person("other@example.org", on(account.Director, "campus/lannion-numerique-photonique"))
	check(t, other.get(lifeAt), 404)
	check(t, other.post(lifeAt, "faire", "rapport", "version", "0"), 404)
	check(t, other.get(lifeAt+"/2026/rapport.pdf"), 404)
	check(t, d.chief.get(lifeAt), 404)
	// Who may read it alone writes nothing.
	check(t, d.desk.get(lifeAt), 200, webtest.None(`main form textarea`))
	check(t, d.desk.post(lifeAt, "faire", "rapport", "version", "0"), 404)
	check(t, d.desk.post(lifeAt, "faire", "noter", "texte", "x"), 404)
	check(t, d.officer.get("/espace/campus/none/label"), 404)
}
