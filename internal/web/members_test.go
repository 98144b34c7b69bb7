package web

import (
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"continuum/internal/account"
	"continuum/internal/campus"
	"continuum/internal/member"
	"continuum/internal/web/webtest"
	"continuum/internal/workspace"
)

const (
	membres   = atelier + "/membres"
	nouveau   = atelier + "/nouveau-membre"
	vauban    = "lycee-polyvalent-vauban-brest"
	cefcm     = "centre-europeen-de-formation-continue-maritime-cefcm-concarneau"
	goodSIRET = "13002526500013"
)

// entryOf is a member of the campus of the sea, as the store has it.
func (p *peopled) entryOf(t *testing.T, id campus.OrgID) *member.Entry {
	t.Helper()
	list, err := p.Members(t.Context(), "bretagne-industries-de-la-mer")
	if err != nil {
		t.Fatal(err)
	}
	for i := range list {
		if list[i].Organisation.ID == id {
			return &list[i]
		}
	}
	return nil
}

// A director finds a body, has it join, changes its part, keeps its agreement, sees it go.
func TestMembersAreKept(t *testing.T) {
	t.Parallel()
	p := atWork(t, false)
	director := p.person("dir@example.org", on(account.Director, mer))
	check(t, director.get(membres), 200, webtest.In("#membres-table", webtest.HasText("École navale"), webtest.HasText("jamais confirmé"), webtest.HasNoText("Vauban")))
	check(t, director.get(nouveau+"?q=lycee+de+la+rade"), 200, webtest.In("#trouves", webtest.HasText("0560102L")), webtest.In("#libre", webtest.HasText("décrire")))
	check(t, director.get(nouveau+"?q=0560102l"), 200, webtest.In("#trouves", webtest.HasText("0560102L")))
	check(t, director.get(nouveau+"?q=13002526500014"), 200, webtest.In("#q-erreur", webtest.HasText("SIRET")), webtest.None("#trouves li"))
	check(t, director.get(nouveau+"?uai=0560102L"), 200, webtest.In("#uai", webtest.HasAttr("value", "0560102L")))
	check(t, director.get(nouveau+"?uai=9999999Z"), 404)
	check(t, director.get(nouveau+"?libre=13002526500013"), 200, webtest.In("#siret", webtest.HasAttr("value", goodSIRET)))

	// What is wrong is said beside its entry, and nothing typed is lost.
	w := director.post(nouveau, "name", "", "kind", "", "uai", "0290044A", "siret", "13002526500014", "commune", "29200", "role", "roi", "from", "demain", "contact_mail", "anne", "link", "javascript:alert(1)", "reference", "CV-1")
	check(t, w, 422, webtest.In("#name-erreur", webtest.HasText("nom")), webtest.In("#kind-erreur", webtest.HasText("nature")), webtest.In("#uai-erreur", webtest.HasText("lettre")),
		webtest.In("#siret-erreur", webtest.HasText("SIRET")), webtest.In("#commune-erreur", webtest.HasText("code postal")), webtest.In("#role-erreur", webtest.HasText("rôle")),
		webtest.In("#from-erreur", webtest.HasText("AAAA")), webtest.In("#contact_mail-erreur", webtest.HasText("courriel")), webtest.In("#link-erreur", webtest.HasText("https")),
		webtest.In("#reference", webtest.HasAttr("value", "CV-1")))
	ifremer := []string{"name", "Station <b>marine</b>", "kind", "laboratoire", "siret", "130 025 265 00013", "commune", "29019", "role", "partenaire", "from", "2026-09", "reference", "CV-1", "contact_mail", "anne@example.org"}
	to(t, director.post(nouveau, ifremer...), membres)
	e := p.entryOf(t, "station-b-marine-b-brest")
	if e == nil || e.Organisation.City != "Brest" || e.Organisation.SIRET != goodSIRET || e.Current().Role != campus.Partner || e.File.Contact.Mail != "anne@example.org" {
		t.Fatalf("kept %+v", e)
	}
	check(t, director.post(nouveau, ifremer...), 409, webtest.In("#role-erreur", webtest.HasText("déjà ce rôle")))
	check(t, director.get(membres), 200, webtest.In("#membres-table", webtest.HasText("Station <b>marine</b>"), webtest.HasText("CV-1")), webtest.None("#membres-table b"))

	// A candidate that is added is established under the name that the register knows.
	to(t, director.post(nouveau, "name", "Lycée polyvalent Vauban", "kind", "lycee_polyvalent", "city", "Brest", "commune", "29019", "role", "membre"), membres)
	if p.entryOf(t, vauban) == nil {
		t.Error("the body that the register knew was recorded again")
	}

	page := membres + "/" + string(e.Organisation.ID)
	check(t, director.get(page), 200, webtest.In("#membre #role", webtest.HasText("Partenaire")), webtest.In("#from", webtest.HasAttr("value", "2026-09")), webtest.In("#contact_mail", webtest.HasAttr("value", "anne@example.org")))
	seen := e.Current().ID
	change := func(r string) []string {
		return []string{"faire", "role", "membership", seen, "role", r, "from", "2026-09-01"}
	}
	to(t, director.post(page, change("membre")...), page)
	check(t, director.post(page, change("porteur")...), 409, webtest.In("#role-erreur", webtest.HasText("entre-temps")), webtest.In(`#role option[value="porteur"]`, webtest.HasAttr("selected", "")))
	check(t, director.post(page, "faire", "fiche", "version", "0", "reference", "CV-2"), 409, webtest.In("#reference", webtest.HasAttr("value", "CV-2")))
	to(t, director.post(page, "faire", "fiche", "version", "1", "reference", "CV-2", "signed", "2025-01-01", "agreement_until", "2027-02-01"), page)
	if e = p.entryOf(t, e.Organisation.ID); e.File.Contact.Mail != "" || e.File.Reference != "CV-2" {
		t.Errorf("the file is %+v", e.File)
	}
	check(t, director.get(membres), 200, webtest.In("#membres-table", webtest.HasText("moins de six mois")))
	to(t, director.post(page, "faire", "organisme", "name", "Station marine", "kind", "laboratoire", "city", "Brest", "commune", "29019"), page)
	to(t, director.post(page, "faire", "role", "membership", e.Current().ID, "role", "membre", "from", "2026-09-01", "until", "2026-10-01"), page)
	check(t, director.get(membres), 200, webtest.In("#anciens-table", webtest.HasText("Station marine"), webtest.HasText("1er septembre 2026")), webtest.In("#membres-table", webtest.HasNoText("Station")))
	csv := director.get(membres + ".csv").Body.String()
	if !strings.HasPrefix(csv, "\ufeffnom;nature;role") || !strings.Contains(csv, "Station marine;Laboratoire;Membre;") {
		t.Errorf("members: %.400s", csv)
	}
	if w := director.get(membres + ".xlsx"); w.Code != 200 || !strings.HasPrefix(w.Body.String(), "PK") {
		t.Errorf("workbook: %d", w.Code)
	}
}

