package app

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"continuum/internal/campus"
	"continuum/internal/catalog"
	"continuum/internal/geo"
	"continuum/internal/reference"
	"continuum/internal/seed"
	"continuum/internal/store"
	"continuum/internal/store/sqlite"
	"continuum/internal/training"
	"continuum/internal/training/assemble"
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
	if err := seedStore(ctx, db, records, checksum); err != nil {
		_ = db.Close()
		return nil, err
	}
	return db, nil
}

// seedStore gives the store the register and the official data of this program.
func seedStore(ctx context.Context, db *store.DB, records *campus.Records, checksum string) error {
	if _, err := db.Seed(ctx, records, checksum); err != nil {
		return err
	}
	drafts, err := reference.Drafts()
	if err != nil {
		return err
	}
	_, err = db.SeedSources(ctx, drafts)
	return err
}

// Register is the catalog of the register alone, for a command that draws it without
// serving: from the store where there is one, else from the embedded dataset, so that
// such a command leaves no folder behind. Its national offer is empty, which would be
// long to make for nothing.
func Register(ctx context.Context, s Storage, now time.Time) (*catalog.Catalog, error) {
	return snapshot(ctx, s, now, false)
}

// Snapshot is [Register] with the national offer.
func Snapshot(ctx context.Context, s Storage, now time.Time) (*catalog.Catalog, error) {
	return snapshot(ctx, s, now, true)
}

func snapshot(ctx context.Context, s Storage, now time.Time, offered bool) (*catalog.Catalog, error) {
	atlas, err := geo.Load()
	if err != nil {
		return nil, err
	}
	var offer *training.Model
	if _, err := os.Stat(filepath.Join(s.DataDir, sqlite.FileName)); s.DatabaseURL == "" && errors.Is(err, fs.ErrNotExist) {
		records, _, err := seed.Load()
		if err != nil {
			return nil, err
		}
		if offered {
			drafts, err := reference.Drafts()
			if err != nil {
				return nil, err
			}
			if offer, err = assemble.Assemble(reference.RowsOf(drafts), atlas); err != nil {
				return nil, err
			}
		}
		return catalog.Build(records, atlas, offer, 0, now)
	}
	db, err := OpenStore(ctx, s, nil)
	if err != nil {
		return nil, err
	}
	defer db.Close()
	records, generation, err := db.Records(ctx)
	if err != nil {
		return nil, err
	}
	if offered {
		if offer, err = national.of(ctx, db, atlas); err != nil {
			return nil, err
		}
	}
	return catalog.Build(records, atlas, offer, generation, now)
}
