package web

import (
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"continuum/internal/catalog"
	"continuum/internal/fault"
	"continuum/internal/text"
	"continuum/internal/web/page"
	"continuum/internal/web/webtest"
)

var dictionaryKey = regexp.MustCompile(`^[a-z]+[a-z_0-9]*(\.[a-z_0-9]+)+$`)

func TestErrorPages(t *testing.T) {
	t.Parallel()
	h := serving(t, nil)
	for _, tt := range []struct {
		name, method, target string
		status               int
		lang, says           string
	}{
		{"no such page", "GET", "/rien", 404, "fr", "Page introuvable"},
		{"no such page in English", "GET", "/en/rien", 404, "en", "Page not found"},
		{"no such asset", "GET", "/assets/rien.js", 404, "fr", "Page introuvable"},
		{"wrong method", "DELETE", "/donnees", 405, "fr", "GET, HEAD"},
		{"wrong method on a form", "PUT", "/signaler", 405, "fr", "GET, HEAD, POST"},
		{"unknown value", "GET", "/signaler?envoye=non", 400, "fr", "Valeurs acceptées : oui"},
		{"repeated", "GET", "/signaler?page=a&page=b", 400, "fr", "n’accepte qu’une valeur"},
		{"not UTF-8 in the query", "GET", "/donnees?x=%ff", 400, "fr", "que l’on ne peut pas lire"},
		{"not UTF-8 in the path", "GET", "/donnees\xff", 400, "fr", "illisibles"},
		{"broken escape", "GET", "/donnees?x=%zz", 400, "fr", "que l’on ne peut pas lire"},
		{"too long", "GET", "/donnees?x=" + strings.Repeat("y", 9000), 414, "fr", "Adresse trop longue"},
		{"a megabyte", "GET", "/en/donnees?x=" + strings.Repeat("y", 1<<20), 414, "en", "Address too long"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := ask(h, tt.method, tt.target)
			check(t, w, tt.status,
				webtest.In("html", webtest.HasAttr("lang", tt.lang)),
				webtest.In("main", webtest.HasText(tt.says)),
				webtest.In("main", webtest.HasText(w.Header().Get("X-Request-Id"))),
				webtest.In("meta[name=robots]", webtest.HasAttr("content", "noindex")),
				webtest.Count("h1", 1),
				noKeyShown,
			)
			if tt.status == 405 && w.Header().Get("Allow") != tt.says {
				t.Errorf("Allow = %q, want %q", w.Header().Get("Allow"), tt.says)
			}
			if w.Body.Len() > 20_000 {
				t.Errorf("the error page repeats what it refuses: %d bytes", w.Body.Len())
			}
		})
	}
}

// Each kind has its status and its title; an unclassified error or a panic shows
// nothing of its cause.
func TestKindsOfErrors(t *testing.T) {
	t.Parallel()
	const secret = "pgx: password authentication failed"
	for _, tt := range []struct {
		name   string
		show   page.Func
		status int
		says   string
	}{
		{"throttled", failing(fault.New(fault.Throttled, "report.throttled")), 429, "quelques minutes"},
		{"denied", failing(fault.New(fault.Denied, "error.origin").Because(errors.New(secret))), 403, "autre site"},
		{"conflict", failing(fault.New(fault.Conflict, "error.origin")), 409, "Opération impossible"},
		{"unclassified", failing(errors.New(secret)), 500, "Erreur de notre côté"},
		{"panic", func(*page.Request) (page.Answer, error) { panic(secret) }, 500, "Erreur de notre côté"},
		{"with its field", failing(fault.New(fault.Invalid, "query.repeated", "le").In("le")), 400, "Paramètre concerné : le"},
		{
			"with hints", failing(&page.Suggest{
				Err: fault.New(fault.NotFound, "error.notfound"), Hints: []page.Hint{{Label: "Industries de la mer", Path: "/campus/mer"}},
			}),
			404, "Industries de la mer",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var log strings.Builder
			s := serverOf(t, func(c *Config) { c.Logger = slog.New(slog.NewTextHandler(&log, nil)) })
			w := ask(s.chain(s.answer(text.French, route{path: "/x", show: tt.show})), "GET", "/x")
			check(t, w, tt.status, webtest.In("main", webtest.HasText(tt.says)))
			if strings.Contains(w.Body.String(), secret) || strings.Contains(w.Body.String(), "goroutine") {
				t.Error("the page shows the cause")
			}
			if tt.status == 500 && (!strings.Contains(log.String(), secret) || !strings.Contains(log.String(), w.Header().Get("X-Request-Id"))) {
				t.Errorf("the log lacks the cause or the id: %s", log.String())
			}
			if w.Header().Get("Cache-Control") != "no-store" || w.Header().Get("Etag") != "" {
				t.Errorf("an error may be kept: %v", w.Header())
			}
		})
	}
}

func failing(err error) page.Func {
	return func(*page.Request) (page.Answer, error) { return page.Answer{}, err }
}

// serverOf is the server behind serving, without its routes.
func serverOf(t *testing.T, change func(*Config)) *server {
	t.Helper()
	cat, err := embedded()
	if err != nil {
		t.Fatal(err)
	}
	cfg := Config{Current: new(catalog.Current)}
	cfg.Current.Store(cat)
	change(&cfg)
	if err := cfg.fill(); err != nil {
		t.Fatal(err)
	}
	return &server{cfg: cfg, site: &page.Site{Theme: cfg.Theme}, cache: newCache(cfg.PageCache)}
}

func TestBeforeTheCatalog(t *testing.T) {
	t.Parallel()
	h := serving(t, func(c *Config) { c.Current = new(catalog.Current) })
	w := ask(h, "GET", "/donnees")
	check(t, w, http.StatusServiceUnavailable, webtest.In("main", webtest.HasText("chargement")))
	if w.Header().Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
}

func TestForms(t *testing.T) {
	t.Parallel()
	h := serving(t, nil)
	form := url.Values{"message": {"Le lycée a changé de nom."}}
	for _, tt := range []struct {
		name   string
		header []string
		form   url.Values
		status int
	}{
		{"from our page", []string{"Sec-Fetch-Site", "same-origin"}, form, 303},
		{"from another site", []string{"Sec-Fetch-Site", "cross-site"}, form, 403},
		{"from a foreign origin", []string{"Origin", "https://ailleurs.fr"}, form, 403},
		{"not a form", []string{"Content-Type", "application/json"}, form, 400},
		{"too large", nil, url.Values{"message": {strings.Repeat("x", formLimit)}}, 400},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if w := post(h, "/signaler", tt.form, tt.header...); w.Code != tt.status {
				t.Errorf("status %d, want %d: %.200s", w.Code, tt.status, w.Body)
			}
		})
	}
}

func TestConfig(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		cfg  Config
	}{
		{"no catalog", Config{}},
		{"unknown theme", Config{Current: new(catalog.Current), Theme: "sombre"}},
		{"base URL without scheme", Config{Current: new(catalog.Current), BaseURL: "exemple.fr"}},
		{"negative cache", Config{Current: new(catalog.Current), PageCache: -1}},
	} {
		if _, err := New(tt.cfg); err == nil {
			t.Errorf("%s: New accepts it", tt.name)
		}
	}
}