// What people of the campus change is looked at where the operator wants that; contacts and
// agreements, which nobody sees, are kept at once.
func TestMembersAreLookedAt(t *testing.T) {
	t.Parallel()
	p := atWork(t, true)
	director := p.person("dir@example.org", on(account.Director, mer))
	delegate := p.person("drafpic@example.org", on(account.RegionalDelegate, "academic_region/53"))
	to(t, director.post(nouveau, "name", "Ifremer", "kind", "laboratoire", "role", "partenaire"), membres)
	check(t, director.get(membres), 200, webtest.In("#espace", webtest.HasText("Changements qui attendent"), webtest.HasText("Ifremer")), webtest.In("#membres-table", webtest.HasNoText("Ifremer")), webtest.None(`input[value="accepter"]`))
	check(t, delegate.get("/espace"), 200, webtest.In("main", webtest.HasText("« Ifremer » attend une réponse")))
	proposals, err := p.MemberProposals(t.Context(), "bretagne-industries-de-la-mer")
	if err != nil || len(proposals) != 1 {
		t.Fatal(proposals, err)
	}
	id := proposals[0].ID
	check(t, director.post(membres, "faire", "accepter", "proposition", id), 403)
	check(t, delegate.post(membres, "faire", "refuser", "proposition", id, "motif", " "), 400, webtest.In("#motif-"+id+"-erreur", webtest.HasText("obligatoire")))
	to(t, delegate.post(membres, "faire", "accepter", "proposition", id), membres)
	check(t, delegate.post(membres, "faire", "accepter", "proposition", id), 409)
	check(t, director.get("/espace"), 200, webtest.In("main", webtest.HasText("est accepté")))
	check(t, director.get(membres), 200, webtest.In("#membres-table", webtest.HasText("Ifremer")))
	page := membres + "/" + cefcm
	to(t, director.post(page, "faire", "fiche", "version", "0", "reference", "CV-7"), page)
	if e := p.entryOf(t, cefcm); e == nil || e.File.Reference != "CV-7" {
		t.Errorf("the file waits: %+v", e)
	}
	// The region's own changes wait for nobody.
	to(t, delegate.post(nouveau, "name", "Cinav", "kind", "autre", "role", "membre"), membres)
	check(t, delegate.get(membres), 200, webtest.In("#membres-table", webtest.HasText("Cinav")))
}

