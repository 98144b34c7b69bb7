package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"continuum/internal/app"
	"continuum/internal/expertise"
	"continuum/internal/labelling"
	"continuum/internal/ruleset"
	"continuum/internal/store"
	"continuum/internal/store/pgtest"
	"continuum/internal/store/sqlitetest"
)

// postgres is the database server of this package's tests.
var postgres pgtest.Shared

const brittany = "bretagne-industries-de-la-mer"

// TestWave plays a wave in a browser with everyone in their part: the ministry opens a call,
// Brittany renews and asks for excellence, councils are heard, two authorities sign, experts
// read and vote, ministers decide, and the map follows. On a desk with scripts and SQLite;
// when everything is asked for, on a phone without scripts and PostgreSQL too.
func TestWave(t *testing.T) {
	for engine, v := range map[string]view{"SQLite": {1280, true}, "PostgreSQL": {360, false}} {
		if engine == "PostgreSQL" && !everything {
			continue
		}
		t.Run(engine, func(t *testing.T) {
			c := app.Defaults()
			kept := store.Config{Dir: sqlitetest.Dir(t)}
			if engine == "PostgreSQL" {
				kept.URL = postgres.Empty(t)
			}
			c.DataDir, c.DatabaseURL = kept.Dir, kept.URL
			w := &wave{view: v, tab: open(t, served(t, c), v), cast: casting(t, kept), rules: ruleset.Named("cmq-2018").Rules}
			w.people()
			for _, part := range []struct {
				name string
				play func()
			}{
				{"call", w.openCall},
				{"begun", w.begin},
				{"written", w.write},
				{"instructed", w.instruct},
				{"signed", w.sign},
				{"admitted", w.admit},
				{"read", w.expertise},
				{"decided", w.decide},
				{"published", w.published},
			} {
				ok := t.Run(part.name, func(t *testing.T) {
					w.use(t)
					w.cast.t = t
					part.play()
				})
				if !ok {
					break
				}
			}
		})
	}
}

// wave is a call and the dossier of Brittany in it.
type wave struct {
	*tab
	*cast
	view    view
	rules   *ruleset.Ruleset
	dossier string // its path
}

func (w *wave) people() {
	w.person("Denise Ministère", "national_officer national")
	w.person("Yann Directeur", "director campus/"+brittany, "carrier campus/"+brittany)
	w.person("Rozenn Déléguée", "regional_delegate academic_region/53")
	w.person("Ronan Région", "region_officer region/53")
	w.person("Soizic Caen", "caen_secretary academie/14")
	w.person("Nolwenn Crefop", "crefop_secretary region/53")
	w.person("Paul Recteur", "region_rector academic_region/53")
	w.person("Anne Présidente", "region_president region/53")
	w.person("Chantal Emploi", "ministry_officer national")
	w.person("Marc Ministre", "minister national")
	w.person("Pia Présidente", "panel_president national", "expert national")
	for _, e := range experts {
		w.person(e, "expert national")
	}
	w.person("Zoé Normande", "regional_delegate academic_region/28")
}

// to goes to a page as someone, and looks at it once in passing.
func (w *wave) to(name, path string) {
	w.tab.t.Helper()
	w.as(w.cast, name)
	w.visit(path)
	if w.status != 200 {
		w.tab.t.Fatalf("%s finds %d at %s", name, w.status, path)
	}
}

func (w *wave) look(what string) {
	w.tab.t.Helper()
	w.audited(what)
	w.shoot("vague " + what + " " + w.view.String())
}

func (w *wave) openCall() {
	w.to("Denise Ministère", "/espace/appels/nouveau?referentiel=cmq-2018")
	w.fill(map[string]string{"id": "appel-2026", "titre": "Appel à projets de 2026", "ouverture": time.Now().Add(-48 * time.Hour).Format("2006-01-02")})
	w.send(`button[value=garder]`)
	w.fill(map[string]string{"certain": "oui"})
	w.look("appel")
	w.send(`button[value=ouvrir]`)
	w.says("Appel à projets de 2026")
}

func (w *wave) begin() {
	w.to("Yann Directeur", "/espace/dossiers/nouveau?appel=appel-2026&campus="+brittany)
	w.fill(map[string]string{"appel": "appel-2026", "nature": "renewal", "categorie": "excellence", "campus": brittany})
	w.look("nouveau dossier")
	w.send(`#contenu-formulaire button[type=submit]`)
	w.dossier = eval[string](w.tab, `location.pathname`)
	w.to("Ronan Région", w.dossier)
	w.act("accept_intention")
}

