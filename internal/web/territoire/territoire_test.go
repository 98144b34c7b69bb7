package territoire

import (
	"errors"
	"strings"
	"testing"

	"continuum/internal/fault"
	"continuum/internal/geo"
	"continuum/internal/text"
	"continuum/internal/web/page"
	"continuum/internal/web/pagetest"
	"continuum/internal/web/webtest"
)

func TestIndex(t *testing.T) {
	t.Parallel()
	a := pagetest.Catalog(t).Atlas
	pagetest.Check(t, Index, "/territoires", "",
		webtest.Count("#region li", len(a.OfKind(geo.Region))),
		webtest.Count("#departement li", len(a.OfKind(geo.Departement))),
		webtest.Count("#region_2015 li", len(a.OfKind(geo.Region2015))),
		webtest.In("#region", webtest.HasText("Bretagne")),
	)
}

// TestEveryTerritory renders each territory and holds its total against a count by
// hand, the seat telling the département.
func TestEveryTerritory(t *testing.T) {
	t.Parallel()
	c := pagetest.Catalog(t)
	for i := range c.Atlas.Territories {
		tr := &c.Atlas.Territories[i]
		want := 0
		for j := range c.Campuses {
			if in(c, &c.Campuses[j], tr) {
				want++
			}
		}
		for _, lang := range text.Langs {
			pagetest.Check(t, Page, lang.Link("/territoires/"+tr.Slug), tr.Slug,
				webtest.In("h1", webtest.HasText(tr.Name)),
				webtest.Count("[data-list] li", want),
			)
		}
	}
}

func TestBrittany(t *testing.T) {
	t.Parallel()
	pagetest.Check(t, Page, "/territoires/region-bretagne", "region-bretagne",
		webtest.In("[data-list]", webtest.HasText("Industries de la mer")),
		webtest.HasText("Finistère"), webtest.HasText("Rennes"),
		webtest.In(".members", webtest.HasText("École navale")),
	)
	pagetest.Check(t, Page, "/territoires/departement-finistere?le=2015-09-01", "departement-finistere",
		webtest.Count("[data-list] li", 1),
		webtest.HasText("aucun département"), // what is without a known seat is said to be left out
	)
}

// TestRelations: what holds a territory, and what it holds, agree with each other.
func TestRelations(t *testing.T) {
	t.Parallel()
	a := pagetest.Catalog(t).Atlas
	held := 0
	for i := range a.OfKind(geo.Region) {
		for _, d := range within(a, &a.OfKind(geo.Region)[i], geo.Departement) {
			held++
			if d.Region != a.OfKind(geo.Region)[i].Code {
				t.Errorf("%s is held by %s, and says %s", d.Name, a.OfKind(geo.Region)[i].Name, d.Region)
			}
		}
	}
	if want := len(a.OfKind(geo.Departement)); held != want {
		t.Errorf("regions hold %d départements of %d", held, want)
	}
	for _, n := range nearby(a, a.BySlug("departement-finistere"), 2) {
		if n.Slug != "departement-morbihan" && n.Slug != "departement-cotes-d-armor" {
			t.Errorf("%s is said to be next to Finistère", n.Name)
		}
	}
}

func TestWrongSlug(t *testing.T) {
	t.Parallel()
	_, err := Page(pagetest.Request(t, "/territoires/bretagne", "bretagne"))
	s, ok := errors.AsType[*page.Suggest](err)
	if !ok || fault.KindOf(err) != fault.NotFound || len(s.Hints) == 0 || !strings.HasSuffix(s.Hints[0].Path, "bretagne") {
		t.Errorf("error %v, want Brittany suggested", err)
	}
}
