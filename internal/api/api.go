package api

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"
	"unicode/utf8"

	"continuum/internal/catalog"
	"continuum/internal/date"
	"continuum/internal/throttle"
)

// Prefix is the path under which every answer lives.
const Prefix = "/api/v1"

// Bounds of what a request may hold, in bytes. The longest honest query (every code
// of every filter) is under 2 KiB.
const (
	maxQuery = 8 << 10
	maxPath  = 1 << 10
)

// Config is what the API needs of the program.
type Config struct {
	Current *catalog.Current // what is served; answers are 503 while it holds nothing
	Now     func() time.Time // last known states depend on today
	BaseURL string           // "https://campus.example.fr", without a slash at its end; empty: addresses are relative
	Version string           // of the program, in the OpenAPI document and in validators
	// Scenarios keeps scenarios; nil: none is kept, they are shared by their address.
	Scenarios ScenarioStore
	// ClientAddress names the client, for throttling; nil: the connection's address.
	ClientAddress func(*http.Request) string
	Dear          *throttle.Queue // of the questions to the engine; nil lets all run at once
}

// server is the API in service.
type server struct {
	cfg  Config
	seen atomic.Pointer[view] // what was prepared for the last catalog served
	// keepers are the clients who ask for scenarios to be kept.
	keepers *throttle.Clients
	// buffers saves the growth of a buffer at each answer, a quarter of the time of a list.
	buffers sync.Pool
}

// New returns the handler of everything under /api/. It answers any request,
// whatever its method, path or query, with JSON, CSV, GeoJSON or a problem.
func New(cfg Config) http.Handler {
	cfg.BaseURL = strings.TrimRight(cfg.BaseURL, "/")
	if cfg.ClientAddress == nil {
		cfg.ClientAddress = func(r *http.Request) string {
			host, _, _ := net.SplitHostPort(r.RemoteAddr)
			return host
		}
	}
	s := &server{cfg: cfg, keepers: throttle.NewClients(keptAtOnce, keptEvery, cfg.Now)}
	mux := http.NewServeMux()
	table := endpoints()
	for i := range table {
		mux.HandleFunc(Prefix+table[i].path, s.serve(&table[i]))
	}
	document := openAPI(table, cfg)
	mux.HandleFunc(Prefix+"/openapi.json", s.serve(documentEndpoint(document)))
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		common(w.Header())
		problem(http.StatusNotFound, "There is nothing at this address. "+Prefix+"/openapi.json lists those that exist.").write(w, r)
	})
	return mux
}

// common sets what every answer carries: anyone may read it from any site.
func common(h http.Header) {
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Access-Control-Expose-Headers", "ETag, Link, X-Licence, X-Total-Count")
	h.Set("X-Content-Type-Options", "nosniff")
}

// serve is the way of every request: bound it, read it, tell whether the reader
// already has the answer, else write it.
func (s *server) serve(e *endpoint) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		common(w.Header())
		if p := bounded(r, e.segment()); p != nil {
			p.write(w, r)
			return
		}
		switch {
		case r.Method == http.MethodGet || r.Method == http.MethodHead || r.Method == http.MethodPost && e.accept != nil:
		case r.Method == http.MethodOptions:
			e.preflight(w.Header())
			w.WriteHeader(http.StatusNoContent)
			return
		default:
			w.Header().Set("Allow", e.methods())
			problem(http.StatusMethodNotAllowed, "This address takes "+e.methods()+" only.").write(w, r)
			return
		}
		c := call{
			server: s, ctx: r.Context(), endpoint: e, view: s.view(),
			today: date.Today(s.cfg.Now()), segment: r.PathValue(e.segment()),
		}
		if c.view == nil {
			w.Header().Set("Retry-After", "5")
			problem(http.StatusServiceUnavailable, "The register is being loaded: ask again in a few seconds.").write(w, r)
			return
		}
		if r.Method == http.MethodPost {
			if refused := e.accept(&c, w, r); refused != nil {
				refused.write(w, r)
			}
			return
		}
		var refused *Problem
		if c.query, refused = e.read(r.URL.RawQuery, c.view); refused != nil {
			refused.write(w, r)
			return
		}
		answer, refused := e.serve(&c)
		if refused != nil {
			refused.write(w, r)
			return
		}
		c.send(w, r, answer)
	}
}

