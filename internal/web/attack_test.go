package web

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"strings"
	"testing"
	"time"

	"continuum/internal/account"
	"continuum/internal/campus"
	"continuum/internal/text"
	"continuum/internal/web/webtest"
)

// everyPrivate lists the pages that people sign in for, and those of them that take forms.
func everyPrivate(t *testing.T, d *inCall) (forms, pages []route) {
	t.Helper()
	s := &server{cfg: Config{Access: d.desk, People: d, Campuses: d, Panels: d.DB, Calls: d.DB, Labels: d.DB, Decisions: d.DB, Dossiers: d.DB}}
	for _, list := range [][]route{s.peopleRoutes(), s.panelRoutes(), s.callRoutes(), s.labelRoutes(), s.decisionRoutes(), s.dossierRoutes()} {
		for _, rt := range list {
			if pages = append(pages, rt); rt.submit != nil {
				forms = append(forms, rt)
			}
		}
	}
	if len(forms) < 25 || len(pages) < 60 {
		t.Fatalf("%d forms, %d pages: some are not looked at", len(forms), len(pages))
	}
	return forms, pages
}

// filled is the path of a page with something in the place of each wildcard.
func filled(rt route) string {
	return strings.NewReplacer("{slug}", "bretagne-industries-de-la-mer", "{", "", "}", "").Replace(rt.path)
}

// Every form there is refuses what another site has a browser send, and who is not signed in;
// no page answers another method, and none of them is kept by a browser or a proxy.
func TestEveryFormIsGuarded(t *testing.T) {
	t.Parallel()
	d := withCall(t)
	forms, pages := everyPrivate(t, d)
	for _, rt := range forms {
		for _, lang := range text.Langs {
			path := lang.Link(filled(rt))
			for _, header := range [][2]string{{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"Origin", "https://evil.example"}, {"Origin", "null"}} {
				if w := post(d.site, path, url.Values{"faire": {"x"}}, "Cookie", d.director.cookie, header[0], header[1]); w.Code != http.StatusForbidden {
					t.Errorf("POST %s with %v: %d, want 403", path, header, w.Code)
				}
			}
			if w := post(d.site, path, url.Values{"faire": {"x"}}); rt.signed && (w.Code != http.StatusSeeOther || !strings.Contains(w.Header().Get("Location"), "/connexion?vers=")) {
				t.Errorf("POST %s by nobody: %d to %q", path, w.Code, w.Header().Get("Location"))
			}
		}
	}
	for _, rt := range pages {
		path := filled(rt)
		for _, method := range []string{"PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"} {
			if w := ask(d.site, method, path, "Cookie", d.director.cookie, "X-HTTP-Method-Override", "POST"); w.Code != http.StatusMethodNotAllowed || w.Header().Get("Access-Control-Allow-Origin") != "" {
				t.Errorf("%s %s: %d %v", method, path, w.Code, w.Header())
			}
		}
		for _, method := range []string{"GET", "HEAD"} {
			w := ask(d.site, method, path, "Cookie", d.director.cookie, "Range", "bytes=0-9", "If-None-Match", "*", "If-Modified-Since", "Mon, 01 Jan 2035 00:00:00 GMT")
			h := w.Header()
			if w.Code == http.StatusPartialContent || w.Code == http.StatusNotModified || h.Get("Cache-Control") != "no-store" || h.Get("Etag") != "" || method == "HEAD" && w.Body.Len() > 0 {
				t.Errorf("%s %s: %d %v", method, path, w.Code, h)
			}
		}
	}
}

// Bytes that are no text are refused by every form, before any of them looks.
func TestFormsWantText(t *testing.T) {
	t.Parallel()
	d := withCall(t)
	forms, _ := everyPrivate(t, d)
	for _, rt := range forms {
		for _, bad := range []url.Values{{"motif": {"a\x00b"}}, {"texte": {"\xff\xfe"}}, {"c\x00": {"x"}}, {"x": {"x", "\xed\xa0\x80"}}} {
			if w := post(d.site, filled(rt), bad, "Cookie", d.director.cookie); w.Code != http.StatusBadRequest {
				t.Errorf("POST %s with %q: %d, want 400", filled(rt), bad, w.Code)
			}
		}
	}
	path := d.draft(t)
	if w := d.director.upload(t, path+"/fichiers", "agreement", "a.pdf", pdf, "remplace", "\xff"); w.Code != http.StatusBadRequest {
		t.Errorf("an upload: %d", w.Code)
	}
}

