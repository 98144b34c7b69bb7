package api

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"continuum/internal/campus"
	"continuum/internal/catalog"
	"continuum/internal/date"
	"continuum/internal/geo"
	"continuum/internal/seed"
)

// register is the embedded dataset over the embedded atlas, read once for all tests.
var register = sync.OnceValues(func() (*campus.Records, *geo.Atlas) {
	records, _, err := seed.Load()
	if err != nil {
		panic(err)
	}
	atlas, err := geo.Load()
	if err != nil {
		panic(err)
	}
	return records, atlas
})

func embedded(t testing.TB) (http.Handler, *catalog.Catalog) {
	t.Helper()
	records, atlas := register()
	h, current := serving(t, records, atlas)
	return h, current.Load()
}

func TestEmbeddedAsOf(t *testing.T) {
	t.Parallel()
	h, _ := embedded(t)
	for _, tt := range []struct {
		asOf string
		want int
	}{
		{"2010-01-01", 0},
		{"2013-12-31", 10}, // the wave of 2013
		{"2015-09-01", 21}, // attested on the map of September 2015
	} {
		list := read[List[Campus]](t, get(h, "/api/v1/campuses?as_of="+tt.asOf), http.StatusOK)
		if list.Total != tt.want || len(list.Items) != tt.want || list.Documented.Here != tt.want {
			t.Errorf("as_of=%s: total %d, %d items, documented %+v, want %d", tt.asOf, list.Total, len(list.Items), list.Documented, tt.want)
		}
	}
	list := read[List[Campus]](t, get(h, "/api/v1/campuses?as_of=2015-09-01&q=mer"), http.StatusOK)
	at := slices.IndexFunc(list.Items, func(c Campus) bool { return c.Slug == "bretagne-industries-de-la-mer" })
	if at < 0 || list.Items[at].Status != "in_force" || list.Items[at].Basis == nil || list.Items[at].Basis.Kind != "attestation" {
		t.Errorf("the campus of the sea is not attested: %+v", list.Items)
	}
	if list.Documented.Official == nil || *list.Documented.Official != 31 {
		t.Errorf("documented %+v, want 31 official", list.Documented)
	}
}

func TestEmbeddedIsWhole(t *testing.T) {
	t.Parallel()
	h, cat := embedded(t)
	list := read[List[Campus]](t, get(h, "/api/v1/campuses?limit=1000"), http.StatusOK)
	if list.Total != len(cat.Campuses) || len(list.Items) != list.Total || list.AsOf != nil || list.Next != nil {
		t.Errorf("total %d, %d items of %d", list.Total, len(list.Items), len(cat.Campuses))
	}
	for i := range cat.Campuses {
		d := read[CampusDetail](t, get(h, "/api/v1/campuses/"+cat.Campuses[i].Slug), http.StatusOK)
		if len(d.Facts) == 0 || len(d.Cited) == 0 || len(d.Members) != len(cat.Campuses[i].Members) {
			t.Errorf("%s: %d facts, %d sources, %d members", d.Slug, len(d.Facts), len(d.Cited), len(d.Members))
		}
		for _, f := range d.Facts {
			for _, id := range f.Sources {
				if !slices.ContainsFunc(d.Cited, func(s Source) bool { return s.ID == id }) {
					t.Errorf("%s: %s cites %s, which is not told", d.Slug, f.Property, id)
				}
			}
		}
	}
}

