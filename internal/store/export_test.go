package store

import (
	"context"
	"database/sql"

	"continuum/internal/journal"
)

// Connect opens a store and leaves its schema as it is.
func Connect(ctx context.Context, cfg Config) (*DB, error) { return connect(ctx, cfg) }

// MigrateTo brings the schema up to a version.
func (db *DB) MigrateTo(ctx context.Context, version int64) error { return db.migrate(ctx, version) }

// Known is the last version of the schema.
func Known() (int64, error) { return knownVersion() }

// Tables names the tables in the order of their foreign keys.
func Tables() (names []string) {
	for _, t := range tables {
		names = append(names, t.name)
	}
	return names
}

// Act does fn and writes a in the journal.
func (db *DB) Act(ctx context.Context, a journal.Act, fn func(*sql.Tx) error) error {
	return db.act(ctx, a, fn)
}
