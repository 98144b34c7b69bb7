package web

import (
	"net/http/httptest"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"continuum/internal/account"
	"continuum/internal/campus"
	"continuum/internal/seed"
	"continuum/internal/store"
	"continuum/internal/web/webtest"
	"continuum/internal/workspace"
)

const (
	atelier  = "/espace/campus/bretagne-industries-de-la-mer"
	newEvent = atelier + "/fiches/event/nouvelle"
)

// atWork is a site whose store knows the embedded campuses.
func atWork(t *testing.T, moderated bool) *peopled {
	t.Helper()
	return atWorkWith(t, func(c *Config) { c.Moderated = moderated })
}

func atWorkWith(t *testing.T, change func(*Config)) *peopled {
	t.Helper()
	p := withPeople(t, change)
	records, _, err := seed.Load()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Seed(t.Context(), records, "v1"); err != nil {
		t.Fatal(err)
	}
	return p
}

// write posts an event, kept or sent.
func write(r *reader, path, version, do, name string) *httptest.ResponseRecorder {
	return r.post(path, "version", version, "faire", do, "name", name, "date", "2027-01-30", "heure", "09:00", "heure_fin", "17:00", "place", "Lycée, Brest")
}

// public are the names that everyone sees.
func (p *peopled) public(t *testing.T) string {
	t.Helper()
	list, err := p.PublicSheets(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, v := range list {
		d, err := workspace.Parse(v.Kind, v.Body)
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, d.Title())
	}
	return strings.Join(names, ", ")
}

// idOf is the sheet of that name on the page of the workspace.
func idOf(t *testing.T, r *reader, name string) string {
	t.Helper()
	doc, err := webtest.Parse(r.get(atelier).Body)
	if err != nil {
		t.Fatal(err)
	}
	for _, li := range webtest.Find(doc, ".atelier__sheet") {
		if strings.Contains(webtest.Text(li), name) {
			id, _ := webtest.Attr(li, "data-sheet")
			return id
		}
	}
	t.Fatalf("no sheet is called %s", name)
	return ""
}

// A director writes, someone of the region looks, readers see: each in their own pages.
func TestWorkspaceIsLookedAt(t *testing.T) {
	t.Parallel()
	p := atWork(t, true)
	director := p.person("dir@example.org", on(account.Director, mer))
	delegate := p.person("drafpic@example.org", on(account.RegionalDelegate, "academic_region/53"))
	check(t, director.get("/espace"), 200, webtest.In(`a[href="/espace/campus"]`, webtest.HasText("Mes campus")))
	check(t, director.get("/espace/campus"), 200, webtest.Count(`#espace a[href="`+atelier+`"]`, 1))

	// What is wrong is said beside its entry, and nothing typed is lost.
	w := director.post(newEvent, "version", "0", "faire", "envoyer", "name", "PO", "date", "demain", "place", "Brest")
	check(t, w, 422, webtest.In("#name-erreur", webtest.HasText("au moins 3")), webtest.In("#date-erreur", webtest.HasText("AAAA-MM-JJ")),
		webtest.In("#place", webtest.HasAttr("value", "Brest")), webtest.In(".fr-alert a", webtest.HasAttr("href", "#name")))

	to(t, write(director, newEvent, "0", "garder", "Portes ouvertes"), atelier)
	id := idOf(t, director, "Portes ouvertes")
	sheet := atelier + "/fiches/event/" + id
	check(t, director.get(sheet), 200, webtest.In("#date", webtest.HasAttr("value", "2027-01-30")), webtest.In("#heure_fin", webtest.HasAttr("value", "17:00")))
	to(t, write(director, sheet, "1", "envoyer", "Portes ouvertes de janvier"), atelier)
	check(t, write(director, sheet, "1", "envoyer", "Trop tard"), 409, webtest.In("#name", webtest.HasAttr("value", "Trop tard")), webtest.In(".fr-alert", webtest.HasText("entre-temps")))
	if got := p.public(t); got != "" {
		t.Errorf("before it is looked at, readers see %q", got)
	}
	// The director may not look at what they wrote themselves.
	check(t, director.get(atelier), 200, webtest.None(`input[value="accepter"]`))
	check(t, director.post(atelier, "faire", "accepter", "fiche", id, "version", "2"), 403)
	// The delegate is told, and refuses, then accepts.
	check(t, delegate.get("/espace"), 200, webtest.In("main", webtest.HasText("attend d’être relu")))
	to(t, delegate.post("/espace", "faire", "lu"), "/espace")
	check(t, delegate.get("/espace"), 200, webtest.None(`input[value="lu"]`))
	check(t, delegate.post(atelier, "faire", "refuser", "fiche", id, "version", "2", "motif", ""), 400)
	to(t, delegate.post(atelier, "faire", "refuser", "fiche", id, "version", "2", "motif", "La date est fausse."), atelier)
	check(t, director.get("/espace"), 200, webtest.In("main", webtest.HasText("La date est fausse.")))
	to(t, write(director, sheet, "2", "envoyer", "Portes ouvertes de mars"), atelier)
	to(t, delegate.post(atelier, "faire", "accepter", "fiche", id, "version", "3"), atelier)
	if got := p.public(t); got != "Portes ouvertes de mars" {
		t.Errorf("readers see %q", got)
	}
	check(t, delegate.post(atelier, "faire", "accepter", "fiche", id, "version", "3"), 409)
	to(t, director.post(atelier, "faire", "retirer", "fiche", id), atelier)
	if got := p.public(t); got != "" {
		t.Errorf("once withdrawn, readers see %q", got)
	}
}

