package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"continuum/internal/date"
	"continuum/internal/fault"
	"continuum/internal/text"
	"continuum/internal/web/connexion"
	"continuum/internal/web/formations"
	"continuum/internal/web/page"
	"continuum/internal/web/signaler"
	"continuum/internal/web/simulation"
	"continuum/internal/web/ui"
)

type server struct {
	cfg     Config
	site    *page.Site
	cache   *cache
	reports *signaler.Form

	scenarios *simulation.Pages
	trainings *formations.Pages
}

// buffers keeps the memory that pages are rendered into.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// answer is the one adapter between a page and HTTP.
func (s *server) answer(lang text.Lang, rt route) http.Handler {
	names := wildcards(rt.path)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if rt.framed {
			frameable(w.Header())
		}
		req := s.request(r, lang, names)
		if req.Catalog == nil {
			w.Header().Set("Retry-After", "2")
			s.fail(w, r, req, fault.New(fault.Unavailable, "error.starting"))
			return
		}
		if !utf8.ValidString(r.URL.Path) {
			s.fail(w, r, req, fault.New(fault.Invalid, "error.encoding"))
			return
		}
		if rt.private {
			w.Header().Set("Cache-Control", "no-store")
			if !rt.files {
				if err := readForm(w, r, req, max(rt.form, formLimit)); err != nil {
					s.fail(w, r, req, err)
					return
				}
			}
			if rt.people {
				if err := s.meet(w, r, req); err != nil {
					s.fail(w, r, req, err)
					return
				}
			}
			if rt.signed && req.Who == nil {
				http.Redirect(w, r, connexion.Towards(req), http.StatusSeeOther)
				return
			}
			if rt.signed && req.Short && !rt.short {
				http.Redirect(w, r, connexion.Proving(req, connexion.Asked(req)), http.StatusSeeOther)
				return
			}
			if rt.files {
				if err := readFile(w, r, req, rt.form); err != nil {
					s.fail(w, r, req, err)
					return
				}
			}
			s.render(w, r, req, rt)
			return
		}
		enc := encodingFor(r)
		tag := s.tag(req, enc)
		h := w.Header()
		h.Add("Vary", "Accept-Encoding")
		if matches(r.Header.Get("If-None-Match"), tag) {
			h.Set("Cache-Control", "no-cache")
			h.Set("Etag", tag)
			w.WriteHeader(http.StatusNotModified)
			return
		}
		if kept, ok := s.cache.get(req.Catalog.Generation, tag); ok {
			kept.write(w, r, tag)
			return
		}
		s.render(w, r, req, rt)
	})
}

// request gathers what a page is asked.
func (s *server) request(r *http.Request, lang text.Lang, names []string) *page.Request {
	now := s.cfg.Now()
	path := r.URL.Path
	if lang != text.French {
		path = strings.TrimPrefix(path, "/"+string(lang))
		if path == "" {
			path = "/"
		}
	}
	req := &page.Request{
		Context: r.Context(), Site: s.site, Catalog: s.cfg.Current.Load(), T: text.For(lang), Lang: lang,
		Path: path, Query: r.URL.RawQuery, Origin: origin(r), Today: date.Today(now), Now: now, ID: requestID(r),
		Client: s.cfg.ClientAddress(r), Dear: s.cfg.Dear,
	}
	if len(names) > 0 {
		req.Values = make(map[string]string, len(names))
		for _, n := range names {
			req.Values[n] = r.PathValue(n)
		}
	}
	return req
}

