package store

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"strings"

	"continuum/internal/campus"
	"continuum/internal/date"
	"continuum/internal/fault"
	"continuum/internal/journal"
	"continuum/internal/member"
)

// toldInWorkspace is the source of what people say of members in workspaces.
var toldInWorkspace = campus.Source{
	ID: "espace-de-travail", Title: "Espace de travail des campus, sur ce site", Publisher: "Les campus et leurs membres", Licence: "none-stated",
}

// Members returns the established members of a campus, those who left included, by name.
func (db *DB) Members(ctx context.Context, id campus.ID) (list []member.Entry, err error) {
	defer fault.Wrap(&err, "store.Members(%.100q)", string(id))
	err = db.view(ctx, func(tx *sql.Tx) error {
		list = nil
		orgs, memberships, err := believedMembers(ctx, tx)
		if err != nil {
			return err
		}
		files, err := memberFiles(ctx, tx, id)
		if err != nil {
			return err
		}
		confirmed, err := confirmations(ctx, tx)
		if err != nil {
			return err
		}
		at := make(map[campus.OrgID]int)
		for _, m := range memberships {
			o := orgs[m.Organisation]
			if m.Campus != id || !m.Public() || o == nil {
				continue
			}
			i, ok := at[o.ID]
			if !ok {
				i, at[o.ID] = len(list), len(list)
				seat := member.Seat{Campus: id, Organisation: o.ID}
				list = append(list, member.Entry{Organisation: *o, File: files[o.ID], Confirmed: instantOrZero(confirmed[seat])})
			}
			list[i].Memberships = append(list[i].Memberships, m)
		}
		for i := range list {
			slices.SortStableFunc(list[i].Memberships, func(a, b campus.Membership) int { return cmp.Compare(ending(b), ending(a)) })
		}
		slices.SortFunc(list, func(a, b member.Entry) int {
			return cmp.Or(strings.Compare(campus.Words(a.Organisation.Name), campus.Words(b.Organisation.Name)), cmp.Compare(a.Organisation.ID, b.Organisation.ID))
		})
		return nil
	})
	return list, err
}

// ending orders memberships by when they end, those that go on last.
func ending(m campus.Membership) date.Day {
	if m.Valid.Until.IsZero() {
		return 1 << 30
	}
	return m.Valid.Until.Latest()
}

// believedMembers are the organisations and memberships that the register believes.
func believedMembers(ctx context.Context, q querier) (orgs map[campus.OrgID]*campus.Organisation, list []campus.Membership, err error) {
	cited := make(citations)
	if err := cited.load(ctx, q); err != nil {
		return nil, nil, err
	}
	held, err := loadOrganisations(ctx, q, cited)
	if err != nil {
		return nil, nil, err
	}
	orgs = make(map[campus.OrgID]*campus.Organisation, len(held))
	for i := range held {
		if !held[i].retired {
			orgs[held[i].value.ID] = &held[i].value
		}
	}
	seats, err := loadMemberships(ctx, q, cited)
	return orgs, values(live(seats)), err
}

// Organisations returns the organisations that are established somewhere, with the
// campuses of each.
func (db *DB) Organisations(ctx context.Context) (list []campus.Organisation, in map[campus.OrgID][]campus.ID, err error) {
	defer fault.Wrap(&err, "store.Organisations")
	err = db.view(ctx, func(tx *sql.Tx) error {
		list, in = nil, make(map[campus.OrgID][]campus.ID)
		orgs, memberships, err := believedMembers(ctx, tx)
		if err != nil {
			return err
		}
		for _, m := range memberships {
			o := orgs[m.Organisation]
			if !m.Public() || o == nil {
				continue
			}
			if in[o.ID] == nil {
				list = append(list, *o)
			}
			if !slices.Contains(in[o.ID], m.Campus) {
				in[o.ID] = append(in[o.ID], m.Campus)
			}
		}
		slices.SortFunc(list, func(a, b campus.Organisation) int { return cmp.Compare(a.ID, b.ID) })
		return nil
	})
	return list, in, err
}

const fileColumns = `campus, organisation, version, signed_on, ends_on, reference, link, contact_name, contact_function, contact_mail`

type keptFile struct {
	campus campus.ID
	org    campus.OrgID
	file   member.File
}

func scanFile(rows *sql.Rows) (k keptFile, err error) {
	var signed, ends isoDate
	f := &k.file
	err = rows.Scan(&k.campus, &k.org, &f.Version, &signed, &ends, &f.Reference, &f.Link, &f.Contact.Name, &f.Contact.Function, &f.Contact.Mail)
	f.Signed, f.Until = signed.Date, ends.Date
	return k, err
}

func memberFiles(ctx context.Context, q querier, id campus.ID) (map[campus.OrgID]member.File, error) {
	list, err := query(ctx, q, `select `+fileColumns+` from member_file where campus = $1`, scanFile, string(id))
	files := make(map[campus.OrgID]member.File, len(list))
	for _, k := range list {
		files[k.org] = k.file
	}
	return files, err
}

