package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"continuum/internal/account"
	"continuum/internal/expertise"
	"continuum/internal/fault"
	"continuum/internal/journal"
	"continuum/internal/notice"
)

// Declare keeps what an expert says of an interest in a dossier. A conflict said once a
// sheet was handed in stays beside it; who decides sees both.
func (db *DB) Declare(ctx context.Context, panel string, d expertise.Declaration) (err error) {
	defer fault.Wrap(&err, "store.Declare(%.100q)", panel)
	if d.Stance != expertise.NoConflict && d.Stance != expertise.HasConflict || d.Stance == expertise.HasConflict && d.Reason == "" {
		return fault.New(fault.Invalid, "expertise.input").In("stance")
	}
	// The reason stays out of the journal: it may tell of a family.
	return db.panelAct(ctx, string(d.Expert), panel, "panel.declared", map[string]any{"dossier": d.Dossier, "stance": d.Stance}, func(p *panelTx) error {
		if err := p.at(d.Dossier, account.Sealed, account.Expertise, account.Opinion); err != nil {
			return err
		}
		return p.exec(`insert into panel_declaration (panel, dossier, expert, number, stance, reason, at)
			values ($1, $2, $3, 1 + (select count(*) from panel_declaration where panel = $1 and dossier = $2 and expert = $3), $4, $5, $6)`,
			string(d.Dossier), string(d.Expert), string(d.Stance), d.Reason, p.now)
	}, PanelForming, PanelReading)
}

// AssignReadings makes readings the ones of the panel. They must keep the rules, with all
// the conflicts known by now, or it fails with fault.Conflict; and every sheet begun must
// keep its reader, unless that one has a conflict by now: then the sheet goes. Dossiers that
// are read no more are not shared out again: see [DB.ToShare].
func (db *DB) AssignReadings(ctx context.Context, actor, panel string, readings []expertise.Pair) (err error) {
	defer fault.Wrap(&err, "store.AssignReadings(%.100q)", panel)
	return db.panelAct(ctx, actor, panel, "panel.assigned", map[string]any{"readings": len(readings)}, func(p *panelTx) error {
		problem, settled, err := p.toShare()
		if err != nil {
			return err
		}
		if err := problem.Keeps(readings); err != nil {
			return fault.New(fault.Conflict, "panel.readings").Because(err)
		}
		if err := db.keepBegun(p, actor, problem, settled, readings); err != nil {
			return err
		}
		before, err := pairs(p.ctx, p, `select expert, dossier from panel_reading where panel = $1`, p.id)
		if err != nil {
			return err
		}
		was, is := make(map[expertise.Pair]bool), make(map[expertise.Pair]bool)
		for _, r := range before {
			was[r] = true
			if settled[r.Dossier] {
				is[r] = true // its readers stay
			}
		}
		for _, r := range readings {
			is[r] = true
			if !was[r] {
				if err := p.exec(`insert into panel_reading (panel, dossier, expert) values ($1, $2, $3)`, string(r.Dossier), string(r.Expert)); err != nil {
					return err
				}
				name, err := db.dossierName(p.ctx, p, string(r.Dossier))
				if err != nil {
					return err
				}
				if _, err := db.tell(p.ctx, p.Tx, notice.ChosenReader(p.id, r, name)); err != nil {
					return err
				}
			}
		}
		for _, r := range before {
			if !is[r] {
				if err := p.exec(`delete from panel_reading where panel = $1 and dossier = $2 and expert = $3`, string(r.Dossier), string(r.Expert)); err != nil {
					return err
				}
			}
		}
		return nil
	}, PanelReading)
}

// keepBegun fails when a sheet begun loses its reader, but for a conflict: then the sheet
// goes, and the journal keeps its seal.
func (db *DB) keepBegun(p *panelTx, actor string, problem *expertise.Problem, settled map[expertise.DossierID]bool, readings []expertise.Pair) error {
	type begun struct {
		expertise.Pair
		hash string
	}
	list, err := query(p.ctx, p, `select expert, dossier, hash from panel_sheet where panel = $1 order by dossier, expert`, func(rows *sql.Rows) (b begun, err error) {
		err = rows.Scan(&b.Expert, &b.Dossier, &b.hash)
		return b, err
	}, p.id)
	if err != nil {
		return err
	}
	for _, b := range list {
		switch {
		case settled[b.Dossier], slices.Contains(readings, b.Pair):
			continue
		case !slices.ContainsFunc(problem.Conflicts, func(c expertise.Conflict) bool { return c.Pair == b.Pair }):
			return fault.New(fault.Conflict, "panel.readings").Because(fmt.Errorf("%s has begun to read %s", b.Expert, b.Dossier))
		}
		err := db.record(p.ctx, p.Tx, journal.Act{
			Stream: "panel/" + p.id, Actor: actor, Name: "panel.review_withdrawn",
			Details: map[string]any{"dossier": b.Dossier, "expert": b.Expert, "seal": b.hash},
		})
		if err != nil {
			return err
		}
		if err := p.exec(`delete from panel_sheet where panel = $1 and dossier = $2 and expert = $3`, string(b.Dossier), string(b.Expert)); err != nil {
			return err
		}
	}
	return nil
}

