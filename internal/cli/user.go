package cli

import (
	"context"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"continuum/internal/access"
	"continuum/internal/account"
	"continuum/internal/journal"
	"continuum/internal/store"
)

// users are the acts of an operator on accounts: the first administrator is made here,
// the rest can be done on the site.
type users struct {
	Add     userAdd     `cmd:"" help:"Make an account, with a role if one is given, and print the link that opens it."`
	Invite  userInvite  `cmd:"" help:"Send a new link to someone who has an account; the former one is worth nothing."`
	List    userList    `cmd:"" help:"List accounts and the rights in force."`
	Grant   userGrant   `cmd:"" help:"Give a right."`
	Revoke  userRevoke  `cmd:"" help:"End a right now, and the delegations of it."`
	Disable userDisable `cmd:"" help:"Close an account and its sessions; --enable opens it again."`
	Leave   userLeave   `cmd:"" help:"End an account for good; --erase forgets who it was."`
}

// where is the store and the site that links lead to.
type where struct {
	storage
	BaseURL string `help:"Public address of the site, for the link." default:"http://localhost:8080" placeholder:"https://…"`
	Send    bool   `help:"Send the link by mail too." env:"-"`
}

// desk opens the store and the door over it.
func (w *where) desk(ctx context.Context) (*store.DB, *access.Desk, error) {
	db, err := w.open(ctx)
	if err != nil {
		return nil, nil, err
	}
	return db, access.New(db, access.Config{Base: w.BaseURL, Mails: w.Send, Now: time.Now}), nil
}

type userAdd struct {
	where
	Mail  string `arg:"" help:"Mail address: what one signs in with."`
	Name  string `help:"Name, as signatures show it." required:"" env:"-"`
	Lang  string `help:"Language of letters (${enum})." enum:"fr,en" default:"fr" env:"-"`
	Role  string `help:"Role to give, such as administrator." env:"-" placeholder:"ROLE"`
	Scope string `help:"Scope of the role, such as national or campus/SLUG." default:"national" env:"-"`
}

