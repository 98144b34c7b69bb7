package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"continuum/internal/account"
	"continuum/internal/expertise"
	"continuum/internal/fault"
)

// OpenPlenary begins a sitting of a panel; one at a time.
func (db *DB) OpenPlenary(ctx context.Context, actor, panel, id string) (err error) {
	defer fault.Wrap(&err, "store.OpenPlenary(%.100q, %.100q)", panel, id)
	return db.panelAct(ctx, actor, panel, "plenary.opened", map[string]any{"plenary": id}, func(p *panelTx) error {
		return p.exec(`insert into plenary (panel, id, opened) values ($1, $2, $3)`, id, p.now)
	}, PanelReading)
}

// sitting reads a sitting that goes on; fault.Conflict when it is over.
func (p *panelTx) sitting(plenary string) (*expertise.Sitting, error) {
	var closed sql.NullInt64
	if err := p.one([]any{&closed}, `select closed from plenary where panel = $1 and id = $2`, plenary); err != nil {
		return nil, err
	}
	if closed.Valid {
		return nil, fault.New(fault.Conflict, "panel.state")
	}
	return sittingOf(p.ctx, p, p.id, plenary, p.rules)
}

func sittingOf(ctx context.Context, q querier, panel, plenary string, rules expertise.PanelRules) (*expertise.Sitting, error) {
	s := &expertise.Sitting{Rules: rules, Present: make(map[expertise.ExpertID]bool), Recused: make(map[expertise.Pair]expertise.Recusal)}
	var err error
	if s.Members, err = membersOf(ctx, q, panel); err != nil {
		return nil, err
	}
	_, err = query(ctx, q, `select expert from plenary_presence where panel = $1 and plenary = $2 and present`, func(rows *sql.Rows) (e expertise.ExpertID, err error) {
		err = rows.Scan(&e)
		s.Present[e] = true
		return e, err
	}, panel, plenary)
	if err != nil {
		return nil, err
	}
	_, err = query(ctx, q, `select expert, dossier, why from plenary_recusal where panel = $1 and plenary = $2`, func(rows *sql.Rows) (r expertise.Pair, err error) {
		var why expertise.Recusal
		err = rows.Scan(&r.Expert, &r.Dossier, &why)
		s.Recused[r] = why
		return r, err
	}, panel, plenary)
	return s, err
}

// quiet fails with fault.Conflict while a vote is open: who votes is settled when it
// opens, and stays so.
func (p *panelTx) quiet() error {
	var open int
	if err := p.one([]any{&open}, `select count(*) from plenary_motion where panel = $1 and closed is null`); err != nil {
		return err
	}
	if open > 0 {
		return fault.New(fault.Conflict, "panel.open")
	}
	return nil
}

// undecided fails with fault.Conflict once the panel has given its opinion.
func (p *panelTx) undecided(d expertise.DossierID) error {
	var given int
	if err := p.one([]any{&given}, `select count(*) from plenary_motion where panel = $1 and dossier = $2 and adopted`, string(d)); err != nil {
		return err
	}
	if given > 0 {
		return fault.New(fault.Conflict, "panel.given")
	}
	return nil
}

// Attend notes that a member came to a sitting, or left it.
func (db *DB) Attend(ctx context.Context, actor, panel, plenary string, e expertise.ExpertID, present bool) (err error) {
	defer fault.Wrap(&err, "store.Attend(%.100q, %.100q)", panel, plenary)
	return db.panelAct(ctx, actor, panel, "plenary.attended", map[string]any{"plenary": plenary, "expert": e, "present": present}, func(p *panelTx) error {
		if _, err := p.sitting(plenary); err != nil {
			return err
		}
		if err := p.quiet(); err != nil {
			return err
		}
		return p.exec(`insert into plenary_presence (panel, plenary, expert, present) values ($1, $2, $3, $4)
			on conflict (panel, plenary, expert) do update set present = excluded.present`, plenary, string(e), present)
	}, PanelReading)
}

// Recuse has a member leave the room for a dossier.
func (db *DB) Recuse(ctx context.Context, actor, panel, plenary string, r expertise.Pair, why expertise.Recusal) (err error) {
	defer fault.Wrap(&err, "store.Recuse(%.100q, %.100q)", panel, plenary)
	return db.panelAct(ctx, actor, panel, "plenary.recused", map[string]any{"plenary": plenary, "dossier": r.Dossier, "expert": r.Expert, "why": why}, func(p *panelTx) error {
		if _, err := p.sitting(plenary); err != nil {
			return err
		}
		if err := p.quiet(); err != nil {
			return err
		}
		if err := p.undecided(r.Dossier); err != nil {
			return err
		}
		return p.recuse(plenary, r, why)
	}, PanelReading)
}

