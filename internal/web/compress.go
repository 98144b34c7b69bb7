package web

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/andybalholm/brotli"

	"continuum/internal/web/asset"
)

// encoding is how a dynamic answer is packed.
type encoding string

const (
	plain     encoding = ""
	brotliEnc encoding = "br"
	gzipEnc   encoding = "gzip"
)

// suffix tells the packings of one page apart in its validator.
func (e encoding) suffix() string {
	if e == plain {
		return ""
	}
	return "-" + string(e)
}

// brotliLevel is cheap: pages are made for each request. On the page of a campus
// (61 kB) level 1 takes 0.27 ms for 12.3 kB, level 3 0.75 ms for 12.1 kB, and
// gzip 0.45 ms for 16.3 kB.
const brotliLevel = 1

// worthPacking is the size in bytes below which packing gains nothing.
const worthPacking = 512

var (
	brotlis = sync.Pool{New: func() any { return brotli.NewWriterLevel(nil, brotliLevel) }}
	gzips   = sync.Pool{New: func() any {
		w, _ := gzip.NewWriterLevel(nil, gzip.BestSpeed) // the level is a valid constant
		return w
	}}
)

func encodingFor(r *http.Request) encoding {
	header := r.Header.Get("Accept-Encoding")
	switch {
	case asset.Accepts(header, "br"):
		return brotliEnc
	case asset.Accepts(header, "gzip"):
		return gzipEnc
	}
	return plain
}

// compress returns the body packed, in memory of its own, and the packing used:
// plain when it is small or packed already.
func compress(enc encoding, kind string, body []byte) ([]byte, encoding) {
	if len(body) < worthPacking || !strings.HasPrefix(kind, "text/") && !strings.Contains(kind, "json") && !strings.Contains(kind, "xml") {
		enc = plain
	}
	var out bytes.Buffer
	out.Grow(len(body)/4 + 256)
	switch enc {
	case brotliEnc:
		w := brotlis.Get().(*brotli.Writer)
		defer brotlis.Put(w)
		w.Reset(&out)
		w.Write(body)
		w.Close()
	case gzipEnc:
		w := gzips.Get().(*gzip.Writer)
		defer gzips.Put(w)
		w.Reset(&out)
		w.Write(body)
		w.Close()
	default:
		return bytes.Clone(body), plain
	}
	return out.Bytes(), enc
}

// writeBody sends a whole body, or its head alone to HEAD.
func writeBody(w http.ResponseWriter, r *http.Request, status int, body []byte) {
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		w.Write(body)
	}
}
