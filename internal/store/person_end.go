package store

import (
	"context"
	"database/sql"

	"continuum/internal/account"
	"continuum/internal/fault"
	"continuum/internal/journal"
)

// DisablePerson closes an account until it is enabled again: sessions and tokens end at once.
func (db *DB) DisablePerson(ctx context.Context, actor string, id account.PersonID) (err error) {
	defer fault.Wrap(&err, "store.DisablePerson(%s)", id)
	return db.changeState(ctx, actor, id, account.Disabled, "person.disabled")
}

// EnablePerson opens a disabled account again.
func (db *DB) EnablePerson(ctx context.Context, actor string, id account.PersonID) (err error) {
	defer fault.Wrap(&err, "store.EnablePerson(%s)", id)
	return db.changeState(ctx, actor, id, account.Active, "person.enabled")
}

// Leave ends an account for good: rights end now, what opens it is deleted. Name and
// address stay until they are erased, because signatures bear them.
func (db *DB) Leave(ctx context.Context, actor string, id account.PersonID) (err error) {
	defer fault.Wrap(&err, "store.Leave(%s)", id)
	return db.changeState(ctx, actor, id, account.Left, "person.left")
}

func (db *DB) changeState(ctx context.Context, actor string, id account.PersonID, to account.PersonState, act string) error {
	return db.act(ctx, journal.Act{Stream: streamOf(id), Actor: actor, Name: act}, func(tx *sql.Tx) error {
		p, err := onePerson(ctx, tx, `id = $1`, string(id))
		if err != nil {
			return err
		}
		if p.State == account.Left || p.State == to || to == account.Active && p.State != account.Disabled {
			return fault.New(fault.Conflict, "person.state")
		}
		now := db.now().UnixMicro()
		if _, err := tx.ExecContext(ctx, `update person set state = $2, changed = $3 where id = $1`, string(id), string(to), now); err != nil {
			return err
		}
		ends := []string{`delete from session where person = $1`, `delete from token where person = $1`}
		if to == account.Left {
			ends = append(ends, `delete from password where person = $1`, `delete from identity where person = $1`, `delete from passkey where person = $1`)
			if _, err := tx.ExecContext(ctx, `update granted set ends = case when starts > $2 then starts else $2 end
				where person = $1 and (ends is null or ends > $2)`, string(id), now); err != nil {
				return err
			}
		}
		for _, text := range ends {
			if _, err := tx.ExecContext(ctx, text, string(id)); err != nil {
				return err
			}
		}
		return nil
	})
}

// ErasePerson forgets who someone who left was: the name, the address, and what the
// journal says of them in their own stream. What they did stays, by an id that is nobody's.
func (db *DB) ErasePerson(ctx context.Context, actor string, id account.PersonID) (err error) {
	defer fault.Wrap(&err, "store.ErasePerson(%s)", id)
	return db.write(ctx, func(tx *sql.Tx) error {
		p, err := onePerson(ctx, tx, `id = $1`, string(id))
		switch {
		case err != nil:
			return err
		case p.State != account.Left:
			return fault.New(fault.Conflict, "person.present")
		}
		if _, err := tx.ExecContext(ctx, `update person set name = '', mail = '', mail_key = '', changed = $2 where id = $1`, string(id), db.now().UnixMicro()); err != nil {
			return err
		}
		for _, text := range []string{`delete from notice where person = $1`, `delete from notice_way where person = $1`, `delete from expert_profile where person = $1`} {
			if _, err := tx.ExecContext(ctx, text, string(id)); err != nil {
				return err
			}
		}
		return db.erasePersonal(ctx, tx, actor, streamOf(id))
	})
}

// erasePersonal deletes the personal details of a stream, and says so in it.
func (db *DB) erasePersonal(ctx context.Context, tx *sql.Tx, actor, stream string) error {
	seq, err := query(ctx, tx, `select seq from journal_personal where stream = $1 order by seq`, func(rows *sql.Rows) (n int64, err error) {
		return n, rows.Scan(&n)
	}, stream)
	if err != nil || len(seq) == 0 {
		return err
	}
	if _, err := tx.ExecContext(ctx, `delete from journal_personal where stream = $1`, stream); err != nil {
		return err
	}
	return db.record(ctx, tx, journal.Act{Stream: stream, Actor: actor, Name: journal.Erased, Details: journal.Erasure{Seq: seq}})
}