// uploadAs sends a PDF whose name is written as RFC 5987 does: any character goes through.
func (r *reader) uploadAs(target, name string) *httptest.ResponseRecorder {
	const edge = "--x\r\nContent-Disposition: form-data; name="
	body := edge + "piece\r\n\r\nagreement\r\n" + edge + "fichier; filename*=UTF-8''" + strings.ReplaceAll(url.QueryEscape(name), "+", "%20") + "\r\n\r\n" + string(pdf) + "\r\n--x--\r\n"
	q := httptest.NewRequest("POST", target, strings.NewReader(body))
	q.Header.Set("Content-Type", "multipart/form-data; boundary=x")
	q.Header.Set("Cookie", r.cookie)
	w := httptest.NewRecorder()
	r.site.ServeHTTP(w, q)
	return w
}

// A file is named by what its sender wrote, without what would have it read as another.
func TestFilesAreNamedPlainly(t *testing.T) {
	t.Parallel()
	d := withCall(t)
	path := d.draft(t)
	for sent, want := range map[string]string{
		"a\u202efdp.exe.pdf":                     "afdp.exe.pdf",
		"\u2066b\u2069\u200b\ufeff.pdf":          "b.pdf",
		"c\r\nSet-Cookie: x=1.pdf":               "cSet-Cookie: x=1.pdf",
		`..\..\d.pdf`:                            "d.pdf",
		"<img src=x onerror=alert(1)>\u2028.pdf": "<img src=x onerror=alert(1)>.pdf",
		strings.Repeat("é", 400) + ".pdf":        "",
	} {
		to(t, d.director.uploadAs(path+"/fichiers", sent), path+"/network?enregistre=oui#piece-agreement")
		kept := d.caseOf(t, path).Dossier.Pieces[0]
		if want != "" && kept.Name != want || len([]rune(kept.Name)) > 255 {
			t.Errorf("%q is kept as %q, want %q", sent, kept.Name, want)
		}
		w := d.delegate.get(path + "/fichiers/" + kept.ID)
		if h := w.Header(); w.Code != 200 || !strings.HasPrefix(h.Get("Content-Disposition"), "attachment") || strings.ContainsAny(h.Get("Content-Disposition"), "\r\n\u202e") || h.Get("Set-Cookie") != "" {
			t.Errorf("%q: status %d, headers %v", sent, w.Code, h)
		}
		check(t, d.delegate.get(path+"/network"), 200, webtest.None("main img"))
		to(t, d.director.post(path+"/fichiers/"+kept.ID, "faire", "retirer"), path+"/network?enregistre=oui#piece-agreement")
	}
}

// Who holds both authorities signs for one, and can't have a delegate sign for the other.
func TestNobodySignsTwice(t *testing.T) {
	t.Parallel()
	d := withCall(t)
	both := d.person("both@example.org", on(account.RegionRector, "academic_region/53"), on(account.RegionPresident, "region/53"))
	deputy := d.person("deputy@example.org")
	path := d.draft(t)
	d.toSignature(t, path)
	hash := d.caseOf(t, path).Dossier.Seal.Hash
	grants, err := d.Grants(t.Context(), both.id)
	if err != nil {
		t.Fatal(err)
	}
	day := func(after time.Duration) string { return d.now.Add(after).Format(time.DateOnly) }
	for _, g := range grants {
		to(t, both.post("/espace/compte", "faire", "deleguer", "droit", g.ID, "mail", "deputy@example.org", "debut", day(0), "fin", day(72*time.Hour)), "/espace/compte")
		check(t, both.post("/espace/compte", "faire", "deleguer", "droit", g.ID, "mail", "both@example.org", "debut", day(0), "fin", day(72*time.Hour)), 422)
	}
	// Nor do they withdraw the dossier alone, each in the other's place.
	withdraw := []string{"faire", "acte", "acte", "withdraw", "withdraw-reason", "Le projet change."}
	to(t, both.post(path, "faire", "retrait", "pour", "recteur"), path+"?fait=oui")
	check(t, both.post(path, withdraw...), 422)
	check(t, deputy.post(path, withdraw...), 422)
	if state := d.caseOf(t, path).Dossier.State; state == "withdrawn" {
		t.Error("one person withdrew for both")
	}
	sign := func(who *reader, authority string) *httptest.ResponseRecorder {
		return who.post(path+"/signer/"+authority, "empreinte", hash, "certain", "oui", "role", "region_president", "personne", "other")
	}
	to(t, sign(both, "recteur"), path+"?fait=oui")
	check(t, sign(both, "president"), 404)
	check(t, sign(both, "recteur"), 404)
	check(t, sign(deputy, "president"), 409, webtest.In(".fr-alert", webtest.HasText("Deux personnes doivent signer")))
	if n := len(d.caseOf(t, path).Dossier.Signatures); n != 1 {
		t.Errorf("%d signatures", n)
	}
	check(t, d.delegate.post(path, "faire", "acte", "acte", "submit_national"), 422)
	// Another signs by a delegation of someone else.
	grants, err = d.Grants(t.Context(), d.president.id)
	if err != nil {
		t.Fatal(err)
	}
	to(t, d.president.post("/espace/compte", "faire", "deleguer", "droit", grants[0].ID, "mail", "elsewhere@example.org", "debut", day(0), "fin", day(72*time.Hour)), "/espace/compte")
	to(t, sign(d.elsewhere, "president"), path+"?fait=oui")
	if found, err := d.Check(t.Context()); err != nil || len(found) > 0 {
		t.Errorf("check: %v, %v", found, err)
	}
	to(t, d.delegate.post(path, "faire", "acte", "acte", "submit_national"), path+"?fait=oui")
}

