package store

import (
	"context"
	"database/sql"
	"iter"

	"continuum/internal/fault"
	"continuum/internal/journal"
	"continuum/internal/labelling"
)

// wavePage is how many identifiers of dossiers are read at once.
const wavePage = 200

// Wave gives the dossiers of a call one by one, by identifier, each whole and as one act
// left it, so that as many as there are take the memory of one. It stops at the first error.
func (db *DB) Wave(ctx context.Context, call labelling.CallID) iter.Seq2[*labelling.Case, error] {
	return func(yield func(*labelling.Case, error) bool) {
		for after := ""; ; {
			ids, err := query(ctx, db.Reader(), `select id from dossier where call = $1 and id > $2 order by id limit $3`,
				func(rows *sql.Rows) (id string, err error) { return id, rows.Scan(&id) }, string(call), after, int64(wavePage))
			if err != nil {
				fault.Wrap(&err, "store.Wave(%.100q)", string(call))
				yield(nil, db.Explain(err))
				return
			}
			for _, id := range ids {
				c, err := db.Dossier(ctx, labelling.DossierID(id))
				if !yield(c, err) || err != nil {
					return
				}
				after = id
			}
			if len(ids) < wavePage {
				return
			}
		}
	}
}

// CallExported writes in the journal that someone took the dossiers of a call as a whole.
func (db *DB) CallExported(ctx context.Context, by labelling.PersonID, call labelling.CallID) (err error) {
	defer fault.Wrap(&err, "store.CallExported(%.100q)", string(call))
	return db.act(ctx, journal.Act{Stream: "call/" + string(call), Actor: string(by), Name: "call.exported"}, func(*sql.Tx) error { return nil })
}
