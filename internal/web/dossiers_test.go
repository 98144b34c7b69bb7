package web

import (
	"bytes"
	"encoding/json"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"continuum/internal/account"
	"continuum/internal/attachment"
	"continuum/internal/date"
	"continuum/internal/expertise"
	"continuum/internal/labelling"
	"continuum/internal/ruleset"
	"continuum/internal/web/webtest"
)

// inCall is a site with an open call and those who write, instruct and sign.
type inCall struct {
	*peopled
	rules                                  *ruleset.Ruleset
	files                                  string
	director, delegate, officer            *reader
	rector, president, national, elsewhere *reader
}

const dossiers = "/espace/dossiers"

func withCall(t *testing.T) *inCall { return withCallUnder(t, ruleset.Named("cmq-2018")) }

func withCallUnder(t *testing.T, f *ruleset.File) *inCall {
	t.Helper()
	d := &inCall{files: t.TempDir()}
	d.peopled = atWorkWith(t, func(c *Config) {
		c.Files = &attachment.Desk{Keeper: attachment.Folder{Dir: d.files}}
	})
	d.rules = f.Rules
	opens := d.now.Add(-24 * time.Hour)
	if err := d.AddRuleset(t.Context(), "operator", *f); err != nil {
		t.Fatal(err)
	}
	call := labelling.Call{ID: "2026", Title: "Appel de 2026", Rules: f.Rules.ID, Hash: f.Rules.Hash(), Opens: opens, Deadlines: labelling.Deadlines(f.Rules, opens, labelling.Paris())}
	if err := d.OpenCall(t.Context(), "operator", call); err != nil {
		t.Fatal(err)
	}
	d.director = d.person("director@example.org", on(account.Director, mer))
	d.delegate = d.person("delegate@example.org", on(account.RegionalDelegate, "academic_region/53"))
	d.officer = d.person("officer@example.org", on(account.RegionOfficer, "region/53"))
	d.rector = d.person("rector@example.org", on(account.RegionRector, "academic_region/53"))
	d.president = d.person("president@example.org", on(account.RegionPresident, "region/53"))
	d.national = d.person("national@example.org", on(account.NationalOfficer, "national"))
	d.elsewhere = d.person("elsewhere@example.org", on(account.RegionalDelegate, "academic_region/52"), on(account.Director, "campus/normandie-propulsions"))
	return d
}

// begin begins the dossier of the sea campus and returns its path.
func (d *inCall) begin(t *testing.T) string {
	t.Helper()
	w := d.director.post(dossiers+"/nouveau", "appel", "2026", "nature", "renewal", "categorie", "campus", "campus", "bretagne-industries-de-la-mer")
	where := w.Header().Get("Location")
	if w.Code != 303 || !strings.HasPrefix(where, dossiers+"/d-") {
		t.Fatalf("status %d to %q: %.600s", w.Code, where, w.Body)
	}
	return where
}

// draft begins a dossier that may be written.
func (d *inCall) draft(t *testing.T) string {
	t.Helper()
	path := d.begin(t)
	to(t, d.delegate.post(path, "faire", "acte", "acte", "accept_intention"), path+"?fait=oui")
	return path
}

// upload sends a file as a browser does.
func (r *reader) upload(t *testing.T, target, piece, name string, content []byte, more ...string) *httptest.ResponseRecorder {
	t.Helper()
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	m.WriteField("piece", piece)
	for i := 0; i+1 < len(more); i += 2 {
		m.WriteField(more[i], more[i+1])
	}
	part, err := m.CreateFormFile("fichier", name)
	if err != nil {
		t.Fatal(err)
	}
	part.Write(content)
	m.Close()
	q := httptest.NewRequest("POST", target, &b)
	q.Header.Set("Content-Type", m.FormDataContentType())
	q.Header.Set("Cookie", r.cookie)
	w := httptest.NewRecorder()
	r.site.ServeHTTP(w, q)
	return w
}

var pdf = []byte("%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF\n")

