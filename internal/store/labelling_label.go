package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"continuum/internal/campus"
	"continuum/internal/date"
	"continuum/internal/fault"
	"continuum/internal/journal"
	"continuum/internal/labelling"
	"continuum/internal/notice"
	"continuum/internal/ruleset"
)

// loadLabel reads what happened to a label; none happened to one that no decision of
// this store granted.
func loadLabel(ctx context.Context, q querier, label string) (*labelling.Label, error) {
	list, err := query(ctx, q, `select kind, on_day, coalesce(act, ''), value, until_day from label_event where label = $1 order by number`,
		func(rows *sql.Rows) (e labelling.Event, err error) {
			return e, rows.Scan(&e.Kind, &e.On, &e.Order, &e.Value, &e.Until)
		}, label)
	return &labelling.Label{Events: list}, err
}

// LabelEvents reads what happened to a label that a decision granted.
func (db *DB) LabelEvents(ctx context.Context, label string) (l *labelling.Label, err error) {
	defer fault.Wrap(&err, "store.LabelEvents(%.100q)", label)
	l, err = loadLabel(ctx, db.Reader(), label)
	return l, db.Explain(err)
}

// LabelsFollowed reads what happened to every label that a decision granted, with the rules
// of its call.
func (db *DB) LabelsFollowed(ctx context.Context) (all map[campus.LabelID]notice.Followed, err error) {
	defer fault.Wrap(&err, "store.LabelsFollowed")
	all = make(map[campus.LabelID]notice.Followed)
	err = db.view(ctx, func(tx *sql.Tx) error {
		ids, err := query(ctx, tx, `select label from decision where label is not null`, func(rows *sql.Rows) (id string, err error) { return id, rows.Scan(&id) })
		if err != nil {
			return err
		}
		for _, id := range ids {
			l, r, err := db.labelRules(ctx, tx, id)
			if err != nil {
				return err
			}
			all[campus.LabelID(id)] = notice.Followed{Label: l, Rules: r}
		}
		return nil
	})
	return all, err
}

// LifeOf reads what happened to the label of a line of the register, and its rules. Where
// nothing did here, the list begins with what the register knows of its days.
// fault.NotFound when there is no such label, fault.Conflict ("label.undated") when its
// first day is not known.
func (db *DB) LifeOf(ctx context.Context, line campus.LabelID) (stream campus.LabelID, l *labelling.Label, r *ruleset.Ruleset, err error) {
	defer fault.Wrap(&err, "store.LifeOf(%.100q)", string(line))
	err = db.view(ctx, func(tx *sql.Tx) error {
		s, label, rules, err := db.labelLife(ctx, tx, string(line))
		stream, l, r = campus.LabelID(s), label, rules
		return err
	})
	return stream, l, r, err
}

// labelOfLine is the label whose events speak of a line of the register.
func labelOfLine(ctx context.Context, q querier, line string) (string, error) {
	list, err := query(ctx, q, `select label from label_line where line = $1`, func(rows *sql.Rows) (id string, err error) { return id, rows.Scan(&id) }, line)
	if err != nil || len(list) == 0 {
		return line, err
	}
	return list[0], nil
}

// labelLife is what happened to the label of a line, with what begins the list when it is
// not kept yet.
func (db *DB) labelLife(ctx context.Context, q querier, line string) (stream string, l *labelling.Label, r *ruleset.Ruleset, err error) {
	if stream, err = labelOfLine(ctx, q, line); err != nil {
		return "", nil, nil, err
	}
	l, r, err = db.labelRules(ctx, q, stream)
	if fault.KindOf(err) != fault.NotFound {
		return stream, l, r, err
	}
	if l, err = loadLabel(ctx, q, stream); err != nil {
		return stream, nil, nil, err
	}
	if len(l.Events) == 0 {
		held, err := labelVersion(ctx, q, stream)
		if err != nil {
			return stream, nil, nil, err
		}
		first, err := followed(held)
		if err != nil {
			return stream, nil, nil, err
		}
		l.Events = []labelling.Event{first}
	}
	return stream, l, rulesOn(l.Events[0].On), nil
}

