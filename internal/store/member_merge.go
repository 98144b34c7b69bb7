package store

import (
	"context"
	"database/sql"

	"continuum/internal/account"
	"continuum/internal/campus"
	"continuum/internal/fault"
	"continuum/internal/journal"
	"continuum/internal/member"
)

// merged is what it takes to part two bodies that were made one. It names no person.
type merged struct {
	Organisations []campus.Organisation `json:"organisations"` // both, as they were, the survivor first
	Made          *campus.Organisation  `json:"made"`          // the survivor as the merge leaves it
	Retired       []campus.Membership   `json:"retired"`
	Added         []string              `json:"added"` // identifiers
	Lent          lent                  `json:"lent"`
}

// lent is what a survivor was given of a twin. The files and confirmations of the twin
// stay under its name, where nobody sees them, until both are parted.
type lent struct {
	Files     map[campus.ID][]string `json:"files,omitempty"`     // parts of files that the survivor's took
	Versions  map[campus.ID]int      `json:"versions,omitempty"`  // of the survivor's files, as the merge leaves them
	Confirmed []campus.ID            `json:"confirmed,omitempty"` // where the survivor had said nothing
	Grants    []string               `json:"grants,omitempty"`
	Bookings  []string               `json:"bookings,omitempty"`
	Dossiers  []string               `json:"dossiers,omitempty"`
}

// MergeMembers makes two recorded bodies one: into has these facts from now on, twin is
// believed no more, and its memberships in every campus are the survivor's. What campuses
// keep of the twin, what its people confirmed and their rights follow. seen are the
// campuses that its author was shown: fault.Conflict when the two are members of others,
// or when one of them is believed no more.
func (db *DB) MergeMembers(ctx context.Context, by string, into campus.Organisation, twin campus.OrgID, seen []campus.ID) (err error) {
	defer fault.Wrap(&err, "store.MergeMembers(%.100q, %.100q)", string(into.ID), string(twin))
	if into.ID == twin {
		return fault.New(fault.Invalid, "member.same")
	}
	details := map[string]any{"survivor": into.ID, "twin": twin}
	return db.act(ctx, journal.Act{Stream: journal.Site, Actor: by, Name: "organisation.merged", Details: details}, func(t *sql.Tx) error {
		return db.moveRegister(ctx, t, by, "merged "+string(twin)+" into "+string(into.ID), func(tx *Tx) error {
			orgs, memberships, err := believedMembers(ctx, t)
			if err != nil {
				return err
			}
			if orgs[into.ID] == nil || orgs[twin] == nil {
				return fault.New(fault.Conflict, "member.moved")
			}
			m := merged{Organisations: []campus.Organisation{*orgs[into.ID], *orgs[twin]}}
			moves := member.Merge(into.ID, twin, memberships)
			if err := db.sameCampuses(ctx, t, by, details, memberships, []campus.OrgID{into.ID, twin}, seen); err != nil {
				return err
			}
			for _, x := range moves.Retired {
				if err := tx.RetireMembership(x.ID); err != nil {
					return err
				}
			}
			for _, o := range m.Organisations {
				if err := tx.retire("organisation_version", string(o.ID)); err != nil {
					return err
				}
			}
			if into.Confidence == "" {
				into.Confidence = orgs[into.ID].Confidence
			}
			if err := tx.Record(&campus.Records{Organisations: []campus.Organisation{into}, Memberships: moves.Added}); err != nil {
				return err
			}
			m.Made, m.Retired = &into, moves.Retired
			for _, x := range moves.Added {
				m.Added = append(m.Added, x.ID)
			}
			if m.Lent, err = db.follow(ctx, t, by, into.ID, twin); err != nil {
				return err
			}
			return tx.exec(`insert into organisation_merge (id, survivor, twin, body, actor, at, parted, parted_by) values ($1, $2, $3, $4, $5, $6, null, '')`,
				newID(), string(into.ID), string(twin), asJSON(m), by, tx.at)
		})
	})
}

// sameCampuses records the merge in the stream of each campus that the bodies are members
// of, which must be among those that its author was shown.
func (db *DB) sameCampuses(ctx context.Context, t *sql.Tx, by string, details any, list []campus.Membership, bodies []campus.OrgID, seen []campus.ID) error {
	shown := make(map[campus.ID]bool, len(seen))
	for _, id := range seen {
		shown[id] = true
	}
	var theirs []campus.Membership
	for _, m := range list {
		if m.Organisation == bodies[0] || m.Organisation == bodies[1] {
			if m.Public() && !shown[m.Campus] {
				return fault.New(fault.Conflict, "member.moved")
			}
			theirs = append(theirs, m)
		}
	}
	for _, id := range sortedCampuses(theirs) {
		if err := db.record(ctx, t, journal.Act{Stream: "campus/" + string(id), Actor: by, Name: "organisation.merged", Details: details}); err != nil {
			return err
		}
	}
	return nil
}

