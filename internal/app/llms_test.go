package app

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// Every address that /llms.txt gives is answered, pages and interface alike, with the
// public address of the site and without.
func TestLLMsIsTrue(t *testing.T) {
	if testing.Short() {
		t.Skip("it follows every link, one after the other")
	}
	t.Parallel()
	for _, base := range []string{"", "https://campus.exemple.fr"} {
		a, stop := start(t, func(c *Config) { c.BaseURL = base })
		status, body := get(t, a, "/llms.txt")
		if status != 200 || !strings.HasPrefix(body, "# Continuum\n\n> ") {
			t.Fatalf("%d %.100s", status, body)
		}
		var said []string
		for _, m := range regexp.MustCompile(`\]\(([^)]*)\)`).FindAllStringSubmatch(body, -1) {
			path, ours := strings.CutPrefix(m[1], base)
			if !ours || !strings.HasPrefix(path, "/") {
				t.Errorf("%s is not of this site", m[1])
				continue
			}
			said = append(said, path)
			if base == "" && path == "/sitemap.xml" {
				continue // it needs whole addresses
			}
			if status, _ := get(t, a, path); status != 200 {
				t.Errorf("%s: %d", path, status)
			}
		}
		for _, must := range []string{"/formations", "/api/v1/openapi.json", "/donnees/catalog.jsonld"} {
			if !slices.Contains(said, must) {
				t.Errorf("it doesn't name %s", must)
			}
		}
		stop()
	}
}
