package store

import (
	"context"
	"database/sql"
	"time"

	"continuum/internal/fault"
)

// Change is an entry of the journal.
type Change struct {
	Generation int64
	At         time.Time
	Actor      string // who
	What       string
}

// Changes returns the last changes before a generation, newest first, at most 100;
// 0 means up to the last one.
func (db *DB) Changes(ctx context.Context, before int64) (list []Change, err error) {
	defer fault.Wrap(&err, "store.Changes(%d)", before)
	text, args := `select generation, at, actor, what from change where generation < $1 order by generation desc limit 100`, []any{before}
	if before == 0 {
		text, args = `select generation, at, actor, what from change order by generation desc limit 100`, nil
	}
	list, err = query(ctx, db.Reader(), text, func(rows *sql.Rows) (c Change, err error) {
		var at int64
		err = rows.Scan(&c.Generation, &at, &c.Actor, &c.What)
		c.At = instant(at)
		return c, err
	}, args...)
	return list, db.Explain(err)
}
