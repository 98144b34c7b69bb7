package filiere

import (
	"errors"
	"strings"
	"testing"

	"continuum/internal/fault"
	"continuum/internal/text"
	"continuum/internal/web/page"
	"continuum/internal/web/pagetest"
	"continuum/internal/web/webtest"
)

func TestIndex(t *testing.T) {
	t.Parallel()
	pagetest.Check(t, Index, "/filieres", "", webtest.Count(".sectors__one", 12), webtest.Count("h1", 1))
}

// TestEverySector: the list of each sector holds its campuses and no other.
func TestEverySector(t *testing.T) {
	t.Parallel()
	c := pagetest.Catalog(t)
	for _, s := range c.Sectors {
		want := 0
		for _, cam := range c.Campuses {
			if cam.Sector != nil && cam.Sector.Code == s.Code {
				want++
			}
		}
		for _, lang := range text.Langs {
			pagetest.Check(t, Page, lang.Link("/filieres/"+s.Slug), s.Slug,
				webtest.In("h1", webtest.HasText(s.Label)),
				webtest.Count("[data-list] li", want),
				webtest.Each("[data-list] li", webtest.HasText(s.Label)),
			)
		}
	}
}

func TestDayStays(t *testing.T) {
	t.Parallel()
	slug := pagetest.Catalog(t).Sector("MOBI").Slug
	pagetest.Check(t, Page, "/filieres/"+slug+"?le=2015-09-01", slug,
		webtest.In(".register__map p a", webtest.HasAttr("href", "/carte?le=2015-09-01&filiere="+slug)),
		webtest.In("a.fr-tag[aria-current]", webtest.HasAttr("href", "/filieres/"+slug+"?le=2015-09-01")),
	)
}

func TestSlugs(t *testing.T) {
	t.Parallel()
	slug := pagetest.Catalog(t).Sector("MOBI").Slug
	if a := pagetest.Ask(t, Page, "/filieres/MOBI?le=2015-09-01", "MOBI"); !a.Moved || a.Redirect != "/filieres/"+slug+"?le=2015-09-01" {
		t.Errorf("the code leads to %q", a.Redirect)
	}
	_, err := Page(pagetest.Request(t, "/filieres/mobilite-aeronautiqe", "mobilite-aeronautiqe"))
	s, ok := errors.AsType[*page.Suggest](err)
	if !ok || fault.KindOf(err) != fault.NotFound || len(s.Hints) == 0 || !strings.Contains(s.Hints[0].Path, "mobilite") {
		t.Errorf("error %v, want the sector suggested", err)
	}
}
