package api

import (
	"encoding/csv"
	"io"
	"net/http"
	"strconv"
	"sync"
	"testing"

	"continuum/internal/catalog"
	"continuum/internal/reference"
	"continuum/internal/training"
	"continuum/internal/training/assemble"
)

// nation is the register with the embedded national offer.
var nation = sync.OnceValues(func() (*catalog.Catalog, error) {
	records, atlas := register()
	drafts, err := reference.Drafts()
	if err != nil {
		return nil, err
	}
	m, err := assemble.Assemble(reference.RowsOf(drafts), atlas)
	if err != nil {
		return nil, err
	}
	return catalog.Build(records, atlas, m, 7, noon)
})

func nationwide(t testing.TB) (http.Handler, *catalog.Catalog) {
	t.Helper()
	cat, err := nation()
	if err != nil {
		t.Fatal(err)
	}
	current := new(catalog.Current)
	current.Store(cat)
	return New(Config{Current: current, Now: now, Version: "test"}), cat
}

// Cursors name one item each: in every list of the national offer identities grow.
func TestNationalIdentities(t *testing.T) {
	t.Parallel()
	_, cat := nationwide(t)
	n := newNational(cat)
	for _, list := range nationalLists[:7] {
		size, _ := n.size(list)
		if size < 1000 {
			t.Errorf("%s: %d items are not the nation", list, size)
		}
		last := ""
		for i := range size {
			key := n.identity(list, i)
			if key <= last {
				t.Fatalf("%s: %q comes after %q", list, key, last)
			}
			last = key
		}
	}
}

// A stranger who reads the tables finds what the program computes from: every offer,
// with the same places, establishments and qualifications.
func TestNationFromItsTables(t *testing.T) {
	t.Parallel()
	h, cat := nationwide(t)
	m := cat.Training
	rows := func(list string) (header map[string]int, lines [][]string) {
		r := csv.NewReader(get(h, Prefix+"/"+list+".csv").Body)
		first, err := r.Read()
		if err != nil {
			t.Fatal(err)
		}
		header = make(map[string]int)
		for i, name := range first {
			header[name] = i
		}
		for {
			line, err := r.Read()
			if err == io.EOF {
				return header, lines
			}
			if err != nil {
				t.Fatalf("%s: %v", list, err)
			}
			lines = append(lines, line)
		}
	}
	for list, want := range map[string]int{
		"establishments": len(m.Establishments), "qualifications": len(m.Qualifications), "progressions": len(m.Progressions),
		"occupations": len(m.Occupations), "outcomes": len(m.Outcomes), "needs": len(m.Needs), "places": len(cat.Atlas.Communes),
	} {
		if _, lines := rows(list); len(lines) != want {
			t.Errorf("%s: %d lines, want %d", list, len(lines), want)
		}
	}
	at, lines := rows("offers")
	if len(lines) != len(m.Offers) {
		t.Fatalf("offers: %d lines, want %d", len(lines), len(m.Offers))
	}
	for i, line := range lines {
		o := &m.Offers[i]
		cell := func(name string) string { return line[at[name]] }
		capacity := training.Figure{Status: training.Missing}
		if cell("capacity") != "" {
			v, err := strconv.ParseFloat(cell("capacity"), 64)
			if err != nil {
				t.Fatal(err)
			}
			capacity = training.Of(v)
		} else if cell("capacity_status") == "secret" {
			capacity.Status = training.Secret
		}
		if cell("id") != o.ID || cell("uai") != m.Establishments[o.Establishment].UAI || cell("qualification") != m.Qualifications[o.Qualification].ID ||
			cell("route") != o.Route.String() || capacity != o.Capacity || cell("source") != m.Sources[o.Source].ID {
			t.Fatalf("line %d: %q is not %+v", i+2, line, o)
		}
	}
}

func BenchmarkNationOffersPage(b *testing.B)   { benchmarkNation(b, "/api/v1/offers?limit=100") }
func BenchmarkNationOffersRegion(b *testing.B) { benchmarkNation(b, "/api/v1/offers?region=53") }
func BenchmarkNationOffersWords(b *testing.B) {
	benchmarkNation(b, "/api/v1/offers?q=maintenance+brest")
}
func BenchmarkNationOffersCSV(b *testing.B)     { benchmarkNation(b, "/api/v1/offers.csv") }
func BenchmarkNationOffersGeoJSON(b *testing.B) { benchmarkNation(b, "/api/v1/offers.geojson") }
func BenchmarkNationEstablishment(b *testing.B) {
	benchmarkNation(b, "/api/v1/establishments/0290012F")
}
func BenchmarkNationPlaces(b *testing.B) { benchmarkNation(b, "/api/v1/places?q=saint-denis") }

// benchmarkNation measures an answer about the nation whole, the reader's side left out.
func benchmarkNation(b *testing.B, target string) {
	h, _ := nationwide(b)
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
