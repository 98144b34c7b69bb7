package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"continuum/internal/account"
	"continuum/internal/fault"
	"continuum/internal/notice"
	"continuum/internal/text"
)

// Tell tells news to whom they concern, once each, and returns how many were told.
func (db *DB) Tell(ctx context.Context, list ...notice.News) (told int, err error) {
	defer fault.Wrap(&err, "store.Tell")
	err = db.write(ctx, func(tx *sql.Tx) error {
		told = 0
		for _, n := range list {
			more, err := db.tell(ctx, tx, n)
			if err != nil {
				return err
			}
			told += more
		}
		return nil
	})
	return told, err
}

// tell tells one piece of news within the act that it tells of.
func (db *DB) tell(ctx context.Context, tx *sql.Tx, n notice.News) (told int, err error) {
	people, err := db.concerned(ctx, tx, n)
	if err != nil {
		return 0, err
	}
	for _, p := range people {
		words := short(n.Say(text.For(text.Lang(p.Lang))), 1000)
		res, err := tx.ExecContext(ctx, `insert into notice (id, person, kind, key, wording, path, at) values ($1, $2, $3, $4, $5, $6, $7)
			on conflict (person, key) do nothing`, newID(), string(p.ID), string(n.Kind), n.Key, words, n.Path, db.now().UnixMicro())
		if err != nil {
			return told, err
		}
		rows, err := res.RowsAffected()
		if err != nil {
			return told, err
		}
		told += int(rows)
	}
	return told, nil
}

// concerned are the people with an active account who are named, or who hold one of the
// roles now on one of the scopes.
func (db *DB) concerned(ctx context.Context, tx *sql.Tx, n notice.News) ([]account.Person, error) {
	now := db.now().UnixMicro()
	args := []any{now}
	arg := func(v string) string { args = append(args, v); return fmt.Sprintf("$%d", len(args)) }
	among := func(list []string) string {
		marks := []string{"''"} // of nobody and of no role: the list is never empty
		for _, v := range list {
			marks = append(marks, arg(v))
		}
		return strings.Join(marks, ", ")
	}
	var roles, scopes, named []string
	for _, r := range n.Roles {
		roles = append(roles, string(r))
	}
	for _, s := range n.Scopes {
		scopes = append(scopes, s.String())
	}
	for _, p := range n.People {
		named = append(named, string(p))
	}
	within := ` and scope in (` + among(scopes) + `)`
	if n.Anywhere {
		within = ""
	}
	where := `state = 'active' and (id in (` + among(named) + `) or id in (select person from granted
		where starts <= $1 and (ends is null or ends > $1) and role in (` + among(roles) + `)` + within + `))`
	return query(ctx, tx, `select `+personColumns+` from person where `+where+` order by id`, scanPerson, args...)
}

// Notices returns what a person was told, newest first, at most limit.
func (db *DB) Notices(ctx context.Context, id account.PersonID, limit int) (list []notice.Notice, err error) {
	defer fault.Wrap(&err, "store.Notices")
	list, err = query(ctx, db.Reader(), `select `+noticeColumns+` from notice where person = $1 order by at desc, id limit $2`, scanNotice, string(id), int64(limit))
	return list, db.Explain(err)
}

const noticeColumns = `id, person, kind, wording, path, at, seen`

func scanNotice(rows *sql.Rows) (n notice.Notice, err error) {
	var at int64
	var seen sql.NullInt64
	err = rows.Scan(&n.ID, &n.Person, &n.Kind, &n.Text, &n.Path, &at, &seen)
	n.At, n.Read = instant(at), seen.Valid
	return n, err
}

// SeeNotices says that a person has seen all that was told until an instant.
func (db *DB) SeeNotices(ctx context.Context, id account.PersonID, until time.Time) (err error) {
	defer fault.Wrap(&err, "store.SeeNotices")
	return db.write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `update notice set seen = $1 where person = $2 and seen is null and at <= $3`,
			db.now().UnixMicro(), string(id), until.UnixMicro())
		return err
	})
}

// NoticeWays returns how a person chose to be sent notices; a kind without choice is absent.
func (db *DB) NoticeWays(ctx context.Context, id account.PersonID) (ways map[notice.Kind]notice.Way, err error) {
	defer fault.Wrap(&err, "store.NoticeWays")
	ways = make(map[notice.Kind]notice.Way)
	_, err = query(ctx, db.Reader(), `select kind, way from notice_way where person = $1`, func(rows *sql.Rows) (struct{}, error) {
		var k notice.Kind
		var w notice.Way
		err := rows.Scan(&k, &w)
		ways[k] = w
		return struct{}{}, err
	}, string(id))
	return ways, db.Explain(err)
}

// ChooseWay keeps how a person wishes to be sent the notices of a kind.
func (db *DB) ChooseWay(ctx context.Context, id account.PersonID, k notice.Kind, w notice.Way) (err error) {
	defer fault.Wrap(&err, "store.ChooseWay")
	if !notice.Valid(k, w) {
		return fault.New(fault.Invalid, "notice.way").In("way")
	}
	return db.write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `insert into notice_way (person, kind, way) values ($1, $2, $3) on conflict (person, kind) do update set way = excluded.way`,
			string(id), string(k), string(w))
		return err
	})
}

// MailNotices queues the mails of notices that are due, one a person, and returns how many.
// paris is the clock by which mornings are known.
func (db *DB) MailNotices(ctx context.Context, base string, paris *time.Location) (mails int, err error) {
	defer fault.Wrap(&err, "store.MailNotices")
	err = db.write(ctx, func(tx *sql.Tx) error {
		mails = 0
		people, err := query(ctx, tx, `select `+personColumns+` from person where state = 'active' and id in (select person from notice where mailed is null) order by id`, scanPerson)
		if err != nil {
			return err
		}
		for _, p := range people {
			sent, err := db.mailNotices(ctx, tx, p, base, paris)
			if err != nil {
				return err
			}
			if sent {
				mails++
			}
		}
		return nil
	})
	return mails, err
}

// mailNotices queues the mail of one person, when something is due.
func (db *DB) mailNotices(ctx context.Context, tx *sql.Tx, p account.Person, base string, paris *time.Location) (bool, error) {
	type waiting struct {
		notice.Notice
		way notice.Way
	}
	list, err := query(ctx, tx, `select n.id, n.person, n.kind, n.wording, n.path, n.at, n.seen, coalesce(w.way, '') from notice n
		left join notice_way w on w.person = n.person and w.kind = n.kind where n.person = $1 and n.mailed is null order by n.at, n.id`,
		func(rows *sql.Rows) (n waiting, err error) {
			var at int64
			var seen sql.NullInt64
			err = rows.Scan(&n.ID, &n.Person, &n.Kind, &n.Text, &n.Path, &at, &seen, &n.way)
			n.At, n.Read = instant(at), seen.Valid
			return n, err
		}, string(p.ID))
	if err != nil {
		return false, err
	}
	now := db.now()
	var due []notice.Notice
	for _, n := range list {
		way := notice.WayOf(n.Kind, n.way)
		send := notice.Due(way, n.At, now, paris)
		if !send && way != notice.Never {
			continue
		}
		if send && !n.Read { // what was seen meanwhile needs no mail
			due = append(due, n.Notice)
		}
		if _, err := tx.ExecContext(ctx, `update notice set mailed = $1 where id = $2`, now.UnixMicro(), n.ID); err != nil {
			return false, err
		}
	}
	if len(due) == 0 {
		return false, nil
	}
	return true, queueMail(ctx, tx, now, notice.Digest(p, due, base))
}
