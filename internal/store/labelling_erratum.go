package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"continuum/internal/campus"
	"continuum/internal/date"
	"continuum/internal/fault"
	"continuum/internal/journal"
	"continuum/internal/labelling"
)

// RecordedOrder is an order that was published here, as the register says it now.
type RecordedOrder struct {
	ID campus.ActID
	Order
}

// RecordedOrders are the orders that were published here, the last one first.
func (db *DB) RecordedOrders(ctx context.Context) (list []RecordedOrder, err error) {
	defer fault.Wrap(&err, "store.RecordedOrders")
	list, err = recordedOrders(ctx, db.Reader())
	return list, db.Explain(err)
}

func recordedOrders(ctx context.Context, q querier) ([]RecordedOrder, error) {
	return query(ctx, q, `select v.id, v.nor, v.title, v.signed, v.published, v.url from act_version v join statement s on s.key = v.statement
		where v.retired is null and s.origin = 'operator' order by v.published desc, v.id limit 1000`,
		func(rows *sql.Rows) (o RecordedOrder, err error) {
			var signed, published string
			if err := rows.Scan(&o.ID, &o.NOR, &o.Title, &signed, &published, &o.URL); err != nil {
				return o, err
			}
			if o.Signed, err = date.Parse(signed); err != nil {
				return o, err
			}
			o.Published, err = date.Parse(published)
			return o, err
		})
}

// CorrectOrder has the register say something else of an order that was published here: a
// number, a title, a day or an address was typed wrong, or put right by an erratum. Labels
// stay as they are and go on resting on it; what was said before remains readable at its
// date. It fails with fault.NotFound for another act, with fault.Conflict when nothing would
// change or another order has that NOR.
func (db *DB) CorrectOrder(ctx context.Context, by labelling.PersonID, id campus.ActID, o Order) (err error) {
	defer fault.Wrap(&err, "store.CorrectOrder(%.100q)", string(id))
	if err := o.Check(); err != nil {
		return err
	}
	return db.InTx(ctx, string(by), "order "+o.NOR+" corrected", func(tx *Tx) error {
		list, err := recordedOrders(tx.ctx, tx.tx)
		if err != nil {
			return tx.fail(err)
		}
		i := slices.IndexFunc(list, func(x RecordedOrder) bool { return x.ID == id })
		switch {
		case i < 0:
			return tx.fail(fault.New(fault.NotFound, "labelling.unknown", string(id)).Because(fmt.Errorf("no order %.100q was published here", string(id))))
		case list[i].Order == o:
			return tx.fail(fault.New(fault.Conflict, "order.same").In("nor").Because(errors.New("nothing would change")))
		case slices.ContainsFunc(list, func(x RecordedOrder) bool { return x.ID != id && x.NOR == o.NOR }):
			return tx.fail(fault.New(fault.Conflict, "order.known", o.NOR).In("nor").Because(errors.New("another order has this NOR")))
		}
		// Its identifiers are those of the day on which it was published: labels name them.
		p := &publication{tx: tx, by: by, order: o, name: strings.TrimPrefix(string(id), actPrefix)}
		source := p.provenance().Sources[0]
		for table, key := range map[string]string{"act_version": string(id), "source_version": string(source)} {
			if err := tx.retire(table, key); err != nil {
				return err
			}
		}
		if err := p.describe(o); err != nil {
			return tx.fail(err)
		}
		return db.record(tx.ctx, tx.tx, journal.Act{
			Stream: journal.Site, Actor: string(by), Name: "order.corrected",
			Details: map[string]any{"order": string(id), "nor": o.NOR, "was": list[i].NOR},
		})
	})
}
