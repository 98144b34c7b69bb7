package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"continuum/internal/fault"
	"continuum/internal/journal"
	"continuum/internal/labelling"
	"continuum/internal/ruleset"
)

// DossierLine is a dossier in a list.
type DossierLine struct {
	ID             labelling.DossierID
	Call           labelling.CallID
	Kind, Category string
	Campus         string   // empty for one that the register does not hold yet
	Academie       string   // of the seat of one that the register does not hold yet
	Organisation   string   // that carries one that the register does not hold yet
	Academies      []string // that the dossier names
	Title          string
	State          ruleset.StateID
	Changed        time.Time
}

// BeginDossier begins a dossier in its call. Its values, those it is prefilled with, are
// the first version of their fields, by who they say or else by who begins. It fails with fault.Conflict when the campus has a
// dossier of that kind in the call.
func (db *DB) BeginDossier(ctx context.Context, by labelling.PersonID, d labelling.Dossier) (err error) {
	defer fault.Wrap(&err, "store.BeginDossier(%.100q)", string(d.ID))
	a := journal.Act{
		Stream: dossierStream(d.ID), Actor: string(by), Name: "dossier.begun",
		Details: map[string]string{"call": string(d.Call), "kind": d.Kind, "category": d.Category, "campus": d.Campus},
	}
	return db.act(ctx, a, func(tx *sql.Tx) error {
		c := &labelling.Case{Dossier: &d}
		var err error
		if c.Call, c.Rules, err = db.loadCall(ctx, tx, d.Call); err != nil {
			return err
		}
		now := db.now().Truncate(time.Microsecond)
		if err := notAllowed(c.Begin(now)); err != nil {
			return err
		}
		reserved, err := openReserves(ctx, tx, c.Rules, d.Campus)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `insert into dossier (id, call, kind, category, campus, academie, organisation, state, reserved, version, actor, at, changed)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, $10, $11, $11)`,
			string(d.ID), string(d.Call), d.Kind, d.Category, orNull(d.Campus), d.Academie, d.Organisation, string(c.Rules.Initial()), reserved, string(by), now.UnixMicro())
		if err != nil {
			return err
		}
		h := &dossierTx{ctx: ctx, tx: tx, db: db, c: c, now: now}
		for id, v := range d.Values {
			f := c.Rules.Field(id)
			if f == nil {
				return notAllowed(&labelling.Refusal{Reason: labelling.UnknownAct, Guard: id, Detail: "no such field"})
			}
			value, r := labelling.Clean(f, v.Value)
			if r != nil {
				return notAllowed(r)
			}
			if value.IsEmpty() {
				continue
			}
			if err := h.keep(id, labelling.Version{Value: value, Number: 1, By: cmp.Or(v.By, by), At: now}); err != nil {
				return err
			}
		}
		return h.tellMoved("", c.Rules.Initial())
	})
}

// keep writes a version of a field: two of one number are one key.
func (d *dossierTx) keep(field string, v labelling.Version) error {
	return d.exec(`insert into dossier_value (dossier, field, number, value, actor, at) values ($1, $2, $3, $4, $5, $6)`,
		d.id(), field, v.Number, v.Value.Canonical(), string(v.By), v.At.UnixMicro())
}

// maxEdits bounds the fields of one save.
const maxEdits = 200