func (p *panelTx) recuse(plenary string, r expertise.Pair, why expertise.Recusal) error {
	return p.exec(`insert into plenary_recusal (panel, plenary, dossier, expert, why) values ($1, $2, $3, $4, $5)
		on conflict (panel, plenary, dossier, expert) do update set why = excluded.why`, plenary, string(r.Dossier), string(r.Expert), string(why))
}

// OpenVote puts a motion to the vote until an instant, and returns its round. Members with
// a conflict are recused by it; those present without one must have said so. It fails with
// fault.Conflict when the voters are no quorum or not in parity, when a vote is open, and
// when the panel has given its opinion.
func (db *DB) OpenVote(ctx context.Context, actor, panel, plenary string, d expertise.DossierID, a expertise.Advice, ends time.Time) (round int, err error) {
	defer fault.Wrap(&err, "store.OpenVote(%.100q, %.100q)", panel, plenary)
	err = db.panelAct(ctx, actor, panel, "plenary.vote_opened", map[string]any{"plenary": plenary, "dossier": d, "opinion": a.Opinion}, func(p *panelTx) error {
		if lacks := a.Lacks(&p.rules.Grid.Terms); len(lacks) > 0 {
			return fault.New(fault.Invalid, "panel.incomplete", lacks[0].Field).In(lacks[0].Field)
		}
		if ends.UnixMicro() <= p.now {
			return fault.New(fault.Invalid, "panel.deadline").In("ends")
		}
		if err := p.at(d, account.Opinion); err != nil {
			return err
		}
		s, err := p.sitting(plenary)
		if err != nil {
			return err
		}
		if err := p.quiet(); err != nil {
			return err
		}
		if err := p.undecided(d); err != nil {
			return err
		}
		if err := p.one([]any{&round}, `select count(*) + 1 from plenary_motion where panel = $1 and dossier = $2`, string(d)); err != nil {
			return err
		}
		voters, err := p.voters(s, plenary, d)
		if err != nil {
			return err
		}
		return p.exec(`insert into plenary_motion (panel, plenary, dossier, round, advice, voters, opened, ends, tally, adopted) values ($1, $2, $3, $4, $5, $6, $7, $8, '', false)`,
			plenary, string(d), int64(round), toJSON(a), toJSON(voters), p.now, ends.UnixMicro())
	}, PanelReading)
	return round, err
}

// voters settles who votes on a dossier.
func (p *panelTx) voters(s *expertise.Sitting, plenary string, d expertise.DossierID) ([]expertise.Member, error) {
	for _, m := range s.Members {
		r := expertise.Pair{Expert: m.Expert, Dossier: d}
		if _, out := s.Recused[r]; out {
			continue
		}
		err := p.clear(r)
		f, _ := errors.AsType[*fault.Error](err)
		switch {
		case err == nil, f != nil && f.Key == "panel.undeclared" && !s.Present[m.Expert]:
		case f != nil && f.Key == "panel.conflict":
			if err := p.recuse(plenary, r, expertise.ByConflict); err != nil {
				return nil, err
			}
			s.Recused[r] = expertise.ByConflict
		default:
			return nil, err
		}
	}
	return s.Voters(d)
}

// motion is a row of a vote.
type motion struct {
	plenary string
	voters  []expertise.Member
	ends    int64
	closed  bool
}

func (p *panelTx) motion(d expertise.DossierID, round int) (m motion, err error) {
	var voters string
	var closed sql.NullInt64
	err = p.one([]any{&m.plenary, &voters, &m.ends, &closed}, `select plenary, voters, ends, closed from plenary_motion where panel = $1 and dossier = $2 and round = $3`, string(d), int64(round))
	if err == nil {
		err = json.Unmarshal([]byte(voters), &m.voters)
	}
	m.closed = closed.Valid
	return m, err
}

