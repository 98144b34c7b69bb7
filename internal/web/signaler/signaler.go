// Package signaler is the page where a reader points out a mistake. It works
// without script, keeps what was written when something is refused, and throttles
// per client: no address is ever stored.
package signaler

import (
	"context"
	"net/mail"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"continuum/internal/campus"
	"continuum/internal/fault"
	"continuum/internal/throttle"
	"continuum/internal/web/page"
	"continuum/internal/web/query"
	"continuum/internal/web/ui"
)

// Store keeps reports; see web.ReportStore.
type Store interface {
	AddReport(ctx context.Context, r campus.Report) error
}

// What the form accepts, in characters.
const (
	maxPage    = 300
	maxMessage = 4000
	minMessage = 10
	maxMail    = 254
)

// Throttling: a person who reads the register carefully may have several things to
// say in a row; a program has hundreds.
const (
	burst = 5
	every = 2 * time.Minute
)

// Form is the page.
type Form struct {
	store Store
	now   func() time.Time

	clients *throttle.Clients
}

// New returns the page over a store; nil when reports are not taken.
func New(store Store, now func() time.Time) *Form {
	return &Form{store: store, now: now, clients: throttle.NewClients(burst, every, now)}
}

// entry is what the reader wrote.
type entry struct {
	page, message, mail string
	problems            ui.Problems
}

// Show answers the form, or the thanks after it was sent.
func (f *Form) Show(r *page.Request) (page.Answer, error) {
	q := query.New(r.Query)
	e := entry{page: q.Text("page", maxPage)}
	sent := q.Code("envoye", []string{"oui"}) != ""
	if err := q.Err(); err != nil {
		return page.Answer{}, err
	}
	head := head(r)
	switch {
	case sent:
		return page.Answer{Head: head, Body: thanks(r)}, nil
	case f.store == nil:
		return page.Answer{Head: head, Body: closed(r)}, nil
	}
	return page.Answer{Head: head, Body: form(r, e)}, nil
}

func head(r *page.Request) page.Head {
	return page.Head{
		Title:       r.T.T("report.title"),
		Description: r.T.T("report.lead"),
		Path:        "/signaler",
		NoIndex:     true,
		Crumbs:      []page.Crumb{{Label: r.T.T("report.title")}},
	}
}

// Submit keeps what was sent, or shows the form again with what must be mended.
func (f *Form) Submit(r *page.Request) (page.Answer, error) {
	if f.store == nil {
		return page.Answer{}, fault.New(fault.Unavailable, "report.closed")
	}
	e := read(r)
	if len(e.problems) > 0 {
		head := head(r)
		head.Title = r.T.T("report.refused") + " – " + head.Title
		return page.Answer{Status: 422, Head: head, Body: form(r, e)}, nil
	}
	if !f.clients.Allowed(r.Client) {
		return page.Answer{}, fault.New(fault.Throttled, "report.throttled")
	}
	report := campus.Report{
		At: f.now().UTC().Truncate(time.Microsecond), Page: e.page, Message: e.message, Mail: e.mail, Lang: string(r.Lang),
	}
	if err := f.store.AddReport(r.Context, report); err != nil {
		return page.Answer{}, err
	}
	return page.Answer{Redirect: r.Link("/signaler") + "?envoye=oui"}, nil
}

// read takes the fields of the posted form and says what is wrong with them.
func read(r *page.Request) entry {
	e := entry{
		page:    strings.TrimSpace(r.Form.Get("page")),
		message: strings.TrimSpace(strings.ReplaceAll(r.Form.Get("message"), "\r\n", "\n")),
		mail:    strings.TrimSpace(r.Form.Get("mail")),
	}
	switch n := utf8.RuneCountInString(e.message); {
	case !readable(e.message):
		e.problems.Add("message", r.T.T("report.message.unreadable"))
		e.message = ""
	case n < minMessage:
		e.problems.Add("message", r.T.T("report.message.short", minMessage))
	case n > maxMessage:
		e.problems.Add("message", r.T.T("report.message.long", maxMessage))
	}
	if !readable(e.page) || utf8.RuneCountInString(e.page) > maxPage || strings.Contains(e.page, "\n") {
		e.problems.Add("page", r.T.T("report.page.bad", maxPage))
		e.page = ""
	}
	if e.mail != "" && !address(e.mail) {
		e.problems.Add("mail", r.T.T("report.mail.bad"))
	}
	if !readable(e.mail) {
		e.mail = ""
	}
	return e
}

// readable reports whether s is text: UTF-8 without control characters but line
// ends and tabs.
func readable(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool {
		return unicode.IsControl(r) && r != '\n' && r != '\t'
	})
}

// address reports whether s is one bare mail address.
func address(s string) bool {
	a, err := mail.ParseAddress(s)
	return err == nil && a.Address == s && len(s) <= maxMail && strings.Contains(s[strings.LastIndexByte(s, '@'):], ".")
}