// follow gives the survivor what hangs on the twin.
func (db *DB) follow(ctx context.Context, t *sql.Tx, by string, into, twin campus.OrgID) (f lent, err error) {
	if f.Files, f.Versions, err = db.followFiles(ctx, t, into, twin); err != nil {
		return f, err
	}
	if f.Confirmed, err = names[campus.ID](ctx, t, `select campus from member_confirmation where organisation = $1
		and campus not in (select c.campus from member_confirmation c where c.organisation = $2) order by campus`, string(twin), string(into)); err != nil {
		return f, err
	}
	if _, err := t.ExecContext(ctx, `insert into member_confirmation (campus, organisation, person, at)
		select campus, $2, person, at from member_confirmation where organisation = $1 on conflict (campus, organisation) do nothing`, string(twin), string(into)); err != nil {
		return f, err
	}
	if f.Bookings, err = names[string](ctx, t, `update booking set organisation = $2 where organisation = $1 returning id`, string(twin), string(into)); err != nil {
		return f, err
	}
	if f.Dossiers, err = names[string](ctx, t, `update dossier set organisation = $2 where organisation = $1 returning id`, string(twin), string(into)); err != nil {
		return f, err
	}
	if err := db.dossiersMoved(ctx, t, by, f.Dossiers, into); err != nil {
		return f, err
	}
	held, err := names[string](ctx, t, `select id from granted where scope = $1 and (ends is null or ends > $2) order by id`, orgScope(twin), db.now().UnixMicro())
	if err != nil {
		return f, err
	}
	f.Grants, err = db.moveGrants(ctx, t, by, held, twin, into)
	return f, err
}

// names are the values of one column.
func names[T ~string](ctx context.Context, q querier, text string, args ...any) ([]T, error) {
	return query(ctx, q, text, func(rows *sql.Rows) (v T, err error) {
		err = rows.Scan(&v)
		return v, err
	}, args...)
}

// followFiles completes what campuses keep of the survivor with what they keep of the twin.
func (db *DB) followFiles(ctx context.Context, t *sql.Tx, into, twin campus.OrgID) (taken map[campus.ID][]string, versions map[campus.ID]int, err error) {
	moving, err := filesOf(ctx, t, twin)
	if err != nil {
		return nil, nil, err
	}
	held, err := filesOf(ctx, t, into)
	if err != nil {
		return nil, nil, err
	}
	taken, versions = make(map[campus.ID][]string), make(map[campus.ID]int)
	for id, f := range held {
		versions[id] = f.Version
	}
	for id, theirs := range moving {
		f := held[id]
		if taken[id] = f.Fill(&theirs); len(taken[id]) == 0 {
			continue
		}
		if err := db.saveFile(ctx, t, member.Seat{Campus: id, Organisation: into}, f); err != nil {
			return nil, nil, err
		}
		versions[id] = f.Version + 1
	}
	return taken, versions, nil
}

// filesOf are what campuses keep of an organisation.
func filesOf(ctx context.Context, q querier, org campus.OrgID) (map[campus.ID]member.File, error) {
	list, err := query(ctx, q, `select `+fileColumns+` from member_file where organisation = $1`, scanFile, string(org))
	files := make(map[campus.ID]member.File, len(list))
	for _, k := range list {
		files[k.campus] = k.file
	}
	return files, err
}

// orgScope is the scope of an organisation as rights hold it.
func orgScope(id campus.OrgID) string {
	return account.Scope{Kind: account.Organisation, ID: string(id)}.String()
}

// moveGrants gives rights on one organisation the scope of another, where they still have
// the first, and returns those that moved.
func (db *DB) moveGrants(ctx context.Context, t *sql.Tx, by string, ids []string, from, to campus.OrgID) (gone []string, err error) {
	for _, id := range ids {
		list, err := query(ctx, t, `update granted set scope = $1 where id = $2 and scope = $3 returning `+grantColumns, scanGrant, orgScope(to), id, orgScope(from))
		if err != nil {
			return nil, err
		}
		for _, g := range list {
			gone = append(gone, g.ID)
			if err := db.record(ctx, t, journal.Act{Stream: streamOf(g.Person), Actor: by, Name: "grant.moved", Details: detailsOf(g)}); err != nil {
				return nil, err
			}
		}
	}
	return gone, nil
}

// dossiersMoved writes in each dossier that another organisation carries it.
func (db *DB) dossiersMoved(ctx context.Context, t *sql.Tx, by string, ids []string, to campus.OrgID) error {
	for _, id := range ids {
		if err := db.record(ctx, t, journal.Act{Stream: "dossier/" + id, Actor: by, Name: "dossier.carrier_moved", Details: map[string]any{"organisation": to}}); err != nil {
			return err
		}
	}
	return nil
}