// holdLabel is labelLife in a transaction that adds to it: the beginning is kept.
func (db *DB) holdLabel(ctx context.Context, tx *sql.Tx, by labelling.PersonID, line string) (stream string, l *labelling.Label, r *ruleset.Ruleset, err error) {
	stream, l, r, err = db.labelLife(ctx, tx, line)
	if err != nil || len(l.Events) != 1 || l.Events[0].Kind != labelling.EventFollowed {
		return stream, l, r, err
	}
	_, err = tx.ExecContext(ctx, `insert into label_event (label, number, kind, on_day, act, value, until_day, actor, at) values ($1, 1, $2, $3, null, '', $4, $5, $6)
		on conflict (label, number) do nothing`,
		stream, string(labelling.EventFollowed), int64(l.Events[0].On), int64(l.Events[0].Until), string(by), db.now().UnixMicro())
	return stream, l, r, err
}

// labelVersion is what the register believes of a label; fault.NotFound when nothing.
func labelVersion(ctx context.Context, q querier, id string) (*campus.Label, error) {
	held, err := loadLabels(ctx, q, believed)
	if err != nil {
		return nil, err
	}
	for i := range held {
		if string(held[i].value.ID) == id {
			return &held[i].value, nil
		}
	}
	return nil, fault.New(fault.NotFound, "labelling.unknown", id).Because(fmt.Errorf("the register has no label %.100q", id))
}

// followed is what the register knows of the days of a label, as the beginning of what
// happens to it; where no end is stated it is the longest that the law allowed.
func followed(l *campus.Label) (labelling.Event, error) {
	e := labelling.Event{Kind: labelling.EventFollowed, On: l.Start.Earliest()}
	switch {
	case l.Start.IsZero():
		return e, fault.New(fault.Conflict, "label.undated", string(l.ID)).Because(errors.New("its first day is not known"))
	case !l.End.IsZero():
		e.Until = l.End.Latest()
	case l.Years > 0:
		e.Until = e.On.AddYears(l.Years)
	default:
		e.Until = e.On.AddYears(campus.MaxYears(e.On))
	}
	return e, nil
}

// rulesOn are the rules that come with the program and held on a day, the oldest before
// all of them.
func rulesOn(day date.Day) *ruleset.Ruleset {
	list := ruleset.Embedded()
	slices.SortFunc(list, func(a, b ruleset.File) int { return cmp.Compare(a.Rules.From.Earliest(), b.Rules.From.Earliest()) })
	best := list[0].Rules
	for _, f := range list {
		if f.Rules.From.Earliest() <= day {
			best = f.Rules
		}
	}
	return best
}

// RecordLabelEvent adds what happened to a label: a reserve noted or lifted, a review.
// Events that rest on an order come with it, by PublishOrder and PublishAmendments.
func (db *DB) RecordLabelEvent(ctx context.Context, by labelling.PersonID, label string, e labelling.Event) (err error) {
	defer fault.Wrap(&err, "store.RecordLabelEvent(%.100q, %s)", label, string(e.Kind))
	return db.write(ctx, func(tx *sql.Tx) error { return db.recordLabelEvent(ctx, tx, by, label, e) })
}

func (db *DB) recordLabelEvent(ctx context.Context, tx *sql.Tx, by labelling.PersonID, label string, e labelling.Event) error {
	stream, l, r, err := db.holdLabel(ctx, tx, by, label)
	if err != nil {
		return err
	}
	if e.Order != "" {
		return notAllowed(&labelling.Refusal{Reason: labelling.WrongState, Guard: string(e.Kind), Detail: "what an order does is published with it"})
	}
	if err := notAllowed(l.Check(r, e)); err != nil {
		return err
	}
	a := journal.Act{
		Stream: "label/" + stream, Actor: string(by), Name: "label." + string(e.Kind),
		Details: map[string]any{"on": e.On.String(), "value": short(e.Value, 1000)},
	}
	if err := db.record(ctx, tx, a); err != nil {
		return err
	}
	if err := db.tellLabel(ctx, tx, stream, func(of *notice.OfLabel) (notice.News, bool) { return notice.ReserveMoved(of, e.Kind, db.now()) }); err != nil {
		return err
	}
	return addLabelEvent(ctx, tx, by, stream, e, db.now().UnixMicro())
}