// bounded refuses what is too long to be read, before anything reads it.
func bounded(r *http.Request, segment string) *Problem {
	switch {
	case len(r.URL.RawQuery) > maxQuery:
		return problem(http.StatusRequestURITooLong, "The query string is longer than 8 KiB.")
	case len(r.URL.Path) > maxPath:
		return problem(http.StatusRequestURITooLong, "The path is longer than 1 KiB.")
	case !utf8.ValidString(r.URL.Path):
		return problem(http.StatusBadRequest, "The path is not valid UTF-8.",
			ParamError{In: "path", Name: segment, Value: quote(r.PathValue(segment)), Detail: "not valid UTF-8", Accepted: []string{}})
	}
	return nil
}

// methods are those that an address takes.
func (e *endpoint) methods() string {
	if e.accept != nil {
		return "GET, HEAD, OPTIONS, POST"
	}
	return "GET, HEAD, OPTIONS"
}

// preflight tells the scripts of other sites that they may read, and do nothing else.
func (e *endpoint) preflight(h http.Header) {
	h.Set("Allow", e.methods())
	h.Set("Access-Control-Allow-Methods", "GET, HEAD, OPTIONS")
	h.Set("Access-Control-Allow-Headers", "Accept, If-None-Match")
	h.Set("Access-Control-Max-Age", "86400")
}

// call is one request, read.
type call struct {
	*server
	ctx      context.Context // of the request, for what takes long
	endpoint *endpoint
	view     *view
	today    date.Day
	segment  string // the last segment of the path, where it is a name
	query    *query
}

// path is the address asked for, without its query.
func (c *call) path() string {
	return Prefix + strings.Replace(c.endpoint.path, "{"+c.endpoint.segment()+"}", url.PathEscape(c.segment), 1)
}

// reply is an answer not yet written.
type reply struct {
	moved string // where the thing now is; nothing is written then
	total int    // items of the selection; -1 when it is not a list
	// fleeting is an answer that may be another in a minute: a travel-time engine was asked.
	fleeting bool
	// write writes the body. It is called once, after the conditions of the request
	// were found to want it.
	write func(w *bytes.Buffer, flush func() error) error
}

// send writes the answer, or that the reader has it already.
func (c *call) send(w http.ResponseWriter, r *http.Request, a reply) {
	h := w.Header()
	h.Set("Vary", "Accept-Encoding")
	if a.moved != "" {
		h.Set("Cache-Control", "public, max-age=3600")
		http.Redirect(w, r, a.moved, http.StatusPermanentRedirect)
		return
	}
	if a.fleeting {
		h.Set("Cache-Control", "no-store")
	} else {
		h.Set("Cache-Control", "public, max-age=60")
		h.Set("ETag", c.etag())
	}
	if !a.fleeting && has(r.Header.Values("If-None-Match"), c.etag()) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	c.describe(h, a)
	if r.Method == http.MethodHead {
		return
	}
	buf, _ := c.buffers.Get().(*bytes.Buffer)
	if buf == nil {
		buf = new(bytes.Buffer)
	}
	buf.Reset()
	defer c.buffers.Put(buf)
	flush := func() error {
		_, err := buf.WriteTo(w)
		return err
	}
	// An error here is a reader who left: there is no one to tell.
	if a.write(buf, flush) == nil {
		_ = flush()
	}
}

// etag validates the answer: it changes with the register, the question, the program
// and the day. It is weak because answers may be compressed on their way.
func (c *call) etag() string {
	sum := sha256.Sum256([]byte(strings.Join([]string{
		c.view.cat.ETag, c.cfg.Version, c.path(), c.query.canonical(), c.today.String(),
	}, "\x00")))
	return `W/"` + hex.EncodeToString(sum[:12]) + `"`
}

// has reports whether a validator is among those of If-None-Match headers.
func has(headers []string, etag string) bool {
	opaque := strings.TrimPrefix(etag, "W/")
	for _, h := range headers {
		for one := range strings.SplitSeq(h, ",") {
			if one = strings.TrimSpace(one); one == "*" || strings.TrimPrefix(one, "W/") == opaque {
				return true
			}
		}
	}
	return false
}
