package loadbench

import (
	"compress/gzip"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// server answers every path with its own name, compressed, in chunks or not.
func server(t *testing.T) string {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/gone" {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		fmt.Fprint(z, r.URL.Path)
		if r.URL.Path == "/chunked" {
			for range 1000 {
				fmt.Fprint(z, time.Now())
			}
			z.Flush()
			w.(http.Flusher).Flush()
		}
		z.Close()
	}))
	t.Cleanup(s.Close)
	return strings.TrimPrefix(s.URL, "http://")
}

func TestVerify(t *testing.T) {
	t.Parallel()
	addr := server(t)
	for _, tt := range []struct {
		target target
		err    string // part of it
	}{
		{target{"/a", "/a"}, ""},
		{target{"/chunked", "/chunked"}, ""},
		{target{"/b", "something else"}, "does not hold"},
		{target{"/gone", "x"}, "status 404"},
	} {
		_, err := verify(addr, []target{tt.target})
		if tt.err == "" && err != nil || tt.err != "" && (err == nil || !strings.Contains(err.Error(), tt.err)) {
			t.Errorf("verify(%s) = %v, want %q", tt.target.path, err, tt.err)
		}
	}
}

func TestLoad(t *testing.T) {
	t.Parallel()
	addr := server(t)
	targets := []target{{"/a", "/a"}, {"/b", "/b"}}
	sizes, err := verify(addr, targets)
	if err != nil {
		t.Fatal(err)
	}
	r, err := load(t.Context(), addr, targets, sizes, time.Second, 1)
	if err != nil {
		t.Fatal(err)
	}
	if r.requests == 0 || r.p50 <= 0 || r.p99 < r.p50 || r.perSecond() <= 0 {
		t.Errorf("load = %+v", r)
	}
	sizes[1] += 1000
	if _, err := load(t.Context(), addr, targets, sizes, time.Second, 1); err == nil || !strings.Contains(err.Error(), "/b") {
		t.Errorf("a body of another size passed: %v", err)
	}
}
