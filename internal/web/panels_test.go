package web

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"continuum/internal/account"
	"continuum/internal/expertise"
	"continuum/internal/labelling"
	"continuum/internal/web/webtest"
)

var panelTerms = expertise.PanelRules{
	Ruleset: "cmq-2018", Quorum: 50,
	Grid: expertise.Grid{
		Criteria: []expertise.CriterionID{"C2", "C1"}, EvidenceFrom: 2, // in no order of identifiers
		Terms: expertise.Terms{Opinions: []expertise.Opinion{expertise.Favourable, expertise.WithReserves, expertise.Unfavourable}, Categories: []string{"campus"}, MaxYears: 5},
	},
}

// paneled is a site with a panel of four: a presides, d is a member of the sea campus.
type paneled struct {
	*peopled
	experts map[string]*reader
	officer *reader
	other   *reader // a director
}

func withPanel(t *testing.T) *paneled {
	t.Helper()
	p := &paneled{peopled: withPeople(t, nil), experts: make(map[string]*reader)}
	p.officer, p.other = p.person("officer@example.org", on(account.NationalOfficer, "national")), p.person("director@example.org", on(account.Director, mer))
	var experts []expertise.Expert
	for i, name := range []string{"a", "b", "c", "d"} {
		grants := []account.Grant{on(account.Expert, "national")}
		if name == "a" {
			grants = append(grants, on(account.PanelPresident, "national"))
		}
		x := p.person(name+"@example.org", grants...)
		p.experts[name] = x
		e := expertise.Expert{ID: expertise.ExpertID(x.id), College: panelTerms.Colleges.Both()[i%2], Most: 5}
		if name == "d" {
			e.Ties.Campuses = append(e.Ties.Campuses, "bretagne-industries-de-la-mer")
		}
		experts = append(experts, e)
	}
	dossiers := []expertise.Dossier{{ID: "mer-2026", Campus: "bretagne-industries-de-la-mer", Readers: 2}, {ID: "bois-2026", Readers: 2}}
	if err := p.SetUpPanel(t.Context(), "operator", "2026", panelTerms, experts, experts[0].ID, dossiers); err != nil {
		t.Fatal(err)
	}
	return p
}

// Figures that compare readers are shown when there is something to compare, and until then a
// sentence says why there are none.
func TestPanelFigures(t *testing.T) {
	t.Parallel()
	p := withPanel(t)
	const panel = "/espace/expertise/2026"
	for _, name := range []string{"a", "b", "c", "d"} {
		to(t, post(p.site, "/espace/expertise", url.Values{"faire": {"declarer"}, "dossier": {"2026/mer-2026", "2026/bois-2026"}}, "Cookie", p.experts[name].cookie), "/espace/expertise")
	}
	to(t, p.officer.post(panel, "faire", "partager"), panel)
	given := 0
	hand := func(dossier string, most int) {
		t.Helper()
		for _, name := range []string{"a", "b", "c", "d"} {
			sheet := []string{
				"faire", "remettre", "version", "0", "note-C1", strconv.Itoa(given%3 + 1), "preuve-C1", "page 3", "note-C2", strconv.Itoa(given % 2), "preuve-C2", "page 4",
				"avis", "favourable", "categorie", "campus", "duree", "5",
			}
			if w := p.experts[name].post(panel+"/"+dossier, sheet...); w.Code == 303 && most > 0 {
				given, most = given+1, most-1
			}
			if most == 0 {
				return
			}
		}
	}
	hand("mer-2026", 1)
	check(t, p.officer.get(panel), 200, webtest.None("#accord"), webtest.None("#lecteurs"), webtest.In("#seul", webtest.HasText("Aucun dossier n’a encore deux fiches")), webtest.In("main", webtest.HasNoText("inconnu")))
	hand("mer-2026", 4)
	check(t, p.officer.get(panel), 200, webtest.None("#accord"), webtest.In("#seul", webtest.HasText("Un seul dossier")))
	hand("bois-2026", 4)
	check(t, p.officer.get(panel), 200, webtest.None("#seul"), webtest.In("#accord", inOrder("C2", "C1")), webtest.Count("#rangs tbody tr", 2))
}

