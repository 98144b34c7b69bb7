package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"continuum/internal/account"
	"continuum/internal/fault"
	"continuum/internal/journal"
	"continuum/internal/mail"
)

// newID is an opaque identifier.
func newID() string { return strings.ToLower(rand.Text()) }

// streamOf is where what is done to a person is written.
func streamOf(p account.PersonID) string { return "person/" + string(p) }

// mailKey is a mail address as it is compared.
func mailKey(address string) string { return strings.ToLower(strings.TrimSpace(address)) }

// naming is what the journal says of who a person is; erasable.
type naming struct {
	Name string `json:"name"`
	Mail string `json:"mail"`
}

// Invite makes the account of p, whose id it sets, with a token to open it and the letter
// that carries the token. It fails with fault.Conflict when the address has an account.
func (db *DB) Invite(ctx context.Context, actor string, p *account.Person, pass account.Pass, letter mail.Message) (err error) {
	defer fault.Wrap(&err, "store.Invite")
	now := db.now()
	p.ID, p.State, p.Since = account.PersonID(newID()), account.Invited, now.Truncate(time.Microsecond).UTC()
	who, err := json.Marshal(naming{p.Name, p.Mail})
	if err != nil {
		return err
	}
	act := journal.Act{Stream: streamOf(p.ID), Actor: actor, Name: "person.invited", Personal: who}
	return db.act(ctx, act, func(tx *sql.Tx) error {
		if _, err := onePerson(ctx, tx, `mail_key = $1`, mailKey(p.Mail)); err == nil {
			return fault.New(fault.Conflict, "person.known").In("mail")
		} else if fault.KindOf(err) != fault.NotFound {
			return err
		}
		_, err := tx.ExecContext(ctx, `insert into person (id, name, mail, mail_key, lang, state, since, changed)
			values ($1, $2, $3, $4, $5, 'invited', $6, $6)`,
			string(p.ID), p.Name, p.Mail, mailKey(p.Mail), p.Lang, now.UnixMicro())
		if err != nil {
			return err
		}
		return db.send(ctx, tx, p.ID, pass, letter)
	})
}

// SendPass gives a known person another token, in place of those before, and queues the
// letter that carries it. It fails with fault.Conflict for who was disabled or left.
func (db *DB) SendPass(ctx context.Context, actor string, id account.PersonID, pass account.Pass, letter mail.Message) (err error) {
	defer fault.Wrap(&err, "store.SendPass(%s)", id)
	act := journal.Act{Stream: streamOf(id), Actor: actor, Name: "person.sent", Details: struct {
		Purpose account.PassPurpose `json:"purpose"`
	}{pass.Purpose}}
	return db.act(ctx, act, func(tx *sql.Tx) error {
		p, err := onePerson(ctx, tx, `id = $1`, string(id))
		switch {
		case err != nil:
			return err
		case p.State != account.Invited && p.State != account.Active:
			return fault.New(fault.Conflict, "person.closed")
		}
		if _, err := tx.ExecContext(ctx, `delete from token where person = $1`, string(id)); err != nil {
			return err
		}
		return db.send(ctx, tx, id, pass, letter)
	})
}

// Readmit takes from someone all that opens their account, and sends a token in its place:
// for who lost a passkey, or fears that another has one. An identity provider is no matter
// of this site: what it says stays. It fails with fault.Conflict for who never came or is gone.
func (db *DB) Readmit(ctx context.Context, actor string, id account.PersonID, pass account.Pass, letter mail.Message) (err error) {
	defer fault.Wrap(&err, "store.Readmit(%s)", id)
	return db.act(ctx, journal.Act{Stream: streamOf(id), Actor: actor, Name: "person.readmitted"}, func(tx *sql.Tx) error {
		p, err := onePerson(ctx, tx, `id = $1`, string(id))
		switch {
		case err != nil:
			return err
		case p.State != account.Active:
			return fault.New(fault.Conflict, "person.state")
		}
		for _, text := range []string{
			`delete from passkey where person = $1`, `delete from password where person = $1`, `delete from session where person = $1`, `delete from token where person = $1`,
		} {
			if _, err := tx.ExecContext(ctx, text, string(id)); err != nil {
				return err
			}
		}
		return db.send(ctx, tx, id, pass, letter)
	})
}

// send keeps a token and queues its letter, if there is one.
func (db *DB) send(ctx context.Context, tx *sql.Tx, id account.PersonID, pass account.Pass, letter mail.Message) error {
	now := db.now()
	_, err := tx.ExecContext(ctx, `insert into token (hash, person, purpose, created, expires) values ($1, $2, $3, $4, $5)`,
		pass.Hash, string(id), string(pass.Purpose), now.UnixMicro(), pass.Expires.UnixMicro())
	if err != nil || letter.To == "" {
		return err
	}
	return queueMail(ctx, tx, now, letter)
}

// PassHolder returns who may open an account with a token that still holds, and what
// for; fault.NotFound when it does not, whatever the reason.
func (db *DB) PassHolder(ctx context.Context, hash string) (p account.Person, purpose account.PassPurpose, err error) {
	defer fault.Wrap(&err, "store.PassHolder")
	err = db.view(ctx, func(tx *sql.Tx) error {
		p, purpose, err = passHolder(ctx, tx, hash, db.now())
		return err
	})
	return p, purpose, err
}

