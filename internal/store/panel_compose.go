package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"slices"

	"continuum/internal/account"
	"continuum/internal/campus"
	"continuum/internal/expertise"
	"continuum/internal/fault"
	"continuum/internal/journal"
	"continuum/internal/labelling"
)

// Compose has a panel that forms be what is composed, and starts it when asked to. version
// is the one that was seen, 0 for a panel to be made: another fails with fault.Conflict, and
// so does a panel that is started without parity, seats or a president; then nothing is
// kept. Each member and dossier that comes or goes is in the journal.
func (db *DB) Compose(ctx context.Context, actor, id string, call labelling.CallID, version int64, c *expertise.Composition, start bool) (err error) {
	defer fault.Wrap(&err, "store.Compose(%.100q)", id)
	if err := c.Rules.Validate(); err != nil {
		return err
	}
	name := "panel.composed"
	if start {
		name = "panel.started"
	}
	return db.act(ctx, journal.Act{Stream: "panel/" + id, Actor: actor, Name: name}, func(tx *sql.Tx) error {
		p := &panelTx{ctx: ctx, Tx: tx, db: db, id: id, rules: c.Rules, now: db.now().UnixMicro()}
		if err := p.take(call, version); err != nil {
			return err
		}
		for _, part := range []func(string, *expertise.Composition) error{p.seats, p.dossiers, p.profiles} {
			if err := part(actor, c); err != nil {
				return err
			}
		}
		if start {
			if len(c.Dossiers) == 0 {
				return fault.New(fault.Conflict, "panel.nothing").In("dossiers")
			}
			return p.start()
		}
		return nil
	})
}

// take makes the panel, or moves the row of one that forms.
func (p *panelTx) take(call labelling.CallID, version int64) error {
	if version == 0 {
		return p.exec(`insert into panel (id, rules, state, version, call) values ($1, $2, 'forming', 1, $3)`, toJSON(p.rules), string(call))
	}
	var now int64
	err := p.one([]any{&now, &p.state}, `update panel set version = version + 1, rules = $2 where id = $1 and call = $3 returning version, state`, toJSON(p.rules), string(call))
	switch {
	case err != nil:
		return err
	case p.state != PanelForming:
		return fault.New(fault.Conflict, "panel.state")
	case now != version+1:
		return fault.New(fault.Conflict, "panel.changed")
	}
	return nil
}

// note writes in the journal what a composition changes.
func (p *panelTx) note(actor, name string, details map[string]any) error {
	return p.db.record(p.ctx, p.Tx, journal.Act{Stream: "panel/" + p.id, Actor: actor, Name: name, Details: details})
}

// seats has those sit who are in the composition, and no others.
func (p *panelTx) seats(actor string, c *expertise.Composition) error {
	before, err := membersOf(p.ctx, p, p.id)
	if err != nil {
		return err
	}
	for _, m := range before {
		if slices.ContainsFunc(c.Experts, func(e expertise.Expert) bool { return e.ID == m.Expert }) {
			continue
		}
		if err := p.unseat(actor, m.Expert); err != nil {
			return err
		}
	}
	if err := p.exec(`update panel_expert set president = false where panel = $1`); err != nil {
		return err
	}
	for i, m := range c.Members() {
		if err := p.seat(&c.Experts[i], m.President); err != nil {
			return err
		}
		if slices.Contains(before, m) {
			continue
		}
		if err := p.note(actor, "panel.expert_seated", map[string]any{"expert": m.Expert, "college": m.College, "president": m.President}); err != nil {
			return err
		}
	}
	return nil
}

func (p *panelTx) unseat(actor string, e expertise.ExpertID) error {
	for _, text := range []string{`delete from panel_declaration where panel = $1 and expert = $2`, `delete from panel_expert where panel = $1 and expert = $2`} {
		if err := p.exec(text, string(e)); err != nil {
			return err
		}
	}
	return p.note(actor, "panel.expert_unseated", map[string]any{"expert": e})
}

// dossiers gives the panel those of the composition, and no others.
func (p *panelTx) dossiers(actor string, c *expertise.Composition) error {
	before, err := query(p.ctx, p, `select dossier from panel_dossier where panel = $1 order by dossier`, func(rows *sql.Rows) (id expertise.DossierID, err error) {
		return id, rows.Scan(&id)
	}, p.id)
	if err != nil {
		return err
	}
	for _, id := range before {
		if slices.ContainsFunc(c.Dossiers, func(d expertise.Dossier) bool { return d.ID == id }) {
			continue
		}
		for _, text := range []string{`delete from panel_declaration where panel = $1 and dossier = $2`, `delete from panel_dossier where panel = $1 and dossier = $2`} {
			if err := p.exec(text, string(id)); err != nil {
				return err
			}
		}
		if err := p.note(actor, "panel.dossier_taken", map[string]any{"dossier": id}); err != nil {
			return err
		}
	}
	for i := range c.Dossiers {
		d := &c.Dossiers[i]
		if slices.Contains(before, d.ID) { // who stands behind it may have changed
			if err := p.exec(`update panel_dossier set profile = $3 where panel = $1 and dossier = $2`, string(d.ID), toJSON(d)); err != nil {
				return err
			}
			continue
		}
		if err := p.give(d); err != nil {
			return err
		}
		if err := p.note(actor, "panel.dossier_given", map[string]any{"dossier": d.ID}); err != nil {
			return err
		}
	}
	return nil
}