// A panel works in the browser's words only: conflicts, sharing out, a sheet, figures, a
// sitting, votes, minutes.
func TestPanelWorks(t *testing.T) {
	t.Parallel()
	p := withPanel(t)
	const list, panel = "/espace/expertise", "/espace/expertise/2026"
	a, b := p.experts["a"], p.experts["b"]

	// Declarations; d has a conflict found from data, which no declaration takes away.
	check(t, p.experts["d"].get(list), 200, webtest.In("#dossier-groupe", webtest.HasText("bois-2026")))
	for _, name := range []string{"a", "b", "c", "d"} {
		w := post(p.site, list, url.Values{"faire": {"declarer"}, "dossier": {"2026/mer-2026", "2026/bois-2026"}}, "Cookie", p.experts[name].cookie)
		to(t, w, list)
	}
	check(t, p.experts["d"].get(panel+"/mer-2026"), 200, webtest.In("main", webtest.HasText("vous écarte de ce dossier")))

	// The officer shares out; b reads the sea with a or c.
	check(t, p.officer.get(panel), 200, webtest.In("#repartition", webtest.HasText("0 sur 2")))
	to(t, p.officer.post(panel, "faire", "partager"), panel)
	check(t, p.officer.get(panel), 200, webtest.In("#repartition", webtest.HasText("Personne b")))
	check(t, b.get(list), 200, webtest.In("#lectures", webtest.HasText("À lire.")))

	// A sheet: a draft, what is missing, handed in.
	sheet := []string{"faire", "enregistrer", "version", "0", "note-C1", "3"}
	to(t, b.post(panel+"/mer-2026", sheet...), panel+"/mer-2026")
	check(t, b.post(panel+"/mer-2026", sheet...), 422, webtest.In("main", webtest.HasText("modifiée ailleurs")))
	sheet = []string{"faire", "remettre", "version", "1", "note-C1", "3", "avis", "favourable", "categorie", "campus"}
	check(t, b.post(panel+"/mer-2026", sheet...), 422,
		webtest.In("#preuve-C1-erreur", webtest.HasText("dites où cela se voit")), webtest.In("#note-C2-erreur", webtest.HasText("il manque une note")),
		webtest.In("#duree-erreur", webtest.HasText("choisissez une durée")))
	sheet = append(sheet, "preuve-C1", "page 3", "note-C2", "0", "duree", "5")
	to(t, b.post(panel+"/mer-2026", sheet...), panel+"/mer-2026")
	check(t, b.get(panel+"/mer-2026"), 200, webtest.In("#fiche", webtest.HasText("page 3")))
	check(t, p.officer.get(panel), 200, webtest.In("#rangs", webtest.HasText("Bretagne")), webtest.None("#accord"), webtest.In("#seul", webtest.HasText("deux fiches")))

	// A sitting: no quorum, then the votes.
	to(t, a.post(panel, "faire", "ouvrir"), panel)
	sittings, err := p.Sittings(t.Context(), "2026")
	if err != nil || len(sittings) != 1 {
		t.Fatalf("sittings %v, %v", sittings, err)
	}
	id := sittings[0].ID
	motion := []string{"faire", "proposer", "seance", id, "dossier", "bois-2026", "avis", "with_reserves", "categorie", "campus", "duree", "3", "reserves", "une directrice à mi-temps"}
	check(t, a.post(panel, motion...), 422, webtest.In("main", webtest.HasText("Le quorum n’est pas atteint")))
	for _, x := range p.experts {
		to(t, a.post(panel, "faire", "presence", "seance", id, "membre", string(x.id), "present", "oui"), panel)
	}
	to(t, a.post(panel, motion...), panel)
	check(t, b.get(list), 200, webtest.In("main .ballot", webtest.HasText("une directrice à mi-temps")))
	to(t, b.post(list, "faire", "voter", "panel", "2026", "dossier", "bois-2026", "tour", "1", "choix", "for"), list)
	check(t, b.post(list, "faire", "voter", "panel", "2026", "dossier", "bois-2026", "tour", "1", "choix", "for"), 409)
	to(t, a.post(panel, "faire", "compter", "dossier", "bois-2026", "tour", "1"), panel)
	check(t, a.get(panel), 200, webtest.In("main", webtest.HasText("adopté")))
	check(t, b.post(list, "faire", "voter", "panel", "2026", "dossier", "bois-2026", "tour", "1", "choix", "for"), 409)
	to(t, a.post(panel, "faire", "fermer", "seance", id), panel)
	check(t, ask(p.site, "GET", "/en"+panel, "Cookie", a.cookie), 200, webtest.In("main", webtest.HasText("adopted: 1 for")))
}

