// Package access is the door: invitations, recovery, passwords, sign-in and sessions. It
// joins what accounts are (package account), what opens them (package account/secret) and
// where they are kept. Who may do what is not decided here.
package access

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"net/mail"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"continuum/internal/access/oidc"
	"continuum/internal/access/passkey"
	"continuum/internal/account"
	"continuum/internal/account/secret"
	"continuum/internal/fault"
	letters "continuum/internal/mail"
	"continuum/internal/throttle"
)

// Store is what the door needs of the store; see package store.
type Store interface {
	KeyStore
	// Invite makes the account of p, whose id it sets, and queues the letter, if any.
	Invite(ctx context.Context, actor string, p *account.Person, pass account.Pass, letter letters.Message) error
	// SendPass puts a token in place of those before; fault.Conflict for a closed account.
	SendPass(ctx context.Context, actor string, id account.PersonID, pass account.Pass, letter letters.Message) error
	// PassHolder returns whom a token is for; fault.NotFound when it does not hold.
	PassHolder(ctx context.Context, hash string) (account.Person, account.PassPurpose, error)
	// UsePass sets the password, once, and begins the session.
	UsePass(ctx context.Context, hash, password string, s account.Session) error
	// Person returns a person by id or mail address; fault.NotFound when there is none.
	Person(ctx context.Context, idOrMail string) (account.Person, error)
	// PasswordOf returns what is kept of the password of an active account, both empty when there is none.
	PasswordOf(ctx context.Context, address string) (account.PersonID, string, error)
	// Readmit takes away all that opens an account, and sends a token in its place.
	Readmit(ctx context.Context, actor string, id account.PersonID, pass account.Pass, letter letters.Message) error
	// SetPassword ends all sessions of the person but the one that asks, whose proof must be
	// fresh where there was no password: fault.Denied otherwise.
	SetPassword(ctx context.Context, by account.Session, hash string) error
	// ProveSession has a session go on under another hash, as proven now.
	ProveSession(ctx context.Context, by, proof account.Session) error
	// BeginSession opens a session of an active person.
	BeginSession(ctx context.Context, s account.Session) error
	// SignedIn returns a session that holds and who it is of, with the rights in force now;
	// fault.NotFound when there is none.
	SignedIn(ctx context.Context, hash string) (account.Session, account.Subject, error)
	// Identify returns the account of someone whom an identity provider knows; fault.Denied
	// when there is none that is open.
	Identify(ctx context.Context, issuer, subject, address string, vouched bool) (account.Person, error)
	// EndSession ends a session of a person, another than the one that asks with a fresh
	// proof; fault.NotFound when there is none.
	EndSession(ctx context.Context, by account.Session, session string) error
}

// invitationLife is how long who is invited may take.
const invitationLife = 7 * 24 * time.Hour

// RecoveryLife is how long the link of a recovery holds unless told otherwise. A letter that a
// server puts off the first time comes with the second try, which by RFC 5321 (4.5.4.1) is
// half an hour later at least: ten minutes would shut out those whose mail is slow.
const RecoveryLife = time.Hour

// How often a password may be tried. A person mistypes a few times; a program tries
// thousands. Both are counted in memory, on each server: neither is kept.
const (
	clientBurst, clientEvery   = 20, 10 * time.Second
	accountBurst, accountEvery = 10, time.Minute
)

// Desk is the door of one server.
type Desk struct {
	store    Store
	base     string // address of the site, without a final slash
	mails    bool
	second   account.SecondFactor
	recovery time.Duration
	provider *oidc.Provider
	keys     *passkey.Site // nil where there can be none
	now      func() time.Time
	log      *slog.Logger
	hasher   *secret.Hasher
	clients  *throttle.Clients
	accounts *throttle.Clients
	asked    chan string // addresses that recovery was asked for
}

// Config is what the operator decides of the door.
type Config struct {
	// Base is the address of the site, which begins the links in letters. It is never read
	// from a request, which may lie.
	Base  string
	Mails bool // whether links are sent, besides being returned
	// Provider is the identity provider that people may come through; nil: none.
	Provider *oidc.Provider
	// SecondFactor says for whom a password alone is not enough; empty: nobody.
	SecondFactor account.SecondFactor
	RecoveryLife time.Duration // of the link in a letter of recovery; 0: RecoveryLife
	Now          func() time.Time
	Log          *slog.Logger
}

