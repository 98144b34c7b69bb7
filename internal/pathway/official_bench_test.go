package pathway

import (
	"context"
	"math/rand/v2"
	"testing"
	"time"

	"continuum/internal/geo"
)

// drawHome draws a commune by its young people.
func drawHome(r *rand.Rand, e *Engine) geo.Point {
	young, all := e.Young(), 0.0
	for _, w := range young {
		all += w
	}
	at := r.Float64() * all
	for i, w := range young {
		if at -= w; at < 0 {
			return e.Communes()[i].Point
		}
	}
	return e.Communes()[0].Point
}

func BenchmarkOfficialItineraries(b *testing.B) {
	e := nationalEngine(b)
	caps := capsTaught(e)
	aCAP := func(r *rand.Rand) Start { return Start{Qualification: caps[r.IntN(len(caps))]} }
	end3e := func(*rand.Rand) Start { return Start{End3e: true} }
	for _, bb := range []struct {
		name  string
		start func(*rand.Rand) Start
		limit float64
		board bool
		level int8
	}{
		{"CAP to 7 in 60 km", aCAP, 60, false, 7},
		{"CAP to 7 in 150 km", aCAP, 150, false, 7},
		{"CAP to 7 boarding", aCAP, 60, true, 7},
		{"CAP to 8 in 100 km", aCAP, 100, false, 8},
		{"3e to 5 in 60 km", end3e, 60, false, 5},
		{"3e to 7 in 60 km", end3e, 60, false, 7},
		{"3e to 8 in 60 km", end3e, 60, false, 8},
		{"level 3 to 7 in 60 km", func(*rand.Rand) Start { return Start{Level: 3} }, 60, false, 7},
	} {
		b.Run(bb.name, func(b *testing.B) {
			r := rand.New(rand.NewPCG(1, 2))
			var times []time.Duration
			var found, front, labels, wide int
			for b.Loop() {
				q := Request{
					Home: drawHome(r, e), Starts: []Start{bb.start(r)}, Target: Target{Level: bb.level},
					MaxKm: bb.limit, Boarding: bb.board, K: 10,
				}
				start := time.Now()
				a, err := e.Itineraries(context.Background(), q)
				times = append(times, time.Since(start))
				if err != nil {
					wide++
					continue
				}
				found += min(a.Front, 1)
				front += a.Front
				labels += a.Labels
			}
			n := len(times)
			b.ReportMetric(ms(at(times, 50)), "p50-ms")
			b.ReportMetric(ms(at(times, 95)), "p95-ms")
			b.ReportMetric(float64(labels)/float64(n), "labels")
			b.ReportMetric(float64(front)/float64(n), "front")
			b.ReportMetric(float64(found)/float64(n), "found")
			b.ReportMetric(float64(wide), "too-wide")
		})
	}
}
