package store

import (
	"context"
	"database/sql"
	"slices"

	"continuum/internal/account"
	"continuum/internal/expertise"
	"continuum/internal/fault"
	"continuum/internal/labelling"
)

// placing is how far a dossier has got, as its référentiel names it, and what it asks for.
type placing struct{ phase, asks string }

// phases tells where each dossier of a panel stands. A dossier that was written elsewhere is
// not in it.
func (db *DB) phases(ctx context.Context, q querier, panel string) (map[expertise.DossierID]placing, error) {
	type row struct {
		id                               expertise.DossierID
		state, kind, call, ruleset, hash string
	}
	list, err := query(ctx, q, `select d.id, d.state, d.kind, c.title, c.ruleset, c.hash from panel_dossier p join dossier d on d.id = p.dossier join call c on c.id = d.call where p.panel = $1`,
		func(rows *sql.Rows) (r row, err error) {
			return r, rows.Scan(&r.id, &r.state, &r.kind, &r.call, &r.ruleset, &r.hash)
		}, panel)
	if err != nil {
		return nil, err
	}
	phases := make(map[expertise.DossierID]placing, len(list))
	for _, r := range list {
		rules, err := db.rulesOf(ctx, q, r.ruleset, r.hash)
		if err != nil {
			return nil, err
		}
		for i := range rules.States {
			if string(rules.States[i].ID) == r.state {
				phases[r.id] = placing{string(rules.States[i].Phase), labelling.Asks(rules, r.kind, r.call)}
			}
		}
	}
	return phases, nil
}

// phased fills in how far dossiers of a panel have got.
func (db *DB) phased(ctx context.Context, q querier, panel string, dossiers []expertise.Dossier) error {
	phases, err := db.phases(ctx, q, panel)
	for i := range dossiers {
		at := phases[dossiers[i].ID]
		dossiers[i].Phase, dossiers[i].Asks = at.phase, at.asks
	}
	return err
}

// at fails with fault.Conflict unless a dossier of this site is in one of the phases: rights
// were asked on a page, and the dossier may have moved since. One that was written elsewhere
// goes as its panel does.
func (p *panelTx) at(d expertise.DossierID, in ...account.Phase) error {
	phases, err := p.db.phases(p.ctx, p, p.id)
	if err != nil {
		return err
	}
	if phase := phases[d].phase; phase != "" && !slices.Contains(in, account.Phase(phase)) {
		return fault.New(fault.Conflict, "panel.phase", string(d))
	}
	return nil
}

// ToShare returns what an assignment of the panel is asked for: the dossiers that are still
// to be read, and the experts with what their other dossiers leave them.
func (db *DB) ToShare(ctx context.Context, panel string) (problem *expertise.Problem, err error) {
	defer fault.Wrap(&err, "store.ToShare(%.100q)", panel)
	of, err := db.PanelOf(ctx, panel)
	if err != nil {
		return nil, err
	}
	err = db.view(ctx, func(tx *sql.Tx) error {
		p := &panelTx{ctx: ctx, Tx: tx, db: db, id: panel, rules: of.Rules}
		problem, _, err = p.toShare()
		return err
	})
	return problem, err
}

// toShare is [DB.ToShare] within an act, with the dossiers that it leaves out.
func (p *panelTx) toShare() (*expertise.Problem, map[expertise.DossierID]bool, error) {
	problem, err := problemOf(p.ctx, p, p.id, p.rules)
	if err != nil {
		return nil, nil, err
	}
	if err := p.db.phased(p.ctx, p, p.id, problem.Dossiers); err != nil {
		return nil, nil, err
	}
	readings, err := pairs(p.ctx, p, `select expert, dossier from panel_reading where panel = $1`, p.id)
	settled := make(map[expertise.DossierID]bool)
	for i := range problem.Dossiers {
		d := &problem.Dossiers[i]
		if !slices.Contains([]string{"", string(account.Sealed), string(account.Expertise)}, d.Phase) {
			settled[d.ID] = true
		}
	}
	return problem.Without(settled, readings), settled, err
}