// saveFile keeps what a campus keeps of a member; fault.Conflict when another change came
// since the version that its author saw.
func (db *DB) saveFile(ctx context.Context, tx *sql.Tx, seat member.Seat, f member.File) error {
	if problems := f.Check(); len(problems) > 0 {
		return problems[0]
	}
	said := []any{
		string(seat.Campus), string(seat.Organisation), int64(f.Version + 1), f.Signed.String(), f.Until.String(), f.Reference, f.Link,
		f.Contact.Name, f.Contact.Function, f.Contact.Mail, db.now().UnixMicro(),
	}
	text := `insert into member_file (campus, organisation, version, signed_on, ends_on, reference, link, contact_name, contact_function, contact_mail, changed)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (campus, organisation) do nothing`
	if f.Version > 0 {
		text = `update member_file set version = $3, signed_on = $4, ends_on = $5, reference = $6, link = $7, contact_name = $8, contact_function = $9,
			contact_mail = $10, changed = $11 where campus = $1 and organisation = $2 and version = $12`
		said = append(said, int64(f.Version))
	}
	res, err := tx.ExecContext(ctx, text, said...)
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil {
		return err
	} else if n == 0 {
		return fault.New(fault.Conflict, "member.conflict")
	}
	if f.Contact != (member.Contact{}) {
		return nil
	}
	// Who is forgotten here is not kept under the name of a twin either.
	_, err = tx.ExecContext(ctx, withHeirs+` update member_file set contact_name = '', contact_function = '', contact_mail = ''
		where campus = $1 and organisation in (select org from heir where owner = $2)`, string(seat.Campus), string(seat.Organisation))
	return err
}

// withHeirs names, for each organisation, itself and all that it was made one with since.
const withHeirs = `with recursive heir (org, owner) as (
	select id, id from organisation union select h.org, m.survivor from heir h join organisation_merge m on m.twin = h.owner and m.parted is null)`

// SaveMemberFile keeps the agreement and the contact of a member. Nothing public changes.
func (db *DB) SaveMemberFile(ctx context.Context, seat member.Seat, f member.File, by string) (err error) {
	defer fault.Wrap(&err, "store.SaveMemberFile(%.100q, %.100q)", string(seat.Campus), string(seat.Organisation))
	act := journal.Act{Stream: "campus/" + string(seat.Campus), Actor: by, Name: "member.file", Details: map[string]any{"organisation": seat.Organisation, "version": f.Version + 1}}
	return db.act(ctx, act, func(tx *sql.Tx) error { return db.saveFile(ctx, tx, seat, f) })
}

// confirmations are the instants of confirmations, by campus and organisation.
func confirmations(ctx context.Context, q querier) (map[member.Seat]int64, error) {
	at := make(map[member.Seat]int64)
	_, err := query(ctx, q, `select campus, organisation, at from member_confirmation`, func(rows *sql.Rows) (struct{}, error) {
		var seat member.Seat
		var when int64
		err := rows.Scan(&seat.Campus, &seat.Organisation, &when)
		at[seat] = when
		return struct{}{}, err
	})
	return at, err
}

// ConfirmMember keeps that someone of a member said that what the campus says is right.
// It fails with fault.NotFound when the organisation is no member of it.
func (db *DB) ConfirmMember(ctx context.Context, seat member.Seat, by string) (err error) {
	defer fault.Wrap(&err, "store.ConfirmMember(%.100q, %.100q)", string(seat.Campus), string(seat.Organisation))
	act := journal.Act{Stream: "campus/" + string(seat.Campus), Actor: by, Name: "member.confirmed", Details: map[string]any{"organisation": seat.Organisation}}
	return db.act(ctx, act, func(tx *sql.Tx) error {
		var n int64
		err := tx.QueryRowContext(ctx, `select count(*) from membership where campus = $1 and organisation = $2 and retired is null and standing <> 'candidate'`,
			string(seat.Campus), string(seat.Organisation)).Scan(&n)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.New(fault.NotFound, "member.unknown")
		}
		_, err = tx.ExecContext(ctx, `insert into member_confirmation (campus, organisation, person, at) values ($1, $2, $3, $4)
			on conflict (campus, organisation) do update set person = excluded.person, at = excluded.at`,
			string(seat.Campus), string(seat.Organisation), by, db.now().UnixMicro())
		return err
	})
}

// Seats returns what the register says of an organisation in each campus, with when it was
// confirmed; fault.NotFound when it is established nowhere.
func (db *DB) Seats(ctx context.Context, id campus.OrgID) (o campus.Organisation, list []member.SeatState, err error) {
	defer fault.Wrap(&err, "store.Seats(%.100q)", string(id))
	err = db.view(ctx, func(tx *sql.Tx) error {
		list = nil
		orgs, memberships, err := believedMembers(ctx, tx)
		if err != nil {
			return err
		}
		confirmed, err := confirmations(ctx, tx)
		if err != nil {
			return err
		}
		for _, m := range memberships {
			if m.Organisation == id && m.Public() && orgs[id] != nil {
				list = append(list, member.SeatState{Membership: m, Confirmed: instantOrZero(confirmed[member.Seat{Campus: m.Campus, Organisation: id}])})
			}
		}
		if len(list) == 0 {
			return fault.New(fault.NotFound, "member.unknown")
		}
		o = *orgs[id]
		return nil
	})
	return o, list, err
}

// Agreement is the agreement of a member and the day on which it ends.
type Agreement struct {
	member.Seat
	Until date.Date
}

// Agreements returns the agreements whose end is known.
func (db *DB) Agreements(ctx context.Context) (list []Agreement, err error) {
	defer fault.Wrap(&err, "store.Agreements")
	list, err = query(ctx, db.Reader(), `select campus, organisation, ends_on from member_file where ends_on <> ''
		and not exists (select 1 from organisation_merge m where m.twin = member_file.organisation and m.parted is null) order by campus, organisation`, func(rows *sql.Rows) (a Agreement, err error) {
		var ends isoDate
		err = rows.Scan(&a.Campus, &a.Organisation, &ends)
		a.Until = ends.Date
		return a, err
	})
	return list, db.Explain(err)
}