// Every kind of sheet can be written in the browser, read back and written again.
func TestWorkspaceForms(t *testing.T) {
	t.Parallel()
	p := atWork(t, false)
	director := p.person("dir@example.org", on(account.Director, mer))
	for _, tt := range []struct {
		kind, name string
		fields     []string
	}{
		{"event", "Forum", []string{"name", "Forum", "date", "2027-01-30", "date_fin", "2027-02-02", "audience", "families"}},
		{"equipment", "Halle", []string{"name", "Halle", "place", "Brest", "sharing", "Sur demande", "capacity", "12", "bookable", "oui"}},
		{"project", "Coque", []string{"name", "Coque", "from", "2026-01-01", "milestones", "Étude ; 2026-06-30 ; fait\nEssai ; ; ", "funding", "Région ; 120 000 ; 2026"}},
		{"course", "40025411", []string{"course", "40025411@0290044R", "adds", "Un module"}},
		{"story", "FR", []string{"lang", "fr", "short", "Apprendre les métiers de la mer.", "website", "https://example.fr"}},
		{"figure", "I-55", []string{"indicator", "I-55", "year", "2025", "status", "known", "value", "0,5", "source", "Enquête"}},
		{"figure", "I-20", []string{"indicator", "I-20", "year", "2025", "status", "secret", "value", "", "source", "Enquête"}},
	} {
		path := atelier + "/fiches/" + tt.kind + "/nouvelle"
		check(t, director.get(path), 200, webtest.Count("main h1", 1), webtest.In(`button[value="envoyer"]`, webtest.HasText("Publier")))
		to(t, director.post(path, append([]string{"version", "0", "faire", "envoyer"}, tt.fields...)...), atelier)
		if got := p.public(t); !strings.Contains(got, tt.name) {
			t.Errorf("%s: readers see %q", tt.kind, got)
		}
		list, err := p.Sheets(t.Context(), "bretagne-industries-de-la-mer")
		if err != nil {
			t.Fatal(err)
		}
		var v workspace.Version
		for _, s := range list {
			if d, err := workspace.Parse(s.Kind, s.Body); err == nil && string(s.Kind) == tt.kind && strings.Contains(d.Title(), tt.name) {
				v = s
			}
		}
		// What the form shows, sent as it is, says the same.
		page := atelier + "/fiches/" + tt.kind + "/" + v.Sheet
		doc, err := webtest.Parse(director.get(page).Body)
		if err != nil {
			t.Fatal(err)
		}
		to(t, director.post(page, append(shown(doc), "faire", "envoyer")...), atelier)
		history, err := p.SheetHistory(t.Context(), v.Sheet)
		if err != nil || len(history) != 2 || string(history[0].Body) != string(history[1].Body) {
			t.Errorf("%s: %s, sent back, became %s (%v)", tt.kind, v.Body, history[0].Body, err)
		}
	}
}

