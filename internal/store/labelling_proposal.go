package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"continuum/internal/date"
	"continuum/internal/expertise"
	"continuum/internal/fault"
	"continuum/internal/journal"
	"continuum/internal/labelling"
	"continuum/internal/ruleset"
)

// RecordOpinion keeps what a consulted body said. It fails with fault.Conflict when
// the body, for that académie, has given its opinion.
func (db *DB) RecordOpinion(ctx context.Context, by labelling.PersonID, role ruleset.Role, id labelling.DossierID, o labelling.Opinion) (err error) {
	defer fault.Wrap(&err, "store.RecordOpinion(%.100q, %.40q)", string(id), o.Body)
	return db.onDossier(ctx, id, func(d *dossierTx) (a journal.Act, err error) {
		if err := notAllowed(d.c.Advise(role, o, date.Today(d.now))); err != nil {
			return a, err
		}
		err = d.exec(`insert into dossier_opinion (dossier, body, academie, on_date, stance, vote, wording, actor, at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
			d.id(), o.Body, o.Academie, o.On.String(), string(o.Stance), o.Vote, o.Text, string(by), d.now.UnixMicro())
		return journal.Act{
			Actor: string(by), Name: "dossier.advised",
			Details: map[string]string{"body": o.Body, "academie": o.Academie, "on": o.On.String(), "stance": string(o.Stance)},
		}, err
	})
}

// SignDossier keeps a signature of what is sealed. One authority signs once, and one
// person for one authority, whoever comes first: fault.Conflict for the other.
func (db *DB) SignDossier(ctx context.Context, id labelling.DossierID, s labelling.Signature) (err error) {
	defer fault.Wrap(&err, "store.SignDossier(%.100q, %.40q)", string(id), s.Signatory)
	return db.onDossier(ctx, id, func(d *dossierTx) (a journal.Act, err error) {
		if s.Principal, err = d.principal(s.Delegation); err != nil {
			return a, err
		}
		if err := notAllowed(d.c.Sign(s)); err != nil {
			return a, err
		}
		err = d.exec(`insert into dossier_signature (dossier, hash, signatory, person, role, capacity, delegation, at, evidence) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
			d.id(), s.Hash, s.Signatory, string(s.Person), string(s.Role), s.Capacity, s.Delegation, d.now.UnixMicro(), s.Evidence)
		return journal.Act{
			Actor: string(s.Person), Name: "dossier.signed", Personal: []byte(s.Capacity + "\n" + s.Delegation),
			Details: map[string]string{"signatory": s.Signatory, "role": string(s.Role), "hash": s.Hash, "evidence": s.Evidence},
		}, err
	})
}

// principal is whose right a delegation exercises, nobody for none.
func (d *dossierTx) principal(delegation string) (who labelling.PersonID, err error) {
	err = d.tx.QueryRowContext(d.ctx, `select person from granted where id = $1`, delegation).Scan(&who)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return who, err
}

// AskWithdrawal keeps that an authority asks for the dossier to be withdrawn; it is
// once the other does so by the act that withdraws it.
func (db *DB) AskWithdrawal(ctx context.Context, id labelling.DossierID, s labelling.Signature) (err error) {
	defer fault.Wrap(&err, "store.AskWithdrawal(%.100q, %.40q)", string(id), s.Signatory)
	return db.onDossier(ctx, id, func(d *dossierTx) (a journal.Act, err error) {
		if s.Principal, err = d.principal(s.Delegation); err != nil {
			return a, err
		}
		if err := notAllowed(d.c.AskWithdrawal(s)); err != nil {
			return a, err
		}
		return journal.Act{
			Actor: string(s.Person), Name: "dossier.withdrawal_asked", Details: map[string]string{"signatory": s.Signatory, "role": string(s.Role)},
		}, d.askedBy(s)
	})
}

