package mail

import (
	"context"
	"errors"
	"log/slog"
	"time"
)

// Queue keeps what is to be sent until it is. Several workers may share one.
type Queue interface {
	// LeaseMail takes at most n messages that are due, and nobody else is given them
	// before the lease ends. Each is counted as one more try.
	LeaseMail(ctx context.Context, n int, lease time.Duration) ([]Leased, error)
	// MailSent says that a message has left; what it said is forgotten.
	MailSent(ctx context.Context, id string) error
	// MailFailed says why it has not, and when to try again; the zero time gives it up.
	MailFailed(ctx context.Context, id, why string, again time.Time) error
}

// Leased is a message taken from the queue.
type Leased struct {
	Message
	Tries int // this one included
}

// Sender delivers one message; see SMTP.
type Sender interface {
	// Send delivers one message; a Permanent error is final.
	Send(ctx context.Context, m Message) error
}

// The worker's measures. A message is tried for about two days, as servers do.
const (
	batch     = 20
	leaseLong = batch * sendTimeout // a batch that goes as badly as it may
	maxTries  = 14
	firstWait = time.Minute
	longWait  = 6 * time.Hour
)

// Worker sends what waits. A message is sent at least once: when the program dies between
// the server's answer and its own note, the receiver sees the same Message-ID again.
type Worker struct {
	Queue  Queue
	Sender Sender
	Now    func() time.Time
	Log    *slog.Logger // addresses and texts are never logged
}

// Run sends at each tick until ctx ends.
func (w *Worker) Run(ctx context.Context, tick <-chan time.Time) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick:
			if err := w.Drain(ctx); err != nil && ctx.Err() == nil {
				w.Log.Error("the queue of mails can't be read", "err", err)
			}
		}
	}
}

// Drain sends all that is due.
func (w *Worker) Drain(ctx context.Context) error {
	for ctx.Err() == nil {
		list, err := w.Queue.LeaseMail(ctx, batch, leaseLong)
		if err != nil || len(list) == 0 {
			return err
		}
		for i := range list {
			if err := w.send(ctx, &list[i]); err != nil {
				return err
			}
		}
	}
	return ctx.Err()
}

// send delivers one message and notes how that went.
func (w *Worker) send(ctx context.Context, m *Leased) error {
	err := w.Sender.Send(ctx, m.Message)
	if err == nil {
		return w.Queue.MailSent(ctx, m.ID)
	}
	if ctx.Err() != nil {
		return ctx.Err() // stopping: the lease ends and another takes it
	}
	_, final := errors.AsType[*Permanent](err)
	var again time.Time
	if !final && m.Tries < maxTries {
		again = w.Now().Add(Wait(m.Tries))
	}
	w.Log.Warn("a mail has not left", "id", m.ID, "kind", m.Kind, "tries", m.Tries, "given_up", again.IsZero())
	return w.Queue.MailFailed(ctx, m.ID, err.Error(), again)
}

// Wait is how long to wait after that many tries: a minute, then twice as long each time,
// six hours at most.
func Wait(tries int) time.Duration {
	d := firstWait
	for range tries - 1 {
		if d *= 2; d >= longWait {
			return longWait
		}
	}
	return d
}
