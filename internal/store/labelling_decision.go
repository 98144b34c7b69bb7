package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"continuum/internal/campus"
	"continuum/internal/fault"
	"continuum/internal/labelling"
)

// LastGranted is the last dossier of a campus that a decision granted, with the reserves
// of the decision; fault.NotFound when none was.
func (db *DB) LastGranted(ctx context.Context, id campus.ID) (c *labelling.Case, reserves []string, err error) {
	defer fault.Wrap(&err, "store.LastGranted(%.100q)", string(id))
	err = db.view(ctx, func(tx *sql.Tx) error {
		var dossier, kept string
		err := tx.QueryRowContext(ctx, `select x.dossier, x.reserves from decision x join label l on l.id = x.label
			where l.campus = $1 order by x.at desc, x.dossier limit 1`, string(id)).Scan(&dossier, &kept)
		if errors.Is(err, sql.ErrNoRows) {
			return fault.New(fault.NotFound, "labelling.unknown", string(id)).Because(fmt.Errorf("no decision granted a label to %.100q", string(id)))
		}
		if err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(kept), &reserves); err != nil {
			return err
		}
		c, err = db.loadCase(ctx, tx, labelling.DossierID(dossier))
		return err
	})
	return c, reserves, err
}

// DecisionOf is the decision published on a dossier, nil when there is none.
func (db *DB) DecisionOf(ctx context.Context, id labelling.DossierID) (_ *labelling.Decision, err error) {
	defer fault.Wrap(&err, "store.DecisionOf(%.100q)", string(id))
	list, err := query(ctx, db.Reader(), `select nor, signed, published, title, territory, sector, category, years, start_on, reserves
		from decision where dossier = $1 and label is not null`,
		func(rows *sql.Rows) (d labelling.Decision, err error) {
			var signed, published, start isoDate
			var reserves string
			err = rows.Scan(&d.NOR, &signed, &published, &d.Title, &d.Territory, &d.Sector, &d.Category, &d.Years, &start, &reserves)
			d.Signed, d.Published, d.Start = signed.Date, published.Date, start.Date
			return d, errors.Join(err, json.Unmarshal([]byte(reserves), &d.Reserves))
		}, string(id))
	if err != nil || len(list) == 0 {
		return nil, db.Explain(err)
	}
	return &list[0], nil
}
