package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"continuum/internal/fault"
	"continuum/internal/opendata"
)

// maxListed bounds the rows in quarantine that a version keeps one by one; its counts
// are exact.
const maxListed = 10_000

// Move is how a version of a source came to be the one in force.
type Move string

// The moves.
const (
	MoveEmbedded Move = "embedded" // the version of the program's own dataset
	MoveImport   Move = "import"
	MoveRollback Move = "rollback"
)

// PutSource records a draft as the version in force of its source and returns it with
// its number. It does nothing when the rows in force are the same: changed is false.
// Rows that an earlier version has come back under its number. It fails with
// fault.Conflict ("official.moved") when the version in place is no longer the one that
// the draft was made against.
func (db *DB) PutSource(ctx context.Context, d *opendata.Draft, actor string) (v opendata.Version, changed bool, err error) {
	defer fault.Wrap(&err, "store.PutSource(%s)", d.Source)
	err = db.inTx(ctx, fromOperator, actor, "", func(tx *Tx) error {
		changed = false
		current, err := tx.currentNumber(d.Source)
		if err != nil {
			return err
		}
		if current != d.Base {
			return tx.fail(fault.New(fault.Conflict, "official.moved", d.Source).Because(fmt.Errorf(
				"another import of %s came first: import it again", d.Source)))
		}
		if current != opendata.NoVersion {
			if v, err = tx.version(d.Source, current); err != nil {
				return err
			}
			if v.Checksum == d.Checksum {
				return errUnchanged
			}
		}
		changed = true
		number, err := tx.sameRows(d)
		if err != nil {
			return err
		}
		if number == opendata.NoVersion {
			if number, err = tx.nextNumber(d.Source); err != nil {
				return err
			}
			if err := tx.addVersion(d, number); err != nil {
				return err
			}
		}
		if v, err = tx.version(d.Source, number); err != nil {
			return err
		}
		tx.what = fmt.Sprintf("official data: %s is now version %d, %d rows", d.Source, number, v.Rows)
		return tx.moveTo(d.Source, MoveImport, number, current)
	})
	if errors.Is(err, errUnchanged) {
		return v, false, db.renewInput(ctx, v, d.Input)
	}
	return v, changed && err == nil, err
}

// renewInput remembers the last input that gives the rows of a version. The generation
// does not move: it is not public.
func (db *DB) renewInput(ctx context.Context, v opendata.Version, input string) error {
	if v.Input == input {
		return nil
	}
	return db.write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `update official_version set input = $3 where source = $1 and number = $2`, v.Source, int64(v.Number), input)
		return err
	})
}

// SeedSources gives the store the versions 0, those of the dataset embedded in the
// program. One that it has with the same rows is left; one with other rows is replaced.
// A source that has no version in force takes it; what an operator imported stays in
// force. Several servers may do it at once.
func (db *DB) SeedSources(ctx context.Context, drafts []*opendata.Draft) (changed bool, err error) {
	defer fault.Wrap(&err, "store.SeedSources")
	known := false
	err = db.view(ctx, func(tx *sql.Tx) error {
		todo, err := staleSeeds(ctx, tx, drafts)
		known = len(todo) == 0
		return err
	})
	if err != nil || known { // the usual case writes nothing
		return false, err
	}
	err = db.inTx(ctx, fromDataset, "dataset", "", func(tx *Tx) error {
		todo, err := staleSeeds(ctx, tx.tx, drafts)
		if err != nil {
			return tx.fail(err)
		}
		if len(todo) == 0 {
			return errUnchanged
		}
		for _, d := range todo {
			if err := tx.seedSource(d); err != nil {
				return err
			}
		}
		tx.what = fmt.Sprintf("embedded official data: %d sources", len(todo))
		return nil
	})
	if errors.Is(err, errUnchanged) {
		return false, nil
	}
	return err == nil, err
}

// staleSeeds are the drafts that the store does not hold as version 0.
func staleSeeds(ctx context.Context, q querier, drafts []*opendata.Draft) (todo []*opendata.Draft, err error) {
	have := make(map[string]string)
	_, err = query(ctx, q, `select source, checksum from official_version where number = 0`, func(rows *sql.Rows) (struct{}, error) {
		var source, checksum string
		err := rows.Scan(&source, &checksum)
		have[source] = checksum
		return struct{}{}, err
	})
	for _, d := range drafts {
		if have[d.Source] != d.Checksum {
			todo = append(todo, d)
		}
	}
	return todo, err
}

func (tx *Tx) seedSource(d *opendata.Draft) error {
	current, err := tx.currentNumber(d.Source)
	if err != nil {
		return err
	}
	had, err := tx.count(`delete from official_block where source = $1 and number = 0`, d.Source)
	if err != nil {
		return err
	}
	if had > 0 {
		if err := tx.updateSeed(d); err != nil {
			return err
		}
		return tx.addBlocks(d, 0)
	}
	if err := tx.addVersion(d, 0); err != nil {
		return err
	}
	if current != opendata.NoVersion {
		return nil
	}
	return tx.moveTo(d.Source, MoveEmbedded, 0, opendata.NoVersion)
}

