package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"continuum/internal/expertise"
	"continuum/internal/fault"
	"continuum/internal/journal"
	"continuum/internal/labelling"
	"continuum/internal/ruleset"
)

// notAllowed classifies a refusal of package labelling, which stays in the chain for who
// wants to know what is missing; nil when there is none.
func notAllowed(r *labelling.Refusal) error {
	if r == nil {
		return nil
	}
	kind := fault.Conflict
	switch r.Reason {
	case labelling.WrongRole:
		kind = fault.Denied
	case labelling.UnknownAct, labelling.NotGiven, labelling.BadValue, labelling.InFuture, labelling.Duplicate:
		kind = fault.Invalid
	}
	return fault.New(kind, "labelling."+string(r.Reason), r.Guard).In(r.Guard).Because(r)
}

// dossierTx is a dossier in a transaction that may change it: its row is held, so that
// acts on one dossier come one after the other.
type dossierTx struct {
	ctx context.Context
	tx  *sql.Tx
	db  *DB
	c   *labelling.Case
	now time.Time // the server's instant, once the row was had
}

// onDossier runs fn on a dossier, and writes the act that it returns in the dossier's
// stream, in one transaction. An act without a name means that nothing changed. Fn may
// run again: it must have no effect but on its transaction.
func (db *DB) onDossier(ctx context.Context, id labelling.DossierID, fn func(*dossierTx) (journal.Act, error)) error {
	return db.onHeld(ctx, id, db.holdDossier, fn)
}

// onHeld is onDossier for who says how much of the dossier to read.
func (db *DB) onHeld(ctx context.Context, id labelling.DossierID, hold func(context.Context, *sql.Tx, labelling.DossierID) (*dossierTx, error), fn func(*dossierTx) (journal.Act, error)) error {
	err := db.writeOf(ctx, dossierStream(id), func(tx *sql.Tx) error {
		d, err := hold(ctx, tx, id)
		if err != nil {
			return err
		}
		a, err := fn(d)
		if err != nil {
			return err
		}
		return d.record(a)
	})
	if errors.Is(err, errUnchanged) {
		return nil
	}
	return err
}

// holdDossier takes the row of a dossier and reads all of it.
func (db *DB) holdDossier(ctx context.Context, tx *sql.Tx, id labelling.DossierID) (*dossierTx, error) {
	d, seal, err := db.holdRow(ctx, tx, id)
	if err != nil {
		return nil, err
	}
	return d, db.loadRest(ctx, tx, d.c, seal)
}

// holdHead takes the row of a dossier and reads its head alone.
func (db *DB) holdHead(ctx context.Context, tx *sql.Tx, id labelling.DossierID) (*dossierTx, error) {
	d, _, err := db.holdRow(ctx, tx, id)
	return d, err
}

// holdRow makes those who would act on a dossier wait, and reads its head, in one statement:
// it is what all do at the last hour. The instant is that of this try: one that waited for
// another that was kept is tried again, at a later one.
func (db *DB) holdRow(ctx context.Context, tx *sql.Tx, id labelling.DossierID) (*dossierTx, string, error) {
	now := db.now().Truncate(time.Microsecond)
	c, seal, err := db.headOf(ctx, tx, id, `update dossier set version = version + 1, changed = case when changed < $2 then $2 else changed end
		where id = $1 returning `+headColumns, string(id), now.UnixMicro())
	return &dossierTx{ctx: ctx, tx: tx, db: db, c: c, now: now}, seal, err
}

func noDossier(id labelling.DossierID) error {
	return fault.New(fault.NotFound, "labelling.unknown", string(id)).Because(fmt.Errorf("no dossier %.100q", string(id)))
}

// dossierStream is the stream of the journal that tells of a dossier.
func dossierStream(id labelling.DossierID) string { return "dossier/" + string(id) }

