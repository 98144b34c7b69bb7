// Package oidctest starts a real OpenID provider in tests: the npm package oidc-provider,
// certified by the OpenID Foundation.
package oidctest

import (
	"bufio"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// The client that the provider knows.
const (
	ClientID = "continuum"
	Secret   = "a-secret-of-the-tests"
)

// Start runs a provider that sends people back to redirect, and to home once they leave; it
// ends with the test. Without the npm packages the test is skipped, or fails when
// CONTINUUM_REQUIRE_OIDC is set.
func Start(t *testing.T, redirect, home string, env ...string) (issuer string) {
	t.Helper()
	_, here, _, _ := runtime.Caller(0)
	dir := filepath.Dir(here)
	_, missing := os.Stat(filepath.Join(dir, "..", "..", "..", "..", "node_modules", "oidc-provider"))
	node, err := exec.LookPath("node")
	if missing != nil || err != nil {
		if os.Getenv("CONTINUUM_REQUIRE_OIDC") != "" {
			t.Fatal("no OpenID provider to test with: npm ci")
		}
		t.Skip("no OpenID provider to test with: npm ci")
	}
	cmd := exec.CommandContext(t.Context(), node, filepath.Join(dir, "provider.mjs"), redirect, home)
	cmd.Env = append(os.Environ(), env...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if strings.HasPrefix(lines.Text(), "http://") {
			return lines.Text()
		}
	}
	t.Fatal("the OpenID provider did not start")
	return ""
}

// Person is a browser in which someone is who they say at the provider.
type Person struct {
	Account string // empty: refuses to sign in
	ACR     string // level of assurance, eidas1 when empty
	client  *http.Client
}

// Through follows address at the provider until it sends the browser to a place that
// begins with back, and returns that place, which is not asked for.
func (p *Person) Through(t *testing.T, address, back string) *url.URL {
	t.Helper()
	if p.client == nil {
		jar, err := cookiejar.New(nil)
		if err != nil {
			t.Fatal(err)
		}
		p.client = &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	}
	for range 10 {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
		if err != nil {
			t.Fatal(err)
		}
		if p.Account != "" {
			req.Header.Set("X-Account", p.Account)
		}
		if p.ACR != "" {
			req.Header.Set("X-Acr", p.ACR)
		}
		resp, err := p.client.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		to, err := resp.Location()
		if err != nil {
			t.Fatalf("%s: %s: %v", address, resp.Status, err)
		}
		if strings.HasPrefix(to.String(), back) {
			return to
		}
		address = to.String()
	}
	t.Fatal("the provider goes round in circles")
	return nil
}