// What one may not see is as if it did not exist, and what one sees but may not do is refused.
func TestWorkspaceRights(t *testing.T) {
	t.Parallel()
	p := atWork(t, false)
	director := p.person("dir@example.org", on(account.Director, mer))
	elsewhere := p.person("ailleurs@example.org", on(account.Director, "campus/lannion-numerique-photonique"))
	inspector := p.person("igesr@example.org", on(account.Inspector, "national"))
	member := p.person("membre@example.org", on(account.Member, "organisation/"+string(memberOf(t, p))))
	to(t, write(director, newEvent, "0", "garder", "Un brouillon"), atelier)
	id := idOf(t, director, "Un brouillon")
	sheet := atelier + "/fiches/event/" + id
	for _, path := range []string{atelier, newEvent, sheet, atelier + "/membres.csv"} {
		check(t, elsewhere.get(path), 404)
		to(t, ask(p.site, "GET", path), "/connexion?vers="+strings.ReplaceAll(path, "/", "%2F"))
	}
	check(t, elsewhere.post(atelier, "faire", "retirer", "fiche", id), 404)
	check(t, write(elsewhere, sheet, "1", "envoyer", "Volé"), 404)
	// The same sheet through another campus, or as another kind.
	check(t, elsewhere.get("/espace/campus/lannion-numerique-photonique/fiches/event/"+id), 404)
	check(t, write(elsewhere, "/espace/campus/lannion-numerique-photonique/fiches/event/"+id, "1", "envoyer", "Volé"), 404)
	check(t, director.get(atelier+"/fiches/project/"+id), 404)
	check(t, director.get(atelier+"/fiches/poem/nouvelle"), 404)
	for _, r := range []*reader{inspector, member} {
		check(t, r.get(atelier), 200, webtest.None(`a[href="`+newEvent+`"]`), webtest.None("#signalements"))
		check(t, r.get(newEvent), 403)
		check(t, write(r, newEvent, "0", "envoyer", "Non"), 403)
		check(t, r.get(atelier+"/membres.csv"), 404)
	}
	check(t, write(director, sheet, "x", "envoyer", "Forum"), 400)
	if got := p.public(t); got != "" {
		t.Errorf("readers see %q", got)
	}
}

