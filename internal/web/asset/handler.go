package asset

import (
	"bytes"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"time"
)

// types are those of what cmd/assets writes. The system's table is not asked: it
// differs from one machine to the next.
var types = map[string]string{
	".css":   "text/css; charset=utf-8",
	".js":    "text/javascript; charset=utf-8",
	".svg":   "image/svg+xml",
	".png":   "image/png",
	".ico":   "image/x-icon",
	".woff2": "font/woff2",
	".json":  "application/json",
	".txt":   "text/plain; charset=utf-8",
}

// Handler serves the built assets under Prefix. Names carry a hash, so that a
// browser may keep them for a year; an unknown name is left to notFound.
func Handler(notFound http.Handler) http.Handler {
	sub, err := fs.Sub(dist, "dist")
	if err != nil {
		panic(err) // "dist" is a valid path
	}
	return handler(sub, notFound)
}

func handler(fsys fs.FS, notFound http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := strings.TrimPrefix(r.URL.Path, Prefix)
		kind, ok := types[path.Ext(name)]
		body, err := fs.ReadFile(fsys, name)
		if !ok || err != nil || name == "manifest.json" {
			notFound.ServeHTTP(w, r)
			return
		}
		h := w.Header()
		tag := strings.TrimSuffix(path.Base(name), path.Ext(name))
		h.Add("Vary", "Accept-Encoding")
		for _, enc := range []struct{ name, ext string }{{"br", ".br"}, {"gzip", ".gz"}} {
			if !Accepts(r.Header.Get("Accept-Encoding"), enc.name) {
				continue
			}
			if packed, err := fs.ReadFile(fsys, name+enc.ext); err == nil {
				body = packed
				tag += "-" + enc.name
				h.Set("Content-Encoding", enc.name)
				break
			}
		}
		h.Set("Content-Type", kind)
		// A page in a sandboxed frame has no origin of its own; it needs them all the same.
		h.Set("Cross-Origin-Resource-Policy", "cross-origin")
		h.Set("Access-Control-Allow-Origin", "*")
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
		h.Set("Etag", `"`+tag+`"`)
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
	})
}

// Accepts reports whether an Accept-Encoding header allows that encoding by name
// and does not weigh it zero.
func Accepts(header, encoding string) bool {
	for part := range strings.SplitSeq(header, ",") {
		name, params, _ := strings.Cut(part, ";")
		if !strings.EqualFold(strings.TrimSpace(name), encoding) {
			continue
		}
		q := strings.ReplaceAll(params, " ", "")
		return q != "q=0" && q != "q=0.0" && q != "q=0.00" && q != "q=0.000"
	}
	return false
}
