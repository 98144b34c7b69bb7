package store_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"continuum/internal/labelling"
	"continuum/internal/store"
	"continuum/internal/store/storetest"
)

// BenchmarkDeadlineHour has 300 people write in 100 dossiers of 40 fields, each of whom
// saves a field every three seconds, 100 saves a second in all, and reports how long the
// slowest hundredth took from the moment that it came.
func BenchmarkDeadlineHour(b *testing.B) {
	for _, name := range []string{"SQLite", "PostgreSQL"} {
		b.Run(name, func(b *testing.B) {
			clock := &storetest.Clock{}
			cfg := store.Config{Dir: b.TempDir(), Now: clock.Now}
			if name == "PostgreSQL" {
				cfg = store.Config{URL: server.Prepared(b, migrated), Now: clock.Now}
			}
			db, err := store.Open(b.Context(), cfg)
			if err != nil {
				b.Fatal(err)
			}
			defer db.Close()
			ids := storetest.Drafts(b, db, clock, 100)
			const people = 300
			var took []time.Duration
			var mu sync.Mutex
			base := make([]int64, people)
			for i := range base {
				base[i] = 1 // each has a field of a dossier
			}
			for b.Loop() {
				var wg sync.WaitGroup
				pace := time.NewTicker(10 * time.Millisecond)
				for i := range people {
					<-pace.C
					came := time.Now()
					wg.Go(func() {
						id, who := ids[i%len(ids)], labelling.PersonID(fmt.Sprintf("p%d", i))
						field := []string{"short_text", "long_text", "diagnosis"}[i/len(ids)%3]
						_, clashes, err := db.SaveFields(b.Context(), who, "carrier", id, []labelling.Edit{{
							Field: field, Value: labelling.Value{Text: fmt.Sprintf("%s %d", who, came.UnixNano())}, Base: base[i],
						}})
						if err != nil || len(clashes) > 0 {
							b.Error(err, clashes)
							return
						}
						base[i]++
						mu.Lock()
						took = append(took, time.Since(came))
						mu.Unlock()
					})
				}
				pace.Stop()
				wg.Wait()
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
			b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
			b.ReportMetric(float64(len(took))/b.Elapsed().Seconds(), "saves/s")
		})
	}
}
