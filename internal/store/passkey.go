package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"continuum/internal/account"
	"continuum/internal/fault"
	"continuum/internal/journal"
)

// Passkeys returns the keys of a person, oldest first.
func (db *DB) Passkeys(ctx context.Context, id account.PersonID) (list []account.Passkey, err error) {
	defer fault.Wrap(&err, "store.Passkeys(%s)", id)
	list, err = query(ctx, db.Reader(), `select id, person, name, data, created, coalesce(used, 0) from passkey where person = $1 order by created, id`,
		func(rows *sql.Rows) (k account.Passkey, err error) {
			var created, used int64
			err = rows.Scan(&k.ID, &k.Person, &k.Name, &k.Data, &created, &used)
			k.Created = instant(created)
			if used > 0 {
				k.Used = instant(used)
			}
			return k, err
		}, string(id))
	return list, db.Explain(err)
}

// AddPasskey keeps a key of the person whose session by is. It fails with fault.Conflict
// when it is known, fault.Denied ("session.stale") when the proof of the session is old.
func (db *DB) AddPasskey(ctx context.Context, by account.Session, k account.Passkey) (err error) {
	defer fault.Wrap(&err, "store.AddPasskey(%s)", by.Person)
	return db.act(ctx, journal.Act{Stream: streamOf(by.Person), Actor: string(by.Person), Name: "passkey.added"}, func(tx *sql.Tx) error {
		if err := db.fresh(ctx, tx, by); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `insert into passkey (id, person, name, data, created) values ($1, $2, $3, $4, $5)`,
			k.ID, string(by.Person), k.Name, k.Data, db.now().UnixMicro())
		return err
	})
}

// UsePasskey keeps a key as it is after use, and when that was.
func (db *DB) UsePasskey(ctx context.Context, k account.Passkey) (err error) {
	defer fault.Wrap(&err, "store.UsePasskey(%s)", k.Person)
	return db.write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `update passkey set data = $3, used = $4 where id = $1 and person = $2`, k.ID, string(k.Person), k.Data, db.now().UnixMicro())
		return err
	})
}

// RemovePasskey forgets a key of the person whose session by is; fault.NotFound when there
// is none, fault.Denied ("session.stale") when the proof of the session is old.
func (db *DB) RemovePasskey(ctx context.Context, by account.Session, key string) (err error) {
	defer fault.Wrap(&err, "store.RemovePasskey(%s)", by.Person)
	return db.act(ctx, journal.Act{Stream: streamOf(by.Person), Actor: string(by.Person), Name: "passkey.removed"}, func(tx *sql.Tx) error {
		if err := db.fresh(ctx, tx, by); err != nil {
			return err
		}
		res, err := tx.ExecContext(ctx, `delete from passkey where person = $1 and id = $2`, string(by.Person), key)
		if err != nil {
			return err
		}
		if n, err := res.RowsAffected(); err != nil || n == 1 {
			return err
		}
		return fault.New(fault.NotFound, "passkey.unknown")
	})
}

// KeepAsked keeps what a browser was asked until an instant, under a hash. Those that
// nobody answered leave on the way.
func (db *DB) KeepAsked(ctx context.Context, hash, asked string, until time.Time) (err error) {
	defer fault.Wrap(&err, "store.KeepAsked")
	return db.write(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `delete from asked where expires <= $1`, db.now().UnixMicro()); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `insert into asked (hash, content, expires) values ($1, $2, $3)`, hash, asked, until.UnixMicro())
		return err
	})
}

// TakeAsked takes what was kept under a hash, once; fault.NotFound when nothing holds.
func (db *DB) TakeAsked(ctx context.Context, hash string) (asked string, err error) {
	defer fault.Wrap(&err, "store.TakeAsked")
	err = db.write(ctx, func(tx *sql.Tx) error {
		var expires int64
		err := tx.QueryRowContext(ctx, `delete from asked where hash = $1 returning content, expires`, hash).Scan(&asked, &expires)
		if errors.Is(err, sql.ErrNoRows) || err == nil && expires <= db.now().UnixMicro() {
			return fault.New(fault.NotFound, "passkey.unknown")
		}
		return err
	})
	return asked, err
}
