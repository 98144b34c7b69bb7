package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"continuum/internal/fault"
	"continuum/internal/journal"
	"continuum/internal/labelling"
)

// SaveDraft keeps a new version of what is prepared on a dossier. d.Number is the version
// that its author saw, 0 for the first: fault.Conflict when another came since. Marks on the
// version before are not on this one. It returns the version kept.
func (db *DB) SaveDraft(ctx context.Context, by labelling.PersonID, id labelling.DossierID, d labelling.Draft) (number int64, err error) {
	defer fault.Wrap(&err, "store.SaveDraft(%.100q)", string(id))
	err = db.onDossier(ctx, id, func(h *dossierTx) (a journal.Act, err error) {
		if err := notAllowed(h.c.CheckDraft(&d)); err != nil {
			return a, err
		}
		last, err := loadDraft(h.ctx, h.tx, string(id), 0)
		if err != nil {
			return a, err
		}
		if last.Number != d.Number {
			return a, fault.New(fault.Conflict, "decision.stale").In("version").Because(fmt.Errorf("version %d was seen, %d is the last", d.Number, last.Number))
		}
		number = last.Number + 1
		x := &d.Decision
		err = h.exec(`insert into decision_draft (dossier, number, verdict, title, territory, sector, category, years, start_on, reserves, reason, actor, at)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
			h.id(), number, string(d.Verdict), x.Title, x.Territory, x.Sector, x.Category, int64(x.Years), x.Start.String(), asJSON(x.Reserves), d.Reason, string(by), h.now.UnixMicro())
		return journal.Act{Actor: string(by), Name: "decision.drafted", Details: map[string]any{"version": number, "verdict": d.Verdict, "category": x.Category, "years": x.Years}}, err
	})
	return number, err
}

// MarkDraft puts a visa, an objection or a signature on the version of the draft of a
// dossier that its author saw: fault.Conflict when another came since.
func (db *DB) MarkDraft(ctx context.Context, id labelling.DossierID, number int64, m labelling.Mark) (err error) {
	defer fault.Wrap(&err, "store.MarkDraft(%.100q, %s)", string(id), string(m.Kind))
	return db.onDossier(ctx, id, func(h *dossierTx) (a journal.Act, err error) {
		last, err := loadDraft(h.ctx, h.tx, string(id), 0)
		if err != nil {
			return a, err
		}
		if last.Number != number {
			return a, fault.New(fault.Conflict, "decision.stale").In("version").Because(fmt.Errorf("version %d was seen, %d is the last", number, last.Number))
		}
		if err := notAllowed(h.c.CheckMark(&last, m)); err != nil {
			return a, err
		}
		err = h.exec(`insert into decision_mark (dossier, number, person, kind, wording, capacity, delegation, at) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
			h.id(), number, string(m.Person), string(m.Kind), m.Text, short(m.Capacity, 300), short(m.Delegation, 300), h.now.UnixMicro())
		return journal.Act{
			Actor: string(m.Person), Name: "decision.marked", Details: map[string]any{"version": number, "mark": m.Kind}, Personal: []byte(m.Capacity + "\n" + m.Delegation),
		}, err
	})
}

// DraftOf is the last version of what is prepared on a dossier, with the marks on it; of
// number 0 when nothing is.
func (db *DB) DraftOf(ctx context.Context, id labelling.DossierID) (d labelling.Draft, err error) {
	defer fault.Wrap(&err, "store.DraftOf(%.100q)", string(id))
	err = db.view(ctx, func(tx *sql.Tx) (err error) {
		d, err = loadDraft(ctx, tx, string(id), 0)
		return err
	})
	return d, err
}

// DraftHistory lists the versions of what was prepared on a dossier, last first.
func (db *DB) DraftHistory(ctx context.Context, id labelling.DossierID) (list []labelling.Draft, err error) {
	defer fault.Wrap(&err, "store.DraftHistory(%.100q)", string(id))
	err = db.view(ctx, func(tx *sql.Tx) error {
		last, err := loadDraft(ctx, tx, string(id), 0)
		for ; err == nil && last.Number > 0; last, err = loadDraft(ctx, tx, string(id), last.Number-1) {
			if list = append(list, last); last.Number == 1 {
				break
			}
		}
		return err
	})
	return list, err
}

// loadDraft reads a version of a draft with its marks; the last when number is 0.
func loadDraft(ctx context.Context, q querier, dossier string, number int64) (d labelling.Draft, err error) {
	list, err := query(ctx, q, `select number, verdict, title, territory, sector, category, years, start_on, reserves, reason, actor, at from decision_draft
		where dossier = $1 and ($2 = 0 or number = $2) order by number desc limit 1`,
		func(rows *sql.Rows) (d labelling.Draft, err error) {
			var start isoDate
			var reserves string
			var at int64
			x := &d.Decision
			err = rows.Scan(&d.Number, &d.Verdict, &x.Title, &x.Territory, &x.Sector, &x.Category, &x.Years, &start, &reserves, &d.Reason, &d.By, &at)
			x.Start, d.At = start.Date, instant(at)
			return d, errors.Join(err, json.Unmarshal([]byte(reserves), &x.Reserves))
		}, dossier, number)
	if err != nil || len(list) == 0 {
		return d, err
	}
	d = list[0]
	d.Marks, err = query(ctx, q, `select person, kind, wording, capacity, delegation, at from decision_mark where dossier = $1 and number = $2 order by at, person`,
		func(rows *sql.Rows) (m labelling.Mark, err error) {
			var at int64
			err = rows.Scan(&m.Person, &m.Kind, &m.Text, &m.Capacity, &m.Delegation, &at)
			m.At = instant(at)
			return m, err
		}, dossier, d.Number)
	return d, err
}
