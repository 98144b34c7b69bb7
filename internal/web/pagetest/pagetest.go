// Package pagetest asks pages in tests, on the embedded register and on the small offer
// of package trainingtest: what each page answers as a parsed document, without the
// layout around it.
package pagetest

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/net/html"

	"continuum/internal/campus"
	"continuum/internal/catalog"
	"continuum/internal/date"
	"continuum/internal/geo"
	"continuum/internal/seed"
	"continuum/internal/text"
	"continuum/internal/training/trainingtest"
	"continuum/internal/web/page"
	"continuum/internal/web/webtest"
)

// Noon is the instant of every request.
var Noon = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

type world struct {
	records *campus.Records
	catalog *catalog.Catalog
}

var embedded = sync.OnceValues(func() (*world, error) {
	atlas, err := geo.Load()
	if err != nil {
		return nil, err
	}
	records, _, err := seed.Load()
	if err != nil {
		return nil, err
	}
	c, err := catalog.Build(records, atlas, trainingtest.Model(), 1, Noon)
	return &world{records, c}, err
})

func load(t testing.TB) *world {
	t.Helper()
	w, err := embedded()
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// Catalog is the catalog of the embedded register.
func Catalog(t testing.TB) *catalog.Catalog { return load(t).catalog }

// Records are the records it was built from, candidates included.
func Records(t testing.TB) *campus.Records { return load(t).records }

// names are those that patterns give to the last part of a path.
var names = []string{"slug", "id", "uai", "rome"}

// Request is a request for target, "/carte?le=2015-09-01" or "/en/carte"; slug is
// the value of the path's "slug", or of what stands in its place.
func Request(t testing.TB, target, slug string) *page.Request {
	t.Helper()
	path, query, _ := strings.Cut(target, "?")
	lang := text.French
	if rest, english := strings.CutPrefix(path, "/en"); english && (rest == "" || rest[0] == '/') {
		lang, path = text.English, rest
		if path == "" {
			path = "/"
		}
	}
	values := make(map[string]string, len(names))
	for _, n := range names {
		values[n] = slug
	}
	return &page.Request{
		Context: context.Background(), Site: new(page.Site), Catalog: Catalog(t), T: text.For(lang), Lang: lang,
		Path: path, Query: query, Today: date.DayOf(Noon), Now: Noon, Values: values,
	}
}

// Ask asks a page and returns its answer, which must be no error.
func Ask(t testing.TB, show page.Func, target, slug string) page.Answer {
	t.Helper()
	a, err := show(Request(t, target, slug))
	if err != nil {
		t.Fatalf("%s: %v", target, err)
	}
	return a
}

// Document asks a page and reads the content that it shows.
func Document(t testing.TB, show page.Func, target, slug string) *html.Node {
	t.Helper()
	return Shown(t, Ask(t, show, target, slug))
}

// Shown reads the content that an answer shows.
func Shown(t testing.TB, a page.Answer) *html.Node {
	t.Helper()
	if a.Body == nil {
		t.Fatalf("nothing is shown: redirected to %q", a.Redirect)
	}
	var b strings.Builder
	if err := a.Body.Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	doc, err := webtest.Parse(strings.NewReader(b.String()))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// Check asks a page and applies checkers to what it shows.
func Check(t testing.TB, show page.Func, target, slug string, checks ...webtest.Checker) {
	t.Helper()
	if err := webtest.All(checks...)(Document(t, show, target, slug)); err != nil {
		t.Errorf("%s: %v", target, err)
	}
}
