package web

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"continuum/internal/account"
	"continuum/internal/campus"
	"continuum/internal/date"
	"continuum/internal/labelling"
	"continuum/internal/seed"
	"continuum/internal/store/storetest"
	"continuum/internal/web/webtest"
)

// decided is a site with a wave at the ministers' desk: a new campus and a renewal. Its
// catalog follows the store when told.
type decided struct {
	*peopled
	officer *reader // prepares
	desk    *reader // of a ministry
	chief   *reader // minister
}

// waveAt is the page of the call that storetest plays.
const waveAt = "/espace/decisions/appel-2026"

func withWave(t *testing.T) *decided {
	t.Helper()
	d := &decided{peopled: withPeople(t, nil)}
	records, _, err := seed.Load()
	if err != nil {
		t.Fatal(err)
	}
	// The wave was played before today, by its own clock.
	clock := &storetest.Clock{}
	d.past = clock.Now
	if _, err := d.Seed(t.Context(), records, "v1"); err != nil {
		t.Fatal(err)
	}
	storetest.WaveToDecision(t, d.DB, clock, "bretagne-industries-de-la-mer")
	d.past = nil
	d.follow(t)
	d.officer = d.person("officer@example.org", on(account.NationalOfficer, "national"))
	d.desk = d.person("desk@example.org", on(account.MinistryOfficer, "national"))
	d.chief = d.person("chief@example.org", on(account.Minister, "national"))
	return d
}

// draft is the form of a draft that grants.
func draft(version string, more ...string) []string {
	return append([]string{
		"faire", "preparer", "version", version, "sens", "grant", "titre", "Campus des métiers et des qualifications des industries de la mer",
		"secteur", "industries de la mer", "territoire", "Bretagne", "categorie", "excellence", "duree", "5", "reserves", "Gouvernance\r\n\r\nBudget",
	}, more...)
}