func (d *dossierTx) askedBy(s labelling.Signature) error {
	return d.exec(`insert into dossier_withdrawal (dossier, signatory, person, role, capacity, at, delegation) values ($1, $2, $3, $4, $5, $6, $7) on conflict (dossier, signatory) do nothing`,
		d.id(), s.Signatory, string(s.Person), string(s.Role), s.Capacity, d.now.UnixMicro(), s.Delegation)
}

// RecordPanel keeps what the minutes of a panel that sat elsewhere tell of a dossier,
// while its state takes reviews or the panel's opinion. It fails with fault.Conflict when a
// panel of this site has the dossier: its own sheets and votes tell.
func (db *DB) RecordPanel(ctx context.Context, by labelling.PersonID, id labelling.DossierID, p labelling.Panel) (err error) {
	defer fault.Wrap(&err, "store.RecordPanel(%.100q)", string(id))
	return db.onDossier(ctx, id, func(d *dossierTx) (a journal.Act, err error) {
		state := d.c.Dossier.State
		if !d.c.Rules.Takes(state, ruleset.Review) && !d.c.Rules.Takes(state, ruleset.Deliver) {
			return a, notAllowed(&labelling.Refusal{Reason: labelling.WrongState, Guard: string(ruleset.Review), Detail: fmt.Sprintf("not in state %s", state)})
		}
		if _, had, err := panelFacts(d.ctx, d.tx, expertise.DossierID(id)); err != nil || had {
			return a, cmp.Or(err, notAllowed(&labelling.Refusal{Reason: labelling.AlreadyGiven, Guard: "panel", Detail: "a panel of this site has it"}))
		}
		present, err := json.Marshal(p.Present)
		if err != nil || p.Present == nil {
			present = []byte("{}")
		}
		err = d.exec(`insert into dossier_panel (dossier, readers, sheets, conflicts, seats, present, opinion, category, years, reserves, advice, actor, at)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
			on conflict (dossier) do update set readers = excluded.readers, sheets = excluded.sheets, conflicts = excluded.conflicts, seats = excluded.seats,
				present = excluded.present, opinion = excluded.opinion, category = excluded.category, years = excluded.years, reserves = excluded.reserves,
				advice = excluded.advice, actor = excluded.actor, at = excluded.at`,
			d.id(), p.Readers, p.Sheets, p.Conflicts, p.Seats, string(present), p.Opinion.Opinion, p.Opinion.Category, p.Opinion.Years,
			asJSON(p.Opinion.Reserves), p.Opinion.Advice, string(by), d.now.UnixMicro())
		return journal.Act{
			Actor: string(by), Name: "dossier.panel_recorded",
			Details: map[string]any{"readers": p.Readers, "sheets": p.Sheets, "present": p.Present, "opinion": p.Opinion.Opinion, "years": p.Opinion.Years},
		}, err
	})
}

// MoveDone is an act that moved a dossier.
type MoveDone = labelling.MoveDone

// MoveDossier does an act that moves a dossier, at the server's instant. An act that
// leads to a signature seals the dossier. Acts that grant a label are those of
// PublishOrder, and refused here.
func (db *DB) MoveDossier(ctx context.Context, id labelling.DossierID, act labelling.Act) (to ruleset.StateID, err error) {
	defer fault.Wrap(&err, "store.MoveDossier(%.100q, %.40q)", string(id), act.Transition)
	err = db.onDossier(ctx, id, func(d *dossierTx) (a journal.Act, err error) {
		if t := d.c.Rules.Transition(act.Transition); t != nil && d.c.Rules.State(t.To).Outcome == ruleset.Granted {
			return a, fault.New(fault.Conflict, "labelling.by_order", t.ID).Because(errors.New("a label is granted by the publication of an order"))
		}
		to, a, err = d.move(act)
		return a, err
	})
	return to, err
}

// maxSeal bounds a sealed content, in bytes, so that a backup can hold it on a line.
const maxSeal = 4 << 20

