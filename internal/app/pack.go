package app

import (
	"compress/gzip"
	"io"
	"net/http"
	"strings"
	"sync"

	"github.com/andybalholm/brotli"

	"continuum/internal/web/asset"
)

// worthPacking is the size in bytes below which packing gains nothing.
const worthPacking = 512

// packers are writers at rest, by the encoding they write. Their levels are cheap:
// answers are made for each request and streamed.
var packers = map[string]*sync.Pool{
	"br": {New: func() any { return brotli.NewWriterLevel(nil, 1) }},
	"gzip": {New: func() any {
		w, _ := gzip.NewWriterLevel(nil, gzip.BestSpeed) // the level is a valid constant
		return w
	}},
}

// packer is what both libraries write through.
type packer interface {
	io.WriteCloser
	Reset(io.Writer)
}

// packed compresses the text that h answers, for readers who can unpack it. It is
// for h whose answers have weak validators and vary by Accept-Encoding.
func packed(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		header := r.Header.Get("Accept-Encoding")
		for _, encoding := range []string{"br", "gzip"} {
			if asset.Accepts(header, encoding) {
				p := &packWriter{ResponseWriter: w, encoding: encoding, status: http.StatusOK}
				h.ServeHTTP(p, r)
				p.close() // not deferred: a defect leaves the answer to whoever recovers from it
				return
			}
		}
		h.ServeHTTP(w, r)
	})
}

// packWriter packs what is written through it once the first bytes show that it is
// worth it.
type packWriter struct {
	http.ResponseWriter
	encoding string
	status   int
	decided  bool
	packer   packer // nil while, or when, nothing is packed
}

// WriteHeader keeps the status until the first bytes.
func (p *packWriter) WriteHeader(status int) {
	p.status = status
	if status < 200 || status == http.StatusNoContent || status == http.StatusNotModified {
		p.decide(nil)
	}
}

// Write sends b, packed or not.
func (p *packWriter) Write(b []byte) (int, error) {
	if !p.decided {
		p.decide(b)
	}
	if p.packer != nil {
		return p.packer.Write(b)
	}
	return p.ResponseWriter.Write(b)
}

// decide looks at the first bytes of a body and sends the header.
func (p *packWriter) decide(first []byte) {
	p.decided = true
	h := p.Header()
	kind := h.Get("Content-Type")
	if len(first) >= worthPacking && h.Get("Content-Encoding") == "" &&
		(strings.HasPrefix(kind, "text/") || strings.Contains(kind, "json")) {
		h.Set("Content-Encoding", p.encoding)
		h.Del("Content-Length")
		p.packer = packers[p.encoding].Get().(packer)
		p.packer.Reset(p.ResponseWriter)
	}
	p.ResponseWriter.WriteHeader(p.status)
}

// close ends the body and gives the packer back. An error is a reader who left.
func (p *packWriter) close() {
	if !p.decided {
		p.decide(nil)
	}
	if p.packer != nil {
		_ = p.packer.Close()
		packers[p.encoding].Put(p.packer)
		p.packer = nil
	}
}
