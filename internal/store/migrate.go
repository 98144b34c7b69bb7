package store

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"time"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/database"

	"continuum/internal/fault"
)

//go:embed migrations/*.sql
var embedded embed.FS

// newest asks migrate for the last version that the program knows.
const newest = math.MaxInt64

// versionTable is where the applied versions are.
const versionTable = "schema_version"

// migrate brings the schema up to the version asked for, or the last one known.
// Several servers may do it at once: each step is one transaction that takes the
// step's number as a key, so the slower one fails, sees the step done, and goes on.
func (db *DB) migrate(ctx context.Context, to int64) (err error) {
	defer fault.Wrap(&err, "store.migrate")
	known, err := knownVersion()
	if err != nil {
		return err
	}
	to = min(to, known)
	if err := db.ensureVersionTable(ctx); err != nil {
		return err
	}
	for tries := 0; ; tries++ {
		before, err := db.schemaVersion(ctx)
		if err != nil {
			return err
		}
		if before > known {
			return fault.New(fault.Conflict, "store.newer", before, known).Because(fmt.Errorf(
				"%s was written by a newer version of the program (schema %d, this one knows %d): run that version, or restore a backup made by this one",
				db.Place(), before, known))
		}
		if before >= to {
			return nil
		}
		if err = db.step(ctx, to); err == nil {
			return nil
		}
		after, errAfter := db.schemaVersion(ctx)
		if errAfter != nil {
			return errors.Join(db.Explain(err), errAfter)
		}
		// Another server at the same work may commit between our failure and
		// our look; a failure that repeats itself is our own.
		if after == before && tries >= 20 {
			return db.Explain(err)
		}
		if err := pause(ctx, 10*time.Millisecond); err != nil {
			return err
		}
	}
}

// step applies the missing migrations up to a version.
func (db *DB) step(ctx context.Context, to int64) error {
	steps, err := fs.Sub(embedded, "migrations")
	if err != nil {
		return err
	}
	table, err := database.NewStoreFromQuerier(versionTable, versions{})
	if err != nil {
		return err
	}
	p, err := goose.NewProvider(goose.DialectCustom, db.Writer(), steps,
		goose.WithStore(table), goose.WithDisableGlobalRegistry(true), goose.WithLogger(goose.NopLogger()))
	if err != nil {
		return err
	}
	_, err = p.UpTo(ctx, to)
	return err
}

// ensureVersionTable makes the table of versions. "If not exists" alone does not
// settle a race on PostgreSQL, so a failure is tried again.
func (db *DB) ensureVersionTable(ctx context.Context) (err error) {
	if _, err := db.schemaVersion(ctx); err == nil {
		return nil // the usual case takes no lock
	}
	for range 5 {
		if _, err = db.Writer().ExecContext(ctx, versions{}.CreateTable(versionTable)); err == nil {
			_, err = db.Writer().ExecContext(ctx, `insert into schema_version (version_id, is_applied) values (0, true) on conflict do nothing`)
		}
		if err == nil || ctx.Err() != nil {
			break
		}
	}
	return db.Explain(err)
}

// schemaVersion is the last version applied.
func (db *DB) schemaVersion(ctx context.Context) (v int64, err error) {
	err = db.Writer().QueryRowContext(ctx, versions{}.GetLatestVersion(versionTable)).Scan(&v)
	return v, db.Explain(err)
}

// knownVersion is the last version that the program knows.
func knownVersion() (int64, error) {
	known, err := knownVersions()
	if err != nil {
		return 0, err
	}
	return known[len(known)-1], nil
}

// knownVersions are all the versions that the program knows, in order, from the empty
// schema on. Numbers may be left out.
func knownVersions() ([]int64, error) {
	names, err := fs.Glob(embedded, "migrations/*.sql")
	if err != nil {
		return nil, err
	}
	known := []int64{0}
	for _, name := range names {
		v, err := goose.NumericComponent(name[len("migrations/"):])
		if err != nil {
			return nil, err
		}
		known = append(known, v)
	}
	return known, nil
}

// versions are the statements on the table of versions, for goose: plain bigint
// keys where its own dialects use sequences and clocks.
type versions struct{}

func (versions) CreateTable(t string) string {
	return `create table if not exists ` + t + ` (version_id bigint primary key, is_applied boolean not null)`
}

func (versions) InsertVersion(t string) string {
	return `insert into ` + t + ` (version_id, is_applied) values ($1, $2)`
}

func (versions) DeleteVersion(t string) string { return `delete from ` + t + ` where version_id = $1` }

func (versions) GetMigrationByVersion(t string) string {
	return `select null, is_applied from ` + t + ` where version_id = $1`
}

func (versions) ListMigrations(t string) string {
	return `select version_id, is_applied from ` + t + ` order by version_id desc`
}

func (versions) GetLatestVersion(t string) string { return `select max(version_id) from ` + t }

// TableExists is always true: ensureVersionTable came first.
func (versions) TableExists(string) string { return `select true` }
