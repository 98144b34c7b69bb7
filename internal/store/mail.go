package store

import (
	"cmp"
	"context"
	"crypto/rand"
	"database/sql"
	"slices"
	"strings"
	"time"

	"continuum/internal/fault"
	"continuum/internal/mail"
)

// MailState is how far a mail has got.
type MailState string

// The states of a mail.
const (
	MailWaiting MailState = "waiting"
	MailSent    MailState = "sent"
	MailGivenUp MailState = "given_up"
)

// QueuedMail is a mail as operators see it: never what it says.
type QueuedMail struct {
	ID, To, Kind string
	State        MailState
	Created      time.Time
	Due          time.Time // of the next try, while it waits
	Tries        int
	Trouble      string // of the last try
}

// QueueMail puts messages in the queue, all or none. It fails with fault.Invalid when one
// can't be a mail (mail.Message.Check).
func (db *DB) QueueMail(ctx context.Context, list ...mail.Message) (err error) {
	defer fault.Wrap(&err, "store.QueueMail")
	now := db.now()
	return db.write(ctx, func(tx *sql.Tx) error { return queueMail(ctx, tx, now, list...) })
}

// queueMail puts messages in the queue within the act that they tell of.
func queueMail(ctx context.Context, tx *sql.Tx, now time.Time, list ...mail.Message) error {
	for _, m := range list {
		if err := m.Check(); err != nil {
			return err
		}
		id := m.ID
		if id == "" {
			id = strings.ToLower(rand.Text())
		}
		if _, err := tx.ExecContext(ctx, `insert into mail (id, recipient, subject, body, html, kind, created, due, tries, leased, state, trouble)
			values ($1, $2, $3, $4, $5, $6, $7, $7, 0, 0, 'waiting', '')`,
			id, m.To, m.Subject, m.Text, m.HTML, m.Kind, now.UnixMicro()); err != nil {
			return err
		}
	}
	return nil
}

// LeaseMail takes at most n mails that are due, oldest first; see mail.Queue.
func (db *DB) LeaseMail(ctx context.Context, n int, lease time.Duration) (list []mail.Leased, err error) {
	defer fault.Wrap(&err, "store.LeaseMail")
	now := db.now()
	err = db.write(ctx, func(tx *sql.Tx) error {
		type leased struct {
			mail.Leased
			due int64
		}
		rows, err := query(ctx, tx, `update mail set leased = $1, tries = tries + 1
			where id in (select id from mail where state = 'waiting' and due <= $2 and leased <= $2 order by due, id limit $3)
			returning id, recipient, subject, body, html, kind, tries, due`,
			func(rows *sql.Rows) (m leased, err error) {
				err = rows.Scan(&m.ID, &m.To, &m.Subject, &m.Text, &m.HTML, &m.Kind, &m.Tries, &m.due)
				return m, err
			}, now.Add(lease).UnixMicro(), now.UnixMicro(), int64(n))
		if err != nil {
			return err
		}
		// Rows that come back from a change have no order of their own.
		slices.SortFunc(rows, func(a, b leased) int { return cmp.Or(cmp.Compare(a.due, b.due), cmp.Compare(a.ID, b.ID)) })
		list = make([]mail.Leased, len(rows))
		for i := range rows {
			list[i] = rows[i].Leased
		}
		return nil
	})
	return list, err
}

// MailSent says that a mail has left, and forgets what it said.
func (db *DB) MailSent(ctx context.Context, id string) (err error) {
	defer fault.Wrap(&err, "store.MailSent(%.100q)", id)
	return db.settleMail(ctx, id, MailSent, "")
}

// MailFailed says why a mail has not left and when to try again; the zero time gives it
// up, and forgets what it said.
func (db *DB) MailFailed(ctx context.Context, id, why string, again time.Time) (err error) {
	defer fault.Wrap(&err, "store.MailFailed(%.100q)", id)
	why = short(why, 500)
	if again.IsZero() {
		return db.settleMail(ctx, id, MailGivenUp, why)
	}
	return db.mailRow(ctx, id, `update mail set due = $2, leased = 0, trouble = $3 where id = $1 and state = 'waiting'`, again.UnixMicro(), why)
}

func (db *DB) settleMail(ctx context.Context, id string, state MailState, why string) error {
	return db.mailRow(ctx, id, `update mail set state = $2, settled = $3, leased = 0, subject = '', body = '', html = '', trouble = $4
		where id = $1 and state = 'waiting'`, string(state), db.now().UnixMicro(), why)
}

// mailRow changes the mail of that identifier, which must be waiting.
func (db *DB) mailRow(ctx context.Context, id, statement string, args ...any) error {
	return db.write(ctx, func(tx *sql.Tx) error {
		res, err := tx.ExecContext(ctx, statement, append([]any{id}, args...)...)
		if err != nil {
			return err
		}
		if n, err := res.RowsAffected(); err != nil || n == 1 {
			return err
		}
		return fault.New(fault.NotFound, "mail.unknown", id)
	})
}

// Mails returns the last mails put in the queue, newest first, at most limit of them; an
// empty state means any.
func (db *DB) Mails(ctx context.Context, state MailState, limit int) (list []QueuedMail, err error) {
	defer fault.Wrap(&err, "store.Mails")
	text, args := `select id, recipient, kind, state, created, due, tries, trouble from mail where true`, []any{int64(limit)}
	if state != "" {
		text += ` and state = $2`
		args = append(args, string(state))
	}
	list, err = query(ctx, db.Reader(), text+` order by created desc, id limit $1`, func(rows *sql.Rows) (m QueuedMail, err error) {
		var created, due int64
		err = rows.Scan(&m.ID, &m.To, &m.Kind, &m.State, &created, &due, &m.Tries, &m.Trouble)
		m.Created, m.Due = instant(created), instant(due)
		return m, err
	}, args...)
	return list, db.Explain(err)
}

// short keeps the first n bytes of valid text.
func short(s string, n int) string {
	s = strings.ToValidUTF8(strings.ReplaceAll(s, "\x00", ""), "")
	if len(s) > n {
		s = strings.ToValidUTF8(s[:n], "")
	}
	return s
}