// A candidate is in no answer: neither its membership, nor itself when it has no other.
func TestEmbeddedCandidates(t *testing.T) {
	t.Parallel()
	h, cat := embedded(t)
	records, _ := register()
	public := make(map[campus.OrgID]bool)
	names := make(map[campus.OrgID]string)
	for _, o := range records.Organisations {
		names[o.ID] = o.Name
	}
	shared := make(map[string]bool) // a name that a public organisation bears too
	for _, m := range records.Memberships {
		if m.Public() {
			public[m.Organisation], shared[names[m.Organisation]] = true, true
		}
	}
	var all strings.Builder
	for _, path := range []string{"/campuses?limit=1000", "/campuses.csv", "/campuses.geojson", "/organisations?limit=1000", "/organisations.csv", "/organisations.geojson", "/labels?limit=1000"} {
		all.Write(get(h, Prefix+path).Body.Bytes())
	}
	for i := range cat.Campuses {
		all.Write(get(h, "/api/v1/campuses/"+cat.Campuses[i].Slug).Body.Bytes())
	}
	text, candidates := all.String(), 0
	for _, m := range records.Memberships {
		if m.Standing != campus.Candidate || public[m.Organisation] {
			continue
		}
		candidates++
		name := names[m.Organisation]
		if !shared[name] && strings.Contains(text, string(encode(name))) || strings.Contains(text, string(encode(string(m.Organisation)))) {
			t.Errorf("%s, a candidate, is in an answer", name)
		}
		if w := get(h, href(organisationList, string(m.Organisation))); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d, want 404", m.Organisation, w.Code)
		}
	}
	if candidates == 0 {
		t.Error("the dataset holds no candidate: this test shows nothing")
	}
}

// walk follows next and returns the identity of every item, in order.
func walk(t *testing.T, h http.Handler, target string) []string {
	t.Helper()
	ids := []string{}
	for pages := 0; target != ""; pages++ {
		if pages > 500 {
			t.Fatalf("%s never ends", target)
		}
		page := read[struct {
			Items []struct{ ID, Code, Kind string }
			Next  *string
			Total int
		}](t, get(h, target), http.StatusOK)
		for _, it := range page.Items {
			if it.ID == "" {
				it.ID = it.Kind + " " + it.Code
			}
			ids = append(ids, it.ID)
		}
		if target = ""; page.Next != nil {
			target = *page.Next
		} else if len(ids) != page.Total {
			t.Errorf("walked %d of %d", len(ids), page.Total)
		}
	}
	return ids
}

func firstColumn(t *testing.T, h http.Handler, target string) []string {
	t.Helper()
	rows, err := csv.NewReader(get(h, target).Body).ReadAll()
	if err != nil || len(rows) == 0 {
		t.Fatalf("%s: %v", target, err)
	}
	ids := []string{}
	for _, r := range rows[1:] {
		ids = append(ids, r[0])
	}
	return ids
}

func featureIDs(t *testing.T, h http.Handler, target string) []string {
	t.Helper()
	ids := []string{}
	for _, f := range read[struct{ Features []struct{ ID string } }](t, get(h, target), http.StatusOK).Features {
		ids = append(ids, f.ID)
	}
	return ids
}

// However long the pages, each item comes once, and the three forms hold the same.
func TestEmbeddedForms(t *testing.T) {
	t.Parallel()
	h, _ := embedded(t)
	for _, tt := range []struct{ list, query string }{
		{"campuses", "x"},
		{"campuses", "as_of=2015-09-01"},
		{"campuses", "sector=MOBI&sector=ALIM"},
		{"campuses", "q=zzzz"},
		{"organisations", "x"},
		{"organisations", "kind=lycee_polyvalent&kind=cfa"},
		{"labels", "x"},
		{"labels", "as_of=2015-09-01"},
		{"territories", "x"},
		{"territories", "kind=academie"},
		{"sectors", "x"},
		{"sources", "x"},
	} {
		query := strings.TrimPrefix(tt.query, "x")
		base := Prefix + "/" + tt.list
		whole := walk(t, h, base+"?limit=1000&"+query)
		seen := make(map[string]bool)
		for _, id := range whole {
			if seen[id] {
				t.Errorf("%s?%s: %s comes twice", base, query, id)
			}
			seen[id] = true
		}
		for _, limit := range []int{1, 7, 100} {
			if diff := cmp.Diff(whole, walk(t, h, fmt.Sprintf("%s?limit=%d&%s", base, limit, query))); diff != "" {
				t.Errorf("%s?%s by %d: (-whole +walked)\n%s", base, query, limit, diff)
			}
		}
		if tt.list == "campuses" || tt.list == "organisations" || tt.list == "labels" {
			if diff := cmp.Diff(whole, firstColumn(t, h, base+".csv?"+query)); diff != "" {
				t.Errorf("%s.csv?%s: (-pages +table)\n%s", base, query, diff)
			}
		}
		if tt.list == "campuses" || tt.list == "organisations" {
			if diff := cmp.Diff(whole, featureIDs(t, h, base+".geojson?"+query)); diff != "" {
				t.Errorf("%s.geojson?%s: (-pages +features)\n%s", base, query, diff)
			}
		}
	}
}

