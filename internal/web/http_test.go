package web

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"continuum/internal/account"
	"continuum/internal/text"
	"continuum/internal/web/asset"
	"continuum/internal/web/page"
	"continuum/internal/web/webtest"
)

func TestHeaders(t *testing.T) {
	t.Parallel()
	h := serving(t, nil)
	for _, target := range []string{"/donnees", "/rien", "/signaler", "/robots.txt", "/assets/rien"} {
		w := ask(h, "GET", target)
		csp := w.Header().Get("Content-Security-Policy")
		for _, bad := range []string{"unsafe", "blob:", "*", "http"} {
			if strings.Contains(csp, bad) {
				t.Errorf("%s: the policy allows %s: %s", target, bad, csp)
			}
		}
		for _, want := range []string{"default-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'", "object-src 'none'"} {
			if !strings.Contains(csp, want) {
				t.Errorf("%s: the policy lacks %s", target, want)
			}
		}
		for name, want := range map[string]string{
			"X-Content-Type-Options": "nosniff", "Referrer-Policy": "strict-origin-when-cross-origin", "Cross-Origin-Opener-Policy": "same-origin",
		} {
			if got := w.Header().Get(name); got != want {
				t.Errorf("%s: %s = %q, want %q", target, name, got, want)
			}
		}
		if w.Header().Get("Set-Cookie") != "" {
			t.Errorf("%s sets a cookie", target)
		}
	}
}

// A page packed in any way is the same page, and its validator tells the packing.
func TestEncodings(t *testing.T) {
	t.Parallel()
	h := serving(t, nil)
	want := ask(h, "GET", "/donnees").Body.String()
	tags := map[string]bool{}
	for _, tt := range []struct {
		accept, encoding string
		open             func(io.Reader) (io.Reader, error)
	}{
		{"", "", func(r io.Reader) (io.Reader, error) { return r, nil }},
		{"gzip", "gzip", func(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) }},
		{"br, gzip", "gzip", func(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) }},
		{"br", "", func(r io.Reader) (io.Reader, error) { return r, nil }},
		{"br;q=0, gzip;q=0", "", func(r io.Reader) (io.Reader, error) { return r, nil }},
	} {
		w := ask(h, "GET", "/donnees", "Accept-Encoding", tt.accept)
		if got := w.Header().Get("Content-Encoding"); got != tt.encoding {
			t.Errorf("Accept-Encoding %q: Content-Encoding %q, want %q", tt.accept, got, tt.encoding)
			continue
		}
		if w.Header().Get("Content-Length") != strconv.Itoa(w.Body.Len()) || !strings.Contains(w.Header().Get("Vary"), "Accept-Encoding") {
			t.Errorf("Accept-Encoding %q: headers %v", tt.accept, w.Header())
		}
		tags[w.Header().Get("Etag")] = true
		r, err := tt.open(w.Body)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := io.ReadAll(r); err != nil || string(got) != want {
			t.Errorf("Accept-Encoding %q: another page, %v", tt.accept, err)
		}
	}
	if len(tags) != 2 {
		t.Errorf("%d validators for two packings: %v", len(tags), tags)
	}
}

func TestNotModified(t *testing.T) {
	t.Parallel()
	h := serving(t, nil)
	tag := ask(h, "GET", "/donnees").Header().Get("Etag")
	if tag == "" {
		t.Fatal("no validator")
	}
	for _, tt := range []struct {
		target, header string
		status         int
	}{
		{"/donnees", tag, 304},
		{"/donnees", `"x", W/` + tag, 304},
		{"/donnees", `"x"`, 200},
		{"/en/donnees", tag, 200}, // another language is another page
		{"/donnees?a=b", tag, 200},
		{"/accessibilite", tag, 200},
	} {
		w := ask(h, "GET", tt.target, "If-None-Match", tt.header)
		if w.Code != tt.status || tt.status == 304 && w.Body.Len() > 0 {
			t.Errorf("%s with %s: %d and %d bytes, want %d", tt.target, tt.header, w.Code, w.Body.Len(), tt.status)
		}
	}
	neutral := serving(t, func(c *Config) { c.Theme = page.Neutral })
	if w := ask(neutral, "GET", "/donnees", "If-None-Match", tag); w.Code != 200 {
		t.Errorf("the other theme: %d, want 200", w.Code)
	}
	if w := ask(h, "GET", "/signaler"); w.Header().Get("Etag") != "" || w.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("the form may be kept: %v", w.Header())
	}
}

func TestHead(t *testing.T) {
	t.Parallel()
	h := serving(t, nil)
	got, want := ask(h, "HEAD", "/donnees"), ask(h, "GET", "/donnees")
	if got.Code != 200 || got.Body.Len() != 0 || got.Header().Get("Content-Length") != want.Header().Get("Content-Length") {
		t.Errorf("HEAD: %d, %d bytes, %v", got.Code, got.Body.Len(), got.Header())
	}
}

