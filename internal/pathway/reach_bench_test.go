package pathway

import (
	"context"
	"math/rand/v2"
	"reflect"
	"runtime"
	"testing"
	"time"
)

// BenchmarkCoverageOfAcademies asks each académie and sector, after the answers were
// compared with those of the whole nation asked at once.
func BenchmarkCoverageOfAcademies(b *testing.B) {
	const reach = 40
	e := nationalEngine(b)
	nation := ask(b, e, CoverageRequest{Area: Area{Kind: "country"}, MaxKm: reach, Detail: true})
	rows := make(map[string]map[int32]CommuneCoverage)
	for _, c := range nation {
		rows[c.Sector] = make(map[int32]CommuneCoverage)
		for _, row := range c.Communes {
			rows[c.Sector][row.Commune] = row
		}
	}
	var requests []CoverageRequest
	for _, academie := range academies(e) {
		for _, s := range e.sectors {
			requests = append(requests, CoverageRequest{Area: Area{Kind: "academie", Code: academie}, Sectors: []string{s}, MaxKm: reach, Detail: true})
		}
	}
	var times []time.Duration
	n := 0
	for b.Loop() {
		r := requests[n%len(requests)]
		start := time.Now()
		got := ask(b, e, r)
		times = append(times, time.Since(start))
		for _, row := range got[0].Communes {
			if want := rows[r.Sectors[0]][row.Commune]; row != want {
				b.Fatalf("%s %s: %+v, the nation says %+v", r.Area.Code, r.Sectors[0], row, want)
			}
		}
		n++
	}
	b.ReportMetric(ms(at(times, 50)), "p50-ms")
	b.ReportMetric(ms(at(times, 95)), "p95-ms")
	b.ReportMetric(ms(at(times, 100)), "max-ms")
	b.ReportMetric(float64(min(n, len(requests))), "questions")
	b.ReportMetric(0, "ns/op")
}

// BenchmarkCoverageOfNation asks all sectors of the nation, and the gaps of it.
func BenchmarkCoverageOfNation(b *testing.B) {
	e := nationalEngine(b)
	all := CoverageRequest{Area: Area{Kind: "country"}, MaxKm: 40}
	want := ask(b, e, all)
	b.Run("coverage", func(b *testing.B) {
		for b.Loop() {
			if got := ask(b, e, all); !reflect.DeepEqual(got, want) {
				b.Fatal("another answer the second time")
			}
		}
	})
	b.Run("gaps", func(b *testing.B) {
		for b.Loop() {
			gaps, err := e.Gaps(b.Context(), GapsRequest{CoverageRequest: all})
			if err != nil || len(gaps) == 0 {
				b.Fatalf("%d gaps, %v", len(gaps), err)
			}
		}
	})
}

// BenchmarkWhatIf opens, in each académie, what would serve the most young people, and
// compares the difference with a full computation before and after.
func BenchmarkWhatIf(b *testing.B) {
	const reach = 40
	e := nationalEngine(b)
	var requests []WhatIfRequest
	for _, academie := range academies(e) {
		r := CoverageRequest{Area: Area{Kind: "academie", Code: academie}, MaxKm: reach}
		gaps, err := e.Gaps(b.Context(), GapsRequest{CoverageRequest: r, Limit: 1})
		if err != nil {
			b.Fatal(err)
		}
		for _, g := range gaps {
			requests = append(requests, WhatIfRequest{Coverage: r, Scenario: Scenario{{
				Do: "open", Qualification: e.model.Qualifications[g.Qualification].ID, Establishment: e.model.Establishments[g.Establishment].UAI,
			}}})
		}
	}
	var times, full []time.Duration
	n := 0
	for b.Loop() {
		r := requests[n%len(requests)]
		start := time.Now()
		d, err := e.WhatIf(b.Context(), r)
		if err != nil {
			b.Fatal(err)
		}
		middle := time.Now()
		before := ask(b, e, r.Coverage)
		after, err := e.Apply(r.Scenario)
		if err != nil {
			b.Fatal(err)
		}
		later := ask(b, after, r.Coverage)
		times, full = append(times, middle.Sub(start)), append(full, time.Since(middle))
		sameDifference(b, d, before, later)
		n++
	}
	b.ReportMetric(ms(at(times, 50)), "p50-ms")
	b.ReportMetric(ms(at(times, 95)), "p95-ms")
	b.ReportMetric(ms(at(times, 100)), "max-ms")
	b.ReportMetric(float64(at(full, 50))/float64(at(times, 50)), "×recomputing")
	b.ReportMetric(0, "ns/op")
}