// New returns the door over a store.
func New(store Store, c Config) *Desk {
	return &Desk{
		store: store, base: strings.TrimSuffix(c.Base, "/"), mails: c.Mails, second: c.SecondFactor, recovery: cmp.Or(c.RecoveryLife, RecoveryLife), provider: c.Provider, keys: passkey.New(c.Base), now: c.Now, log: c.Log, hasher: secret.NewHasher(),
		clients: throttle.NewClients(clientBurst, clientEvery, c.Now), accounts: throttle.NewClients(accountBurst, accountEvery, c.Now),
		asked: make(chan string, 64),
	}
}

// Invite makes an account and sends how to open it; the link comes back too, for an
// operator without mail. Only p's Name, Mail and Lang are read.
func (d *Desk) Invite(ctx context.Context, actor string, p account.Person) (_ account.Person, link string, err error) {
	p.Name, p.Mail = strings.TrimSpace(p.Name), strings.TrimSpace(p.Mail)
	if err := checkPerson(p); err != nil {
		return p, "", err
	}
	token, pass := d.pass(account.Invitation, invitationLife)
	link = d.link(p.Lang, token)
	err = d.store.Invite(ctx, actor, &p, pass, d.letter(p, account.Invitation, link))
	return p, link, err
}

// InviteAgain sends another token to someone who never opened the account, or lost what does.
func (d *Desk) InviteAgain(ctx context.Context, actor string, p account.Person) (link string, err error) {
	token, pass := d.pass(account.Invitation, invitationLife)
	link = d.link(p.Lang, token)
	return link, d.store.SendPass(ctx, actor, p.ID, pass, d.letter(p, account.Invitation, link))
}

// Readmit takes away the password, the passkeys and the sessions of someone who lost a key,
// or fears that another has one, and sends a new invitation.
func (d *Desk) Readmit(ctx context.Context, actor string, p account.Person) (link string, err error) {
	token, pass := d.pass(account.Invitation, invitationLife)
	link = d.link(p.Lang, token)
	return link, d.store.Readmit(ctx, actor, p.ID, pass, d.letter(p, account.Invitation, link))
}

// checkPerson refuses who can't be named or written to.
func checkPerson(p account.Person) error {
	switch n := utf8.RuneCountInString(p.Name); {
	case n < 2 || n > 200 || !utf8.ValidString(p.Name) || strings.ContainsFunc(p.Name, func(r rune) bool { return !unicode.IsPrint(r) }):
		return fault.New(fault.Invalid, "person.name").In("name")
	case p.Lang != "fr" && p.Lang != "en":
		return fault.New(fault.Invalid, "person.lang").In("lang")
	}
	a, err := mail.ParseAddress(p.Mail)
	if err != nil || a.Address != p.Mail || len(p.Mail) > 254 || !strings.Contains(p.Mail[strings.LastIndexByte(p.Mail, '@'):], ".") {
		return fault.New(fault.Invalid, "mail.address").In("mail")
	}
	return nil
}

func (d *Desk) pass(purpose account.PassPurpose, life time.Duration) (token string, pass account.Pass) {
	token, kept := secret.NewToken()
	return token, account.Pass{Hash: kept, Purpose: purpose, Expires: d.now().Add(life)}
}

// RecoveryLife is how long the link of a recovery holds here.
func (d *Desk) RecoveryLife() time.Duration { return d.recovery }

// Recover takes note that someone asks for a new password. The answer and its delay are
// the same whether there is such an account: what follows is done by Run.
func (d *Desk) Recover(address, client string) error {
	if !d.clients.Allowed(client) || !d.accounts.Allowed("recover "+key(address)) {
		return fault.New(fault.Throttled, "signin.throttled")
	}
	if len(address) > 254 {
		return nil // no account has it
	}
	select {
	case d.asked <- address:
		return nil
	default:
		return fault.New(fault.Throttled, "signin.throttled")
	}
}