// Vote keeps a member's vote, once. It fails with fault.Conflict once the vote is closed
// or its end has come by the server's clock, and when the member has voted; with
// fault.Denied for who is no voter.
func (db *DB) Vote(ctx context.Context, panel string, d expertise.DossierID, round int, e expertise.ExpertID, c expertise.Choice) (err error) {
	defer fault.Wrap(&err, "store.Vote(%.100q)", panel)
	if !c.Known() {
		return fault.New(fault.Invalid, "panel.choice").In("choice")
	}
	// That someone voted is in the journal; what is not.
	return db.panelAct(ctx, string(e), panel, "plenary.voted", map[string]any{"dossier": d, "round": round}, func(p *panelTx) error {
		m, err := p.motion(d, round)
		if err != nil {
			return err
		}
		if m.closed || p.now >= m.ends {
			return fault.New(fault.Conflict, "panel.closed")
		}
		if err := p.at(d, account.Opinion); err != nil {
			return err
		}
		votes, err := votesOf(p.ctx, p, p.id, d, round)
		if err != nil {
			return err
		}
		if _, voted := votes[e]; voted {
			return fault.New(fault.Conflict, "panel.voted")
		}
		s := expertise.Sitting{Rules: p.rules}
		if _, err := s.Count(m.voters, map[expertise.ExpertID]expertise.Choice{e: c}); err != nil {
			return err
		}
		return p.exec(`insert into plenary_vote (panel, dossier, round, expert, choice, at) values ($1, $2, $3, $4, $5, $6)`, string(d), int64(round), string(e), string(c), p.now)
	}, PanelReading)
}

func votesOf(ctx context.Context, q querier, panel string, d expertise.DossierID, round int) (map[expertise.ExpertID]expertise.Choice, error) {
	votes := make(map[expertise.ExpertID]expertise.Choice)
	_, err := query(ctx, q, `select expert, choice from plenary_vote where panel = $1 and dossier = $2 and round = $3`, func(rows *sql.Rows) (e expertise.ExpertID, err error) {
		var c expertise.Choice
		err = rows.Scan(&e, &c)
		votes[e] = c
		return e, err
	}, panel, string(d), int64(round))
	return votes, err
}

// CloseVote counts a vote. An adopted motion is the panel's opinion.
func (db *DB) CloseVote(ctx context.Context, actor, panel string, d expertise.DossierID, round int) (t expertise.Tally, err error) {
	defer fault.Wrap(&err, "store.CloseVote(%.100q)", panel)
	err = db.panelAct(ctx, actor, panel, "plenary.vote_closed", map[string]any{"dossier": d, "round": round}, func(p *panelTx) error {
		m, err := p.motion(d, round)
		if err != nil {
			return err
		}
		if m.closed {
			return fault.New(fault.Conflict, "panel.closed")
		}
		votes, err := votesOf(p.ctx, p, p.id, d, round)
		if err != nil {
			return err
		}
		s := expertise.Sitting{Rules: p.rules}
		if t, err = s.Count(m.voters, votes); err != nil {
			return err
		}
		return p.exec(`update plenary_motion set closed = $4, tally = $5, adopted = $6 where panel = $1 and dossier = $2 and round = $3`,
			string(d), int64(round), p.now, toJSON(t), t.Adopted)
	}, PanelReading)
	return t, err
}

// ClosePlenary ends a sitting without an open vote.
func (db *DB) ClosePlenary(ctx context.Context, actor, panel, plenary string) (err error) {
	defer fault.Wrap(&err, "store.ClosePlenary(%.100q, %.100q)", panel, plenary)
	return db.panelAct(ctx, actor, panel, "plenary.closed", map[string]any{"plenary": plenary}, func(p *panelTx) error {
		if _, err := p.sitting(plenary); err != nil {
			return err
		}
		if err := p.quiet(); err != nil {
			return err
		}
		return p.exec(`update plenary set closed = $3 where panel = $1 and id = $2`, plenary, p.now)
	}, PanelReading)
}

// Minutes returns those of a sitting, over or not.
func (db *DB) Minutes(ctx context.Context, panel, plenary string) (m *expertise.Minutes, err error) {
	defer fault.Wrap(&err, "store.Minutes(%.100q, %.100q)", panel, plenary)
	p, err := db.PanelOf(ctx, panel)
	if err != nil {
		return nil, err
	}
	err = db.view(ctx, func(tx *sql.Tx) error {
		var there int
		err := tx.QueryRowContext(ctx, `select count(*) from plenary where panel = $1 and id = $2`, panel, plenary).Scan(&there)
		if err != nil {
			return err
		}
		if there == 0 {
			return noPanel()
		}
		s, err := sittingOf(ctx, tx, panel, plenary, p.Rules)
		if err != nil {
			return err
		}
		motions, err := query(ctx, tx, `select dossier, round, advice, tally from plenary_motion where panel = $1 and plenary = $2`, func(rows *sql.Rows) (x expertise.Motion, err error) {
			var advice, tally string
			if err := rows.Scan(&x.Dossier, &x.Round, &advice, &tally); err != nil {
				return x, err
			}
			if tally != "" {
				x.Tally = new(expertise.Tally)
				err = json.Unmarshal([]byte(tally), x.Tally)
			}
			return x, errors.Join(err, json.Unmarshal([]byte(advice), &x.Advice))
		}, panel, plenary)
		m = s.Minutes(panel, plenary, motions)
		return err
	})
	return m, err
}