// write fills what is still empty of what the référentiel asks, block by block.
func (w *wave) write() {
	id := labelling.DossierID(w.dossier[strings.LastIndex(w.dossier, "/")+1:])
	w.to("Yann Directeur", w.dossier)
	w.look("brouillon")
	c, err := w.db.Dossier(w.tab.t.Context(), id)
	if err != nil {
		w.tab.t.Fatal(err)
	}
	for _, who := range []string{"Ronan Région", "Yann Directeur"} {
		w.to(who, w.dossier)
		for _, b := range w.rules.Blocks {
			typed := map[string]string{}
			for i := range w.rules.Fields {
				f := &w.rules.Fields[i]
				own := slices.Contains(f.By, "director") || slices.Contains(f.By, "carrier")
				if f.Block == b.ID && f.Type != ruleset.Rows && own == (who == "Yann Directeur") && f.Require.Blocks() &&
					c.Dossier.Values[f.ID].Value.IsEmpty() && f.Only.Applies("renewal", "excellence") {
					typed["v-"+f.ID] = sample(f.ID, f.Type, f.Values)
				}
			}
			if len(typed) > 0 {
				w.visit(w.dossier + "/" + b.ID)
				w.fill(typed)
				w.look("partie " + b.ID)
				w.send(`.dossier__form button[type=submit]`)
			}
		}
	}
	for i := range w.rules.Fields {
		if f := &w.rules.Fields[i]; f.Type == ruleset.Rows && f.Require.Blocks() && f.Only.Applies("renewal", "excellence") {
			w.rows(f, c.Dossier.Values[f.ID].Value.Table)
		}
	}
	file := filepath.Join(w.tab.t.TempDir(), "piece.pdf")
	if err := os.WriteFile(file, []byte(smallPDF), 0o600); err != nil {
		w.tab.t.Fatal(err)
	}
	for i := range w.rules.Pieces {
		if p := &w.rules.Pieces[i]; p.Require.Blocks() && p.Only.Applies("renewal", "excellence") {
			w.visit(w.dossier + "/" + p.Block)
			w.do(chromedp.SetUploadFiles(`#fichier-`+p.ID, []string{file}))
			w.send(`#piece-` + p.ID + ` form:has([type=file]) button[type=submit]`)
		}
	}
	w.visit(w.dossier)
	w.act("submit_region")
}

// rows writes the rows that eligibility asks for and that are not there.
func (w *wave) rows(f *ruleset.Field, table [][]string) {
	wanted := []map[string]string{{}}
	for _, e := range w.rules.Eligibility {
		if e.Field == f.ID && len(e.Where) > 0 {
			row := map[string]string{}
			for column, values := range e.Where {
				row[column] = values[0]
			}
			wanted = append(wanted, row)
		}
	}
	if len(wanted) == 1 && len(table) > 0 {
		return
	}
	for _, row := range wanted[min(1, len(wanted)-1):] {
		w.visit(w.dossier + "/champ/" + f.ID + fmt.Sprintf("?debut=%d", len(table)/20*20))
		n := eval[int](w.tab, `document.querySelectorAll(".dossier__row").length`) - 1
		first := eval[int](w.tab, `+document.querySelector("[name=debut]").value`)
		typed := map[string]string{}
		for _, c := range f.Columns {
			v := row[c.ID]
			if v == "" && c.Need {
				v = sample(c.ID, c.Type, c.Values)
			}
			if v != "" {
				typed[fmt.Sprintf("c-%d-%s", first+n, c.ID)] = v
			}
		}
		w.fill(typed)
		w.send(`.dossier__rows button[value=garder]`)
	}
}

// sample is something that a field takes.
func sample(id string, t ruleset.Type, values []string) string {
	switch {
	case id == "sector_name":
		return "Industries de la mer" // the title must say it
	case len(values) > 0:
		return values[0]
	case t == ruleset.Whole:
		return "2"
	case t == ruleset.Day:
		return "2027-01-15"
	case t == ruleset.YesNo:
		return "yes"
	case t == ruleset.Codes || t == ruleset.Code:
		return "ABC"
	}
	return "Ce que le campus fait de « " + id + " »"
}

func (w *wave) instruct() {
	w.to("Rozenn Déléguée", w.dossier)
	w.act("find_complete")
	w.act("open_consultations")
	w.look("consultations")
	for who, body := range map[string]string{"Soizic Caen": "caen-14", "Nolwenn Crefop": "crefop"} {
		w.to(who, w.dossier)
		w.do(chromedp.Click(`#avis-` + body + ` summary`))
		w.fill(map[string]string{"date-" + body: time.Now().Add(-24 * time.Hour).Format("2006-01-02"), "sens-" + body: "favourable"})
		w.send(`#avis-` + body + ` form button[type=submit]`)
	}
	w.to("Ronan Région", w.dossier)
	w.act("open_signature")
}