// Every combination of filters equals what the answers themselves say, item by item.
func TestEmbeddedFilters(t *testing.T) {
	t.Parallel()
	h, cat := embedded(t)
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	rnd := rand.New(rand.NewPCG(seed, 1))
	days := []string{"", "2013-12-31", "2015-09-01", "2017-06-01", "2021-03-18", "2026-01-01"}
	everything := make(map[string][]Campus) // by address
	for range 150 {
		q := url.Values{}
		base := "/api/v1/campuses?limit=1000"
		if day := days[rnd.IntN(len(days))]; day != "" {
			base += "&as_of=" + day
		}
		if everything[base] == nil {
			everything[base] = read[List[Campus]](t, get(h, base), http.StatusOK).Items
		}
		pick := func(name string, values []string) {
			for rnd.IntN(3) == 0 && len(values) > 0 {
				q.Add(name, values[rnd.IntN(len(values))])
			}
		}
		pick("sector", texts(sectorCodes(cat)))
		pick("region", codes(cat, geo.Region))
		pick("region_2015", codes(cat, geo.Region2015))
		pick("academie", codes(cat, geo.Academie))
		pick("category", texts(categories))
		pick("status", texts(statuses))
		var box *geo.Box
		if rnd.IntN(3) == 0 {
			box = &geo.Box{West: -5 + 4*rnd.Float64(), South: 42 + 4*rnd.Float64(), East: 2 + 6*rnd.Float64(), North: 47 + 4*rnd.Float64()}
			q.Set("bbox", fmt.Sprintf("%g,%g,%g,%g", box.West, box.South, box.East, box.North))
		}
		want := []string{}
		for _, c := range everything[base] {
			if chosen(c, q, box) {
				want = append(want, c.Slug)
			}
		}
		got := read[List[Campus]](t, get(h, base+"&"+q.Encode()), http.StatusOK)
		if diff := cmp.Diff(want, slugs(got.Items)); diff != "" {
			t.Errorf("%s&%s: (-by hand +answered)\n%s", base, q.Encode(), diff)
		}
	}
}

// chosen is the twin of the filters: what a reader would do with the whole list.
func chosen(c Campus, q url.Values, box *geo.Box) bool {
	or := func(name string, value *string) bool {
		text := "unknown"
		if value != nil {
			text = *value
		}
		return len(q[name]) == 0 || slices.Contains(q[name], text)
	}
	return or("sector", c.Sector) && or("region", c.Region) && or("region_2015", c.Region2015) && or("academie", c.Academie) &&
		or("category", c.Category) && or("status", &c.Status) &&
		(box == nil || c.Lat != nil && *c.Lat >= box.South && *c.Lat <= box.North && *c.Lon >= box.West && *c.Lon <= box.East)
}

func sectorCodes(cat *catalog.Catalog) []campus.SectorCode {
	var out []campus.SectorCode
	for _, s := range cat.Sectors {
		out = append(out, s.Code)
	}
	return out
}

func codes(cat *catalog.Catalog, kind geo.Kind) []string {
	var out []string
	for _, t := range cat.Atlas.OfKind(kind) {
		out = append(out, t.Code)
	}
	return out
}

// A label is listed on a day exactly when it holds on it; a campus holds when one does.
func TestEmbeddedLabels(t *testing.T) {
	t.Parallel()
	h, cat := embedded(t)
	day := date.Must("2015-09-01").Earliest()
	want := []string{}
	for i := range cat.Campuses {
		for j := range cat.Campuses[i].Labels {
			l := &cat.Campuses[i].Labels[j]
			if campus.LabelOn(cat.Campuses[i].Labels, l, day).Status.Holds() {
				want = append(want, string(l.ID))
			}
		}
	}
	if diff := cmp.Diff(want, walk(t, h, "/api/v1/labels?as_of=2015-09-01&limit=5")); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if len(want) < 21 {
		t.Errorf("%d labels hold on that day, 21 campuses do", len(want))
	}
}

