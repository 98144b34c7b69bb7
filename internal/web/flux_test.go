package web

import (
	"encoding/xml"
	"net/url"
	"strings"
	"testing"
	"time"

	"continuum/internal/campus"
	"continuum/internal/catalog"
	"continuum/internal/geo"
	"continuum/internal/seed"
	"continuum/internal/training"
	"continuum/internal/web/webtest"
)

// atom is what RFC 4287 asks of a feed and of its entries.
type atom struct {
	XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
	ID      string   `xml:"id"`
	Title   string   `xml:"title"`
	Updated string   `xml:"updated"`
	Author  string   `xml:"author>name"`
	Links   []struct {
		Rel  string `xml:"rel,attr"`
		Href string `xml:"href,attr"`
	} `xml:"link"`
	Entries []struct {
		ID      string `xml:"id"`
		Title   string `xml:"title"`
		Updated string `xml:"updated"`
		Link    struct {
			Href string `xml:"href,attr"`
		} `xml:"link"`
	} `xml:"entry"`
}

func readFeed(t *testing.T, body string) atom {
	t.Helper()
	var f atom
	if err := xml.Unmarshal([]byte(body), &f); err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(f.ID, "urn:continuum:") || f.Title == "" || f.Author == "" || len(f.Entries) == 0 || len(f.Entries) > 100 {
		t.Errorf("feed %q %q by %q with %d entries", f.ID, f.Title, f.Author, len(f.Entries))
	}
	seen, last := map[string]bool{f.ID: true}, f.Updated
	for _, e := range f.Entries {
		if _, err := time.Parse(time.RFC3339, e.Updated); err != nil || e.Updated > last || e.Title == "" || seen[e.ID] || !strings.HasPrefix(e.ID, "urn:continuum:") {
			t.Errorf("entry %+v after %s", e, last)
		}
		if _, err := url.Parse(e.ID); err != nil {
			t.Error(err)
		}
		seen[e.ID], last = true, e.Updated
	}
	if f.Updated != f.Entries[0].Updated {
		t.Errorf("the feed is of %s, its latest entry of %s", f.Updated, f.Entries[0].Updated)
	}
	return f
}

func TestFeeds(t *testing.T) {
	t.Parallel()
	h := serving(t, nil)
	for page, feed := range map[string]string{
		"/": "/flux.atom", "/en/donnees": "/en/flux.atom",
		"/campus/bretagne-industries-de-la-mer":    "/campus/bretagne-industries-de-la-mer/flux.atom",
		"/en/campus/bretagne-industries-de-la-mer": "/en/campus/bretagne-industries-de-la-mer/flux.atom",
	} {
		check(t, ask(h, "GET", page), 200, webtest.In(`link[href="`+feed+`"]`, webtest.HasAttr("type", "application/atom+xml")))
		w := ask(h, "GET", feed)
		if w.Code != 200 || w.Header().Get("Content-Type") != "application/atom+xml; charset=utf-8" {
			t.Errorf("%s: %d %s", feed, w.Code, w.Header().Get("Content-Type"))
			continue
		}
		f := readFeed(t, w.Body.String())
		if f.Links[0].Rel != "self" || f.Links[0].Href != feed || f.Links[1].Rel != "alternate" {
			t.Errorf("%s: links %v", feed, f.Links)
		}
		for _, e := range f.Entries {
			if status := ask(h, "GET", e.Link.Href).Code; status != 200 {
				t.Errorf("%s: %s leads to %s: %d", feed, e.ID, e.Link.Href, status)
			}
		}
		if w := ask(h, "GET", feed, "If-None-Match", w.Header().Get("Etag")); w.Code != 304 {
			t.Errorf("%s asked again: %d, want 304", feed, w.Code)
		}
	}
	if w := ask(h, "GET", "/campus/rien/flux.atom"); w.Code != 404 {
		t.Errorf("no campus: %d, want 404", w.Code)
	}
}

// What is recorded later comes first, and nothing else of the feed changes: identifiers
// are those of the records.
func TestFeedFollowsTheRegister(t *testing.T) {
	t.Parallel()
	atlas, err := geo.Load()
	if err != nil {
		t.Fatal(err)
	}
	records, _, err := seed.Load()
	if err != nil {
		t.Fatal(err)
	}
	feedOf := func(offer *training.Model) atom {
		cat, err := catalog.Build(records, atlas, offer, 1, noon)
		if err != nil {
			t.Fatal(err)
		}
		h := serving(t, func(c *Config) {
			c.Current = new(catalog.Current)
			c.Current.Store(cat)
		})
		return readFeed(t, ask(h, "GET", "/flux.atom").Body.String())
	}
	before := feedOf(nil)
	later := noon.Add(-time.Minute)
	label := records.Labels[len(records.Labels)-1]
	label.ID, label.Category, label.Successor = "x", campus.CategoryUnknown, ""
	label.Recorded = later
	records.Labels = append(records.Labels, label)
	after := feedOf(&training.Model{Sources: []training.Provenance{
		{ID: "annuaire", Title: "Annuaire", Present: true, Version: 3, Recorded: later.Add(-time.Hour).Unix()},
		{ID: "parcoursup", Title: "Parcoursup", Present: true, Version: 0},
		{ID: "trou", Title: "Trou"},
	}})
	if got := []string{after.Entries[0].ID, after.Entries[1].ID}; got[0] != "urn:continuum:label:x" || got[1] != "urn:continuum:source:annuaire:3" {
		t.Errorf("the latest entries are %v", got)
	}
	if after.Updated != later.Format(time.RFC3339) || before.Updated >= after.Updated {
		t.Errorf("updated %s, then %s", before.Updated, after.Updated)
	}
	for i, e := range after.Entries[2:] {
		if e != before.Entries[i] {
			t.Errorf("%+v became %+v", before.Entries[i], e)
		}
	}
}