// record writes an act in the stream of the dossier.
func (d *dossierTx) record(a journal.Act) error {
	if a.Name == "" {
		return errUnchanged
	}
	a.Stream = dossierStream(d.c.Dossier.ID)
	return d.db.record(d.ctx, d.tx, a)
}

func (d *dossierTx) exec(query string, args ...any) error {
	_, err := d.tx.ExecContext(d.ctx, query, args...)
	return err
}

func (d *dossierTx) id() string { return string(d.c.Dossier.ID) }

// Dossier reads a dossier with its call and rules; fault.NotFound when there is none.
func (db *DB) Dossier(ctx context.Context, id labelling.DossierID) (c *labelling.Case, err error) {
	defer fault.Wrap(&err, "store.Dossier(%.100q)", string(id))
	err = db.view(ctx, func(tx *sql.Tx) (err error) {
		c, err = db.loadCase(ctx, tx, id)
		return err
	})
	return c, err
}

// DossierHead reads of a dossier what it is, its call, its rules and the académies that it
// names: what rights on it are asked with, and no more. It fails with fault.NotFound when
// there is none.
func (db *DB) DossierHead(ctx context.Context, id labelling.DossierID) (c *labelling.Case, err error) {
	defer fault.Wrap(&err, "store.DossierHead(%.100q)", string(id))
	err = db.view(ctx, func(tx *sql.Tx) (err error) {
		if c, _, err = db.headOf(ctx, tx, id, `select `+headColumns+` from dossier where id = $1`, string(id)); err != nil {
			return err
		}
		return loadValue(ctx, tx, c.Dossier, labelling.AcademieField)
	})
	return c, err
}

// DossierPlace reads of a dossier where it lies, in one statement, which costs the same when
// there is none: fault.NotFound. Rights are asked with it before anything else is read.
func (db *DB) DossierPlace(ctx context.Context, id labelling.DossierID) (d *labelling.Dossier, err error) {
	defer fault.Wrap(&err, "store.DossierPlace(%.100q)", string(id))
	list, err := query(ctx, db.Reader(), `select coalesce(campus, ''), academie, organisation,
		coalesce((select value from dossier_value where dossier = $1 and field = $2 order by number desc limit 1), '') from dossier where id = $1`,
		func(rows *sql.Rows) (*labelling.Dossier, error) {
			d := &labelling.Dossier{ID: id, Values: make(map[string]labelling.Version)}
			var academies string
			if err := rows.Scan(&d.Campus, &d.Academie, &d.Organisation, &academies); err != nil || academies == "" {
				return d, err
			}
			value, err := labelling.ParseCanonical(academies)
			d.Values[labelling.AcademieField] = labelling.Version{Value: value}
			return d, err
		}, string(id), labelling.AcademieField)
	switch {
	case err != nil:
		return nil, db.Explain(err)
	case len(list) == 0:
		return nil, noDossier(id)
	}
	return list[0], nil
}

const headColumns = `call, kind, category, coalesce(campus, ''), academie, organisation, state, reserved, coalesce(seal, '')`

// headOf reads what a dossier is, its call and its rules: all that an edit is judged by, but
// for the fields that it changes. It returns the hash of the seal too.
func (db *DB) headOf(ctx context.Context, q querier, id labelling.DossierID, statement string, args ...any) (c *labelling.Case, seal string, err error) {
	d := &labelling.Dossier{ID: id, Values: make(map[string]labelling.Version)}
	list, err := query(ctx, q, statement, func(rows *sql.Rows) (struct{}, error) {
		return struct{}{}, rows.Scan(&d.Call, &d.Kind, &d.Category, &d.Campus, &d.Academie, &d.Organisation, &d.State, &d.Reserved, &seal)
	}, args...)
	if err != nil {
		return nil, "", err
	}
	if len(list) == 0 {
		return nil, "", noDossier(id)
	}
	c = &labelling.Case{Dossier: d}
	c.Call, c.Rules, err = db.loadCall(ctx, q, d.Call)
	return c, seal, err
}

