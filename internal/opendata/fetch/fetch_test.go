package fetch_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"continuum/internal/opendata/fetch"
)

// content is a file of 1 MB of which no two parts are alike.
var content = func() []byte {
	var b bytes.Buffer
	for i := 0; b.Len() < 1<<20; i++ {
		fmt.Fprintf(&b, "%d;", i)
	}
	return b.Bytes()
}()

func sum(b []byte) string {
	s := sha256.Sum256(b)
	return hex.EncodeToString(s[:])
}

// portal serves the content, and does on the nth request (from 1) what fault does; when
// fault returns true it has answered.
type portal struct {
	fault func(n int32, w http.ResponseWriter, r *http.Request) bool
	etag  func(n int32) string
	n     atomic.Int32
}

func (p *portal) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	n := p.n.Add(1)
	etag := `"1"`
	if p.etag != nil {
		etag = p.etag(n)
	}
	if etag != "" {
		w.Header().Set("ETag", etag)
	}
	if p.fault != nil && p.fault(n, w, r) {
		return
	}
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(content))
}

// cut sends n bytes of what it announces, and cuts the connection.
func cut(w http.ResponseWriter, n int) {
	w.Header().Set("Content-Length", fmt.Sprint(len(content)))
	abort(w, content[:n])
}

// abort sends what there is, and cuts the connection.
func abort(w http.ResponseWriter, b []byte) {
	_, _ = w.Write(b)
	w.(http.Flusher).Flush()
	panic(http.ErrAbortHandler)
}

func get(t *testing.T, h http.Handler, opt fetch.Options) (fetch.File, []byte, error) {
	t.Helper()
	s := httptest.NewServer(h)
	defer s.Close()
	dir := t.TempDir()
	if opt.Pause == 0 {
		opt.Pause = time.Nanosecond
	}
	f, err := fetch.Get(t.Context(), s.Client(), s.URL+"/files/data.csv", dir, opt)
	entries, rerr := os.ReadDir(dir)
	if rerr != nil {
		t.Fatal(rerr)
	}
	if err != nil {
		if len(entries) > 0 {
			t.Errorf("%s is left after %v", entries[0].Name(), err)
		}
		if strings.Contains(err.Error(), "\n") {
			t.Errorf("more than one line: %v", err)
		}
		return f, nil, err
	}
	b, rerr := os.ReadFile(f.Path)
	if rerr != nil {
		t.Fatal(rerr)
	}
	if len(entries) != 1 || filepath.Dir(f.Path) != dir || filepath.Base(f.Path) != f.Name {
		t.Errorf("%v in the folder, the file is %s", entries, f.Path)
	}
	if f.SHA256 != sum(b) || f.Bytes != int64(len(b)) {
		t.Errorf("%+v is not of the file", f)
	}
	return f, b, nil
}