// What one may not see is as if it did not exist, and contacts are nobody else's.
func TestMembersRights(t *testing.T) {
	t.Parallel()
	p := atWork(t, false)
	director := p.person("dir@example.org", on(account.Director, mer))
	officer := p.person("projet@example.org", on(account.ProjectOfficer, mer))
	elsewhere := p.person("ailleurs@example.org", on(account.Director, "campus/lannion-numerique-photonique"))
	inspector := p.person("igesr@example.org", on(account.Inspector, "national"))
	mate := p.person("membre@example.org", on(account.Member, "organisation/"+cefcm))
	page := membres + "/" + cefcm
	to(t, director.post(page, "faire", "fiche", "version", "0", "contact_name", "Yann Secret", "reference", "CV-9"), page)
	for _, path := range []string{membres, page, nouveau, membres + ".csv", membres + ".xlsx", page + "/doublon/ecole-navale-lanveoc"} {
		check(t, elsewhere.get(path), 404)
		to(t, ask(p.site, "GET", path), "/connexion?vers="+strings.ReplaceAll(path, "/", "%2F"))
	}
	for _, path := range []string{membres, page, nouveau} {
		check(t, elsewhere.post(path, "faire", "fiche", "version", "1", "reference", "volé"), 404)
	}
	for _, r := range []*reader{inspector, mate} {
		check(t, r.get(membres), 200, webtest.In("#membres-table", webtest.HasNoText("CV-9")), webtest.None(`a[href="`+page+`"]`), webtest.None(`a[href="`+nouveau+`"]`))
		check(t, r.get(page), 404)
		check(t, r.get(nouveau), 403)
		check(t, r.post(page, "faire", "fiche", "version", "1"), 404)
		check(t, r.get(membres+".csv"), 404)
	}
	// Who follows the campus reads the contact, and may not change it.
	check(t, officer.get(page), 200, webtest.In("#fiche-partie", webtest.HasText("Yann Secret")), webtest.None("#suivi"), webtest.None("#membre"))
	check(t, officer.post(page, "faire", "fiche", "version", "1"), 403)
	check(t, director.get(membres+"/"+vauban), 404) // a candidate is no member
	check(t, director.post(page, "faire", "autre"), 400)
	check(t, director.get(page+"/doublon/ecole-navale-lanveoc"), 404) // not alike
	for _, public := range []string{"/campus/bretagne-industries-de-la-mer", "/api/v1/campuses/bretagne-industries-de-la-mer"} {
		if body := ask(p.site, "GET", public).Body.String(); strings.Contains(body, "Yann Secret") || strings.Contains(body, "CV-9") {
			t.Errorf("%s tells what is kept of a member", public)
		}
	}
}

