package app

import (
	"context"
	"time"

	"continuum/internal/seed"
	"continuum/internal/store"
)

// Storage says where the register is kept.
type Storage struct {
	DataDir     string // folder of the embedded database
	DatabaseURL string // postgres://…; empty: the embedded database in DataDir
}

// OpenStore opens the register and brings the embedded dataset in, which does
// nothing when it is in already. Every command that needs the register starts here.
func OpenStore(ctx context.Context, s Storage, now func() time.Time) (*store.DB, error) {
	records, checksum, err := seed.Load()
	if err != nil {
		return nil, err
	}
	db, err := store.Open(ctx, store.Config{Dir: s.DataDir, URL: s.DatabaseURL, Now: now})
	if err != nil {
		return nil, err
	}
	if _, err := db.Seed(ctx, records, checksum); err != nil {
		_ = db.Close()
		return nil, err
	}
	return db, nil
}