// Decisions go from the panel's opinion to the public pages, each step by who may.
func TestDecisionsWork(t *testing.T) {
	t.Parallel()
	d := withWave(t)
	const fresh, old = waveAt + "/dossiers/d-new", waveAt + "/dossiers/d-mer"
	check(t, d.officer.get("/espace"), 200, webtest.In(`a[href="/espace/decisions"]`, webtest.HasText("Décisions")))
	check(t, d.officer.get("/espace/decisions"), 200, webtest.In("#appels", webtest.HasText("Appel de 2026"), webtest.HasText("2")))
	check(t, d.officer.get(waveAt), 200, webtest.Count("#decisions tbody tr", 2), webtest.In("#decisions", webtest.HasText("Favorable avec réserves"), webtest.HasText("rien n’est préparé")))
	// The form begins with what the panel proposes; what is wrong is said beside its entry.
	check(t, d.officer.get(fresh), 200, webtest.In("#titre", webtest.HasAttr("value", "Campus des industries de la mer")), webtest.In("#reserves", webtest.HasText("Gouvernance")))
	check(t, d.officer.post(fresh, draft("0", "debut", "demain", "titre", "Autre")...), 422, webtest.In("#debut-erreur", webtest.HasText("AAAA-MM-JJ")), webtest.In("#titre", webtest.HasAttr("value", "Autre")))
	to(t, d.officer.post(fresh, draft("0", "titre", "Campus de la forêt")...), fresh)
	check(t, d.officer.get(fresh), 200, webtest.In("main", webtest.HasText("Ce qui manque avant de viser ou de signer"), webtest.HasText("contient les mots du secteur")))
	check(t, d.chief.post(fresh, "faire", "signature", "version", "1"), 422) // it lacks something
	to(t, d.officer.post(fresh, draft("1")...), fresh)
	check(t, d.officer.post(fresh, draft("1")...), 422, webtest.In("main", webtest.HasText("a changé depuis la page")))
	check(t, d.officer.get(fresh), 200, webtest.In("#ecarts", webtest.HasText("d’excellence"), webtest.HasText("3 ans"), webtest.HasText("5 ans"), webtest.HasText("Budget")))
	to(t, d.officer.post(old, "faire", "preparer", "version", "0", "sens", "refuse", "motif", "Réseau trop petit."), old)

	// Visa and signature, each by another person.
	check(t, d.desk.post(fresh, "faire", "objection", "version", "2"), 422, webtest.In("#motif-erreur", webtest.HasText("Donnez le motif")))
	to(t, d.desk.post(fresh, "faire", "visa", "version", "2"), fresh)
	check(t, d.desk.post(fresh, "faire", "signature", "version", "2"), 404)
	check(t, d.chief.post(waveAt, "faire", "signature"), 422, webtest.In("main", webtest.HasText("au moins un dossier")))
	w := post(d.site, waveAt, url.Values{"faire": {"signature"}, "dossier": {"d-new/2", "d-mer/1"}}, "Cookie", d.chief.cookie)
	to(t, w, waveAt)
	check(t, d.chief.post(fresh, "faire", "signature", "version", "2"), 422, webtest.In("main", webtest.HasText("Une autre personne doit le signer")))
	check(t, d.officer.get(waveAt), 200, webtest.In("#decisions", webtest.HasText("Signé, à rendre public")))

	// The annex is a text that an office program opens.
	annex(t, d.officer.get(waveAt+"/annexe.odt").Body.Bytes(), "Campus des métiers et des qualifications des industries de la mer")
	if w := d.officer.get(waveAt + "/annexe.pdf"); w.Code != 200 || !bytes.HasPrefix(w.Body.Bytes(), []byte("%PDF-")) {
		t.Errorf("annex: %d", w.Code)
	}
	check(t, d.officer.get("/espace/lettres/d-new"), 200, webtest.In("main", webtest.HasText("un projet de lettre"), webtest.HasText("Le label est accordé"), webtest.HasText("Madame, Monsieur")))
	annex(t, d.officer.get("/espace/lettres/d-new/lettre.odt").Body.Bytes(), "Le label est accordé")
	if w := d.officer.get("/espace/lettres/d-new/lettre.pdf"); w.Code != 200 || !bytes.HasPrefix(w.Body.Bytes(), []byte("%PDF-")) {
		t.Errorf("draft letter: %d", w.Code)
	}
	director := d.person("dir@example.org", on(account.Director, mer))
	for _, file := range []string{"", "/lettre.pdf", "/lettre.odt"} {
		check(t, director.get("/espace/lettres/d-mer"+file), 404) // not told yet
	}

	// Publication: the form, what the register will say, the confirmation.
	const publication = waveAt + "/publication"
	q := url.Values{
		"apercu": {"oui"}, "dossier": {"d-new", "d-mer"}, "nor": {"mene2630001a"}, "title": {"Arrêté du 20 novembre 2026"}, "signed": {"2026-11-20"},
		"published": {"2026-11-22"}, "url": {"https://www.legifrance.gouv.fr/x"},
	}
	check(t, d.officer.get(publication), 200, webtest.Count(`input[name="dossier"][checked]`, 2))
	wrong := url.Values{"apercu": {"oui"}, "dossier": {"d-new"}, "nor": {"12"}, "title": {"Arrêté"}}
	check(t, d.officer.get(publication+"?"+wrong.Encode()), 422, webtest.In("#nor-erreur", webtest.HasText("quatre lettres")))
	check(t, d.officer.get(publication+"?"+q.Encode()), 200, webtest.In("main", webtest.HasText("Nouveau campus, à l’adresse /campus/industries-de-la-mer"), webtest.HasText("Réseau trop petit"), webtest.HasText("22 novembre 2031")))
	check(t, post(d.site, publication, q, "Cookie", d.officer.cookie), 422, webtest.In("main", webtest.HasText("Cochez la case")))
	q.Set("certain", "oui")
	check(t, post(d.site, publication, q, "Cookie", d.desk.cookie), 404)
	to(t, post(d.site, publication, q, "Cookie", d.officer.cookie), waveAt)
	check(t, post(d.site, publication, q, "Cookie", d.officer.cookie), 404) // nothing waits any more

	d.follow(t)
	check(t, ask(d.site, "GET", "/campus/industries-de-la-mer"), 200, webtest.In("main", webtest.HasText("Arrêté du 20 novembre 2026"), webtest.HasText("22 novembre 2026"), webtest.HasText("Lycée")))
	// Everyone reads which campuses the call labelled, by which order, and nothing of what was refused.
	result := ask(d.site, "GET", "/appels/appel-2026")
	for _, secret := range []string{"d-mer", "d-new", "Réseau trop petit", "Personne"} {
		if strings.Contains(result.Body.String(), secret) {
			t.Errorf("everyone reads %q of the wave", secret)
		}
	}
	check(t, result, 200, webtest.In("#arrete-acte-"+strings.ToLower(q.Get("nor")), webtest.HasText("Arrêté du 20 novembre 2026"), webtest.HasText("5 ans")), webtest.Count(`main a[href="/campus/industries-de-la-mer"]`, 1))
	check(t, d.officer.get(waveAt), 200, webtest.In("#decisions", webtest.HasText("Labellisé"), webtest.HasText("Refusé")))
	// Those of the campus are told, and read the letter.
	check(t, director.get("/espace"), 200, webtest.In("main", webtest.HasText("La décision sur le dossier « Industries de la mer Bretagne – Renouvellement, Appel de 2026 » est connue")))
	check(t, director.get("/espace/lettres/d-mer"), 200, webtest.In("#lettre", webtest.HasText("n’est pas accordé"), webtest.HasText("Réseau trop petit"), webtest.HasText("deux mois")), webtest.None(".fr-alert"))
	if w := director.get("/espace/lettres/d-mer/lettre.pdf"); w.Code != 200 || !bytes.HasPrefix(w.Body.Bytes(), []byte("%PDF-")) {
		t.Errorf("the letter: %d", w.Code)
	}
	check(t, director.get("/espace/lettres/d-mer/lettre.odt"), 404) // what was decided is not to be worked on
	if problems, err := d.Check(t.Context()); err != nil || len(problems) > 0 {
		t.Errorf("check: %v, %v", problems, err)
	}
}