// SaveFields saves what someone wrote. Fields that another changed meanwhile come back as
// clashes and stay as they are; the others are saved. What is wrong in one refuses all.
// It fails with fault.Conflict ("labelling.late") once no act could hand the dossier in.
func (db *DB) SaveFields(ctx context.Context, by labelling.PersonID, role ruleset.Role, id labelling.DossierID, edits []labelling.Edit) (changes []labelling.Change, clashes []labelling.Clash, err error) {
	defer fault.Wrap(&err, "store.SaveFields(%.100q)", string(id))
	if len(edits) > maxEdits {
		return nil, nil, notAllowed(&labelling.Refusal{Reason: labelling.BadValue, Guard: "fields", Detail: fmt.Sprintf("%d fields at once, at most %d", len(edits), maxEdits)})
	}
	// A save reads the fields that it changes and no other: it is what is done most, by
	// many at the last hour.
	err = db.onHeld(ctx, id, db.holdHead, func(d *dossierTx) (a journal.Act, err error) {
		for _, e := range edits {
			if err := loadValue(d.ctx, d.tx, d.c.Dossier, e.Field); err != nil {
				return a, err
			}
		}
		var r *labelling.Refusal
		if changes, clashes, r = d.c.EditFields(by, role, edits, d.now); r != nil {
			return a, notAllowed(r)
		}
		if err := notAllowed(d.c.EditInTime(d.now)); err != nil {
			return a, err
		}
		if len(changes) == 0 {
			return a, nil
		}
		fields := make(map[string]int64)
		for _, ch := range changes {
			if err := d.keep(ch.Field, ch.After); err != nil {
				return a, err
			}
			fields[ch.Field] = ch.After.Number
		}
		return journal.Act{Actor: string(by), Name: "dossier.saved", Details: map[string]any{"fields": fields}}, nil
	})
	if err != nil {
		return nil, nil, err
	}
	return changes, clashes, nil
}

// History lists the versions of a field, last first, 1000 at most.
func (db *DB) History(ctx context.Context, id labelling.DossierID, field string) (list []labelling.Version, err error) {
	defer fault.Wrap(&err, "store.History(%.100q, %.40q)", string(id), field)
	list, err = query(ctx, db.Reader(), `select field, number, value, actor, at from dossier_value
		where dossier = $1 and field = $2 order by number desc limit 1000`,
		func(rows *sql.Rows) (v labelling.Version, err error) {
			_, v, err = scanFieldVersion(rows)
			return v, err
		}, string(id), field)
	return list, db.Explain(err)
}

