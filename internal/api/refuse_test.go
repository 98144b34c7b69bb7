package api

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"continuum/internal/catalog"
)

func TestRefusals(t *testing.T) {
	t.Parallel()
	h := world(t)
	for _, tt := range []struct {
		target   string
		name     string // of the parameter at fault
		detail   string // part of why
		accepted string // first value accepted
	}{
		{"/campuses?as_of=2015", "as_of", "full day", "YYYY-MM-DD"},
		{"/campuses?as_of=2015-09", "as_of", "full day", "YYYY-MM-DD"},
		{"/campuses?as_of=2015-02-30", "as_of", "calendar", "YYYY-MM-DD"},
		{"/campuses?as_of=0001-01-01", "as_of", "1900", "YYYY-MM-DD"},
		{"/campuses?as_of=9999-12-31", "as_of", "2200", "YYYY-MM-DD"},
		{"/campuses?as_of=01/09/2015", "as_of", "calendar", "YYYY-MM-DD"},
		{"/campuses?as_of=2015-09-01&as_of=2016-01-01", "as_of", "more than once", ""},
		{"/campuses?sector=PECHE", "sector", "no such sector", "MOBI"},
		{"/campuses?sector=mobilite", "sector", "no such sector", "MOBI"},
		{"/campuses?region=99", "region", "no such region", "28"},
		{"/campuses?region_2015=44", "region_2015", "no such region 2015", "23"},
		{"/campuses?academie=Rennes", "academie", "no such academie", "14"},
		{"/campuses?category=best", "category", "no such value", "campus"},
		{"/campuses?status=active", "status", "no such value", "in_force"},
		{"/campuses?wave=2020+", "wave", "no such wave", "2013"}, // an unescaped plus is a space
		{"/campuses?bbox=1,2,3", "bbox", "four numbers", "west,south,east,north"},
		{"/campuses?bbox=1,2,3,NaN", "bbox", "number 4", "west,south,east,north"},
		{"/campuses?bbox=-Inf,2,3,4", "bbox", "number 1", "west,south,east,north"},
		{"/campuses?bbox=1,91,3,92", "bbox", "number 2", "west,south,east,north"},
		{"/campuses?bbox=1,4,3,2", "bbox", "south", "west,south,east,north"},
		{"/campuses?bbox=170,-20,-170,-10", "bbox", "antimeridian", "west,south,east,north"},
		{"/campuses?q=%FF", "q", "UTF-8", ""},
		{"/campuses?q=--", "q", "no letter", ""},
		{"/campuses?q=%zz", "q", "badly encoded", ""},
		{"/campuses?q=" + strings.Repeat("a", 201), "q", "longer than 200", ""},
		{"/campuses?%zz=1", "%zz", "badly encoded", ""},
		{"/campuses?limit=0", "limit", "bounds", "1 to 1000"},
		{"/campuses?limit=-1", "limit", "bounds", "1 to 1000"},
		{"/campuses?limit=1001", "limit", "bounds", "1 to 1000"},
		{"/campuses?limit=99999999999999999999", "limit", "bounds", "1 to 1000"},
		{"/campuses?limit=ten", "limit", "bounds", "1 to 1000"},
		{"/campuses?limit=1&limit=2", "limit", "more than once", ""},
		{"/campuses?sector=", "sector", "empty", ""},
		{"/campuses?sector", "sector", "empty", ""},
		{"/campuses?page=2", "page", "no such parameter", "as_of"},
		{"/campuses.csv?limit=2", "limit", "whole selection", "as_of"},
		{"/campuses.geojson?cursor=x", "cursor", "whole selection", "as_of"},
		{"/campuses?cursor=x", "cursor", "not a cursor", "the one in next"},
		{"/campuses?cursor=" + encodeCursor(labelList, "bretagne-mer-0"), "cursor", "not a cursor of this list", "the one in next"},
		{"/campuses?cursor=" + strings.Repeat("A", 500), "cursor", "not a cursor", "the one in next"},
		{"/campuses/bretagne-mer?sector=MOBI", "sector", "no such parameter", "as_of"},
		{"/labels?campus=bretagne-me", "campus", "no such campus", "bretagne-mer"},
		{"/organisations?kind=autres", "kind", "no such value", "lycee_professionnel"},
		{"/territories?kind=commune", "kind", "no such value", "region"},
		{"/sectors?x=1", "x", "no such parameter", "limit"},
		{"/openapi.json?x=1", "x", "no such parameter", ""},
	} {
		p := read[Problem](t, get(h, Prefix+tt.target), http.StatusBadRequest)
		if len(p.Errors) != 1 {
			t.Errorf("%.60s: %+v, want one fault", tt.target, p)
			continue
		}
		e, first := p.Errors[0], ""
		if len(e.Accepted) > 0 {
			first = e.Accepted[0]
		}
		if e.In != "query" || e.Name != tt.name || !strings.Contains(e.Detail, tt.detail) || first != tt.accepted || !strings.Contains(p.Detail, e.Detail) {
			t.Errorf("%.60s: %+v, want %s … %s … %s", tt.target, p, tt.name, tt.detail, tt.accepted)
		}
	}
}

