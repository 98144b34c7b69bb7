package web

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"continuum/internal/account"
	"continuum/internal/labelling"
	"continuum/internal/web/webtest"
)

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

// A table is saved by the script too: rows that are emptied leave no hole in the rows of other
// windows, what is wrong is named, and what another saved is shown.
func TestDossierTableAutosave(t *testing.T) {
	t.Parallel()
	d := withCall(t)
	path := d.draft(t)
	var before [][]string
	for i := range int64(60) {
		before = append(before, []string{"q" + number(i), "Bac pro " + number(i), "4", "school", "0290009C", ""})
	}
	held := func() labelling.Version { return d.caseOf(t, path).Dossier.Values["trainings"] }
	if _, clashes, err := d.SaveFields(t.Context(), "x", "director", d.caseOf(t, path).Dossier.ID, []labelling.Edit{{Field: "trainings", Value: labelling.Value{Table: before}, Base: held().Number}}); err != nil || len(clashes) > 0 {
		t.Fatal(err, clashes)
	}
	page := path + "/champ/trainings"
	doc, err := webtest.Parse(ask(d.site, "GET", page+"?debut=25", "Cookie", d.director.cookie).Body)
	if err != nil {
		t.Fatal(err)
	}
	form := url.Values{}
	for fields := shownIn(doc, ".dossier__rows"); len(fields) > 1; fields = fields[2:] {
		form.Set(fields[0], fields[1])
	}
	if form.Get("fenetre") != "25" {
		t.Fatalf("the form stands for %q rows", form.Get("fenetre"))
	}
	form.Set("faire", "garder")
	form.Set("reponse", "json")
	send := func() (status int, said map[string]any) {
		t.Helper()
		w := d.director.send(page, form.Encode())
		if err := json.Unmarshal(w.Body.Bytes(), &said); err != nil {
			t.Fatalf("%d: %v in %.300s", w.Code, err, w.Body)
		}
		return w.Code, said
	}
	kept := func(said map[string]any) {
		form.Set("base", number(int64(said["version"].(float64))))
		form.Set("fenetre", number(int64(said["rows"].(float64))))
	}
	form.Set("c-25-capacity", "99")
	form.Set("oter-26", "oui") // rows leave by the button alone
	status, said := send()
	if status != 200 || said["rows"] != 25.0 || len(held().Value.Table) != 60 || held().Value.Table[25][5] != "99" {
		t.Fatalf("%d, %v, %d rows", status, said, len(held().Value.Table))
	}
	kept(said)
	if status, said = send(); status != 200 || said["rows"] != 25.0 || held().Number != int64(said["version"].(float64)) { // sent twice, as after a cut
		t.Errorf("%d, %v", status, said)
	}
	for name := range form {
		if strings.HasPrefix(name, "c-30-") {
			form.Set(name, "")
		}
	}
	for range 3 { // each save finds the same rows after the window
		status, said = send()
		if status != 200 || said["rows"] != 24.0 || len(held().Value.Table) != 59 || !cmp.Equal(held().Value.Table[49:], before[50:]) {
			t.Fatalf("%d, %v, %d rows", status, said, len(held().Value.Table))
		}
		kept(said)
	}
	form.Set("c-25-capacity", "beaucoup")
	if status, said = send(); status != 422 || said["field"] != "c-25-capacity" || !strings.Contains(said["said"].(string), "Ligne 26") {
		t.Errorf("%d, %v", status, said)
	}
	form.Set("c-25-capacity", "7")
	now := held()
	theirs := slices.Clone(now.Value.Table)
	theirs[26] = []string{"q", "CAP autre", "3", "school", "0290009C", ""}
	if _, clashes, err := d.SaveFields(t.Context(), "x", "director", d.caseOf(t, path).Dossier.ID, []labelling.Edit{{Field: "trainings", Value: labelling.Value{Table: theirs}, Base: now.Number}}); err != nil || len(clashes) > 0 {
		t.Fatal(err, clashes)
	}
	if status, said = send(); status != 409 || !strings.Contains(said["theirs"].(string), "CAP autre") || said["version"] != float64(now.Number+1) {
		t.Errorf("%d, %v", status, said)
	}
	kept(said) // one's own over it
	if status, said = send(); status != 200 || held().Value.Table[25][5] != "7" || held().Value.Table[26][1] != "Bac pro 26" || len(held().Value.Table) != 59 {
		t.Errorf("%d, %v: %v", status, said, held().Value.Table[25:27])
	}
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
