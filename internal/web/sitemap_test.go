package web

import (
	"encoding/xml"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"continuum/internal/text"
	"continuum/internal/web/shortlist"
	"continuum/internal/web/sitemap"
	"continuum/internal/web/webtest"
)

const publicAddress = "https://campus.exemple.fr"

// located is an entry of a sitemap or of an index.
type located struct {
	Loc     string `xml:"loc"`
	Lastmod string `xml:"lastmod"`
}

// readSitemap reads a file whose entries are elements of that name, each an address of
// the site, with a date of change that is no later than now.
func readSitemap(t *testing.T, h http.Handler, path string) []located {
	t.Helper()
	w := ask(h, "GET", path)
	if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "application/xml; charset=utf-8" {
		t.Fatalf("%s: %d %s", path, w.Code, w.Header().Get("Content-Type"))
	}
	var doc struct {
		Maps []located `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 sitemap"`
		URLs []located `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 url"`
	}
	if err := xml.Unmarshal(w.Body.Bytes(), &doc); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	entries := slices.Concat(doc.Maps, doc.URLs)
	if len(entries) == 0 || len(entries) > sitemap.Most {
		t.Errorf("%s: %d addresses, want 1 to %d", path, len(entries), sitemap.Most)
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Loc, publicAddress+"/") && e.Loc != publicAddress {
			t.Errorf("%s: %s is not of this site", path, e.Loc)
		}
		if at, err := time.Parse(time.RFC3339, e.Lastmod); e.Lastmod != "" && (err != nil || at.After(noon)) {
			t.Errorf("%s: %s changed at %q, %v", path, e.Loc, e.Lastmod, err)
		}
	}
	return entries
}

// listed are the paths of every sitemap.
func listed(t *testing.T, h http.Handler) []string {
	t.Helper()
	var paths []string
	for _, file := range readSitemap(t, h, sitemap.IndexPath) {
		for _, e := range readSitemap(t, h, strings.TrimPrefix(file.Loc, publicAddress)) {
			paths = append(paths, strings.TrimPrefix(e.Loc, publicAddress))
		}
	}
	return paths
}

// Every address of the sitemaps is a page, told once, that says itself to be the one to
// keep, in its language, with a title and a description of its own.
func TestSitemapIsTrue(t *testing.T) {
	if testing.Short() {
		t.Skip("one thing after the other: the race detector has nothing to find, and takes a minute")
	}
	t.Parallel()
	h := serving(t, nil)
	all := listed(t, h)
	if unique := slices.Compact(slices.Sorted(slices.Values(all))); len(unique) != len(all) {
		t.Errorf("%d addresses, %d different ones", len(all), len(unique))
	}
	docs := map[string]*html.Node{}
	for i, path := range all {
		// Drawing every territory takes long: the first of each address's neighbours stand for them.
		if strings.Contains(path, "/territoires/") && i%16 != 0 {
			continue
		}
		w := ask(h, "GET", path)
		if w.Code != http.StatusOK {
			t.Errorf("%s: status %d", path, w.Code)
			continue
		}
		doc, err := webtest.Parse(w.Body)
		if err != nil {
			t.Fatal(err)
		}
		docs[path] = doc
		if len(webtest.Find(doc, "meta[name=robots]")) > 0 {
			t.Errorf("%s asks robots to leave it out", path)
			continue
		}
		if href, _ := webtest.Attr(webtest.Find(doc, "link[rel=canonical]")[0], "href"); href != publicAddress+path {
			t.Errorf("%s gives way to %s", path, href)
		}
	}
	ownTitles(t, docs)
}

// Every page that has one address is in the sitemaps, but for the form and for the
// comparison of what one reader keeps.
func TestSitemapIsWhole(t *testing.T) {
	t.Parallel()
	all := listed(t, serving(t, nil))
	for _, p := range paths(t) {
		for _, lang := range text.Langs {
			if in := slices.Contains(all, lang.Link(p)); in == (p == "/signaler" || p == shortlist.ComparePath) {
				t.Errorf("%s is in a sitemap: %v", lang.Link(p), in)
			}
		}
	}
}

// A campus tells when what is known of it was last recorded.
func TestSitemapTellsChanges(t *testing.T) {
	t.Parallel()
	h := serving(t, nil)
	for _, file := range readSitemap(t, h, sitemap.IndexPath) {
		dated := strings.Contains(file.Loc, "sitemap-campus-")
		if (file.Lastmod != "") != dated {
			t.Errorf("%s: lastmod %q", file.Loc, file.Lastmod)
		}
		for _, e := range readSitemap(t, h, strings.TrimPrefix(file.Loc, publicAddress)) {
			if (e.Lastmod != "") != dated {
				t.Errorf("%s: lastmod %q", e.Loc, e.Lastmod)
			}
		}
	}
}

func TestSitemapRefuses(t *testing.T) {
	t.Parallel()
	h := serving(t, nil)
	for _, path := range []string{
		"/sitemap-campus-0.xml", "/sitemap-campus-2.xml", "/sitemap-campus-01.xml", "/sitemap-campus-.xml", "/sitemap-campus.xml",
		"/sitemap-rien-1.xml", "/sitemap.xml/", "/en/sitemap.xml", "/autre.xml", "/sitemap-campus-99999999999999999999.xml",
	} {
		if w := ask(h, "GET", path); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d, want 404", path, w.Code)
		}
	}
	if w := ask(serving(t, func(c *Config) { c.BaseURL = "" }), "GET", sitemap.IndexPath); w.Code != http.StatusNotFound {
		t.Errorf("without a public address: %d, want 404", w.Code)
	}
}
