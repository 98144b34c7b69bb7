package e2e

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestEveryStop goes through pages with the Tab key alone: everything that can be
// acted upon is reached, once, and shows that it has the focus; the first stop leads
// past the menu.
func TestEveryStop(t *testing.T) {
	base := site(t, "dsfr")
	for _, path := range []string{
		"/", "/carte?le=2015-09-01", "/campus?le=2015-09-01", "/campus/bretagne-industries-de-la-mer",
		"/filieres", "/territoires/region-bretagne", "/signaler", "/donnees",
	} {
		t.Run(path, func(t *testing.T) {
			b := open(t, base, view{1280, true})
			defer b.close()
			b.visit(path)
			if eval[bool](b, `!!document.querySelector("[data-map]")`) {
				b.live()
				eval[chromedp.Void](b, `scrollTo(0, 0)`)
			}
			// Numbers everything that a reader may act upon; radio buttons are one stop a group.
			want := eval[int](b, `[...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
				.filter(e => e.tabIndex >= 0 && !e.disabled && e.type !== "hidden" && e.checkVisibility({visibilityProperty: true}))
				.map((e, i) => e.dataset.stop = i).length`)
			seen := make([]int, want)
			for range 2*want + 10 {
				b.key(kb.Tab)
				at := eval[map[string]string](b, `(e => ({
					stop: e.dataset.stop ?? "", body: String(e === document.body), text: (e.innerText || e.ariaLabel || e.name || "").slice(0, 40),
					ring: String(e.matches(":focus-visible") && (s => s.outlineStyle !== "none" && s.outlineWidth !== "0px" || s.boxShadow !== "none")(getComputedStyle(e)))
				}))(document.activeElement)`)
				if at["body"] == "true" {
					break
				}
				if n, err := strconv.Atoi(at["stop"]); err == nil {
					seen[n]++
				}
				if at["ring"] != "true" && !b.ringed() {
					t.Errorf("stop %s (%q) does not show the focus", at["stop"], at["text"])
				}
			}
			for n, times := range seen {
				if times == 0 {
					t.Errorf("the keyboard does not reach %s", eval[string](b, fmt.Sprintf(`document.querySelector("[data-stop='%d']")?.outerHTML.slice(0, 200) ?? "stop %d"`, n, n)))
				}
			}
		})
	}
}

// ringed reports whether the focus shows on something around or beside the focused
// element: a label, the mark in a drawing, the card around a link.
func (b *tab) ringed() bool {
	return eval[bool](b, `(e => [e, ...e.children, e.parentElement, e.nextElementSibling, e.labels?.[0]].some(x => x && ["", "::before", "::after"].some(p => {
		const s = getComputedStyle(x, p || null);
		return s.outlineStyle !== "none" && s.outlineWidth !== "0px" || x !== e && s.strokeWidth !== "0px" && s.outlineStyle !== "none" || s.boxShadow !== "none";
	})))(document.activeElement)`)
}

// TestSkip uses the first stop of a page.
func TestSkip(t *testing.T) {
	b := open(t, site(t, "dsfr"), view{1280, false})
	b.visit("/campus")
	b.key(kb.Tab)
	if to := eval[string](b, `document.activeElement.getAttribute("href")`); !strings.HasPrefix(to, "#") {
		t.Fatalf("the first stop leads to %q, want a place in the page", to)
	}
	b.key(kb.Enter, kb.Tab)
	if !eval[bool](b, `document.querySelector("main").contains(document.activeElement)`) {
		t.Errorf("after the skip link the next stop is %s", eval[string](b, `document.activeElement.outerHTML.slice(0, 200)`))
	}
}
