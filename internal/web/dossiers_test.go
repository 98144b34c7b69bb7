package web

import (
	"bytes"
	"encoding/json"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"continuum/internal/account"
	"continuum/internal/attachment"
	"continuum/internal/expertise"
	"continuum/internal/labelling"
	"continuum/internal/ruleset"
	"continuum/internal/web/webtest"
)

// A dossier goes from a call to the experts in the browser's words only.
func TestDossierJourney(t *testing.T) {
	t.Parallel()
	d := withCall(t)
	check(t, d.director.get("/espace"), 200, webtest.In(`a[href="/espace/dossiers"]`, webtest.HasText("Dossiers")))
	check(t, d.director.get(dossiers+"/nouveau"), 200, webtest.In("#campus", webtest.HasText("mer")), webtest.None("#titre"))
	path := d.begin(t)
	// What the site knows is there, with where it is from.
	check(t, d.director.get(path+"/identity"), 200, webtest.In("#v-title", webtest.HasAttr("value", "Industries de la mer Bretagne")), webtest.In("main", webtest.HasText("le registre des campus")))
	check(t, d.director.get(path+"/training"), 200, webtest.In("#table-trainings", webtest.HasText("Voie scolaire")), webtest.In("main", webtest.HasText("les formations de la région")))
	check(t, d.director.get(path), 200, webtest.In("#dates", webtest.HasText("inclus")), webtest.None("#actes"))
	check(t, d.delegate.get(dossiers), 200, webtest.In("#dossiers", webtest.HasText("Ouvrir le dossier")))
	to(t, d.delegate.post(path, "faire", "acte", "acte", "accept_intention"), path+"?fait=oui")

	// What lacks is told with links, and the act is refused whatever is posted.
	check(t, d.director.get(path), 200, webtest.In("#acte-submit_region", webtest.HasText("Voir ce qui manque")), webtest.In(`#acte-submit_region a[href="`+path+`/champ/team"]`, webtest.HasText("Équipe")))
	check(t, d.director.post(path, "faire", "acte", "acte", "submit_region"), 422, webtest.In(".fr-alert", webtest.HasText("Il manque quelque chose")))
	d.fill(t, path)
	to(t, d.director.post(path, "faire", "acte", "acte", "submit_region"), path+"?fait=oui")

	// Sent back with what to complete, then again.
	check(t, d.delegate.post(path, "faire", "acte", "acte", "find_incomplete"), 422, webtest.In("#find_incomplete-missing-erreur", webtest.HasText("Écrivez")))
	to(t, d.delegate.post(path, "faire", "acte", "acte", "find_incomplete", "find_incomplete-missing", "Le budget <b>2028</b>"), path+"?fait=oui")
	check(t, d.director.get(path), 200, webtest.In("#suite", webtest.HasText("Le budget <b>2028</b>")), webtest.None("#suite b"))
	to(t, d.director.post(path, "faire", "acte", "acte", "resubmit_region"), path+"?fait=oui")
	to(t, d.delegate.post(path, "faire", "acte", "acte", "find_complete"), path+"?fait=oui")
	to(t, d.delegate.post(path, "faire", "acte", "acte", "open_consultations"), path+"?fait=oui")

	// Opinions.
	check(t, d.delegate.post(path, "faire", "avis", "instance", "caen", "academie", "14", "date-caen-14", "2099-01-01", "sens-caen-14", "favourable"), 422,
		webtest.In("#date-caen-14-erreur", webtest.HasText("pas encore")), webtest.In("#date-caen-14", webtest.HasAttr("value", "2099-01-01")))
	to(t, d.delegate.post(path, "faire", "avis", "instance", "caen", "academie", "14", "date-caen-14", "2026-11-20", "sens-caen-14", "unfavourable", "vote-caen-14", "12 contre, annexe 3", "texte-caen-14", "Trop loin."), path+"?fait=oui")
	to(t, d.officer.post(path, "faire", "avis", "instance", "crefop", "academie", "", "date-crefop", "2026-11-20", "sens-crefop", "favourable"), path+"?fait=oui")
	check(t, d.director.get(path), 200, webtest.In("#avis-caen-14", webtest.HasText("Défavorable")))

	// The seal and two signatures, by two people.
	to(t, d.delegate.post(path, "faire", "acte", "acte", "open_signature"), path+"?fait=oui")
	seal := d.caseOf(t, path).Dossier.Seal
	data := d.rector.get(path + "/proposition.json")
	if got := labelling.HashOf(data.Body.String()); got != seal.Hash || !strings.HasPrefix(data.Header().Get("Content-Disposition"), "attachment") {
		t.Errorf("the data have the hash %s, want %s; %v", got, seal.Hash, data.Header())
	}
	if w := d.rector.get(path + "/proposition.pdf"); w.Code != 200 || !bytes.HasPrefix(w.Body.Bytes(), []byte("%PDF-")) {
		t.Errorf("the proposal: status %d", w.Code)
	}
	sign := path + "/signer/recteur"
	check(t, d.rector.get(sign), 200, webtest.In("main", webtest.HasText(seal.Hash)))
	check(t, d.rector.post(sign, "empreinte", seal.Hash), 422, webtest.In(".fr-alert", webtest.HasText("Cochez")))
	check(t, d.rector.post(sign, "empreinte", strings.Repeat("0", 64), "certain", "oui"), 409, webtest.In(".fr-alert", webtest.HasText("a changé")))
	check(t, d.president.post(sign, "empreinte", seal.Hash, "certain", "oui"), 404)
	to(t, d.rector.post(sign, "empreinte", seal.Hash, "certain", "oui"), path+"?fait=oui")
	check(t, d.rector.post(sign, "empreinte", seal.Hash, "certain", "oui"), 404) // signed: nothing to sign there
	check(t, d.delegate.post(path, "faire", "acte", "acte", "submit_national"), 422)
	to(t, d.president.post(path+"/signer/president", "empreinte", seal.Hash, "certain", "oui"), path+"?fait=oui")
	check(t, d.delegate.get(path), 200, webtest.In("#sceau", webtest.HasText("signé par Personne president")))
	check(t, d.national.get(path), 404) // not before it is handed in
	to(t, d.delegate.post(path, "faire", "acte", "acte", "submit_national"), path+"?fait=oui")
	check(t, d.national.get(path), 200, webtest.In("#acte-reject", webtest.HasText("Pourquoi")))
	to(t, d.national.post(path, "faire", "acte", "acte", "admit"), path+"?fait=oui")
	check(t, ask(d.site, "GET", "/en"+path, "Cookie", d.national.cookie), 200, webtest.In("main", webtest.HasText("Dates of the call")))
	if found, err := d.Check(t.Context()); err != nil || len(found) > 0 {
		t.Errorf("check: %v, %v", found, err)
	}
}