// inOrder checks that words come one after the other in a text.
func inOrder(words ...string) webtest.Checker {
	return func(n *html.Node) error {
		rest := webtest.Text(n)
		for _, w := range words {
			_, after, found := strings.Cut(rest, w)
			if !found {
				return fmt.Errorf("no %q in %q", w, rest)
			}
			rest = after
		}
		return nil
	}
}

// Whoever has nothing to do with a panel sees nothing of it, and no difference between
// what is kept from them and what does not exist.
func TestPanelHides(t *testing.T) {
	t.Parallel()
	p := withPanel(t)
	b := p.experts["b"]
	const panel = "/espace/expertise/2026"
	nowhere := p.other.get("/espace/expertise/1999")
	for _, tt := range []struct {
		who  *reader
		path string
	}{
		{p.other, "/espace/expertise"},
		{p.other, panel},
		{p.other, panel + "/mer-2026"},
		{b, panel},
		{b, panel + "/nothing"},
		{p.officer, panel + "/mer-2026"},
	} {
		w := tt.who.get(tt.path)
		check(t, w, 404)
		if tt.who == p.other && tt.path == panel && withoutID(w.Body.String()) != strings.ReplaceAll(withoutID(nowhere.Body.String()), "1999", "2026") {
			t.Errorf("a panel kept from who reads and one that isn't there are told apart:\n%s", gocmp.Diff(withoutID(nowhere.Body.String()), withoutID(w.Body.String())))
		}
	}
	// Nor does a post do anything.
	for _, fields := range [][]string{
		{"faire", "partager"}, {"faire", "ouvrir"}, {"faire", "proposer", "dossier", "mer-2026"},
	} {
		check(t, b.post(panel, fields...), 404)
		check(t, p.other.post(panel, fields...), 404)
	}
	// An unassigned expert opens no sheet, whatever the form says.
	check(t, b.post(panel+"/mer-2026", "faire", "remettre", "version", "0"), 404)
	check(t, p.other.post(panel+"/mer-2026", "faire", "declarer", "position", "none"), 404)
	// Of one who is recused, the president even, nothing of the dossier is shown.
	a := p.experts["a"]
	to(t, a.post(panel+"/mer-2026", "faire", "declarer", "position", "conflict", "motif", "mon frère"), panel+"/mer-2026")
	check(t, a.post(panel+"/mer-2026", "faire", "declarer", "position", "conflict"), 422)
	if w := a.get(panel); w.Code != 200 || strings.Contains(w.Body.String(), "mer-2026") {
		t.Errorf("status %d: the president who is recused reads of the dossier", w.Code)
	}
	check(t, a.post(panel, "faire", "proposer", "dossier", "mer-2026"), 404)
	if readings, err := p.Readings(t.Context(), "2026"); err != nil || len(readings) > 0 {
		t.Errorf("readings %v, %v", readings, err)
	}
}

// withoutID drops the reference of the request, which is each answer's own.
func withoutID(body string) string {
	at := strings.Index(body, "Référence de la demande")
	if at < 0 {
		return body
	}
	end := strings.Index(body[at:], "</")
	return body[:at] + body[at+end:]
}

