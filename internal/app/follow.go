package app

import (
	"context"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"continuum/internal/campus"
	"continuum/internal/catalog"
	"continuum/internal/date"
	"continuum/internal/geo"
	"continuum/internal/labelling"
	"continuum/internal/training"
	"continuum/internal/workspace"
)

// register is what following the store needs of it.
type register interface {
	// Generation returns the change counter, which every write increases.
	Generation(ctx context.Context) (int64, error)
	// Records returns the whole register and the generation it was read at.
	Records(ctx context.Context) (*campus.Records, int64, error)
	// PublicSheets returns what campuses keep of themselves, in public versions.
	PublicSheets(ctx context.Context) ([]workspace.Version, error)
	// PublicCalls returns what everyone may know of the calls that were opened.
	PublicCalls(ctx context.Context) ([]labelling.Announced, error)
}

// follower keeps a catalog equal to the store's last generation and to the clock: the
// last known status of a campus changes when a label ends, what is said of a call when a
// step of its calendar does, without any write.
type follower struct {
	store register
	offer func(context.Context) (*training.Model, error) // the national offer in force
	atlas *geo.Atlas
	// measures is how far places are said to be.
	measures catalog.Distances
	current  *catalog.Current
	meter    *meter
	log      *slog.Logger
	now      func() time.Time

	trouble atomic.Pointer[error] // why the catalog is not up to date; nil while it is
	failed  int64                 // generation that could not be built, not to try it each second
	day     date.Day              // day of the last attempt to build
}

// run follows until ctx ends.
func (f *follower) run(ctx context.Context, every time.Duration) error {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
			f.step(ctx)
		}
	}
}

// step looks at the store once and swaps the catalog when there is a reason to. When
// it can't, the old catalog stays in force, and the log and /readyz say why.
func (f *follower) step(ctx context.Context) {
	err := f.refresh(ctx)
	if ctx.Err() != nil {
		return // stopping is no trouble
	}
	before := f.why()
	switch {
	case err != nil:
		f.meter.storeErrors.Inc()
		f.trouble.Store(&err)
		if before == nil || before.Error() != err.Error() {
			f.log.Error("the register can't be followed; the pages keep its last state", "err", err)
		}
	case before != nil:
		f.trouble.Store(nil)
		f.log.Info("the register is followed again", "generation", f.current.Load().Generation)
	}
}

// why returns what keeps the catalog from being up to date, nil when it is.
func (f *follower) why() error {
	if p := f.trouble.Load(); p != nil {
		return *p
	}
	return nil
}

func (f *follower) refresh(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	gen, err := f.store.Generation(ctx)
	if err != nil {
		return fmt.Errorf("reading the change counter: %w", err)
	}
	now := f.now()
	today := date.Today(now)
	if cat := f.current.Load(); cat != nil && gen == cat.Generation && today == f.day {
		if turn := cat.Turn(cat.Built); turn.IsZero() || now.Before(turn) {
			return nil
		}
	}
	if why := f.why(); why != nil && gen == f.failed && today == f.day {
		return why // the same records would fail the same way
	}
	records, gen, err := f.store.Records(ctx)
	if err != nil {
		return fmt.Errorf("reading the register: %w", err)
	}
	offer, err := f.offer(ctx)
	if err != nil {
		return err
	}
	sheets, err := f.store.PublicSheets(ctx)
	if err != nil {
		return fmt.Errorf("reading what campuses keep: %w", err)
	}
	calls, err := f.store.PublicCalls(ctx)
	if err != nil {
		return fmt.Errorf("reading the calls: %w", err)
	}
	f.day = today
	cat, err := catalog.Build(records, f.atlas, offer, gen, now)
	if err != nil {
		f.failed = gen
		return fmt.Errorf("building generation %d: %w", gen, err)
	}
	if err := cat.Keep(sheets); err != nil {
		f.log.Error("some of what campuses keep can't be shown", "err", err)
	}
	cat.Announce(calls)
	cat.Measure(f.measures)
	f.current.Store(cat)
	f.meter.builds.Inc()
	f.meter.built.Store(cat)
	f.log.Info("catalog built", "generation", gen, "campuses", len(cat.Campuses), "offers", len(offer.Offers), "took", cat.Took.Round(time.Microsecond))
	return nil
}
