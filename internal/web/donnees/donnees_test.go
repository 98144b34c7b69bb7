package donnees

import (
	"context"
	"strconv"
	"strings"
	"testing"
	"time"

	"continuum/internal/catalog"
	"continuum/internal/geo"
	"continuum/internal/seed"
	"continuum/internal/text"
	"continuum/internal/web/page"
	"continuum/internal/web/webtest"
)

var noon = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

// asked is a request for the page over the embedded dataset.
func asked(t *testing.T) *page.Request {
	t.Helper()
	records, _, err := seed.Load()
	if err != nil {
		t.Fatal(err)
	}
	atlas, err := geo.Load()
	if err != nil {
		t.Fatal(err)
	}
	cat, err := catalog.Build(records, atlas, nil, 1, noon)
	if err != nil {
		t.Fatal(err)
	}
	return &page.Request{
		Context: context.Background(), Site: new(page.Site), Catalog: cat, T: text.For(text.French), Lang: text.French, Path: "/donnees",
	}
}

func TestShow(t *testing.T) {
	t.Parallel()
	r := asked(t)
	a, err := new(Page).Show(r)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := a.Body.Render(r.Context, &b); err != nil {
		t.Fatal(err)
	}
	doc, err := webtest.Parse(strings.NewReader(b.String()))
	if err != nil {
		t.Fatal(err)
	}
	n := len(r.Catalog.Sources)
	if err := webtest.All(
		webtest.None("main"), // the layout brings it
		webtest.In("h1", webtest.HasText("Données ouvertes")),
		webtest.In(".figures .figure", webtest.HasText(strconv.Itoa(len(r.Catalog.Campuses))+" campus")),
		webtest.Count("#tableau-sources tbody tr", n),
		webtest.Each("#tableau-sources tbody td", webtest.HasNoText("none-stated")),
		webtest.Count("#tableau-comptes tbody tr", len(r.Catalog.Milestones)),
		webtest.In("a[href=/api/v1/campuses.csv]"),
		webtest.In("a[href=/api/v1/campuses.geojson]"),
		webtest.In("a[href=/api/v1/campuses]"),
	)(doc); err != nil {
		t.Error(err)
	}
}

// The counts agree with a plain walk over the register's lists.
func TestCounts(t *testing.T) {
	t.Parallel()
	r := asked(t)
	f := count(r.Catalog)
	without := 0
	members := 0
	for _, c := range r.Catalog.Campuses {
		if len(c.Labels) == 0 {
			without++
		}
		members += len(c.Members)
	}
	byOrg := 0
	for _, o := range r.Catalog.Organisations {
		byOrg += len(r.Catalog.Memberships(o.ID))
	}
	if f.NoLabel != without || f.Members != members || members != byOrg {
		t.Errorf("count = %+v, want %d without label, %d members (%d counted by organisation)", f, without, members, byOrg)
	}
	for _, g := range f.gaps() {
		if g.n == 0 {
			t.Errorf("the gap %s is shown and empty", g.key)
		}
	}
	list := sources(r.Catalog)
	for i := 1; i < len(list); i++ {
		if list[i].Used > list[i-1].Used {
			t.Errorf("source %s comes after one less used", list[i].ID)
		}
	}
}