// Run makes an account.
func (u *userAdd) Run(ctx context.Context, p *Program) error {
	g, err := granted(u.Role, u.Scope, "", "")
	if err != nil {
		return err
	}
	db, desk, err := u.desk(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	person, link, err := desk.Invite(ctx, journal.Operator, account.Person{Name: u.Name, Mail: u.Mail, Lang: u.Lang})
	if err != nil {
		return err
	}
	if u.Role != "" {
		g.Person = person.ID
		if err := db.GiveGrant(ctx, &g); err != nil {
			return err
		}
	}
	_, err = fmt.Fprintf(p.Stdout, "%s has an account; this opens it, once, within 7 days:\n%s\n", printable(person.Mail), link)
	return err
}

// granted reads a right as flags say it.
func granted(role, scope, from, until string) (g account.Grant, err error) {
	if role == "" {
		return g, nil
	}
	g = account.Grant{Role: account.Role(role), GivenBy: journal.Operator, From: time.Now().Truncate(time.Microsecond)}
	if g.Scope, err = account.ParseScope(scope); err != nil {
		return g, usage{err}
	}
	kinds := g.Role.Scopes()
	if len(kinds) == 0 {
		return g, misuseOf("--role %.40q: want one of %s", role, strings.Trim(fmt.Sprint(account.Roles()), "[]"))
	}
	for _, d := range []struct {
		flag, value string
		into        *time.Time
	}{{"--from", from, &g.From}, {"--until", until, &g.Until}} {
		if d.value == "" {
			continue
		}
		if *d.into, err = time.ParseInLocation(time.DateOnly, d.value, time.Local); err != nil {
			return g, misuseOf("%s %.40q: want a day, as in 2026-12-31", d.flag, d.value)
		}
	}
	if err := g.Check(); err != nil {
		return g, misuseOf("role %s is granted on %s, from one day until a later one", role, strings.Trim(fmt.Sprint(kinds), "[]"))
	}
	return g, nil
}

type userInvite struct {
	where
	Who    string `arg:"" help:"Mail address or id."`
	Afresh bool   `help:"For who lost a passkey: take away password, passkeys and sessions first." env:"-"`
}

// Run sends a new link.
func (u *userInvite) Run(ctx context.Context, p *Program) error {
	db, desk, err := u.desk(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	person, err := db.Person(ctx, u.Who)
	if err != nil {
		return err
	}
	again := desk.InviteAgain
	if u.Afresh {
		again = desk.Readmit
	}
	link, err := again(ctx, journal.Operator, person)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(p.Stdout, link)
	return err
}

type userList struct{ storage }

// Run lists accounts.
func (u *userList) Run(ctx context.Context, p *Program) error {
	db, err := u.open(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	people, err := db.People(ctx)
	if err != nil {
		return err
	}
	if len(people) == 0 {
		_, err := fmt.Fprintln(p.Stdout, "no account")
		return err
	}
	grants, err := db.Grants(ctx, "")
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(p.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "ID\tMAIL\tNAME\tSTATE\tGRANT\tRIGHT")
	now := time.Now()
	for _, who := range people {
		line := fmt.Sprintf("%s\t%s\t%s\t%s", who.ID, printable(who.Mail), printable(who.Name), who.State)
		n := 0
		for _, g := range grants {
			if g.Person == who.ID && (g.Until.IsZero() || g.Until.After(now)) {
				fmt.Fprintf(w, "%s\t%s\t%s\n", line, g.ID, rightOf(g))
				n++
			}
		}
		if n == 0 {
			fmt.Fprintf(w, "%s\t\t\n", line)
		}
	}
	return w.Flush()
}

func rightOf(g account.Grant) string {
	s := fmt.Sprintf("%s on %s since %s", g.Role, g.Scope, g.From.Local().Format(time.DateOnly))
	if !g.Until.IsZero() {
		s += " until " + g.Until.Local().Format(time.DateOnly)
	}
	if g.DelegatedFrom != "" {
		s += ", delegated"
	}
	return s
}

type userGrant struct {
	storage
	Who   string `arg:"" help:"Mail address or id."`
	Role  string `arg:"" help:"Role; docs/permissions.md lists them."`
	Scope string `arg:"" help:"national, or one of academic_region, academie, region, campus, organisation, dossier with its code, as in region/53."`
	From  string `help:"First day; now unless told." env:"-" placeholder:"YYYY-MM-DD"`
	Until string `help:"First day no longer in force; open unless told." env:"-" placeholder:"YYYY-MM-DD"`
}

// Run gives a right.
func (u *userGrant) Run(ctx context.Context, p *Program) error {
	g, err := granted(u.Role, u.Scope, u.From, u.Until)
	if err != nil {
		return err
	}
	return u.withPerson(ctx, u.Who, func(db *store.DB, who account.Person) error {
		g.Person = who.ID
		if err := db.GiveGrant(ctx, &g); err != nil {
			return err
		}
		_, err = fmt.Fprintf(p.Stdout, "granted %s: %s\n", g.ID, rightOf(g))
		return err
	})
}

type userRevoke struct {
	storage
	Grant string `arg:"" help:"Id of the grant, as list prints it."`
}

// Run ends a right.
func (u *userRevoke) Run(ctx context.Context, p *Program) error {
	db, err := u.open(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	if err := db.EndGrant(ctx, journal.Operator, u.Grant); err != nil {
		return err
	}
	_, err = fmt.Fprintln(p.Stdout, "ended", printable(u.Grant))
	return err
}

type userDisable struct {
	storage
	Who    string `arg:"" help:"Mail address or id."`
	Enable bool   `help:"Open it again." env:"-"`
}

// Run closes an account, or opens it again.
func (u *userDisable) Run(ctx context.Context, p *Program) error {
	return u.withPerson(ctx, u.Who, func(db *store.DB, who account.Person) error {
		do, done := db.DisablePerson, "disabled"
		if u.Enable {
			do, done = db.EnablePerson, "enabled"
		}
		if err := do(ctx, journal.Operator, who.ID); err != nil {
			return err
		}
		_, err := fmt.Fprintln(p.Stdout, done, who.ID)
		return err
	})
}

type userLeave struct {
	storage
	Who   string `arg:"" help:"Mail address or id."`
	Erase bool   `help:"Forget name and address of who has left, in the journal too." env:"-"`
}

// Run ends an account, or forgets whose it was.
func (u *userLeave) Run(ctx context.Context, p *Program) error {
	return u.withPerson(ctx, u.Who, func(db *store.DB, who account.Person) error {
		do, done := db.Leave, "left"
		if u.Erase {
			do, done = db.ErasePerson, "erased"
		}
		if err := do(ctx, journal.Operator, who.ID); err != nil {
			return err
		}
		_, err := fmt.Fprintln(p.Stdout, done, who.ID)
		return err
	})
}

// withPerson opens the store, finds someone and does fn.
func (s *storage) withPerson(ctx context.Context, who string, fn func(*store.DB, account.Person) error) error {
	db, err := s.open(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	person, err := db.Person(ctx, who)
	if err != nil {
		return err
	}
	return fn(db, person)
}