// Candidate is someone who may sit in a panel, with what the site knows of their links.
type Candidate struct {
	account.Subject
	Profile expertise.Profile // zero when the person never sat
	// Past are the dossiers of campuses that the person wrote in, signed, instructed or
	// recorded an opinion on.
	Past map[expertise.DossierID]campus.ID
}

// Presides reports whether the person may preside a panel.
func (c *Candidate) Presides() bool { return c.Has(account.PanelPresident) }

// nation are the roles that move dossiers and have no part in them.
const nation = `'national_officer', 'ministry_officer', 'minister', 'panel_president'`

// hands are those who had a hand in dossiers, other than for the nation.
const hands = `select dossier, actor from dossier_value
	union select dossier, actor from dossier_piece
	union select dossier, actor from dossier_opinion
	union select dossier, person from dossier_signature
	union select dossier, person from dossier_withdrawal
	union select dossier, actor from dossier_move where role not in (` + nation + `)`

// Candidates returns those who may sit in a panel now, by mail address.
func (db *DB) Candidates(ctx context.Context) (list []Candidate, err error) {
	defer fault.Wrap(&err, "store.Candidates")
	err = db.view(ctx, func(tx *sql.Tx) error {
		list = nil
		now := db.now()
		ids, err := query(ctx, tx, `select p.id, coalesce(x.profile, '{}') from person p left join expert_profile x on x.person = p.id where p.state in ('active', 'invited')
			and exists (select 1 from granted g where g.person = p.id and g.role in ('expert', 'panel_president') and g.starts <= $1 and (g.ends is null or g.ends > $1))
			order by p.mail_key, p.id limit 2000`, func(rows *sql.Rows) (c Candidate, err error) {
			var profile string
			if err := rows.Scan(&c.Person.ID, &profile); err != nil {
				return c, err
			}
			return c, json.Unmarshal([]byte(profile), &c.Profile)
		}, now.UnixMicro())
		if err != nil {
			return err
		}
		for _, c := range ids {
			if c.Subject, err = db.subject(ctx, tx, c.Person.ID, now); err != nil {
				return err
			}
			c.Past = make(map[expertise.DossierID]campus.ID)
			_, err := query(ctx, tx, `select d.id, d.campus from dossier d join (`+hands+`) h on h.dossier = d.id where h.actor = $1 and d.campus is not null`,
				func(rows *sql.Rows) (id expertise.DossierID, err error) {
					var of campus.ID
					err = rows.Scan(&id, &of)
					c.Past[id] = of
					return id, err
				}, string(c.Person.ID))
			if err != nil {
				return err
			}
			list = append(list, c)
		}
		return nil
	})
	return list, err
}

// profiles keeps what is known of experts for the next panel.
func (p *panelTx) profiles(actor string, c *expertise.Composition) error {
	for _, e := range c.Experts {
		profile, known := c.Profiles[e.ID]
		if !known {
			continue
		}
		if !profile.Valid() {
			return fault.New(fault.Invalid, "expertise.input").In("expert")
		}
		var was string
		err := p.QueryRowContext(p.ctx, `select profile from expert_profile where person = $1`, string(e.ID)).Scan(&was)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		if was == toJSON(profile) {
			continue
		}
		if _, err := p.ExecContext(p.ctx, `insert into expert_profile (person, profile, at) values ($1, $2, $3)
			on conflict (person) do update set profile = excluded.profile, at = excluded.at`, string(e.ID), toJSON(profile), p.now); err != nil {
			return err
		}
		act := journal.Act{Stream: streamOf(account.PersonID(e.ID)), Actor: actor, Name: "expert.profile_kept"}
		if err := p.db.record(p.ctx, p.Tx, act); err != nil {
			return err
		}
	}
	return nil
}

// Hands are those who had a hand in a dossier, and the panel that has it, if one does.
type Hands struct {
	Panel       string
	Authors     []string // who moved it for those who apply
	Instructors []string // who moved it for those who propose, or recorded an opinion
}

// ToRead gives the dossiers of a call that a panel may read or is about to give its opinion
// on, one by one by identifier, with those who had a hand in each besides what it says itself.
func (db *DB) ToRead(ctx context.Context, call labelling.CallID, each func(*labelling.Case, Hands)) (err error) {
	defer fault.Wrap(&err, "store.ToRead(%.100q)", string(call))
	for c, err := range db.Wave(ctx, call) {
		if err != nil {
			return err
		}
		s := c.Rules.State(c.Dossier.State)
		if s == nil || !slices.Contains([]account.Phase{account.Sealed, account.Expertise, account.Opinion}, account.Phase(s.Phase)) {
			continue
		}
		h, err := db.handsOn(ctx, string(c.Dossier.ID))
		if err != nil {
			return db.Explain(err)
		}
		each(c, h)
	}
	return nil
}

func (db *DB) handsOn(ctx context.Context, id string) (h Hands, err error) {
	err = db.Reader().QueryRowContext(ctx, `select panel from panel_dossier where dossier = $1`, id).Scan(&h.Panel)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return h, err
	}
	_, err = query(ctx, db.Reader(), `select actor, 'opinion' as role from dossier_opinion where dossier = $1
		union select actor, role from dossier_move where dossier = $1 and role not in (`+nation+`) order by actor`,
		func(rows *sql.Rows) (who string, err error) {
			var role account.Role
			if err := rows.Scan(&who, &role); err != nil {
				return who, err
			}
			into := &h.Instructors
			if role == account.Director || role == account.Carrier {
				into = &h.Authors
			}
			if !slices.Contains(*into, who) {
				*into = append(*into, who)
			}
			return who, nil
		}, id)
	return h, err
}
