package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"continuum/internal/campus"
	"continuum/internal/date"
	"continuum/internal/fault"
	"continuum/internal/journal"
	"continuum/internal/labelling"
	"continuum/internal/notice"
)

// Amendment is one line of an order that amends what others granted.
type Amendment struct {
	Label campus.LabelID  // line of the register
	Event labelling.Event // one of labelling.Amending; its order is the one published
	// Academie and Region are the codes that a changed perimeter lies in; empty when they stay.
	Academie, Region string
}

// LineError is what is wrong with one line of an order, counted from 1.
type LineError struct {
	Line int
	Err  error
}

// Error names the line.
func (e *LineError) Error() string { return "line " + strconv.Itoa(e.Line) + ": " + e.Err.Error() }

// Unwrap is what is wrong.
func (e *LineError) Unwrap() error { return e.Err }

// PublishAmendments publishes an order that extends, withdraws, renames or changes labels, or
// corrects what an earlier order stated: its act, what happens to each label, and what the
// register says from then on, all or nothing. What was true under the order before remains
// readable at its date. A LineError says which line can't be.
func (db *DB) PublishAmendments(ctx context.Context, by labelling.PersonID, o Order, lines []Amendment) (err error) {
	defer fault.Wrap(&err, "store.PublishAmendments(%.20q)", o.NOR)
	return db.publishAmendments(ctx, by, o, lines, func(*Tx) error { return nil }, func(*Tx) error { return nil })
}

// publishAmendments publishes an order between two looks at the register; nothing is kept
// when one fails.
func (db *DB) publishAmendments(ctx context.Context, by labelling.PersonID, o Order, lines []Amendment, before, after func(*Tx) error) error {
	if len(lines) == 0 {
		return fault.New(fault.Invalid, "order.empty").In("ligne-1").Because(errors.New("an order amends something"))
	}
	return db.InTx(ctx, string(by), "order "+o.NOR, func(tx *Tx) error {
		if err := before(tx); err != nil {
			return tx.fail(err)
		}
		p := &publication{tx: tx, by: by, role: "minister", order: o}
		if err := p.act(); err != nil {
			return tx.fail(err)
		}
		for i, line := range lines {
			if err := p.amend(line); err != nil {
				return tx.fail(&LineError{i + 1, err})
			}
		}
		if err := after(tx); err != nil {
			return tx.fail(err)
		}
		return db.record(ctx, tx.tx, journal.Act{
			Stream: journal.Site, Actor: string(by), Name: "order.published", Details: map[string]any{"nor": o.NOR, "lines": len(lines)},
		})
	})
}

// amend does one line: the event, then what the register says.
func (p *publication) amend(a Amendment) error {
	old, err := labelVersion(p.tx.ctx, p.tx.tx, string(a.Label))
	if err != nil {
		return err
	}
	if old.Successor != "" {
		return fault.New(fault.Conflict, "label.succeeded", string(a.Label)).In("label").Because(fmt.Errorf("label %s took over", old.Successor))
	}
	stream, l, r, err := p.tx.db.holdLabel(p.tx.ctx, p.tx.tx, p.by, string(a.Label))
	if err != nil {
		return err
	}
	e := a.Event
	e.Order = string(p.actID())
	if err := notAllowed(l.Check(r, e)); err != nil {
		return err
	}
	if err := addLabelEvent(p.tx.ctx, p.tx.tx, p.by, stream, e, p.tx.at); err != nil {
		return err
	}
	if err := p.tx.db.record(p.tx.ctx, p.tx.tx, journal.Act{
		Stream: "label/" + stream, Actor: string(p.by), Name: "label." + string(e.Kind), Details: map[string]any{"on": e.On.String(), "nor": p.order.NOR, "value": short(e.Value, 1000)},
	}); err != nil {
		return err
	}
	if err := p.amended(stream, old, l, &a); err != nil {
		return err
	}
	return p.tx.db.tellLabel(p.tx.ctx, p.tx.tx, stream, func(of *notice.OfLabel) (notice.News, bool) { return notice.Amended(of, e.Kind, p.order.NOR), true })
}

// amended has the register say what an event did; l is the label before it.
func (p *publication) amended(stream string, old *campus.Label, l *labelling.Label, a *Amendment) error {
	e := &a.Event
	switch e.Kind {
	case labelling.EventExtended, labelling.EventCorrectedEnd:
		return p.restate(old, func(x *campus.Label) { x.End = date.Of(e.Until) })
	case labelling.EventWithdrawn:
		return p.restate(old, func(x *campus.Label) { x.End = date.Of(e.On) })
	case labelling.EventCorrectedCategory:
		return p.restate(old, func(x *campus.Label) { x.Category = campus.Category(e.Value) })
	case labelling.EventCategory:
		return p.split(stream, old, l, e)
	case labelling.EventRenamed:
		return p.supersede(old.Campus, campus.Name, e.Value, date.Of(e.On))
	case labelling.EventCorrectedTitle:
		return p.supersede(old.Campus, campus.Name, e.Value, date.Date{})
	case labelling.EventPerimeter:
		for property, code := range map[campus.Property]string{campus.AcademieProp: a.Academie, campus.RegionProp: a.Region} {
			if code == "" {
				continue
			}
			if err := p.supersede(old.Campus, property, code, date.Of(e.On)); err != nil {
				return err
			}
		}
		return nil
	}
	return fault.New(fault.Invalid, "order.kind").In("kind").Because(fmt.Errorf("an order does not make %s", e.Kind))
}

// basis is what the order is for a label.
func (p *publication) basis() campus.Basis {
	return campus.Basis{Kind: campus.ByAct, Act: p.actID(), On: p.order.Signed, Text: p.order.Title, Provenance: p.provenance()}
}

// restate has the register believe another version of a label, which rests on the order too.
func (p *publication) restate(old *campus.Label, change func(*campus.Label)) error {
	if err := p.tx.RetireLabel(old.ID); err != nil {
		return err
	}
	next := *old
	change(&next)
	next.Bases = append(append([]campus.Basis(nil), old.Bases...), p.basis())
	return p.tx.Record(&campus.Records{Labels: []campus.Label{next}})
}

// split ends a line of the register on the day on which the label changes category, and
// begins another that carries it on to the same end.
func (p *publication) split(stream string, old *campus.Label, l *labelling.Label, e *labelling.Event) error {
	spans := l.Spans("")
	next := campus.Label{
		ID: campus.LabelID(stream + "~" + strings.ToLower(p.order.NOR)), Campus: old.Campus, Category: campus.Category(e.Value), Wave: old.Wave,
		Start: date.Of(e.On), End: date.Of(spans[len(spans)-1].Until), Bases: []campus.Basis{p.basis()}, Provenance: p.provenance(),
	}
	if err := p.restate(old, func(x *campus.Label) { x.End, x.Successor = next.Start, next.ID }); err != nil {
		return err
	}
	if err := p.tx.GrantLabel(next); err != nil {
		return err
	}
	return p.tx.exec(`insert into label_line (line, label) values ($1, $2)`, string(next.ID), stream)
}

// Amendable are the labels of the register that an order may amend: the last line of each.
func (db *DB) Amendable(ctx context.Context) (list []campus.Label, err error) {
	defer fault.Wrap(&err, "store.Amendable")
	held, err := loadLabels(ctx, db.Reader(), believed)
	for _, h := range held {
		if h.value.Successor == "" {
			list = append(list, h.value)
		}
	}
	return list, cmp.Or(err, nil)
}
