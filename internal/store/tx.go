package store

import (
	"context"
	"database/sql"
	"errors"
	"math/rand/v2"
	"time"

	"continuum/internal/fault"
)

// maxTries bounds how often a transaction is tried again after a serialization
// failure. Writers queue on the row of the generation, so each round lets at least
// one of them through.
const maxTries = 40

// origin says who stands behind a statement.
type origin string

const (
	fromDataset  origin = "dataset"
	fromOperator origin = "operator"
)

// Tx is one change of the register. After a method of it has failed, the whole
// transaction fails, whatever the closure returns.
type Tx struct {
	ctx    context.Context
	tx     *sql.Tx
	db     *DB
	at     int64  // instant of record, microseconds; later than any before
	origin origin // of what it records and retires
	what   string
	err    error // first failure
}

// InTx is the one way to write the register: all that fn does is kept, or none of
// it. It moves the generation and leaves a row in the journal: actor says who
// changes what. It runs fn again, a bounded number of times, when another writer
// came first: fn must have no effect but on its Tx.
func (db *DB) InTx(ctx context.Context, actor, what string, fn func(*Tx) error) (err error) {
	defer fault.Wrap(&err, "store.InTx(%s: %s)", actor, what)
	return db.inTx(ctx, fromOperator, actor, what, fn)
}

func (db *DB) inTx(ctx context.Context, from origin, actor, what string, fn func(*Tx) error) error {
	return db.writeOf(ctx, "register", func(t *sql.Tx) error {
		tx := &Tx{ctx: ctx, tx: t, db: db, origin: from, what: what}
		generation, err := tx.begin()
		if err != nil {
			return err
		}
		if err := fn(tx); err != nil {
			return err
		}
		if tx.err != nil {
			return tx.err
		}
		return tx.exec(`insert into change (generation, at, actor, what) values ($1, $2, $3, $4)`,
			generation, tx.at, actor, tx.what)
	})
}

// begin takes the next generation, which makes writers queue, and an instant later
// than the last change's even when the clocks of two servers disagree.
func (tx *Tx) begin() (generation int64, err error) {
	err = tx.tx.QueryRowContext(tx.ctx, `update generation set value = value + 1 where id = 1 returning value`).Scan(&generation)
	if err != nil {
		return 0, err
	}
	var last sql.NullInt64
	err = tx.tx.QueryRowContext(tx.ctx, `select max(at) from change where generation = $1`, generation-1).Scan(&last)
	tx.at = max(tx.db.now().UnixMicro(), last.Int64+1)
	return generation, err
}

// write runs fn in a transaction that is as if alone to write.
func (db *DB) write(ctx context.Context, fn func(*sql.Tx) error) error {
	for try := 1; ; try++ {
		err := db.once(ctx, fn)
		if err == nil || !db.Retry(err) || try == maxTries {
			return db.Explain(err)
		}
		// A random pause parts those who collided.
		if err := pause(ctx, rand.N(time.Duration(min(try, 20))*time.Millisecond)); err != nil {
			return err
		}
	}
}

func (db *DB) once(ctx context.Context, fn func(*sql.Tx) error) error {
	tx, err := db.Writer().BeginTx(ctx, db.WriteOptions())
	if err != nil {
		return err
	}
	defer tx.Rollback() // of no effect after Commit
	if err := fn(tx); err != nil {
		return err
	}
	return tx.Commit()
}

// exec runs a statement and remembers its failure.
func (tx *Tx) exec(query string, args ...any) error {
	_, err := tx.count(query, args...)
	return err
}

// count runs a statement and tells how many rows it touched.
func (tx *Tx) count(query string, args ...any) (int64, error) {
	res, err := tx.tx.ExecContext(tx.ctx, query, args...)
	if err != nil {
		return 0, tx.fail(err)
	}
	return res.RowsAffected()
}

// fail remembers the first failure: PostgreSQL refuses to go on after one, and
// SQLite must not.
func (tx *Tx) fail(err error) error {
	if tx.err == nil {
		tx.err = err
	}
	return err
}

// pause waits, unless the context ends first.
func pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// errUnchanged gives a transaction up without an error.
var errUnchanged = errors.New("nothing to change")
