package web

import (
	"bytes"
	"errors"
	"net/http"
	"strconv"

	"continuum/internal/fault"
	"continuum/internal/text"
	"continuum/internal/throttle"
	"continuum/internal/web/page"
	"continuum/internal/web/ui"
)

// titles are the headings of error pages by kind.
var titles = map[fault.Kind]text.Key{
	fault.Internal:    "error.internal.title",
	fault.Invalid:     "error.invalid.title",
	fault.NotFound:    "error.notfound.title",
	fault.Denied:      "error.denied.title",
	fault.Conflict:    "error.conflict.title",
	fault.Throttled:   "error.throttled.title",
	fault.Unavailable: "error.unavailable.title",
}

// notFound is the page of every address that there is not.
func notFound(*page.Request) (page.Answer, error) {
	return page.Answer{}, fault.New(fault.NotFound, "error.notfound")
}

// wrongMethod is the error of a page asked in a way that it does not take.
type wrongMethod struct{ allowed string }

// Error is the operator's sentence.
func (e wrongMethod) Error() string { return "method not allowed, want " + e.allowed }

func methodNotAllowed(allowed string) page.Func {
	return func(*page.Request) (page.Answer, error) { return page.Answer{}, wrongMethod{allowed} }
}

// fail answers with the page of an error, in the reader's language. The cause goes
// to the log with the request id; the reader gets the public sentence only.
func (s *server) fail(w http.ResponseWriter, r *http.Request, req *page.Request, err error) {
	kind := fault.KindOf(err)
	if errors.Is(err, throttle.ErrBusy) {
		w.Header().Set("Retry-After", strconv.Itoa(throttle.RetryAfter))
	}
	status, title := kind.Status(), titles[kind]
	sentence, field, reason := req.T.T("error.internal"), "", ""
	if f, ok := errors.AsType[*fault.Error](err); ok && kind != fault.Internal {
		sentence, field, reason = req.T.T(text.Key(f.Key), f.Args...), f.Field, f.Key
	}
	if m, ok := errors.AsType[wrongMethod](err); ok {
		status, title, sentence = http.StatusMethodNotAllowed, "error.method.title", req.T.T("error.method", m.allowed)
		w.Header().Set("Allow", m.allowed)
	}
	if req.Who != nil && (kind == fault.Denied || kind == fault.NotFound) {
		// Someone who tries doors leaves a trace. What one may not see is not found.
		s.cfg.Logger.Warn("refused to someone signed in", "id", req.ID, "who", string(req.Who.Person.ID), "path", loggable(req.Path), "reason", reason)
	}
	if status >= 500 {
		s.cfg.Logger.Error("page failed", "id", req.ID, "path", loggable(req.Path), "error", err)
	} else {
		// Not the error: it holds what was asked, which may be where someone lives.
		s.cfg.Logger.Debug("page refused", "id", req.ID, "path", loggable(req.Path), "field", field, "reason", reason)
	}
	var hints []page.Hint
	if g, ok := errors.AsType[*page.Suggest](err); ok {
		hints = g.Hints
	}
	s.sendError(w, r, req, status, title, sentence, field, hints)
}

func (s *server) sendError(w http.ResponseWriter, r *http.Request, req *page.Request, status int, title text.Key, sentence, field string, hints []page.Hint) {
	head := page.Head{Title: req.T.T(title), NoIndex: true}
	var buf bytes.Buffer
	body := errorPage(req, head.Title, sentence, field, hints)
	if err := ui.Layout(req, head, body).Render(req.Context, &buf); err != nil {
		s.cfg.Logger.Error("error page failed", "id", req.ID, "error", err)
		http.Error(w, sentence, status)
		return
	}
	h := w.Header()
	h.Del("Etag")
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Type", "text/html; charset=utf-8")
	writeBody(w, r, status, buf.Bytes())
}

// failPlain is fail for the chain, where the route is not known.
func (s *server) failPlain(w http.ResponseWriter, r *http.Request, err error) {
	s.fail(w, r, s.request(r, langOf(r.URL.Path), nil), err)
}

// failStatus is failPlain with a status that no kind has.
func (s *server) failStatus(w http.ResponseWriter, r *http.Request, status int, f *fault.Error) {
	req := s.request(r, langOf(r.URL.Path), nil)
	// The query is what is too long: links on the error page must not repeat it.
	req.Query = ""
	if len(req.Path) > urlLimit/8 {
		req.Path = "/"
	}
	s.sendError(w, r, req, status, "error.long.title", req.T.T(text.Key(f.Key), f.Args...), "", nil)
}