// Both authorities ask for a withdrawal: the first asks, the second does it.
func TestDossierWithdrawal(t *testing.T) {
	t.Parallel()
	d := withCall(t)
	path := d.draft(t)
	d.fill(t, path)
	to(t, d.director.post(path, "faire", "acte", "acte", "submit_region"), path+"?fait=oui")
	check(t, d.rector.get(path), 200, webtest.In("#acte-withdraw", webtest.HasText("Demander le retrait")))
	check(t, d.director.post(path, "faire", "retrait", "pour", "recteur"), 404)
	to(t, d.rector.post(path, "faire", "retrait", "pour", "recteur"), path+"?fait=oui")
	check(t, d.president.get(path), 200, webtest.In("#retrait", webtest.HasText("Personne rector")))
	to(t, d.president.post(path, "faire", "acte", "acte", "withdraw", "withdraw-reason", "Le projet change."), path+"?fait=oui")
	check(t, d.director.get(path), 200, webtest.In("main", webtest.HasText("Retiré par les demandeurs")))
}

// Whoever has nothing to do with a dossier sees no difference between it and none: nor by
// its page, its parts, its files, nor by a post.
func TestDossierHides(t *testing.T) {
	t.Parallel()
	d := withCall(t)
	path := d.draft(t)
	d.fill(t, path)
	file := d.caseOf(t, path).Dossier.Pieces[0].ID
	none := dossiers + "/d-" + strings.Repeat("a", 16)
	plain := func(w *httptest.ResponseRecorder, path string) string {
		h := w.Header().Clone()
		h.Del("X-Request-Id")
		b, _ := json.Marshal(h)
		return strings.ReplaceAll(withoutID(w.Body.String()), path[len(dossiers)+1:], "D") + string(b)
	}
	for _, who := range []*reader{d.elsewhere, d.national, d.rector} {
		for _, part := range []string{"", "/identity", "/champ/title", "/fichiers/" + file, "/proposition.pdf", "/signer/recteur", "/fichiers"} {
			here, there := who.get(path+part), who.get(none+part)
			if here.Code != 404 || plain(here, path) != plain(there, none) {
				t.Errorf("%s: %s: status %d\n%s", who.id, part, here.Code, cmp.Diff(plain(there, none), plain(here, path)))
			}
		}
		for _, fields := range [][]string{
			{"faire", "acte", "acte", "submit_region"}, {"faire", "avis", "instance", "caen"}, {"faire", "retrait", "pour", "recteur"}, {"faire", "x"},
		} {
			here, there := who.post(path, fields...), who.post(none, fields...)
			if here.Code != 404 || plain(here, path) != plain(there, none) {
				t.Errorf("%s: %v: status %d", who.id, fields, here.Code)
			}
		}
		check(t, who.post(path+"/identity", "v-title", "Pris", "b-title", "1"), 404)
		check(t, who.post(path+"/identity", "v-title", "Pris", "b-title", "1", "reponse", "json"), 404)
		check(t, who.upload(t, path+"/fichiers", "logo", "logo.pdf", pdf), 404)
		check(t, who.post(path+"/fichiers/"+file, "faire", "retirer"), 404)
	}
	if ask(d.site, "GET", path).Code != 303 {
		t.Error("a dossier is shown to who is not signed in")
	}
	// A file of another dossier is not had by the page of one's own.
	other := d.person("bois@example.org", on(account.Director, "campus/normandie-propulsions"))
	w := other.post(dossiers+"/nouveau", "appel", "2026", "nature", "renewal", "categorie", "campus", "campus", "normandie-propulsions")
	if theirs := w.Header().Get("Location"); w.Code != 303 {
		t.Errorf("status %d: %s", w.Code, alerts(t, w))
	} else {
		check(t, other.get(theirs), 200)
		check(t, other.get(theirs+"/fichiers/"+file), 404)
		check(t, other.post(theirs+"/fichiers/"+file, "faire", "retirer"), 404)
		check(t, d.director.get(theirs), 404)
	}
	// Nor does anyone begin a dossier of a campus that is not theirs.
	check(t, other.post(dossiers+"/nouveau", "appel", "2026", "nature", "renewal", "categorie", "excellence", "campus", "bretagne-industries-de-la-mer"), 422)
	check(t, d.national.get(dossiers+"/nouveau"), 404)
}