// Two bodies of the register are the same: who keeps every campus that has one of them
// makes them one, and parts them.
func TestTwinsAreMadeOne(t *testing.T) {
	t.Parallel()
	p := atWork(t, false)
	director := p.person("dir@example.org", on(account.Director, mer))
	national := p.person("dgesco@example.org", on(account.NationalOfficer, "national"), on(account.Director, mer))
	twin := member.Change{Facts: &member.Facts{Name: "CEFCM", Kind: campus.TrainingBody, SIRET: goodSIRET}, Role: campus.Partner}
	if err := p.ChangeMembers(t.Context(), "lannion-numerique-photonique", "operator", []member.Change{twin}); err != nil {
		t.Fatal(err)
	}
	was := p.entryOf(t, cefcm)
	facts := member.FactsOf(&was.Organisation)
	facts.SIRET = goodSIRET
	if err := p.ChangeMembers(t.Context(), "bretagne-industries-de-la-mer", "operator", []member.Change{{Organisation: cefcm, Facts: &facts}}); err != nil {
		t.Fatal(err)
	}
	other := p.person("lannion@example.org", on(account.Director, "campus/lannion-numerique-photonique"))
	hall, err := p.SaveSheet(t.Context(), workspace.Version{
		Campus: "lannion-numerique-photonique", Kind: workspace.KindEquipment, State: workspace.Public, Author: "operator",
		Body: []byte(`{"name":"Halle","text":"","owner":"cefcm","place":"Lannion","sharing":"Sur demande","bookable":true}`),
	})
	if err != nil {
		t.Fatal(err)
	}
	owner := func(id string) {
		t.Helper()
		// What the form names is what is sent back: nothing of the owner is lost.
		check(t, other.get("/espace/campus/lannion-numerique-photonique/fiches/equipment/"+hall.Sheet), 200, webtest.In(`#owner option[value="`+id+`"]`, webtest.HasAttr("selected", "")))
	}
	page := membres + "/" + cefcm
	merge := page + "/doublon/cefcm"
	check(t, director.get(membres), 200, webtest.In(`a[href="`+merge+`"]`, webtest.HasText("Comparer")))
	// The other campus is not theirs.
	check(t, director.get(merge), 403)
	check(t, director.post(merge, "garder_name", "b"), 403)
	check(t, national.get(merge), 200, webtest.In("#fusion", webtest.HasText("CEFCM"), webtest.HasText("Numérique et photonique")), webtest.In("#apres", webtest.HasText("Partenaire")))
	check(t, national.post(merge, "campus", "bretagne-industries-de-la-mer"), 409, webtest.In(".fr-alert", webtest.HasText("entre-temps")))
	form := "campus=bretagne-industries-de-la-mer&campus=lannion-numerique-photonique&garder_name=b"
	to(t, national.send(merge, form), page)
	o, seats, err := p.Seats(t.Context(), cefcm)
	if err != nil || o.Name != "CEFCM" || len(seats) != 2 {
		t.Fatalf("Seats = %v, %v, %v", o, seats, err)
	}
	owner(cefcm)
	check(t, national.get(merge), 404)
	check(t, director.get(page), 200, webtest.None("#organisme"), webtest.None("#fusions"))
	check(t, director.post(page, "faire", "separer", "fusion", "x"), 403)
	merges, err := p.Merges(t.Context(), cefcm)
	if err != nil || len(merges) != 1 {
		t.Fatal(merges, err)
	}
	check(t, national.get(page), 200, webtest.In("#fusions", webtest.HasText("CEFCM"), webtest.HasNoText("Ajouté depuis")))
	p.now = p.now.Add(time.Hour)
	newcomer := on(account.Member, "organisation/"+cefcm)
	newcomer.Person, newcomer.From, newcomer.GivenBy = other.id, p.now, "operator"
	if err := p.GiveGrant(t.Context(), &newcomer); err != nil {
		t.Fatal(err)
	}
	check(t, national.get(page), 200, webtest.In("#fusions", webtest.HasText("Ajouté depuis"), webtest.HasText("1 droit d’une personne")))
	to(t, national.post(page, "faire", "separer", "fusion", merges[0].ID), membres)
	if o, seats, err := p.Seats(t.Context(), cefcm); err != nil || o.Name == "CEFCM" || len(seats) != 1 {
		t.Errorf("parted: %v, %v, %v", o, seats, err)
	}
	owner("cefcm")
}