func pairs(ctx context.Context, q querier, text, panel string) ([]expertise.Pair, error) {
	return query(ctx, q, text, func(rows *sql.Rows) (r expertise.Pair, err error) {
		err = rows.Scan(&r.Expert, &r.Dossier)
		return r, err
	}, panel)
}

// Readings returns who reads what, by dossier then expert.
func (db *DB) Readings(ctx context.Context, panel string) (list []expertise.Pair, err error) {
	defer fault.Wrap(&err, "store.Readings(%.100q)", panel)
	list, err = pairs(ctx, db.Reader(), `select expert, dossier from panel_reading where panel = $1 order by dossier, expert`, panel)
	return list, db.Explain(err)
}

// mayRead fails unless a dossier is open to a reader: assigned, no conflict from data, none
// declared, and said so.
func (p *panelTx) mayRead(r expertise.Pair) error {
	var assigned int
	if err := p.one([]any{&assigned}, `select count(*) from panel_reading where panel = $1 and dossier = $2 and expert = $3`, string(r.Dossier), string(r.Expert)); err != nil {
		return err
	}
	if assigned == 0 {
		return fault.New(fault.Denied, "panel.reader")
	}
	return p.clear(r)
}

// clear fails unless an expert has declared to have no conflict, and data show none.
func (p *panelTx) clear(r expertise.Pair) error {
	var expert, dossier string
	if err := p.one([]any{&expert}, `select profile from panel_expert where panel = $1 and expert = $2`, string(r.Expert)); err != nil {
		return err
	}
	if err := p.one([]any{&dossier}, `select profile from panel_dossier where panel = $1 and dossier = $2`, string(r.Dossier)); err != nil {
		return err
	}
	var e expertise.Expert
	var d expertise.Dossier
	if err := errors.Join(json.Unmarshal([]byte(expert), &e), json.Unmarshal([]byte(dossier), &d)); err != nil {
		return err
	}
	var last *expertise.Declaration
	said := expertise.Declaration{Pair: r}
	err := p.QueryRowContext(p.ctx, `select stance, reason from panel_declaration where panel = $1 and dossier = $2 and expert = $3 order by number desc limit 1`,
		p.id, string(r.Dossier), string(r.Expert)).Scan(&said.Stance, &said.Reason)
	if err == nil {
		last = &said
	} else if !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	switch found := expertise.ConflictsBetween(&e, &d); {
	case expertise.MayRead(found, last):
		return nil
	case len(found) > 0 || last != nil:
		return fault.New(fault.Denied, "panel.conflict")
	}
	return fault.New(fault.Denied, "panel.undeclared")
}

// SaveReview keeps a draft of a reader's sheet. version is the one that the reader had
// before, 0 for the first; another fails with fault.Conflict, and so does a sheet handed
// in. It returns the new version.
func (db *DB) SaveReview(ctx context.Context, panel string, s *expertise.Sheet, version int64) (saved int64, err error) {
	defer fault.Wrap(&err, "store.SaveReview(%.100q)", panel)
	err = db.panelAct(ctx, string(s.Expert), panel, "panel.review_saved", map[string]any{"dossier": s.Dossier}, func(p *panelTx) error {
		if wrong := s.Wrong(&p.rules.Grid); len(wrong) > 0 {
			return fault.New(fault.Invalid, "panel.incomplete", wrong[0].Field).In(wrong[0].Field)
		}
		saved, err = p.keepSheet(s, version, toJSON(s), "")
		return err
	}, PanelReading)
	return saved, err
}

// HandIn seals a reader's sheet. It fails with fault.Invalid when something is missing.
func (db *DB) HandIn(ctx context.Context, panel string, s *expertise.Sheet, version int64) (err error) {
	defer fault.Wrap(&err, "store.HandIn(%.100q)", panel)
	return db.panelAct(ctx, string(s.Expert), panel, "panel.review_sealed", map[string]any{"dossier": s.Dossier}, func(p *panelTx) error {
		sealed, lacks := s.Seal(&p.rules.Grid)
		if sealed == nil {
			return fault.New(fault.Invalid, "panel.incomplete", lacks[0].Field).In(lacks[0].Field)
		}
		_, err := p.keepSheet(s, version, string(sealed.Body), sealed.Hash)
		return err
	}, PanelReading)
}

