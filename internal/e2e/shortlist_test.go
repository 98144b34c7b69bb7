package e2e

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// main is what the page says.
func (b *tab) main() string {
	b.t.Helper()
	return eval[string](b, `document.querySelector("main").innerText`)
}

// says fails unless the page says all of it.
func (b *tab) says(all ...string) {
	b.t.Helper()
	for _, s := range all {
		if got := strings.ReplaceAll(b.main(), "\u00a0", " "); !strings.Contains(got, s) {
			b.t.Errorf("%s does not say %q:\n%.1500s", eval[string](b, `location.href`), s, got)
		}
	}
}

// press puts the focus on what a selector finds and presses Enter.
func (b *tab) press(selector string) {
	b.t.Helper()
	b.do(chromedp.Focus(selector), chromedp.KeyEvent(kb.Enter))
}

// audited fails on what is wrong with the page.
func (b *tab) audited(when string) {
	b.t.Helper()
	for _, f := range b.audit() {
		b.t.Errorf("%s: %s", when, f)
	}
}

const boats = "/formations?q=chaudronnerie&lieu=Lorient"

// By keyboard, at 360 px: two trainings are kept in place and told aloud, they are still
// there after the browser's page is left, compared, one removed, all erased.
func TestListIsKeptInTheBrowser(t *testing.T) {
	b := open(t, site(t, "dsfr"), view{360, true})
	b.visit(boats)
	for i, want := range []string{"Ma liste (1)", "Ma liste (2)"} {
		eval[chromedp.Void](b, `document.querySelectorAll(".campuses__line button.keep")[`+string(rune('0'+i))+`].focus(); undefined`)
		b.key(kb.Enter)
		b.says(want)
		if got := eval[string](b, `document.querySelector("[data-keep-say]").textContent`); !strings.Contains(got, "Ajouté à votre liste") {
			t.Errorf("what is told aloud: %q", got)
		}
	}
	if got := eval[string](b, `document.activeElement.innerText`); !strings.Contains(got, "Retirer de ma liste") {
		t.Errorf("the button that was pressed says %q", got)
	}
	b.audited("two kept")
	b.visit(boats)
	b.says("Ma liste (2)", "Retirer de ma liste")

	b.visit("/ma-liste")
	b.says("Une liste est gardée sur cet appareil : 2", "Votre liste est vide")
	b.leads(chromedp.Focus(`[data-keep-actions] a`), chromedp.KeyEvent(kb.Enter))
	b.says("2 formations", "Cette liste est gardée sur cet appareil", "à 1 km de chez vous")
	b.audited("the list")
	b.leads(chromedp.Focus(`form[action="/ma-liste/comparer"] button`), chromedp.KeyEvent(kb.Enter))
	b.says("2 formations côte à côte", "Bac pro Technicien en chaudronnerie industrielle")
	b.audited("compared")
	b.leads(chromedp.Focus(`.campus__head a`), chromedp.KeyEvent(kb.Enter))

	b.leads(chromedp.Focus(`.liste__one [data-keep-drop]`), chromedp.KeyEvent(kb.Enter))
	b.says("1 formation", "Cette liste est gardée sur cet appareil")
	b.press(`[data-keep-actions] button:last-of-type`)
	b.says("Tout est effacé")
	if got := eval[int](b, `localStorage.length`); got != 0 {
		t.Errorf("%d things are still kept in the browser", got)
	}
	if got := eval[string](b, `document.activeElement.id`); got != "appareil" {
		t.Errorf("once all is erased the focus is on %q", got)
	}
	b.audited("erased")
	b.visit("/ma-liste")
	if eval[bool](b, `!document.querySelector("[data-keep-device]").hidden`) {
		t.Error("something is said to be kept once all is erased")
	}
}

// A list that someone sent does not replace one's own unless one says so.
func TestListFromSomeoneElse(t *testing.T) {
	b := open(t, site(t, "dsfr"), view{1280, true})
	b.visit("/formations/40025411?departement=56")
	b.press(`#lieux button.keep`)
	b.visit("/ma-liste?liste=1~32025415.0290012F")
	b.says("Une autre liste est gardée sur cet appareil : 1")
	if got := eval[string](b, `localStorage.getItem("continuum.liste")`); !strings.Contains(got, "40025411") {
		t.Errorf("opening another list keeps %q", got)
	}
	b.audited("another list")
	b.press(`[data-keep-actions] button`)
	b.says("C’est fait")
	if got := eval[string](b, `localStorage.getItem("continuum.liste")`); !strings.Contains(got, "32025415.0290012F") || strings.Contains(got, "40025411") {
		t.Errorf("taking the other list keeps %q", got)
	}
}

// A pathway is kept with its steps.
func TestPathwayIsKept(t *testing.T) {
	for _, v := range []view{{360, true}, {1280, false}} {
		b := open(t, site(t, "dsfr"), v)
		b.visit("/parcours?ou=Lorient&niveau=5&filiere=MECA&km=50")
		if v.scripts {
			b.press(`#parcours-2 > button.keep`)
			b.leads(chromedp.Focus(`[data-keep-link]`), chromedp.KeyEvent(kb.Enter))
		} else {
			b.leads(chromedp.Focus(`#parcours-2 > a.keep`), chromedp.KeyEvent(kb.Enter))
		}
		b.says("Mon parcours", "Départ à la fin de la 3ᵉ", "km de chez vous")
		if n := eval[int](b, `document.querySelectorAll("#parcours .way__step").length`); n < 2 {
			t.Errorf("%v: the pathway has %d steps", v, n)
		}
		b.leads(chromedp.Focus(`#parcours .liste__drop a.fr-link`), chromedp.KeyEvent(kb.Enter))
		b.says("parcours possibles")
		b.close()
	}
}

// Without scripts, links alone make the list, hand it on, and unmake it.
func TestListWithoutScripts(t *testing.T) {
	b := open(t, site(t, "dsfr"), view{360, false})
	b.visit(boats)
	b.leads(chromedp.Focus(`.campuses__line a.keep`), chromedp.KeyEvent(kb.Enter))
	b.says("1 formation", "à 1 km de chez vous", "Emporter ma liste")
	b.leads(chromedp.Focus(`.liste__go a[href^="/formations"]`), chromedp.KeyEvent(kb.Enter))
	b.leads(chromedp.Focus(`main input[type=search]`), chromedp.KeyEvent("bts chaudronnerie brest"+kb.Enter))
	b.says("Ma liste (1)")
	b.leads(chromedp.Focus(`.campuses__line .campuses__name`), chromedp.KeyEvent(kb.Enter))
	b.says("Ma liste (1)")
	b.leads(chromedp.Focus(`#lieux tbody th > a:not(.keep)`), chromedp.KeyEvent(kb.Enter))
	b.says("Ma liste (1)")
	b.leads(chromedp.Focus(`#offre a.keep`), chromedp.KeyEvent(kb.Enter))
	b.says("2 formations")
	b.leads(chromedp.Focus(`form[action="/ma-liste/comparer"] button`), chromedp.KeyEvent(kb.Enter))
	b.says("2 formations côte à côte")
	b.leads(chromedp.Focus(`.campus__head a`), chromedp.KeyEvent(kb.Enter))
	for _, want := range []string{"1 formation", "Votre liste est vide"} {
		b.leads(chromedp.Focus(`.liste__one .liste__drop a`), chromedp.KeyEvent(kb.Enter))
		b.says(want)
	}
	if got := eval[string](b, `location.search`); strings.Contains(got, "liste=") {
		t.Errorf("an empty list is at %s", got)
	}
}
