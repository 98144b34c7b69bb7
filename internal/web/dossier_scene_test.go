package web

import (
	"bytes"
	"encoding/json"
	"mime/multipart"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"continuum/internal/account"
	"continuum/internal/attachment"
	"continuum/internal/date"
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

// again signs someone in at the present instant: sessions end with time.
func (d *inCall) again(r *reader, mail string) {
	d.t.Helper()
	w := post(d.site, "/connexion", url.Values{"mail": {mail}, "password": {phrase}})
	r.cookie = cookieOf(d.t, w, "continuum")
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
