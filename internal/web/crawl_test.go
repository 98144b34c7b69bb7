package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/net/html"

	"continuum/internal/web/webtest"
)

// elsewhere is what the handler under test does not serve.
var elsewhere = []string{"/api/", "/tiles/", "/assets/"}

// TestEveryLinkResolves walks the whole site from its two home pages: every link of
// every page leads to a page. Choices made one upon another have no end: the links of
// an address with parameters are followed from a few of them only.
func TestEveryLinkResolves(t *testing.T) {
	if testing.Short() {
		t.Skip("one thing after the other: the race detector has nothing to find, and takes a minute")
	}
	t.Parallel()
	h := serving(t, nil)
	docs := map[string]*html.Node{}
	queue := []string{"/", "/en/", "/carte?le=2015-09-01", "/campus?tri=-ville&le=2015-09-01", "/en/carte?q=mer"}
	from := map[string]string{}
	followed := map[string]bool{}
	for _, target := range queue {
		from[target], followed[target] = "this test", true
	}
	for len(queue) > 0 {
		target := queue[0]
		queue = queue[1:]
		w := ask(h, "GET", target)
		switch {
		case w.Code == http.StatusSeeOther || w.Code == http.StatusMovedPermanently:
		case w.Code != http.StatusOK:
			t.Errorf("%s (linked by %s): status %d", target, from[target], w.Code)
			continue
		}
		if !strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
			continue
		}
		doc, err := webtest.Parse(strings.NewReader(w.Body.String()))
		if err != nil {
			t.Fatal(err)
		}
		docs[target] = doc
		if strings.Contains(target, "=") && !followed[target] {
			continue
		}
		for _, link := range links(target, doc) {
			if from[link] == "" {
				from[link] = target
				queue = append(queue, link)
			}
		}
	}
	if len(docs) < 500 {
		t.Errorf("only %d pages found: the walk stopped early", len(docs))
	}
	ownTitles(t, docs)
}

// links are the addresses of this site that a page links to, without their fragments.
func links(target string, doc *html.Node) []string {
	base, _ := url.Parse(target)
	var list []string
	for _, a := range webtest.Find(doc, "a[href]") {
		href, _ := webtest.Attr(a, "href")
		u, err := base.Parse(href)
		if err != nil || u.Host != "" || u.Scheme != "" || under(u.Path) {
			continue
		}
		if strings.HasSuffix(u.Path, ".png") || strings.HasSuffix(u.Path, ".pdf") {
			continue // posters: seconds each, and tested where they are made
		}
		if strings.Contains(u.Path, "/territoires/") && u.RawQuery != "" && !strings.Contains(u.Path, "bretagne") {
			continue // one territory's days stand for all: each is a drawing to make
		}
		u.Fragment = ""
		list = append(list, u.String())
	}
	return list
}

func under(path string) bool {
	for _, p := range elsewhere {
		if strings.HasPrefix(path, p) {
			return true
		}
	}
	return false
}

// mostDescription is what search engines show of a description, in characters, with the
// mark of what is left out.
const mostDescription = 161

// ownTitles checks that pages that search engines keep have titles and descriptions of
// their own, and that these are neither empty nor cut short by who shows them.
func ownTitles(t *testing.T, docs map[string]*html.Node) {
	seen := map[string]string{}
	own := func(target, what string) {
		if other, twice := seen[what]; twice {
			t.Errorf("%s and %s share %q", target, other, what)
		}
		seen[what] = target
	}
	for target, doc := range docs {
		if strings.Contains(target, "?") || strings.TrimSuffix(target, "/") == "/en" || len(webtest.Find(doc, "meta[name=robots]")) > 0 {
			continue
		}
		lang, _ := webtest.Attr(webtest.Find(doc, "html")[0], "lang")
		own(target, lang+" title "+webtest.Text(webtest.Find(doc, "title")[0]))
		descriptions := webtest.Find(doc, "meta[name=description]")
		if len(descriptions) != 1 {
			t.Errorf("%s has %d descriptions", target, len(descriptions))
			continue
		}
		words, _ := webtest.Attr(descriptions[0], "content")
		own(target, lang+" description "+words)
		if n := utf8.RuneCountInString(words); n < 40 || n > mostDescription {
			t.Errorf("%s: a description of %d characters: %s", target, n, words)
		}
	}
}

// TestAnchors: links to a place of the same page find it.
func TestAnchors(t *testing.T) {
	t.Parallel()
	h := serving(t, nil)
	for _, p := range paths(t) {
		doc, err := webtest.Parse(strings.NewReader(ask(h, "GET", p).Body.String()))
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range webtest.Find(doc, "a[href]") {
			if href, _ := webtest.Attr(a, "href"); strings.HasPrefix(href, "#") && len(webtest.Find(doc, href)) != 1 {
				t.Errorf("%s: nothing is at %s", p, href)
			}
		}
	}
}