// move does an act in the transaction.
func (d *dossierTx) move(act labelling.Act) (ruleset.StateID, journal.Act, error) {
	act.At = d.now
	var err error
	if act.Principal, err = d.principal(act.Delegation); err != nil {
		return "", journal.Act{}, err
	}
	from := d.c.Dossier.State
	to, r := d.c.Try(act)
	if r != nil {
		return "", journal.Act{}, notAllowed(r)
	}
	details := map[string]any{"act": act.Transition, "from": from, "to": to, "role": act.Role}
	for _, who := range d.c.Rules.Signatories { // an authority that withdraws asks by doing so
		if t := d.c.Rules.Transition(act.Transition); who.Role == act.Role && hasGuard(t, ruleset.WithdrawnByBoth) {
			if err := d.askedBy(labelling.Signature{Signatory: who.ID, Person: act.By, Role: act.Role, Capacity: string(act.Role), Delegation: act.Delegation}); err != nil {
				return "", journal.Act{}, err
			}
		}
	}
	if d.c.SealOn(to) {
		s := d.c.SealOf(d.now)
		if len(s.Content) > maxSeal {
			return "", journal.Act{}, fault.New(fault.Invalid, "labelling.value", "seal").Because(fmt.Errorf("%d bytes to seal, at most %d", len(s.Content), maxSeal))
		}
		err := d.exec(`insert into dossier_seal (dossier, hash, content, at) values ($1, $2, $3, $4) on conflict (dossier, hash) do nothing`,
			d.id(), s.Hash, s.Content, d.now.UnixMicro())
		if err != nil {
			return "", journal.Act{}, err
		}
		if err := d.exec(`update dossier set seal = $1 where id = $2`, s.Hash, d.id()); err != nil {
			return "", journal.Act{}, err
		}
		details["seal"] = s.Hash
	}
	given, err := json.Marshal(act.Given)
	if err != nil || act.Given == nil {
		given = []byte("{}")
	}
	err = d.exec(`insert into dossier_move (dossier, number, act, from_state, to_state, actor, role, given, at)
		select $1, coalesce(max(number), 0) + 1, $2, $3, $4, $5, $6, $7, $8 from dossier_move where dossier = $1`,
		d.id(), act.Transition, string(from), string(to), string(act.By), string(act.Role), string(given), d.now.UnixMicro())
	if err != nil {
		return "", journal.Act{}, err
	}
	if err := d.exec(`update dossier set state = $1 where id = $2`, string(to), d.id()); err != nil {
		return "", journal.Act{}, err
	}
	if err := d.followRenewal(act.By, from, to); err != nil {
		return "", journal.Act{}, err
	}
	if err := d.tellMoved(from, to); err != nil {
		return "", journal.Act{}, err
	}
	return to, journal.Act{Actor: string(act.By), Name: "dossier.moved", Details: details}, nil
}

func hasGuard(t *ruleset.Transition, g ruleset.Guard) bool {
	for _, guard := range t.Guards {
		if guard == g {
			return true
		}
	}
	return false
}

// Moves lists the acts that moved a dossier, first to last.
func (db *DB) Moves(ctx context.Context, id labelling.DossierID) (list []MoveDone, err error) {
	defer fault.Wrap(&err, "store.Moves(%.100q)", string(id))
	list, err = loadMoves(ctx, db.Reader(), string(id))
	return list, db.Explain(err)
}

func loadMoves(ctx context.Context, q querier, id string) ([]MoveDone, error) {
	return query(ctx, q, `select number, act, from_state, to_state, actor, role, given, at from dossier_move where dossier = $1 order by number`,
		func(rows *sql.Rows) (m MoveDone, err error) {
			var given string
			var at int64
			if err := rows.Scan(&m.Number, &m.Act, &m.From, &m.To, &m.By, &m.Role, &given, &at); err != nil {
				return m, err
			}
			m.At = instant(at)
			return m, json.Unmarshal([]byte(given), &m.Given)
		}, id)
}
