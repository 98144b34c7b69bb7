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

// seenEvery is how often the use of a session is written.
const seenEvery = time.Minute

// BeginSession opens a session of an active person and leaves a trace in the journal.
func (db *DB) BeginSession(ctx context.Context, s account.Session) (err error) {
	defer fault.Wrap(&err, "store.BeginSession(%s)", s.Person)
	act := journal.Act{Stream: streamOf(s.Person), Actor: string(s.Person), Name: "session.begun", Details: struct {
		Method string `json:"method"`
	}{s.Method}}
	return db.act(ctx, act, func(tx *sql.Tx) error {
		p, err := onePerson(ctx, tx, `id = $1`, string(s.Person))
		if err == nil && p.State != account.Active {
			err = fault.New(fault.Denied, "person.closed")
		}
		if err != nil {
			return err
		}
		now := db.now()
		if _, err := tx.ExecContext(ctx, `delete from session where expires <= $1 or seen <= $2`, now.UnixMicro(), now.Add(-account.SessionIdle).UnixMicro()); err != nil {
			return err
		}
		return addSession(ctx, tx, now, s)
	})
}

func addSession(ctx context.Context, tx *sql.Tx, now time.Time, s account.Session) error {
	_, err := tx.ExecContext(ctx, `insert into session (hash, id, person, method, device, created, seen, expires, hint)
		values ($1, $2, $3, $4, $5, $6, $6, $7, $8)`,
		s.Hash, newID(), string(s.Person), s.Method, s.Device, now.UnixMicro(), now.Add(account.SessionLife).UnixMicro(), s.Hint)
	return err
}

const sessionColumns = `hash, id, person, method, device, hint, created, seen`

func scanSession(rows *sql.Rows) (s account.Session, err error) {
	var created, seen int64
	err = rows.Scan(&s.Hash, &s.ID, &s.Person, &s.Method, &s.Device, &s.Hint, &created, &seen)
	s.Created, s.Seen = instant(created), instant(seen)
	return s, err
}

// SignedIn returns the session of a cookie's hash and who it is of, with the rights in
// force now; fault.NotFound when there is none that holds.
func (db *DB) SignedIn(ctx context.Context, hash string) (s account.Session, who account.Subject, err error) {
	defer fault.Wrap(&err, "store.SignedIn")
	now := db.now()
	err = db.view(ctx, func(tx *sql.Tx) error {
		list, err := query(ctx, tx, `select `+sessionColumns+` from session where hash = $1 and expires > $2 and seen > $3`,
			scanSession, hash, now.UnixMicro(), now.Add(-account.SessionIdle).UnixMicro())
		if err != nil {
			return err
		}
		if len(list) == 0 {
			return fault.New(fault.NotFound, "session.unknown")
		}
		s = list[0]
		who, err = db.subject(ctx, tx, s.Person, now)
		if err == nil && who.Person.State != account.Active {
			err = fault.New(fault.NotFound, "session.unknown")
		}
		return err
	})
	if err != nil || now.Sub(s.Seen) < seenEvery {
		return s, who, err
	}
	return s, who, db.write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `update session set seen = $2 where hash = $1 and seen < $2`, hash, now.UnixMicro())
		return err
	})
}

// Sessions returns the sessions of a person that hold, last used first.
func (db *DB) Sessions(ctx context.Context, id account.PersonID) (list []account.Session, err error) {
	defer fault.Wrap(&err, "store.Sessions(%s)", id)
	now := db.now()
	list, err = query(ctx, db.Reader(), `select `+sessionColumns+` from session where person = $1 and expires > $2 and seen > $3 order by seen desc, id`,
		scanSession, string(id), now.UnixMicro(), now.Add(-account.SessionIdle).UnixMicro())
	return list, db.Explain(err)
}

// EndSession ends one session of a person, by its id; fault.NotFound when there is none.
func (db *DB) EndSession(ctx context.Context, id account.PersonID, session string) (err error) {
	defer fault.Wrap(&err, "store.EndSession(%s)", id)
	act := journal.Act{Stream: streamOf(id), Actor: string(id), Name: "session.ended"}
	return db.act(ctx, act, func(tx *sql.Tx) error {
		var hash string
		err := tx.QueryRowContext(ctx, `delete from session where person = $1 and id = $2 returning hash`, string(id), session).Scan(&hash)
		if errors.Is(err, sql.ErrNoRows) {
			return fault.New(fault.NotFound, "session.unknown")
		}
		return err
	})
}
