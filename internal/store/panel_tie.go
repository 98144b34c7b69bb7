package store

import (
	"context"
	"errors"
	"slices"

	"continuum/internal/expertise"
	"continuum/internal/fault"
	"continuum/internal/journal"
)

// RenewTies adds to what a panel that reads knows of its members and dossiers what is known
// of them today, and returns the conflicts that it shows anew, each in the journal: the
// sheet of a reader who has one is set aside, and a member who has one leaves the room.
// Nothing that was known goes away. It fails with fault.Conflict while a vote is open.
func (db *DB) RenewTies(ctx context.Context, actor, panel string, experts map[expertise.ExpertID]expertise.Ties, dossiers map[expertise.DossierID]expertise.Parties) (found []expertise.Conflict, err error) {
	defer fault.Wrap(&err, "store.RenewTies(%.100q)", panel)
	err = db.panelAct(ctx, actor, panel, "panel.ties_renewed", nil, func(p *panelTx) error {
		if err := p.quiet(); err != nil {
			return err
		}
		problem, err := problemOf(p.ctx, p, p.id, p.rules)
		if err != nil {
			return err
		}
		before := expertise.Conflicts(problem.Experts, problem.Dossiers)
		moved, err := p.join(problem, experts, dossiers)
		if err != nil {
			return err
		}
		if !moved {
			return errUnchanged
		}
		found = slices.DeleteFunc(expertise.Conflicts(problem.Experts, problem.Dossiers), func(c expertise.Conflict) bool { return slices.Contains(before, c) })
		for _, c := range found {
			a := journal.Act{Stream: "panel/" + p.id, Actor: actor, Name: "panel.conflict_found", Details: map[string]any{"expert": c.Expert, "dossier": c.Dossier, "why": c.Why}}
			if err := db.record(p.ctx, p.Tx, a); err != nil {
				return err
			}
		}
		return nil
	}, PanelReading)
	if errors.Is(err, errUnchanged) {
		return nil, nil
	}
	return found, err
}

// join adds ties and parties to those of a problem, and keeps what changed.
func (p *panelTx) join(problem *expertise.Problem, experts map[expertise.ExpertID]expertise.Ties, dossiers map[expertise.DossierID]expertise.Parties) (moved bool, err error) {
	keep := func(text, id, was, now string) error {
		if was == now {
			return nil
		}
		moved = true
		return p.exec(text, id, now)
	}
	for i := range problem.Experts {
		e := &problem.Experts[i]
		was := toJSON(e)
		e.Ties = e.Ties.With(experts[e.ID])
		if err := keep(`update panel_expert set profile = $3 where panel = $1 and expert = $2`, string(e.ID), was, toJSON(e)); err != nil {
			return moved, err
		}
	}
	for i := range problem.Dossiers {
		d := &problem.Dossiers[i]
		was := toJSON(d)
		d.Parties = d.Parties.With(dossiers[d.ID])
		if err := keep(`update panel_dossier set profile = $3 where panel = $1 and dossier = $2`, string(d.ID), was, toJSON(d)); err != nil {
			return moved, err
		}
	}
	return moved, nil
}
