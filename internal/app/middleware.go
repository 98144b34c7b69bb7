package app

import (
	"crypto/rand"
	"log/slog"
	"net/http"
	"runtime/debug"
	"time"
)

// maxBody bounds what a visitor may send: the only form is a few sentences.
const maxBody = 64 << 10

// measured is around every request: it bounds what is sent and counts what is
// answered. Neither a query nor where a request comes from is kept.
func (a *App) measured(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		sw := &statusWriter{ResponseWriter: w, status: http.StatusOK}
		a.meter.inFlight.Add(1)
		defer func() {
			a.meter.inFlight.Add(-1)
			a.meter.observe(r.URL.Path, sw.status, time.Since(start))
		}()
		r.Body = http.MaxBytesReader(sw, r.Body, maxBody)
		h.ServeHTTP(sw, r)
	})
}

// shielded is around what programs read: it names the request and turns a defect
// into an answer and a log line with its stack. Pages have their own, with error pages.
func (a *App) shielded(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		id := rand.Text()[:16]
		w.Header().Set("X-Request-Id", id)
		sw := &statusWriter{ResponseWriter: w, status: http.StatusOK}
		defer func() {
			if p := recover(); p != nil {
				a.meter.panics.Inc()
				a.log.Error("panic", "id", id, "path", r.URL.Path, "value", p, "stack", string(debug.Stack()))
				if p == http.ErrAbortHandler || sw.begun {
					panic(http.ErrAbortHandler) // too late for a clean answer: the client must see that it is cut
				}
				w.Header().Set("Content-Type", "application/problem+json")
				w.WriteHeader(http.StatusInternalServerError)
				_, _ = w.Write([]byte(`{"title":"Internal error","status":500,"detail":"A defect of this service; its log knows request ` + id + `."}` + "\n"))
			}
			a.log.LogAttrs(r.Context(), slog.LevelDebug, "request", slog.String("id", id), slog.String("method", r.Method),
				slog.String("path", r.URL.Path), slog.Int("status", sw.status), slog.Duration("took", time.Since(start)))
		}()
		h.ServeHTTP(sw, r)
	})
}

// statusWriter remembers what was answered.
type statusWriter struct {
	http.ResponseWriter
	status int
	begun  bool
}

// WriteHeader remembers the status.
func (s *statusWriter) WriteHeader(status int) {
	if !s.begun && status >= 200 {
		s.status, s.begun = status, true
	}
	s.ResponseWriter.WriteHeader(status)
}

// Write passes b on.
func (s *statusWriter) Write(b []byte) (int, error) {
	s.begun = true
	return s.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController reach the connection.
func (s *statusWriter) Unwrap() http.ResponseWriter { return s.ResponseWriter }
