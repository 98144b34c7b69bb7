package store

import (
	"context"
	"database/sql"
	"io"
	"strings"

	"continuum/internal/fault"
)

// Backup writes the whole store, reports included and who is signed in left out, as it was at one instant, in a
// form that either engine restores. It needs little memory and stops no writer.
func (db *DB) Backup(ctx context.Context, w io.Writer) (err error) {
	defer fault.Wrap(&err, "store.Backup")
	schema, err := db.schemaVersion(ctx)
	if err != nil {
		return err
	}
	return db.view(ctx, func(tx *sql.Tx) error {
		head := archiveHead{Format: archiveFormat, Version: archiveVersion, Schema: schema, Made: db.now().UTC()}
		for _, t := range tables {
			head.Tables = append(head.Tables, archiveTable{t.name, t.columns})
		}
		if err := tx.QueryRowContext(ctx, `select value from generation where id = 1`).Scan(&head.Generation); err != nil {
			return err
		}
		a, err := newArchiveWriter(w, head)
		if err != nil {
			return err
		}
		for _, t := range tables {
			a.table(t.name)
			if !t.fleeting {
				if err := eachRow(ctx, tx, t, a.row); err != nil {
					return err
				}
			}
			if err := a.endTable(); err != nil {
				return err
			}
		}
		return a.close()
	})
}

// eachRow gives every row of a table to fn, which must not keep it.
func eachRow(ctx context.Context, q querier, t table, fn func([]any) error) error {
	rows, err := q.QueryContext(ctx, `select `+strings.Join(t.columns, ", ")+` from `+t.name)
	if err != nil {
		return err
	}
	defer rows.Close()
	types, err := rows.ColumnTypes()
	if err != nil {
		return err
	}
	row := make([]any, len(t.columns))
	into := make([]any, len(row))
	isBoolean := make([]bool, len(row))
	for i := range row {
		into[i] = &row[i]
		isBoolean[i] = strings.EqualFold(types[i].DatabaseTypeName(), "boolean")
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		// SQLite keeps a boolean as a number, which PostgreSQL does not take for one.
		for i, v := range row {
			if n, ok := v.(int64); ok && isBoolean[i] {
				row[i] = n != 0
			}
		}
		if err := fn(row); err != nil {
			return err
		}
	}
	return rows.Err()
}
