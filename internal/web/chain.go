package web

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"log/slog"
	"net"
	"net/http"
	"runtime/debug"
	"strings"

	"continuum/internal/fault"
	"continuum/internal/text"
	"continuum/internal/web/connexion"
)

// urlLimit is the longest address that is read, in bytes.
const urlLimit = 8 << 10

// chain is what every request goes through, outermost first.
func (s *server) chain(h http.Handler) http.Handler {
	h = s.sameOrigin(h)
	h = s.limits(h)
	h = s.headers(h)
	h = s.recovered(h)
	h = s.logged(h)
	return h
}

type idKey struct{}

// requestID is the id that logged gave to the request.
func requestID(r *http.Request) string {
	id, _ := r.Context().Value(idKey{}).(string)
	return id
}

// logged gives the request its id and writes one line when it is answered. Neither
// the client's address nor the query is written: they may say who reads what.
func (s *server) logged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := s.cfg.Now()
		var raw [8]byte
		rand.Read(raw[:])
		id := hex.EncodeToString(raw[:])
		w.Header().Set("X-Request-Id", id)
		rec := &recorder{ResponseWriter: w, status: http.StatusOK}
		next.ServeHTTP(rec, r.WithContext(context.WithValue(r.Context(), idKey{}, id)))
		level := slog.LevelInfo
		if rec.status >= 500 {
			level = slog.LevelError
		}
		path := loggable(r.URL.Path)
		s.cfg.Logger.LogAttrs(r.Context(), level, "request",
			slog.String("id", id), slog.String("method", r.Method), slog.String("path", path),
			slog.Int("status", rec.status), slog.Int("bytes", rec.bytes), slog.Duration("took", s.cfg.Now().Sub(start)))
	})
}

// loggable is a path as it may be written down: what follows an invitation is a secret.
func loggable(path string) string {
	if before, _, secret := strings.Cut(path, connexion.OpenPath+"/"); secret {
		return before + connexion.OpenPath + "/…"
	}
	return path[:min(len(path), 200)]
}

// recorder remembers what was answered, for the log.
type recorder struct {
	http.ResponseWriter
	status, bytes int
	begun         bool
}

// WriteHeader remembers the status.
func (r *recorder) WriteHeader(status int) {
	if !r.begun {
		r.status, r.begun = status, true
	}
	r.ResponseWriter.WriteHeader(status)
}

// Write counts bytes.
func (r *recorder) Write(b []byte) (int, error) {
	r.begun = true
	n, err := r.ResponseWriter.Write(b)
	r.bytes += n
	return n, err
}

// Unwrap lets http.ResponseController reach the connection.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

// recovered turns a panic, which is a defect of ours, into an error page and a log
// line with its stack; the reader sees the request id only.
func (s *server) recovered(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			p := recover()
			if p == nil {
				return
			}
			if p == http.ErrAbortHandler {
				panic(p) // net/http's own way to cut a connection
			}
			s.cfg.Logger.Error("panic", "id", requestID(r), "path", loggable(r.URL.Path), "value", p, "stack", string(debug.Stack()))
			if rec, ok := w.(*recorder); !ok || !rec.begun {
				s.failPlain(w, r, fault.New(fault.Internal, "error.internal"))
			}
		}()
		next.ServeHTTP(w, r)
	})
}

// policy lets a page load what this site serves and nothing else, run no inline
// script or style, and be framed by nobody. The map's worker is a file of ours.
const policy = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; " +
	"form-action 'self'; frame-ancestors 'none'"

// frameable lets any site show the answer in a frame.
func frameable(h http.Header) {
	h.Set("Content-Security-Policy", strings.Replace(policy, "frame-ancestors 'none'", "frame-ancestors *", 1))
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
}

// headers says what browsers must hold to. Where the site is known to be reached by TLS,
// they must reach it in no other way for two years.
func (s *server) headers(next http.Handler) http.Handler {
	strict := strings.HasPrefix(s.cfg.BaseURL, "https://")
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		if strict {
			h.Set("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
		}
		h.Set("Referrer-Policy", "strict-origin-when-cross-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(self), microphone=(), payment=(), usb=()")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		next.ServeHTTP(w, r)
	})
}

// limits bounds what is read of a request before any page sees it. Times are
// bounded by the server that this handler is given to.
func (s *server) limits(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if len(r.RequestURI) > urlLimit || len(r.URL.RawQuery) > urlLimit {
			s.failStatus(w, r, http.StatusRequestURITooLong, fault.New(fault.Invalid, "error.long", urlLimit))
			return
		}
		next.ServeHTTP(w, r)
	})
}

// sameOrigin refuses what another site's page makes a browser send.
func (s *server) sameOrigin(next http.Handler) http.Handler {
	guard := http.NewCrossOriginProtection()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := guard.Check(r); err != nil {
			s.failPlain(w, r, fault.New(fault.Denied, "error.origin").Because(err))
			return
		}
		next.ServeHTTP(w, r)
	})
}

// remoteHost is the address at the other end of the connection, without its port.
func remoteHost(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

// langOf is the language that an address asks for.
func langOf(path string) text.Lang {
	if path == "/en" || strings.HasPrefix(path, "/en/") {
		return text.English
	}
	return text.French
}