// Whatever a portal does, what comes in the end is the file.
func TestGetInTheEnd(t *testing.T) {
	t.Parallel()
	half := len(content) / 2
	for _, tt := range []struct {
		name     string
		p        *portal
		requests int32
	}{
		{"well", &portal{}, 1},
		{"cut once", &portal{fault: func(n int32, w http.ResponseWriter, _ *http.Request) bool {
			if n == 1 {
				cut(w, half)
			}
			return false
		}}, 2},
		{"cut, without anything to tell the file by", &portal{
			etag: func(int32) string { return "" },
			fault: func(n int32, w http.ResponseWriter, r *http.Request) bool {
				if r.Header.Get("Range") != "" {
					w.WriteHeader(http.StatusTeapot)
					return true
				}
				if n == 1 {
					cut(w, half)
				}
				return false
			},
		}, 2},
		{"cut, ranges ignored", &portal{fault: func(n int32, w http.ResponseWriter, r *http.Request) bool {
			if n == 1 {
				cut(w, half)
			}
			r.Header.Del("Range")
			return false
		}}, 2},
		{"cut, and another file since", &portal{
			etag: func(n int32) string { return fmt.Sprintf(`"%d"`, min(n, 2)) },
			fault: func(n int32, w http.ResponseWriter, _ *http.Request) bool {
				if n == 1 {
					w.Header().Set("Content-Length", "500")
					abort(w, []byte("the old file"))
				}
				return false
			},
		}, 2},
		{"cut, and another file since, If-Range ignored", &portal{
			etag: func(n int32) string { return fmt.Sprintf(`"%d"`, min(n, 2)) },
			fault: func(n int32, w http.ResponseWriter, r *http.Request) bool {
				if n == 1 {
					w.Header().Set("Content-Length", fmt.Sprint(len(content)))
					abort(w, []byte("the old file"))
				}
				r.Header.Del("If-Range")
				return false
			},
		}, 3},
		{"cut, then another range than asked for", &portal{fault: func(n int32, w http.ResponseWriter, r *http.Request) bool {
			switch n {
			case 1:
				cut(w, half)
			case 2:
				r.Header.Set("Range", "bytes=7-")
			}
			return false
		}}, 3},
		{"cut, then nothing of the range", &portal{fault: func(n int32, w http.ResponseWriter, _ *http.Request) bool {
			switch n {
			case 1:
				cut(w, half)
			case 2:
				w.WriteHeader(http.StatusRequestedRangeNotSatisfiable)
				return true
			}
			return false
		}}, 3},
		{"busy twice", &portal{fault: func(n int32, w http.ResponseWriter, _ *http.Request) bool {
			if n < 3 {
				w.WriteHeader(http.StatusServiceUnavailable)
			}
			return n < 3
		}}, 3},
		{"cut more often than there are tries, with progress", &portal{fault: func(n int32, w http.ResponseWriter, r *http.Request) bool {
			if n > 20 {
				return false
			}
			from := 0
			if _, err := fmt.Sscanf(r.Header.Get("Range"), "bytes=%d-", &from); err == nil {
				w.Header().Set("Content-Range", fmt.Sprintf("bytes %d-%d/%d", from, len(content)-1, len(content)))
				w.Header().Set("Content-Length", fmt.Sprint(len(content)-from))
				w.WriteHeader(http.StatusPartialContent)
			} else {
				w.Header().Set("Content-Length", fmt.Sprint(len(content)))
			}
			abort(w, content[from:from+1000])
			return true
		}}, 21},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, b, err := get(t, tt.p, fetch.Options{Tries: 3})
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(b, content) {
				t.Errorf("%d bytes, not those of the file", len(b))
			}
			if n := tt.p.n.Load(); n != tt.requests {
				t.Errorf("%d requests, want %d", n, tt.requests)
			}
		})
	}
}

func TestGetFails(t *testing.T) {
	t.Parallel()
	always := func(f func(w http.ResponseWriter, r *http.Request)) *portal {
		return &portal{fault: func(_ int32, w http.ResponseWriter, r *http.Request) bool { f(w, r); return true }}
	}
	for _, tt := range []struct {
		name     string
		p        *portal
		opt      fetch.Options
		want     string
		requests int32
	}{
		{"absent", always(func(w http.ResponseWriter, r *http.Request) { http.NotFound(w, r) }), fetch.Options{}, "404 Not Found: has the file moved?", 1},
		{"always busy", always(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(503) }), fetch.Options{Tries: 3}, "given up after 3 tries in a row: the server answers 503", 3},
		{"silent", always(func(w http.ResponseWriter, r *http.Request) {
			w.(http.Flusher).Flush()
			<-r.Context().Done()
		}), fetch.Options{Tries: 2, Idle: 20 * time.Millisecond}, "silent for 20ms", 2},
		{"slow for ever", always(func(w http.ResponseWriter, r *http.Request) {
			for r.Context().Err() == nil {
				if _, err := io.WriteString(w, "x"); err != nil {
					return
				}
				w.(http.Flusher).Flush()
			}
		}), fetch.Options{Timeout: 50 * time.Millisecond}, "not finished after 50ms", 1},
		{"announced too large", &portal{}, fetch.Options{Bytes: 1 << 19}, "larger than the limit of 0 MB", 1},
		{"too large without a word", always(func(w http.ResponseWriter, _ *http.Request) {
			w.(http.Flusher).Flush()
			_, _ = w.Write(content)
		}), fetch.Options{Bytes: 1 << 19}, "larger than the limit", 1},
		{"less than announced, always", &portal{fault: func(_ int32, w http.ResponseWriter, r *http.Request) bool {
			r.Header.Del("Range")
			w.Header().Set("Content-Length", fmt.Sprint(len(content)))
			_, _ = w.Write(content[:100])
			return true
		}}, fetch.Options{Tries: 3}, "given up after 3 tries", 4},
		{"redirects without end", always(func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, r.URL.Path+"x", http.StatusFound)
		}), fetch.Options{Redirects: 2}, "more than 2 redirects", 3},
		{"to another scheme", always(func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "file:///etc/passwd", http.StatusFound)
		}), fetch.Options{}, "not safe", 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, _, err := get(t, tt.p, tt.opt)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("%v, want one that says %q", err, tt.want)
			}
			if n := tt.p.n.Load(); n != tt.requests {
				t.Errorf("%d requests, want %d", n, tt.requests)
			}
		})
	}
}

