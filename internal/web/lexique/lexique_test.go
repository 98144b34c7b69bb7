package lexique

import (
	"testing"

	"continuum/internal/text"
	"continuum/internal/web/pagetest"
	"continuum/internal/web/ui"
	"continuum/internal/web/webtest"
)

func TestPage(t *testing.T) {
	t.Parallel()
	total := 0
	for _, g := range ui.Words {
		total += len(g.Words)
	}
	for _, target := range []string{"/lexique", "/en/lexique"} {
		pagetest.Check(t, Page, target, "",
			webtest.Count("dt", total), webtest.Count("dd", total), webtest.Count("h2", len(ui.Words)),
			webtest.In("#bts", webtest.HasText("BTS"), webtest.HasText("brevet de technicien supérieur")),
		)
	}
}

// Every word has its three parts in both languages, and every entry is a word.
func TestWordsAreWhole(t *testing.T) {
	t.Parallel()
	for _, lang := range text.Langs {
		for _, g := range ui.Words {
			for _, w := range g.Words {
				if x := ui.Explained(text.For(lang), w); x.Term == "" || x.Long == "" || x.Means == "" {
					t.Errorf("%s %s: %+v", lang, w, x)
				}
			}
		}
	}
}
