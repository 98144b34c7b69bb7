package store

import (
	"context"
	"database/sql"
	"strings"

	"continuum/internal/campus"
	"continuum/internal/fault"
	"continuum/internal/journal"
	"continuum/internal/notice"
	"continuum/internal/workspace"
)

// maxBookings bounds the requests of a campus that wait for an answer.
const maxBookings = 500

const bookingText = `select id, sheet, campus, coalesce(organisation, ''), starts, ends, purpose, state, author, at, reason from booking`

func scanBooking(rows *sql.Rows) (b workspace.Booking, err error) {
	var at int64
	err = rows.Scan(&b.ID, &b.Sheet, &b.Campus, &b.Organisation, &b.Start, &b.End, &b.Purpose, &b.State, &b.Author, &at, &b.Reason)
	b.At = instant(at)
	return b, err
}

// Bookings returns the requests for the equipment of a campus that end after an instant
// written as [workspace.Clock], by their start.
func (db *DB) Bookings(ctx context.Context, id campus.ID, after string) (list []workspace.Booking, err error) {
	defer fault.Wrap(&err, "store.Bookings(%.100q)", string(id))
	list, err = query(ctx, db.Reader(), bookingText+` where campus = $1 and ends > $2 order by starts, id limit 2000`, scanBooking, string(id), after)
	return list, db.Explain(err)
}

// AskBooking keeps a request for the public equipment of a sheet, and tells the news.
func (db *DB) AskBooking(ctx context.Context, b workspace.Booking, news ...notice.News) (err error) {
	defer fault.Wrap(&err, "store.AskBooking(%.100q)", b.Sheet)
	if problems := b.Check(instant(0)); len(problems) > 0 {
		return problems[0]
	}
	b.ID = newID()
	return db.bookingAct(ctx, "booking.asked", b, b.Author, func(tx *sql.Tx) error {
		var known, waiting int64
		err := tx.QueryRowContext(ctx, `select count(*) from sheet s join sheet_version v on v.sheet = s.id
			where s.id = $1 and s.campus = $2 and s.kind = 'equipment' and v.state = 'public'`, b.Sheet, string(b.Campus)).Scan(&known)
		if err != nil {
			return err
		}
		if known == 0 {
			return fault.New(fault.NotFound, "space.unknown")
		}
		if err := tx.QueryRowContext(ctx, `select count(*) from booking where campus = $1 and state = 'asked'`, string(b.Campus)).Scan(&waiting); err != nil {
			return err
		}
		if waiting >= maxBookings {
			return fault.New(fault.Conflict, "booking.many", maxBookings)
		}
		if _, err := tx.ExecContext(ctx, `insert into booking (id, sheet, campus, organisation, starts, ends, purpose, state, author, at, decided, reason)
			values ($1, $2, $3, $4, $5, $6, $7, 'asked', $8, $9, '', '')`,
			b.ID, b.Sheet, string(b.Campus), orNull(b.Organisation), b.Start, b.End, b.Purpose, b.Author, db.now().UnixMicro()); err != nil {
			return err
		}
		return db.tellAll(ctx, tx, news)
	})
}

// MoveBooking accepts, declines or gives up a request, and tells the news. It fails with
// fault.Conflict when the request has moved since, or when equipment that is accepted for
// someone would be accepted for another at one time.
func (db *DB) MoveBooking(ctx context.Context, b workspace.Booking, to workspace.BookingState, by, reason string, news ...notice.News) (err error) {
	defer fault.Wrap(&err, "store.MoveBooking(%.100q)", b.ID)
	if to == workspace.Declined && strings.TrimSpace(reason) == "" {
		return fault.New(fault.Invalid, "space.text.missing").In("reason")
	}
	return db.bookingAct(ctx, "booking."+string(to), b, by, func(tx *sql.Tx) error {
		if to == workspace.Accepted {
			var taken int64
			err := tx.QueryRowContext(ctx, `select count(*) from booking where sheet = $1 and state = 'accepted' and id <> $2 and starts < $3 and ends > $4`,
				b.Sheet, b.ID, b.End, b.Start).Scan(&taken)
			if err != nil {
				return err
			}
			if taken > 0 {
				return fault.New(fault.Conflict, "booking.taken")
			}
		}
		res, err := tx.ExecContext(ctx, `update booking set state = $1, decided = $2, reason = $3 where id = $4 and campus = $5 and state = $6`,
			string(to), by, short(reason, 1000), b.ID, string(b.Campus), string(b.State))
		if err != nil {
			return err
		}
		if n, err := res.RowsAffected(); err != nil {
			return err
		} else if n == 0 {
			return fault.New(fault.Conflict, "booking.moved")
		}
		return db.tellAll(ctx, tx, news)
	})
}

// bookingAct does something to a request in the stream of its campus, whose writers wait
// for each other: two can't accept what excludes each other.
func (db *DB) bookingAct(ctx context.Context, name string, b workspace.Booking, by string, fn func(*sql.Tx) error) error {
	details := map[string]any{"booking": b.ID, "sheet": b.Sheet}
	return db.act(ctx, journal.Act{Stream: "campus/" + string(b.Campus), Actor: by, Name: name, Details: details}, fn)
}