// A right that ends stops the very next post.
func TestDossierRightEnds(t *testing.T) {
	t.Parallel()
	d := withCall(t)
	path := d.draft(t)
	to(t, d.director.post(path+"/identity", "v-title", "Avant", "b-title", "1"), path+"/identity?enregistre=oui")
	grants, err := d.Grants(t.Context(), d.director.id)
	if err != nil || d.EndGrant(t.Context(), "operator", grants[0].ID) != nil {
		t.Fatal(err)
	}
	for _, w := range []*httptest.ResponseRecorder{
		d.director.post(path+"/identity", "v-title", "Après", "b-title", "2"), d.director.post(path+"/identity", "v-title", "Après", "b-title", "2", "reponse", "json"),
		d.director.post(path, "faire", "acte", "acte", "submit_region"), d.director.upload(t, path+"/fichiers", "logo", "logo.pdf", pdf), d.director.get(path),
	} {
		check(t, w, 404)
	}
	if got := d.caseOf(t, path).Dossier.Text("title"); got != "Avant" {
		t.Errorf("the title is %q", got)
	}
}

// Posts of other sites do nothing, on no page of a dossier.
func TestDossierCrossSite(t *testing.T) {
	t.Parallel()
	d := withCall(t)
	path := d.draft(t)
	for _, p := range []string{dossiers + "/nouveau", path, path + "/identity", path + "/champ/title", path + "/fichiers", path + "/fichiers/x", path + "/signer/recteur"} {
		if w := post(d.site, p, url.Values{"faire": {"acte"}, "acte": {"submit_region"}}, "Cookie", d.director.cookie, "Sec-Fetch-Site", "cross-site"); w.Code != 403 {
			t.Errorf("%s: status %d, want 403", p, w.Code)
		}
	}
}