// Every fault is told at once, in the order of the query, up to a bound.
func TestManyFaults(t *testing.T) {
	t.Parallel()
	h := world(t)
	p := read[Problem](t, get(h, "/api/v1/campuses?limit=0&page=1&sector=X&q=mer"), http.StatusBadRequest)
	names := []string{}
	for _, e := range p.Errors {
		names = append(names, e.Name)
	}
	if diff := cmp.Diff([]string{"limit", "page", "sector"}, names); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	p = read[Problem](t, get(h, "/api/v1/campuses?"+strings.Repeat("x=1&", 1000)), http.StatusBadRequest)
	if len(p.Errors) != maxFaults {
		t.Errorf("%d faults, want %d", len(p.Errors), maxFaults)
	}
}

func TestOtherRefusals(t *testing.T) {
	t.Parallel()
	h := world(t)
	for _, tt := range []struct {
		method, target string
		want           int
	}{
		{"GET", "/api/v1/campuses?q=" + strings.Repeat("a", 1<<20), http.StatusRequestURITooLong},
		{"GET", "/api/v1/campuses/" + strings.Repeat("a", 1<<20), http.StatusRequestURITooLong},
		{"GET", "/api/v1/campuses/%ff", http.StatusBadRequest},
		{"GET", "/api/v1/campuses/..%2f..%2fetc", http.StatusNotFound},
		{"GET", "/api/v1/campuses/", http.StatusNotFound},
		{"GET", "/api/v1/campuses.xml", http.StatusNotFound},
		{"GET", "/api/v1/organisations/personne", http.StatusNotFound},
		{"GET", "/api/v1/", http.StatusNotFound},
		{"GET", "/api/v2/campuses", http.StatusNotFound},
		{"POST", "/api/v1/campuses", http.StatusMethodNotAllowed},
		{"DELETE", "/api/v1/campuses/bretagne-mer", http.StatusMethodNotAllowed},
		{"PUT", "/api/v1/openapi.json", http.StatusMethodNotAllowed},
		{"BREW", "/api/v1/labels", http.StatusMethodNotAllowed},
	} {
		w := do(h, tt.method, tt.target, nil)
		p := read[Problem](t, w, tt.want)
		if p.Status != tt.want || p.Detail == "" || w.Header().Get("Content-Type") != "application/problem+json" || w.Header().Get("Access-Control-Allow-Origin") != "*" {
			t.Errorf("%s %.60s: %+v %v", tt.method, tt.target, p, w.Header())
		}
		if tt.want == http.StatusMethodNotAllowed && w.Header().Get("Allow") != "GET, HEAD, OPTIONS" {
			t.Errorf("%s %.60s: Allow %q", tt.method, tt.target, w.Header().Get("Allow"))
		}
	}
}

