package territoire

import (
	"strings"
	"testing"

	"continuum/internal/fault"
	"continuum/internal/web/pagetest"
	"continuum/internal/web/simulation"
	"continuum/internal/web/webtest"
)

func TestReach(t *testing.T) {
	t.Parallel()
	pagetest.Check(t, Reach, "/territoires/region-bretagne/continuum?filiere=MECA&km=30&ordre=besoins", "region-bretagne",
		webtest.In("h1", webtest.HasText("Bretagne")),
		webtest.Count("#echelle tbody tr", 1), webtest.Count("#parts tbody tr", 4), webtest.Count(".reach-map", 1),
		webtest.In("#metiers", webtest.HasText("Soudeurs")), webtest.HasText("masqué"),
	)
	pagetest.Check(t, Reach, "/en/territoires/"+morbihan+"/continuum", morbihan,
		webtest.Count("#parts tbody tr", reachCommunes), webtest.None("#metiers"), webtest.HasText("within 50 km"))
	// The territory's own page holds the same, for all sectors.
	pagetest.Check(t, Page, "/territoires/"+morbihan, morbihan, webtest.Count("#continuum #echelle", 1))
	for _, query := range []string{"?filiere=XXXX", "?km=7", "?ordre=hasard"} {
		if _, err := Reach(pagetest.Request(t, "/territoires/x"+query, morbihan)); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v, want it refused", query, err)
		}
	}
	for _, slug := range []string{"rien", "region-2015-bretagne"} {
		if _, err := Reach(pagetest.Request(t, "/territoires/x", slug)); fault.KindOf(err) != fault.NotFound {
			t.Errorf("%s: %v, want it not found", slug, err)
		}
	}
}

// Each opening leads to the page that tells what it would change, which takes it.
func TestOpeningsCanBeTried(t *testing.T) {
	t.Parallel()
	const slug = "region-bretagne"
	links := webtest.Find(pagetest.Document(t, Reach, "/territoires/"+slug+"/continuum?filiere=MECA&km=30", slug), ".reach__gaps a[rel=nofollow]")
	if len(links) == 0 {
		t.Fatal("no opening can be tried")
	}
	for _, a := range links {
		href, _ := webtest.Attr(a, "href")
		if !strings.HasPrefix(href, "/simulation?territoire="+slug+"&filiere=MECA&km=30&p=ouvrir") {
			t.Errorf("an opening leads to %s", href)
		}
		if got := pagetest.Ask(t, simulation.New(nil, nil).Show, href, ""); got.Status != 0 {
			t.Errorf("%s answers %d", href, got.Status)
		}
	}
}
