package web

import (
	"strings"
	"testing"

	"continuum/internal/web/shortlist"
	"continuum/internal/web/webtest"
)

// What one reader keeps is in no cache, in no shared address, and is handed on by every
// page that adds to it.
func TestListIsHandedOn(t *testing.T) {
	t.Parallel()
	h := serving(t, func(c *Config) { c.PageCache = 10 })
	list := shortlist.List{Items: []shortlist.Item{{Qualification: "40025411", UAI: "0560101K"}}, Home: "Lorient (56121)"}
	for _, p := range []string{"/formations", "/formations/40025411", "/etablissements/0560101K", "/parcours", "/en/formations"} {
		w := ask(h, "GET", list.On(p))
		if w.Code != 200 || w.Header().Get("Cache-Control") != "no-store" || w.Header().Get("Etag") != "" {
			t.Errorf("%s with a list: %d, %v", p, w.Code, w.Header())
		}
		doc, err := webtest.Parse(w.Body)
		if err != nil {
			t.Fatal(err)
		}
		if err := webtest.In(`input[name=liste]`, webtest.HasAttr("value", "1~40025411.0560101K"))(doc); err != nil && !strings.HasPrefix(p, "/etablissements") {
			t.Errorf("%s: its form: %v", p, err)
		}
		for _, e := range webtest.Find(doc, "link[rel=canonical]") {
			if href, _ := webtest.Attr(e, "href"); strings.Contains(href, "liste") {
				t.Errorf("%s gives the list to search engines: %s", p, href)
			}
		}
		if p != "/parcours" {
			if w := ask(h, "GET", p); w.Header().Get("Etag") == "" {
				t.Errorf("%s without a list is not kept", p)
			}
		}
	}
	// The square to scan has the public address, and without one where the reader found the site.
	w := ask(h, "GET", list.Address())
	if w.Header().Get("Cache-Control") != "no-store" || !strings.Contains(w.Body.String(), "https://campus.exemple.fr/ma-liste?liste=") {
		t.Errorf("the address of the list is not the site's: %v", w.Header())
	}
	h = serving(t, func(c *Config) { c.BaseURL = "" })
	if w := ask(h, "GET", list.Address()); !strings.Contains(w.Body.String(), "http://example.com/ma-liste?liste=") {
		t.Error("the address of the list is not where the reader found the site")
	}
}

// An address longer than any list is a page that says so.
func TestListOfTenThousand(t *testing.T) {
	t.Parallel()
	w := ask(serving(t, nil), "GET", "/ma-liste?liste=1"+strings.Repeat("~40025411.0560101K", 10_000))
	if w.Code != 414 || !strings.Contains(w.Body.String(), "<h1") || !strings.Contains(w.Header().Get("Content-Type"), "text/html") {
		t.Errorf("ten thousand trainings: %d, %.300s", w.Code, w.Body)
	}
}
