package pathway

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"continuum/internal/geo"
	"continuum/internal/training"
)

// nation is a generated model of the size of the country, times a factor: towns of
// unequal size, establishments in towns, offers by kind as numerous as the official
// files hold them.
func nation(factor int) (*training.Model, []Commune) {
	r := rand.New(rand.NewPCG(7, 7))
	m := &training.Model{}
	var communes []Commune
	for i := range 35_000 {
		dep := i % 96
		p := geo.Point{Lat: 43 + 7*r.Float64(), Lon: -4 + 11*r.Float64()}
		communes = append(communes, Commune{
			Code: fmt.Sprintf("%05d", i), Departement: fmt.Sprintf("%02d", dep), Academie: fmt.Sprintf("%02d", dep/4),
			Region: fmt.Sprintf("%02d", dep/8), Point: p, Population: int(200 * math.Pow(r.Float64(), -1.1)),
		})
	}
	slices.SortFunc(communes, func(a, b Commune) int { return b.Population - a.Population })
	towns := communes[:1500]
	nsf := make([]string, 90)
	for i := range nsf {
		nsf[i] = fmt.Sprintf("%03d", 110+i*3)
	}
	subjects := make([]string, 70)
	for i := range subjects {
		subjects[i] = fmt.Sprintf("%c%c%c%c%c%c", 'a'+i%7, 'a'+i/7%7, 'b'+i%5, 'a'+i%11, 'o'+i%3, 'm'+i%9)
	}
	for _, k := range []struct {
		kind      string
		level     int8
		years     int8
		n, offers int
		common    bool
	}{
		{"CAP", 3, 2, 200, 6000, false},
		{"BAC PRO", 4, 3, 15, 3500, true},
		{"BAC PRO", 4, 3, 110, 9000, false},
		{"BAC GENERAL", 4, 3, 1, 2500, false},
		{"BAC TECHNO", 4, 3, 14, 0, false},
		{"CS", 4, 1, 60, 600, false},
		{"BP", 4, 2, 50, 0, false},
		{"BTS", 5, 2, 150, 15_000, false},
		{"CPGE", 5, 2, 17, 950, false},
		{"BUT", 6, 3, 24, 850, false},
		{"LICENCE", 6, 3, 62, 3300, false},
		{"LICENCE PRO", 6, 1, 150, 100, false},
		{"MASTER", 7, 2, 400, 10_500, false},
		{"INGENIEUR", 7, 5, 400, 250, false},
		{"DOCTORAT", 8, 3, 266, 400, false},
		{"AUTRE", 0, 1, 1000, 0, false},
	} {
		for i := range k.n {
			m.Qualifications = append(m.Qualifications, training.Qualification{
				ID: fmt.Sprintf("%s-%v-%04d", k.kind, k.common, i), Kind: k.kind, Level: k.level, Years: k.years, Active: k.kind != "AUTRE",
				NSF: nsf[i%len(nsf)], Label: k.kind + " " + subjects[r.IntN(len(subjects))] + " " + subjects[i%len(subjects)],
				Common: k.common, Sector: fmt.Sprintf("S%02d", i%12), RNCP: []string{fmt.Sprint(k.offers * factor / k.n)},
			})
		}
	}
	training.Sort(m.Qualifications, func(q *training.Qualification) string { return q.ID })
	for i := range 8000 * factor {
		town := towns[int(float64(len(towns))*math.Pow(r.Float64(), 2))]
		m.Establishments = append(m.Establishments, training.Establishment{
			UAI: fmt.Sprintf("%07dA", i), Region: town.Region, Departement: town.Departement, Academie: town.Academie, Commune: town.Code,
			Public: training.IsPublic, Point: geo.Point{Lat: town.Point.Lat + 0.03*r.Float64(), Lon: town.Point.Lon + 0.03*r.Float64()},
		})
	}
	for i := range 6000 {
		c := communes[int(float64(len(communes))*math.Pow(r.Float64(), 3))]
		m.Establishments = append(m.Establishments, training.Establishment{
			UAI: fmt.Sprintf("C%06dA", i), Kind: training.College, Point: c.Point, Pupils: training.Of(float64(200 + r.IntN(500))),
		})
	}
	seen := make(map[string]bool)
	for q := range m.Qualifications {
		var n int
		_, _ = fmt.Sscan(m.Qualifications[q].RNCP[0], &n)
		for range n {
			e := r.IntN(8000 * factor)
			o := training.Offer{
				Qualification: int32(q), Establishment: int32(e), Route: training.Route(1 + r.IntN(5)/4), Mode: training.OnSite, EntryYear: 1,
				Point: m.Establishments[e].Point,
			}
			if l := m.Qualifications[q].Level; l <= 5 {
				o.Capacity, o.Applied = training.Of(float64(8+r.IntN(40))), training.Of(float64(r.IntN(300)))
				o.Applicants = training.FirstWishes
				if l == 5 {
					o.Applicants = training.AllWishes
				}
			}
			if m.Qualifications[q].Kind == "BAC PRO" && !m.Qualifications[q].Common && r.IntN(4) > 0 {
				o.EntryYear = 2
			}
			if o.ID = training.OfferID(m.Qualifications[q].ID, m.Establishments[e].UAI, o.Route, o.Mode, o.EntryYear); !seen[o.ID] {
				seen[o.ID] = true
				m.Offers = append(m.Offers, o)
			}
		}
	}
	training.Sort(m.Offers, func(o *training.Offer) string { return o.ID })
	for q := range m.Qualifications {
		from := &m.Qualifications[q]
		for t := range m.Qualifications {
			to := &m.Qualifications[t]
			p := training.Progression{From: int32(q), To: int32(t), Kind: training.Onisep}
			switch {
			case from.Common && to.Kind == "BAC PRO" && !to.Common && from.NSF == nsf[slices.Index(nsf, to.NSF)%15]:
				p.Kind = training.Family
			case from.Level >= 3 && from.Level <= 5 && to.Level == from.Level+1 && to.Kind != "BAC GENERAL" && r.IntN(60) == 0:
			case from.Level >= 3 && to.Level == from.Level && from.NSF == to.NSF && q != t && r.IntN(2) == 0 && from.Level < 6:
			default:
				continue
			}
			m.Progressions = append(m.Progressions, p)
		}
	}
	for q := range m.Qualifications {
		if l := m.Qualifications[q].Level; l < 3 || l > 5 {
			continue
		}
		for region := range 12 {
			m.Outcomes = append(m.Outcomes, training.Outcome{
				Qualification: int32(q), Establishment: training.None, Region: fmt.Sprintf("%02d", region), Route: training.School, Cohort: "2021",
				Continue: training.Of(r.Float64()), Employed: [5]training.Figure{training.Of(r.Float64())},
			})
		}
	}
	m.Index()
	return m, communes
}

