package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"continuum/internal/campus"
	"continuum/internal/fault"
	"continuum/internal/journal"
	"continuum/internal/member"
)

// merged is what it takes to part two bodies that were made one.
type merged struct {
	Organisations []campus.Organisation `json:"organisations"` // both, as they were
	Retired       []campus.Membership   `json:"retired"`
	Added         []string              `json:"added"` // identifiers
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
			m.Retired = moves.Retired
			for _, x := range moves.Added {
				m.Added = append(m.Added, x.ID)
			}
			if err := tx.exec(`insert into organisation_merge (id, survivor, twin, body, actor, at, parted, parted_by) values ($1, $2, $3, $4, $5, $6, null, '')`,
				newID(), string(into.ID), string(twin), asJSON(m), by, tx.at); err != nil {
				return err
			}
			return db.follow(ctx, t, by, into.ID, twin)
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
func (db *DB) follow(ctx context.Context, t *sql.Tx, by string, into, twin campus.OrgID) error {
	files := func(org campus.OrgID) ([]keptFile, error) {
		return query(ctx, t, `select `+fileColumns+` from member_file where organisation = $1 order by campus`, scanFile, string(org))
	}
	moving, err := files(twin)
	if err != nil {
		return err
	}
	own, err := files(into)
	if err != nil {
		return err
	}
	held := make(map[campus.ID]member.File)
	for _, k := range own {
		held[k.campus] = k.file
	}
	for _, k := range moving {
		f := held[k.campus]
		f.Fill(&k.file)
		if err := db.saveFile(ctx, t, member.Seat{Campus: k.campus, Organisation: into}, f); err != nil {
			return err
		}
	}
	for _, step := range []struct {
		text string
		args []any
	}{
		{`delete from member_file where organisation = $1`, []any{string(twin)}},
		{`update member_confirmation set organisation = $1 where organisation = $2
			and campus not in (select c.campus from member_confirmation c where c.organisation = $1)`, []any{string(into), string(twin)}},
		{`delete from member_confirmation where organisation = $1`, []any{string(twin)}},
	} {
		if _, err := t.ExecContext(ctx, step.text, step.args...); err != nil {
			return err
		}
	}
	grants, err := query(ctx, t, `select `+grantColumns+` from granted where scope = $1 and (ends is null or ends > $2) order by id`, scanGrant, "organisation/"+string(twin), db.now().UnixMicro())
	if err != nil {
		return err
	}
	for _, g := range grants {
		if _, err := t.ExecContext(ctx, `update granted set scope = $1 where id = $2`, "organisation/"+string(into), g.ID); err != nil {
			return err
		}
		g.Scope.ID = string(into)
		if err := db.record(ctx, t, journal.Act{Stream: streamOf(g.Person), Actor: by, Name: "grant.moved", Details: detailsOf(g)}); err != nil {
			return err
		}
	}
	return nil
}

// Merges returns the bodies that were made one with an organisation and not parted since,
// last first.
func (db *DB) Merges(ctx context.Context, survivor campus.OrgID) (list []member.Merged, err error) {
	defer fault.Wrap(&err, "store.Merges(%.100q)", string(survivor))
	list, err = query(ctx, db.Reader(), `select id, survivor, twin, body, at from organisation_merge where survivor = $1 and parted is null order by at desc, id`, func(rows *sql.Rows) (m member.Merged, err error) {
		var at int64
		var body string
		if err := rows.Scan(&m.ID, &m.Survivor, &m.Twin, &body, &at); err != nil {
			return m, err
		}
		var was merged
		if err := json.Unmarshal([]byte(body), &was); err != nil {
			return m, err
		}
		for _, o := range was.Organisations {
			if o.ID == m.Twin {
				m.TwinName = o.Name
			}
		}
		m.At = instant(at)
		return m, nil
	}, string(survivor))
	return list, db.Explain(err)
}

// PartMembers undoes a merge: both bodies and their memberships are as they were. Files
// and rights stay with the survivor. It fails with fault.Conflict when what the merge made
// has changed since.
func (db *DB) PartMembers(ctx context.Context, by string, survivor campus.OrgID, merge string) (err error) {
	defer fault.Wrap(&err, "store.PartMembers(%.100q)", merge)
	details := map[string]any{"merge": merge, "survivor": survivor}
	return db.act(ctx, journal.Act{Stream: journal.Site, Actor: by, Name: "organisation.parted", Details: details}, func(t *sql.Tx) error {
		return db.moveRegister(ctx, t, by, "parted "+merge, func(tx *Tx) error {
			var body string
			err := t.QueryRowContext(ctx, `select body from organisation_merge where id = $1 and survivor = $2 and parted is null`, merge, string(survivor)).Scan(&body)
			if errors.Is(err, sql.ErrNoRows) {
				return fault.New(fault.NotFound, "member.unknown")
			} else if err != nil {
				return err
			}
			var was merged
			if err := json.Unmarshal([]byte(body), &was); err != nil {
				return err
			}
			for _, id := range was.Added {
				if err := moved(tx.RetireMembership(id)); err != nil {
					return err
				}
			}
			if err := moved(tx.retire("organisation_version", string(survivor))); err != nil {
				return err
			}
			if err := tx.Record(&campus.Records{Organisations: was.Organisations, Memberships: was.Retired}); err != nil {
				return err
			}
			for _, id := range sortedCampuses(was.Retired) {
				if err := db.record(ctx, t, journal.Act{Stream: "campus/" + string(id), Actor: by, Name: "organisation.parted", Details: details}); err != nil {
					return err
				}
			}
			return tx.exec(`update organisation_merge set parted = $1, parted_by = $2 where id = $3`, tx.at, by, merge)
		})
	})
}

// moved says that what one wanted to undo is no longer what it was.
func moved(err error) error {
	if fault.KindOf(err) == fault.NotFound {
		return fault.New(fault.Conflict, "member.moved").Because(err)
	}
	return err
}