// fill writes all that blocks, each by who fills it, in the forms of the pages.
func (d *inCall) fill(t *testing.T, path string) {
	t.Helper()
	table := map[string][][]string{
		"members": {
			{"Lycée Vauban", "lycee_polyvalent", "0290009C", "Brest", "porteur", "yes", "2015", "yes"},
			{"Université de Bretagne", "universite", "", "Brest", "membre", "yes", "2015", "yes"},
			{"Chantiers de la rade", "entreprise", "", "Brest", "membre", "yes", "2015", "yes"},
		},
		"places":          {{"Internat", "accommodation", "Région", "29019", "120", "Ouvert aux membres"}},
		"team":            {{"Direction", "1", "Région"}},
		"objectives":      {{"Mobilités", "I-20", "2027", "40"}},
		"trainings":       {{"40025411", "Bac pro", "4", "school", "0290009C", "24"}},
		"pathways":        {{"1", "2", "suite", ""}},
		"budget":          {{"2027", "Région", "region", "120000"}},
		"self_evaluation": {{"c1", "3", "Étude", ""}},
		"figures":         {{"I-20", "2025", "31", "40", "Campus"}},
	}
	for i := range d.rules.Fields {
		f := &d.rules.Fields[i]
		if !f.Require.Blocks() {
			continue
		}
		who := d.director
		if f.By[0] == "regional_delegate" {
			who = d.delegate
		}
		if f.Type == ruleset.Rows {
			page := path + "/champ/" + f.ID
			c := d.caseOf(t, path)
			fields := []string{"faire", "garder", "base", number(c.Dossier.Values[f.ID].Number), "debut", "0"}
			for n, row := range table[f.ID] {
				for j, x := range row {
					fields = append(fields, "c-"+number(int64(n))+"-"+f.Columns[j].ID, x)
				}
			}
			if w := who.post(page, fields...); w.Code != 303 {
				t.Fatalf("%s: status %d: %s", f.ID, w.Code, alerts(t, w))
			}
			continue
		}
		value := map[ruleset.Type]string{ruleset.Day: "2026-01-01", ruleset.Code: "0290009C", ruleset.Codes: "29019 29232", ruleset.Enum: "MOBI"}[f.Type]
		switch f.ID {
		case "title":
			value = "Campus des industries de la mer"
		case "sector_name":
			value = "Industries de la mer"
		case "academies":
			value = "14"
		case "regions":
			value = "53"
		}
		if value == "" {
			value = "Texte de « " + f.ID + " »"
		}
		c := d.caseOf(t, path)
		w := who.post(path+"/"+f.Block, "v-"+f.ID, value, "b-"+f.ID, number(c.Dossier.Values[f.ID].Number))
		if w.Code != 303 {
			t.Fatalf("%s: status %d: %s", f.ID, w.Code, alerts(t, w))
		}
	}
	for _, p := range d.rules.Pieces {
		if p.Require.Blocks() {
			if w := d.director.upload(t, path+"/fichiers", p.ID, p.ID+".pdf", append(pdf, p.ID...)); p.By[0] != "regional_delegate" && w.Code != 303 {
				t.Fatalf("%s: status %d: %s", p.ID, w.Code, alerts(t, w))
			} else if w.Code != 303 {
				if w := d.delegate.upload(t, path+"/fichiers", p.ID, p.ID+".pdf", pdf); w.Code != 303 {
					t.Fatalf("%s: status %d: %s", p.ID, w.Code, alerts(t, w))
				}
			}
		}
	}
}

func number(n int64) string {
	b, _ := json.Marshal(n)
	return string(b)
}