// The name of a host that a reader sends is in no page that another is given.
func TestHostIsNotKept(t *testing.T) {
	t.Parallel()
	h := serving(t, func(c *Config) { c.BaseURL = "" })
	for _, path := range []string{"/", "/campus", "/appels", "/sitemap.xml", "/flux.atom", "/llms.txt", "/robots.txt", "/donnees", "/agenda.ics", "/donnees/catalogue.ttl"} {
		r := httptest.NewRequest("GET", path, nil)
		r.Host = "evil.example"
		r.Header.Set("X-Forwarded-Host", "evil.example")
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code == 200 && strings.Contains(ask(h, "GET", path).Body.String(), "evil.example") {
			t.Errorf("%s: the next reader is led to the host of another", path)
		}
	}
}

// No way of writing an address shows what the plain one hides, nor leads out of the site.
func TestAddressesWrittenOtherwise(t *testing.T) {
	t.Parallel()
	d := withCall(t)
	path := d.draft(t)
	to(t, d.director.post(path+"/identity", "v-title", "TitreGardé", "b-title", "1"), path+"/identity?enregistre=oui")
	id := strings.TrimPrefix(path, dossiers+"/")
	for _, target := range []string{
		"/" + path, path + "/", path + "//identity", "/espace/./dossiers/" + id, "/campus/../espace/dossiers/" + id, "/assets/../espace/dossiers/" + id, "/espace/dossiers/%2e%2e/dossiers/" + id,
		"/espace%2fdossiers%2f" + id, "/espace/dossiers/" + id + "%2fidentity", "/espace/dossiers/%2f" + id, "/ESPACE/dossiers/" + id, "/espace/dossiers/" + strings.ToUpper(id), "/espace/dossiers/" + id + ";a=b",
		"/espace/dossiers/" + id + "%00", "/espace/dossiers/" + id + "%20", "/en//espace/dossiers/" + id, "/en/en/espace/dossiers/" + id, "/espace/campus/..%2fdossiers%2f" + id, "/espace/appels/2026/..%2f..%2fdossiers%2f" + id,
		"//evil.example/%2e%2e", "///evil.example", "//evil.example/espace/", "/%5cevil.example/", "/\\evil.example/", "/en//evil.example", "/.//evil.example/..",
	} {
		for _, who := range []*reader{d.elsewhere, {peopled: d.peopled}} {
			for _, method := range []string{"GET", "POST"} {
				q := httptest.NewRequest(method, "http://example.com"+target, nil)
				q.Header.Set("Cookie", who.cookie)
				q.Header.Set("Content-Type", "application/x-www-form-urlencoded")
				w := httptest.NewRecorder()
				d.site.ServeHTTP(w, q)
				where := w.Header().Get("Location")
				if w.Code == 200 || w.Code >= 500 || strings.Contains(w.Body.String(), "TitreGardé") || strings.HasPrefix(where, "//") || strings.HasPrefix(where, "/\\") || strings.HasPrefix(where, "http") {
					t.Errorf("%s %s by %q: %d to %q", method, target, who.id, w.Code, where)
				}
			}
		}
	}
}

