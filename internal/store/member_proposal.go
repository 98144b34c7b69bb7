package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"

	"continuum/internal/campus"
	"continuum/internal/fault"
	"continuum/internal/journal"
	"continuum/internal/member"
	"continuum/internal/notice"
)

// maxProposals bounds what waits for one campus.
const maxProposals = 500

const proposalColumns = `id, campus, side, body, author, at, endorsed`

func scanProposal(rows *sql.Rows) (p member.Proposal, err error) {
	var at int64
	var endorsed sql.NullInt64
	var body string
	if err := rows.Scan(&p.ID, &p.Campus, &p.Side, &body, &p.Author, &at, &endorsed); err != nil {
		return p, err
	}
	p.At, p.Endorsed = instant(at), instantOrZero(endorsed.Int64)
	if err := json.Unmarshal([]byte(body), &p.Change); err != nil {
		return p, fmt.Errorf("proposal %s: %w", p.ID, err)
	}
	return p, nil
}

// MemberProposals returns the changes that wait for a campus, oldest first.
func (db *DB) MemberProposals(ctx context.Context, id campus.ID) (list []member.Proposal, err error) {
	defer fault.Wrap(&err, "store.MemberProposals(%.100q)", string(id))
	list, err = query(ctx, db.Reader(), `select `+proposalColumns+` from member_proposal where campus = $1 and state = 'pending' order by at, id`, scanProposal, string(id))
	return list, db.Explain(err)
}

// PendingMembers returns the changes that wait, in every campus, oldest first.
func (db *DB) PendingMembers(ctx context.Context) (list []member.Proposal, err error) {
	defer fault.Wrap(&err, "store.PendingMembers")
	list, err = query(ctx, db.Reader(), `select `+proposalColumns+` from member_proposal where state = 'pending' order by at, id`, scanProposal)
	return list, db.Explain(err)
}

// ProposeMembers keeps changes that wait for someone to accept them, all or none, and
// tells the news. A change of nothing but a file is made at once.
func (db *DB) ProposeMembers(ctx context.Context, id campus.ID, side member.Side, by string, changes []member.Change, news ...notice.News) (err error) {
	defer fault.Wrap(&err, "store.ProposeMembers(%.100q)", string(id))
	act := journal.Act{Stream: "campus/" + string(id), Actor: by, Name: "member.proposed", Details: map[string]any{"side": side, "changes": len(changes)}}
	return db.act(ctx, act, func(tx *sql.Tx) error {
		var waiting int64
		if err := tx.QueryRowContext(ctx, `select count(*) from member_proposal where campus = $1 and state = 'pending'`, string(id)).Scan(&waiting); err != nil {
			return err
		}
		if waiting+int64(len(changes)) > maxProposals {
			return fault.New(fault.Conflict, "member.many", maxProposals)
		}
		for _, c := range changes {
			if problems := c.Check(); len(problems) > 0 {
				return problems[0]
			}
			if c.File != nil && c.Role == "" && c.Facts == nil { // nobody sees it: it waits for nobody
				if err := db.saveFile(ctx, tx, member.Seat{Campus: id, Organisation: c.Organisation}, *c.File); err != nil {
					return err
				}
				continue
			}
			key := newID()
			_, err := tx.ExecContext(ctx, `insert into member_proposal (id, campus, organisation, side, body, state, author, at, decided, decided_at, reason)
				values ($1, $2, $3, $4, $5, 'pending', $6, $7, '', null, '')`,
				key, string(id), orNull(c.Organisation), string(side), asJSON(c), by, db.now().UnixMicro())
			if err != nil {
				return err
			}
		}
		return db.tellAll(ctx, tx, news)
	})
}

// tellAll tells news, each made one of its own by the instant.
func (db *DB) tellAll(ctx context.Context, tx *sql.Tx, news []notice.News) error {
	for _, n := range news {
		n.Key = fmt.Sprintf("%s/%d", n.Key, db.now().UnixMicro())
		if _, err := db.tell(ctx, tx, n); err != nil {
			return err
		}
	}
	return nil
}

// DecideMember makes a change that waits, or refuses it with a reason, and tells the news.
// It fails with fault.Conflict when it waits no more, or when what it changes has changed.
func (db *DB) DecideMember(ctx context.Context, id campus.ID, proposal, by string, accepted bool, reason string, news ...notice.News) (err error) {
	defer fault.Wrap(&err, "store.DecideMember(%.100q, %.100q)", string(id), proposal)
	if !accepted && strings.TrimSpace(reason) == "" {
		return fault.New(fault.Invalid, "space.text.missing").In("reason")
	}
	state := "refused"
	if accepted {
		state = "accepted"
	}
	act := journal.Act{Stream: "campus/" + string(id), Actor: by, Name: "member." + state, Details: map[string]any{"proposal": proposal}}
	return db.act(ctx, act, func(tx *sql.Tx) error {
		list, err := query(ctx, tx, `select `+proposalColumns+` from member_proposal where id = $1 and campus = $2 and state = 'pending'`, scanProposal, proposal, string(id))
		if err != nil {
			return err
		}
		if len(list) == 0 {
			return fault.New(fault.Conflict, "member.decided")
		}
		if _, err := tx.ExecContext(ctx, `update member_proposal set state = $1, decided = $2, decided_at = $3, reason = $4 where id = $5`,
			state, by, db.now().UnixMicro(), short(reason, 1000), proposal); err != nil {
			return err
		}
		if accepted {
			if err := db.moveMembers(ctx, tx, id, by, "member.accepted "+proposal, []member.Change{list[0].Change}); err != nil {
				return err
			}
		}
		return db.tellAll(ctx, tx, news)
	})
}

// EndorseMember keeps that a campus accepts what its member proposes, where someone else has
// to look at it before it is public, and tells the news. It fails with fault.Conflict when
// the change waits for the campus no more.
func (db *DB) EndorseMember(ctx context.Context, id campus.ID, proposal, by string, news ...notice.News) (err error) {
	defer fault.Wrap(&err, "store.EndorseMember(%.100q, %.100q)", string(id), proposal)
	act := journal.Act{Stream: "campus/" + string(id), Actor: by, Name: "member.endorsed", Details: map[string]any{"proposal": proposal}}
	return db.act(ctx, act, func(tx *sql.Tx) error {
		res, err := tx.ExecContext(ctx, `update member_proposal set endorsed = $1 where id = $2 and campus = $3 and side = 'member' and state = 'pending' and endorsed is null`,
			db.now().UnixMicro(), proposal, string(id))
		if err != nil {
			return err
		}
		if n, err := res.RowsAffected(); err != nil {
			return err
		} else if n == 0 {
			return fault.New(fault.Conflict, "member.decided")
		}
		return db.tellAll(ctx, tx, news)
	})
}

// ChangeMembers makes changes of the members of a campus, all or none. It fails with
// fault.Conflict when what one of them changes has changed since its author saw it.
func (db *DB) ChangeMembers(ctx context.Context, id campus.ID, by string, changes []member.Change) (err error) {
	defer fault.Wrap(&err, "store.ChangeMembers(%.100q)", string(id))
	act := journal.Act{Stream: "campus/" + string(id), Actor: by, Name: "member.changed", Details: map[string]any{"changes": len(changes)}}
	return db.act(ctx, act, func(tx *sql.Tx) error { return db.moveMembers(ctx, tx, id, by, "member.changed", changes) })
}
