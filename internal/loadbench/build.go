package loadbench

import (
	"context"
	"fmt"
	"runtime"
	"time"

	"continuum/internal/app"
	"continuum/internal/catalog"
	"continuum/internal/geo"
	"continuum/internal/opendata/format/formattest"
	"continuum/internal/store"
	"continuum/internal/training"
	"continuum/internal/training/assemble"
)

// build measures how the catalog is made from a store that is there: the national offer
// assembled from the blocks of the official sources, then the register and all that
// pages read, and the memory that both keep.
func (o Options) build(ctx context.Context, dir string) error {
	atlas, err := geo.Load()
	if err != nil {
		return err
	}
	db, err := app.OpenStore(ctx, app.Storage{DataDir: dir}, time.Now)
	if err != nil {
		return err
	}
	defer db.Close()
	runtime.GC()
	before, start := formattest.Heap(), time.Now()
	var offer *training.Model
	err = db.ReadSources(ctx, func(s *store.Sources, _ int64) (err error) {
		offer, err = assemble.Assemble(s, atlas)
		return err
	})
	if err != nil {
		return err
	}
	assembled := time.Since(start)
	records, generation, err := db.Records(ctx)
	if err != nil {
		return err
	}
	cat, err := catalog.Build(records, atlas, offer, generation, time.Now())
	if err != nil {
		return err
	}
	took := time.Since(start)
	runtime.GC()
	fmt.Fprintf(o.Out, "%-28s %v, %.0f MB kept\n", "catalog from the store", took.Round(time.Millisecond), float64(formattest.Heap()-before)/1e6)
	fmt.Fprintf(o.Out, "%-28s %v (%d establishments, %d qualifications, %d offers)\n", "  of which the offer", assembled.Round(time.Millisecond),
		len(offer.Establishments), len(offer.Qualifications), len(offer.Offers))
	fmt.Fprintf(o.Out, "%-28s %v (%d campuses)\n", "  of which register, engine", cat.Took.Round(time.Millisecond), len(cat.Campuses))
	runtime.KeepAlive(cat)
	return nil
}
