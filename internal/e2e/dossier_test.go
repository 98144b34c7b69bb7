package e2e

import (
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"continuum/internal/labelling"
	"continuum/internal/ruleset"
	"continuum/internal/store"
)

// opened opens a call on the store of a site, and begins a dossier in it that may be written.
func opened(t *testing.T, dir string) string {
	t.Helper()
	db, err := store.Open(t.Context(), store.Config{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	f := ruleset.Named("cmq-2018")
	opens := time.Now().Add(-time.Hour)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(db.AddRuleset(t.Context(), "operator", *f))
	must(db.OpenCall(t.Context(), "operator", labelling.Call{
		ID: "2026", Title: "Appel de 2026", Rules: f.Rules.ID, Hash: f.Rules.Hash(), Opens: opens, Deadlines: labelling.Deadlines(f.Rules, opens, labelling.Paris()),
	}))
	must(db.BeginDossier(t.Context(), "operator", labelling.Dossier{
		ID: "d-algues", Call: "2026", Kind: "creation", Category: "campus", Academie: "14",
		Values: map[string]labelling.Version{"title": {Value: labelling.Value{Text: "Campus des algues"}}, "academies": {Value: labelling.Value{List: []string{"14"}}}},
	}))
	_, err = db.MoveDossier(t.Context(), "d-algues", labelling.Act{Transition: "accept_intention", By: "operator", Role: "regional_delegate"})
	must(err)
	return "/espace/dossiers/d-algues"
}

// TestDossier has a coordinator begin a dossier and write another: by the button alone, and
// with the script that saves field by field, even when the network goes and comes back.
func TestDossier(t *testing.T) {
	for _, v := range []view{{360, false}, {1280, true}} {
		t.Run(v.String(), func(t *testing.T) {
			base, dir := siteIn(t, "dsfr")
			path := opened(t, dir)
			b := open(t, base, v)
			b.enterSpace(invited(t, dir, "anne@example.fr", "director campus/bretagne-industries-de-la-mer", "regional_coordinator academic_region/53", "regional_delegate academic_region/53"))
			look := func(what string) {
				t.Helper()
				b.audited(what)
				b.shoot("dossier " + what + " " + v.String())
			}
			b.visit("/espace/dossiers")
			b.says("Campus des algues")
			look("liste")
			b.visit("/espace/dossiers/nouveau")
			look("nouveau")
			b.leads(chromedp.SetValue("#nature", "renewal"), chromedp.SetValue("#campus", "bretagne-industries-de-la-mer"), chromedp.Click("#contenu-formulaire button[type=submit]"))
			b.says("Industries de la mer Bretagne", "Intention")
			look("intention")
			prefilled := eval[string](b, `location.pathname`)
			b.visit(prefilled + "/champ/trainings")
			b.says("Lignes 1 à 25")
			look("tableau")

			b.visit(path)
			look("ensemble")
			b.visit(path + "/identity")
			look("partie")
			if v.scripts {
				b.autosaves(path)
			} else {
				b.leads(chromedp.SetValue("#v-sector_name", "algues"), chromedp.Click(".dossier__form button[type=submit]"))
				b.says("C’est enregistré.")
				look("enregistre")
			}
			b.visit(path + "/means")
			b.visit(path + "/champ/budget")
			b.leads(chromedp.SetValue("#c-0-year", "demain"), chromedp.SetValue("#c-0-funder", "Région"), chromedp.Click(`button[value="ajouter"]`))
			b.says("écrivez une date")
			look("ligne refusée")
			b.leads(chromedp.SetValue("#c-0-year", "2027"), chromedp.SetValue("#c-0-nature", "region"), chromedp.SetValue("#c-0-amount", "1200"), chromedp.Click(`button[value="ajouter"]`))
			b.says("Ligne 2, nouvelle")
			look("ligne ajoutée")
			if v.scripts {
				b.savesRows(path + "/champ/budget")
			}
		})
	}
}

// savesRows writes rows of a table without any button: what is wrong is said, what another
// saved is shown, and one's own may be kept over it.
func (b *tab) savesRows(path string) {
	b.t.Helper()
	says := func(want string) {
		b.t.Helper()
		b.until(`document.querySelector("[data-status]").textContent.includes("` + want + `")`)
	}
	b.visit(path)
	b.do(chromedp.SetValue("#c-1-year", "2028"), chromedp.SetValue("#c-1-nature", "state"), chromedp.SendKeys("#c-1-funder", "État"))
	says("Enregistré")
	b.do(chromedp.SendKeys("#c-1-amount", "cent"))
	says("un nombre")
	b.until(`document.querySelector("#c-1-amount").getAttribute("aria-invalid") === "true"`)
	eval[bool](b, `(() => { document.querySelector("#c-1-amount").value = ""; return true })()`)
	b.do(chromedp.SendKeys("#c-1-amount", "70"))
	says("Enregistré")
	b.until(`!document.querySelector("#c-1-amount").hasAttribute("aria-invalid")`)
	// Elsewhere the same rows are written from the version that was there before.
	eval[bool](b, `(() => { document.querySelector('input[name="base"]').value = "1"; return true })()`)
	b.do(chromedp.SendKeys("#c-0-funder", "Sud "))
	b.until(`document.querySelector("[data-clash] .told")?.textContent.includes("État")`)
	b.do(chromedp.Click("[data-clash] button"))
	b.until(`document.querySelector("[data-clash]") === null && document.querySelector("[data-status]").textContent.includes("Enregistré")`)
	b.visit(path)
	for entry, want := range map[string]string{"c-0-funder": "Sud Région", "c-1-funder": "État", "c-1-amount": "70"} {
		if got := eval[string](b, `document.querySelector("#`+entry+`").value`); got != want {
			b.t.Errorf("%s holds %q, want %q", entry, got, want)
		}
	}
}

// autosaves writes a field without any button, loses the network, and finds it again.
func (b *tab) autosaves(path string) {
	b.t.Helper()
	says := func(want string) {
		b.t.Helper()
		b.until(`document.querySelector("[data-status]").textContent.includes("` + want + `")`)
	}
	b.do(chromedp.SendKeys("#v-sector_name", "algues"))
	says("Enregistré")
	// Without a network, as the page knows it: requests fail, and the browser says so.
	eval[bool](b, `(() => { globalThis.sent = fetch; globalThis.fetch = () => Promise.reject(new TypeError("offline"));
		Object.defineProperty(navigator, "onLine", { value: false, configurable: true }); return true })()`)
	b.do(chromedp.SendKeys("#v-national_theme", "mer"))
	says("hors ligne")
	eval[bool](b, `(() => { globalThis.fetch = globalThis.sent; delete navigator.onLine; return dispatchEvent(new Event("online")) })()`)
	says("Enregistré")
	b.visit(path + "/identity")
	for field, want := range map[string]string{"sector_name": "algues", "national_theme": "mer"} {
		if got := eval[string](b, `document.querySelector("#v-`+field+`").value`); got != want {
			b.t.Errorf("%s holds %q, want %q", field, got, want)
		}
	}
}