func TestGetAddress(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"", "file:///etc/passwd", "data.csv", "https://", "http://[::1"} {
		if _, err := fetch.Get(t.Context(), nil, address, t.TempDir(), fetch.Options{}); err == nil || !strings.Contains(err.Error(), "not an address") {
			t.Errorf("%q: %v", address, err)
		}
	}
}

// A secure address that leads to one that isn't is not followed.
func TestGetDowngrade(t *testing.T) {
	t.Parallel()
	plain := httptest.NewServer(&portal{})
	defer plain.Close()
	secure := httptest.NewTLSServer(http.RedirectHandler(plain.URL, http.StatusFound))
	defer secure.Close()
	_, err := fetch.Get(t.Context(), secure.Client(), secure.URL, t.TempDir(), fetch.Options{})
	if err == nil || !strings.Contains(err.Error(), "from https to http, which is not safe") {
		t.Error(err)
	}
}

func TestGetCancelled(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = w.Write(content[:1000])
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	}))
	defer s.Close()
	_, err := fetch.Get(ctx, s.Client(), s.URL, t.TempDir(), fetch.Options{Progress: func(int64, int64) { cancel() }})
	if !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// The address is told without its password.
func TestGetHidesPasswords(t *testing.T) {
	t.Parallel()
	_, err := fetch.Get(t.Context(), nil, "http://user:secret@127.0.0.1:1/x", t.TempDir(), fetch.Options{Tries: 1})
	if err == nil || strings.Contains(err.Error(), "secret") {
		t.Error(err)
	}
}

func TestGetNames(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ path, disposition, want string }{
		{"/files/data.csv", "", "data.csv"},
		{"/explore/exports/csv?use_labels=true", "", "csv"},
		{"/x", `attachment; filename="fr-en-annuaire-education.csv"`, "fr-en-annuaire-education.csv"},
		{"/x", `attachment; filename*=UTF-8''%C3%A9t%C3%A9.csv`, "été.csv"},
		{"/x", `attachment; filename="../../etc/passwd"`, "passwd"},
		{"/x", `attachment; filename="..\\.bashrc"`, "bashrc"},
		{"/x", `attachment; filename="a:b?.csv"`, "a_b_.csv"},
		{"/", "", "download"},
	} {
		t.Run(tt.want, func(t *testing.T) {
			t.Parallel()
			s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				if tt.disposition != "" {
					w.Header().Set("Content-Disposition", tt.disposition)
				}
				w.Header().Set("Last-Modified", "Tue, 24 Jun 2025 10:00:00 GMT")
				_, _ = io.WriteString(w, "a;b\n")
			}))
			defer s.Close()
			f, err := fetch.Get(t.Context(), s.Client(), s.URL+tt.path, t.TempDir(), fetch.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if f.Name != tt.want || f.Modified.Year() != 2025 || f.URL != s.URL+tt.path {
				t.Errorf("%+v, want %q", f, tt.want)
			}
		})
	}
}

func TestGetProgress(t *testing.T) {
	t.Parallel()
	var last, total int64
	_, _, err := get(t, &portal{}, fetch.Options{Progress: func(got, of int64) {
		if got <= last {
			t.Errorf("from %d to %d", last, got)
		}
		last, total = got, of
	}})
	if err != nil || last != int64(len(content)) || total != last {
		t.Errorf("%d of %d, %v", last, total, err)
	}
}
