package asset

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/fstest"
)

var shelf = fstest.MapFS{
	"site.abc.js":       {Data: []byte("plain script")},
	"site.abc.js.br":    {Data: []byte("br")},
	"site.abc.js.gz":    {Data: []byte("gz")},
	"font.abc.woff2":    {Data: []byte("font")},
	"manifest.json":     {Data: []byte(`{"site.js":{"file":"site.abc.js","plain":12,"brotli":2}}`)},
	".stamp":            {Data: []byte("x")},
	"notes.abc.unknown": {Data: []byte("x")},
}

func TestHandler(t *testing.T) {
	t.Parallel()
	h := handler(shelf, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNotFound) }))
	for _, tt := range []struct {
		name, path, accept   string
		status               int
		body, encoding, kind string
	}{
		{"brotli first", "site.abc.js", "gzip, deflate, br", 200, "br", "br", "text/javascript; charset=utf-8"},
		{"gzip else", "site.abc.js", "gzip", 200, "gz", "gzip", "text/javascript; charset=utf-8"},
		{"brotli refused", "site.abc.js", "br;q=0, gzip;q=0.5", 200, "gz", "gzip", "text/javascript; charset=utf-8"},
		{"plain", "site.abc.js", "", 200, "plain script", "", "text/javascript; charset=utf-8"},
		{"never packed", "font.abc.woff2", "br", 200, "font", "", "font/woff2"},
		{"no such file", "site.def.js", "br", 404, "", "", ""},
		{"not the manifest", "manifest.json", "", 404, "", "", ""},
		{"not the stamp", ".stamp", "", 404, "", "", ""},
		{"no unknown type", "notes.abc.unknown", "", 404, "", "", ""},
		{"no way out", "../asset.go", "", 404, "", "", ""},
		{"not a folder", "", "", 404, "", "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := httptest.NewRequest("GET", "/x", nil)
			r.URL.Path = Prefix + tt.path
			r.Header.Set("Accept-Encoding", tt.accept)
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			if w.Code != tt.status || tt.status == 200 && (w.Body.String() != tt.body || w.Header().Get("Content-Encoding") != tt.encoding || w.Header().Get("Content-Type") != tt.kind) {
				t.Errorf("%s: %d %q %v", tt.path, w.Code, w.Body, w.Header())
			}
			if tt.status == 200 && w.Header().Get("Cache-Control") != "public, max-age=31536000, immutable" {
				t.Errorf("%s: Cache-Control %q", tt.path, w.Header().Get("Cache-Control"))
			}
		})
	}
}

func TestHandlerNotModified(t *testing.T) {
	t.Parallel()
	h := handler(shelf, http.NotFoundHandler())
	r := httptest.NewRequest("GET", Prefix+"site.abc.js", nil)
	r.Header.Set("Accept-Encoding", "br")
	r.Header.Set("If-None-Match", `"site.abc-br"`)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if w.Code != http.StatusNotModified || w.Body.Len() > 0 {
		t.Errorf("known file: %d with %d bytes, want 304 without any", w.Code, w.Body.Len())
	}
}

func TestManifest(t *testing.T) {
	t.Parallel()
	m, err := readManifest(shelf)
	if err != nil || m["site.js"].File != "site.abc.js" {
		t.Errorf("readManifest = %v, %v", m, err)
	}
	if _, err := readManifest(fstest.MapFS{}); !errors.Is(err, ErrNotBuilt) {
		t.Errorf("without a manifest: %v, want ErrNotBuilt", err)
	}
	if _, err := readManifest(fstest.MapFS{"manifest.json": {Data: []byte("{")}}); err == nil || errors.Is(err, ErrNotBuilt) {
		t.Errorf("with a broken manifest: %v, want another error", err)
	}
}
