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
	proven := int64(0) // nobody said when
	if !s.Proven.IsZero() {
		proven = s.Proven.UnixMicro()
	}
	_, err := tx.ExecContext(ctx, `insert into session (hash, id, person, method, device, created, seen, expires, hint, proven, strong)
		values ($1, $2, $3, $4, $5, $6, $6, $7, $8, $9, $10)`,
		s.Hash, newID(), string(s.Person), s.Method, s.Device, now.UnixMicro(), now.Add(account.SessionLife).UnixMicro(), s.Hint, proven, s.Strong)
	return err
}

// ProveSession says that who is signed in proved it anew, by another method perhaps: the
// session goes on under another hash, that of the one before is worth nothing.
func (db *DB) ProveSession(ctx context.Context, by, proof account.Session) (err error) {
	defer fault.Wrap(&err, "store.ProveSession(%s)", by.Person)
	act := journal.Act{Stream: streamOf(by.Person), Actor: string(by.Person), Name: "session.proven", Details: struct {
		Method string `json:"method"`
	}{proof.Method}}
	return db.act(ctx, act, func(tx *sql.Tx) error {
		res, err := tx.ExecContext(ctx, `update session set hash = $3, proven = $4, strong = strong or $5 where hash = $1 and person = $2`,
			by.Hash, string(by.Person), proof.Hash, db.now().UnixMicro(), proof.Strong)
		if err != nil {
			return err
		}
		if n, err := res.RowsAffected(); err != nil || n == 1 {
			return err
		}
		return fault.New(fault.NotFound, "session.unknown")
	})
}

// fresh refuses a session whose proof is too old to change what opens the account.
func (db *DB) fresh(ctx context.Context, tx *sql.Tx, by account.Session) error {
	list, err := query(ctx, tx, `select `+sessionColumns+` from session where hash = $1 and person = $2`, scanSession, by.Hash, string(by.Person))
	switch {
	case err != nil:
		return err
	case len(list) == 0:
		return fault.New(fault.NotFound, "session.unknown")
	case !list[0].Fresh(db.now()):
		return fault.New(fault.Denied, "session.stale")
	}
	return nil
}

const sessionColumns = `hash, id, person, method, device, hint, created, seen, proven, strong`

func scanSession(rows *sql.Rows) (s account.Session, err error) {
	var created, seen, proven int64
	err = rows.Scan(&s.Hash, &s.ID, &s.Person, &s.Method, &s.Device, &s.Hint, &created, &seen, &proven, &s.Strong)
	s.Created, s.Seen = instant(created), instant(seen)
	if proven > 0 {
		s.Proven = instant(proven)
	}
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

// EndSession ends a session of the person whose session by is, by its id: one's own at once,
// another with a fresh proof. It fails with fault.NotFound when there is none, fault.Denied
// ("session.stale") when the proof is old.
func (db *DB) EndSession(ctx context.Context, by account.Session, session string) (err error) {
	defer fault.Wrap(&err, "store.EndSession(%s)", by.Person)
	act := journal.Act{Stream: streamOf(by.Person), Actor: string(by.Person), Name: "session.ended"}
	return db.act(ctx, act, func(tx *sql.Tx) error {
		if session != by.ID {
			if err := db.fresh(ctx, tx, by); err != nil {
				return err
			}
		}
		var hash string
		err := tx.QueryRowContext(ctx, `delete from session where person = $1 and id = $2 returning hash`, string(by.Person), session).Scan(&hash)
		if errors.Is(err, sql.ErrNoRows) {
			return fault.New(fault.NotFound, "session.unknown")
		}
		return err
	})
}
