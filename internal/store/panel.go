package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"continuum/internal/expertise"
	"continuum/internal/fault"
	"continuum/internal/journal"
)

// PanelState is how far a panel has got.
type PanelState string

// The states of a panel.
const (
	PanelForming PanelState = "forming" // members and dossiers come and go
	PanelReading PanelState = "reading" // composed; reads and sits
	PanelClosed  PanelState = "closed"
)

// Panel is a panel without what it does.
type Panel struct {
	ID      string
	Call    string // whose dossiers it reads; empty for a panel made from files
	Rules   expertise.PanelRules
	State   PanelState
	Version int64
	Members []expertise.Member // by expert
}

// panelTx is one act on a panel. Its row has moved, so that no other act on the panel
// sees or changes what this one decides on.
type panelTx struct {
	ctx context.Context
	*sql.Tx
	db    *DB
	id    string
	rules expertise.PanelRules
	state PanelState
	now   int64 // the server's instant, microseconds
}

// panelAct does fn as an act on a panel, in the journal of that panel. It fails with
// fault.NotFound when there is no such panel, with fault.Conflict unless it is in one of
// the states.
func (db *DB) panelAct(ctx context.Context, actor, panel, name string, details any, fn func(*panelTx) error, in ...PanelState) error {
	return db.act(ctx, journal.Act{Stream: "panel/" + panel, Actor: actor, Name: name, Details: details}, func(tx *sql.Tx) error {
		p := &panelTx{ctx: ctx, Tx: tx, db: db, id: panel, now: db.now().UnixMicro()}
		var rules string
		err := tx.QueryRowContext(ctx, `update panel set version = version + 1 where id = $1 returning rules, state`, panel).Scan(&rules, &p.state)
		if errors.Is(err, sql.ErrNoRows) {
			return noPanel()
		}
		if err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(rules), &p.rules); err != nil {
			return err
		}
		for _, s := range in {
			if p.state == s {
				return fn(p)
			}
		}
		return fault.New(fault.Conflict, "panel.state")
	})
}

// exec runs a statement on the panel, which is its first argument.
func (p *panelTx) exec(text string, args ...any) error {
	_, err := p.ExecContext(p.ctx, text, append([]any{p.id}, args...)...)
	return err
}

// one reads one row; fault.NotFound when there is none.
func (p *panelTx) one(into []any, text string, args ...any) error {
	err := p.QueryRowContext(p.ctx, text, append([]any{p.id}, args...)...).Scan(into...)
	if errors.Is(err, sql.ErrNoRows) {
		return noPanel()
	}
	return err
}

// noPanel is said of what is not there.
func noPanel() error {
	return fault.New(fault.NotFound, "panel.unknown").Because(errors.New("no such panel, sitting or dossier"))
}

// toJSON writes what has a form.
func toJSON(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // a defect: domain values have one
	}
	return string(b)
}

// MakePanel makes a panel under the rules of a référentiel, which it keeps for ever. It
// fails with fault.Invalid when nobody can have meant the rules, with fault.Conflict when
// there is one of that name.
func (db *DB) MakePanel(ctx context.Context, actor, id string, rules expertise.PanelRules) (err error) {
	defer fault.Wrap(&err, "store.MakePanel(%.100q)", id)
	if err := rules.Validate(); err != nil {
		return err
	}
	return db.act(ctx, journal.Act{Stream: "panel/" + id, Actor: actor, Name: "panel.made"}, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `insert into panel (id, rules, state, version) values ($1, $2, 'forming', 1)`, id, toJSON(rules))
		return err
	})
}

// SeatExpert gives an expert a seat, or another profile, college or role in it, while the
// panel forms.
func (db *DB) SeatExpert(ctx context.Context, actor, panel string, e expertise.Expert, president bool) (err error) {
	defer fault.Wrap(&err, "store.SeatExpert(%.100q)", panel)
	return db.panelAct(ctx, actor, panel, "panel.expert_seated", map[string]any{"expert": e.ID, "college": e.College, "president": president}, func(p *panelTx) error {
		return p.seat(&e, president)
	}, PanelForming)
}

