package app

import (
	"context"
	"time"

	"continuum/internal/mail"
)

// Mailing is how mails leave. Without a server they wait in the queue.
type Mailing struct {
	SMTP string // address of the operator's server, see mail.NewSMTP; empty: none
	From string // who mails are from
}

// mailEvery is how often the queue is looked at.
const mailEvery = 5 * time.Second

// Sender returns what sends mails, nil when there is no server, or says which setting is
// wrong.
func (m *Mailing) Sender() (*mail.SMTP, error) {
	if m.SMTP == "" {
		return nil, nil
	}
	s, err := mail.NewSMTP(m.SMTP, m.From)
	if err != nil {
		return nil, wrong("smtp", "%w", err)
	}
	return s, nil
}

// mails sends what waits in the queue until ctx ends.
func (a *App) mails(ctx context.Context, sender mail.Sender) {
	tick := time.NewTicker(mailEvery)
	defer tick.Stop()
	w := &mail.Worker{Queue: a.store, Sender: sender, Now: a.config.Now, Log: a.log}
	w.Run(ctx, tick.C)
}