func (w *wave) sign() {
	for _, who := range []string{"Paul Recteur", "Anne Présidente"} {
		w.to(who, w.dossier)
		w.leads(chromedp.Click(`#actes a.fr-btn`))
		w.fill(map[string]string{"certain": "oui"})
		w.look("signature")
		w.send(`form:has([name=certain]) button[type=submit]`)
	}
	w.to("Rozenn Déléguée", w.dossier)
	w.act("submit_national")
}

// admit has the ministry find the dossier admissible.
func (w *wave) admit() {
	w.to("Denise Ministère", w.dossier)
	w.look("au ministère")
	w.act("admit")
}

// experts read, besides who presides: two for each college.
var experts = []string{"Ève Économie", "Éric Entreprise", "Prune Publique", "Paco Public"}

// expertise has the panel made, conflicts declared, sheets written, a sitting held and the
// opinion handed on.
func (w *wave) expertise() {
	t := w.tab.t
	rules, err := expertise.RulesOf(w.rules)
	if err != nil {
		t.Fatal(err)
	}
	id := expertise.DossierID(w.dossier[strings.LastIndex(w.dossier, "/")+1:])
	w.person("Sixte Sixième", "expert national")
	w.composed()
	page := "/espace/expertise/appel-2026/" + string(id)
	w.to("Ève Économie", page)
	w.fill(map[string]string{"position": "conflict", "motif": "Mon entreprise est membre du campus."})
	w.look("conflit")
	w.send(`form:has([value=declarer]) button[type=submit]`)
	for _, name := range []string{"Pia Présidente", "Éric Entreprise", "Prune Publique", "Paco Public", "Sixte Sixième"} {
		w.to(name, page)
		w.fill(map[string]string{"position": "none"})
		w.send(`form:has([value=declarer]) button[type=submit]`)
	}
	w.to("Denise Ministère", "/espace/expertise/appel-2026")
	w.send(`form:has([value=partager]) button[type=submit]`)
	readings, err := w.db.Readings(t.Context(), "appel-2026")
	if err != nil || len(readings) != w.rules.Panel.Readers.Value {
		t.Fatalf("readings %v, %v", readings, err)
	}
	for _, name := range append([]string{"Pia Présidente", "Sixte Sixième"}, experts...) {
		if !slices.ContainsFunc(readings, func(r expertise.Pair) bool { return string(r.Expert) == string(w.one[name].id) }) {
			continue
		}
		if name == "Ève Économie" {
			t.Error("who has a conflict is given the dossier")
		}
		w.to(name, page)
		sheet := map[string]string{"commentaire": "Un projet solide, dont la gouvernance reste à resserrer.", "avis": "with_reserves", "categorie": "excellence", "duree": "5", "reserves": "Réunir le conseil deux fois par an."}
		for _, c := range rules.Grid.Criteria {
			sheet["note-"+string(c)], sheet["preuve-"+string(c)] = "3", "Partie du dossier, page 4"
		}
		w.fill(sheet)
		w.look("fiche")
		w.send(`button[value=remettre]`)
	}
	w.to("Pia Présidente", w.dossier)
	w.act("close_expertise")
	w.sitting(id)
	w.to("Denise Ministère", w.dossier)
	w.act("give_opinion")
}

// composed has the panel composed on its page: five members are refused for want of parity,
// kept, and composed with the sixth.
func (w *wave) composed() {
	w.to("Denise Ministère", "/espace/expertise/nouveau?appel=appel-2026")
	w.fill(map[string]string{"dossier": w.dossier[strings.LastIndex(w.dossier, "/")+1:], "preside": string(w.one["Pia Présidente"].id)})
	colleges := w.rules.Panel.Colleges
	sit := func(name, college string) {
		id := string(w.one[name].id)
		w.fill(map[string]string{"siege-" + id: "oui", "college-" + id: college, "plus-" + id: "5"})
	}
	for i, name := range append([]string{"Pia Présidente"}, experts...) {
		sit(name, colleges[i/3].ID)
	}
	w.leads(chromedp.Click(`button[value=composer]`))
	w.says("Les deux collèges ne sont pas à égalité")
	w.look("composition refusée")
	w.send(`button[value=garder]`)
	sit("Sixte Sixième", colleges[1].ID)
	w.send(`button[value=compter]`)
	w.says("Le groupe peut commencer à lire.")
	w.look("composition")
	w.send(`button[value=composer]`)
}