func (p *panelTx) seat(e *expertise.Expert, president bool) error {
	if p.rules.Colleges.Of(e.College) < 0 || e.Least < 0 || e.Most < e.Least || e.Most > expertise.MaxLoad {
		return fault.New(fault.Invalid, "expertise.input").In("expert").Because(fmt.Errorf("%s: college %q, %d to %d dossiers", e.ID, e.College, e.Least, e.Most))
	}
	return p.exec(`insert into panel_expert (panel, expert, college, president, profile) values ($1, $2, $3, $4, $5)
		on conflict (panel, expert) do update set college = excluded.college, president = excluded.president, profile = excluded.profile`,
		string(e.ID), string(e.College), president, toJSON(e))
}

// GiveDossier gives a panel a dossier to read. It fails with fault.Conflict when a panel
// has it.
func (db *DB) GiveDossier(ctx context.Context, actor, panel string, d expertise.Dossier) (err error) {
	defer fault.Wrap(&err, "store.GiveDossier(%.100q)", panel)
	return db.panelAct(ctx, actor, panel, "panel.dossier_given", map[string]any{"dossier": d.ID}, func(p *panelTx) error {
		return p.give(&d)
	}, PanelForming, PanelReading)
}

func (p *panelTx) give(d *expertise.Dossier) error {
	if d.Readers < 1 || d.Readers > expertise.MaxReaders {
		return fault.New(fault.Invalid, "expertise.input").In("readers").Because(fmt.Errorf("%s: %d: want 1 to %d", d.ID, d.Readers, expertise.MaxReaders))
	}
	return p.exec(`insert into panel_dossier (panel, dossier, profile) values ($1, $2, $3)`, string(d.ID), toJSON(d))
}

// StartPanel ends the forming of a panel: its composition must hold (parity, seats, one
// president) or it fails with fault.Conflict.
func (db *DB) StartPanel(ctx context.Context, actor, panel string) (err error) {
	defer fault.Wrap(&err, "store.StartPanel(%.100q)", panel)
	return db.panelAct(ctx, actor, panel, "panel.started", nil, func(p *panelTx) error {
		return p.start()
	}, PanelForming)
}

func (p *panelTx) start() error {
	members, err := membersOf(p.ctx, p, p.id)
	if err != nil {
		return err
	}
	if err := p.rules.Compose(members); err != nil {
		return err
	}
	return p.exec(`update panel set state = 'reading' where id = $1`)
}

// SetUpPanel makes a panel that reads, with its experts and dossiers, or nothing.
func (db *DB) SetUpPanel(ctx context.Context, actor, id string, rules expertise.PanelRules, experts []expertise.Expert, president expertise.ExpertID, dossiers []expertise.Dossier) (err error) {
	defer fault.Wrap(&err, "store.SetUpPanel(%.100q)", id)
	if err := rules.Validate(); err != nil {
		return err
	}
	details := map[string]any{"experts": len(experts), "dossiers": len(dossiers), "president": president}
	return db.act(ctx, journal.Act{Stream: "panel/" + id, Actor: actor, Name: "panel.set_up", Details: details}, func(tx *sql.Tx) error {
		p := &panelTx{ctx: ctx, Tx: tx, db: db, id: id, rules: rules, state: PanelForming, now: db.now().UnixMicro()}
		if err := p.exec(`insert into panel (id, rules, state, version) values ($1, $2, 'forming', 1)`, toJSON(rules)); err != nil {
			return err
		}
		for i := range experts {
			if err := p.seat(&experts[i], experts[i].ID == president); err != nil {
				return err
			}
		}
		for i := range dossiers {
			if err := p.give(&dossiers[i]); err != nil {
				return err
			}
		}
		return p.start()
	})
}

// ClosePanel ends the work of a panel that sits no longer.
func (db *DB) ClosePanel(ctx context.Context, actor, panel string) (err error) {
	defer fault.Wrap(&err, "store.ClosePanel(%.100q)", panel)
	return db.panelAct(ctx, actor, panel, "panel.closed", nil, func(p *panelTx) error {
		var sitting int
		if err := p.one([]any{&sitting}, `select count(*) from plenary where panel = $1 and closed is null`); err != nil {
			return err
		}
		if sitting > 0 {
			return fault.New(fault.Conflict, "panel.state")
		}
		return p.exec(`update panel set state = 'closed' where id = $1`)
	}, PanelReading)
}

