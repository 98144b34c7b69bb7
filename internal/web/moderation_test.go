package web

import (
	"fmt"
	"net/http/httptest"
	"reflect"
	"slices"
	"strings"
	"testing"

	"continuum/internal/account"
	"continuum/internal/campus"
	"continuum/internal/member"
	"continuum/internal/web/espacecampus"
	"continuum/internal/web/webtest"
	"continuum/internal/workspace"
)

const (
	relire = "/espace/a-relire"
	seaID  = campus.ID("bretagne-industries-de-la-mer")
)

// facts is all that the public reads of campuses, as text: what the register believes and
// the public sheets.
func (p *peopled) facts(t *testing.T) string {
	t.Helper()
	records, _, err := p.Records(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, o := range records.Organisations {
		if o.Retired.IsZero() {
			fmt.Fprintln(&b, o.ID, o.Name, o.Kind, o.UAI, o.SIRET, o.City, o.Commune)
		}
	}
	for _, m := range records.Memberships {
		if m.Retired.IsZero() {
			fmt.Fprintln(&b, m.Campus, m.Organisation, m.Role, m.Standing, m.Valid.From, m.Valid.Until)
		}
	}
	sheets, err := p.PublicSheets(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range sheets {
		fmt.Fprintln(&b, v.Campus, v.Sheet, string(v.Body))
	}
	return b.String()
}

// elementOf is the first thing that waits on the queue of someone, and its version.
func elementOf(t *testing.T, r *reader) (id, version string) {
	t.Helper()
	doc, err := webtest.Parse(r.get(relire).Body)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range webtest.Find(doc, `input[name="element"]`) {
		id, _ = webtest.Attr(n, "value")
	}
	for _, n := range webtest.Find(doc, `input[name="version"]`) {
		version, _ = webtest.Attr(n, "value")
	}
	return id, version
}

// Every act by which people of a campus change what is public of it waits where the operator
// moderates: readers see what they saw until someone who looks accepts.
func TestModerationHoldsForEveryPublicFact(t *testing.T) {
	if testing.Short() {
		t.Skip("one thing after the other: the race detector has nothing to find, and takes a minute")
	}
	t.Parallel()
	p := atWork(t, true)
	director := p.person("dir@example.org", on(account.Director, mer))
	carrier := p.person("porteur@example.org", on(account.Carrier, mer))
	officer := p.person("projet@example.org", on(account.ProjectOfficer, mer))
	region := p.person("region@example.org", on(account.RegionOfficer, "region/53"))
	mate := p.person("membre@example.org", on(account.Member, "organisation/"+cefcm))
	delegate := p.person("drafpic@example.org", on(account.RegionalDelegate, "academic_region/53"))
	elsewhere := p.person("ailleurs@example.org", on(account.RegionalDelegate, "academic_region/11"))

	own := "/espace/organisations/" + cefcm
	page := membres + "/" + cefcm
	part := func(fields ...string) []string {
		return append([]string{"faire", "role", "membership", p.entryOf(t, cefcm).Current().ID}, fields...)
	}
	body := func(fields ...string) []string {
		o := p.entryOf(t, cefcm).Organisation
		return append([]string{"faire", "corriger", "campus", string(seaID), "kind", string(o.Kind), "city", o.City, "commune", o.Commune, "name", o.Name}, fields...)
	}
	// accept has the director accept what the member proposed last.
	accept := func() *httptest.ResponseRecorder {
		list, err := p.MemberProposals(t.Context(), seaID)
		if err != nil || len(list) != 1 {
			t.Fatal(list, err)
		}
		return director.post(membres, "faire", "accepter", "proposition", list[0].ID)
	}
	sheet := func(r *reader, kind string, fields ...string) *httptest.ResponseRecorder {
		return r.post(atelier+"/fiches/"+kind+"/nouvelle", append([]string{"version", "0", "faire", "envoyer"}, fields...)...)
	}
	// again writes the sheet of a kind again.
	again := func(r *reader, kind workspace.Kind, fields ...string) *httptest.ResponseRecorder {
		list, err := p.Sheets(t.Context(), seaID)
		if err != nil {
			t.Fatal(err)
		}
		v := list[slices.IndexFunc(list, func(v workspace.Version) bool { return v.Kind == kind })]
		return r.post(atelier+"/fiches/"+string(kind)+"/"+v.Sheet, append([]string{"version", fmt.Sprint(v.Number), "faire", "envoyer"}, fields...)...)
	}
	for _, tt := range []struct {
		act   string // what is done, beginning with the method of the store that would make it public
		do    func() *httptest.ResponseRecorder
		shown string // what who looks is shown
	}{
		{"ChangeMembers: a body joins", func() *httptest.ResponseRecorder {
			return director.post(nouveau, "name", "Ifremer", "kind", "laboratoire", "role", "partenaire")
		}, "Laboratoire"},
		{"ChangeMembers: by the carrier", func() *httptest.ResponseRecorder {
			return carrier.post(nouveau, "name", "Cinav", "kind", "autre", "role", "membre")
		}, "Cinav"},
		{"ChangeMembers: its part", func() *httptest.ResponseRecorder { return director.post(page, part("role", "partenaire")...) }, "Partenaire"},
		{"ChangeMembers: its dates", func() *httptest.ResponseRecorder {
			return director.post(page, part("role", "partenaire", "from", "2020-02-01")...)
		}, "1er février 2020"},
		{"ChangeMembers: a list", func() *httptest.ResponseRecorder {
			list := "nom;nature;role\nPiriou;Entreprise;Partenaire\n"
			doc, err := webtest.Parse(director.post(atelier+"/import-membres", "fichier", list).Body)
			if err != nil {
				t.Fatal(err)
			}
			plan, _ := webtest.Attr(webtest.Find(doc, `#ecrire input[name="plan"]`)[0], "value")
			return director.post(atelier+"/import-membres", "faire", "importer", "plan", plan, "contenu", list)
		}, "Piriou"},
		{"DecideMember: a correction of the body", func() *httptest.ResponseRecorder {
			to(t, mate.post(own, body("name", "CEFCM", "said", "Nous avons changé de nom.")...), own)
			return accept()
		}, "Nous avons changé de nom."},
		{"DecideMember: a day on which it leaves", func() *httptest.ResponseRecorder {
			to(t, mate.post(own, body("until", "2030-02-01")...), own)
			return accept()
		}, "1er février 2030"},
		{"ChangeMembers: it leaves", func() *httptest.ResponseRecorder {
			return director.post(page, part("role", "partenaire", "from", "2020-02-01", "until", "2026-10-01")...)
		}, "1er octobre 2026"},
		{"SaveSheet: a date", func() *httptest.ResponseRecorder {
			return sheet(director, "event", "name", "Portes ouvertes", "date", "2027-01-30", "audience", "families")
		}, "30 janvier 2027"},
		{"SaveSheet: a date, again", func() *httptest.ResponseRecorder {
			return again(director, workspace.KindEvent, "name", "Portes ouvertes", "date", "2027-01-31")
		}, "31 janvier 2027"},
		{"SaveSheet: equipment", func() *httptest.ResponseRecorder {
			return sheet(director, "equipment", "name", "Halle", "place", "Brest", "sharing", "Sur demande", "owner", "ecole-navale-lanveoc")
		}, "École navale"},
		{"SaveSheet: a project", func() *httptest.ResponseRecorder { return sheet(officer, "project", "name", "Coque") }, "Coque"},
		{"SaveSheet: what funds it", func() *httptest.ResponseRecorder {
			return again(region, workspace.KindProject, "funding", "Région ; 120000 ; 2026")
		}, "120000"},
		{"SaveSheet: a training", func() *httptest.ResponseRecorder {
			return sheet(director, "course", "course", "40025411@0290044R", "adds", "Un module")
		}, "Un module"},
		{"SaveSheet: how it presents itself", func() *httptest.ResponseRecorder {
			return sheet(director, "story", "lang", "fr", "short", "Apprendre les métiers de la mer.")
		}, "Apprendre les métiers"},
		{"SaveSheet: a figure", func() *httptest.ResponseRecorder {
			return sheet(director, "figure", "indicator", "I-20", "year", "2025", "status", "known", "value", "4", "source", "Enquête")
		}, "Enquête"},
	} {
		before := p.facts(t)
		if w := tt.do(); w.Code != 303 {
			t.Errorf("%s: %d, %.600s", tt.act, w.Code, w.Body)
			continue
		}
		if p.facts(t) != before {
			t.Errorf("%s: public before anyone looked", tt.act)
		}
		// Who looks elsewhere does not see it; who proposed it sees that it waits.
		check(t, elsewhere.get(relire), 200, webtest.None(`input[name="element"]`))
		check(t, director.get(relire), 404)
		check(t, delegate.get(relire), 200, webtest.Count("main section", 1), webtest.In("main section table", webtest.HasText("Aujourd’hui")), webtest.In("main section", webtest.HasText(tt.shown)))
		if strings.Contains(tt.act, "Member") {
			check(t, director.get(membres), 200, webtest.In("#espace", webtest.HasText("Changements qui attendent")), webtest.None(`input[value="accepter"]`))
		} else {
			check(t, director.get(atelier), 200, webtest.In("#espace", webtest.HasText("attend d’être relu")), webtest.None(`input[value="accepter"]`))
		}
		id, version := elementOf(t, delegate)
		check(t, delegate.post(relire, "faire", "refuser", "element", id, "version", version, "motif", " "), 400, webtest.In("#motif-"+id+"-erreur", webtest.HasText("obligatoire")))
		check(t, director.post(relire, "faire", "accepter", "element", id, "version", version), 404)
		check(t, elsewhere.post(relire, "faire", "accepter", "element", id, "version", version), 409)
		if p.facts(t) != before {
			t.Errorf("%s: made public by who does not look", tt.act)
		}
		to(t, delegate.post(relire, "faire", "accepter", "element", id, "version", version), relire)
		if p.facts(t) == before {
			t.Errorf("%s: accepted, it is not public", tt.act)
		}
		check(t, delegate.post(relire, "faire", "accepter", "element", id, "version", version), 409)
	}

	// What the campus may not do itself where changes are looked at.
	before := p.facts(t)
	check(t, director.post(page, append(body(), "faire", "organisme")...), 403)
	check(t, director.post(page, "faire", "separer", "fusion", "x"), 403)
	check(t, director.post(membres+"/ecole-navale-lanveoc/doublon/x"), 404)
	if p.facts(t) != before {
		t.Error("the campus changed what it may not")
	}
}

// Each method of the store by which the workspace writes is one that the test above plays,
// or one that makes nothing public by itself.
func TestModerationKnowsEveryWay(t *testing.T) {
	t.Parallel()
	const played, private = "played above", "changes nothing that is public"
	ways := map[string]string{
		"ChangeMembers": played, "DecideMember": played, "SaveSheet": played, "DecideSheet": played,
		"ProposeMembers": private, "EndorseMember": private, "SaveMemberFile": private, "ConfirmMember": private,
		"ApproveFigure": private, "AskBooking": private, "MoveBooking": private, "CloseReport": private,
		"MergeMembers":  "only who looks at every campus of both may, see mayEverywhere",
		"PartMembers":   "as MergeMembers",
		"WithdrawSheet": "at once, so that a mistake or a name does not stay; who looks is told, see TestTakenOffAtOnce",
	}
	reads := []string{
		"Sheets", "SheetHistory", "OpenReports", "Members", "Organisations", "Seats", "MemberProposals", "Approvals", "Bookings", "Merges", "PendingSheets", "PendingMembers", "PublicSheets",
	}
	s := reflect.TypeFor[espacecampus.Store]()
	for m := range s.Methods() {
		if name := m.Name; ways[name] == "" && !slices.Contains(reads, name) {
			t.Errorf("does %s change what is public? Play it in TestModerationHoldsForEveryPublicFact", name)
		}
	}
}

// What is taken off the pages goes at once, and who looks is told.
func TestTakenOffAtOnce(t *testing.T) {
	t.Parallel()
	p := atWork(t, true)
	director := p.person("dir@example.org", on(account.Director, mer))
	delegate := p.person("drafpic@example.org", on(account.RegionalDelegate, "academic_region/53"))
	v, err := p.SaveSheet(t.Context(), workspace.Version{Campus: seaID, Kind: workspace.KindProject, State: workspace.Public, Author: "operator", Body: []byte(`{"name":"Coque","text":""}`)})
	if err != nil {
		t.Fatal(err)
	}
	to(t, director.post(atelier, "faire", "retirer", "fiche", v.Sheet), atelier)
	if got := p.public(t); got != "" {
		t.Errorf("readers see %q", got)
	}
	check(t, delegate.get("/espace"), 200, webtest.In("main", webtest.HasText("« Coque » a été retiré")))
}

// Who looks answers what was shown: a version written since waits for another look. A
// correction of a body that several campuses have is for who looks at all of them.
func TestWhatWasShownIsAnswered(t *testing.T) {
	t.Parallel()
	p := atWork(t, true)
	director := p.person("dir@example.org", on(account.Director, mer))
	mate := p.person("membre@example.org", on(account.Member, "organisation/"+cefcm))
	delegate := p.person("drafpic@example.org", on(account.RegionalDelegate, "academic_region/53"))
	national := p.person("dgesco@example.org", on(account.NationalOfficer, "national"))
	to(t, write(director, newEvent, "0", "envoyer", "Portes ouvertes"), atelier)
	id, version := elementOf(t, delegate)
	to(t, write(director, atelier+"/fiches/event/"+strings.TrimPrefix(id, "fiche-"), "1", "envoyer", "<b>Autre</b> chose"), atelier)
	check(t, delegate.post(relire, "faire", "accepter", "element", id, "version", version), 409, webtest.In("main section", webtest.HasText("<b>Autre</b> chose")), webtest.None("main section b"))
	if got := p.public(t); got != "" {
		t.Errorf("readers see %q", got)
	}
	to(t, delegate.post(relire, "faire", "refuser", "element", id, "version", "2", "motif", "La date est fausse."), relire)
	check(t, director.get("/espace"), 200, webtest.In("main", webtest.HasText("La date est fausse.")))

	other := otherRegion(t, p)
	if err := p.ChangeMembers(t.Context(), other, "operator", []member.Change{{Organisation: cefcm, Role: campus.Partner}}); err != nil {
		t.Fatal(err)
	}
	o := p.entryOf(t, cefcm).Organisation
	own := "/espace/organisations/" + cefcm
	to(t, mate.post(own, "faire", "corriger", "campus", string(seaID), "kind", string(o.Kind), "city", o.City, "commune", o.Commune, "name", "CEFCM"), own)
	list, err := p.MemberProposals(t.Context(), seaID)
	if err != nil || len(list) != 1 {
		t.Fatal(list, err)
	}
	check(t, director.get(membres), 200, webtest.In("#espace", webtest.HasText("sera encore relu")))
	to(t, director.post(membres, "faire", "accepter", "proposition", list[0].ID), membres)
	check(t, director.post(membres, "faire", "accepter", "proposition", list[0].ID), 403)
	check(t, mate.get(own), 200, webtest.In("#corrections", webtest.HasText("Accepté par le campus")))
	id, _ = elementOf(t, delegate)
	check(t, delegate.get(relire), 200, webtest.In("main section", webtest.HasText("aussi membre d’autres campus")), webtest.None(`input[value="accepter"]`))
	check(t, delegate.post(relire, "faire", "accepter", "element", id), 403)
	to(t, national.post(relire, "faire", "accepter", "element", id), relire)
	if e := p.entryOf(t, cefcm); e.Organisation.Name != "CEFCM" {
		t.Errorf("the body is called %s", e.Organisation.Name)
	}
	check(t, mate.get("/espace"), 200, webtest.In("main", webtest.HasText("est accepté")))
}

// otherRegion is a campus of another Region than that of the campus of the sea.
func otherRegion(t *testing.T, p *peopled) campus.ID {
	t.Helper()
	records, _, err := p.Records(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range records.Campuses {
		if strings.Contains(string(c.ID), "aeronautique") {
			return c.ID
		}
	}
	t.Fatal("no such campus")
	return ""
}
