package store

import (
	"context"
	"database/sql"

	"continuum/internal/fault"
	"continuum/internal/labelling"
	"continuum/internal/ruleset"
)

// PublicCalls returns what everyone may know of the calls that were opened, the last opened
// first, as they were at one instant.
func (db *DB) PublicCalls(ctx context.Context) (list []labelling.Announced, err error) {
	defer fault.Wrap(&err, "store.PublicCalls")
	err = db.view(ctx, func(tx *sql.Tx) error {
		ids, err := callIDs(ctx, tx)
		if err != nil {
			return err
		}
		list = make([]labelling.Announced, len(ids))
		for i, id := range ids {
			if list[i], err = db.publicCall(ctx, tx, id); err != nil {
				return err
			}
		}
		return nil
	})
	return list, err
}

func (db *DB) publicCall(ctx context.Context, q querier, id labelling.CallID) (a labelling.Announced, err error) {
	c, r, err := db.loadCall(ctx, q, id)
	if err != nil {
		return a, err
	}
	a.Call, a.Ruleset = *c, r
	a.By = ""
	a.Example = ruleset.Example(r)
	if a.Moved, err = deadlinesMoved(ctx, q, id); err != nil {
		return a, err
	}
	asked, err := questionsOf(ctx, q, id)
	if err != nil {
		return a, err
	}
	for _, x := range asked {
		if x.Answer != "" {
			a.Answers = append(a.Answers, labelling.Answer{ID: x.ID, Question: x.Question, Text: x.Answer, At: x.Answered})
		}
	}
	a.Granted, err = query(ctx, q, `select d.act, l.campus, d.category, d.years from decision d
		join dossier x on x.id = d.dossier join label l on l.id = d.label where x.call = $1 order by d.published, d.act, l.campus`,
		func(rows *sql.Rows) (g labelling.Granted, err error) {
			return g, rows.Scan(&g.Order, &g.Campus, &g.Category, &g.Years)
		}, string(id))
	return a, err
}

// turn moves the generation within an act, so that what everyone reads follows.
func (db *DB) turn(ctx context.Context, t *sql.Tx, by, what string) error {
	tx := &Tx{ctx: ctx, tx: t, db: db, origin: fromOperator, what: what}
	generation, err := tx.begin()
	if err != nil {
		return err
	}
	return tx.exec(`insert into change (generation, at, actor, what) values ($1, $2, $3, $4)`, generation, tx.at, by, what)
}