// loadCase reads all that acts on a dossier are judged by.
func (db *DB) loadCase(ctx context.Context, q *sql.Tx, id labelling.DossierID) (*labelling.Case, error) {
	c, seal, err := db.headOf(ctx, q, id, `select `+headColumns+` from dossier where id = $1`, string(id))
	if err != nil {
		return nil, err
	}
	return c, db.loadRest(ctx, q, c, seal)
}

// loadRest reads what a dossier holds beside its head.
func (db *DB) loadRest(ctx context.Context, q *sql.Tx, c *labelling.Case, seal string) (err error) {
	d, id := c.Dossier, c.Dossier.ID
	for _, load := range []func(context.Context, querier, *labelling.Dossier) error{
		loadValues, loadPieces, loadOpinions, loadWithdrawals,
	} {
		if err := load(ctx, q, d); err != nil {
			return err
		}
	}
	if seal != "" {
		if err := loadSeal(ctx, q, d, seal); err != nil {
			return err
		}
	}
	// A panel of this site is believed before what was recorded of one that sat elsewhere.
	var had bool
	if c.Panel, had, err = panelFacts(ctx, q, expertise.DossierID(id)); err == nil && !had {
		c.Panel, err = loadPanel(ctx, q, id)
	}
	return err
}

func loadValues(ctx context.Context, q querier, d *labelling.Dossier) error {
	_, err := query(ctx, q, `select field, number, value, actor, at from dossier_value v where dossier = $1
		and number = (select max(w.number) from dossier_value w where w.dossier = v.dossier and w.field = v.field)`,
		func(rows *sql.Rows) (struct{}, error) {
			field, v, err := scanFieldVersion(rows)
			d.Values[field] = v
			return struct{}{}, err
		}, string(d.ID))
	return err
}

// loadValue reads what one field holds.
func loadValue(ctx context.Context, q querier, d *labelling.Dossier, field string) error {
	_, err := query(ctx, q, `select field, number, value, actor, at from dossier_value where dossier = $1 and field = $2 order by number desc limit 1`,
		func(rows *sql.Rows) (struct{}, error) {
			_, v, err := scanFieldVersion(rows)
			d.Values[field] = v
			return struct{}{}, err
		}, string(d.ID), field)
	return err
}

// scanFieldVersion reads one version of a field.
func scanFieldVersion(rows *sql.Rows) (field string, v labelling.Version, err error) {
	var value string
	var at int64
	if err := rows.Scan(&field, &v.Number, &value, &v.By, &at); err != nil {
		return "", v, err
	}
	v.At = instant(at)
	v.Value, err = labelling.ParseCanonical(value)
	return field, v, err
}

func loadPieces(ctx context.Context, q querier, d *labelling.Dossier) (err error) {
	d.Pieces, err = query(ctx, q, `select id, piece, name, type, size, sha256, flags, actor, at from dossier_piece
		where dossier = $1 and removed is null order by piece, at, id`,
		func(rows *sql.Rows) (a labelling.Attachment, err error) {
			var flags string
			var at int64
			if err := rows.Scan(&a.ID, &a.Piece, &a.Name, &a.Type, &a.Size, &a.SHA256, &flags, &a.By, &at); err != nil {
				return a, err
			}
			a.At = instant(at)
			return a, json.Unmarshal([]byte(flags), &a.Flags)
		}, string(d.ID))
	return err
}

func loadOpinions(ctx context.Context, q querier, d *labelling.Dossier) (err error) {
	d.Opinions, err = query(ctx, q, `select body, academie, on_date, stance, vote, wording, actor, at from dossier_opinion
		where dossier = $1 order by body, academie`,
		func(rows *sql.Rows) (o labelling.Opinion, err error) {
			var on isoDate
			var at int64
			err = rows.Scan(&o.Body, &o.Academie, &on, &o.Stance, &o.Vote, &o.Text, &o.By, &at)
			o.On, o.At = on.Date, instant(at)
			return o, err
		}, string(d.ID))
	return err
}

