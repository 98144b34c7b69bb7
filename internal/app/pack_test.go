package app

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
)

func TestPacked(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("le campus des métiers ", 500)
	answer := func(status int, kind, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", kind)
			w.WriteHeader(status)
			for len(body) > 0 { // in pieces, as a stream
				n := min(len(body), 4096)
				_, _ = io.WriteString(w, body[:n])
				body = body[n:]
			}
		}
	}
	for _, tt := range []struct {
		name    string
		h       http.HandlerFunc
		accepts string
		want    string // encoding of the answer
		status  int
		body    string
	}{
		{"brotli first", answer(200, "application/json", long), "gzip, br", "br", 200, long},
		{"gzip", answer(200, "application/geo+json", long), "gzip", "gzip", 200, long},
		{"refused", answer(200, "application/json", long), "br;q=0, identity", "", 200, long},
		{"not asked for", answer(200, "text/csv", long), "", "", 200, long},
		{"problem", answer(400, "application/problem+json", long), "br", "br", 400, long},
		{"small", answer(200, "application/json", "{}"), "br", "", 200, "{}"},
		{"packed already", answer(200, "image/png", long), "br", "", 200, long},
		{"no body", answer(304, "application/json", ""), "br", "", 304, ""},
		{"nothing at all", func(http.ResponseWriter, *http.Request) {}, "br", "", 200, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := httptest.NewRequest(http.MethodGet, "/", nil)
			r.Header.Set("Accept-Encoding", tt.accepts)
			w := httptest.NewRecorder()
			packed(tt.h).ServeHTTP(w, r)
			var body io.Reader = bytes.NewReader(w.Body.Bytes())
			switch w.Header().Get("Content-Encoding") {
			case "br":
				body = brotli.NewReader(body)
			case "gzip":
				z, err := gzip.NewReader(body)
				if err != nil {
					t.Fatal(err)
				}
				body = z
			}
			got, err := io.ReadAll(body)
			if err != nil || string(got) != tt.body || w.Code != tt.status || w.Header().Get("Content-Encoding") != tt.want {
				t.Errorf("status %d, encoding %q, %d bytes, %v; want %d, %q, %d bytes", w.Code, w.Header().Get("Content-Encoding"), len(got), err, tt.status, tt.want, len(tt.body))
			}
		})
	}
}