// BenchmarkNation prints the 95th percentile over homes and starts drawn with a fixed seed.
func BenchmarkNation(b *testing.B) {
	m, communes := nation(1)
	start := time.Now()
	e := New(m, communes)
	b.Logf("%d offers, %d qualifications, %d edges, %d places: engine in %v", len(m.Offers), len(m.Qualifications), len(e.graph.Edges), len(e.places), time.Since(start))
	for _, bb := range []struct {
		name  string
		start func(*rand.Rand) Start
		limit float64
		board bool
		level int8
	}{
		{"CAP to 7 in 60 km", func(r *rand.Rand) Start { return Start{Qualification: fmt.Sprintf("CAP-false-%04d", r.IntN(200))} }, 60, false, 7},
		{"CAP to 7 in 150 km", func(r *rand.Rand) Start { return Start{Qualification: fmt.Sprintf("CAP-false-%04d", r.IntN(200))} }, 150, false, 7},
		{"CAP to 7 boarding", func(r *rand.Rand) Start { return Start{Qualification: fmt.Sprintf("CAP-false-%04d", r.IntN(200))} }, 60, true, 7},
		{"3e to 5 in 60 km", func(*rand.Rand) Start { return Start{End3e: true} }, 60, false, 5},
		{"3e to 7 in 60 km", func(*rand.Rand) Start { return Start{End3e: true} }, 60, false, 7},
		{"3e to 8 in 60 km", func(*rand.Rand) Start { return Start{End3e: true} }, 60, false, 8},
		{"level 3 to 7 in 60 km", func(*rand.Rand) Start { return Start{Level: 3} }, 60, false, 7},
	} {
		b.Run(bb.name, func(b *testing.B) {
			r := rand.New(rand.NewPCG(1, 2))
			var times []time.Duration
			found, front, labels, wide := 0, 0, 0, 0
			for b.Loop() {
				c := communes[r.IntN(len(communes))]
				start := time.Now()
				a, err := e.Itineraries(context.Background(), Request{
					Home: c.Point, Starts: []Start{bb.start(r)}, Target: Target{Level: bb.level}, MaxKm: bb.limit, Boarding: bb.board, K: 10,
				})
				times = append(times, time.Since(start))
				if err != nil {
					wide++
					continue
				}
				found += min(a.Front, 1)
				front = max(front, a.Front)
				labels += a.Labels
			}
			slices.Sort(times)
			n := len(times)
			b.ReportMetric(float64(times[n*95/100].Microseconds()), "p95-µs")
			b.ReportMetric(float64(times[n/2].Microseconds()), "p50-µs")
			b.ReportMetric(float64(labels)/float64(n), "labels")
			b.ReportMetric(float64(front), "front-max")
			b.ReportMetric(float64(found)/float64(n), "found")
			b.ReportMetric(float64(wide), "too-wide")
		})
	}
}

func BenchmarkCoverage(b *testing.B) {
	m, communes := nation(1)
	e := New(m, communes)
	start := time.Now()
	ladders := e.laddersOf(e.sectors)
	e.weights()
	b.Logf("ladders and young people in %v, %d nodes in the first", time.Since(start), len(ladders[0].nodes))
	for _, bb := range []struct {
		name string
		r    CoverageRequest
	}{
		{"academie and sector", CoverageRequest{Area: Area{Kind: "academie", Code: "05"}, Sectors: []string{"S03"}, MaxKm: 40}},
		{"nation", CoverageRequest{Area: Area{Kind: "country"}, MaxKm: 40}},
	} {
		b.Run(bb.name, func(b *testing.B) {
			for b.Loop() {
				if _, err := e.Coverage(context.Background(), bb.r); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