func passHolder(ctx context.Context, tx *sql.Tx, hash string, now time.Time) (p account.Person, purpose account.PassPurpose, err error) {
	var person string
	err = tx.QueryRowContext(ctx, `select person, purpose from token where hash = $1 and used is null and expires > $2`, hash, now.UnixMicro()).Scan(&person, &purpose)
	if errors.Is(err, sql.ErrNoRows) {
		return p, "", fault.New(fault.NotFound, "pass.unknown")
	}
	if err != nil {
		return p, "", err
	}
	p, err = onePerson(ctx, tx, `id = $1`, person)
	if err == nil && p.State != account.Invited && p.State != account.Active {
		err = fault.New(fault.NotFound, "pass.unknown")
	}
	return p, purpose, err
}

// UsePass opens an account with a token, once: the password is set, whatever was open
// with the one before is closed, and s begins.
func (db *DB) UsePass(ctx context.Context, hash, password string, s account.Session) (err error) {
	defer fault.Wrap(&err, "store.UsePass")
	p, purpose, err := db.PassHolder(ctx, hash)
	if err != nil {
		return err
	}
	s.Person, s.Method, s.Strong = p.ID, string(purpose), false
	act := journal.Act{Stream: streamOf(p.ID), Actor: string(p.ID), Name: "person.opened", Details: struct {
		Purpose account.PassPurpose `json:"purpose"`
	}{purpose}}
	return db.act(ctx, act, func(tx *sql.Tx) error {
		now := db.now()
		if _, _, err := passHolder(ctx, tx, hash, now); err != nil { // another may have come first
			return err
		}
		for _, q := range []struct {
			text string
			args []any
		}{
			{`update token set used = $2 where person = $1 and used is null`, []any{string(p.ID), now.UnixMicro()}},
			{`update person set state = 'active', changed = $2 where id = $1`, []any{string(p.ID), now.UnixMicro()}},
			{`insert into password (person, hash, changed) values ($1, $2, $3) on conflict (person) do update set hash = excluded.hash, changed = excluded.changed`, []any{string(p.ID), password, now.UnixMicro()}},
			{`delete from session where person = $1`, []any{string(p.ID)}},
		} {
			if _, err := tx.ExecContext(ctx, q.text, q.args...); err != nil {
				return err
			}
		}
		s.Proven = now // with what only the owner of the address was sent
		return addSession(ctx, tx, now, s)
	})
}

const personColumns = `id, name, mail, lang, state, since`

func scanPerson(rows *sql.Rows) (p account.Person, err error) {
	var since int64
	err = rows.Scan(&p.ID, &p.Name, &p.Mail, &p.Lang, &p.State, &since)
	p.Since = instant(since)
	return p, err
}

// onePerson returns the person that a condition names; fault.NotFound when there is none.
func onePerson(ctx context.Context, q querier, where string, args ...any) (p account.Person, err error) {
	list, err := query(ctx, q, `select `+personColumns+` from person where `+where, scanPerson, args...)
	if err == nil && len(list) == 0 {
		err = fault.New(fault.NotFound, "person.unknown")
	}
	if err != nil {
		return p, err
	}
	return list[0], nil
}

// Person returns a person by id or by mail address; fault.NotFound when there is none.
func (db *DB) Person(ctx context.Context, idOrMail string) (p account.Person, err error) {
	defer fault.Wrap(&err, "store.Person")
	p, err = onePerson(ctx, db.Reader(), `id = $1 or mail_key = $2`, idOrMail, cmpKey(idOrMail))
	return p, db.Explain(err)
}

// cmpKey is a mail key that no erased address has.
func cmpKey(address string) string {
	if k := mailKey(address); k != "" {
		return k
	}
	return "-"
}

// People returns those who have not left, by mail address, 10,000 at most.
func (db *DB) People(ctx context.Context) (list []account.Person, err error) {
	defer fault.Wrap(&err, "store.People")
	list, err = query(ctx, db.Reader(), `select `+personColumns+` from person where state <> 'left' order by mail_key, id limit 10000`, scanPerson)
	return list, db.Explain(err)
}

// PasswordOf returns the person of a mail address and what is kept of the password, both
// empty when there is no such active account: the caller must behave alike.
func (db *DB) PasswordOf(ctx context.Context, address string) (id account.PersonID, hash string, err error) {
	defer fault.Wrap(&err, "store.PasswordOf")
	err = db.Reader().QueryRowContext(ctx, `select p.id, w.hash from person p join password w on w.person = p.id
		where p.mail_key = $1 and p.state = 'active'`, cmpKey(address)).Scan(&id, &hash)
	if errors.Is(err, sql.ErrNoRows) {
		return "", "", nil
	}
	return id, hash, db.Explain(err)
}

// SetPassword changes the password of the person whose session by is; all their other
// sessions end. Where there was none, it fails with fault.Denied ("session.stale") unless
// the proof of the session is fresh: with one, who asks has given it.
func (db *DB) SetPassword(ctx context.Context, by account.Session, hash string) (err error) {
	defer fault.Wrap(&err, "store.SetPassword(%s)", by.Person)
	act := journal.Act{Stream: streamOf(by.Person), Actor: string(by.Person), Name: "password.changed"}
	return db.act(ctx, act, func(tx *sql.Tx) error {
		var had int
		if err := tx.QueryRowContext(ctx, `select count(*) from password where person = $1`, string(by.Person)).Scan(&had); err != nil {
			return err
		}
		if had == 0 {
			if err := db.fresh(ctx, tx, by); err != nil {
				return err
			}
		}
		_, err := tx.ExecContext(ctx, `insert into password (person, hash, changed) values ($1, $2, $3)
			on conflict (person) do update set hash = excluded.hash, changed = excluded.changed`, string(by.Person), hash, db.now().UnixMicro())
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `delete from session where person = $1 and hash <> $2`, string(by.Person), by.Hash)
		return err
	})
}