// sameDifference fails when a difference is not that of two full computations.
func sameDifference(b *testing.B, d *Difference, before, after []Coverage) {
	b.Helper()
	differs := make(map[string]SectorDifference)
	for _, s := range d.Sectors {
		differs[s.Sector] = s
	}
	near := func(x, y float64) bool { return x-y < 1e-6 && y-x < 1e-6 }
	for i := range before {
		x, y, s := &before[i], &after[i], differs[before[i].Sector]
		same := near(y.Covered-x.Covered, s.Covered) && near(y.Unsure-x.Unsure, s.Unsure)
		for l := range s.Levels {
			same = same && near(y.Levels[l].Ground-x.Levels[l].Ground, s.Levels[l].Ground) && near(y.Levels[l].Hole-x.Levels[l].Hole, s.Levels[l].Hole)
		}
		if !same {
			b.Fatalf("%s: %+v, two full computations differ by another amount: %+v %+v", x.Sector, s, x, y)
		}
	}
}

// BenchmarkMemory weighs the engine with all that it keeps once everything was asked, and
// the memory of a search.
func BenchmarkMemory(b *testing.B) {
	e := nationalEngine(b)
	for b.Loop() {
		before := heap()
		fresh := New(e.model, e.communes)
		made := heap()
		fresh.laddersOf(fresh.sectors)
		fresh.weights()
		fresh.cells()
		asked := heap()
		s := newSearch(fresh)
		r := rand.New(rand.NewPCG(1, 2))
		for range 50 {
			q := Request{Home: drawHome(r, fresh), Starts: []Start{{End3e: true}}, Target: Target{Level: 8}, MaxKm: 60}
			p, err := fresh.prepare(&q)
			if err != nil {
				b.Fatal(err)
			}
			if err := s.measure(b.Context(), q.Home, p.filter); err != nil {
				b.Fatal(err)
			}
			if err := s.answer(b.Context(), p); err != nil {
				b.Fatal(err)
			}
		}
		searched := heap()
		runtime.KeepAlive(fresh)
		runtime.KeepAlive(s)
		b.ReportMetric(made-before, "engine-MB")
		b.ReportMetric(asked-made, "coverage-MB")
		b.ReportMetric(searched-asked, "search-MB")
	}
	b.ReportMetric(0, "ns/op")
}

func heap() float64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc) / 1e6
}

// BenchmarkGrowth asks the same questions of generated nations of 1, 4 and 16 times the
// offers of the country: what they cost for each offer must not grow.
func BenchmarkGrowth(b *testing.B) {
	var first float64
	for _, factor := range []int{1, 4, 16} {
		m, communes := nation(factor)
		start := time.Now()
		e := New(m, communes)
		made := time.Since(start)
		e.laddersOf(e.sectors)
		e.weights()
		e.cells()
		ready := time.Since(start)
		start = time.Now()
		ask(b, e, CoverageRequest{Area: Area{Kind: "region", Code: "03"}, MaxKm: 40})
		coverage := time.Since(start)
		r := rand.New(rand.NewPCG(5, 6))
		var times []time.Duration
		for range 100 {
			q := Request{Home: drawHome(r, e), Starts: []Start{{Level: 3}}, Target: Target{Level: 7}, MaxKm: 60}
			start := time.Now()
			if _, err := e.Itineraries(context.Background(), q); err != nil {
				b.Fatal(err)
			}
			times = append(times, time.Since(start))
		}
		mean := time.Duration(0)
		for _, t := range times {
			mean += t / time.Duration(len(times))
		}
		n := float64(len(m.Offers)) / 1000
		if factor == 1 {
			first = n
		}
		b.Logf("×%-2d %6.0f thousand offers (×%.1f): engine %4.0f ms, ready %5.0f ms, itineraries 3 to 7 in 60 km mean %5.1f ms, p95 %5.1f ms; coverage of a region, all sectors %5.0f ms; per thousand offers: %.2f, %.3f, %.2f ms",
			factor, n, n/first, ms(made), ms(ready), ms(mean), ms(at(times, 95)), ms(coverage), ms(ready)/n, ms(mean)/n, ms(coverage)/n)
	}
	for b.Loop() { // all is told above, once
	}
	b.ReportMetric(0, "ns/op")
}

// ask is coverage, or the end of the benchmark.
func ask(b *testing.B, e *Engine, r CoverageRequest) []Coverage {
	b.Helper()
	all, err := e.Coverage(b.Context(), r)
	if err != nil {
		b.Fatal(err)
	}
	return all
}

func academies(e *Engine) []string {
	seen := make(map[string]bool)
	var all []string
	for i := range e.communes {
		if a := e.communes[i].Academie; a != "" && !seen[a] && !e.communes[i].Point.IsZero() {
			seen[a] = true
			all = append(all, a)
		}
	}
	return all
}