// annex checks that bytes are an OpenDocument text that says something.
func annex(t *testing.T, b []byte, says string) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	if first := z.File[0]; first.Name != "mimetype" || first.Method != zip.Store {
		t.Errorf("the first entry is %s, method %d", first.Name, first.Method)
	}
	content := make(map[string]string)
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		all, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		content[f.Name] = string(all)
		if strings.HasSuffix(f.Name, ".xml") && xml.Unmarshal(all, new(struct{ XMLName xml.Name })) != nil {
			t.Errorf("%s is no XML", f.Name)
		}
	}
	for name := range content {
		if name != "mimetype" && name != "META-INF/manifest.xml" && !strings.Contains(content["META-INF/manifest.xml"], `full-path="`+name+`"`) {
			t.Errorf("the manifest does not name %s", name)
		}
	}
	if content["mimetype"] != "application/vnd.oasis.opendocument.text" || !strings.Contains(content["content.xml"], says) {
		t.Errorf("the annex is %s: %.500s", content["mimetype"], content["content.xml"])
	}
}

// Decisions are hidden from those who have no part in them.
func TestDecisionsHide(t *testing.T) {
	t.Parallel()
	d := withWave(t)
	director := d.person("dir@example.org", on(account.Director, mer))
	expert := d.person("expert@example.org", on(account.Expert, "national"))
	for _, who := range []*reader{director, expert} {
		for _, path := range []string{"/espace/decisions", waveAt, waveAt + "/dossiers/d-mer", waveAt + "/annexe.odt", waveAt + "/annexe.pdf", waveAt + "/publication", "/espace/lettres/d-mer", "/espace/lettres/d-mer/lettre.pdf", "/espace/lettres/d-mer/lettre.odt"} {
			check(t, who.get(path), 404)
		}
		check(t, who.post(waveAt+"/dossiers/d-mer", draft("0")...), 404)
		check(t, who.post(waveAt, "faire", "signature", "dossier", "d-mer/0"), 404)
		check(t, who.post(waveAt+"/publication", "certain", "oui"), 404)
	}
	for _, path := range []string{"/espace/decisions/none", "/espace/decisions/none/dossiers/d-mer", "/espace/decisions/x/annexe.odt", waveAt + "/dossiers/none"} {
		check(t, d.officer.get(path), 404)
	}
	// Who may see may not do what is another's.
	check(t, d.desk.post(waveAt+"/dossiers/d-mer", draft("0")...), 404)
	check(t, d.chief.post(waveAt+"/dossiers/d-mer", draft("0")...), 404)
	check(t, d.officer.post(waveAt+"/dossiers/d-mer", "faire", "visa", "version", "0"), 404)
	check(t, d.officer.post(waveAt+"/dossiers/d-mer", "faire", "stamp"), 400)
	check(t, ask(d.site, "GET", waveAt), http.StatusSeeOther) // to sign in
}

