package e2e

import (
	"context"
	"fmt"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"continuum/internal/web/accessibilite"
)

// media makes the browser say that its reader asks for something.
func (b *tab) media(kind string, features ...*emulation.MediaFeature) {
	b.t.Helper()
	b.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: kind, Features: features})
		return err
	}))
}

// tooWide is how many pixels the page is wider than the screen, and what is.
const tooWide = `(() => {
	const over = document.scrollingElement.scrollWidth - document.documentElement.clientWidth;
	return over <= 0 ? "" : over + " px too wide: " + [...document.querySelectorAll("body *")]
		.filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1).slice(0, 3).map(e => e.tagName + "." + e.className).join(", ");
})()`

// usable are the names of what a reader may act upon; what closed groups hold is left out,
// and what the live map brings.
const usable = `[...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
	.filter(e => e.checkVisibility({visibilityProperty: true}) && !e.closest(".map-box, [data-map]")).map(e => e.innerText || e.name || e.id)`

// cut are the texts whose box hides a part of them.
const cut = `[...document.querySelectorAll("main *")].filter(e => e.innerText && e.checkVisibility({visibilityProperty: true})
	&& ["hidden", "clip"].includes(getComputedStyle(e).overflowY) && e.clientHeight > 1 && e.scrollHeight > e.clientHeight + 2)
	.map(e => e.tagName + "." + e.className + ": " + e.innerText.slice(0, 40))`

// 400 % of zoom on a screen of 1280 px leaves 320: nothing is cut nor scrolls sideways, and
// what can be used on a wide screen still can.
func TestZoom(t *testing.T) {
	b := open(t, site(t, "dsfr"), view{1280, false})
	paths := make([]string, 0, len(pages))
	for _, p := range accessibilite.Sample {
		paths = append(paths, p.Path)
	}
	if everything {
		for _, p := range pages {
			paths = append(paths, p.path)
		}
	}
	for _, path := range paths {
		b.do(chromedp.EmulateViewport(1280, 800))
		b.visit(path)
		wide := eval[[]string](b, usable)
		b.do(chromedp.EmulateViewport(320, 256))
		if over := eval[string](b, tooWide); over != "" {
			t.Errorf("%s at 320 px: %s", path, over)
		}
		narrow := map[string]int{}
		for _, name := range eval[[]string](b, usable) {
			narrow[name]++
		}
		for _, name := range wide {
			if narrow[name]--; narrow[name] < 0 {
				t.Errorf("%s at 320 px: %q is lost", path, name)
			}
		}
	}
}

// TestSenses looks at each page of the sample as readers do who ask their browser for
// something: larger text, text spaced out, colours of theirs, no motion, paper.
func TestSenses(t *testing.T) {
	b := open(t, site(t, "dsfr"), view{1280, true})
	for _, p := range accessibilite.Sample {
		t.Run(p.Path, func(t *testing.T) {
			b.use(t)
			b.media("")
			b.visit(p.Path)
			b.larger()
			b.forced()
			b.still()
			b.paper(p.Path)
			b.media("")
		})
	}
}

// larger doubles the size of the text, then spaces it out as WCAG 1.4.12 says.
func (b *tab) larger() {
	b.t.Helper()
	for name, rule := range map[string]string{
		"twice as large": `html { font-size: 200% !important; }`,
		"spaced out":     `* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; } p { margin-bottom: 2em !important; }`,
	} {
		// A sheet that a script makes is no inline style: the page's policy lets it be.
		eval[chromedp.Void](b, fmt.Sprintf(`{const s = new CSSStyleSheet(); s.replaceSync(%q); document.adoptedStyleSheets = [s]}`, rule))
		if over := eval[string](b, tooWide); over != "" {
			b.t.Errorf("text %s: %s", name, over)
		}
		for _, c := range eval[[]string](b, cut) {
			b.t.Errorf("text %s: cut in %s", name, c)
		}
	}
	eval[chromedp.Void](b, `void (document.adoptedStyleSheets = [])`)
}

// forced looks at the page in colours that the system imposes: what can be pressed or
// filled in still has an edge.
func (b *tab) forced() {
	b.t.Helper()
	b.media("", &emulation.MediaFeature{Name: "forced-colors", Value: "active"})
	if !eval[bool](b, `matchMedia("(forced-colors: active)").matches`) {
		b.t.Fatal("forced colours are not emulated")
	}
	for _, e := range eval[[]string](b, `[...document.querySelectorAll(".fr-btn, .fr-input, .fr-select")].filter(e => {
		const s = getComputedStyle(e);
		return e.checkVisibility({visibilityProperty: true}) && (s.borderTopStyle === "none" || s.borderTopWidth === "0px") && s.outlineStyle === "none";
	}).map(e => e.outerHTML.slice(0, 120))`) {
		b.t.Errorf("forced colours: no edge around %s", e)
	}
}

// still checks that nothing moves once less motion is asked for.
func (b *tab) still() {
	b.t.Helper()
	b.media("", &emulation.MediaFeature{Name: "prefers-reduced-motion", Value: "reduce"})
	for _, e := range eval[[]string](b, `[...document.querySelectorAll("body *")].filter(e => {
		const s = getComputedStyle(e);
		return s.scrollBehavior === "smooth" || [...s.transitionDuration.split(","), ...s.animationDuration.split(",")].some(d => parseFloat(d) > .001);
	}).slice(0, 5).map(e => e.outerHTML.slice(0, 100))`) {
		b.t.Errorf("less motion: %s moves", e)
	}
}

// paper looks at the page as it is printed: no navigation, no form, the title and the text.
func (b *tab) paper(path string) {
	b.t.Helper()
	b.media("print")
	for _, e := range eval[[]string](b, `[...document.querySelectorAll("nav, form, .fr-skiplinks")].filter(e => e.checkVisibility()).map(e => e.outerHTML.slice(0, 100))`) {
		b.t.Errorf("print: %s takes paper", e)
	}
	if !eval[bool](b, `document.querySelector("h1").checkVisibility() && document.querySelector("main").innerText.length > 60`) {
		b.t.Error("print: the title or the text is gone")
	}
	b.shoot("print " + path)
}
