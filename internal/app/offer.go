package app

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"continuum/internal/geo"
	"continuum/internal/opendata/source"
	"continuum/internal/store"
	"continuum/internal/training"
	"continuum/internal/training/assemble"
)

// offers makes the national offer of the official data in force. The register moves
// often and the official data rarely: the last offer made is kept until a version
// changes. The same versions give the same offer whatever store they lie in, so one
// serves the whole process.
type offers struct {
	mu   sync.Mutex
	key  string // versions that last was made of
	last *training.Model
}

// national is the offer of this process.
var national offers

// of returns the offer of a store.
func (o *offers) of(ctx context.Context, db *store.DB, atlas *geo.Atlas) (m *training.Model, err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	err = db.ReadSources(ctx, func(s *store.Sources, _ int64) error {
		key := versionsOf(s)
		if o.last != nil && key == o.key {
			m = o.last
			return nil
		}
		if m, err = assemble.Assemble(s, atlas); err != nil {
			return err
		}
		o.key, o.last = key, m
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("the national offer: %w", err)
	}
	return m, nil
}

// versionsOf tells all that an offer is made from: the rows of the versions in force,
// and what is said of them.
func versionsOf(s *store.Sources) string {
	var b strings.Builder
	for _, src := range source.All {
		if v, ok := s.Version(src.ID); ok {
			fmt.Fprintf(&b, "%s %d %s %d\n", src.ID, v.Number, v.Checksum, v.Recorded.Unix())
		}
	}
	return b.String()
}