// principalOf is whose right the delegation of a row s exercises.
const principalOf = `coalesce((select g.person from granted g where g.id = s.delegation), '')`

func loadWithdrawals(ctx context.Context, q querier, d *labelling.Dossier) (err error) {
	d.Withdrawals, err = query(ctx, q, `select signatory, person, role, capacity, delegation, `+principalOf+`, at from dossier_withdrawal s where dossier = $1 order by signatory`,
		func(rows *sql.Rows) (s labelling.Signature, err error) {
			var at int64
			err = rows.Scan(&s.Signatory, &s.Person, &s.Role, &s.Capacity, &s.Delegation, &s.Principal, &at)
			s.At = instant(at)
			return s, err
		}, string(d.ID))
	return err
}

// loadSeal reads the seal in force and the signatures on it.
func loadSeal(ctx context.Context, q querier, d *labelling.Dossier, hash string) error {
	_, err := query(ctx, q, `select content, at from dossier_seal where dossier = $1 and hash = $2`, func(rows *sql.Rows) (struct{}, error) {
		var at int64
		err := rows.Scan(&d.Seal.Content, &at)
		d.Seal.Hash, d.Seal.At = hash, instant(at)
		return struct{}{}, err
	}, string(d.ID), hash)
	if err != nil {
		return err
	}
	d.Signatures, err = query(ctx, q, `select signatory, person, role, capacity, delegation, `+principalOf+`, at, evidence
		from dossier_signature s where dossier = $1 and hash = $2 order by at, signatory`,
		func(rows *sql.Rows) (s labelling.Signature, err error) {
			var at int64
			err = rows.Scan(&s.Signatory, &s.Person, &s.Role, &s.Capacity, &s.Delegation, &s.Principal, &at, &s.Evidence)
			s.Hash, s.At = hash, instant(at)
			return s, err
		}, string(d.ID), hash)
	return err
}

func loadPanel(ctx context.Context, q querier, id labelling.DossierID) (p labelling.Panel, err error) {
	_, err = query(ctx, q, `select readers, sheets, conflicts, seats, present, opinion, category, years, reserves, advice
		from dossier_panel where dossier = $1`,
		func(rows *sql.Rows) (struct{}, error) {
			var present, reserves string
			err := rows.Scan(&p.Readers, &p.Sheets, &p.Conflicts, &p.Seats, &present, &p.Opinion.Opinion, &p.Opinion.Category, &p.Opinion.Years, &reserves, &p.Opinion.Advice)
			if err != nil {
				return struct{}{}, err
			}
			return struct{}{}, errors.Join(json.Unmarshal([]byte(present), &p.Present), json.Unmarshal([]byte(reserves), &p.Opinion.Reserves))
		}, string(id))
	return p, err
}

// asJSON writes a list or a map as it is kept: never null.
func asJSON(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // lists and maps of texts and numbers only
	}
	if string(b) == "null" {
		return "[]"
	}
	return string(b)
}

// rulesOf reads a référentiel by its hash, once.
func (db *DB) rulesOf(ctx context.Context, q querier, id, hash string) (*ruleset.Ruleset, error) {
	if r, ok := db.rules.Load(hash); ok {
		return r.(*ruleset.Ruleset), nil
	}
	list, err := query(ctx, q, `select body from ruleset where id = $1 and hash = $2`, func(rows *sql.Rows) (body string, err error) {
		return body, rows.Scan(&body)
	}, id, hash)
	if err != nil {
		return nil, err
	}
	if len(list) == 0 {
		return nil, fault.New(fault.NotFound, "ruleset.unknown", id).Because(fmt.Errorf("no référentiel %.40q of hash %.12s", id, hash))
	}
	r, err := ruleset.Parse(id+".toml", []byte(list[0]))
	if err != nil {
		return nil, fmt.Errorf("référentiel %s as it was kept: %w", id, err)
	}
	db.rules.Store(hash, r)
	return r, nil
}