// origin is the scheme and the host that a request asked for.
func origin(r *http.Request) string {
	if r.TLS != nil {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

// render asks the page and sends what it answers, or the error page.
func (s *server) render(w http.ResponseWriter, r *http.Request, req *page.Request, rt route) {
	a, err := rt.show(req)
	if err != nil {
		s.fail(w, r, req, err)
		return
	}
	for _, c := range a.Cookies {
		s.setCookie(w, r, c)
	}
	if a.Redirect != "" {
		code := http.StatusSeeOther
		if a.Moved {
			code = http.StatusMovedPermanently
		}
		http.Redirect(w, r, a.Redirect, code)
		return
	}
	if a.Stream != nil {
		s.stream(w, r, req, a)
		return
	}
	out := packed{status: a.Status, kind: a.ContentType}
	if out.status == 0 {
		out.status = http.StatusOK
	}
	body := a.Raw
	if a.Body != nil {
		buf := buffers.Get().(*bytes.Buffer)
		defer buffers.Put(buf)
		buf.Reset()
		if err := ui.Layout(req, a.Head, a.Body).Render(req.Context, buf); err != nil {
			s.fail(w, r, req, err)
			return
		}
		body, out.kind = buf.Bytes(), "text/html; charset=utf-8"
	}
	if a.Filename != "" {
		out.disposition = mime.FormatMediaType("attachment", map[string]string{"filename": a.Filename})
	}
	enc := encodingFor(r)
	out.body, out.encoding = compress(enc, out.kind, body)
	if a.Sandboxed {
		w.Header().Set("Content-Security-Policy", "sandbox; default-src 'none'; frame-ancestors 'none'")
	}
	if a.Fleeting {
		w.Header().Set("Cache-Control", "no-store")
	}
	if rt.private || a.Fleeting || out.status != http.StatusOK {
		w.Header().Add("Vary", "Accept-Encoding")
		out.write(w, r, "")
		return
	}
	tag := s.tag(req, enc)
	s.cache.put(req.Catalog.Generation, tag, out)
	out.write(w, r, tag)
}

// streamPace is how long a client may take to read each part of a document that is streamed.
const streamPace = time.Minute

// stream sends a document as it is made. What was begun can't become an error page: the
// connection is cut, so that nobody takes a part for the whole.
func (s *server) stream(w http.ResponseWriter, r *http.Request, req *page.Request, a page.Answer) {
	h := w.Header()
	h.Set("Content-Type", a.ContentType)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": a.Filename}))
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusOK)
	if r.Method == http.MethodHead {
		return
	}
	if err := a.Stream(&paced{w, http.NewResponseController(w)}); err != nil {
		s.cfg.Logger.Error("a document was cut", "id", req.ID, "path", loggable(req.Path), "error", err)
		panic(http.ErrAbortHandler)
	}
}

// paced gives a client time to read each part, whatever the whole takes.
type paced struct {
	io.Writer
	control *http.ResponseController
}

// Write gives the client a minute for this part.
func (p *paced) Write(b []byte) (int, error) {
	_ = p.control.SetWriteDeadline(time.Now().Add(streamPace)) // not every writer has one
	return p.Writer.Write(b)
}

// tag is the strong validator of a page: what it is made from, and how it is packed.
func (s *server) tag(req *page.Request, enc encoding) string {
	h := sha256.New()
	for _, part := range []string{
		req.Catalog.ETag, string(req.Lang), string(s.site.Theme), s.site.Version, req.Today.String(), req.Path, req.Query,
	} {
		io.WriteString(h, part)
		h.Write([]byte{0})
	}
	return `"` + hex.EncodeToString(h.Sum(nil)[:12]) + enc.suffix() + `"`
}

// matches reports whether an If-None-Match header names the tag.
func matches(header, tag string) bool {
	for part := range strings.SplitSeq(header, ",") {
		part = strings.TrimSpace(part)
		if part == "*" || strings.TrimPrefix(part, "W/") == tag {
			return true
		}
	}
	return false
}

// formLimit bounds what a form may send, in bytes.
const formLimit = 64 << 10

// readForm reads a posted form into the request. A file is an entry like another: forms
// take short texts alone.
func readForm(w http.ResponseWriter, r *http.Request, req *page.Request, limit int64) error {
	if r.Method != http.MethodPost {
		return nil
	}
	r.Body = http.MaxBytesReader(w, r.Body, limit)
	refused := fault.New(fault.Invalid, "error.body", limit>>10)
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch {
	case kind == "application/x-www-form-urlencoded":
		if err := r.ParseForm(); err != nil {
			return refused.Because(err)
		}
		if err := legible(r.PostForm); err != nil {
			return err
		}
	case kind == "multipart/form-data" && limit > formLimit:
		if err := r.ParseMultipartForm(limit); err != nil {
			return refused.Because(err)
		}
		defer r.MultipartForm.RemoveAll()
		if err := legible(r.PostForm); err != nil {
			return err
		}
		for name, files := range r.MultipartForm.File {
			text, err := textOf(files[0])
			if err != nil {
				return refused.Because(err)
			}
			r.PostForm.Set(name, text)
		}
	default:
		return refused
	}
	req.Form = r.PostForm
	return nil
}

// legible fails when an entry of a form is no text that a database keeps: what people type
// is UTF-8 without NUL. A file is for who reads it to judge.
func legible(form url.Values) error {
	for name, values := range form {
		if name != fileEntry && slices.ContainsFunc(values, illegible) || illegible(name) {
			return fault.New(fault.Invalid, "error.unreadable")
		}
	}
	return nil
}

func illegible(s string) bool { return !utf8.ValidString(s) || strings.ContainsRune(s, 0) }

// textOf is what a file that was sent holds; its size is bounded with that of the form.
func textOf(h *multipart.FileHeader) (string, error) {
	f, err := h.Open()
	if err != nil {
		return "", err
	}
	defer f.Close()
	b, err := io.ReadAll(f)
	return string(b), err
}

// wildcards lists the names of a pattern's wildcards.
func wildcards(pattern string) []string {
	var names []string
	for part := range strings.SplitSeq(pattern, "/") {
		if strings.HasPrefix(part, "{") && part != "{$}" {
			names = append(names, strings.TrimSuffix(strings.Trim(part, "{}"), "..."))
		}
	}
	return names
}

// packed is an answer ready to send.
type packed struct {
	status      int
	kind        string
	disposition string
	encoding    encoding
	body        []byte
}

func (p packed) write(w http.ResponseWriter, r *http.Request, tag string) {
	h := w.Header()
	h.Set("Content-Type", p.kind)
	if p.disposition != "" {
		h.Set("Content-Disposition", p.disposition)
	}
	if p.encoding != plain {
		h.Set("Content-Encoding", string(p.encoding))
	}
	if tag != "" {
		h.Set("Etag", tag)
		h.Set("Cache-Control", "no-cache")
	}
	writeBody(w, r, p.status, p.body)
}
