package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"continuum/internal/account"
	"continuum/internal/date"
	"continuum/internal/expertise"
	"continuum/internal/fault"
	"continuum/internal/journal"
	"continuum/internal/privacy"
	"continuum/internal/workspace"
)

// Expired counts what left because nothing needs it any more.
type Expired struct {
	Reports     int64 // readers' reports, dealt with long ago
	People      int64 // names and addresses of those who left
	Invitations int64 // accounts that nobody opened
	Contacts    int64 // people at bodies that left a campus
	Bookings    int64 // requests for equipment, long after they ended
	Notices     int64 // seen or not
	Mails       int64 // traces of mails that left or were given up
}

// Expire erases what has been kept long enough.
func (db *DB) Expire(ctx context.Context, r privacy.Retention) (gone Expired, err error) {
	defer fault.Wrap(&err, "store.Expire")
	if r, err = r.Filled(); err != nil {
		return gone, fault.New(fault.Invalid, "config").Because(err)
	}
	before := func(d time.Duration) int64 { return db.now().Add(-d).UnixMicro() }
	err = db.write(ctx, func(tx *sql.Tx) error {
		now := db.now()
		for _, step := range []struct {
			count *int64
			text  string
			args  []any
		}{
			{&gone.Reports, `delete from report where state = 'closed' and coalesce(closed, received) < $1`, []any{before(r.Reports)}},
			{
				&gone.Contacts, withHeirs + ` update member_file set contact_name = '', contact_function = '', contact_mail = '', version = version + 1, changed = $2
				where contact_name || contact_function || contact_mail <> '' and not exists (select 1 from heir h join membership m on m.organisation = h.owner
					where h.org = member_file.organisation and m.campus = member_file.campus and m.retired is null and (m.until_day is null or m.until_day > $1))`,
				[]any{int64(date.DayOf(now.Add(-r.Left))), now.UnixMicro()},
			},
			{&gone.Bookings, `delete from booking where ends < $1`, []any{now.Add(-r.Left).Format(workspace.Clock)}},
			{&gone.Notices, `delete from notice where at < $1`, []any{before(r.Notices)}},
			{&gone.Mails, `delete from mail where state <> 'waiting' and settled < $1`, []any{before(r.Mails)}},
		} {
			res, err := tx.ExecContext(ctx, step.text, step.args...)
			if err != nil {
				return err
			}
			if *step.count, err = res.RowsAffected(); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return gone, err
	}
	for _, step := range []struct {
		where string
		since time.Duration
		count *int64
	}{
		{`state = 'left' and mail <> '' and changed < $1`, r.Left, &gone.People},
		{`state = 'invited' and changed < $1`, r.Silent, &gone.Invitations},
	} {
		people, err := query(ctx, db.Reader(), `select `+personColumns+` from person where `+step.where+` order by id limit 1000`, scanPerson, before(step.since))
		if err != nil {
			return gone, db.Explain(err)
		}
		for _, p := range people {
			if p.State == account.Invited {
				if err := db.Leave(ctx, journal.System, p.ID); err != nil {
					return gone, err
				}
			}
			if err := db.ErasePerson(ctx, journal.System, p.ID); err != nil {
				return gone, err
			}
			*step.count++
		}
	}
	return gone, nil
}

// HeldData is what the store holds of a person, for who asks to see it.
type HeldData struct {
	Person  *HeldPerson      `json:"person,omitempty"`
	Rights  []HeldRight      `json:"rights,omitempty"`
	Session []HeldSession    `json:"sessions,omitempty"`
	Notices []HeldNotice     `json:"notices,omitempty"`
	Mails   []HeldMail       `json:"mails,omitempty"`
	Acts    []HeldAct        `json:"acts,omitempty"` // what the person did, 10,000 at most
	Written map[string]int64 `json:"written,omitempty"`
	Reports []HeldReport     `json:"reports,omitempty"`

	Contacts []HeldContact `json:"contacts,omitempty"`

	Expert *expertise.Profile `json:"expert,omitempty"` // kept for the next panel
}

// What HeldData is made of.
type (
	// HeldPerson is an account.
	HeldPerson struct {
		ID, Name, Mail, Lang, State string
		Since                       time.Time
	}
	// HeldRight is a right with its dates.
	HeldRight struct {
		Role, Scope string
		From        time.Time
		Until       *time.Time `json:",omitempty"`
	}
	// HeldSession is a device signed in.
	HeldSession struct {
		Device, Method string
		Created, Seen  time.Time
	}
	// HeldNotice is something told.
	HeldNotice struct {
		At   time.Time
		Text string
	}
	// HeldMail is a mail that waits or has left.
	HeldMail struct {
		Created     time.Time
		Kind, State string
	}
	// HeldAct is an entry of the journal.
	HeldAct struct {
		At           time.Time
		Stream, Name string
	}
	// HeldContact is what a campus keeps of a person at one of its members.
	HeldContact struct{ Campus, Organisation, Name, Function string }
	// HeldReport is a report in which the person left an address.
	HeldReport struct {
		At            time.Time
		Page, Message string
	}
)

// DataOf returns all that is held of who has a mail address; fault.NotFound when nothing is.
func (db *DB) DataOf(ctx context.Context, address string) (h HeldData, err error) {
	defer fault.Wrap(&err, "store.DataOf")
	err = db.view(ctx, func(tx *sql.Tx) error {
		h = HeldData{}
		h.Reports, err = query(ctx, tx, `select received, page, message from report where lower(contact) = $1 order by received`, func(rows *sql.Rows) (x HeldReport, err error) {
			var at int64
			err = rows.Scan(&at, &x.Page, &x.Message)
			x.At = instant(at)
			return x, err
		}, mailKey(address))
		if err != nil {
			return err
		}
		h.Mails, err = query(ctx, tx, `select created, kind, state from mail where lower(recipient) = $1 order by created`, func(rows *sql.Rows) (x HeldMail, err error) {
			var at int64
			err = rows.Scan(&at, &x.Kind, &x.State)
			x.Created = instant(at)
			return x, err
		}, mailKey(address))
		if err != nil {
			return err
		}
		h.Contacts, err = query(ctx, tx, `select campus, organisation, contact_name, contact_function from member_file where lower(contact_mail) = $1 order by campus, organisation`, func(rows *sql.Rows) (x HeldContact, err error) {
			return x, rows.Scan(&x.Campus, &x.Organisation, &x.Name, &x.Function)
		}, mailKey(address))
		if err != nil {
			return err
		}
		p, err := onePerson(ctx, tx, `mail_key = $1`, cmpKey(address))
		switch {
		case fault.KindOf(err) == fault.NotFound && len(h.Reports)+len(h.Mails)+len(h.Contacts) > 0:
			return nil
		case err != nil:
			return err
		}
		h.Person = &HeldPerson{string(p.ID), p.Name, p.Mail, p.Lang, string(p.State), p.Since}
		return h.of(ctx, tx, p.ID)
	})
	return h, err
}

// HeldOf is [DB.DataOf] as JSON.
func (db *DB) HeldOf(ctx context.Context, address string) ([]byte, error) {
	h, err := db.DataOf(ctx, address)
	if err != nil {
		return nil, err
	}
	return json.MarshalIndent(h, "", "  ")
}

// of fills what hangs on an account.
func (h *HeldData) of(ctx context.Context, tx *sql.Tx, id account.PersonID) (err error) {
	grants, err := query(ctx, tx, `select `+grantColumns+` from granted where person = $1 order by given, id`, scanGrant, string(id))
	if err != nil {
		return err
	}
	for _, g := range grants {
		r := HeldRight{Role: string(g.Role), Scope: g.Scope.String(), From: g.From}
		if !g.Until.IsZero() {
			r.Until = &g.Until
		}
		h.Rights = append(h.Rights, r)
	}
	var profile string
	err = tx.QueryRowContext(ctx, `select profile from expert_profile where person = $1`, string(id)).Scan(&profile)
	switch {
	case err == nil:
		err = json.Unmarshal([]byte(profile), &h.Expert)
	case errors.Is(err, sql.ErrNoRows):
		err = nil
	}
	if err != nil {
		return err
	}
	h.Session, err = query(ctx, tx, `select device, method, created, seen from session where person = $1 order by created`, func(rows *sql.Rows) (x HeldSession, err error) {
		var created, seen int64
		err = rows.Scan(&x.Device, &x.Method, &created, &seen)
		x.Created, x.Seen = instant(created), instant(seen)
		return x, err
	}, string(id))
	if err != nil {
		return err
	}
	h.Notices, err = query(ctx, tx, `select at, wording from notice where person = $1 order by at`, func(rows *sql.Rows) (x HeldNotice, err error) {
		var at int64
		err = rows.Scan(&at, &x.Text)
		x.At = instant(at)
		return x, err
	}, string(id))
	if err != nil {
		return err
	}
	h.Acts, err = query(ctx, tx, `select at, stream, act from journal_entry where actor = $1 or stream = $2 order by at desc limit 10000`, func(rows *sql.Rows) (x HeldAct, err error) {
		var at int64
		err = rows.Scan(&at, &x.Stream, &x.Name)
		x.At = instant(at)
		return x, err
	}, string(id), streamOf(id))
	if err != nil {
		return err
	}
	h.Written = make(map[string]int64)
	for table, column := range writtenBy {
		var n int64
		if err := tx.QueryRowContext(ctx, fmt.Sprintf(`select count(*) from %s where %s = $1`, table, column), string(id)).Scan(&n); err != nil {
			return err
		}
		if n > 0 {
			h.Written[table] = n
		}
	}
	return nil
}

// writtenBy are the tables whose rows have an author, by the column of that author.
var writtenBy = map[string]string{
	"sheet_version": "author", "member_proposal": "author", "booking": "author", "sheet_approval": "person", "member_confirmation": "person", "dossier_value": "actor", "dossier_piece": "actor", "dossier_opinion": "actor", "dossier_signature": "person",
	"call_question": "actor", "panel_declaration": "expert", "panel_sheet": "expert",
}
