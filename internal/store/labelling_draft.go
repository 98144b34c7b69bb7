package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"time"

	"continuum/internal/fault"
	"continuum/internal/journal"
	"continuum/internal/labelling"
)

// callForm is the form of the identifier of a call, which goes in addresses.
var callForm = regexp.MustCompile(`^[a-z][a-z0-9-]{2,59}$`)

// SaveCallDraft keeps a call being prepared, and returns its version. It fails with
// fault.Conflict when another version was kept since the one that it names, or when a call
// of that identifier is there.
func (db *DB) SaveCallDraft(ctx context.Context, by labelling.PersonID, d labelling.CallDraft) (version int64, err error) {
	defer fault.Wrap(&err, "store.SaveCallDraft(%.100q)", string(d.ID))
	if !callForm.MatchString(string(d.ID)) || d.ID == "nouveau" { // which is the page of a new one
		return 0, fault.New(fault.Invalid, "call.id").In("id")
	}
	a := journal.Act{Stream: "call/" + string(d.ID), Actor: string(by), Name: "call.drafted", Details: map[string]any{"ruleset": d.Rules, "version": d.Version + 1}}
	err = db.act(ctx, a, func(tx *sql.Tx) error {
		_, r, err := db.rulesNamed(ctx, tx, d.Rules)
		if err != nil {
			return err
		}
		checked := d.Call
		checked.Hash = r.Hash()
		if err := notAllowed(labelling.CheckCall(r, &checked)); err != nil {
			return err
		}
		var taken int64
		if err := tx.QueryRowContext(ctx, `select count(*) from call where id = $1`, string(d.ID)).Scan(&taken); err != nil {
			return err
		}
		row := []any{
			string(d.ID), d.Title, d.NOR, d.Rules, asJSON(d.Categories), asJSON(d.Kinds), d.Opens.UnixMicro(), asJSON(micros(d.Deadlines)),
			d.Version + 1, string(by), db.now().UnixMicro(),
		}
		// Of two who write the same version, or begin the same call, one is kept.
		text := `insert into call_draft (id, title, nor, ruleset, categories, kinds, opens, deadlines, version, actor, at)
			select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11 where not exists (select 1 from call_draft where id = $1)`
		if d.Version > 0 {
			text = `update call_draft set title = $2, nor = $3, ruleset = $4, categories = $5, kinds = $6, opens = $7, deadlines = $8, version = $9, actor = $10, at = $11
				where id = $1 and version = $9 - 1`
		}
		res, err := tx.ExecContext(ctx, text, row...)
		if err != nil {
			return err
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 || taken > 0 {
			return cmp.Or(err, error(fault.New(fault.Conflict, "call.changed").In("id").Because(errors.New("kept by another meanwhile, or the identifier is taken"))))
		}
		return nil
	})
	return d.Version + 1, err
}

func micros(at map[string]time.Time) map[string]int64 {
	m := make(map[string]int64, len(at))
	for step, t := range at {
		m[step] = t.UnixMicro()
	}
	return m
}

// CallDraft reads a call being prepared; fault.NotFound when there is none.
func (db *DB) CallDraft(ctx context.Context, id labelling.CallID) (d *labelling.CallDraft, err error) {
	defer fault.Wrap(&err, "store.CallDraft(%.100q)", string(id))
	list, err := loadDrafts(ctx, db.Reader(), string(id))
	if err != nil {
		return nil, db.Explain(err)
	}
	if len(list) == 0 {
		return nil, noDraft(id)
	}
	return &list[0], nil
}

// CallDrafts lists the calls being prepared, the last changed first.
func (db *DB) CallDrafts(ctx context.Context) (list []labelling.CallDraft, err error) {
	defer fault.Wrap(&err, "store.CallDrafts")
	list, err = loadDrafts(ctx, db.Reader(), "")
	return list, db.Explain(err)
}

func loadDrafts(ctx context.Context, q querier, id string) ([]labelling.CallDraft, error) {
	return query(ctx, q, `select id, title, nor, ruleset, categories, kinds, opens, deadlines, version, actor, at from call_draft
		where $1 = '' or id = $1 order by at desc, id`,
		func(rows *sql.Rows) (d labelling.CallDraft, err error) {
			var categories, kinds, deadlines string
			var opens, at int64
			var ends map[string]int64
			if err := rows.Scan(&d.ID, &d.Title, &d.NOR, &d.Rules, &categories, &kinds, &opens, &deadlines, &d.Version, &d.By, &at); err != nil {
				return d, err
			}
			err = errors.Join(json.Unmarshal([]byte(categories), &d.Categories), json.Unmarshal([]byte(kinds), &d.Kinds), json.Unmarshal([]byte(deadlines), &ends))
			d.Opens, d.At, d.Deadlines = instant(opens), instant(at), make(map[string]time.Time, len(ends))
			for step, end := range ends {
				d.Deadlines[step] = instant(end)
			}
			return d, err
		}, id)
}

func noDraft(id labelling.CallID) error {
	return fault.New(fault.NotFound, "labelling.unknown", string(id)).Because(fmt.Errorf("no call %.100q is being prepared", string(id)))
}

// takeDraft takes a version of a call being prepared away: it is opened, or given up.
func takeDraft(ctx context.Context, tx *sql.Tx, id labelling.CallID, version int64) (*labelling.CallDraft, error) {
	list, err := loadDrafts(ctx, tx, string(id))
	switch {
	case err != nil:
		return nil, err
	case len(list) == 0:
		return nil, noDraft(id)
	}
	res, err := tx.ExecContext(ctx, `delete from call_draft where id = $1 and version = $2`, string(id), version)
	if err != nil {
		return nil, err
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return nil, cmp.Or(err, error(fault.New(fault.Conflict, "call.changed").In("id")))
	}
	return &list[0], nil
}

// OpenDraft opens a call as it was prepared in a version, under the text that its
// référentiel has now, which is locked by it; those who may answer are told.
func (db *DB) OpenDraft(ctx context.Context, by labelling.PersonID, id labelling.CallID, version int64) (err error) {
	defer fault.Wrap(&err, "store.OpenDraft(%.100q)", string(id))
	return db.write(ctx, func(tx *sql.Tx) error {
		d, err := takeDraft(ctx, tx, id, version)
		if err != nil {
			return err
		}
		s, _, err := db.rulesNamed(ctx, tx, d.Rules)
		if err != nil {
			return err
		}
		d.Hash = s.Hash
		if s.Embedded {
			if _, err := tx.ExecContext(ctx, `insert into ruleset (id, hash, body, added, actor) values ($1, $2, $3, $4, $5)`,
				s.ID, s.Hash, s.Text, db.now().UnixMicro(), string(by)); err != nil {
				return err
			}
		}
		if err := db.openCall(ctx, tx, by, &d.Call); err != nil {
			return err
		}
		return db.record(ctx, tx, journal.Act{
			Stream: "call/" + string(id), Actor: string(by), Name: "call.opened", Details: map[string]string{"ruleset": d.Rules, "hash": d.Hash, "nor": d.NOR},
		})
	})
}

// DropDraft gives up a call that was being prepared.
func (db *DB) DropDraft(ctx context.Context, by labelling.PersonID, id labelling.CallID, version int64) (err error) {
	defer fault.Wrap(&err, "store.DropDraft(%.100q)", string(id))
	return db.act(ctx, journal.Act{Stream: "call/" + string(id), Actor: string(by), Name: "call.dropped"}, func(tx *sql.Tx) error {
		_, err := takeDraft(ctx, tx, id, version)
		return err
	})
}