// labelRules reads a label with the rules under which it was granted.
func (db *DB) labelRules(ctx context.Context, q querier, label string) (*labelling.Label, *ruleset.Ruleset, error) {
	calls, err := query(ctx, q, `select d.call from decision x join dossier d on d.id = x.dossier where x.label = $1`,
		func(rows *sql.Rows) (id labelling.CallID, err error) { return id, rows.Scan(&id) }, label)
	if err != nil {
		return nil, nil, err
	}
	if len(calls) == 0 {
		return nil, nil, fault.New(fault.NotFound, "labelling.unknown", label).Because(fmt.Errorf("no decision granted label %.100q", label))
	}
	_, r, err := db.loadCall(ctx, q, calls[0])
	if err != nil {
		return nil, nil, err
	}
	l, err := loadLabel(ctx, q, label)
	return l, r, err
}

func addLabelEvent(ctx context.Context, tx *sql.Tx, by labelling.PersonID, label string, e labelling.Event, at int64) error {
	_, err := tx.ExecContext(ctx, `insert into label_event (label, number, kind, on_day, act, value, until_day, actor, at)
		select $1, coalesce(max(number), 0) + 1, $2, $3, $4, $5, $6, $7, $8 from label_event where label = $1`,
		label, string(e.Kind), int64(e.On), orNull(e.Order), e.Value, int64(e.Until), string(by), at)
	return err
}

// liveLabel is the last label of a campus that a decision granted, empty when none was.
func liveLabel(ctx context.Context, q querier, campus string) (string, error) {
	list, err := query(ctx, q, `select x.label from decision x join label l on l.id = x.label where l.campus = $1 order by x.at desc, x.label limit 1`,
		func(rows *sql.Rows) (id string, err error) { return id, rows.Scan(&id) }, campus)
	if err != nil || len(list) == 0 {
		return "", err
	}
	return list[0], nil
}

// openReserves reports whether the last label of a campus was granted with reserves.
func openReserves(ctx context.Context, q querier, r *ruleset.Ruleset, campus string) (bool, error) {
	label, err := liveLabel(ctx, q, campus)
	if err != nil || label == "" {
		return false, err
	}
	l, err := loadLabel(ctx, q, label)
	if err != nil || len(l.Events) == 0 {
		return false, err
	}
	return len(l.On(r, l.Events[len(l.Events)-1].On).Reserves) > 0, nil
}

// followRenewal tells the label of a campus that its renewal is being read, or no longer.
func (d *dossierTx) followRenewal(by labelling.PersonID, from, to ruleset.StateID) error {
	k := d.c.Rules.Kind(d.c.Dossier.Kind)
	state := d.c.Rules.State(to)
	handedIn := d.c.Rules.Takes(from, ruleset.Edit) && !d.c.Rules.Takes(to, ruleset.Edit) && !state.Final
	dropped := state.Final && state.Outcome != ruleset.Granted
	if k.Campus != "known" || d.c.Dossier.Campus == "" || !handedIn && !dropped {
		return nil
	}
	label, err := liveLabel(d.ctx, d.tx, d.c.Dossier.Campus)
	if err != nil || label == "" {
		return err
	}
	l, r, err := d.db.labelRules(d.ctx, d.tx, label)
	if err != nil {
		return err
	}
	e := labelling.Event{Kind: labelling.EventRenewing, On: date.Today(d.now), Value: d.id()}
	if dropped {
		e.Kind = labelling.EventDropped
	}
	if l.Check(r, e) != nil {
		return nil // handed in a second time, or the label has ended: nothing to tell
	}
	return addLabelEvent(d.ctx, d.tx, by, label, e, d.now.UnixMicro())
}