// A new campus lies where who begins it says, among the places of their rights.
func TestDossierNewCampus(t *testing.T) {
	t.Parallel()
	d := withCall(t)
	check(t, d.delegate.get(dossiers+"/nouveau"), 200, webtest.In("#academie", webtest.HasText("Rennes"), webtest.HasNoText("Nantes")))
	check(t, d.delegate.post(dossiers+"/nouveau", "appel", "2026", "nature", "creation", "categorie", "campus", "titre", "Algues", "academie", "17"), 422, webtest.In("#academie-erreur", webtest.HasText("Choisissez")))
	w := d.delegate.post(dossiers+"/nouveau", "appel", "2026", "nature", "creation", "categorie", "campus", "titre", "Campus des algues", "academie", "14")
	path := w.Header().Get("Location")
	check(t, d.delegate.get(path), 200, webtest.In("h1", webtest.HasText("Campus des algues")))
	check(t, d.officer.get(path), 200)
	check(t, d.director.get(path), 404)
	check(t, d.elsewhere.get(path), 404)
}

// An expert reads what was assigned, once declared, and nothing of it before or when recused;
// never what the panel's others wrote, and never to write.
func TestDossierExperts(t *testing.T) {
	t.Parallel()
	d := withCall(t)
	path := d.draft(t)
	d.toExpertise(t, path)
	id := expertise.DossierID(d.caseOf(t, path).Dossier.ID)
	var experts []expertise.Expert
	var people []*reader
	for i, name := range []string{"a", "b", "c", "d"} {
		grants := []account.Grant{on(account.Expert, "national")}
		if name == "a" {
			grants = append(grants, on(account.PanelPresident, "national"))
		}
		x := d.person(name+"@example.org", grants...)
		people = append(people, x)
		experts = append(experts, expertise.Expert{ID: expertise.ExpertID(x.id), College: panelTerms.Colleges.Both()[i%2], Most: 5})
	}
	if err := d.SetUpPanel(t.Context(), "operator", "2026", panelTerms, experts, experts[0].ID, []expertise.Dossier{{ID: id, Campus: "bretagne-industries-de-la-mer", Readers: 2}}); err != nil {
		t.Fatal(err)
	}
	readings := []expertise.Pair{{Expert: experts[2].ID, Dossier: id}, {Expert: experts[3].ID, Dossier: id}}
	slices.SortFunc(readings, func(a, b expertise.Pair) int { return strings.Compare(string(a.Expert), string(b.Expert)) })
	if err := d.AssignReadings(t.Context(), "operator", "2026", readings); err != nil {
		t.Fatal(err)
	}
	desk := "/espace/expertise/2026/" + string(id)
	c, other := people[2], people[1]
	check(t, c.get(path), 404)
	check(t, c.get(desk), 200, webtest.None(`main a[href="`+path+`"]`))
	to(t, c.post(desk, "faire", "declarer", "position", "none"), desk)
	check(t, c.get(desk), 200, webtest.In(`main a[href="`+path+`"]`, webtest.HasText("Lire le dossier")))
	check(t, c.get(path), 200, webtest.None("#actes"), webtest.In("#sceau", webtest.HasText("Le site vient de vérifier")))
	check(t, c.get(path+"/identity"), 200, webtest.In("#v-title", webtest.HasText("Campus des industries de la mer")), webtest.None("form.dossier__form"), webtest.None("input[type=file]"))
	if w := c.get(path + "/fichiers/" + d.caseOf(t, path).Dossier.Pieces[0].ID); w.Code != 200 {
		t.Errorf("a file: status %d", w.Code)
	}
	check(t, c.get(dossiers), 200, webtest.In("#dossiers", webtest.HasText("Campus des industries de la mer")))
	check(t, c.post(path+"/identity", "v-title", "Pris", "b-title", "1"), 422)
	check(t, c.post(path, "faire", "acte", "acte", "close_expertise"), 422) // told, and refused
	to(t, other.post(desk, "faire", "declarer", "position", "none"), desk)
	check(t, other.get(path), 404) // declared, and not assigned
	check(t, people[0].get(path), 200, webtest.In("#acte-close_expertise", webtest.HasText("Voir ce qui manque")))
	to(t, c.post(desk, "faire", "declarer", "position", "conflict", "motif", "ma sœur"), desk)
	check(t, c.get(path), 404)
	check(t, c.get(desk), 200, webtest.None(`main a[href="`+path+`"]`))
	to(t, people[0].post(desk, "faire", "declarer", "position", "conflict", "motif", "mon frère"), desk)
	check(t, people[0].get(path), 404)
	check(t, people[0].post(path, "faire", "acte", "acte", "close_expertise"), 404)
}

