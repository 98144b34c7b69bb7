package cli

import (
	"context"
	"fmt"
	"time"

	"continuum/internal/privacy"
	"continuum/internal/store"
)

// retention is how long personal data stays.
type retention struct {
	KeepReports     time.Duration `help:"How long a reader's report stays once it was dealt with." default:"8760h"`
	KeepLeft        time.Duration `help:"How long the name and address of who left stay." default:"8760h"`
	KeepInvitations time.Duration `help:"How long an invitation that nobody answered stays." default:"2160h"`
	KeepNotices     time.Duration `help:"How long a notice stays, seen or not." default:"17568h"`
	KeepMails       time.Duration `help:"How long the trace of a mail stays once it left or was given up." default:"2160h"`
}

func (r *retention) keep() privacy.Retention {
	return privacy.Retention{Reports: r.KeepReports, Left: r.KeepLeft, Silent: r.KeepInvitations, Notices: r.KeepNotices, Mails: r.KeepMails}
}

type private struct {
	Expire privacyExpire `cmd:"" help:"Erase what has been kept long enough; a server does it once a day."`
	Export privacyExport `cmd:"" help:"Print all that is held of who has a mail address, as JSON."`
}

type privacyExpire struct {
	storage
	retention
}

// Run erases and says what left.
func (e *privacyExpire) Run(ctx context.Context, p *Program) error {
	return withStore(ctx, &e.storage, func(db *store.DB) error {
		gone, err := db.Expire(ctx, e.keep())
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(p.Stdout, "reports %d, people %d, invitations %d, contacts %d, bookings %d, notices %d, mails %d\n",
			gone.Reports, gone.People, gone.Invitations, gone.Contacts, gone.Bookings, gone.Notices, gone.Mails)
		return err
	})
}

type privacyExport struct {
	storage
	Address string `arg:"" name:"mail" help:"Mail address of the person."`
}

// Run prints what is held.
func (e *privacyExport) Run(ctx context.Context, p *Program) error {
	return withStore(ctx, &e.storage, func(db *store.DB) error {
		b, err := db.HeldOf(ctx, e.Address)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintln(p.Stdout, string(b))
		return err
	})
}
