package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"continuum/internal/expertise"
	"continuum/internal/fault"
	"continuum/internal/labelling"
)

// PanelFacts tells what the panel of a dossier has done about it, as its machine asks:
// readers, sheets of readers free to read, readers who are not; and, once the panel gave
// its opinion, that opinion and who voted on it. Seats are those of the members who were
// not recused. It is zero for a dossier that no panel has.
func (db *DB) PanelFacts(ctx context.Context, d expertise.DossierID) (f labelling.Panel, err error) {
	defer fault.Wrap(&err, "store.PanelFacts(%.100q)", d)
	err = db.view(ctx, func(tx *sql.Tx) (err error) {
		f, _, err = panelFacts(ctx, tx, d)
		return err
	})
	return f, err
}

// panelFacts is what the panel of a dossier has done; had is false when no panel has it.
func panelFacts(ctx context.Context, tx *sql.Tx, d expertise.DossierID) (f labelling.Panel, had bool, err error) {
	var panel string
	err = tx.QueryRowContext(ctx, `select panel from panel_dossier where dossier = $1`, string(d)).Scan(&panel)
	if errors.Is(err, sql.ErrNoRows) {
		return f, false, nil
	}
	if err != nil {
		return f, false, err
	}
	f.ID = panel
	if err := readersOf(ctx, tx, panel, d, &f); err != nil {
		return f, true, err
	}
	return f, true, opinionOf(ctx, tx, panel, d, &f)
}

func readersOf(ctx context.Context, tx *sql.Tx, panel string, d expertise.DossierID, f *labelling.Panel) error {
	problem, err := problemOf(ctx, tx, panel, expertise.PanelRules{})
	if err != nil {
		return err
	}
	out := make(map[expertise.Pair]bool)
	for _, c := range problem.Conflicts {
		out[c.Pair] = true
	}
	f.Seats = len(problem.Experts)
	_, err = query(ctx, tx, `select r.expert, s.sealed from panel_reading r
		left join panel_sheet s on s.panel = r.panel and s.dossier = r.dossier and s.expert = r.expert
		where r.panel = $1 and r.dossier = $2`, func(rows *sql.Rows) (r expertise.Pair, err error) {
		var sealed sql.NullInt64
		r.Dossier = d
		if err := rows.Scan(&r.Expert, &sealed); err != nil {
			return r, err
		}
		f.Readers++
		switch {
		case out[r]:
			f.Conflicts++
		case sealed.Valid:
			f.Sheets++
		}
		return r, nil
	}, panel, string(d))
	return err
}

func opinionOf(ctx context.Context, tx *sql.Tx, panel string, d expertise.DossierID, f *labelling.Panel) error {
	var plenary, advice, voters string
	err := tx.QueryRowContext(ctx, `select plenary, advice, voters from plenary_motion where panel = $1 and dossier = $2 and adopted`, panel, string(d)).Scan(&plenary, &advice, &voters)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	var recused int
	if err := tx.QueryRowContext(ctx, `select count(*) from plenary_recusal where panel = $1 and plenary = $2 and dossier = $3`, panel, plenary, string(d)).Scan(&recused); err != nil {
		return err
	}
	f.Seats -= recused
	var a expertise.Advice
	var members []expertise.Member
	if err := errors.Join(json.Unmarshal([]byte(advice), &a), json.Unmarshal([]byte(voters), &members)); err != nil {
		return err
	}
	f.Opinion = labelling.PanelOpinion{Opinion: string(a.Opinion), Category: a.Category, Years: a.Years, Reserves: a.Reserves}
	f.Present = make(map[string]int)
	for _, m := range members {
		f.Present[string(m.College)]++
	}
	return nil
}
