package document

import (
	"sync"
	"testing"
	"time"

	"continuum/internal/catalog"
	"continuum/internal/date"
	"continuum/internal/geo"
	"continuum/internal/seed"
)

// now is when the catalogs of the tests were made; today its day.
var (
	now   = time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
	today = date.DayOf(now)
)

var built = sync.OnceValues(func() (*catalog.Catalog, error) {
	atlas, err := geo.Load()
	if err != nil {
		return nil, err
	}
	records, _, err := seed.Load()
	if err != nil {
		return nil, err
	}
	return catalog.Build(records, atlas, nil, 1, now)
})

// national is the catalog of the embedded dataset.
func national(t testing.TB) *catalog.Catalog {
	t.Helper()
	cat, err := built()
	if err != nil {
		t.Fatal(err)
	}
	return cat
}
