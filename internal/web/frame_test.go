package web

import (
	"strings"
	"testing"

	"continuum/internal/web/webtest"
)

// A page made for frames may stand in any; it holds no script, no menu and no form, and
// every other page stays out of frames.
func TestFrames(t *testing.T) {
	t.Parallel()
	h := serving(t, nil)
	for path, title := range map[string]string{
		"/integrer/campus/bretagne-industries-de-la-mer":    "Industries de la mer Bretagne",
		"/en/integrer/campus/bretagne-industries-de-la-mer": "Industries de la mer Bretagne",
	} {
		w := ask(h, "GET", path)
		check(t, w, 200,
			webtest.In("h1 a", webtest.HasText(title)), webtest.In("base", webtest.HasAttr("target", "_blank")),
			webtest.In("svg"), webtest.None("script"), webtest.None("nav"), webtest.None("form"), webtest.In("footer a"),
			webtest.In("meta[name=robots]", webtest.HasAttr("content", "noindex")),
		)
		again := ask(h, "GET", path, "If-None-Match", w.Header().Get("Etag"))
		for _, answer := range []string{w.Header().Get("Content-Security-Policy"), again.Header().Get("Content-Security-Policy")} {
			if !strings.Contains(answer, "frame-ancestors *") || !strings.Contains(answer, "default-src 'self'") {
				t.Errorf("%s: policy %q", path, answer)
			}
		}
		if again.Code != 304 {
			t.Errorf("%s: %d for what the reader has", path, again.Code)
		}
	}
	check(t, ask(h, "GET", "/integrer/campus/nowhere"), 404)
	w := ask(h, "GET", "/campus/bretagne-industries-de-la-mer")
	if csp := w.Header().Get("Content-Security-Policy"); !strings.Contains(csp, "frame-ancestors 'none'") {
		t.Errorf("a page that is not made for frames: %q", csp)
	}
	check(t, w, 200, webtest.In("#integrer", webtest.HasText(
		`<iframe src="https://campus.exemple.fr/integrer/campus/bretagne-industries-de-la-mer" title="Industries de la mer Bretagne"`)))
	check(t, ask(serving(t, func(c *Config) { c.BaseURL = "" }), "GET", "/campus/bretagne-industries-de-la-mer"), 200, webtest.None("#integrer"))
}