// What a member of a panel may do follows the dossier itself: who proposes elsewhere reads
// once the panel was told, nobody votes before the reading is over, and once a decision is
// prepared, or the dossier withdrawn, it is closed everywhere, in the midst of a vote even.
func TestPanelFollowsDossier(t *testing.T) {
	t.Parallel()
	for _, end := range []string{"decided", "withdrawn"} {
		t.Run(end, func(t *testing.T) {
			t.Parallel()
			d := withCall(t)
			path := d.draft(t)
			d.toExpertise(t, path)
			id := expertise.DossierID(d.caseOf(t, path).Dossier.ID)
			x := make(map[string]*reader)
			var experts []expertise.Expert
			for i, name := range []string{"a", "b", "c", "d"} {
				grants := []account.Grant{on(account.Expert, "national")}
				switch name {
				case "a":
					grants = append(grants, on(account.PanelPresident, "national"))
				case "c":
					grants = append(grants, on(account.RegionalDelegate, "academic_region/52"))
				}
				x[name] = d.person(name+"@example.org", grants...)
				experts = append(experts, expertise.Expert{ID: expertise.ExpertID(x[name].id), College: panelTerms.Colleges.Both()[i%2], Most: 5})
			}
			given := []expertise.Dossier{{ID: id, Campus: "bretagne-industries-de-la-mer", Readers: 2}, {ID: "bois-2026", Readers: 2}}
			if err := d.SetUpPanel(t.Context(), "operator", "2026", panelTerms, experts, experts[0].ID, given); err != nil {
				t.Fatal(err)
			}
			var readings []expertise.Pair
			for _, r := range given {
				for _, e := range experts[1:3] {
					readings = append(readings, expertise.Pair{Expert: e.ID, Dossier: r.ID})
				}
			}
			slices.SortFunc(readings, func(a, b expertise.Pair) int {
				return cmp.Or(strings.Compare(string(a.Dossier), string(b.Dossier)), strings.Compare(string(a.Expert), string(b.Expert)))
			})
			if err := d.AssignReadings(t.Context(), "operator", "2026", readings); err != nil {
				t.Fatal(err)
			}
			const list, panel = "/espace/expertise", "/espace/expertise/2026"
			sea := panel + "/" + string(id)
			for _, name := range []string{"a", "b", "d"} {
				w := post(d.site, list, url.Values{"faire": {"declarer"}, "dossier": {"2026/" + string(id), "2026/bois-2026"}}, "Cookie", x[name].cookie)
				to(t, w, list)
			}
			// c proposes for another region: one declaration is not yet to have told the panel.
			to(t, x["c"].post(sea, "faire", "declarer", "position", "none"), sea)
			check(t, x["c"].get(sea), 200, webtest.None(`[name=version]`), webtest.None(`main a[href="`+path+`"]`))
			check(t, x["c"].get(path), 404)
			check(t, x["c"].post(sea, "faire", "enregistrer", "version", "0"), 404)
			to(t, x["c"].post(panel+"/bois-2026", "faire", "declarer", "position", "none"), panel+"/bois-2026")
			check(t, x["c"].get(sea), 200, webtest.Count(`[name=version]`, 1))
			check(t, x["c"].get(path), 200)

			whole := []string{"faire", "remettre", "version", "0", "note-C1", "1", "note-C2", "1", "avis", "favourable", "categorie", "campus", "duree", "5"}
			for _, name := range []string{"b", "c"} {
				to(t, x[name].post(sea, whole...), sea)
			}
			// Nobody votes while it is read.
			to(t, x["a"].post(panel, "faire", "ouvrir"), panel)
			sittings, err := d.Sittings(t.Context(), "2026")
			if err != nil || len(sittings) != 1 {
				t.Fatalf("sittings %v, %v", sittings, err)
			}
			sitting := sittings[0].ID
			for _, r := range x {
				to(t, x["a"].post(panel, "faire", "presence", "seance", sitting, "membre", string(r.id), "present", "oui"), panel)
			}
			motion := []string{"faire", "proposer", "seance", sitting, "dossier", string(id), "avis", "favourable", "categorie", "campus", "duree", "3"}
			check(t, x["a"].post(panel, motion...), 404)
			d.move(t, labelling.DossierID(id), "close_expertise", "panel_president")
			check(t, x["b"].post(sea, "faire", "enregistrer", "version", "1"), 404)
			to(t, x["a"].post(panel, motion...), panel)
			vote := []string{"faire", "voter", "panel", "2026", "dossier", string(id), "tour", "1", "choix", "for"}
			check(t, x["d"].get(list), 200, webtest.Count(".ballot", 1))
			for _, name := range []string{"a", "b", "c"} {
				to(t, x[name].post(list, vote...), list)
			}
			count := []string{"faire", "compter", "dossier", string(id), "tour", "1"}
			if end == "decided" {
				to(t, x["a"].post(panel, count...), panel)
				d.move(t, labelling.DossierID(id), "give_opinion", "national_officer")
			} else {
				to(t, d.rector.post(path, "faire", "retrait", "pour", "recteur"), path+"?fait=oui")
				to(t, d.president.post(path, "faire", "acte", "acte", "withdraw", "withdraw-reason", "Le projet change."), path+"?fait=oui")
			}
			check(t, x["d"].post(list, vote...), 404)
			check(t, x["d"].get(list), 200, webtest.None(".ballot"), webtest.In("main", webtest.HasNoText(string(id))))
			for _, name := range []string{"b", "c", "d"} {
				check(t, x[name].get(sea), 404)
				check(t, x[name].get(path), 404)
				check(t, x[name].post(sea, "faire", "declarer", "position", "none"), 404)
			}
			check(t, x["a"].get(path), 404)
			check(t, x["a"].post(panel, motion...), 404)
			// What was open is counted, and the sitting ends.
			if end == "withdrawn" {
				to(t, x["a"].post(panel, count...), panel)
			}
			to(t, x["a"].post(panel, "faire", "fermer", "seance", sitting), panel)
			// What is left is shared out without it.
			to(t, d.national.post(panel, "faire", "partager"), panel)
		})
	}
}

