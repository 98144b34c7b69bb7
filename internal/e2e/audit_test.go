package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/chromedp/chromedp"
)

// axe is the accessibility checker's source, from the npm packages.
var axe = sync.OnceValues(func() (string, error) {
	b, err := os.ReadFile(filepath.Join("..", "..", "node_modules", "axe-core", "axe.min.js"))
	if err != nil {
		return "", fmt.Errorf("axe-core is absent: run npm ci (make test does): %w", err)
	}
	return string(b), nil
})

// audit reports what is wrong with the page in the tab: accessibility, requests that
// left the host, errors, width.
func (b *tab) audit() []string {
	b.t.Helper()
	var faults []string
	source, err := axe()
	if err != nil {
		b.t.Fatal(err)
	}
	// The scripts of the page were refused or not while it loaded; the checker has to run.
	b.scripts(true)
	eval[chromedp.Void](b, source+";undefined")
	violations := eval[[]string](b, `axe.run(document, {resultTypes: ["violations"], rules: {"target-size": {enabled: true}}}).then(r => r.violations.flatMap(v =>
		v.nodes.map(n => v.id + ": " + v.help + ": " + n.target.join(" ") + ": " + (n.any[0] || n.all[0] || n.none[0] || {message: ""}).message)))`)
	for _, v := range violations {
		faults = append(faults, "axe: "+v)
	}
	if over := eval[int](b, `document.scrollingElement.scrollWidth - document.documentElement.clientWidth`); over > 0 {
		who := eval[string](b, `[...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1).slice(0, 3).map(e => e.tagName + "." + e.className).join(", ")`)
		faults = append(faults, fmt.Sprintf("%d px wider than the screen: %s", over, who))
	}
	return append(faults, b.wentWrong()...)
}

// shoot writes a picture of the whole page when pictures are asked for.
func (b *tab) shoot(name string) {
	b.t.Helper()
	dir := os.Getenv("CONTINUUM_SHOTS")
	if dir == "" {
		return
	}
	png, err := chromedp.Run(b.ctx, chromedp.FullScreenshot(100))
	if err != nil {
		b.t.Fatal(err)
	}
	name = strings.NewReplacer("/", "_", "?", "_", "=", "-", " ", "-", "&", "_").Replace(name)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		b.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, name+".png"), png, 0o644); err != nil {
		b.t.Fatal(err)
	}
}