// A member's own people confirm what the campus says of it, or propose a correction.
func TestMembersConfirm(t *testing.T) {
	t.Parallel()
	p := atWork(t, false)
	director := p.person("dir@example.org", on(account.Director, mer))
	mate := p.person("membre@example.org", on(account.Member, "organisation/"+cefcm))
	other := p.person("autre@example.org", on(account.Member, "organisation/ecole-navale-lanveoc"))
	own := "/espace/organisations/" + cefcm
	check(t, mate.get("/espace"), 200, webtest.In(`a[href="/espace/organisations"]`, webtest.HasText("Mon organisme")))
	check(t, mate.get("/espace/organisations"), 200, webtest.Count(`#espace a[href="`+own+`"]`, 1), webtest.None(`a[href="/espace/organisations/ecole-navale-lanveoc"]`))
	check(t, director.get("/espace/organisations"), 404)
	for _, r := range []*reader{director, other} {
		check(t, r.get(own), 404)
		check(t, r.post(own, "faire", "confirmer", "campus", "bretagne-industries-de-la-mer"), 404)
	}
	check(t, mate.get(own), 200, webtest.In("#espace", webtest.HasText("jamais confirmé"), webtest.HasText("Membre")))
	check(t, mate.post(own, "faire", "confirmer", "campus", "lannion-numerique-photonique"), 404)
	to(t, mate.post(own, "faire", "confirmer", "campus", "bretagne-industries-de-la-mer"), own)
	check(t, director.get(membres), 200, webtest.In("#membres-table", webtest.HasText("confirmé le 24 novembre 2026")))

	was := p.entryOf(t, cefcm)
	facts := []string{"faire", "corriger", "campus", "bretagne-industries-de-la-mer", "kind", string(was.Organisation.Kind), "city", was.Organisation.City, "commune", was.Organisation.Commune}
	check(t, mate.post(own, append(facts, "name", was.Organisation.Name)...), 422, webtest.In("#said-erreur", webtest.HasText("Rien n’est changé")))
	to(t, mate.post(own, append(facts, "name", "CEFCM", "said", "<script>alert(1)</script>")...), own)
	check(t, mate.get(own), 200, webtest.In("#corrections", webtest.HasText("nom : CEFCM")), webtest.None("#corrections script"))
	check(t, director.get("/espace"), 200, webtest.In("main", webtest.HasText("attend une réponse")))
	check(t, director.get(membres), 200, webtest.In(`input[value="accepter"]`, webtest.HasAttr("name", "faire")), webtest.In("#espace", webtest.HasText("proposé par le membre")))
	list, err := p.MemberProposals(t.Context(), "bretagne-industries-de-la-mer")
	if err != nil || len(list) != 1 {
		t.Fatal(list, err)
	}
	check(t, mate.post(membres, "faire", "accepter", "proposition", list[0].ID), 403)
	to(t, director.post(membres, "faire", "accepter", "proposition", list[0].ID), membres)
	if e := p.entryOf(t, cefcm); e.Organisation.Name != "CEFCM" || e.Organisation.Lat != was.Organisation.Lat {
		t.Errorf("corrected: %+v", e.Organisation)
	}
	check(t, mate.get("/espace"), 200, webtest.In("main", webtest.HasText("est accepté")))
	// A director invites someone of a member.
	check(t, director.get("/espace/personnes"), 200, webtest.In(`option[value="organisation/`+cefcm+`"]`, webtest.HasText("maritime")), webtest.None(`option[value="organisation/lycee-felix-le-dantec-lannion"]`))
	w := director.post("/espace/personnes", "name", "Yann", "mail", "yann@example.org", "lang", "fr", "role", "member", "scope", "organisation/"+cefcm)
	if w.Code != 303 {
		t.Errorf("inviting a member's person: %d %.300s", w.Code, w.Body)
	}
}

