package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"strconv"
	"strings"

	"continuum/internal/campus"
	"continuum/internal/fault"
	"continuum/internal/journal"
	"continuum/internal/notice"
	"continuum/internal/workspace"
)

// sheetText chooses versions of sheets.
const sheetText = `select v.sheet, s.campus, s.kind, v.number, v.state, v.body, v.author, v.at, v.decided, v.reason
	from sheet s join sheet_version v on v.sheet = s.id`

func scanSheet(rows *sql.Rows) (v workspace.Version, err error) {
	var at int64
	var body string
	err = rows.Scan(&v.Sheet, &v.Campus, &v.Kind, &v.Number, &v.State, &body, &v.Author, &at, &v.Decided, &v.Reason)
	v.Body, v.At = []byte(body), instant(at)
	return v, err
}

// sheets are the versions of a choice. Where they name a body that was made one with
// another since, they name that one: what is kept stays as it was written, so that it names
// the first again once both are parted.
func (db *DB) sheets(ctx context.Context, where string, args ...any) (list []workspace.Version, err error) {
	err = db.view(ctx, func(tx *sql.Tx) error {
		if list, err = query(ctx, tx, sheetText+where, scanSheet, args...); err != nil {
			return err
		}
		owners, err := heirs(ctx, tx)
		if err != nil || len(owners) == 0 {
			return err
		}
		for i := range list {
			if list[i].Body, err = workspace.Renamed(list[i].Kind, list[i].Body, owners); err != nil {
				return err
			}
		}
		return nil
	})
	return list, err
}

// PublicSheets returns the public version of each sheet of every campus.
func (db *DB) PublicSheets(ctx context.Context) (list []workspace.Version, err error) {
	defer fault.Wrap(&err, "store.PublicSheets")
	return db.sheets(ctx, ` where v.state = 'public' order by s.campus, s.kind, v.sheet`)
}

// Sheets returns the last version of each sheet of a campus, and its public one when that
// is another, newest first.
func (db *DB) Sheets(ctx context.Context, id campus.ID) (list []workspace.Version, err error) {
	defer fault.Wrap(&err, "store.Sheets(%.100q)", id)
	return db.sheets(ctx, ` where s.campus = $1 and (v.number = s.version or v.state = 'public')
		order by v.at desc, v.sheet, v.number desc`, string(id))
}

// SheetHistory returns all the versions of a sheet, newest first; fault.NotFound when
// there is no such sheet.
func (db *DB) SheetHistory(ctx context.Context, id string) (list []workspace.Version, err error) {
	defer fault.Wrap(&err, "store.SheetHistory(%.100q)", id)
	list, err = db.sheets(ctx, ` where s.id = $1 order by v.number desc`, id)
	if err == nil && len(list) == 0 {
		return nil, fault.New(fault.NotFound, "space.unknown")
	}
	return list, err
}

// PendingSheets returns what waits to be looked at, oldest first.
func (db *DB) PendingSheets(ctx context.Context) (list []workspace.Version, err error) {
	defer fault.Wrap(&err, "store.PendingSheets")
	return db.sheets(ctx, ` where v.state = 'pending' order by v.at, v.sheet`)
}

// SaveSheet keeps a new version of v.Sheet, or a new sheet when that is empty, in v.State:
// Draft, Pending or Public. v.Number is the version that its author had before his eyes, 0
// for a new sheet: fault.Conflict when another came since. The news is told with it. It
// returns the version kept.
func (db *DB) SaveSheet(ctx context.Context, v workspace.Version, news ...notice.News) (_ workspace.Version, err error) {
	defer fault.Wrap(&err, "store.SaveSheet(%.100q)", v.Sheet)
	if v.State != workspace.Draft && v.State != workspace.Pending && v.State != workspace.Public {
		return v, fault.New(fault.Invalid, "space.choice", string(v.State)).In("state")
	}
	if _, err := workspace.Parse(v.Kind, v.Body); err != nil {
		return v, err
	}
	isNew := v.Sheet == ""
	if isNew {
		v.Sheet, v.Number = strings.ToLower(rand.Text()), 0
	}
	v.Number++
	err = db.sheetAct(ctx, "sheet.saved", v, v.Author, news, func(tx *sql.Tx) (moves bool, err error) {
		v.At = db.now()
		if isNew {
			_, err = tx.ExecContext(ctx, `insert into sheet (id, campus, kind, version) values ($1, $2, $3, 1)`, v.Sheet, string(v.Campus), string(v.Kind))
		} else {
			err = db.nextSheet(ctx, tx, v)
		}
		if err != nil {
			return false, err
		}
		// What waited is replaced; what was public stays so until this one is.
		if _, err = tx.ExecContext(ctx, `update sheet_version set state = 'replaced' where sheet = $1 and (state in ('draft', 'pending') or state = 'public' and $2 = 'public')`,
			v.Sheet, string(v.State)); err != nil {
			return false, err
		}
		_, err = tx.ExecContext(ctx, `insert into sheet_version (sheet, number, state, body, author, at, decided, reason) values ($1, $2, $3, $4, $5, $6, '', '')`,
			v.Sheet, int64(v.Number), string(v.State), string(v.Body), v.Author, v.At.UnixMicro())
		return v.State == workspace.Public, err
	})
	return v, err
}