// keepSheet writes a sheet over the version that its reader saw.
func (p *panelTx) keepSheet(s *expertise.Sheet, version int64, body, hash string) (int64, error) {
	if err := p.at(s.Dossier, account.Expertise); err != nil {
		return 0, err
	}
	if err := p.mayRead(s.Pair); err != nil {
		return 0, err
	}
	var now int64
	var was string
	err := p.QueryRowContext(p.ctx, `select version, hash from panel_sheet where panel = $1 and dossier = $2 and expert = $3`,
		p.id, string(s.Dossier), string(s.Expert)).Scan(&now, &was)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return 0, err
	}
	switch {
	case was != "":
		return 0, fault.New(fault.Conflict, "panel.sealed")
	case now != version:
		return 0, fault.New(fault.Conflict, "panel.stale")
	}
	sealed := sql.NullInt64{Int64: p.now, Valid: hash != ""}
	return version + 1, p.exec(`insert into panel_sheet (panel, dossier, expert, version, body, hash, saved, sealed) values ($1, $2, $3, $4, $5, $6, $7, $8)
		on conflict (panel, dossier, expert) do update set version = excluded.version, body = excluded.body, hash = excluded.hash, saved = excluded.saved, sealed = excluded.sealed`,
		string(s.Dossier), string(s.Expert), version+1, body, hash, p.now, sealed)
}

// Review returns a reader's sheet and its version; fault.NotFound before the first save.
func (db *DB) Review(ctx context.Context, panel string, r expertise.Pair) (s *expertise.Sheet, version int64, sealed bool, err error) {
	defer fault.Wrap(&err, "store.Review(%.100q)", panel)
	var body, hash string
	err = db.Reader().QueryRowContext(ctx, `select version, body, hash from panel_sheet where panel = $1 and dossier = $2 and expert = $3`,
		panel, string(r.Dossier), string(r.Expert)).Scan(&version, &body, &hash)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, 0, false, noPanel()
	}
	if err == nil {
		s = new(expertise.Sheet)
		err = json.Unmarshal([]byte(body), s)
	}
	return s, version, hash != "", db.Explain(err)
}

// PanelMarks returns the marks of the sheets handed in, in the order in which each expert
// handed them in. Sheets whose reader has a conflict by now are left out.
func (db *DB) PanelMarks(ctx context.Context, panel string) (marks []expertise.Mark, err error) {
	defer fault.Wrap(&err, "store.PanelMarks(%.100q)", panel)
	p, err := db.PanelOf(ctx, panel)
	if err != nil {
		return nil, err
	}
	err = db.view(ctx, func(tx *sql.Tx) error {
		sheets, err := sealedSheets(ctx, tx, panel, p.Rules)
		for i := range sheets {
			marks = append(marks, sheets[i].Marks(i)...)
		}
		return err
	})
	return marks, err
}

// HandedIn returns the sheets of a dossier that were handed in, by reader. Those whose reader
// has a conflict by now are left out.
func (db *DB) HandedIn(ctx context.Context, panel string, d expertise.DossierID) (list []expertise.Sheet, err error) {
	defer fault.Wrap(&err, "store.HandedIn(%.100q)", panel)
	p, err := db.PanelOf(ctx, panel)
	if err != nil {
		return nil, err
	}
	err = db.view(ctx, func(tx *sql.Tx) (err error) {
		list, err = sealedSheets(ctx, tx, panel, p.Rules)
		return err
	})
	list = slices.DeleteFunc(list, func(s expertise.Sheet) bool { return s.Dossier != d })
	slices.SortFunc(list, func(a, b expertise.Sheet) int { return strings.Compare(string(a.Expert), string(b.Expert)) })
	return list, err
}

// sealedSheets are those of a panel that were handed in, in the order in which they were, but
// for those whose reader has a conflict by now.
func sealedSheets(ctx context.Context, tx *sql.Tx, panel string, rules expertise.PanelRules) ([]expertise.Sheet, error) {
	problem, err := problemOf(ctx, tx, panel, rules)
	if err != nil {
		return nil, err
	}
	out := make(map[expertise.Pair]bool)
	for _, c := range problem.Conflicts {
		out[c.Pair] = true
	}
	sheets, err := query(ctx, tx, `select body from panel_sheet where panel = $1 and sealed is not null order by sealed, dossier, expert`,
		func(rows *sql.Rows) (s expertise.Sheet, err error) {
			var body string
			if err := rows.Scan(&body); err != nil {
				return s, err
			}
			return s, json.Unmarshal([]byte(body), &s)
		}, panel)
	return slices.DeleteFunc(sheets, func(s expertise.Sheet) bool { return out[s.Pair] }), err
}
