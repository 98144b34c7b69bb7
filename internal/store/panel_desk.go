package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"slices"

	"continuum/internal/expertise"
	"continuum/internal/fault"
)

// Desk is what a panel that reads asks of one of its members: each dossier, with what the
// member said of it and has to do.
func (db *DB) Desk(ctx context.Context, e expertise.ExpertID) (list []expertise.DeskLine, err error) {
	defer fault.Wrap(&err, "store.Desk")
	err = db.view(ctx, func(tx *sql.Tx) error {
		list, err = query(ctx, tx, `select p.id, x.profile, d.profile,
			exists (select 1 from panel_reading r where r.panel = p.id and r.dossier = d.dossier and r.expert = x.expert),
			coalesce((select stance from panel_declaration c where c.panel = p.id and c.dossier = d.dossier and c.expert = x.expert order by number desc limit 1), ''),
			coalesce((select version from panel_sheet s where s.panel = p.id and s.dossier = d.dossier and s.expert = x.expert), 0),
			exists (select 1 from panel_sheet s where s.panel = p.id and s.dossier = d.dossier and s.expert = x.expert and s.sealed is not null)
			from panel p join panel_expert x on x.panel = p.id join panel_dossier d on d.panel = p.id
			where x.expert = $1 and p.state = 'reading' order by p.id, d.dossier`,
			func(rows *sql.Rows) (l expertise.DeskLine, err error) {
				var expert, dossier string
				var e expertise.Expert
				err = rows.Scan(&l.Panel, &expert, &dossier, &l.Assigned, &l.Stance, &l.Version, &l.Sealed)
				if err == nil {
					err = errors.Join(json.Unmarshal([]byte(expert), &e), json.Unmarshal([]byte(dossier), &l.Dossier))
				}
				l.Conflict = l.Stance == expertise.HasConflict || len(expertise.ConflictsBetween(&e, &l.Dossier)) > 0
				return l, err
			}, string(e))
		if err != nil {
			return err
		}
		phases := make(map[string]map[expertise.DossierID]placing)
		for i := range list {
			l := &list[i]
			if phases[l.Panel] == nil {
				if phases[l.Panel], err = db.phases(ctx, tx, l.Panel); err != nil {
					return err
				}
			}
			at := phases[l.Panel][l.Dossier.ID]
			l.Dossier.Phase, l.Dossier.Asks = at.phase, at.asks
		}
		return nil
	})
	return list, err
}

// Ballots are the open votes in which a member votes: who is recused hears of none.
func (db *DB) Ballots(ctx context.Context, e expertise.ExpertID) (list []expertise.Ballot, err error) {
	defer fault.Wrap(&err, "store.Ballots")
	list, err = query(ctx, db.Reader(), `select m.panel, p.rules, m.dossier, m.round, m.advice, m.voters, m.ends,
		exists (select 1 from plenary_vote v where v.panel = m.panel and v.dossier = m.dossier and v.round = m.round and v.expert = x.expert)
		from plenary_motion m join panel p on p.id = m.panel join panel_expert x on x.panel = m.panel
		where x.expert = $1 and m.closed is null and m.ends > $2 order by m.panel, m.dossier`,
		func(rows *sql.Rows) (b expertise.Ballot, err error) {
			var rules, advice, voters string
			var ends int64
			var of expertise.PanelRules
			var members []expertise.Member
			err = rows.Scan(&b.Panel, &rules, &b.Dossier, &b.Round, &advice, &voters, &ends, &b.Voted)
			if err == nil {
				err = errors.Join(json.Unmarshal([]byte(rules), &of), json.Unmarshal([]byte(advice), &b.Advice), json.Unmarshal([]byte(voters), &members))
			}
			if !slices.ContainsFunc(members, func(m expertise.Member) bool { return m.Expert == e }) {
				b.Panel = "" // not theirs
			}
			b.Ruleset, b.Ends = of.Ruleset, instant(ends)
			return b, err
		}, string(e), db.now().UnixMicro())
	return slices.DeleteFunc(list, func(b expertise.Ballot) bool { return b.Panel == "" }), db.Explain(err)
}

// Panels returns all panels, by name.
func (db *DB) Panels(ctx context.Context) (list []Panel, err error) {
	defer fault.Wrap(&err, "store.Panels")
	names, err := query(ctx, db.Reader(), `select id from panel order by id`, func(rows *sql.Rows) (id string, err error) { return id, rows.Scan(&id) })
	if err != nil {
		return nil, db.Explain(err)
	}
	for _, id := range names {
		p, err := db.PanelOf(ctx, id)
		if err != nil {
			return nil, err
		}
		list = append(list, p)
	}
	return list, nil
}

// Sittings returns those of a panel, last first.
func (db *DB) Sittings(ctx context.Context, panel string) (list []expertise.SittingDates, err error) {
	defer fault.Wrap(&err, "store.Sittings(%.100q)", panel)
	list, err = query(ctx, db.Reader(), `select id, opened, closed from plenary where panel = $1 order by opened desc, id`,
		func(rows *sql.Rows) (s expertise.SittingDates, err error) {
			var opened int64
			var closed sql.NullInt64
			err = rows.Scan(&s.ID, &opened, &closed)
			s.Opened = instant(opened)
			if closed.Valid {
				s.Closed = instant(closed.Int64)
			}
			return s, err
		}, panel)
	return list, db.Explain(err)
}
