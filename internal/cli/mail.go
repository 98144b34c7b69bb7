package cli

import (
	"context"
	"fmt"
	"text/tabwriter"

	"continuum/internal/app"
	"continuum/internal/mail"
	"continuum/internal/store"
	"continuum/internal/text"
)

// smtp is how mails leave.
type smtp struct {
	SMTP     string `name:"smtp" help:"Server that mails are given to; without one they wait. The password is better in the variable." placeholder:"smtp://user:password@host:587"`
	MailFrom string `help:"Who mails are from." placeholder:"Name <name@host>"`
}

func (s *smtp) mailing() app.Mailing { return app.Mailing{SMTP: s.SMTP, From: s.MailFrom} }

type mailing struct {
	List mailList `cmd:"" help:"List the mails of the queue, newest first; what they say is not shown."`
	Test mailTest `cmd:"" help:"Send a mail at once, to try the settings."`
}

type mailList struct {
	storage
	State string `help:"Only those in that state (${enum})." enum:"any,waiting,sent,given_up" default:"any" env:"-"`
	Limit int    `help:"How many at most." default:"100"`
}

// Run lists the queue.
func (l *mailList) Run(ctx context.Context, p *Program) error {
	if l.Limit < 1 || l.Limit > 1000 {
		return misuseOf("--limit %d: want 1 to 1000", l.Limit)
	}
	db, err := l.open(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	state := store.MailState(l.State)
	if l.State == "any" {
		state = ""
	}
	list, err := db.Mails(ctx, state, l.Limit)
	if err != nil {
		return err
	}
	if len(list) == 0 {
		_, err := fmt.Fprintln(p.Stdout, "no mail")
		return err
	}
	w := tabwriter.NewWriter(p.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "CREATED\tSTATE\tTRIES\tKIND\tTO\tTROUBLE")
	for _, m := range list {
		fmt.Fprintf(w, "%s\t%s\t%d\t%s\t%s\t%s\n", m.Created.UTC().Format("2006-01-02 15:04"), m.State, m.Tries, m.Kind, printable(m.To), printable(m.Trouble))
	}
	return w.Flush()
}

type mailTest struct {
	smtp
	To string `arg:"" help:"Address to send to."`
}

// Run sends one mail, without the queue.
func (t *mailTest) Run(ctx context.Context, p *Program) error {
	if mail.CheckAddress(t.To) != nil {
		return misuseOf("%q is no address: want name@host, alone", t.To)
	}
	m := t.mailing()
	sender, err := m.Sender()
	if err != nil {
		return err
	}
	if sender == nil {
		return misuseOf("--smtp is missing: say which server mails are given to")
	}
	letter := mail.Letter{Lang: text.French, Subject: text.For(text.French).T("mail.test.subject"), Paragraphs: []string{text.For(text.French).T("mail.test.body")}}
	if err := sender.Send(ctx, letter.To(t.To, "test")); err != nil {
		return err
	}
	_, err = fmt.Fprintln(p.Stdout, "sent")
	return err
}
