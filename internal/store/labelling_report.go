package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"continuum/internal/campus"
	"continuum/internal/fault"
	"continuum/internal/journal"
	"continuum/internal/labelling"
	"continuum/internal/notice"
)

// SaveReport keeps a version of a report on the label of a line of the register, with what
// it makes happen to the label: a validated review is one. r.Number is the version that its
// author saw, 0 for the first: fault.Conflict when another came since.
func (db *DB) SaveReport(ctx context.Context, by labelling.PersonID, line campus.LabelID, r labelling.Report, events ...labelling.Event) (err error) {
	defer fault.Wrap(&err, "store.SaveReport(%.100q, %s)", string(line), string(r.Kind))
	return db.write(ctx, func(tx *sql.Tx) error {
		stream, _, _, err := db.holdLabel(ctx, tx, by, string(line))
		if err != nil {
			return err
		}
		if err := db.record(ctx, tx, journal.Act{
			Stream: "label/" + stream, Actor: string(by), Name: "label.report_" + reportAct(&r),
			Details: map[string]any{"kind": r.Kind, "period": r.Period, "version": r.Number + 1},
		}); err != nil {
			return err
		}
		var last labelling.Report
		list, err := loadReports(ctx, tx, stream)
		if err != nil {
			return err
		}
		for _, x := range list {
			if x.Kind == r.Kind && x.Period == r.Period {
				last = x
			}
		}
		if last.Number != r.Number {
			return fault.New(fault.Conflict, "decision.stale").In("version").Because(fmt.Errorf("version %d was seen, %d is the last", r.Number, last.Number))
		}
		if err := notAllowed(labelling.CheckReport(&last, &r)); err != nil {
			return err
		}
		body, err := json.Marshal(r.Body)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `insert into label_report (label, kind, period, number, state, body, actor, at) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
			stream, string(r.Kind), r.Period, last.Number+1, string(r.State), string(body), string(by), db.now().UnixMicro())
		if err != nil {
			return err
		}
		if err := db.tellLabel(ctx, tx, stream, func(of *notice.OfLabel) (notice.News, bool) { return notice.ReportMoved(of, &r, db.now()) }); err != nil {
			return err
		}
		for _, e := range events {
			if err := db.recordLabelEvent(ctx, tx, by, stream, e); err != nil {
				return err
			}
		}
		return nil
	})
}

func reportAct(r *labelling.Report) string {
	if r.SentBack() {
		return "sent_back"
	}
	return string(r.State)
}

// AllReports are the last versions of what was written on every label, by the lines of
// the register that speak of it.
func (db *DB) AllReports(ctx context.Context) (all map[campus.LabelID][]labelling.Report, err error) {
	defer fault.Wrap(&err, "store.AllReports")
	all = make(map[campus.LabelID][]labelling.Report)
	err = db.view(ctx, func(tx *sql.Tx) error {
		clear(all)
		streams, err := query(ctx, tx, `select distinct label from label_report`, func(rows *sql.Rows) (id string, err error) { return id, rows.Scan(&id) })
		if err != nil {
			return err
		}
		for _, id := range streams {
			if all[campus.LabelID(id)], err = loadReports(ctx, tx, id); err != nil {
				return err
			}
		}
		_, err = query(ctx, tx, `select line, label from label_line`, func(rows *sql.Rows) (struct{}, error) {
			var line, label string
			err := rows.Scan(&line, &label)
			all[campus.LabelID(line)] = all[campus.LabelID(label)]
			return struct{}{}, err
		})
		return err
	})
	return all, err
}

// LabelReports are the last versions of what was written on the label of a line.
func (db *DB) LabelReports(ctx context.Context, line campus.LabelID) (list []labelling.Report, err error) {
	defer fault.Wrap(&err, "store.LabelReports(%.100q)", string(line))
	err = db.view(ctx, func(tx *sql.Tx) error {
		stream, err := labelOfLine(ctx, tx, string(line))
		if err != nil {
			return err
		}
		list, err = loadReports(ctx, tx, stream)
		return err
	})
	return list, err
}

func loadReports(ctx context.Context, q querier, stream string) ([]labelling.Report, error) {
	return query(ctx, q, `select r.kind, r.period, r.number, r.state, r.body, r.actor, r.at from label_report r where r.label = $1
		and r.number = (select max(o.number) from label_report o where o.label = r.label and o.kind = r.kind and o.period = r.period) order by r.kind, r.period`,
		func(rows *sql.Rows) (r labelling.Report, err error) {
			var body string
			var at int64
			err = rows.Scan(&r.Kind, &r.Period, &r.Number, &r.State, &body, &r.By, &at)
			r.At = instant(at)
			return r, errors.Join(err, json.Unmarshal([]byte(body), &r.Body))
		}, stream)
}
