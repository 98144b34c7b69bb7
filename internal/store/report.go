package store

import (
	"cmp"
	"context"
	"crypto/rand"
	"database/sql"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"continuum/internal/campus"
	"continuum/internal/fault"
	"continuum/internal/journal"
)

// ReportState is how far a report has got.
type ReportState string

// The states of a report.
const (
	ReportOpen   ReportState = "open"
	ReportClosed ReportState = "closed"
)

// Bounds of a report, in characters; the schema has them too.
const (
	MaxPage    = 500
	MaxMessage = 5000
	MaxContact = 320 // longest mail address
)

// Report is an error that a reader reports. It holds the least data: no address of
// the reader but the mail given on purpose.
type Report struct {
	ID       string    // made by AddReport when empty
	Page     string    // path of the page, with its query
	Campus   campus.ID // empty when the page speaks of none
	Message  string
	Contact  string    // mail address, empty when not given
	Received time.Time // set by AddReport when zero
	State    ReportState
	Lang     string // "fr" or "en": language to answer in; empty means "fr"
}

// AddReport keeps a report. The generation does not move: reports are not public. A
// text that is empty, too long or not UTF-8 is fault.Invalid with its field.
func (db *DB) AddReport(ctx context.Context, r Report) (err error) {
	defer fault.Wrap(&err, "store.AddReport")
	for _, t := range []struct {
		field, text string
		least, most int
	}{{"page", r.Page, 1, MaxPage}, {"message", r.Message, 1, MaxMessage}, {"contact", r.Contact, 0, MaxContact}} {
		switch n := utf8.RuneCountInString(t.text); {
		case !utf8.ValidString(t.text) || strings.ContainsRune(t.text, 0):
			return fault.New(fault.Invalid, "report.text").In(t.field)
		case n < t.least:
			return fault.New(fault.Invalid, "report.empty").In(t.field)
		case n > t.most:
			return fault.New(fault.Invalid, "report.long", t.most).In(t.field)
		}
	}
	if r.ID == "" {
		r.ID = strings.ToLower(rand.Text())
	}
	if r.Received.IsZero() {
		r.Received = db.now()
	}
	r.State, r.Lang = cmp.Or(r.State, ReportOpen), cmp.Or(r.Lang, "fr")
	return db.write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `insert into report (id, page, campus, message, contact, received, state, lang) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
			r.ID, r.Page, orNull(r.Campus), r.Message, r.Contact, r.Received.UnixMicro(), string(r.State), r.Lang)
		return err
	})
}

// CloseReport marks a report as dealt with; fault.NotFound when there is none.
func (db *DB) CloseReport(ctx context.Context, id string) (err error) {
	defer fault.Wrap(&err, "store.CloseReport(%.100q)", id)
	closed := journal.Act{Stream: journal.Site, Actor: journal.Operator, Name: "report.closed", Details: struct {
		Report string `json:"report"`
	}{id}}
	return db.act(ctx, closed, func(tx *sql.Tx) error {
		res, err := tx.ExecContext(ctx, `update report set state = 'closed', closed = coalesce(closed, $2) where id = $1`, id, db.now().UnixMicro())
		if err != nil {
			return err
		}
		if n, err := res.RowsAffected(); err != nil || n == 1 {
			return err
		}
		return fault.New(fault.NotFound, "report.unknown", id)
	})
}

// ReportFilter chooses reports.
type ReportFilter struct {
	State  ReportState // empty: any
	Campus campus.ID   // empty: any page
	After  *Report     // only those older than this one, to go on from the last of a page
	Limit  int         // at most this many; 0 means 100, and never more than 1000
}

// Reports returns the reports that the filter chooses, newest first.
func (db *DB) Reports(ctx context.Context, f ReportFilter) (list []Report, err error) {
	defer fault.Wrap(&err, "store.Reports")
	limit := min(f.Limit, 1000)
	if limit <= 0 {
		limit = 100
	}
	text := `select id, page, coalesce(campus, ''), message, contact, received, state, lang from report where true`
	var args []any
	arg := func(v any) string {
		args = append(args, v)
		return fmt.Sprintf("$%d", len(args))
	}
	if f.State != "" {
		text += ` and state = ` + arg(string(f.State))
	}
	if f.Campus != "" {
		text += ` and campus = ` + arg(string(f.Campus))
	}
	if f.After != nil {
		at, id := arg(f.After.Received.UnixMicro()), arg(f.After.ID)
		text += ` and (received < ` + at + ` or received = ` + at + ` and id < ` + id + `)`
	}
	text += ` order by received desc, id desc limit ` + arg(int64(limit))
	err = db.view(ctx, func(tx *sql.Tx) error {
		list, err = query(ctx, tx, text, func(rows *sql.Rows) (r Report, err error) {
			var received int64
			err = rows.Scan(&r.ID, &r.Page, &r.Campus, &r.Message, &r.Contact, &received, &r.State, &r.Lang)
			r.Received = instant(received)
			return r, err
		}, args...)
		return err
	})
	return list, err
}