// AttachPiece adds a file to a dossier: what it is; its content is kept elsewhere first, so
// that no dossier names a file that is nowhere. It takes the place of the file replaced when
// there is one: both, or neither.
func (db *DB) AttachPiece(ctx context.Context, by labelling.PersonID, role ruleset.Role, id labelling.DossierID, p labelling.Attachment, replaced string) (err error) {
	defer fault.Wrap(&err, "store.AttachPiece(%.100q, %.40q)", string(id), p.Piece)
	return db.onDossier(ctx, id, func(d *dossierTx) (a journal.Act, err error) {
		details := map[string]any{"piece": p.Piece, "id": p.ID, "sha256": p.SHA256, "size": p.Size}
		if replaced != "" {
			if _, err := d.remove(by, role, replaced); err != nil {
				return a, err
			}
			details["replaced"] = replaced
		}
		if err := notAllowed(d.c.Attach(role, p.Piece, p.Size)); err != nil {
			return a, err
		}
		if d.c.Rules.Takes(d.c.Dossier.State, ruleset.Edit) {
			if err := notAllowed(d.c.EditInTime(d.now)); err != nil {
				return a, err
			}
		}
		err = d.exec(`insert into dossier_piece (id, dossier, piece, name, type, size, sha256, flags, actor, at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
			p.ID, d.id(), p.Piece, fileName(p.Name), p.Type, p.Size, p.SHA256, asJSON(p.Flags), string(by), d.now.UnixMicro())
		return journal.Act{Actor: string(by), Name: "dossier.attached", Details: details}, err
	})
}

// fileName is the last part of a name, short and on one line.
func fileName(s string) string {
	s = path.Base(strings.ReplaceAll(strings.ToValidUTF8(s, ""), `\`, "/"))
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp) { // marks of direction would have a name read as another
			return -1
		}
		return r
	}, s)
	for utf8.RuneCountInString(s) > 255 {
		_, size := utf8.DecodeLastRuneInString(s)
		s = s[:len(s)-size]
	}
	if s == "" || s == "." || s == "/" {
		return "file"
	}
	return s
}

// RemovePiece takes a file out of a dossier; that it was there stays known.
func (db *DB) RemovePiece(ctx context.Context, by labelling.PersonID, role ruleset.Role, id labelling.DossierID, piece string) (err error) {
	defer fault.Wrap(&err, "store.RemovePiece(%.100q, %.100q)", string(id), piece)
	return db.onDossier(ctx, id, func(d *dossierTx) (a journal.Act, err error) {
		kind, err := d.remove(by, role, piece)
		return journal.Act{Actor: string(by), Name: "dossier.removed", Details: map[string]string{"piece": kind, "id": piece}}, err
	})
}

// remove takes a file out in the transaction, and tells which piece it was.
func (d *dossierTx) remove(by labelling.PersonID, role ruleset.Role, piece string) (kind string, err error) {
	i := slices.IndexFunc(d.c.Dossier.Pieces, func(p labelling.Attachment) bool { return p.ID == piece })
	if i < 0 {
		return "", fault.New(fault.NotFound, "labelling.unknown", piece).Because(fmt.Errorf("no file %.100q in that dossier", piece))
	}
	kind = d.c.Dossier.Pieces[i].Piece
	d.c.Dossier.Pieces = slices.Delete(d.c.Dossier.Pieces, i, i+1) // who may attach it may remove it
	if err := notAllowed(d.c.Attach(role, kind, 1)); err != nil {
		return "", err
	}
	return kind, d.exec(`update dossier_piece set removed = $1, remover = $2 where id = $3 and dossier = $4`, d.now.UnixMicro(), string(by), piece, d.id())
}

// PieceContents are the contents that dossiers name, by hash, each with a dossier that does.
func (db *DB) PieceContents(ctx context.Context) (named map[string]string, err error) {
	defer fault.Wrap(&err, "store.PieceContents")
	named = make(map[string]string)
	_, err = query(ctx, db.Reader(), `select sha256, dossier from dossier_piece where removed is null
		union select evidence, dossier from dossier_signature where evidence <> ''`, func(rows *sql.Rows) (struct{}, error) {
		var hash, dossier string
		err := rows.Scan(&hash, &dossier)
		named[hash] = dossier
		return struct{}{}, err
	})
	return named, db.Explain(err)
}

// Dossiers lists the dossiers of a call, of all calls when it is empty, by identifier,
// at most limit after one.
func (db *DB) Dossiers(ctx context.Context, call labelling.CallID, after labelling.DossierID, limit int) (list []DossierLine, err error) {
	defer fault.Wrap(&err, "store.Dossiers(%.100q)", string(call))
	list, err = query(ctx, db.Reader(), `select d.id, d.call, d.kind, d.category,
		coalesce(d.campus, (select l.campus from decision x join label l on l.id = x.label where x.dossier = d.id), ''), d.academie, d.organisation, d.state, d.changed,
		coalesce((select v.value from dossier_value v where v.dossier = d.id and v.field = 'title' order by v.number desc limit 1), '""'),
		coalesce((select v.value from dossier_value v where v.dossier = d.id and v.field = 'academies' order by v.number desc limit 1), '""')
		from dossier d where ($1 = '' or d.call = $1) and d.id > $2 order by d.id limit $3`,
		func(rows *sql.Rows) (l DossierLine, err error) {
			var changed int64
			var title, academies string
			if err := rows.Scan(&l.ID, &l.Call, &l.Kind, &l.Category, &l.Campus, &l.Academie, &l.Organisation, &l.State, &changed, &title, &academies); err != nil {
				return l, err
			}
			l.Changed = instant(changed)
			v, err := labelling.ParseCanonical(title)
			named, more := labelling.ParseCanonical(academies)
			l.Title, l.Academies = v.Text, named.List
			return l, errors.Join(err, more)
		}, string(call), string(after), int64(limit))
	return list, db.Explain(err)
}
