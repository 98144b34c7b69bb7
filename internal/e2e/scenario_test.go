package e2e

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// A scenario is made, read and unmade with plain forms, with scripts or without.
func TestScenarioIsMade(t *testing.T) {
	for _, v := range []view{{360, true}, {1280, false}} {
		t.Run(v.String(), func(t *testing.T) { makeScenario(t, v) })
	}
}

func makeScenario(t *testing.T, v view) {
	t.Helper()
	b := open(t, site(t, "dsfr"), v)
	b.visit("/simulation?territoire=departement-morbihan&filiere=MECA&km=40")
	b.leads(chromedp.Click(`.simul__kinds li:first-child a`))
	b.leads(chromedp.Focus(`#mots`), chromedp.KeyEvent("bts chaudronnerie"), chromedp.Focus(`#lieu`), chromedp.KeyEvent("guehenno vannes"+kb.Enter))
	for _, f := range b.audit() {
		t.Errorf("choosing: %s", f)
	}
	b.leads(chromedp.Click(`label[for=formation-0]`), chromedp.Click(`label[for=ecole-0]`), chromedp.Focus(`#places`), chromedp.KeyEvent("24"), chromedp.Click(`#ajouter`))
	if got := eval[string](b, `location.search`); !strings.Contains(got, "p=ouvrir") || strings.Contains(got, "faire=") {
		t.Errorf("adding leads to %s", got)
	}
	if got := eval[string](b, `document.querySelector("#effets").innerText`); !strings.Contains(got, "Places après") {
		t.Errorf("what it changes:\n%.600s", got)
	}
	b.leads(chromedp.Click(`.simul__patches a`))
	if got := eval[string](b, `document.querySelector("#scenario").innerText`); !strings.Contains(got, "Rien ne change encore") {
		t.Errorf("once it is taken away:\n%.600s", got)
	}
	for _, f := range b.audit() {
		t.Errorf("%s", f)
	}
}
