package store

import (
	"context"
	"database/sql"
	"time"

	"continuum/internal/account"
	"continuum/internal/fault"
	"continuum/internal/journal"
)

// grantDetails is what the journal says of a right.
type grantDetails struct {
	Grant string       `json:"grant"`
	Role  account.Role `json:"role"`
	Scope string       `json:"scope"`
	From  string       `json:"from,omitempty"`
	Until string       `json:"until,omitempty"`
	Of    string       `json:"delegated_from,omitempty"`
}

func detailsOf(g account.Grant) grantDetails {
	d := grantDetails{Grant: g.ID, Role: g.Role, Scope: g.Scope.String(), From: g.From.UTC().Format(time.RFC3339), Of: g.DelegatedFrom}
	if !g.Until.IsZero() {
		d.Until = g.Until.UTC().Format(time.RFC3339)
	}
	return d
}

// GiveGrant gives a right, whose id it sets. A delegation is compared again with the right
// that it exercises, in the same transaction. It fails with fault.Conflict when the
// person holds the same, and fault.Denied when a delegation goes beyond.
func (db *DB) GiveGrant(ctx context.Context, g *account.Grant) (err error) {
	defer fault.Wrap(&err, "store.GiveGrant(%s, %s)", g.Role, g.Scope)
	g.ID = newID()
	if err := g.Check(); err != nil {
		return err
	}
	act := journal.Act{Stream: streamOf(g.Person), Actor: g.GivenBy, Name: "grant.given", Details: detailsOf(*g)}
	return db.act(ctx, act, func(tx *sql.Tx) error {
		p, err := onePerson(ctx, tx, `id = $1`, string(g.Person))
		switch {
		case err != nil:
			return err
		case p.State != account.Invited && p.State != account.Active:
			return fault.New(fault.Conflict, "person.closed")
		}
		if g.DelegatedFrom != "" {
			sources, err := query(ctx, tx, `select `+grantColumns+` from granted where id = $1`, scanGrant, g.DelegatedFrom)
			if err != nil {
				return err
			}
			if len(sources) == 0 || string(sources[0].Person) != g.GivenBy {
				return fault.New(fault.NotFound, "grant.unknown")
			}
			if _, err := sources[0].Delegate(g.Person, g.From, g.Until); err != nil {
				return err
			}
		}
		var same int64
		err = tx.QueryRowContext(ctx, `select count(*) from granted where person = $1 and role = $2 and scope = $3
			and coalesce(delegated_from, '') = $4 and (ends is null or ends > $5)`,
			string(g.Person), string(g.Role), g.Scope.String(), g.DelegatedFrom, g.From.UnixMicro()).Scan(&same)
		if err != nil {
			return err
		}
		if same > 0 {
			return fault.New(fault.Conflict, "grant.known")
		}
		var ends, source any
		if !g.Until.IsZero() {
			ends = g.Until.UnixMicro()
		}
		if g.DelegatedFrom != "" {
			source = g.DelegatedFrom
		}
		_, err = tx.ExecContext(ctx, `insert into granted (id, person, role, scope, starts, ends, given_by, given, delegated_from)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
			g.ID, string(g.Person), string(g.Role), g.Scope.String(), g.From.UnixMicro(), ends, g.GivenBy, db.now().UnixMicro(), source)
		return err
	})
}

// EndGrant ends a right now, and the delegations of it. It fails with fault.NotFound when
// there is none in force or to come.
func (db *DB) EndGrant(ctx context.Context, actor, id string) (err error) {
	defer fault.Wrap(&err, "store.EndGrant(%.60q)", id)
	return db.write(ctx, func(tx *sql.Tx) error {
		now := db.now()
		list, err := query(ctx, tx, `select `+grantColumns+` from granted
			where (id = $1 or delegated_from = $1) and (ends is null or ends > $2)`, scanGrant, id, now.UnixMicro())
		if err != nil {
			return err
		}
		found := false
		for _, g := range list {
			found = found || g.ID == id
			// A right that has not begun ends before it does.
			end := max(now.UnixMicro(), g.From.UnixMicro())
			if _, err := tx.ExecContext(ctx, `update granted set ends = $2 where id = $1`, g.ID, end); err != nil {
				return err
			}
			act := journal.Act{Stream: streamOf(g.Person), Actor: actor, Name: "grant.ended", Details: detailsOf(g)}
			if err := db.record(ctx, tx, act); err != nil {
				return err
			}
		}
		if !found {
			return fault.New(fault.NotFound, "grant.unknown")
		}
		return nil
	})
}

const grantColumns = `id, person, role, scope, starts, ends, given_by, coalesce(delegated_from, '')`

func scanGrant(rows *sql.Rows) (g account.Grant, err error) {
	var scope string
	var starts int64
	var ends sql.NullInt64
	if err := rows.Scan(&g.ID, &g.Person, &g.Role, &scope, &starts, &ends, &g.GivenBy, &g.DelegatedFrom); err != nil {
		return g, err
	}
	g.From = instant(starts)
	if ends.Valid {
		g.Until = instant(ends.Int64)
	}
	g.Scope, err = account.ParseScope(scope)
	return g, err
}

// Grants returns the rights that a person holds, held and will hold, and those that
// others exercise for them, oldest first. An empty person means everybody's.
func (db *DB) Grants(ctx context.Context, id account.PersonID) (list []account.Grant, err error) {
	defer fault.Wrap(&err, "store.Grants(%s)", id)
	list, err = query(ctx, db.Reader(), `select `+grantColumns+` from granted
		where $1 = '' or person = $1 or delegated_from in (select id from granted where person = $1) order by given, id`, scanGrant, string(id))
	return list, db.Explain(err)
}

// subject is a person and the rights in force.
func (db *DB) subject(ctx context.Context, q querier, id account.PersonID, at time.Time) (account.Subject, error) {
	p, err := onePerson(ctx, q, `id = $1`, string(id))
	if err != nil {
		return account.Subject{}, err
	}
	grants, err := query(ctx, q, `select `+grantColumns+` from granted where person = $1 and starts <= $2 and (ends is null or ends > $2)
		order by given, id`, scanGrant, string(id), at.UnixMicro())
	if err != nil {
		return account.Subject{}, err
	}
	sources, err := query(ctx, q, `select `+grantColumns+` from granted where id in (select delegated_from from granted where person = $1)`, scanGrant, string(id))
	return account.NewSubject(p, grants, sources, at), err
}