func TestNotReady(t *testing.T) {
	t.Parallel()
	h := New(Config{Current: new(catalog.Current), Now: now})
	w := get(h, "/api/v1/campuses")
	if read[Problem](t, w, http.StatusServiceUnavailable); w.Header().Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
}

// A cursor outlives its catalog; when its item is gone, it says so.
func TestCursorOfAnotherGeneration(t *testing.T) {
	t.Parallel()
	h, current := serving(t, worldRecords(), worldAtlas())
	first := read[List[Campus]](t, get(h, "/api/v1/campuses?limit=2"), http.StatusOK)

	more := worldRecords()
	more.Facts[len(more.Facts)-1].Recorded = noon.AddDate(0, 0, 1)
	swap(t, current, more)
	second := read[List[Campus]](t, get(h, *first.Next), http.StatusOK)
	if diff := cmp.Diff([]string{"sans-date", "bretagne-mer"}, slugs(second.Items)); diff != "" {
		t.Errorf("after a change: (-want +got)\n%s", diff)
	}

	gone := encodeCursor(campusList, "cmq-disparu")
	p := read[Problem](t, get(h, "/api/v1/campuses?cursor="+gone), http.StatusGone)
	if !strings.Contains(p.Detail, "start again") {
		t.Errorf("detail %q", p.Detail)
	}
}

// Anything may be asked: the answer is never a failure of ours, and a refusal names
// its parameters.
func FuzzQuery(f *testing.F) {
	for _, seed := range []string{"as_of=2015-09-01&sector=MOBI", "bbox=-5,47,-1,49", "q=%C3%A9", "cursor=" + encodeCursor(campusList, "cmq-sans-date"), "limit=1&&=&a=%", "q=\xff", "bbox=1e999,-0,0x1p-2,nan", "uai=0560101K&level=3&q=soud", "commune=29019&cursor=" + encodeCursor(placeList, "29019")} {
		f.Add(seed)
	}
	h := world(f)
	f.Fuzz(func(t *testing.T, query string) {
		for _, path := range []string{"/campuses", "/campuses.csv", "/labels", "/organisations.geojson", "/offers", "/qualifications.csv", "/outcomes", "/places", "/suggestions", "/search"} {
			r := &http.Request{Method: http.MethodGet, URL: &url.URL{Path: Prefix + path, RawQuery: query}, Header: http.Header{}}
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			switch w.Code {
			case http.StatusOK, http.StatusRequestURITooLong:
			case http.StatusBadRequest, http.StatusGone:
				if p := read[Problem](t, w, w.Code); len(p.Errors) == 0 || p.Errors[0].Detail == "" {
					t.Errorf("%q: %+v names no parameter", query, p)
				}
			default:
				t.Errorf("%q: status %d", query, w.Code)
			}
		}
	})
}

func FuzzCursor(f *testing.F) {
	f.Add(encodeCursor(campusList, "cmq-x"))
	f.Add("")
	f.Add("AQ")
	whole := encodeCursor(campusList, "cmq-x")
	f.Add(whole[:7] + "\r" + whole[7:])
	f.Add(whole + "\n")
	f.Fuzz(func(t *testing.T, s string) {
		if key, ok := decodeCursor(campusList, s); ok && encodeCursor(campusList, key) != s {
			t.Errorf("%q reads as %q, which is written otherwise", s, key)
		}
	})
}

func FuzzSlug(f *testing.F) {
	f.Add("bretagne-mer")
	f.Add("\xff/..")
	h := world(f)
	f.Fuzz(func(t *testing.T, slug string) {
		r := &http.Request{Method: http.MethodGet, URL: &url.URL{Path: Prefix + "/campuses/" + slug}, Header: http.Header{}}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code >= 500 {
			t.Errorf("%q: status %d", slug, w.Code)
		}
	})
}