// What readers report of a campus comes to its people, who deal with it; that of another
// campus can't be closed from here.
func TestWorkspaceReports(t *testing.T) {
	t.Parallel()
	p := atWork(t, false)
	director := p.person("dir@example.org", on(account.Director, mer))
	for _, r := range []store.Report{
		{ID: "r1", Page: "/campus/bretagne-industries-de-la-mer", Campus: "bretagne-industries-de-la-mer", Message: "La ville <b>est fausse</b>."},
		{ID: "r2", Page: "/campus/lannion-numerique-photonique", Campus: "lannion-numerique-photonique", Message: "Autre chose."},
	} {
		if err := p.AddReport(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	check(t, director.get(atelier), 200, webtest.In("#signalements", webtest.HasText("<b>est fausse</b>"), webtest.HasNoText("Autre chose")))
	check(t, director.post(atelier, "faire", "clore", "signalement", "r2"), 404)
	to(t, director.post(atelier, "faire", "clore", "signalement", "r1"), atelier)
	check(t, director.get(atelier), 200, webtest.In("#signalements", webtest.HasNoText("est fausse")))
	csv := director.get(atelier + "/membres.csv")
	if !strings.Contains(csv.Header().Get("Content-Type"), "text/csv") || !strings.Contains(csv.Body.String(), "nom;nature;role") {
		t.Errorf("members: %v %.200s", csv.Header(), csv.Body)
	}
}

// shown are the entries of a form as a browser would send them back.
func shown(doc *html.Node) []string { return shownIn(doc, "#fiche") }

// shownIn is what a form shows, as a browser would send it.
func shownIn(doc *html.Node, form string) (fields []string) {
	for _, n := range webtest.Find(doc, form+" input") {
		name, _ := webtest.Attr(n, "name")
		value, _ := webtest.Attr(n, "value")
		kind, _ := webtest.Attr(n, "type")
		if _, checked := webtest.Attr(n, "checked"); kind != "checkbox" || checked {
			fields = append(fields, name, value)
		}
	}
	for _, n := range webtest.Find(doc, form+" textarea") {
		name, _ := webtest.Attr(n, "name")
		var text string
		if n.FirstChild != nil {
			text = n.FirstChild.Data
		}
		fields = append(fields, name, text)
	}
	for _, s := range webtest.Find(doc, form+" select") {
		name, _ := webtest.Attr(s, "name")
		for _, o := range webtest.Find(s, "option") {
			if _, selected := webtest.Attr(o, "selected"); selected {
				value, _ := webtest.Attr(o, "value")
				fields = append(fields, name, value)
			}
		}
	}
	return fields
}

// memberOf is an organisation of the campus of the sea.
func memberOf(t *testing.T, p *peopled) campus.OrgID {
	t.Helper()
	records, _, err := p.Records(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range records.Memberships {
		if m.Campus == "bretagne-industries-de-la-mer" && m.Public() {
			return m.Organisation
		}
	}
	t.Fatal("the campus has no member")
	return ""
}

// Who writes a project and who says what funds it need not be the same; the governance
// approves figures.
func TestWorkspaceFundingAndFigures(t *testing.T) {
	t.Parallel()
	p := atWork(t, false)
	director := p.person("dir@example.org", on(account.Director, mer))
	coordinator := p.person("coord@example.org", on(account.Coordinator, "academic_region/53"))
	region := p.person("region@example.org", on(account.RegionOfficer, "region/53"))
	board := p.person("gouvernance@example.org", on(account.Governance, mer))
	path := atelier + "/fiches/project/nouvelle"
	check(t, region.get(path), 403)
	to(t, director.post(path, "version", "0", "faire", "envoyer", "name", "Coque", "funding", "Région ; 120000 ; 2026"), atelier)
	sheet := atelier + "/fiches/project/" + idOf(t, director, "Coque")
	funding := func() string {
		t.Helper()
		h, err := p.SheetHistory(t.Context(), sheet[strings.LastIndexByte(sheet, '/')+1:])
		if err != nil {
			t.Fatal(err)
		}
		return string(h[0].Body)
	}
	check(t, region.get(sheet), 200, webtest.None("#name"), webtest.In("#funding", webtest.HasText("120000")))
	to(t, region.post(sheet, "version", "1", "faire", "envoyer", "name", "Volé", "funding", "Région ; 90000 ; 2026"), atelier)
	if got := funding(); !strings.Contains(got, "90000") || strings.Contains(got, "Volé") {
		t.Errorf("the region wrote %s", got)
	}
	check(t, coordinator.get(sheet), 200, webtest.None("#funding"))
	to(t, coordinator.post(sheet, "version", "2", "faire", "envoyer", "name", "Coque verte", "funding", "Moi ; 1 ; 2026"), atelier)
	if got := funding(); !strings.Contains(got, "90000") || !strings.Contains(got, "Coque verte") {
		t.Errorf("the coordinator wrote %s", got)
	}
	check(t, board.get(sheet), 403)

	to(t, director.post(atelier+"/fiches/figure/nouvelle", "version", "0", "faire", "envoyer", "indicator", "I-20", "year", "2025", "status", "known", "value", "4", "source", "Enquête"), atelier)
	var figure string
	list, err := p.Sheets(t.Context(), "bretagne-industries-de-la-mer")
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range list {
		if v.Kind == workspace.KindFigure {
			figure = v.Sheet
		}
	}
	check(t, director.get(atelier), 200, webtest.None(`input[value="valider"]`))
	check(t, director.post(atelier, "faire", "valider", "fiche", figure), 403)
	check(t, board.get(atelier), 200, webtest.In(`input[value="valider"]`, webtest.HasAttr("name", "faire")))
	to(t, board.post(atelier, "faire", "valider", "fiche", figure), atelier)
	check(t, director.get(atelier), 200, webtest.In("#figure", webtest.HasText("Validé par la gouvernance le 24 novembre 2026")))
}

// A director who opens a campus for the first time is told what to do first, each line a way
// there; who only looks at it is told nothing.
func TestWorkspaceSaysWhatToDo(t *testing.T) {
	t.Parallel()
	p := atWork(t, false)
	director := p.person("dir@example.org", on(account.Director, mer))
	officer := p.person("charge@example.org", on(account.ProjectOfficer, mer))
	delegate := p.person("drafpic@example.org", on(account.RegionalDelegate, "academic_region/53"))
	lines := func(who *reader) (list []string) {
		t.Helper()
		doc, err := webtest.Parse(who.get(atelier).Body)
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range webtest.Find(doc, "#a-faire li a") {
			list = append(list, webtest.Text(a))
			path, _ := webtest.Attr(a, "href")
			if strings.HasPrefix(path, "#") {
				if len(webtest.Find(doc, path)) != 1 {
					t.Errorf("%s leads nowhere on the page", path)
				}
			} else if w := who.get(path); w.Code != 200 {
				t.Errorf("%s leads to %s, which answers %d", webtest.Text(a), path, w.Code)
			}
		}
		return list
	}
	first := lines(director)
	if len(first) < 4 || !strings.HasPrefix(first[0], "Présenter le campus") || !strings.Contains(strings.Join(first, "\n"), "de confirmer") {
		t.Errorf("a director is told to do %q", first)
	}
	if got := strings.Join(lines(officer), "\n"); !strings.Contains(got, "Présenter") || strings.Contains(got, "confirmer") {
		t.Errorf("who does not keep members is told to do %q", got)
	}
	check(t, delegate.get(atelier), 200, webtest.None("#a-faire"))
	to(t, director.post(atelier+"/fiches/story/nouvelle", "version", "0", "faire", "envoyer", "lang", "fr", "short", "Apprendre les métiers de la mer."), atelier)
	if got := lines(director); len(got) != len(first)-1 || strings.HasPrefix(got[0], "Présenter") {
		t.Errorf("once the campus is presented, a director is told to do %q", got)
	}
}