// Run sends what Recover took note of, until ctx ends.
func (d *Desk) Run(ctx context.Context) {
	for {
		select {
		case address := <-d.asked:
			if err := d.recover(ctx, address); err != nil {
				d.log.Error("a recovery could not be sent", "error", err)
			}
		case <-ctx.Done():
			return
		}
	}
}

func (d *Desk) recover(ctx context.Context, address string) error {
	p, err := d.store.Person(ctx, address)
	if fault.KindOf(err) == fault.NotFound || err == nil && (p.State != account.Active || key(p.Mail) != key(address)) {
		return nil
	}
	if err != nil {
		return err
	}
	token, pass := d.pass(account.Recovery, d.recovery)
	return d.store.SendPass(ctx, string(p.ID), p.ID, pass, d.letter(p, account.Recovery, d.link(p.Lang, token)))
}

func key(address string) string { return strings.ToLower(strings.TrimSpace(address)) }

// Holder returns whom a token is for, and why it was sent; fault.NotFound when it does not hold.
func (d *Desk) Holder(ctx context.Context, token string) (account.Person, account.PassPurpose, error) {
	return d.store.PassHolder(ctx, secret.Kept(token))
}

// Open sets the password of who has a token and signs them in: the cookie comes back. The
// token holds once.
func (d *Desk) Open(ctx context.Context, token, password, client, device string) (cookie string, err error) {
	if !d.clients.Allowed(client) {
		return "", fault.New(fault.Throttled, "signin.throttled")
	}
	p, _, err := d.Holder(ctx, token)
	if err != nil {
		return "", err
	}
	if err := secret.Check(password, p.Name, p.Mail); err != nil {
		return "", err
	}
	hash, err := d.hasher.Hash(ctx, password)
	if err != nil {
		return "", err
	}
	cookie, kept := secret.NewToken()
	return cookie, d.store.UsePass(ctx, secret.Kept(token), hash, account.Session{Hash: kept, Device: device})
}

// SignIn opens a session by password: the cookie comes back. It fails in one way, after
// one delay, whether the account is unknown, closed, without password, or the password is another.
func (d *Desk) SignIn(ctx context.Context, address, password, client, device string) (cookie string, err error) {
	if !d.clients.Allowed(client) || !d.accounts.Allowed(key(address)) {
		return "", d.refused(ctx, "password", "", fault.New(fault.Throttled, "signin.throttled"))
	}
	if utf8.RuneCountInString(password) > secret.MaxPassword {
		password = "" // nobody has one so long: compared all the same
	}
	id, kept, err := d.store.PasswordOf(ctx, address)
	if err != nil {
		return "", err
	}
	ok, err := d.hasher.Verify(ctx, kept, password)
	if err != nil {
		return "", err
	}
	if !ok {
		return "", d.refused(ctx, "password", id, fault.New(fault.Denied, "signin.refused"))
	}
	return d.Begin(ctx, account.Session{Person: id, Method: "password", Device: device, Proven: d.now()})
}

// refused writes in the log that a sign-in was, and returns why. An account that exists is
// told by its opaque id; what was typed is not written, for it may be a password.
func (d *Desk) refused(ctx context.Context, method string, who account.PersonID, why error) error {
	reason := "failed"
	if f, ok := errors.AsType[*fault.Error](why); ok {
		reason = f.Key
	}
	d.log.WarnContext(ctx, "sign-in refused", "method", method, "account", string(who), "reason", reason)
	return why
}

// Begin opens a session of someone whom another room knows for sure. The cookie is
// always a new one: what a browser had before is worth nothing.
func (d *Desk) Begin(ctx context.Context, s account.Session) (cookie string, err error) {
	cookie, s.Hash = secret.NewToken()
	return cookie, d.store.BeginSession(ctx, s)
}

// SignedIn returns who a cookie is of; fault.NotFound when nobody.
func (d *Desk) SignedIn(ctx context.Context, cookie string) (account.Session, account.Subject, error) {
	kept := secret.Kept(cookie)
	if kept == "" {
		return account.Session{}, account.Subject{}, fault.New(fault.NotFound, "session.unknown")
	}
	return d.store.SignedIn(ctx, kept)
}

// SignOut ends a session.
func (d *Desk) SignOut(ctx context.Context, s account.Session) error {
	return d.store.EndSession(ctx, s, s.ID)
}
