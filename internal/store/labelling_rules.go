package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"continuum/internal/fault"
	"continuum/internal/journal"
	"continuum/internal/labelling"
	"continuum/internal/ruleset"
)

// StoredRules is a référentiel: the text that is in force under its name.
type StoredRules struct {
	ID, Hash, Text string
	Derived        string // name of the référentiel that it was written from, empty when that is not known
	Added          time.Time
	Locked         bool // a call was opened under it: no other text has this name
	Embedded       bool // it came with the program, and was never kept here
}

// AddRuleset keeps a référentiel that was read and checked. The same rules again change
// nothing; others take the place of those that no call is under. It fails with
// fault.Conflict when a call was opened under others of that name.
func (db *DB) AddRuleset(ctx context.Context, by labelling.PersonID, f ruleset.File) (err error) {
	defer fault.Wrap(&err, "store.AddRuleset(%s)", f.Name)
	return db.addRuleset(ctx, by, f, "", func(context.Context, querier) error { return nil })
}

// KeepRuleset is [DB.AddRuleset] for who wrote the text from that of a hash, empty when no
// text had the name: it fails with fault.Conflict when another was kept meanwhile. Derived
// names the référentiel that it is compared with.
func (db *DB) KeepRuleset(ctx context.Context, by labelling.PersonID, f ruleset.File, base, derived string) (err error) {
	defer fault.Wrap(&err, "store.KeepRuleset(%s)", f.Name)
	return db.addRuleset(ctx, by, f, derived, func(ctx context.Context, q querier) error {
		list, err := namedRules(ctx, q)
		if err != nil {
			return err
		}
		now := ""
		if i := slices.IndexFunc(list, func(r StoredRules) bool { return r.ID == f.Rules.ID }); i >= 0 {
			now = list[i].Hash
		}
		if now != base {
			return fault.New(fault.Conflict, "ruleset.changed", f.Rules.ID)
		}
		return nil
	})
}

func (db *DB) addRuleset(ctx context.Context, by labelling.PersonID, f ruleset.File, derived string, check func(context.Context, querier) error) error {
	hash := f.Rules.Hash()
	a := journal.Act{Stream: journal.Site, Actor: string(by), Name: "ruleset.added", Details: map[string]string{"id": f.Rules.ID, "hash": hash}}
	return db.act(ctx, a, func(tx *sql.Tx) error {
		var locked string
		err := tx.QueryRowContext(ctx, `select hash from ruleset_lock where id = $1`, f.Rules.ID).Scan(&locked)
		if err == nil && locked != hash {
			return fault.New(fault.Conflict, "ruleset.locked", f.Rules.ID).Because(
				fmt.Errorf("a call was opened under %s as it was (hash %.12s): give the new text another id", f.Rules.ID, locked))
		} else if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		if err := check(ctx, tx); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `delete from ruleset where id = $1 and hash <> $2`, f.Rules.ID, hash); err != nil {
			return err
		}
		if locked != "" {
			return nil // the text is the one that calls were opened under, to the comma
		}
		_, err = tx.ExecContext(ctx, `insert into ruleset (id, hash, body, added, actor, derived) values ($1, $2, $3, $4, $5, $6)
			on conflict (id, hash) do update set body = excluded.body, derived = coalesce(excluded.derived, ruleset.derived)`,
			f.Rules.ID, hash, f.Text, db.now().UnixMicro(), string(by), orNull(derived))
		return err
	})
}

// Rulesets lists the référentiels, by name: those kept here, and those that came with the
// program and were not.
func (db *DB) Rulesets(ctx context.Context) (list []StoredRules, err error) {
	defer fault.Wrap(&err, "store.Rulesets")
	list, err = namedRules(ctx, db.Reader())
	return list, db.Explain(err)
}

func namedRules(ctx context.Context, q querier) ([]StoredRules, error) {
	list, err := query(ctx, q, `select r.id, r.hash, r.body, coalesce(r.derived, ''), r.added, l.id is not null from ruleset r
		left join ruleset_lock l on l.id = r.id and l.hash = r.hash order by l.id is not null desc, r.added desc, r.hash`,
		func(rows *sql.Rows) (r StoredRules, err error) {
			var added int64
			err = rows.Scan(&r.ID, &r.Hash, &r.Text, &r.Derived, &added, &r.Locked)
			r.Added = instant(added)
			return r, err
		})
	if err != nil {
		return nil, err
	}
	for _, f := range ruleset.Embedded() {
		list = append(list, StoredRules{ID: f.Rules.ID, Hash: f.Rules.Hash(), Text: f.Text, Embedded: true})
	}
	// The first of a name is in force: the one locked, else the last kept, else the program's.
	slices.SortStableFunc(list, func(a, b StoredRules) int { return strings.Compare(a.ID, b.ID) })
	return slices.CompactFunc(list, func(a, b StoredRules) bool { return a.ID == b.ID }), nil
}

// RulesetNamed reads the référentiel in force under a name; fault.NotFound when there is none.
func (db *DB) RulesetNamed(ctx context.Context, id string) (s StoredRules, r *ruleset.Ruleset, err error) {
	defer fault.Wrap(&err, "store.RulesetNamed(%.40q)", id)
	err = db.view(ctx, func(tx *sql.Tx) (err error) {
		s, r, err = db.rulesNamed(ctx, tx, id)
		return err
	})
	return s, r, err
}

func (db *DB) rulesNamed(ctx context.Context, q querier, id string) (StoredRules, *ruleset.Ruleset, error) {
	list, err := namedRules(ctx, q)
	if err != nil {
		return StoredRules{}, nil, err
	}
	i := slices.IndexFunc(list, func(r StoredRules) bool { return r.ID == id })
	if i < 0 {
		return StoredRules{}, nil, fault.New(fault.NotFound, "ruleset.unknown", id).Because(fmt.Errorf("no référentiel %.40q", id))
	}
	r, err := ruleset.Parse(id+".toml", []byte(list[i].Text))
	return list[i], r, err
}