// Where the référentiel asks for a qualified signature, the signed document is its evidence:
// without it nothing is signed, and who reads the dossier may have it.
func TestDossierQualifiedSignature(t *testing.T) {
	t.Parallel()
	text := strings.Replace(ruleset.Named("cmq-2018").Text, `id = "cmq-2018"`, `id = "cmq-essai"`, 1)
	text = strings.Replace(text, `role = "region_rector"`, "role = \"region_rector\"\nsignature = \"qualified\"", 1)
	rules, err := ruleset.Parse("cmq-essai.toml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	d := withCallUnder(t, &ruleset.File{Name: "cmq-essai", Text: text, Rules: rules})
	path := d.draft(t)
	d.toSignature(t, path)
	hash := d.caseOf(t, path).Dossier.Seal.Hash
	sign := path + "/signer/recteur"
	check(t, d.rector.get(sign), 200, webtest.In("#fichier-aide", webtest.HasText("ne juge pas")))
	check(t, d.rector.post(sign, "empreinte", hash, "certain", "oui"), 422, webtest.In("#fichier-erreur", webtest.HasText("Choisissez")))
	check(t, d.rector.upload(t, sign, "", "signe.pdf", []byte("<html>"), "empreinte", hash, "certain", "oui"), 422, webtest.In("#fichier-erreur", webtest.HasText("ni un PDF")))
	check(t, d.director.get(sign+"/document"), 404)
	to(t, d.rector.upload(t, sign, "", "signe.pdf", pdf, "empreinte", hash, "certain", "oui"), path+"?fait=oui")
	check(t, d.director.get(path), 200, webtest.In(`a[href="`+sign+`/document"]`, webtest.HasText("document signé")))
	if w := d.director.get(sign + "/document"); w.Code != 200 || !bytes.Equal(w.Body.Bytes(), pdf) || !strings.HasPrefix(w.Header().Get("Content-Security-Policy"), "sandbox;") {
		t.Errorf("the signed document: status %d", w.Code)
	}
	check(t, d.elsewhere.get(sign+"/document"), 404)
	to(t, d.president.post(path+"/signer/president", "empreinte", hash, "certain", "oui"), path+"?fait=oui")
	if named, err := d.PieceContents(t.Context()); err != nil || named[attachment.HashOf(pdf)] == "" {
		t.Errorf("the signed document would be swept: %v", err)
	}
	if found, err := d.Check(t.Context()); err != nil || len(found) > 0 {
		t.Errorf("check: %v, %v", found, err)
	}
}
