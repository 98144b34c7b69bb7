package tile

import (
	"compress/gzip"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"continuum/internal/catalog"
)

// serve is the handler as a program mounts it.
func serve(current *catalog.Current, now func() time.Time) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /tiles/{layer}/{z}/{x}/{yext}", Handler(current, now))
	return mux
}

func ask(h http.Handler, target string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, target, nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestHandler(t *testing.T) {
	t.Parallel()
	var current catalog.Current
	current.Store(build(t, 1, smallWorld()))
	h := serve(&current, instant)

	plain := ask(h, "/tiles/regions/5/16/11.mvt")
	if plain.Code != 200 || plain.Header().Get("Content-Type") != ContentType || plain.Header().Get("Content-Encoding") != "" {
		t.Fatalf("%d %v", plain.Code, plain.Header())
	}
	if fs := decode(t, "regions", plain.Body.Bytes()); len(fs) < 5 {
		t.Errorf("%d regions, want several", len(fs))
	}
	zipped := ask(h, "/tiles/regions/5/16/11.mvt", "Accept-Encoding", "br, gzip;q=0.5")
	z, err := gzip.NewReader(zipped.Body)
	if err != nil || zipped.Header().Get("Content-Encoding") != "gzip" {
		t.Fatalf("%v %v", err, zipped.Header())
	}
	if got, _ := io.ReadAll(z); string(got) != plain.Body.String() {
		t.Error("compressed, the tile is another")
	}
	if plain.Header().Get("ETag") == zipped.Header().Get("ETag") {
		t.Error("two representations share a strong validator")
	}
	if w := ask(h, "/tiles/regions/5/16/11.mvt", "Accept-Encoding", "gzip;q=0"); w.Header().Get("Content-Encoding") != "" {
		t.Error("compressed although refused")
	}
	for _, w := range []*httptest.ResponseRecorder{plain, zipped} {
		accept := "identity"
		if w == zipped {
			accept = "gzip"
		}
		tag := w.Header().Get("ETag")
		if again := ask(h, "/tiles/regions/5/16/11.mvt", "Accept-Encoding", accept, "If-None-Match", `"old", W/`+tag); again.Code != 304 || again.Body.Len() > 0 {
			t.Errorf("%s again: %d with %d bytes, want 304 with none", tag, again.Code, again.Body.Len())
		}
		if w.Header().Get("Cache-Control") != "no-cache" || w.Header().Get("Vary") != "Accept-Encoding" {
			t.Errorf("%v", w.Header())
		}
	}
	if w := ask(h, "/tiles/regions/5/0/0.mvt", "Accept-Encoding", "gzip"); w.Code != 204 || w.Body.Len() > 0 || w.Header().Get("ETag") == "" {
		t.Errorf("a tile at sea: %d, %d bytes, %v", w.Code, w.Body.Len(), w.Header())
	}
}

func TestHandlerAsOf(t *testing.T) {
	t.Parallel()
	var current catalog.Current
	current.Store(build(t, 1, smallWorld()))
	h := serve(&current, instant)
	for target, want := range map[string]int{
		"/tiles/campuses/0/0/0.mvt":                  3,
		"/tiles/campuses/0/0/0.mvt?as_of=2015-09-01": 3,
		"/tiles/campuses/0/0/0.mvt?as_of=2012-01-01": 0,
		"/tiles/campuses/0/0/0.mvt?as_of=1970-01-01": 0, // the day whose number is zero is a day
	} {
		if got := decode(t, "campuses", ask(h, target).Body.Bytes()); len(got) != want {
			t.Errorf("%s: %d campuses, want %d", target, len(got), want)
		}
	}
}

func TestHandlerRefuses(t *testing.T) {
	t.Parallel()
	var current catalog.Current
	current.Store(build(t, 1, smallWorld()))
	h := serve(&current, instant)
	for _, tt := range []struct {
		target string
		status int
		in     string // in the detail
	}{
		{"/tiles/roads/0/0/0.mvt", 404, "regions_2015"},
		{"/tiles/regions/0/0/0.png", 404, ".mvt"},
		{"/tiles/regions/0/0/0", 404, ".mvt"},
		{"/tiles/regions/15/0/0.mvt", 400, "z: "},
		{"/tiles/regions/99999999999999999999/0/0.mvt", 400, "z: "},
		{"/tiles/regions/-1/0/0.mvt", 400, "z: "},
		{"/tiles/regions/+1/0/0.mvt", 400, "z: "},
		{"/tiles/regions/1/2/0.mvt", 400, "x: "},
		{"/tiles/regions/1/0/2.mvt", 400, "y: "},
		{"/tiles/regions/1/0/a.mvt", 400, "y: "},
		{"/tiles/regions/1/%FF/0.mvt", 400, "x: "},
		{"/tiles/campuses/0/0/0.mvt?as_of=2015", 400, "as_of: "},
		{"/tiles/campuses/0/0/0.mvt?as_of=", 400, "as_of: "},
		{"/tiles/campuses/0/0/0.mvt?as_of=9999-01-01", 400, "as_of: "},
		{"/tiles/campuses/0/0/0.mvt?as_of=2015-09-01&as_of=2016-09-01", 400, "as_of: "},
		{"/tiles/campuses/0/0/0.mvt?as_of=" + strings.Repeat("9", 1<<20), 400, "as_of: "},
	} {
		w := ask(h, tt.target)
		var problem struct {
			Status int
			Detail string
		}
		if err := json.Unmarshal(w.Body.Bytes(), &problem); err != nil {
			t.Errorf("%.60s: %v", tt.target, err)
		}
		if w.Code != tt.status || problem.Status != tt.status || !strings.Contains(problem.Detail, tt.in) ||
			w.Header().Get("Content-Type") != "application/problem+json" || w.Body.Len() > 1000 {
			t.Errorf("%.60s: %d %q, want %d with %q", tt.target, w.Code, problem.Detail, tt.status, tt.in)
		}
	}
	var none catalog.Current
	if w := ask(serve(&none, instant), "/tiles/regions/0/0/0.mvt"); w.Code != 503 {
		t.Errorf("without a catalog: %d, want 503", w.Code)
	}
}

// A new catalog, or a new day, changes what is answered and its validator.
func TestHandlerFollowsTheCatalog(t *testing.T) {
	t.Parallel()
	var current catalog.Current
	current.Store(build(t, 1, smallWorld()))
	day := instant()
	h := serve(&current, func() time.Time { return day })
	const target = "/tiles/campuses/0/0/0.mvt"
	first := ask(h, target)
	tag := first.Header().Get("ETag")

	current.Store(build(t, 2, smallWorld()[:1]))
	second := ask(h, target, "If-None-Match", tag)
	if got := decode(t, "campuses", second.Body.Bytes()); second.Code != 200 || len(got) != 1 {
		t.Errorf("after the swap: %d with %d campuses, want 200 with 1", second.Code, len(got))
	}
	day = day.Add(24 * time.Hour)
	if third := ask(h, target, "If-None-Match", second.Header().Get("ETag")); third.Code != 200 {
		t.Errorf("the next day: %d, want 200", third.Code)
	}
}

func TestHandlerServesManyAtOnce(t *testing.T) {
	t.Parallel()
	var current catalog.Current
	cats := []*catalog.Catalog{build(t, 1, smallWorld()), build(t, 2, smallWorld()[:1])}
	current.Store(cats[0])
	h := serve(&current, instant)
	var wg sync.WaitGroup
	for n := range 8 {
		wg.Go(func() {
			for i := range 20 {
				if n == 0 {
					current.Store(cats[i%2])
				}
				if w := ask(h, "/tiles/campuses/0/0/0.mvt"); w.Code != 200 {
					t.Errorf("%d", w.Code)
				}
			}
		})
	}
	wg.Wait()
}

func TestCacheIsBounded(t *testing.T) {
	t.Parallel()
	c := newCache(3000)
	for i := range 100 {
		c.keep(key{x: i}, encoded{plain: make([]byte, 500)})
		c.find(key{x: 0}) // used all along, it stays
		if c.held > 3000 || c.order.Len() != len(c.by) {
			t.Fatalf("%d bytes in %d entries", c.held, c.order.Len())
		}
	}
	if _, ok := c.find(key{x: 0}); !ok {
		t.Error("the tile last used is dropped")
	}
	if _, ok := c.find(key{x: 1}); ok {
		t.Error("the tile least used is kept")
	}
	c.keep(key{x: 1000}, encoded{plain: make([]byte, 5000)})
	if c.held != 0 {
		t.Errorf("a tile too large leaves %d bytes", c.held)
	}
}