// Nobody chooses the session of another: one that the browser had before is not the one it has
// after, and opens nothing.
func TestSessionIsNotFixed(t *testing.T) {
	t.Parallel()
	p := withPeople(t, nil)
	p.person("anne@example.org")
	other := p.person("paul@example.org")
	for _, planted := range []string{"continuum=planted", "continuum=", other.cookie} {
		w := post(p.site, "/connexion", url.Values{"mail": {"anne@example.org"}, "password": {phrase}}, "Cookie", planted)
		if now := cookieOf(t, w, "continuum"); now == planted || now == "" {
			t.Errorf("%q is kept as the session", planted)
		}
		if w := ask(p.site, "GET", "/espace/compte", "Cookie", planted); strings.Contains(w.Body.String(), "anne@example.org") {
			t.Errorf("%q opens the account of who signed in", planted)
		}
	}
}

// An identifier of another campus is nothing in the address or the forms of one's own.
func TestIdsOfOthers(t *testing.T) {
	t.Parallel()
	p := atWork(t, false)
	const sea, own = campus.ID("bretagne-industries-de-la-mer"), "/espace/campus/lannion-numerique-photonique"
	director := p.person("dir@example.org", on(account.Director, mer))
	other := p.person("ailleurs@example.org", on(account.Director, "campus/lannion-numerique-photonique"))
	to(t, write(director, newEvent, "0", "envoyer", "Forum de la mer"), atelier)
	to(t, director.post(atelier+"/fiches/equipment/nouvelle", "version", "0", "faire", "envoyer", "name", "Halle navale", "place", "Lanvéoc", "sharing", "Sur demande", "bookable", "oui"), atelier)
	sheet, hall := idOf(t, director, "Forum de la mer"), idOf(t, director, "Halle navale")
	booking := []string{"faire", "demander", "sheet", hall, "start", "2026-12-01", "start_hour", "09:00", "end", "2026-12-01", "end_hour", "17:00", "purpose", "Travaux pratiques"}
	to(t, director.post(atelier+"/reservations", append(booking, "organisation", "")...), atelier+"/reservations")
	asked, err := p.Bookings(t.Context(), sea, "")
	if err != nil || len(asked) != 1 {
		t.Fatal(asked, err)
	}
	theirs, err := p.Members(t.Context(), sea)
	if err != nil {
		t.Fatal(err)
	}
	mine, err := p.Members(t.Context(), "lannion-numerique-photonique")
	if err != nil {
		t.Fatal(err)
	}
	seat, org := theirs[0].Memberships[0].ID, string(mine[0].Organisation.ID)
	check(t, other.get(own+"/fiches/event/"+sheet), 404)
	for _, x := range []struct {
		path   string
		status int
		fields []string
	}{
		{own + "/fiches/event/" + sheet, 404, []string{"version", "1", "faire", "envoyer", "name", "Pris", "date", "2027-01-30", "place", "Lannion", "campus", string(sea)}},
		{own, 409, []string{"faire", "retirer", "fiche", sheet, "motif", "x", "campus", string(sea)}},
		{own, 409, []string{"faire", "valider", "fiche", sheet}},
		{own + "/reservations", 404, []string{"faire", "accepter", "demande", asked[0].ID}},
		{own + "/reservations", 422, append(booking, "organisation", "")},
		{own + "/membres/" + org, 409, []string{"faire", "role", "membership", seat, "role", "partenaire", "campus", string(sea), "organisation", string(theirs[0].Organisation.ID)}},
		{own + "/membres/" + org, 404, []string{"faire", "separer", "fusion", "x"}},
		{own + "/membres", 409, []string{"faire", "accepter", "proposition", "x"}},
		{atelier, 404, []string{"faire", "retirer", "fiche", sheet}},
	} {
		if w := other.post(x.path, x.fields...); w.Code != x.status {
			t.Errorf("POST %s %v: %d, want %d: %s", x.path, x.fields, w.Code, x.status, alerts(t, w))
		}
	}
	if got := p.public(t); !strings.Contains(got, "Forum de la mer") || strings.Contains(got, "Pris") {
		t.Errorf("readers see %s", got)
	}
	if again, err := p.Members(t.Context(), sea); err != nil || !reflect.DeepEqual(theirs, again) {
		t.Errorf("members of another campus have moved: %v %v", again, err)
	}
	for _, e := range theirs {
		in := false
		for _, m := range mine {
			in = in || m.Organisation.ID == e.Organisation.ID
		}
		if !in {
			check(t, other.get(own+"/membres/"+string(e.Organisation.ID)), 404)
		}
	}
}