func (d *inCall) caseOf(t *testing.T, path string) *labelling.Case {
	t.Helper()
	c, err := d.Dossier(t.Context(), labelling.DossierID(path[strings.LastIndexByte(path, '/')+1:]))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// alerts is what a page says went wrong.
func alerts(t *testing.T, w *httptest.ResponseRecorder) string {
	t.Helper()
	doc, err := webtest.Parse(strings.NewReader(w.Body.String()))
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, n := range webtest.Find(doc, ".fr-alert") {
		said = append(said, webtest.Text(n))
	}
	return strings.Join(said, " | ")
}

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
	check(t, d.director.get(path), 200, webtest.In("#dates", webtest.HasText("à minuit")), webtest.None("#actes"))
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

// What authors type is kept, refused beside its field, or shown beside what another saved.
func TestDossierWriting(t *testing.T) {
	t.Parallel()
	d := withCall(t)
	path := d.draft(t)
	second := d.person("second@example.org", on(account.ProjectOfficer, mer))
	block := path + "/identity"

	// Two authors in two fields never clash, though each form holds the other's field as it was.
	doc, err := webtest.Parse(d.director.get(block).Body)
	if err != nil {
		t.Fatal(err)
	}
	asShown := shownIn(doc, ".dossier__form")
	to(t, second.post(block, "v-short_text", "Court", "b-short_text", "0"), block+"?enregistre=oui")
	to(t, d.director.post(block, append(asShown, "v-title", "Titre de la directrice")...), block+"?enregistre=oui")
	if c := d.caseOf(t, path); c.Dossier.Text("short_text") != "Court" || c.Dossier.Text("title") != "Titre de la directrice" {
		t.Errorf("the fields hold %q and %q", c.Dossier.Text("short_text"), c.Dossier.Text("title"))
	}

	// In one field: both texts are shown, and either may be kept.
	w := second.post(block, "v-title", "Titre du second", "b-title", "1")
	check(t, w, 409, webtest.In("#v-title", webtest.HasAttr("value", "Titre du second")), webtest.In(".remark", webtest.HasText("Titre de la directrice"), webtest.HasText("Personne director")),
		webtest.In(`input[name="b-title"]`, webtest.HasAttr("value", "2")))
	to(t, second.post(block, "v-title", "Titre du second", "b-title", "2", "prendre-title", "oui"), block+"?enregistre=oui")
	to(t, second.post(block, "v-title", "Titre du second", "b-title", "2"), block+"?enregistre=oui")
	history := d.director.get(path + "/champ/title")
	check(t, history, 200, webtest.In("#versions", webtest.HasText("Titre de la directrice"), webtest.HasText("Personne second"), webtest.HasText("le registre des campus")))
	to(t, d.director.post(path+"/champ/title", "faire", "reprendre", "version", "2", "base", "3"), block+"?enregistre=oui")
	check(t, d.director.post(path+"/champ/title", "faire", "reprendre", "version", "1", "base", "3"), 409)
	if c := d.caseOf(t, path); c.Dossier.Text("title") != "Titre de la directrice" {
		t.Errorf("the title taken back is %q", c.Dossier.Text("title"))
	}

	// What is wrong is said, what is right is saved, and nothing typed is lost.
	w = d.director.post(path+"/network", "v-agreement_signed", "hier", "b-agreement_signed", "0", "v-carrier", "0290009C", "b-carrier", "0")
	check(t, w, 422, webtest.In("#v-agreement_signed-erreur", webtest.HasText("2026-03")), webtest.In("#v-agreement_signed", webtest.HasAttr("value", "hier")),
		webtest.In(".fr-alert a", webtest.HasAttr("href", "#v-agreement_signed")))
	if c := d.caseOf(t, path); c.Dossier.Text("carrier") != "0290009C" {
		t.Errorf("the carrier is %q", c.Dossier.Text("carrier"))
	}

	// Marks of pages in a text are words.
	to(t, d.director.post(block, "v-long_text", `<script>alert(1)</script> & "x"`, "b-long_text", "0"), block+"?enregistre=oui")
	check(t, d.director.get(block), 200, webtest.In("#v-long_text", webtest.HasText(`<script>alert(1)</script> & "x"`)), webtest.None("#v-long_text script"))
	check(t, d.delegate.get(block), 200, webtest.In("#v-long_text", webtest.HasText(`<script>alert(1)</script>`)), webtest.None("#v-long_text script"))
	// The largest text that a field takes comes through, and one sign more does not.
	to(t, d.director.post(block, "v-long_text", strings.Repeat("é", 20000), "b-long_text", "1"), block+"?enregistre=oui")
	check(t, d.director.post(block, "v-long_text", strings.Repeat("é", 20001), "b-long_text", "2"), 422, webtest.In("#v-long_text-erreur", webtest.HasText("20")))
	// A field that is the region's is not written by the campus, whatever is posted.
	check(t, d.director.post(path+"/governance", "v-regional_steering", "Par nous", "b-regional_steering", "0"), 422, webtest.In(".fr-alert", webtest.HasText("ne peut plus être modifié")))
	to(t, d.officer.post(path+"/governance", "v-regional_steering", "Par la Région", "b-regional_steering", "0"), path+"/governance?enregistre=oui")
}

// Rows are written without a script: one more by a button, one less by a box, a window at a time.
func TestDossierRows(t *testing.T) {
	t.Parallel()
	d := withCall(t)
	path := d.draft(t)
	page := path + "/champ/budget"
	check(t, d.director.get(page), 200, webtest.Count(".dossier__row", 1))
	w := d.director.post(page, "faire", "ajouter", "base", "0", "debut", "0", "c-0-year", "2027", "c-0-funder", "Région", "c-0-nature", "region", "c-0-amount", "cent")
	check(t, w, 422, webtest.In("#c-0-amount-erreur", webtest.HasText("un nombre")), webtest.In("#c-0-funder", webtest.HasAttr("value", "Région")))
	to(t, d.director.post(page, "faire", "ajouter", "base", "0", "debut", "0", "c-0-year", "2027", "c-0-funder", "Région", "c-0-nature", "region", "c-0-amount", "1 200,50"), page+"?enregistre=oui&debut=1#fin")
	check(t, d.director.get(page), 200, webtest.Count(".dossier__row", 2), webtest.In("#c-0-amount", webtest.HasAttr("value", "1200.5")))
	to(t, d.director.post(page, "faire", "garder", "base", "1", "debut", "0", "c-0-year", "2027", "c-0-funder", "Région", "c-0-nature", "region", "c-0-amount", "1200.5",
		"c-1-year", "2028", "c-1-funder", "État", "c-1-nature", "state", "c-1-amount", "7"), page+"?enregistre=oui&debut=0#fin")
	// Another wrote meanwhile: both are shown.
	check(t, d.director.post(page, "faire", "garder", "base", "1", "debut", "0", "c-0-year", "2029", "c-0-funder", "Europe", "c-0-nature", "europe", "c-0-amount", "9"), 409,
		webtest.In("#table-budget", webtest.HasText("2028")), webtest.In("#c-0-funder", webtest.HasAttr("value", "Europe")), webtest.In(`input[name="base"]`, webtest.HasAttr("value", "2")))
	to(t, d.director.post(page, "faire", "garder", "base", "2", "debut", "0", "c-0-year", "2027", "oter-0", "oui", "c-1-year", "2028", "c-1-funder", "État", "c-1-nature", "state", "c-1-amount", "7"), page+"?enregistre=oui&debut=0#fin")
	if got := d.caseOf(t, path).Dossier.Values["budget"].Value.Canonical(); got != `[["2028","État","state","7"]]` {
		t.Errorf("the budget is %s", got)
	}
	// A long table keeps the rows of its other windows.
	var before [][]string
	for i := range int64(60) {
		before = append(before, []string{"q" + number(i), "Bac pro " + number(i), "4", "school", "0290009C", ""})
	}
	now := d.caseOf(t, path).Dossier
	if _, clashes, err := d.SaveFields(t.Context(), "x", "director", now.ID, []labelling.Edit{{Field: "trainings", Value: labelling.Value{Table: before}, Base: now.Values["trainings"].Number}}); err != nil || len(clashes) > 0 {
		t.Fatal(err, clashes)
	}
	page = path + "/champ/trainings"
	doc, err := webtest.Parse(ask(d.site, "GET", page+"?debut=25", "Cookie", d.director.cookie).Body)
	if err != nil {
		t.Fatal(err)
	}
	fields := append(shownIn(doc, ".dossier__rows"), "faire", "garder", "oter-25", "oui", "c-26-capacity", "99")
	to(t, d.director.post(page, fields...), page+"?enregistre=oui&debut=25#fin")
	after := d.caseOf(t, path).Dossier.Values["trainings"].Value.Table
	if len(after) != len(before)-1 || !cmp.Equal(after[:25], before[:25]) || after[25][5] != "99" || !cmp.Equal(after[26:], before[27:]) {
		t.Errorf("%d rows after, %d before", len(after), len(before))
	}
}

// The script is answered in a few words: what is kept, or what another saved.
func TestDossierAutosave(t *testing.T) {
	t.Parallel()
	d := withCall(t)
	path := d.draft(t)
	auto := func(value, base string) (status int, said map[string]any) {
		t.Helper()
		w := d.director.post(path+"/identity", "v-title", value, "b-title", base, "reponse", "json")
		if w.Header().Get("Content-Type") != "application/json" || w.Header().Get("Cache-Control") != "no-store" || w.Body.Len() > 300 {
			t.Errorf("headers %v, %d bytes", w.Header(), w.Body.Len())
		}
		if err := json.Unmarshal(w.Body.Bytes(), &said); err != nil {
			t.Fatal(err)
		}
		return w.Code, said
	}
	if status, said := auto("Un", "1"); status != 200 || said["version"] != 2.0 || said["field"] != "title" || !strings.Contains(said["said"].(string), "Enregistré") {
		t.Errorf("%d, %v", status, said)
	}
	if status, said := auto("Un", "1"); status != 200 { // sent twice, as after a cut
		t.Errorf("%d, %v", status, said)
	}
	if status, said := auto("Deux", "1"); status != 409 || said["theirs"] != "Un" || said["version"] != 2.0 {
		t.Errorf("%d, %v", status, said)
	}
	if status, said := auto(strings.Repeat("x", 201), "2"); status != 422 {
		t.Errorf("%d, %v", status, said)
	}
	// At the instant of the deadline itself it is too late, one microsecond before it is not.
	end := d.caseOf(t, path).Call.Deadlines["regional_closing"]
	d.now = end.Add(-time.Microsecond)
	d.again(d.director, "director@example.org")
	if status, said := auto("Juste à temps", "2"); status != 200 {
		t.Errorf("%d, %v", status, said)
	}
	d.now = end
	if status, said := auto("Trop tard", "3"); status != 409 || !strings.Contains(said["said"].(string), "date limite") {
		t.Errorf("%d, %v", status, said)
	}
	check(t, d.director.post(path+"/identity", "v-title", "Trop tard", "b-title", "3"), 422, webtest.In(".fr-alert", webtest.HasText("date limite")), webtest.In("#v-title", webtest.HasAttr("value", "Trop tard")))
	if got := d.caseOf(t, path).Dossier.Text("title"); got != "Juste à temps" {
		t.Errorf("the title is %q", got)
	}
}

// again signs someone in at the present instant: sessions end with time.
func (d *inCall) again(r *reader, mail string) {
	d.t.Helper()
	w := post(d.site, "/connexion", url.Values{"mail": {mail}, "password": {phrase}})
	r.cookie = cookieOf(d.t, w, "continuum")
}

// Files are what they say, come whole and leave as they came, to be saved and never shown.
func TestDossierFiles(t *testing.T) {
	t.Parallel()
	d := withCall(t)
	path := d.draft(t)
	put := path + "/fichiers"
	for _, tt := range []struct {
		name, file string
		content    []byte
		want       string
	}{
		{"a page that says it is a PDF", "a.pdf", []byte("<html><script>alert(1)</script>"), "ni un PDF"},
		{"a PDF that says it is a text", "a.docx", pdf, "autre format"},
		{"a picture where none is taken", "a.png", []byte("\x89PNG\r\n\x1a\n...."), "n’est pas accepté"},
		{"nothing", "a.pdf", nil, "vide"},
		{"too much", "a.pdf", append(pdf, make([]byte, 20<<20)...), "trop gros"},
		{"no file", "", nil, "Choisissez un fichier"},
	} {
		w := d.director.upload(t, put, "agreement", tt.file, tt.content)
		if w.Code != 422 {
			t.Errorf("%s: status %d", tt.name, w.Code)
		}
		check(t, w, 422, webtest.In("#fichier-agreement-erreur", webtest.HasText(tt.want)))
	}
	if n := len(d.caseOf(t, path).Dossier.Pieces); n != 0 {
		t.Fatalf("%d files were kept", n)
	}
	scripted := bytes.Replace(pdf, []byte("/Catalog"), []byte("/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>"), 1)
	to(t, d.director.upload(t, put, "agreement", "Convention “été”.pdf", scripted), path+"/network?enregistre=oui#piece-agreement")
	first := d.caseOf(t, path).Dossier.Pieces[0]
	check(t, d.delegate.get(path+"/network"), 200, webtest.In("#piece-agreement", webtest.HasText("contient un script"), webtest.HasText("Aucun antivirus")))
	w := d.delegate.get(put + "/" + first.ID)
	h := w.Header()
	if w.Code != 200 || !bytes.Equal(w.Body.Bytes(), scripted) || !strings.HasPrefix(h.Get("Content-Disposition"), "attachment;") || h.Get("X-Content-Type-Options") != "nosniff" ||
		!strings.HasPrefix(h.Get("Content-Security-Policy"), "sandbox;") || h.Get("Content-Type") != "application/pdf" || h.Get("Cache-Control") != "no-store" {
		t.Errorf("status %d, %d bytes, headers %v", w.Code, w.Body.Len(), h)
	}
	check(t, d.director.upload(t, put, "agreement", "autre.pdf", pdf), 409, webtest.In("#fichier-agreement-erreur", webtest.HasText("déjà là")))
	to(t, d.director.upload(t, put, "agreement", "nouvelle.pdf", pdf, "remplace", first.ID), path+"/network?enregistre=oui#piece-agreement")
	check(t, d.director.get(put+"/"+first.ID), 404)
	second := d.caseOf(t, path).Dossier.Pieces[0]
	check(t, d.delegate.post(put+"/"+second.ID, "faire", "retirer"), 404) // who reads does not remove
	to(t, d.director.post(put+"/"+second.ID, "faire", "retirer"), path+"/network?enregistre=oui#piece-agreement")
	// Who may not attach is told so before the file is read.
	check(t, d.delegate.upload(t, put, "agreement", "a.pdf", pdf), 404)
	check(t, d.director.upload(t, put, "no_such_piece", "a.pdf", pdf), 404)
	if w := post(d.site, put, url.Values{"piece": {"agreement"}}, "Cookie", d.director.cookie); w.Code != http.StatusBadRequest {
		t.Errorf("a form without its file: status %d", w.Code)
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

func (d *inCall) move(t *testing.T, id labelling.DossierID, act string, role ruleset.Role) {
	t.Helper()
	if _, err := d.MoveDossier(t.Context(), id, labelling.Act{Transition: act, Role: role, By: "x"}); err != nil {
		t.Fatal(err)
	}
}

// toSignature leads a dossier to the two authorities.
func (d *inCall) toSignature(t *testing.T, path string) labelling.DossierID {
	t.Helper()
	d.fill(t, path)
	id := d.caseOf(t, path).Dossier.ID
	d.move(t, id, "submit_region", "director")
	d.move(t, id, "find_complete", "regional_delegate")
	d.move(t, id, "open_consultations", "regional_delegate")
	for _, o := range []labelling.Opinion{{Body: "caen", Academie: "14"}, {Body: "crefop"}} {
		o.On, o.Stance = date.Of(date.DayOf(d.now)), labelling.Favourable
		if err := d.RecordOpinion(t.Context(), "x", "regional_delegate", id, o); err != nil {
			t.Fatal(err)
		}
	}
	d.move(t, id, "open_signature", "regional_delegate")
	return id
}

// toExpertise leads a dossier to the experts.
func (d *inCall) toExpertise(t *testing.T, path string) {
	t.Helper()
	id := d.toSignature(t, path)
	for i, who := range d.rules.Signatories {
		s := labelling.Signature{Signatory: who.ID, Person: labelling.PersonID("p" + number(int64(i))), Role: who.Role, Capacity: who.Name, Hash: d.caseOf(t, path).Dossier.Seal.Hash}
		if err := d.SignDossier(t.Context(), id, s); err != nil {
			t.Fatal(err)
		}
	}
	d.move(t, id, "submit_national", "regional_delegate")
	d.move(t, id, "admit", "national_officer")
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