func membersOf(ctx context.Context, q querier, panel string) ([]expertise.Member, error) {
	return query(ctx, q, `select expert, college, president from panel_expert where panel = $1 order by expert`,
		func(rows *sql.Rows) (m expertise.Member, err error) {
			err = rows.Scan(&m.Expert, &m.College, &m.President)
			return m, err
		}, panel)
}

// PanelOf returns a panel; fault.NotFound when there is none.
func (db *DB) PanelOf(ctx context.Context, id string) (p Panel, err error) {
	defer fault.Wrap(&err, "store.PanelOf(%.100q)", id)
	err = db.view(ctx, func(tx *sql.Tx) error {
		p.ID = id
		var rules string
		err := tx.QueryRowContext(ctx, `select rules, state, version, coalesce(call, '') from panel where id = $1`, id).Scan(&rules, &p.State, &p.Version, &p.Call)
		if errors.Is(err, sql.ErrNoRows) {
			return noPanel()
		}
		if err == nil {
			err = json.Unmarshal([]byte(rules), &p.Rules)
		}
		if err == nil {
			p.Members, err = membersOf(ctx, tx, id)
		}
		return err
	})
	return p, err
}

// problemOf is what an assignment of a panel is asked for, but for weights: declared
// conflicts are in it beside those found.
func problemOf(ctx context.Context, q querier, panel string, rules expertise.PanelRules) (*expertise.Problem, error) {
	p := &expertise.Problem{Rules: expertise.Rules{Colleges: rules.Colleges, Difference: rules.Difference, Weights: expertise.DefaultWeights}}
	var err error
	if p.Experts, err = profiles[expertise.Expert](ctx, q, `select profile from panel_expert where panel = $1 order by expert`, panel); err != nil {
		return nil, err
	}
	if p.Dossiers, err = profiles[expertise.Dossier](ctx, q, `select profile from panel_dossier where panel = $1 order by dossier`, panel); err != nil {
		return nil, err
	}
	p.Conflicts = expertise.Conflicts(p.Experts, p.Dossiers)
	declared, err := declarations(ctx, q, panel)
	for i := range declared {
		if c, is := declared[i].Conflict(); is {
			p.Conflicts = append(p.Conflicts, c)
		}
	}
	return p, err
}

func profiles[T any](ctx context.Context, q querier, text, panel string) ([]T, error) {
	return query(ctx, q, text, func(rows *sql.Rows) (v T, err error) {
		var profile string
		if err := rows.Scan(&profile); err != nil {
			return v, err
		}
		return v, json.Unmarshal([]byte(profile), &v)
	}, panel)
}

// declarations are the last of each expert and dossier.
func declarations(ctx context.Context, q querier, panel string) ([]expertise.Declaration, error) {
	return query(ctx, q, `select d.expert, d.dossier, d.stance, d.reason from panel_declaration d where d.panel = $1
		and not exists (select 1 from panel_declaration o where o.panel = d.panel and o.dossier = d.dossier and o.expert = d.expert and o.number > d.number)
		order by d.dossier, d.expert`,
		func(rows *sql.Rows) (d expertise.Declaration, err error) {
			err = rows.Scan(&d.Expert, &d.Dossier, &d.Stance, &d.Reason)
			return d, err
		}, panel)
}

// PanelProblem returns the dossiers and the experts of a panel, and their conflicts: each
// dossier with how far it has got.
func (db *DB) PanelProblem(ctx context.Context, panel string) (problem *expertise.Problem, err error) {
	defer fault.Wrap(&err, "store.PanelProblem(%.100q)", panel)
	p, err := db.PanelOf(ctx, panel)
	if err != nil {
		return nil, err
	}
	err = db.view(ctx, func(tx *sql.Tx) error {
		if problem, err = problemOf(ctx, tx, panel, p.Rules); err != nil {
			return err
		}
		return db.phased(ctx, tx, panel, problem.Dossiers)
	})
	return problem, err
}
