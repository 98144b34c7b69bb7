package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"continuum/internal/expertise"
)

// checkPanels names what no act on a panel could have made: parity, readers, seals, votes
// and counts are reckoned again from what is kept.
func checkPanels(ctx context.Context, tx *sql.Tx) (found []Problem, err error) {
	list, err := query(ctx, tx, `select id, rules, state from panel order by id`, func(rows *sql.Rows) (p Panel, err error) {
		var rules string
		if err := rows.Scan(&p.ID, &rules, &p.State); err != nil {
			return p, err
		}
		return p, json.Unmarshal([]byte(rules), &p.Rules)
	})
	if err != nil {
		return nil, err
	}
	for i := range list {
		c := &panelCheck{ctx: ctx, tx: tx, Panel: &list[i]}
		if err := errors.Join(c.composition(), c.readings(), c.sheets(), c.motions()); err != nil {
			return found, fmt.Errorf("panel %s: %w", list[i].ID, err)
		}
		found = append(found, c.found...)
	}
	return found, nil
}

type panelCheck struct {
	ctx context.Context
	tx  *sql.Tx
	*Panel
	found []Problem
}

func (c *panelCheck) say(where, format string, args ...any) {
	c.found = append(c.found, Problem{"panel " + c.ID + where, fmt.Sprintf(format, args...)})
}

// composition is checked once the panel reads.
func (c *panelCheck) composition() (err error) {
	if c.Members, err = membersOf(c.ctx, c.tx, c.ID); err != nil || c.State == PanelForming {
		return err
	}
	if err := c.Rules.Compose(c.Members); err != nil {
		c.say("", "its composition does not hold: %v", err)
	}
	return nil
}

// readings are in parity, dossier by dossier. Conflicts found later may have taken readers
// away from none: who reads is told here, who may is told at each act.
func (c *panelCheck) readings() error {
	list, err := pairs(c.ctx, c.tx, `select expert, dossier from panel_reading where panel = $1 order by dossier, expert`, c.ID)
	if err != nil || len(list) == 0 {
		return err
	}
	problem, err := problemOf(c.ctx, c.tx, c.ID, c.Rules)
	if err != nil {
		return err
	}
	// Dossiers and conflicts that came since were not there to be kept to.
	given := make(map[expertise.DossierID]bool)
	for _, r := range list {
		given[r.Dossier] = true
	}
	kept := problem.Dossiers[:0]
	for _, d := range problem.Dossiers {
		if given[d.ID] {
			kept = append(kept, d)
		}
	}
	problem.Dossiers, problem.Conflicts = kept, nil
	if err := problem.Keeps(list); err != nil {
		c.say("", "its readings break the rules: %v", err)
	}
	return nil
}

// sheets handed in are what their seal says, and their reader's.
func (c *panelCheck) sheets() error {
	_, err := query(c.ctx, c.tx, `select dossier, expert, body, hash from panel_sheet where panel = $1 and sealed is not null order by dossier, expert`,
		func(rows *sql.Rows) (r expertise.Pair, err error) {
			var body, hash string
			if err := rows.Scan(&r.Dossier, &r.Expert, &body, &hash); err != nil {
				return r, err
			}
			where := fmt.Sprintf(", sheet of %s on %s", r.Expert, r.Dossier)
			sealed := expertise.Sealed{Body: []byte(body), Hash: hash}
			sheet, ok := sealed.Open()
			switch {
			case !ok:
				c.say(where, "it is not what its seal says")
			case sheet.Pair != r || len(sheet.Lacks(&c.Rules.Grid)) > 0:
				c.say(where, "it is another's, or not complete")
			}
			return r, nil
		}, c.ID)
	return err
}

// motions had voters in parity and a quorum; votes are theirs and in time; counts are those
// of the votes.
func (c *panelCheck) motions() error {
	type row struct {
		expertise.Motion
		plenary, voters, tally string
		opened, ends           int64
		closed                 sql.NullInt64
		adopted                bool
	}
	list, err := query(c.ctx, c.tx, `select plenary, dossier, round, voters, opened, ends, closed, tally, adopted from plenary_motion where panel = $1 order by dossier, round`,
		func(rows *sql.Rows) (m row, err error) {
			err = rows.Scan(&m.plenary, &m.Dossier, &m.Round, &m.voters, &m.opened, &m.ends, &m.closed, &m.tally, &m.adopted)
			return m, err
		}, c.ID)
	if err != nil {
		return err
	}
	for _, m := range list {
		where := fmt.Sprintf(", vote %d on %s", m.Round, m.Dossier)
		var voters []expertise.Member
		if err := json.Unmarshal([]byte(m.voters), &voters); err != nil {
			return err
		}
		s, err := sittingOf(c.ctx, c.tx, c.ID, m.plenary, c.Rules)
		if err != nil {
			return err
		}
		s.Present = make(map[expertise.ExpertID]bool)
		for _, v := range voters {
			s.Present[v.Expert] = true
		}
		if m.closed.Valid && !m.adopted { // who was recused after this vote was not yet
			for _, v := range voters {
				delete(s.Recused, expertise.Pair{Expert: v.Expert, Dossier: m.Dossier})
			}
		}
		if again, err := s.Voters(m.Dossier); err != nil || len(again) != len(voters) {
			c.say(where, "its voters are no quorum, not in parity, or not all members free to vote: %v", err)
		}
		votes, err := votesOf(c.ctx, c.tx, c.ID, m.Dossier, m.Round)
		if err != nil {
			return err
		}
		t, err := s.Count(voters, votes)
		if err != nil {
			c.say(where, "someone voted who could not: %v", err)
			continue
		}
		if m.closed.Valid && (m.tally != toJSON(t) || m.adopted != t.Adopted) {
			c.say(where, "its count is not that of its votes")
		}
		last := m.ends
		if m.closed.Valid {
			last = m.closed.Int64
		}
		late, err := query(c.ctx, c.tx, `select expert from plenary_vote where panel = $1 and dossier = $2 and round = $3 and (at < $4 or at >= $5 or at > $6)`,
			func(rows *sql.Rows) (e expertise.ExpertID, err error) { return e, rows.Scan(&e) },
			c.ID, string(m.Dossier), int64(m.Round), m.opened, m.ends, last)
		if err != nil {
			return err
		}
		if len(late) > 0 {
			c.say(where, "%d votes came before it opened or after it closed", len(late))
		}
	}
	return nil
}
