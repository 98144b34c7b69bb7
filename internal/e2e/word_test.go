package e2e

import (
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestWordsAreExplained opens and closes the meaning of a word by keyboard and by touch,
// with scripts and without: it is the browser's own.
func TestWordsAreExplained(t *testing.T) {
	base := site(t, "dsfr")
	for _, scripts := range []bool{true, false} {
		b := open(t, base, view{360, scripts})
		b.scripts(scripts)
		b.visit("/formations?q=soudeur")
		const shown = `document.querySelector("#mot-cap").matches(":popover-open")`
		is := func(when string, want bool) {
			t.Helper()
			if got := eval[bool](b, shown); got != want {
				t.Errorf("scripts %v, %s: the meaning is shown: %v, want %v", scripts, when, got, want)
			}
		}
		is("at first", false)
		b.do(chromedp.Focus(`button[popovertarget="mot-cap"]`))
		b.key(kb.Enter)
		is("enter", true)
		if got := eval[string](b, `document.querySelector("#mot-cap").innerText`); got == "" {
			t.Error("the meaning is empty")
		}
		if wide := eval[float64](b, `document.querySelector("#mot-cap").getBoundingClientRect().right`); wide > 360 {
			t.Errorf("the meaning reaches %v of 360 pixels", wide)
		}
		for _, f := range b.audit() {
			t.Errorf("open: %s", f)
		}
		b.shoot("word 360")
		b.key(kb.Escape)
		is("escape", false)
		if !eval[bool](b, `document.activeElement.getAttribute("popovertarget") === "mot-cap"`) {
			t.Error("the focus is lost")
		}
		b.do(chromedp.Click(`button[popovertarget="mot-cap"]`))
		is("touch", true)
		b.close()
	}
}
