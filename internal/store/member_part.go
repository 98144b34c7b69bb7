package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"slices"

	"continuum/internal/campus"
	"continuum/internal/fault"
	"continuum/internal/journal"
	"continuum/internal/member"
)

type keptMerge struct {
	member.Merged
	merged
}

// keptMerges are the merges of a survivor that were not parted, last first.
func keptMerges(ctx context.Context, q querier, survivor campus.OrgID) ([]keptMerge, error) {
	return query(ctx, q, `select id, survivor, twin, body, at from organisation_merge where survivor = $1 and parted is null order by at desc, id`, func(rows *sql.Rows) (m keptMerge, err error) {
		var at int64
		var body string
		if err := rows.Scan(&m.ID, &m.Survivor, &m.Twin, &body, &at); err != nil {
			return m, err
		}
		m.At = instant(at)
		if err := json.Unmarshal([]byte(body), &m.merged); err != nil {
			return m, err
		}
		for i := range m.Organisations {
			if m.Organisations[i].ID == m.Twin {
				m.TwinName = m.Organisations[i].Name
			}
		}
		return m, nil
	}, string(survivor))
}

// Merges returns the bodies that were made one with an organisation and not parted since,
// last first, with how much came to it since.
func (db *DB) Merges(ctx context.Context, survivor campus.OrgID) (list []member.Merged, err error) {
	defer fault.Wrap(&err, "store.Merges(%.100q)", string(survivor))
	err = db.view(ctx, func(tx *sql.Tx) error {
		list = nil
		kept, err := keptMerges(ctx, tx, survivor)
		if err != nil {
			return err
		}
		for i := range kept {
			if kept[i].Since, err = since(ctx, tx, &kept[i]); err != nil {
				return err
			}
			list = append(list, kept[i].Merged)
		}
		return nil
	})
	return list, err
}

// since counts what came to a survivor after a merge.
func since(ctx context.Context, q querier, m *keptMerge) (s member.Since, err error) {
	at := m.At.UnixMicro()
	for _, x := range []struct {
		into *int
		text string
	}{
		{&s.Memberships, `select id from membership where organisation = $1 and recorded > $2 and retired is null`},
		{&s.Confirmations, `select campus from member_confirmation where organisation = $1 and at > $2`},
		{&s.Bookings, `select id from booking where organisation = $1 and at > $2`},
	} {
		list, err := names[string](ctx, q, x.text, string(m.Survivor), at)
		if err != nil {
			return s, err
		}
		*x.into = len(list)
	}
	rights, err := names[string](ctx, q, `select id from granted where scope = $1 and given > $2`, orgScope(m.Survivor), at)
	if err != nil {
		return s, err
	}
	s.Rights = len(rights)
	files, err := filesOf(ctx, q, m.Survivor)
	for id, f := range files {
		if f.Version != m.Lent.Versions[id] {
			s.Files++
		}
	}
	return s, err
}

// PartMembers undoes the last merge of a survivor. Both bodies and their memberships are as
// they were, and each has again what it had at merging: agreements, contacts, confirmations,
// rights, requests for equipment, dossiers. What came to the survivor since stays with it,
// and so do its facts that were corrected since. It fails with fault.Conflict when a
// membership that the merge made has changed since, or when another twin was made one with
// the survivor after it.
func (db *DB) PartMembers(ctx context.Context, by string, survivor campus.OrgID, merge string) (err error) {
	defer fault.Wrap(&err, "store.PartMembers(%.100q)", merge)
	details := map[string]any{"merge": merge, "survivor": survivor}
	return db.act(ctx, journal.Act{Stream: journal.Site, Actor: by, Name: "organisation.parted", Details: details}, func(t *sql.Tx) error {
		return db.moveRegister(ctx, t, by, "parted "+merge, func(tx *Tx) error {
			kept, err := keptMerges(ctx, t, survivor)
			if err != nil {
				return err
			}
			i := slices.IndexFunc(kept, func(m keptMerge) bool { return m.ID == merge })
			if i < 0 {
				return fault.New(fault.NotFound, "member.unknown")
			}
			if i > 0 {
				return fault.New(fault.Conflict, "member.part_last", kept[0].TwinName)
			}
			m := &kept[0]
			if err := db.partRegister(ctx, tx, m); err != nil {
				return err
			}
			// Parted first, so that what leaves the survivor's files is not taken for forgotten.
			if err := tx.exec(`update organisation_merge set parted = $1, parted_by = $2 where id = $3`, tx.at, by, merge); err != nil {
				return err
			}
			for _, id := range sortedCampuses(m.Retired) {
				if err := db.record(ctx, t, journal.Act{Stream: "campus/" + string(id), Actor: by, Name: "organisation.parted", Details: details}); err != nil {
					return err
				}
			}
			return db.giveBack(ctx, t, by, m)
		})
	})
}

