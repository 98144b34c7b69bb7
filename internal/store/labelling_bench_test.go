package store_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"syscall"
	"testing"
	"time"

	"continuum/internal/labelling"
	"continuum/internal/store"
	"continuum/internal/store/storetest"
)

// The deadline hour: 100 dossiers of 40 fields and 20 files, written in by 300 people,
// while the 60 experts of another call keep their sheets.
const (
	hourDossiers = 100
	hourFiles    = 20
	hourPeople   = 300
	hourExperts  = 60
	hourLong     = 15 * time.Second
)

// BenchmarkDeadlineHour reports how long a save takes from the moment that it is asked for:
// by people who think one to three seconds between two saves, and when all 300 save at the
// same instant.
func BenchmarkDeadlineHour(b *testing.B) {
	for _, name := range []string{"SQLite", "PostgreSQL", "PostgreSQL-prepared"} {
		b.Run(name, func(b *testing.B) {
			clock := &storetest.Clock{}
			cfg := store.Config{Dir: b.TempDir(), Now: clock.Now}
			switch name {
			case "PostgreSQL":
				cfg = store.Config{URL: server.Prepared(b, migrated), Now: clock.Now}
			case "PostgreSQL-prepared":
				cfg = store.Config{URL: prepared(server.Prepared(b, migrated)), Now: clock.Now}
			}
			db, err := store.Open(b.Context(), cfg)
			if err != nil {
				b.Fatal(err)
			}
			defer db.Close()
			h := &deadlineHour{b: b, db: db, ids: storetest.Hour(b, db, clock, hourDossiers, hourFiles, hourExperts)}
			for i := range hourPeople {
				h.writers = append(h.writers, h.author(i))
			}
			for i := range hourExperts {
				h.writers = append(h.writers, storetest.HourExpert(b, db, i))
			}
			b.Run("thinking", func(b *testing.B) { h.measure(b, h.thinking) })
			b.Run("at-once", func(b *testing.B) { h.measure(b, h.atOnce) })
		})
	}
}

// deadlineHour is the store in that hour, with those who write.
type deadlineHour struct {
	b       *testing.B
	db      *store.DB
	ids     []labelling.DossierID
	writers []func() error // authors, then experts

	mu   sync.Mutex
	took []time.Duration
}

// author saves again and again one field of a dossier, three people to a dossier.
func (h *deadlineHour) author(i int) func() error {
	id, who := h.ids[i%len(h.ids)], labelling.PersonID(fmt.Sprintf("p%d", i))
	field := []string{"short_text", "long_text", "diagnosis"}[i/len(h.ids)%3]
	base := int64(1)
	return func() error {
		_, clashes, err := h.db.SaveFields(h.b.Context(), who, "carrier", id, []labelling.Edit{{
			Field: field, Value: labelling.Value{Text: fmt.Sprintf("%s, version %d", who, base)}, Base: base,
		}})
		if err == nil && len(clashes) > 0 {
			err = fmt.Errorf("clashes %v", clashes)
		}
		base++
		return err
	}
}

// save has one save, and notes how long an author's took.
func (h *deadlineHour) save(i int) {
	came := time.Now()
	if err := h.writers[i](); err != nil {
		h.b.Error(err)
		return
	}
	took := time.Since(came)
	if i < hourPeople {
		h.mu.Lock()
		h.took = append(h.took, took)
		h.mu.Unlock()
	}
}

// thinking has everyone save, think for one to three seconds, and save again.
func (h *deadlineHour) thinking() {
	var wg sync.WaitGroup
	end := time.After(hourLong)
	stop := make(chan struct{})
	for i := range h.writers {
		wg.Go(func() {
			think := time.NewTimer(rand.N(3 * time.Second)) // they do not begin together
			defer think.Stop()
			for {
				select {
				case <-stop:
					return
				case <-think.C:
					h.save(i)
					think.Reset(time.Second + rand.N(2*time.Second))
				}
			}
		})
	}
	<-end
	close(stop)
	wg.Wait()
}

// atOnce has everyone save at one instant.
func (h *deadlineHour) atOnce() {
	var wg sync.WaitGroup
	gate := make(chan struct{})
	for i := range h.writers {
		wg.Go(func() {
			<-gate
			h.save(i)
		})
	}
	close(gate)
	wg.Wait()
}

func (h *deadlineHour) measure(b *testing.B, work func()) {
	h.took = nil
	busy := processor(b)
	for b.Loop() {
		work()
	}
	busy = processor(b) - busy
	slices.Sort(h.took)
	for _, p := range []struct {
		unit string
		rank int
	}{{"p50-ms", len(h.took) / 2}, {"p99-ms", len(h.took) * 99 / 100}, {"max-ms", len(h.took) - 1}} {
		b.ReportMetric(float64(h.took[p.rank].Microseconds())/1000, p.unit)
	}
	b.ReportMetric(float64(len(h.took))/b.Elapsed().Seconds(), "saves/s")
	// What others do on the machine lengthens the wait, and not this.
	b.ReportMetric(float64(busy.Microseconds())/1000/float64(len(h.took)), "cpu-ms/save")
}

// processor is the time that all processors together have given this program.
func processor(b *testing.B) time.Duration {
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		b.Fatal(err)
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}
