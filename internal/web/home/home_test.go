package home

import (
	"strconv"
	"testing"

	"continuum/internal/date"
	"continuum/internal/web/pagetest"
	"continuum/internal/web/webtest"
)

func TestHome(t *testing.T) {
	t.Parallel()
	c := pagetest.Catalog(t)
	official, holding := c.Documented(date.DayOf(pagetest.Noon))
	if official == nil || holding == 0 {
		t.Fatal("no official count, or no campus in force: nothing to show")
	}
	pagetest.Check(t, Page, "/", "",
		webtest.Count("h1", 1),
		webtest.In("form[role=search]", webtest.HasAttr("action", "/formations"), webtest.HasAttr("method", "get")),
		webtest.Count(".door", 4),
		webtest.In(".figures", webtest.HasText(strconv.Itoa(len(c.Campuses))), webtest.HasText(strconv.Itoa(holding)), webtest.HasText(strconv.Itoa(official.Count))),
		webtest.In(".home__map", webtest.HasText("95 campus")),
		webtest.In(".example", webtest.HasText("Brest"), webtest.HasText("4 domaines"), webtest.HasText("9 secteurs")),
		webtest.None("a.fr-tag[aria-current]"), // the dates lead to the map: none of them is here
	)
}

func TestEnglish(t *testing.T) {
	t.Parallel()
	pagetest.Check(t, Page, "/en", "",
		webtest.In("h1", webtest.HasText("Learn a trade")),
		webtest.In("form[role=search]", webtest.HasAttr("action", "/en/formations")),
	)
}
