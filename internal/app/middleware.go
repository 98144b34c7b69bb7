package app

import (
	"context"
	"crypto/rand"
	"log/slog"
	"net/http"
	"runtime/debug"
	"time"
)

// maxURL bounds the address of a request: the longest that a form of ours makes is
// far below, and no code behind should see a megabyte of query.
const maxURL = 8 << 10

// maxBody bounds what a visitor may send: the only form is a few sentences.
const maxBody = 64 << 10

// around returns h behind what every request passes, outermost first: measures and
// log, a shield against defects, bounds, protection against forged posts.
func (a *App) around(h http.Handler) http.Handler {
	return a.observe(a.shield(bound(http.NewCrossOriginProtection().Handler(h))))
}

// bound refuses what is too large before anything reads it.
func bound(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if len(r.RequestURI) > maxURL {
			http.Error(w, "the address of the request is longer than 8 KiB", http.StatusRequestURITooLong)
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, maxBody)
		h.ServeHTTP(w, r)
	})
}

// shield turns a defect into an answer and a log line with its stack.
func (a *App) shield(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			switch p := recover(); p {
			case nil:
			case http.ErrAbortHandler:
				panic(p) // how a handler cuts a connection on purpose
			default:
				a.meter.panics.Inc()
				a.log.ErrorContext(r.Context(), "defect", "request", requestID(r.Context()), "path", r.URL.Path, "panic", p, "stack", string(debug.Stack()))
				if s, ok := w.(*statusWriter); ok && s.status != 0 {
					panic(http.ErrAbortHandler) // too late for a clean answer: the client must see it is cut
				}
				http.Error(w, "internal error, request "+requestID(r.Context()), http.StatusInternalServerError)
			}
		}()
		h.ServeHTTP(w, r)
	})
}

type requestKey struct{}

// requestID returns the identifier under which the log knows the request.
func requestID(ctx context.Context) string {
	id, _ := ctx.Value(requestKey{}).(string)
	return id
}

// observe gives the request its identifier, then measures and logs its answer:
// neither its query nor where it comes from.
func (a *App) observe(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		id := rand.Text()[:12]
		w.Header().Set("X-Request-Id", id)
		sw := &statusWriter{ResponseWriter: w}
		a.meter.inFlight.Add(1)
		defer func() {
			a.meter.inFlight.Add(-1)
			took := time.Since(start)
			status := sw.status
			if status == 0 {
				status = http.StatusOK
			}
			a.meter.observe(r.URL.Path, status, took)
			level := slog.LevelDebug
			if status >= 500 {
				level = slog.LevelWarn
			}
			if a.log.Enabled(r.Context(), level) {
				a.log.LogAttrs(r.Context(), level, "request", slog.String("request", id), slog.String("method", r.Method),
					slog.String("path", r.URL.Path), slog.Int("status", status), slog.Int64("bytes", sw.bytes), slog.Duration("took", took))
			}
		}()
		h.ServeHTTP(sw, r.WithContext(context.WithValue(r.Context(), requestKey{}, id)))
	})
}

// statusWriter remembers what was answered.
type statusWriter struct {
	http.ResponseWriter
	status int
	bytes  int64
}

func (s *statusWriter) WriteHeader(status int) {
	if s.status == 0 && status >= 200 {
		s.status = status
	}
	s.ResponseWriter.WriteHeader(status)
}

func (s *statusWriter) Write(b []byte) (int, error) {
	if s.status == 0 {
		s.status = http.StatusOK
	}
	n, err := s.ResponseWriter.Write(b)
	s.bytes += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController reach the connection.
func (s *statusWriter) Unwrap() http.ResponseWriter { return s.ResponseWriter }