// An officer records amending orders; a mistake is told beside its line and nothing typed
// is lost.
func TestOrdersAmend(t *testing.T) {
	t.Parallel()
	d := withWave(t)
	const path = "/espace/arretes"
	list, err := d.Amendable(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var dated string
	for _, l := range list {
		if !l.Start.IsZero() && campus.LabelOn(list, &l, date.DayOf(d.now)).Status.Holds() {
			dated = string(l.ID)
		}
	}
	form := func(more ...string) []string {
		return append([]string{
			"nor", "MENE2630009A", "title", "Arrêté modificatif", "signed", "2026-11-20", "published", "2026-11-22", "certain", "oui",
			"label-2", dated, "kind-2", "extended",
		}, more...)
	}
	check(t, d.officer.get(path), 200, webtest.In("main h1", webtest.HasText("Arrêtés modificatifs")))
	check(t, d.officer.post(path, form("until-2", "2020-01-01")...), 422, webtest.In("#kind-2-erreur", webtest.HasText("Ligne 2")), webtest.In("#until-2", webtest.HasAttr("value", "2020-01-01")))
	check(t, d.officer.post(path, form("until-2", "bientôt")...), 422, webtest.In("#until-2-erreur", webtest.HasText("AAAA-MM-JJ")))
	check(t, d.officer.post(path, form("nor", "9", "until-2", "2040-01-01")...), 422, webtest.In("#nor-erreur", webtest.HasText("quatre lettres")))
	// What the register will say is looked at first; what was looked at is what is recorded.
	w := d.officer.post(path, form("until-2", "2040-01-01")...)
	check(t, w, 200, webtest.In("#changements", webtest.HasText("1er janvier 2040"), webtest.HasText("Nouveau"), webtest.HasText("Change")))
	doc, err := webtest.Parse(bytes.NewReader(w.Body.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	seen, _ := webtest.Attr(webtest.Find(doc, `input[name="vu"]`)[0], "value")
	if _, l, _, err := d.LifeOf(t.Context(), campus.LabelID(dated)); err != nil || len(l.Events) != 1 || l.Events[0].Kind != labelling.EventFollowed {
		t.Errorf("a preview is kept: %v, %v", l, err)
	}
	check(t, d.officer.post(path, form("certain", "", "until-2", "2040-01-01", "vu", seen)...), 422, webtest.In("main", webtest.HasText("Cochez la case")))
	check(t, d.officer.post(path, form("until-2", "2041-01-01", "vu", seen)...), 200, webtest.In("#changements", webtest.HasText("1er janvier 2041")))
	to(t, d.officer.post(path, form("until-2", "2040-01-01", "vu", seen)...), path+"?fait=oui")
	check(t, d.officer.get(path+"?fait=oui"), 200, webtest.In("main", webtest.HasText("L’arrêté est enregistré")))
	for _, who := range []*reader{d.desk, d.chief, d.person("dir@example.org", on(account.Director, mer))} {
		check(t, who.get(path), 404)
		check(t, who.post(path, form("until-2", "2041-01-01")...), 404)
	}
	// The public page shows the new end and both orders.
	d.follow(t)
	_, l, _, err := d.LifeOf(t.Context(), campus.LabelID(dated))
	if err != nil || len(l.Events) != 2 {
		t.Fatalf("events %v, %v", l, err)
	}
	for i := range d.current.Load().Campuses {
		c := &d.current.Load().Campuses[i]
		for _, x := range c.Labels {
			if string(x.ID) == dated {
				check(t, ask(d.site, "GET", "/campus/"+c.Slug), 200, webtest.In("main", webtest.HasText("Arrêté modificatif"), webtest.HasText("janvier 2040")))
			}
		}
	}
	// What was typed wrong of the order is put right, by who may amend labels alone.
	erratum := path + "/acte-mene2630009a"
	typed := []string{"nor", "MENE2630010A", "title", "Arrêté modificatif rectifié", "signed", "2026-11-20", "published", "2026-11-22", "url", ""}
	check(t, d.officer.get(path), 200, webtest.Count(`a[href="`+erratum+`"]`, 1))
	check(t, d.officer.get(erratum), 200, webtest.In("#nor", webtest.HasAttr("value", "MENE2630009A")), webtest.In("#signed", webtest.HasAttr("value", "2026-11-20")))
	check(t, d.officer.post(erratum, typed...), 422, webtest.In("main", webtest.HasText("Cochez la case")), webtest.In("#nor", webtest.HasAttr("value", "MENE2630010A")))
	check(t, d.officer.post(erratum, append(typed, "certain", "oui", "nor", "10")...), 422, webtest.In("#nor-erreur", webtest.HasText("quatre lettres")))
	check(t, d.desk.get(erratum), 404)
	check(t, d.desk.post(erratum, append(typed, "certain", "oui")...), 404)
	check(t, d.officer.get(path+"/acte-none"), 404)
	to(t, d.officer.post(erratum, append(typed, "certain", "oui")...), path+"?fait=oui")
	check(t, d.officer.get(erratum), 200, webtest.In("#nor", webtest.HasAttr("value", "MENE2630010A")))
	d.follow(t)
	for i := range d.current.Load().Campuses {
		c := &d.current.Load().Campuses[i]
		for _, x := range c.Labels {
			if string(x.ID) == dated {
				check(t, ask(d.site, "GET", "/campus/"+c.Slug), 200, webtest.In("main", webtest.HasText("MENE2630010A"), webtest.HasNoText("MENE2630009A")))
			}
		}
	}
	if problems, err := d.Check(t.Context()); err != nil || len(problems) > 0 {
		t.Errorf("check: %v, %v", problems, err)
	}
}
