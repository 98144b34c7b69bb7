package store

import (
	"context"
	"database/sql"
	"time"

	"continuum/internal/fault"
	"continuum/internal/journal"
)

// JournalFilter chooses entries of the journal.
type JournalFilter struct {
	Stream string         // empty: any
	Actor  string         // empty: any
	Before time.Time      // only those dated before; zero: up to the last
	After  *journal.Entry // only those that come after it in the list, to go on from the last of a page
	Limit  int            // at most this many; 0 means 100, and never more than 1000
}

// Journal returns the entries that the filter chooses, newest first. What they say of
// people is not among it.
func (db *DB) Journal(ctx context.Context, f JournalFilter) (list []journal.Entry, err error) {
	defer fault.Wrap(&err, "store.Journal")
	limit := min(f.Limit, 1000)
	if limit <= 0 {
		limit = 100
	}
	before := int64(1) << 62
	if !f.Before.IsZero() {
		before = f.Before.UnixMicro()
	}
	after := journal.Entry{At: instant(1 << 62)}
	if f.After != nil {
		after = *f.After
	}
	list, err = query(ctx, db.Reader(), `select stream, seq, at, actor, act, details from journal_entry
		where ($1 = '' or stream = $1) and ($2 = '' or actor = $2) and at < $3
		and (at < $4 or at = $4 and (stream < $5 or stream = $5 and seq < $6))
		order by at desc, stream desc, seq desc limit $7`,
		func(rows *sql.Rows) (e journal.Entry, err error) {
			var at int64
			err = rows.Scan(&e.Stream, &e.Seq, &at, &e.Actor, &e.Name, &e.Details)
			e.At = instant(at)
			return e, err
		}, f.Stream, f.Actor, before, after.At.UnixMicro(), after.Stream, after.Seq, int64(limit))
	return list, db.Explain(err)
}
