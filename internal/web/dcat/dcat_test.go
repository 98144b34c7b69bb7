package dcat

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"testing"

	"continuum/internal/catalog"
	"continuum/internal/text"
	"continuum/internal/training/trainingtest"
	"continuum/internal/web/page"
	"continuum/internal/web/pagetest"
)

func asked(t *testing.T, base, query string) *page.Request {
	t.Helper()
	return &page.Request{
		Site: &page.Site{BaseURL: base, Operator: page.Operator{Name: "Ministère"}}, Catalog: pagetest.Catalog(t),
		T: text.For(text.French), Lang: text.French, Path: Path, Query: query, Now: pagetest.Noon,
	}
}

func read(t *testing.T, r *page.Request) document {
	t.Helper()
	a, err := Page(r)
	if err != nil {
		t.Fatal(err)
	}
	if a.ContentType != "application/ld+json" {
		t.Errorf("content type %q", a.ContentType)
	}
	var d document
	if err := json.Unmarshal(a.Raw, &d); err != nil {
		t.Fatal(err)
	}
	return d
}

func TestCatalog(t *testing.T) {
	t.Parallel()
	r := asked(t, "https://campus.example", "")
	d := read(t, r)
	if d.ID != "https://campus.example/donnees/catalog.jsonld" || d.Type != "dcat:Catalog" || d.Publisher.Name.Text != "Ministère" || d.Context.DCAT != "http://www.w3.org/ns/dcat#" {
		t.Errorf("%+v", d)
	}
	byID := make(map[string]dataset)
	for _, s := range d.Datasets {
		if _, twice := byID[s.ID]; twice {
			t.Errorf("%s comes twice", s.ID)
		}
		byID[s.ID] = s
		if u, err := url.Parse(s.ID); err != nil || !u.IsAbs() || s.Type != "dcat:Dataset" || s.Title.Text == "" || s.Description.Text == "" || s.Publisher.Name.Text == "" {
			t.Errorf("%+v: an absolute identifier, a title, a description and a publisher are wanted", s)
		}
	}
	offers := byID["https://campus.example/donnees/catalog.jsonld#offers"]
	if len(offers.Distributions) != 3 || len(offers.Sources) != 5 {
		t.Errorf("offers: %+v", offers)
	}
	for _, f := range offers.Distributions {
		if !strings.HasPrefix(f.AccessURL.ID, "https://campus.example/api/v1/offers") || !strings.HasPrefix(f.MediaType.ID, "https://www.iana.org/") || !strings.Contains(f.Rights.Label.Text, "none-stated") {
			t.Errorf("%+v", f)
		}
	}
	// What a dataset comes from is in the catalog, with its licence or its want of one.
	for _, s := range d.Datasets {
		for _, from := range s.Sources {
			source, ok := byID[from.ID]
			if !ok || source.Licence == nil && source.Rights == nil {
				t.Errorf("%s comes from %s, of which the catalog says %+v", s.ID, from.ID, source)
			}
		}
	}
	hole := byID["urn:continuum:source:ideo_structures"]
	if !strings.Contains(hole.Description.Text, "trop gros") || hole.Licence == nil || hole.Modified != nil {
		t.Errorf("a source of which no file is at hand: %+v", hole)
	}
	if len(d.Services) != 1 || len(d.Services[0].Serves) != 11 {
		t.Errorf("services %+v", d.Services)
	}
	if _, err := Page(asked(t, "", "x=%zz")); err == nil {
		t.Error("a query badly encoded is accepted")
	}
}

// Without a public address, and without an offer, it is still a catalog.
func TestCatalogWithoutMuch(t *testing.T) {
	t.Parallel()
	r := asked(t, "", "")
	bare := &catalog.Catalog{Training: trainingtest.Model()}
	bare.Training.Offers, bare.Training.Sources = nil, nil
	r.Catalog, r.Site.Operator.Name = bare, ""
	d := read(t, r)
	if d.Publisher.Name.Text != "Continuum" || len(d.Datasets) != 11 {
		t.Errorf("%+v", d)
	}
	if !slices.ContainsFunc(d.Datasets, func(s dataset) bool { return s.Distributions[0].AccessURL.ID == "/api/v1/offers" }) {
		t.Error("the offers are not given")
	}
}