// A file is shown before it is written, is written whole, and changes nothing the second time.
func TestMembersAreImported(t *testing.T) {
	t.Parallel()
	p := atWork(t, false)
	director := p.person("dir@example.org", on(account.Director, mer))
	elsewhere := p.person("ailleurs@example.org", on(account.Director, "campus/lannion-numerique-photonique"))
	path := atelier + "/import-membres"
	check(t, elsewhere.get(path), 404)
	check(t, elsewhere.post(path, "fichier", "nom;role"), 404)
	check(t, director.get(path), 200, webtest.In("#fichier", webtest.HasAttr("type", "file")), webtest.In("dl", webtest.HasText("code_commune")))
	check(t, director.post(path, "fichier", "name;part"), 422, webtest.In(".fr-alert", webtest.HasText("titres des colonnes")))
	list := "nom;nature;role;ville;code_commune;debut;fin;contact_nom\n" +
		"Piriou <b>SA</b>;Entreprise;Partenaire;Concarneau;29039;01/09/2026;;Yann\n" +
		"École navale;;Membre;Lanvéoc;;;2026-11-30;\n" +
		"Roi;royaume;membre;;;;;\n" +
		"Sans commune;autre;membre;;29200;;;\n"
	w := director.post(path, "fichier", list)
	check(t, w, 200, webtest.In("#apercu", webtest.HasText("Membres ajoutés : 1"), webtest.HasText("Membres qui sortent : 1"), webtest.HasText("Lignes refusées : 2")),
		webtest.In("#plan-table", webtest.HasText("Piriou <b>SA</b>"), webtest.HasText("code postal"), webtest.HasText("Colonne nature")), webtest.None("#plan-table b"))
	if p.entryOf(t, "piriou-b-sa-b-concarneau") != nil {
		t.Fatal("the preview wrote")
	}
	doc, err := webtest.Parse(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	plan, _ := webtest.Attr(webtest.Find(doc, `#ecrire input[name="plan"]`)[0], "value")
	content := webtest.Find(doc, "#ecrire textarea")[0].FirstChild.Data
	// Someone comes first: the plan is shown again.
	if err := p.SaveMemberFile(t.Context(), member.Seat{Campus: "bretagne-industries-de-la-mer", Organisation: cefcm}, member.File{Reference: "x"}, "p"); err != nil {
		t.Fatal(err)
	}
	check(t, director.post(path, "faire", "importer", "plan", "autre", "contenu", content), 409, webtest.In("#apercu", webtest.HasText("Membres ajoutés")))
	to(t, director.post(path, "faire", "importer", "plan", plan, "contenu", content), membres)
	e := p.entryOf(t, "piriou-b-sa-b-concarneau")
	if e == nil || e.File.Contact.Name != "Yann" || e.Current().Valid.From.String() != "2026-09-01" {
		t.Fatalf("imported %+v", e)
	}
	if e := p.entryOf(t, "ecole-navale-lanveoc"); e.Current().Valid.Until.String() != "2026-11-30" {
		t.Errorf("it leaves on %s", e.Current().Valid.Until)
	}
	check(t, director.post(path, "faire", "importer", "plan", plan, "contenu", content), 409, webtest.None("#ecrire"), webtest.In("#apercu", webtest.HasText("Lignes qui ne changent rien : 2")))
	for _, format := range []string{".csv", ".xlsx"} {
		check(t, director.post(path, "fichier", director.get(membres+format).Body.String()), 200, webtest.None("#ecrire"), webtest.In("#apercu", webtest.HasText("rien à écrire")))
	}
}

// Who speaks for a body that is in several campuses is not chosen by the director of one.
func TestMemberOfSeveralCampuses(t *testing.T) {
	t.Parallel()
	p := atWork(t, false)
	invites := func(r *reader) *httptest.ResponseRecorder {
		return r.post("/espace/personnes", "name", "Éva", "mail", "eva@example.org", "lang", "fr", "role", "member", "scope", "organisation/edf")
	}
	one := p.person("un@example.org", on(account.Director, "campus/cherbourg-industrie-energies"))
	check(t, invites(one), 422, webtest.In("main", webtest.HasText("membre d’autres campus")))
	both := p.person("deux@example.org", on(account.Director, "campus/cherbourg-industrie-energies"), on(account.Director, "campus/bfc-territoire-intelligent"))
	if w := invites(both); w.Code != 303 {
		t.Errorf("the director of both: %d %.300s", w.Code, w.Body)
	}
}
