package web

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/net/html"

	"continuum/internal/campus"
	"continuum/internal/catalog"
	"continuum/internal/geo"
	"continuum/internal/seed"
	"continuum/internal/training/trainingtest"
	"continuum/internal/web/page"
	"continuum/internal/web/webtest"
)

var noon = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

// embedded is the catalog of the embedded register and of a small offer: the pages are
// tested on what they will show.
var embedded = sync.OnceValues(func() (*catalog.Catalog, error) {
	atlas, err := geo.Load()
	if err != nil {
		return nil, err
	}
	records, _, err := seed.Load()
	if err != nil {
		return nil, err
	}
	return catalog.Build(records, atlas, trainingtest.Model(), 1, noon)
})

// reports is a store that keeps what it is given, or fails.
type reports struct {
	mu   sync.Mutex
	kept []campus.Report
	err  error
}

func (s *reports) AddReport(_ context.Context, r campus.Report) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err != nil {
		return s.err
	}
	s.kept = append(s.kept, r)
	return nil
}

// serving is the handler of a site; change may alter its configuration.
func serving(t testing.TB, change func(*Config)) http.Handler {
	t.Helper()
	cat, err := embedded()
	if err != nil {
		t.Fatal(err)
	}
	current := new(catalog.Current)
	current.Store(cat)
	cfg := Config{
		Current: current, Reports: new(reports), Now: func() time.Time { return noon },
		Logger: slog.New(slog.DiscardHandler), Version: "test", BaseURL: "https://campus.exemple.fr",
	}
	if change != nil {
		change(&cfg)
	}
	h, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// ask sends a request without a body.
func ask(h http.Handler, method, target string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, "/", nil)
	path, raw, _ := strings.Cut(target, "?")
	r.URL.Path, r.URL.RawQuery, r.RequestURI = path, raw, target
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// post sends a form.
func post(h http.Handler, target string, form url.Values, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest("POST", target, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// check applies a checker to an answer's page.
func check(t *testing.T, w *httptest.ResponseRecorder, status int, checks ...webtest.Checker) {
	t.Helper()
	if w.Code != status {
		t.Fatalf("status %d, want %d: %.300s", w.Code, status, w.Body)
	}
	doc, err := webtest.Parse(strings.NewReader(w.Body.String()))
	if err != nil {
		t.Fatal(err)
	}
	if err := webtest.All(checks...)(doc); err != nil {
		t.Error(err)
	}
}

// paths are addresses of every page, with the first of each sort.
func paths(t testing.TB) []string {
	t.Helper()
	cat, err := embedded()
	if err != nil {
		t.Fatal(err)
	}
	s := &server{}
	var list []string
	for _, rt := range s.routes() {
		switch rt.path {
		case "/campus/{slug}":
			list = append(list, "/campus/bretagne-industries-de-la-mer", "/campus/"+cat.Campuses[0].Slug)
		case "/filieres/{slug}":
			list = append(list, "/filieres/"+cat.Sectors[0].Slug)
		case "/filieres/{slug}/formations":
			list = append(list, "/filieres/systemes-innovants-mecatronique/formations")
		case "/territoires/{slug}/etablissements":
			list = append(list, "/territoires/departement-morbihan/etablissements")
		case "/formations/{id}":
			list = append(list, "/formations/"+trainingtest.Welding, "/formations/"+trainingtest.Boilermaker, "/formations/"+trainingtest.CommonYear)
		case "/etablissements/{uai}":
			list = append(list, "/etablissements/"+trainingtest.LorientPro, "/etablissements/"+trainingtest.Nameless)
		case "/metiers/{rome}":
			list = append(list, "/metiers/"+trainingtest.Welder)
		case "/territoires/{slug}/continuum":
			list = append(list, "/territoires/departement-morbihan/continuum")
		case "/territoires/{slug}":
			list = append(list, "/territoires/region-bretagne")
		default:
			// Documents are not pages: no extension and no wildcard in a page's path.
			if !strings.ContainsAny(rt.path, "{.") {
				list = append(list, rt.path)
			}
		}
	}
	return list
}

func TestEveryPage(t *testing.T) {
	t.Parallel()
	h := serving(t, nil)
	for _, p := range paths(t) {
		for _, lang := range []string{"fr", "en"} {
			target := p
			if lang == "en" {
				target = "/en" + strings.TrimSuffix(p, "/")
			}
			t.Run(target, func(t *testing.T) {
				t.Parallel()
				w := ask(h, "GET", target)
				check(t, w, http.StatusOK,
					webtest.In("html", webtest.HasAttr("lang", lang)),
					webtest.Count("h1", 1),
					webtest.Count("main", 1),
					webtest.Count("head title", 1),
					webtest.In("head title", webtest.HasText("Continuum")),
					webtest.Count("meta[name=description]", 1),
					webtest.None("style"),
					webtest.None("[style]"),
					webtest.None("[onclick]"),
					noKeyShown, noInlineScript, sameHost, uniqueIDs, headingsInOrder,
				)
			})
		}
	}
}

// families are the first words of the dictionary's keys.
var families = map[string]bool{
	"site": true, "nav": true, "status": true, "confidence": true, "kind": true, "role": true, "error": true, "query": true, "report": true, "data": true,
	"a11y": true, "legal": true, "listing": true, "campus": true, "campuses": true, "carte": true, "filiere": true, "home": true, "map": true, "territoire": true,
	"offer": true, "formation": true, "etablissement": true, "metier": true, "quality": true,
}

// noKeyShown finds dictionary keys that reached the reader.
func noKeyShown(n *html.Node) error {
	for d := range n.Descendants() {
		if d.Type != html.TextNode {
			continue
		}
		for _, word := range strings.Fields(d.Data) {
			if dictionaryKey.MatchString(word) && families[word[:strings.IndexByte(word, '.')]] {
				return errors.New("the text holds what looks like a key: " + word)
			}
		}
	}
	return nil
}

// noInlineScript lets scripts come from files, and data be data.
func noInlineScript(n *html.Node) error {
	for _, s := range webtest.Find(n, "script") {
		kind, _ := webtest.Attr(s, "type")
		_, file := webtest.Attr(s, "src")
		if !file && kind != "application/ld+json" && kind != "application/json" {
			return errors.New("a script is written in the page")
		}
	}
	return nil
}

// sameHost finds what a page would load from elsewhere.
func sameHost(n *html.Node) error {
	for _, s := range []string{"script", "img", "link[rel=stylesheet]", "link[rel=icon]", "iframe", "source", "form"} {
		for _, e := range webtest.Find(n, s) {
			for _, name := range []string{"src", "href", "srcset", "action"} {
				if v, ok := webtest.Attr(e, name); ok && (strings.Contains(v, "//") || !strings.HasPrefix(v, "/")) {
					return errors.New(s + " points to " + v)
				}
			}
		}
	}
	return nil
}

func uniqueIDs(n *html.Node) error {
	seen := map[string]bool{}
	for _, e := range webtest.Find(n, "[id]") {
		id, _ := webtest.Attr(e, "id")
		if seen[id] {
			return errors.New("two elements have the id " + id)
		}
		seen[id] = true
	}
	for _, e := range webtest.Find(n, "[aria-describedby]") {
		ids, _ := webtest.Attr(e, "aria-describedby")
		for _, id := range strings.Fields(ids) {
			if !seen[id] {
				return errors.New("aria-describedby names " + id + ", which is nowhere")
			}
		}
	}
	for _, e := range webtest.Find(n, "a[href]") {
		href, _ := webtest.Attr(e, "href")
		if id, ok := strings.CutPrefix(href, "#"); ok && !seen[id] {
			return errors.New("a link leads to #" + id + ", which is nowhere")
		}
	}
	return nil
}

// headingsInOrder refuses a heading that skips a level.
func headingsInOrder(n *html.Node) error {
	level := 0
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && len(d.Data) == 2 && d.Data[0] == 'h' && d.Data[1] >= '1' && d.Data[1] <= '6' {
			l := int(d.Data[1] - '0')
			if l > level+1 {
				return errors.New("the heading " + webtest.Text(d) + " skips a level")
			}
			level = l
		}
	}
	return nil
}

// The two themes have one markup: they differ by the sheet and by the State's mark.
func TestThemesShareTheirMarkup(t *testing.T) {
	t.Parallel()
	state := serving(t, nil)
	neutral := serving(t, func(c *Config) { c.Theme = page.Neutral })
	for _, p := range paths(t) {
		a, b := ask(state, "GET", p).Body.String(), ask(neutral, "GET", p).Body.String()
		if !strings.Contains(a, "République") {
			t.Errorf("%s: the State's theme is without its mark", p)
		}
		if strings.Contains(b, "République") || strings.Contains(b, "fr-logo") || strings.Contains(b, "dsfr") {
			t.Errorf("%s: the neutral theme carries a mark of the State", p)
		}
		if got, want := skeleton(t, b), skeleton(t, a); got != want {
			t.Errorf("%s: the markup differs:\n%s\n%s", p, got, want)
		}
	}
}

// skeleton is the main part and the menu of a page, without what themes may change.
func skeleton(t *testing.T, doc string) string {
	t.Helper()
	n, err := webtest.Parse(strings.NewReader(doc))
	if err != nil {
		t.Fatal(err)
	}
	for _, mark := range []string{"link[rel=stylesheet]", ".fr-header__brand-top", ".fr-footer__brand", "#habillage"} {
		for _, e := range webtest.Find(n, mark) {
			e.Parent.RemoveChild(e)
		}
	}
	var b strings.Builder
	if err := html.Render(&b, n); err != nil {
		t.Fatal(err)
	}
	return strings.Join(strings.Fields(b.String()), " ")
}