// RollbackSource puts in force the version of a source that was before the present
// one, and returns both. Once more, it goes further back. It fails with fault.NotFound
// ("official.first") when nothing was before.
func (db *DB) RollbackSource(ctx context.Context, source, actor string) (from, to opendata.Version, err error) {
	defer fault.Wrap(&err, "store.RollbackSource(%s)", source)
	err = db.InTx(ctx, actor, "official data: rollback of "+source, func(tx *Tx) error {
		current, err := tx.currentNumber(source)
		if err != nil {
			return err
		}
		previous := sql.NullInt64{}
		if current != opendata.NoVersion {
			err = tx.tx.QueryRowContext(ctx, `select previous from official_move where source = $1 and number = $2 and kind <> $3
				order by rank desc limit 1`, source, current, string(MoveRollback)).Scan(&previous)
			if err != nil && !errors.Is(err, sql.ErrNoRows) {
				return tx.fail(err)
			}
		}
		if !previous.Valid {
			return tx.fail(fault.New(fault.NotFound, "official.first", source).Because(fmt.Errorf(
				"no version of %s was in force before the present one: nothing to go back to", source)))
		}
		if from, err = tx.version(source, current); err != nil {
			return err
		}
		if to, err = tx.version(source, int(previous.Int64)); err != nil {
			return err
		}
		return tx.moveTo(source, MoveRollback, to.Number, current)
	})
	return from, to, err
}

// currentNumber is the version in force, opendata.NoVersion when there is none.
func (tx *Tx) currentNumber(source string) (int, error) {
	n := opendata.NoVersion
	err := tx.tx.QueryRowContext(tx.ctx, `select number from official_current where source = $1`, source).Scan(&n)
	if errors.Is(err, sql.ErrNoRows) {
		return opendata.NoVersion, nil
	}
	if err != nil {
		return 0, tx.fail(err)
	}
	return n, nil
}

// sameRows is the number of a version with the rows of the draft, opendata.NoVersion
// when there is none. Version 0 is not one: it follows the program.
func (tx *Tx) sameRows(d *opendata.Draft) (int, error) {
	var n sql.NullInt64
	err := tx.tx.QueryRowContext(tx.ctx, `select max(number) from official_version where source = $1 and checksum = $2 and number > 0`,
		d.Source, d.Checksum).Scan(&n)
	if err != nil {
		return 0, tx.fail(err)
	}
	if !n.Valid {
		return opendata.NoVersion, nil
	}
	return int(n.Int64), nil
}

func (tx *Tx) nextNumber(source string) (int, error) {
	var n int
	err := tx.tx.QueryRowContext(tx.ctx, `select coalesce(max(number), 0) + 1 from official_version where source = $1`, source).Scan(&n)
	if err != nil {
		return 0, tx.fail(err)
	}
	return n, nil
}

// moveTo puts a version in force.
func (tx *Tx) moveTo(source string, kind Move, number, previous int) error {
	before := any(nil)
	if previous != opendata.NoVersion {
		before = int64(previous)
	}
	err := tx.exec(`insert into official_current (source, number) values ($1, $2)
		on conflict (source) do update set number = excluded.number`, source, int64(number))
	if err != nil {
		return err
	}
	return tx.exec(`insert into official_move (source, rank, kind, number, previous, at)
		select $1, coalesce(max(rank), 0) + 1, $2, $3, $4, $5 from official_move where source = $1`,
		source, string(kind), int64(number), before, tx.at)
}

// addVersion inserts a version, its blocks and its quarantine.
func (tx *Tx) addVersion(d *opendata.Draft, number int) error {
	said, err := describe(d)
	if err != nil {
		return tx.fail(err)
	}
	err = tx.insert(officialVersion, [][]any{{
		d.Source, int64(number), d.Checksum, int64(d.Rows), d.Layout, string(d.Licence), d.Vintage,
		said[0], said[1], d.Input, int64(d.Read), said[2], said[3], said[4], tx.at,
	}})
	if err != nil {
		return err
	}
	if err := tx.addBlocks(d, number); err != nil {
		return err
	}
	var rows [][]any
	for _, list := range []struct {
		kept bool
		rows []opendata.Quarantined
	}{{false, d.Quarantine}, {true, d.Warnings}} {
		for i, q := range list.rows {
			if i == maxListed {
				break
			}
			rows = append(rows, []any{
				d.Source, int64(number), int64(len(rows) + 1), list.kept, first(q.File, 500), int64(q.Line),
				first(q.Column, 200), first(q.Value, 500), first(q.Reason, 1000),
			})
		}
	}
	return tx.insert(officialQuarantine, rows)
}

// updateSeed makes version 0 another one.
func (tx *Tx) updateSeed(d *opendata.Draft) error {
	said, err := describe(d)
	if err != nil {
		return tx.fail(err)
	}
	return tx.exec(`update official_version set checksum = $2, row_count = $3, layout = $4, licence = $5, vintage = $6, column_names = $7,
		files = $8, input = $9, read_count = $10, skipped = $11, quarantined = $12, warned = $13, recorded = $14 where source = $1 and number = 0`,
		d.Source, d.Checksum, int64(d.Rows), d.Layout, string(d.Licence), d.Vintage,
		said[0], said[1], d.Input, int64(d.Read), said[2], said[3], said[4], tx.at)
}

// describe writes what a version says of itself that has parts.
func describe(d *opendata.Draft) (said [5]string, err error) {
	for i, v := range []any{d.Columns, d.Files, d.Skipped, d.Quarantined, d.Warned} {
		b, err := json.Marshal(v)
		if err != nil {
			return said, err
		}
		said[i] = string(b)
	}
	return said, nil
}

func (tx *Tx) addBlocks(d *opendata.Draft, number int) error {
	rank := int64(0)
	err := d.Content.Blocks(func(rows int, content []byte) error {
		rank++
		return tx.exec(`insert into official_block (source, number, rank, row_count, content) values ($1, $2, $3, $4, $5)`,
			d.Source, int64(number), rank, int64(rows), content)
	})
	if err != nil {
		return tx.fail(err)
	}
	return nil
}

// first is the beginning of a text, in characters.
func first(s string, n int) string {
	if len(s) <= n {
		return s
	}
	r := []rune(s)
	return string(r[:min(n, len(r))])
}
