package store

import (
	"context"
	"database/sql"

	"continuum/internal/account"
	"continuum/internal/fault"
	"continuum/internal/journal"
)

// Identify returns the account of someone whom an identity provider knows. The first
// time, it is the one invited at that address, when the provider answers for it (vouched);
// from then on it is theirs whatever their address becomes. It fails with fault.Denied
// when there is none, or when it is closed: the caller tells both alike.
func (db *DB) Identify(ctx context.Context, issuer, subject, address string, vouched bool) (p account.Person, err error) {
	defer fault.Wrap(&err, "store.Identify(%s)", issuer)
	refused := fault.New(fault.Denied, "oidc.nobody")
	p, err = onePerson(ctx, db.Reader(), `id in (select person from identity where issuer = $1 and subject = $2)`, issuer, subject)
	switch {
	case err == nil && p.State != account.Active:
		return account.Person{}, refused
	case err == nil || fault.KindOf(err) != fault.NotFound:
		return p, db.Explain(err)
	case !vouched:
		return account.Person{}, refused
	}
	p, err = onePerson(ctx, db.Reader(), `mail_key = $1 and state in ('invited', 'active')
		and id not in (select person from identity where issuer = $2)`, cmpKey(address), issuer)
	if fault.KindOf(err) == fault.NotFound {
		return account.Person{}, refused
	}
	if err != nil {
		return p, db.Explain(err)
	}
	act := journal.Act{Stream: streamOf(p.ID), Actor: string(p.ID), Name: "person.identified", Details: struct {
		Issuer string `json:"issuer"`
	}{issuer}}
	err = db.act(ctx, act, func(tx *sql.Tx) error {
		now := db.now().UnixMicro()
		res, err := tx.ExecContext(ctx, `update person set state = 'active', changed = $2 where id = $1 and state in ('invited', 'active')`, string(p.ID), now)
		if err != nil {
			return err
		}
		if n, err := res.RowsAffected(); err != nil || n != 1 {
			return refused // closed meanwhile
		}
		if _, err := tx.ExecContext(ctx, `update token set used = $2 where person = $1 and used is null`, string(p.ID), now); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `insert into identity (issuer, subject, person, since) values ($1, $2, $3, $4)`, issuer, subject, string(p.ID), now)
		return err
	})
	p.State = account.Active
	return p, err
}