// A panel is composed on a page, of dossiers and people that the site knows: nothing of who
// stands behind a dossier is typed, what lacks is said, and a panel that forms still changes.
func TestPanelComposed(t *testing.T) {
	t.Parallel()
	d := withCall(t)
	path := d.draft(t)
	const list, begin = "/espace/expertise", "/espace/expertise/nouveau?appel=2026"
	check(t, d.national.get(list), 200, webtest.In("main", webtest.HasText("Composer un groupe")), webtest.Count(`a[href="`+begin+`"]`, 1))
	check(t, d.national.get(begin), 200, webtest.In("main", webtest.HasText("Personne n’a le rôle d’expert")), webtest.None("[name=dossier]"))
	d.toExpertise(t, path)
	id := string(d.caseOf(t, path).Dossier.ID)
	a := d.person("a@example.org", on(account.Expert, "national"), on(account.PanelPresident, "national"))
	b := d.person("b@example.org", on(account.Expert, "national"))
	c := d.person("c@example.org", on(account.Expert, "national"), on(account.RegionalDelegate, "academic_region/53"))
	for _, who := range []*reader{d.director, d.delegate, a} {
		check(t, who.get(begin), 404)
		check(t, who.post(begin, "faire", "garder", "nom", "pris"), 404)
	}
	check(t, d.national.get("/espace/expertise/nouveau?appel=1999"), 404)
	check(t, d.national.get(begin), 200,
		webtest.In("#nom", webtest.HasAttr("value", "2026")), webtest.Count("[name=dossier]", 1), webtest.In("#contenu", webtest.HasText("A écrit"), webtest.HasText("Personne director")),
		webtest.In("#preside", webtest.HasText("Personne a"), webtest.HasNoText("Personne b")))

	fields := func(faire string, who ...*reader) []string {
		list := []string{"faire", faire, "version", "0", "nom", "2026", "dossier", id, "preside", string(a.id)}
		for i, x := range who {
			college := "economy"
			if i%2 == 1 {
				college = "public"
			}
			list = append(list, "siege-"+string(x.id), "oui", "college-"+string(x.id), college, "plus-"+string(x.id), "4")
		}
		return list
	}
	// What is wrong is said beside its entry; counting keeps nothing.
	wrong := append(fields("garder", a), "employeur-"+string(a.id), "chez moi")
	check(t, d.national.post(begin, wrong...), 422, webtest.In("#employeur-"+string(a.id)+"-erreur", webtest.HasText("un SIRET")), webtest.In("#nom", webtest.HasAttr("value", "2026")))
	check(t, d.national.post(begin, "faire", "garder", "nom", "a/b"), 422, webtest.In("#nom-erreur", webtest.HasText("par exemple")))
	check(t, d.national.post(begin, fields("compter", a, c)...), 200,
		webtest.In("#equilibre", webtest.HasText("Monde économique"), webtest.HasText("peut commencer")),
		webtest.In("#conflits", webtest.HasText("Personne c"), webtest.HasText("Bretagne")))
	check(t, d.national.post(begin, fields("composer", a)...), 422, webtest.In("main .fr-alert--error", webtest.HasText("1 et 0")))
	check(t, d.national.get("/espace/expertise/2026"), 404)

	// Kept, seen by no member, changed, then composed.
	const panel = "/espace/expertise/2026"
	to(t, d.national.post(begin, fields("garder", a, b, c)...), panel)
	check(t, d.national.post(begin, fields("garder", a)...), 422, webtest.In("#nom-erreur", webtest.HasText("déjà ce nom")))
	check(t, a.get(panel), 404)
	check(t, d.national.get(panel), 200, webtest.Count("#equilibre .fr-alert", 1), webtest.Count(`[name="siege-`+string(c.id)+`"][checked]`, 1), webtest.Count("[name=dossier][checked]", 1))
	// A panel of a nation chooses among hundreds.
	crowd := fields("compter", a, b)
	for i := range 400 {
		id := fmt.Sprintf("%032d", i)
		crowd = append(crowd, "siege-"+id, "oui", "college-"+id, "economy", "employeur-"+id, "0291595B", "region-"+id, "53", "plus-"+id, "4", "secteur-"+id, "MOBI")
	}
	check(t, d.national.post(panel, crowd...), 200, webtest.In("#equilibre", webtest.HasText("peut commencer")))
	again := fields("composer", a, b)
	again[3] = "7"
	check(t, d.national.post(panel, again...), 422, webtest.In("main", webtest.HasText("modifié ailleurs")))
	again[3] = "1"
	to(t, d.national.post(panel, append(again, "employeur-"+string(b.id), "0291595B")...), panel)
	check(t, d.national.get(panel), 200, webtest.In("#repartition", webtest.HasText("0 sur 2")))
	check(t, a.get(panel), 200)
	check(t, b.get(panel+"/"+id), 200)
	check(t, c.get(panel+"/"+id), 404)
	// The next panel starts from what was said of its experts.
	check(t, d.national.get(begin), 200, webtest.None("[name=dossier]"), webtest.In("#employeur-"+string(b.id), webtest.HasAttr("value", "0291595B")))
	// A conflict found from data is shown with what shows it.
	check(t, b.post(panel+"/"+id, "faire", "declarer", "position", "conflict", "motif", "mon mari"), 303)
	check(t, d.national.get(panel), 200, webtest.In("#conflits", webtest.HasText("Personne b"), webtest.HasText("mon mari")))

	// Someone comes to the campus after that: the tie is found when it is looked for, by who
	// leads the panel alone, and stays when the right ends.
	to(t, d.national.post(panel, "faire", "liens"), panel+"?liens=0#liens")
	came := on(account.Director, mer)
	came.Person, came.From, came.GivenBy = a.id, d.now, "operator"
	if err := d.GiveGrant(t.Context(), &came); err != nil {
		t.Fatal(err)
	}
	check(t, b.post(panel, "faire", "liens"), 404)
	check(t, d.national.get(panel), 200, webtest.In("#conflits", webtest.HasNoText("Personne a")))
	to(t, d.national.post(panel, "faire", "liens"), panel+"?liens=1#liens")
	check(t, d.national.get(panel+"?liens=1"), 200, webtest.In("#liens", webtest.HasText("1 nouveau")), webtest.In("#conflits", webtest.HasText("Personne a")))
	if err := d.EndGrant(t.Context(), "operator", came.ID); err != nil {
		t.Fatal(err)
	}
	to(t, d.national.post(panel, "faire", "liens"), panel+"?liens=0#liens")
	check(t, d.national.get(panel), 200, webtest.In("#conflits", webtest.HasText("Personne a")))
}
