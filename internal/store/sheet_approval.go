package store

import (
	"context"
	"database/sql"
	"time"

	"continuum/internal/campus"
	"continuum/internal/fault"
	"continuum/internal/workspace"
)

// ApproveFigure keeps that the governance of a campus approves a figure as its public
// version has it. It fails with fault.Conflict when that version is public no more.
func (db *DB) ApproveFigure(ctx context.Context, v workspace.Version, by string) (err error) {
	defer fault.Wrap(&err, "store.ApproveFigure(%.100q)", v.Sheet)
	return db.sheetAct(ctx, "figure.approved", v, by, nil, func(tx *sql.Tx) (bool, error) {
		var public int64
		err := tx.QueryRowContext(ctx, `select count(*) from sheet s join sheet_version v on v.sheet = s.id
			where s.id = $1 and s.campus = $2 and s.kind = 'figure' and v.number = $3 and v.state = 'public'`, v.Sheet, string(v.Campus), int64(v.Number)).Scan(&public)
		if err != nil {
			return false, err
		}
		if public == 0 {
			return false, fault.New(fault.Conflict, "space.moved")
		}
		_, err = tx.ExecContext(ctx, `insert into sheet_approval (sheet, number, person, at) values ($1, $2, $3, $4) on conflict (sheet, number) do nothing`,
			v.Sheet, int64(v.Number), by, db.now().UnixMicro())
		return false, err
	})
}

// Approvals returns when the public figures of a campus were approved, by sheet. A figure
// that was written again since is approved no more.
func (db *DB) Approvals(ctx context.Context, id campus.ID) (at map[string]time.Time, err error) {
	defer fault.Wrap(&err, "store.Approvals(%.100q)", string(id))
	at = make(map[string]time.Time)
	_, err = query(ctx, db.Reader(), `select a.sheet, a.at from sheet_approval a join sheet s on s.id = a.sheet
		join sheet_version v on v.sheet = a.sheet and v.number = a.number where s.campus = $1 and v.state = 'public'`,
		func(rows *sql.Rows) (struct{}, error) {
			var sheet string
			var when int64
			err := rows.Scan(&sheet, &when)
			at[sheet] = instant(when)
			return struct{}{}, err
		}, string(id))
	return at, db.Explain(err)
}
