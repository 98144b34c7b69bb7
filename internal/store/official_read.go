package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"continuum/internal/fault"
	"continuum/internal/opendata"
)

// The tables of official data, as far as rows go in by list.
var (
	officialVersion = table{name: "official_version", columns: cols(
		"source number checksum row_count layout licence vintage column_names files input read_count skipped quarantined warned recorded")}
	officialBlock      = table{name: "official_block", columns: cols("source number rank row_count content")}
	officialQuarantine = table{name: "official_quarantine", columns: cols("source number rank kept file line column_name value reason")}
)

// Sources reads official data as it was at one instant. It is an [opendata.Rows] of the
// versions in force, and serves one goroutine.
type Sources struct {
	ctx     context.Context
	tx      *sql.Tx
	current map[string]opendata.Version
}

// ReadSources runs fn on the official data in force and the generation it belongs to.
// The data serves until fn returns; an error of fn comes back as it is.
func (db *DB) ReadSources(ctx context.Context, fn func(s *Sources, generation int64) error) error {
	var failed error // of fn: what it does need not be about the store
	err := db.view(ctx, func(tx *sql.Tx) error {
		var generation int64
		if err := tx.QueryRowContext(ctx, `select value from generation where id = 1`).Scan(&generation); err != nil {
			return err
		}
		list, err := versionsOf(ctx, tx, ` join official_current c on c.source = v.source and c.number = v.number`)
		if err != nil {
			return err
		}
		s := &Sources{ctx: ctx, tx: tx, current: make(map[string]opendata.Version, len(list))}
		for _, v := range list {
			s.current[v.Source] = v
		}
		failed = fn(s, generation)
		return failed
	})
	if failed != nil {
		return db.Explain(failed)
	}
	fault.Wrap(&err, "store.ReadSources")
	return err
}

// Version returns the version in force of a source; ok is false when there is none.
func (s *Sources) Version(source string) (v opendata.Version, ok bool) {
	v, ok = s.current[source]
	return v, ok
}

// Scan calls fn with some columns of each row in force; see [opendata.Rows].
func (s *Sources) Scan(source *opendata.Source, columns []string, fn func([]string) error) error {
	v, ok := s.current[source.ID]
	if !ok {
		return nil
	}
	return s.ScanVersion(v, columns, fn)
}

// ScanVersion does so for any version.
func (s *Sources) ScanVersion(v opendata.Version, columns []string, fn func([]string) error) error {
	for rank := int64(1); ; rank++ {
		// One block at a time: fn may ask for others.
		var content []byte
		err := s.tx.QueryRowContext(s.ctx, `select content from official_block where source = $1 and number = $2 and rank = $3`,
			v.Source, int64(v.Number), rank).Scan(&content)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := opendata.ScanBlock(content, v.Columns, columns, fn); err != nil {
			return fmt.Errorf("official data: %s, version %d, block %d: %w", v.Source, v.Number, rank, err)
		}
	}
}

// Versions returns all versions of a source, the last first.
func (s *Sources) Versions(source string) (list []opendata.Version, err error) {
	list, err = versionsOf(s.ctx, s.tx, ` where v.source = $1`, source)
	slices.SortFunc(list, func(a, b opendata.Version) int { return b.Number - a.Number })
	return list, err
}

// Quarantine returns the first rows that a version left out, or those that it kept with
// a doubt, in the order in which they were met.
func (s *Sources) Quarantine(v opendata.Version, kept bool, limit int) ([]opendata.Quarantined, error) {
	return query(s.ctx, s.tx, `select file, line, column_name, value, reason from official_quarantine
		where source = $1 and number = $2 and kept = $3 order by rank limit $4`,
		func(rows *sql.Rows) (q opendata.Quarantined, err error) {
			return q, rows.Scan(&q.File, &q.Line, &q.Column, &q.Value, &q.Reason)
		}, v.Source, int64(v.Number), kept, int64(limit))
}

const versionText = `select v.source, v.number, v.checksum, v.row_count, v.layout, v.licence, v.vintage, v.column_names, v.files, v.input,
	v.read_count, v.skipped, v.quarantined, v.warned, v.recorded from official_version v`

func versionsOf(ctx context.Context, q querier, where string, args ...any) ([]opendata.Version, error) {
	return query(ctx, q, versionText+where, scanVersion, args...)
}

func scanVersion(rows *sql.Rows) (v opendata.Version, err error) {
	var said [5]string
	var recorded int64
	err = rows.Scan(&v.Source, &v.Number, &v.Checksum, &v.Rows, &v.Layout, &v.Licence, &v.Vintage, &said[0], &said[1], &v.Input,
		&v.Read, &said[2], &said[3], &said[4], &recorded)
	if err != nil {
		return v, err
	}
	for i, into := range []any{&v.Columns, &v.Files, &v.Skipped, &v.Quarantined, &v.Warned} {
		if err := json.Unmarshal([]byte(said[i]), into); err != nil {
			return v, fmt.Errorf("official data: %s, version %d: %w", v.Source, v.Number, err)
		}
	}
	v.Recorded = instant(recorded)
	return v, nil
}

// version reads one version in a transaction that writes.
func (tx *Tx) version(source string, number int) (v opendata.Version, err error) {
	list, err := versionsOf(tx.ctx, tx.tx, ` where v.source = $1 and v.number = $2`, source, int64(number))
	if err == nil && len(list) != 1 {
		err = fmt.Errorf("official data: %d versions %d of %s", len(list), number, source)
	}
	if err != nil {
		return v, tx.fail(err)
	}
	return list[0], nil
}

// checkOfficial reads the rows of every version in force and compares them with what
// the version says of itself.
func checkOfficial(ctx context.Context, tx *sql.Tx) (found []Problem, err error) {
	list, err := versionsOf(ctx, tx, ` join official_current c on c.source = v.source and c.number = v.number`)
	if err != nil {
		return nil, err
	}
	s := &Sources{ctx: ctx, tx: tx}
	for _, v := range list {
		where := fmt.Sprintf("official data: %s, version %d", v.Source, v.Number)
		sum, n := opendata.NewChecksum(v.Columns), 0
		err := s.ScanVersion(v, v.Columns, func(row []string) error {
			sum.Add(row)
			n++
			return nil
		})
		switch {
		case ctx.Err() != nil:
			return nil, err
		case err != nil:
			found = append(found, Problem{where, err.Error()})
		case n != v.Rows:
			found = append(found, Problem{where, fmt.Sprintf("%d rows, it was recorded with %d", n, v.Rows)})
		case sum.String() != v.Checksum:
			found = append(found, Problem{where, "its rows are not those that were recorded (their checksum differs)"})
		}
	}
	return found, nil
}
