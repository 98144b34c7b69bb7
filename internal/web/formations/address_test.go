package formations

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"

	"continuum/internal/geo"
	"continuum/internal/web/page"
	"continuum/internal/web/pagetest"
	"continuum/internal/web/webtest"
)

// engine is a geocoder that says the same of every address.
type engine struct {
	at  geo.Address
	ok  bool
	err error
}

func (e engine) Locate(context.Context, string) (geo.Address, bool, error) { return e.at, e.ok, e.err }

// posted is what the pages answer to a form.
func posted(t *testing.T, p *Pages, form url.Values) page.Answer {
	t.Helper()
	r := pagetest.Request(t, "/formations", "")
	r.Form = form
	a, err := p.FromAddress(r)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// Distances are counted from the address, and no link of the answer says it.
func TestFromAddress(t *testing.T) {
	t.Parallel()
	at := geo.Address{Label: "12 Rue de la Gare 56100 Lorient", Commune: "56121", Point: geo.Point{Lat: 47.9, Lon: -3.3}}
	p := New(engine{at: at, ok: true}, time.Now)
	form := func() url.Values {
		return url.Values{"q": {"chaudronnerie"}, "lieu": {"Brest"}, "rayon": {"50"}, "adresse": {"12 rue de la gare lorient"}}
	}
	doc := pagetest.Shown(t, posted(t, p, form()))
	for _, c := range []webtest.Checker{
		webtest.In(".totals", webtest.HasText("12 Rue de la Gare 56100 Lorient"), webtest.HasText("n’est pas gardée")),
		webtest.In("#lieu", webtest.HasAttr("value", "Lorient (56100)")),
		webtest.In("form[method=post] #adresse", webtest.HasAttr("value", "12 rue de la gare lorient"), webtest.HasAttr("autocomplete", "street-address")),
		webtest.In(".campuses__line", webtest.HasText("km")),
	} {
		if err := c(doc); err != nil {
			t.Error(err)
		}
	}
	for _, a := range webtest.Find(doc, "a") {
		if href, _ := webtest.Attr(a, "href"); strings.Contains(href, "adresse") || strings.Contains(strings.ToLower(href), "gare") || strings.Contains(href, "47.9") {
			t.Errorf("a link says the address: %s", href)
		}
	}
	near, far := webtest.Text(webtest.Find(doc, ".campuses__line")[0]), ""
	for _, l := range webtest.Find(pagetest.Document(t, p.Show, "/formations?q=chaudronnerie&lieu=56121&rayon=50", ""), ".campuses__line")[:1] {
		far = webtest.Text(l)
	}
	if near == far {
		t.Errorf("the distance is that from the middle of the commune: %s", near)
	}
}

// What the engine can't tell is said, with the answer from the commune.
func TestAddressFails(t *testing.T) {
	t.Parallel()
	lorient := geo.Point{Lat: 47.75, Lon: -3.37}
	for _, tt := range []struct {
		name, asked string
		engine      engine
		status      int
		says        string
	}{
		{"nothing written", " ", engine{}, 400, "Écrivez votre adresse"},
		{"not known", "rue de nulle part", engine{}, 400, "n’a pas été trouvée"},
		{"a commune that is none", "x", engine{at: geo.Address{Commune: "99999", Point: lorient}, ok: true}, 400, "n’a pas été trouvée"},
		{"elsewhere than its commune", "x", engine{at: geo.Address{Commune: "13055", Point: lorient}, ok: true}, 400, "n’a pas été trouvée"},
		{"no engine there", "x", engine{err: errors.New("down")}, 0, "ne répond pas"},
		{"a script", "<script>alert(1)</script>\x00", engine{}, 400, "n’a pas été trouvée"},
		{"much", strings.Repeat("é", 100_000), engine{}, 400, "n’a pas été trouvée"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			a := posted(t, New(tt.engine, time.Now), url.Values{"q": {"chaudronnerie"}, "lieu": {"Lorient"}, "adresse": {tt.asked}})
			if a.Status != tt.status {
				t.Errorf("status %d, want %d", a.Status, tt.status)
			}
			doc := pagetest.Shown(t, a)
			for _, c := range []webtest.Checker{
				webtest.In(".register", webtest.HasText(tt.says)),
				webtest.In(".totals", webtest.HasText("Lorient")),
				webtest.In("form[method=post] #adresse"),
			} {
				if err := c(doc); err != nil {
					t.Error(err)
				}
			}
		})
	}
}

// One reader does not use the operator's engine up.
func TestAddressesAreThrottled(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	p := New(engine{}, func() time.Time { return now })
	form := url.Values{"adresse": {"12 rue de la gare"}}
	for range burst {
		posted(t, p, form)
	}
	doc := pagetest.Shown(t, posted(t, p, form))
	if err := webtest.In(".totals", webtest.HasText("Attendez une minute"))(doc); err != nil {
		t.Error(err)
	}
}

// Without an engine nobody is asked for an address.
func TestNoEngine(t *testing.T) {
	t.Parallel()
	pagetest.Check(t, show, "/formations", "", webtest.None("#adresse"), webtest.None("form[method=post]"))
}