// The cache answers what rendering answers, within its bound.
func TestPageCache(t *testing.T) {
	t.Parallel()
	fresh := serving(t, nil)
	kept := serving(t, func(c *Config) { c.PageCache = 2 })
	for range 3 {
		for _, p := range []string{"/donnees", "/en/donnees", "/accessibilite", "/rien"} {
			a, b := ask(fresh, "GET", p, "Accept-Encoding", "gzip"), ask(kept, "GET", p, "Accept-Encoding", "gzip")
			if p == "/rien" { // its request id is its own
				continue
			}
			if a.Code != b.Code || !bytes.Equal(a.Body.Bytes(), b.Body.Bytes()) || a.Header().Get("Etag") != b.Header().Get("Etag") {
				t.Errorf("%s: the cache answers another page", p)
			}
		}
	}
	c := newCache(2)
	for _, tag := range []string{"a", "b", "c"} {
		c.put(1, tag, packed{})
	}
	if len(c.pages) > 2 {
		t.Errorf("%d pages kept, want at most 2", len(c.pages))
	}
	c.put(2, "d", packed{})
	if _, ok := c.get(1, "c"); ok {
		t.Error("a page of an earlier generation is still served")
	}
}

func TestFiles(t *testing.T) {
	t.Parallel()
	h := serving(t, nil)
	if w := ask(h, "GET", "/robots.txt"); w.Code != 200 || !strings.Contains(w.Body.String(), "Sitemap: https://campus.exemple.fr/sitemap.xml") {
		t.Errorf("robots.txt: %d %s", w.Code, w.Body)
	}
}

// budget is what a first load may weigh, packed, without the map and fonts.
const budget = 60_000

func TestFirstLoad(t *testing.T) {
	t.Parallel()
	manifest, err := asset.Built()
	if err != nil {
		t.Skip("assets are not built: make build")
	}
	weight := map[string]int{}
	for _, s := range manifest {
		weight[asset.Prefix+s.File] = s.Brotli
	}
	for _, theme := range []page.Theme{page.DSFR, page.Neutral} {
		h := serving(t, func(c *Config) { c.Theme = theme })
		for _, p := range paths(t) {
			total := ask(h, "GET", p, "Accept-Encoding", "gzip").Body.Len()
			doc, err := webtest.Parse(ask(h, "GET", p).Body)
			if err != nil {
				t.Fatal(err)
			}
			for _, sel := range []string{"link[rel=stylesheet]", "link[rel=icon]", "script[src]"} {
				for _, e := range webtest.Find(doc, sel) {
					url, _ := webtest.Attr(e, "href")
					if src, ok := webtest.Attr(e, "src"); ok {
						url = src
					}
					n, ok := weight[url]
					if !ok {
						t.Errorf("%s asks for %s, which is not built", p, url)
					}
					total += n
				}
			}
			if total > budget {
				t.Errorf("%s %s: a first load of %d bytes, want at most %d", theme, p, total, budget)
			}
		}
	}
}

// What the neutral sheet holds must be ours to give: nothing of the State's.
func TestNeutralSheet(t *testing.T) {
	t.Parallel()
	manifest, err := asset.Built()
	if err != nil {
		t.Skip("assets are not built: make build")
	}
	w := httptest.NewRecorder()
	r := httptest.NewRequest("GET", asset.Prefix+manifest["neutre.css"].File, nil)
	serving(t, nil).ServeHTTP(w, r)
	for _, bad := range []string{"Marianne", "fr-logo", "blue-france", "#000091"} {
		if strings.Contains(w.Body.String(), bad) {
			t.Errorf("the neutral sheet holds %s", bad)
		}
	}
	if w.Code != 200 || !strings.Contains(w.Body.String(), "Atkinson") {
		t.Errorf("the neutral sheet: %d", w.Code)
	}
}

// Every page as HTML, through the validator that comes with the npm packages.
func TestValidHTML(t *testing.T) {
	t.Parallel()
	root := filepath.Join("..", "..")
	if _, err := os.Stat(filepath.Join(root, "node_modules", "html-validate")); err != nil {
		t.Skip("html-validate is not installed: npm ci")
	}
	dir := t.TempDir()
	n := 0
	save := func(body string) {
		n++
		if err := os.WriteFile(filepath.Join(dir, strconv.Itoa(n)+".html"), []byte(body), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	h := serving(t, nil)
	for _, p := range paths(t) {
		for _, lang := range text.Langs {
			save("<!-- " + p + " -->" + ask(h, "GET", lang.Link(p)).Body.String())
		}
	}
	save(ask(serving(t, func(c *Config) { c.Theme = page.Neutral }), "GET", "/donnees").Body.String())
	save(ask(h, "GET", "/rien").Body.String())
	save(ask(h, "GET", "/signaler?envoye=oui").Body.String())
	save(post(h, "/signaler", map[string][]string{"mail": {"x"}}).Body.String())
	people := withPeople(t, nil)
	who := people.person("anne@example.org", on(account.Administrator, "national"), on(account.Auditor, "national"), on(account.Minister, "national"))
	for _, p := range []string{"/connexion", "/recuperation"} {
		save("<!-- " + p + " -->" + ask(people.site, "GET", p).Body.String())
	}
	for _, p := range []string{"/espace", "/en/espace/compte", "/espace/personnes", "/espace/personnes/" + string(who.id), "/espace/journal", "/deconnexion"} {
		save("<!-- " + p + " -->" + who.get(p).Body.String())
	}
	save(who.post("/espace/compte", "faire", "quitter").Body.String())
	out, err := exec.Command("node", filepath.Join(root, "web", "htmlvalidate.mjs"), dir).CombinedOutput()
	if err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

func BenchmarkPage(b *testing.B) {
	h := serving(b, nil)
	for _, accept := range []string{"", "gzip"} {
		b.Run("donnees "+accept, func(b *testing.B) {
			for b.Loop() {
				if w := ask(h, "GET", "/donnees", "Accept-Encoding", accept); w.Code != 200 {
					b.Fatal(w.Code)
				}
			}
		})
	}
}
