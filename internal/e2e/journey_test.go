package e2e

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// stops presses Tab until the focus comes back to the start, and tells what it met.
func (b *tab) stops(most int) []string {
	b.t.Helper()
	var met []string
	for range most {
		b.key(kb.Tab)
		at := eval[string](b, `(() => { const e = document.activeElement; return e === document.body || !e ? "" :
			e.tagName.toLowerCase() + (e.id ? "#" + e.id : "") + "." + [...e.classList].join(".") + " " + (e.getAttribute("href") ?? "") })()`)
		if at == "" {
			break
		}
		met = append(met, at)
	}
	return met
}

// Everything that can be used can be reached by keyboard, in the order of the page,
// and nothing holds the focus.
func TestKeyboardReachesEverything(t *testing.T) {
	b := open(t, site(t, "dsfr"), view{1280, true})
	b.visit("/carte?le=2015-09-01")
	b.live()
	eval[chromedp.Void](b, `document.activeElement.blur(); scrollTo(0, 0); undefined`)
	met := b.stops(250)
	at := -1
	for _, want := range []string{"#contenu", "/campus", "input#choose-q", "input#choose-day", "#time-slider", "summary", ".maplibregl-canvas", ".map-zoom", ".mark", ".map-area", ".campuses__name", "/accessibilite"} {
		found := -1
		for i := at + 1; i < len(met); i++ {
			if strings.Contains(met[i], want) {
				found = i
				break
			}
		}
		if found < 0 {
			t.Fatalf("Tab does not reach %s after stop %d of:\n%s", want, at, strings.Join(met, "\n"))
		}
		at = found
	}
}

// The keyboard opens a campus from the map.
func TestKeyboardOpensAMark(t *testing.T) {
	b := open(t, site(t, "dsfr"), view{1280, true})
	b.visit("/carte?le=2015-09-01")
	b.live()
	eval[chromedp.Void](b, `document.querySelector(".map-marks a.mark").focus(); undefined`)
	b.key(kb.Enter)
	b.until(`document.querySelector(".map-card a")?.getAttribute("href").startsWith("/campus/")`)
}

// Without scripts the same questions are asked by plain forms.
func TestFormsWithoutScripts(t *testing.T) {
	b := open(t, site(t, "dsfr"), view{1280, false})
	b.visit("/campus")
	b.leads(chromedp.Focus(`main input[type=search]`), chromedp.KeyEvent("mer"+kb.Enter))
	if got := eval[string](b, `location.pathname + location.search`); !strings.HasPrefix(got, "/campus?q=mer") {
		t.Errorf("searching « mer » leads to %s", got)
	}
	if got := eval[string](b, `document.querySelector("main").innerText`); !strings.Contains(got, "Industries de la mer Bretagne") {
		t.Errorf("searching « mer » finds:\n%.600s", got)
	}
	b.visit("/signaler?page=/campus/bretagne-industries-de-la-mer")
	b.leads(chromedp.Focus(`main textarea`), chromedp.KeyEvent("Le lycée X est membre depuis 2016."), chromedp.Click(`main form button[type=submit]`))
	if got := eval[string](b, `location.pathname + location.search`); !strings.Contains(got, "envoye") {
		t.Errorf("sending a report leads to %s:\n%s", got, eval[string](b, `document.querySelector("main").innerText`))
	}
	for _, f := range b.audit() {
		t.Error(f)
	}
}
