package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"time"

	"continuum/internal/fault"
)

// Bounds of the scenarios kept. One that nobody keeps again for ScenarioLife leaves when
// another comes; a store that is full refuses new ones, rather than lose those shared.
const (
	MaxScenario  = 128 << 10 // bytes of the patches; the schema has it too
	MaxScenarios = 50_000
	ScenarioLife = 2 * 366 * 24 * time.Hour
)

// ScenarioHash names patches by their content: 32 hexadecimal digits.
func ScenarioHash(patches string) string {
	sum := sha256.Sum256([]byte(patches))
	return hex.EncodeToString(sum[:16])
}

// KeepScenario keeps patches, written as JSON in the one way there is, under their hash.
// Keeping them again renews them. The generation does not move: the register does not
// change. It fails with fault.Invalid when the hash is another or the patches are too
// long, and with fault.Unavailable when the store is full.
func (db *DB) KeepScenario(ctx context.Context, hash, patches string) (err error) {
	defer fault.Wrap(&err, "store.KeepScenario(%.40q)", hash)
	switch {
	case len(patches) < 2 || len(patches) > MaxScenario:
		return fault.New(fault.Invalid, "scenario.long", MaxScenario>>10).In("scenario")
	case hash != ScenarioHash(patches):
		return fault.New(fault.Invalid, "scenario.hash").In("hash")
	}
	now := db.now()
	return db.write(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `delete from scenario where kept < $1 and hash <> $2`, now.Add(-ScenarioLife).UnixMicro(), hash); err != nil {
			return err
		}
		var others int64
		if err := tx.QueryRowContext(ctx, `select count(*) from scenario where hash <> $1`, hash).Scan(&others); err != nil {
			return err
		}
		if others >= db.maxScenarios {
			return fault.New(fault.Unavailable, "scenario.full")
		}
		_, err := tx.ExecContext(ctx, `insert into scenario (hash, patches, kept) values ($1, $2, $3)
			on conflict (hash) do update set kept = excluded.kept`, hash, patches, now.UnixMicro())
		return err
	})
}

// Scenario returns the patches kept under a hash; fault.NotFound when there are none.
func (db *DB) Scenario(ctx context.Context, hash string) (patches string, err error) {
	defer fault.Wrap(&err, "store.Scenario(%.40q)", hash)
	err = db.view(ctx, func(tx *sql.Tx) error {
		err := tx.QueryRowContext(ctx, `select patches from scenario where hash = $1`, hash).Scan(&patches)
		if errors.Is(err, sql.ErrNoRows) {
			return fault.New(fault.NotFound, "scenario.unknown")
		}
		return err
	})
	return patches, err
}

// checkScenarios names the scenarios that are not what their hash says.
func checkScenarios(ctx context.Context, tx *sql.Tx) ([]Problem, error) {
	rows, err := tx.QueryContext(ctx, `select hash, patches from scenario order by hash`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var found []Problem
	for rows.Next() {
		var hash, patches string
		if err := rows.Scan(&hash, &patches); err != nil {
			return nil, err
		}
		if hash != ScenarioHash(patches) {
			found = append(found, Problem{"scenario " + hash, "its patches are not those that its hash names"})
		}
	}
	return found, rows.Err()
}
