package campuses

import (
	"strings"
	"testing"

	"golang.org/x/net/html"

	"continuum/internal/fault"
	"continuum/internal/web/pagetest"
	"continuum/internal/web/webtest"
)

// names are the campuses of the table, in order.
func names(doc *html.Node) []string {
	var list []string
	for _, n := range webtest.Find(doc, "tbody th a") {
		list = append(list, webtest.Text(n))
	}
	return list
}

func TestTable(t *testing.T) {
	t.Parallel()
	pagetest.Check(t, Page, "/campus", "",
		webtest.In("caption", webtest.HasText("campus")),
		webtest.Count("thead th[scope=col]", 5),
		webtest.Count("tbody tr", 50),
		webtest.Count("tbody th[scope=row]", 50),
		webtest.Count("th[aria-sort]", 1),
		webtest.In("th[aria-sort]", webtest.HasAttr("aria-sort", "ascending"), webtest.HasText("Nom")),
		webtest.In("[data-part=total]", webtest.HasText("95 campus")),
		webtest.In(".range", webtest.HasText("1 à 50 sur 95")),
	)
}

// TestPages: the two pages hold every campus once.
func TestPages(t *testing.T) {
	t.Parallel()
	seen := map[string]int{}
	for _, target := range []string{"/campus", "/campus?page=2"} {
		for _, name := range names(pagetest.Document(t, Page, target, "")) {
			seen[name]++
		}
	}
	for _, c := range pagetest.Catalog(t).Campuses {
		if seen[strings.ReplaceAll(c.Name, "\u00a0", " ")] != 1 {
			t.Errorf("%s is on %d pages", c.Name, seen[c.Name])
		}
	}
	if _, err := Page(pagetest.Request(t, "/campus?page=3", "")); fault.KindOf(err) != fault.Invalid {
		t.Errorf("page 3 of 2: %v, want it refused", err)
	}
}

func TestSortLinksTurn(t *testing.T) {
	t.Parallel()
	byCity := pagetest.Document(t, Page, "/campus?le=2015-09-01&tri=ville", "")
	if err := webtest.In("th[aria-sort] a", webtest.HasAttr("href", "/campus?le=2015-09-01&tri=-ville"))(byCity); err != nil {
		t.Error(err)
	}
	up := names(byCity)
	down := names(pagetest.Document(t, Page, "/campus?le=2015-09-01&tri=-ville", ""))
	if len(up) != 21 || len(down) != 21 || up[0] == down[0] {
		t.Errorf("%d and %d campuses, beginning with %q and %q", len(up), len(down), up[0], down[0])
	}
	if !strings.Contains(up[0], "Auvergne") { // Aulnat is the first town
		t.Errorf("the first by town is %s", up[0])
	}
}

func TestSearch(t *testing.T) {
	t.Parallel()
	pagetest.Check(t, Page, "/campus?q=industries+mer", "",
		webtest.In("tbody", webtest.HasText("Industries de la mer Bretagne")),
		webtest.In("input[type=search]", webtest.HasAttr("value", "industries mer")),
		webtest.In(".chosen", webtest.HasText("industries mer")),
	)
	pagetest.Check(t, Page, "/campus?q=%3Cscript%3E", "",
		webtest.None("script"), webtest.None("table"), webtest.In(".none", webtest.HasText("Aucun campus")))
}

// TestSameData: the files offered hold the same choice as the page.
func TestSameData(t *testing.T) {
	t.Parallel()
	pagetest.Check(t, Page, "/campus?le=2015-09-01&filiere=MOBI&tri=-ville", "",
		webtest.In(".files a", webtest.HasAttr("href", "/api/v1/campuses.csv?as_of=2015-09-01&sector=MOBI")))
}