// The embedded register keeps the contract too, on every one of its campuses.
func TestEmbeddedKeepsTheContract(t *testing.T) {
	useDecoders()
	h, cat := embedded(t)
	router := contract(t, h)
	for _, target := range []string{"/campuses?limit=1000", "/campuses?as_of=2015-09-01", "/campuses.geojson", "/campuses.csv", "/organisations?limit=1000", "/organisations.geojson", "/labels?limit=1000", "/sectors", "/sources", "/territories?limit=1000"} {
		if w := check(t, h, router, Prefix+target); w.Code != http.StatusOK {
			t.Errorf("%s: %d", target, w.Code)
		}
	}
	for i := range cat.Campuses {
		check(t, h, router, "/api/v1/campuses/"+cat.Campuses[i].Slug)
	}
}

// The data of a map may weigh 100 kB once compressed; this fits before.
func TestMapData(t *testing.T) {
	t.Parallel()
	h, _ := embedded(t)
	if body := get(h, "/api/v1/campuses.geojson").Body.Bytes(); len(body) > 100_000 || !json.Valid(body) {
		t.Errorf("%d bytes, valid JSON: %t", len(body), json.Valid(body))
	}
}

// guide is the page for re-users.
const guide = "../../docs/api.md"

// Every address that the guide shows answers, and every one that exists is in it.
func TestGuide(t *testing.T) {
	t.Parallel()
	h, _ := embedded(t)
	text, err := os.ReadFile(guide)
	if err != nil {
		t.Fatal(err)
	}
	table := endpoints()
	samples := make(map[string]string) // of addresses that answer no bare question
	for i := range table {
		if table[i].sample != "" {
			samples[Prefix+table[i].path] = Prefix + table[i].path + "?" + table[i].sample
		}
	}
	shown := regexp.MustCompile(`/api/v1/[^\s"\x60')…]+`).FindAllString(string(text), -1)
	for _, address := range shown {
		if strings.ContainsAny(address, "{") {
			continue
		}
		if sample, ok := samples[address]; ok {
			address = sample
		}
		if w := get(h, address); w.Code != http.StatusOK {
			t.Errorf("%s: %d %s", address, w.Code, w.Body)
		}
	}
	for i := range table {
		if !strings.Contains(string(text), "`"+Prefix+table[i].path+"`") {
			t.Errorf("the guide does not tell of %s", table[i].path)
		}
		for _, p := range table[i].params {
			if !strings.Contains(string(text), "`"+p.name+"`") {
				t.Errorf("the guide does not tell of %s", p.name)
			}
		}
	}
}

func BenchmarkCampuses(b *testing.B)        { benchmark(b, "/api/v1/campuses?limit=1000") }
func BenchmarkCampusesAsOf(b *testing.B)    { benchmark(b, "/api/v1/campuses?as_of=2015-09-01") }
func BenchmarkCampusesGeoJSON(b *testing.B) { benchmark(b, "/api/v1/campuses.geojson") }
func BenchmarkCampusesCSV(b *testing.B)     { benchmark(b, "/api/v1/campuses.csv") }
func BenchmarkCampus(b *testing.B)          { benchmark(b, "/api/v1/campuses/bretagne-industries-de-la-mer") }

// benchmark measures an answer whole, the reader's side left out.
func benchmark(b *testing.B, target string) {
	h, _ := embedded(b)
	r := newRequest(target)
	w := &sink{header: make(http.Header)}
	h.ServeHTTP(w, r)
	if w.status != 0 || w.bytes == 0 {
		b.Fatalf("status %d, %d bytes", w.status, w.bytes)
	}
	b.SetBytes(int64(w.bytes))
	b.ReportAllocs()
	for b.Loop() {
		h.ServeHTTP(w, r)
	}
}

// sink counts what is written, and keeps a status that is not 200.
type sink struct {
	header http.Header
	status int
	bytes  int
}

func (s *sink) Header() http.Header { clear(s.header); return s.header }
func (s *sink) WriteHeader(status int) {
	if status != http.StatusOK {
		s.status = status
	}
}
func (s *sink) Write(b []byte) (int, error) { s.bytes += len(b); return len(b), nil }