// sitting is the plenary: presence, a motion, votes, the count.
func (w *wave) sitting(id expertise.DossierID) {
	panel := "/espace/expertise/appel-2026"
	w.to("Pia Présidente", panel)
	w.look("groupe")
	w.visit(panel + "/" + string(id) + "/fiches")
	w.says("Partie du dossier, page 4", "Un projet solide")
	w.look("fiches")
	w.visit(panel)
	w.send(`form:has([value=ouvrir]) button[type=submit]`)
	for {
		absent := `form:has([value=presence]):has([name=present][value=oui]) button[type=submit]`
		if !eval[bool](w.tab, "!!document.querySelector(`"+absent+"`)") {
			break
		}
		w.send(absent)
	}
	// Ève is recused by her declaration: a member of the other college stands down.
	w.fill(map[string]string{"membre": string(w.one["Sixte Sixième"].id), "motif": "parity"})
	w.send(`form:has([value=recuser]) button[type=submit]`)
	w.fill(map[string]string{"avis": "with_reserves", "categorie": "excellence", "duree": "5", "reserves": "Réunir le conseil deux fois par an."})
	w.look("séance")
	w.send(`form:has([value=proposer]) button[type=submit]`)
	for _, name := range append([]string{"Pia Présidente", "Sixte Sixième"}, experts...) {
		w.as(w.cast, name)
		w.visit("/espace/expertise")
		if eval[bool](w.tab, "!!document.querySelector(`form:has([value=voter])`)") {
			w.look("vote")
			w.send(`form:has([value=voter]) button[value=for]`)
		}
	}
	w.to("Pia Présidente", panel)
	w.send(`form:has([value=compter]) button[type=submit]`)
	w.look("après le vote")
	w.send(`form:has([value=fermer]) button[type=submit]`)
}

// decide has the decision prepared, seen by a ministry, signed, and made known by an order.
func (w *wave) decide() {
	path := "/espace/decisions/appel-2026/dossiers/" + w.dossier[strings.LastIndex(w.dossier, "/")+1:]
	w.to("Denise Ministère", path)
	w.fill(map[string]string{
		"sens": "grant", "titre": "Campus des métiers et des qualifications d’excellence « Industries de la mer » de Bretagne", "secteur": "Industries de la mer",
		"territoire": "Bretagne", "categorie": "excellence", "duree": "5",
	})
	w.look("décision")
	w.send(`form:has([value=preparer]) button[type=submit]`)
	w.to("Chantal Emploi", path)
	w.leads(chromedp.Click(`main a[href$="/fiches"]`))
	w.says("Un projet solide", "Décisions")
	w.visit(path)
	w.send(`button[value=visa]`)
	w.to("Marc Ministre", path)
	w.look("signature du ministre")
	w.send(`button[value=signature]`)
	w.visit("/espace/decisions/appel-2026/publication")
	today := time.Now().Format("2006-01-02")
	w.fill(map[string]string{"dossier": w.dossier[strings.LastIndex(w.dossier, "/")+1:]})
	w.fill(map[string]string{"nor": "MENE2600001A", "title": "Arrêté fixant la liste des campus", "signed": today, "published": today})
	w.look("publication")
	w.send(`form:has([name=nor]) button[type=submit]`)
	w.fill(map[string]string{"certain": "oui"})
	w.look("aperçu")
	w.send(`form:has([name=certain]) button[type=submit]`)
}

// published waits until the public pages and the interface follow the order, and finds the
// alerts of the new label planned.
func (w *wave) published() {
	start := time.Now().Format("2006-01-02")
	for path, has := range map[string]string{
		"/campus/" + brittany: "MENE2600001A", "/api/v1/campuses/" + brittany: start, "/carte?categorie=excellence": "Industries de la mer",
	} {
		for deadline := time.Now().Add(time.Minute); ; {
			if w.visit(path); strings.Contains(eval[string](w.tab, `document.documentElement.textContent`), has) {
				break
			}
			if time.Now().After(deadline) {
				w.tab.t.Fatalf("%s never says %q", path, has)
			}
		}
	}
	w.visit("/campus/" + brittany)
	w.look("campus labellisé")
	w.to("Yann Directeur", "/espace/campus/"+brittany+"/label")
	w.look("vie du label")
	if n := strings.Count(w.main(), "Rappel avant la fin"); n != len(w.rules.Followup.Alerts) {
		w.tab.t.Errorf("%d alerts are planned, want %d:\n%s", n, len(w.rules.Followup.Alerts), w.main())
	}
}

// smallPDF is a page with nothing on it.
const smallPDF = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n" +
	"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\nxref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n" +
	"0000000052 00000 n \n0000000101 00000 n \ntrailer<</Size 4/Root 1 0 R>>\nstartxref\n164\n%%EOF\n"
