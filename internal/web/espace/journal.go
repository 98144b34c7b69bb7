package espace

import (
	"net/url"
	"strconv"
	"strings"
	"time"

	"continuum/internal/account"
	"continuum/internal/journal"
	"continuum/internal/web/page"
	"continuum/internal/web/query"
)

// journalPerPage is how many entries the store gives at once.
const journalPerPage = 100

// line is an entry as an auditor reads it.
type line struct {
	journal.Entry
	who string
}

// Journal shows the acts, newest first, to those who audit.
func (p *Pages) Journal(r *page.Request) (page.Answer, error) {
	if !r.May(account.JournalRead, account.Object{Kind: account.JournalKind}) {
		return missing()
	}
	q := query.New(r.Query)
	f := JournalQuery{Stream: q.Text("sujet", journal.MaxName), Actor: q.Text("auteur", journal.MaxName)}
	after := q.Text("suite", 300)
	if err := q.Err(); err != nil {
		return page.Answer{}, err
	}
	f.After = readPlace(after)
	entries, err := p.store.JournalPage(r.Context, f)
	if err != nil {
		return page.Answer{}, err
	}
	names := make(map[string]string)
	lines := make([]line, len(entries))
	for i, e := range entries {
		if _, ok := names[e.Actor]; !ok {
			if names[e.Actor], err = p.name(r.Context, account.PersonID(e.Actor)); err != nil {
				return page.Answer{}, err
			}
		}
		lines[i] = line{e, names[e.Actor]}
	}
	next := ""
	if len(entries) == journalPerPage {
		next = r.Link(JournalPath) + "?" + url.Values{"sujet": {f.Stream}, "auteur": {f.Actor}, "suite": {writePlace(entries[len(entries)-1])}}.Encode()
	}
	return page.Answer{Head: Head(r, r.T.T("space.journal")), Body: journalPage(r, f, lines, next)}, nil
}

// writePlace is where a page of the journal ends.
func writePlace(e journal.Entry) string {
	return strconv.FormatInt(e.At.UnixMicro(), 10) + "~" + e.Stream + "~" + strconv.FormatInt(e.Seq, 10)
}

// readPlace reads what writePlace writes; nil for anything else.
func readPlace(s string) *journal.Entry {
	parts := strings.Split(s, "~")
	if len(parts) != 3 {
		return nil
	}
	at, err1 := strconv.ParseInt(parts[0], 10, 64)
	seq, err2 := strconv.ParseInt(parts[2], 10, 64)
	if err1 != nil || err2 != nil {
		return nil
	}
	return &journal.Entry{At: time.UnixMicro(at), Stream: parts[1], Seq: seq}
}