// nextSheet moves the version of a sheet that is of the same campus and kind, from the
// one that its author saw.
func (db *DB) nextSheet(ctx context.Context, tx *sql.Tx, v workspace.Version) error {
	res, err := tx.ExecContext(ctx, `update sheet set version = $1 where id = $2 and version = $3 and campus = $4 and kind = $5`,
		int64(v.Number), v.Sheet, int64(v.Number-1), string(v.Campus), string(v.Kind))
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n == 1 {
		return err
	}
	var version int64
	err = tx.QueryRowContext(ctx, `select version from sheet where id = $1 and campus = $2 and kind = $3`, v.Sheet, string(v.Campus), string(v.Kind)).Scan(&version)
	if errors.Is(err, sql.ErrNoRows) {
		return fault.New(fault.NotFound, "space.unknown")
	}
	if err != nil {
		return err
	}
	return fault.New(fault.Conflict, "space.conflict", version)
}

// DecideSheet makes the pending version v.Number of a sheet public, or refuses it with a
// reason, for by, and tells the news. fault.Conflict when it is pending no more.
func (db *DB) DecideSheet(ctx context.Context, v workspace.Version, by string, accepted bool, reason string, news ...notice.News) (err error) {
	defer fault.Wrap(&err, "store.DecideSheet(%.100q)", v.Sheet)
	if !accepted && strings.TrimSpace(reason) == "" {
		return fault.New(fault.Invalid, "space.text.missing").In("reason")
	}
	name, state := "sheet.refused", workspace.Refused
	if accepted {
		name, state = "sheet.accepted", workspace.Public
	}
	return db.sheetAct(ctx, name, v, by, news, func(tx *sql.Tx) (bool, error) {
		if accepted {
			if _, err := tx.ExecContext(ctx, `update sheet_version set state = 'replaced' where sheet = $1 and state = 'public'`, v.Sheet); err != nil {
				return false, err
			}
		}
		return accepted, moveSheet(ctx, tx, v, workspace.Pending, state, by, reason)
	})
}

// WithdrawSheet takes the public version v.Number of a sheet off the pages, and tells the news.
func (db *DB) WithdrawSheet(ctx context.Context, v workspace.Version, by, reason string, news ...notice.News) (err error) {
	defer fault.Wrap(&err, "store.WithdrawSheet(%.100q)", v.Sheet)
	return db.sheetAct(ctx, "sheet.withdrawn", v, by, news, func(tx *sql.Tx) (bool, error) {
		return true, moveSheet(ctx, tx, v, workspace.Public, workspace.Withdrawn, by, reason)
	})
}

// moveSheet changes the state of one version, which must be in the state before.
func moveSheet(ctx context.Context, tx *sql.Tx, v workspace.Version, before, after workspace.State, by, reason string) error {
	res, err := tx.ExecContext(ctx, `update sheet_version set state = $1, decided = $2, reason = $3 where sheet = $4 and number = $5 and state = $6`,
		string(after), by, short(reason, 1000), v.Sheet, int64(v.Number), string(before))
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n == 1 {
		return err
	}
	return fault.New(fault.Conflict, "space.moved")
}

// sheetAct does something to a sheet, writes it in the journal of its campus and tells the
// news, whose keys it completes with the version. When fn
// says that what is public changes, the generation moves, so that the pages follow.
func (db *DB) sheetAct(ctx context.Context, name string, v workspace.Version, by string, news []notice.News, fn func(*sql.Tx) (bool, error)) error {
	details := map[string]any{"sheet": v.Sheet, "kind": v.Kind, "version": v.Number, "state": v.State}
	a := journal.Act{Stream: "campus/" + string(v.Campus), Actor: by, Name: name, Details: details}
	return db.act(ctx, a, func(t *sql.Tx) error {
		moves, err := fn(t)
		if err != nil {
			return err
		}
		for _, n := range news {
			n.Key += "/" + v.Sheet + "/" + strconv.Itoa(v.Number)
			if _, err := db.tell(ctx, t, n); err != nil {
				return err
			}
		}
		if !moves {
			return err
		}
		return db.turn(ctx, t, by, name+" "+v.Sheet)
	})
}

// checkSheets names the public sheets that can't be read.
func checkSheets(ctx context.Context, tx *sql.Tx) (found []Problem, err error) {
	list, err := query(ctx, tx, sheetText+` order by v.sheet, v.number`, scanSheet)
	for _, v := range list {
		if _, err := workspace.Parse(v.Kind, v.Body); err != nil {
			found = append(found, Problem{"sheet " + v.Sheet, "its version can't be read: " + err.Error()})
		}
	}
	return found, err
}