// partRegister has the register believe again what it did before a merge.
func (db *DB) partRegister(ctx context.Context, tx *Tx, m *keptMerge) error {
	for _, id := range m.Added {
		if err := moved(tx.RetireMembership(id)); err != nil {
			return err
		}
	}
	orgs, _, err := believedMembers(ctx, tx.tx)
	if err != nil {
		return err
	}
	now := orgs[m.Survivor]
	if now == nil { // it has become one with another body itself
		return fault.New(fault.Conflict, "member.moved")
	}
	both := slices.Clone(m.Organisations)
	for i := range both {
		if both[i].ID == m.Survivor && m.Made != nil {
			both[i] = member.Unmade(&both[i], m.Made, now)
		}
	}
	if err := tx.retire("organisation_version", string(m.Survivor)); err != nil {
		return err
	}
	return tx.Record(&campus.Records{Organisations: both, Memberships: m.Retired})
}

// giveBack gives a twin what followed it to the survivor.
func (db *DB) giveBack(ctx context.Context, t *sql.Tx, by string, m *keptMerge) error {
	if err := db.returnFiles(ctx, t, m); err != nil {
		return err
	}
	for _, id := range m.Lent.Confirmed { // said again since: it stays
		if _, err := t.ExecContext(ctx, `delete from member_confirmation where campus = $1 and organisation = $2
			and at = (select c.at from member_confirmation c where c.campus = $1 and c.organisation = $3)`, string(id), string(m.Survivor), string(m.Twin)); err != nil {
			return err
		}
	}
	for _, id := range m.Lent.Bookings {
		if _, err := t.ExecContext(ctx, `update booking set organisation = $1 where id = $2 and organisation = $3`, string(m.Twin), id, string(m.Survivor)); err != nil {
			return err
		}
	}
	for _, id := range m.Lent.Dossiers {
		if _, err := t.ExecContext(ctx, `update dossier set organisation = $1 where id = $2 and organisation = $3`, string(m.Twin), id, string(m.Survivor)); err != nil {
			return err
		}
	}
	if err := db.dossiersMoved(ctx, t, by, m.Lent.Dossiers, m.Twin); err != nil {
		return err
	}
	_, err := db.moveGrants(ctx, t, by, m.Lent.Grants, m.Survivor, m.Twin)
	return err
}

// returnFiles takes what came from the twin's files out of the survivor's.
func (db *DB) returnFiles(ctx context.Context, t *sql.Tx, m *keptMerge) error {
	theirs, err := filesOf(ctx, t, m.Twin)
	if err != nil {
		return err
	}
	own, err := filesOf(ctx, t, m.Survivor)
	if err != nil {
		return err
	}
	for id, taken := range m.Lent.Files {
		f, kept := own[id]
		twin := theirs[id]
		if f.Return(&twin, taken); !kept {
			continue
		}
		if f.Empty() {
			_, err = t.ExecContext(ctx, `delete from member_file where campus = $1 and organisation = $2`, string(id), string(m.Survivor))
		} else {
			err = db.saveFile(ctx, t, member.Seat{Campus: id, Organisation: m.Survivor}, f)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// moved says that what one wanted to undo is no longer what it was.
func moved(err error) error {
	if fault.KindOf(err) == fault.NotFound {
		return fault.New(fault.Conflict, "member.moved").Because(err)
	}
	return err
}

// heirs are the bodies that twins were made one with, to the last.
func heirs(ctx context.Context, q querier) (map[campus.OrgID]campus.OrgID, error) {
	next := make(map[campus.OrgID]campus.OrgID)
	_, err := query(ctx, q, `select twin, survivor from organisation_merge where parted is null`, func(rows *sql.Rows) (struct{}, error) {
		var twin, survivor campus.OrgID
		err := rows.Scan(&twin, &survivor)
		next[twin] = survivor
		return struct{}{}, err
	})
	for twin, to := range next {
		for range next { // a chain is no longer than the merges
			further, ok := next[to]
			if !ok {
				break
			}
			to = further
		}
		next[twin] = to
	}
	return next, err
}
