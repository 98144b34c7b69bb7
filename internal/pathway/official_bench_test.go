package pathway

import (
	"context"
	"math/rand/v2"
	"runtime"
	"slices"
	"syscall"
	"testing"
	"time"

	"continuum/internal/geo"
)

// cpu is the processor time of this thread: what a request costs, whoever else uses the
// machine.
func cpu() time.Duration {
	const thread = 1
	var u syscall.Rusage
	if syscall.Getrusage(thread, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

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
	m := e.Model()
	var caps []string
	for i := range m.Qualifications {
		if m.Qualifications[i].Kind == "CAP" && len(m.OffersOf(int32(i))) > 0 {
			caps = append(caps, m.Qualifications[i].ID)
		}
	}
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
			runtime.LockOSThread() // for the clock
			defer runtime.UnlockOSThread()
			r := rand.New(rand.NewPCG(1, 2))
			var times []time.Duration
			var found, front, labels, wide int
			for b.Loop() {
				q := Request{
					Home: drawHome(r, e), Starts: []Start{bb.start(r)}, Target: Target{Level: bb.level},
					MaxKm: bb.limit, Boarding: bb.board, K: 10,
				}
				start := cpu()
				a, err := e.Itineraries(context.Background(), q)
				times = append(times, cpu()-start)
				if err != nil {
					wide++
					continue
				}
				found += min(a.Front, 1)
				front += a.Front
				labels += a.Labels
			}
			slices.Sort(times)
			n := len(times)
			b.ReportMetric(float64(times[n/2].Microseconds()), "p50-cpu-µs")
			b.ReportMetric(float64(times[n*95/100].Microseconds()), "p95-cpu-µs")
			b.ReportMetric(float64(labels)/float64(n), "labels")
			b.ReportMetric(float64(front)/float64(n), "front")
			b.ReportMetric(float64(found)/float64(n), "found")
			b.ReportMetric(float64(wide), "too-wide")
		})
	}
}
