package access

import (
	"context"

	"continuum/internal/account"
	"continuum/internal/account/secret"
	"continuum/internal/fault"
)

// Short reports whether a session does not open the site to who is signed in: their rights
// ask for two factors, and it was one.
func (d *Desk) Short(s account.Session, who account.Subject) bool { return !d.second.Enough(s, who) }

// Proofs are the ways in which someone may prove to be themselves.
type Proofs struct {
	Password bool
	Keys     int    // passkeys that the person has
	NewKeys  bool   // people may have keys here
	Provider string // name of the identity provider; empty: none that would do
}

// Proofs tells how who is signed in may prove it anew; short: a provider must answer for two factors.
func (d *Desk) Proofs(ctx context.Context, who account.Subject, short bool) (p Proofs, err error) {
	_, kept, err := d.store.PasswordOf(ctx, who.Person.Mail)
	if err != nil {
		return p, err
	}
	keys, err := d.store.Passkeys(ctx, who.Person.ID)
	p = Proofs{Password: kept != "", NewKeys: d.Passkeys()}
	if p.NewKeys {
		p.Keys = len(keys)
	}
	if d.provider != nil && (!short || d.provider.AnswersForTwo()) {
		p.Provider = d.provider.Name()
	}
	return p, err
}

// Prove takes note that who is signed in knows the password: the session goes on under
// the cookie that comes back.
func (d *Desk) Prove(ctx context.Context, who account.Subject, s account.Session, password, client string) (cookie string, err error) {
	if !d.clients.Allowed(client) {
		return "", fault.New(fault.Throttled, "signin.throttled")
	}
	if _, err := d.verified(ctx, who, password, "password"); err != nil {
		return "", err
	}
	return d.proven(ctx, s, account.Session{Method: "password"})
}

// ProveByKey takes note that who is signed in has a key of theirs at hand.
func (d *Desk) ProveByKey(ctx context.Context, who account.Subject, s account.Session, asked, answer, client string) (cookie string, err error) {
	if !d.clients.Allowed(client) {
		return "", fault.New(fault.Throttled, "signin.throttled")
	}
	k, err := d.answered(ctx, asked, answer)
	if err == nil && k.Person != who.Person.ID {
		err = fault.New(fault.Denied, "passkey.refused")
	}
	if err != nil {
		return "", err
	}
	return d.proven(ctx, s, account.Session{Method: "passkey", Strong: true})
}

// proven has a session go on under another cookie.
func (d *Desk) proven(ctx context.Context, s, proof account.Session) (cookie string, err error) {
	cookie, proof.Hash = secret.NewToken()
	return cookie, d.store.ProveSession(ctx, s, proof)
}

// verified compares a password with that of who is signed in; an error about the entry in
// which it was typed when it is another. It tells whether there is a password at all: where
// there is none, nothing was compared.
func (d *Desk) verified(ctx context.Context, who account.Subject, password, entry string) (had bool, err error) {
	if !d.accounts.Allowed(key(who.Person.Mail)) {
		return false, fault.New(fault.Throttled, "signin.throttled")
	}
	_, kept, err := d.store.PasswordOf(ctx, who.Person.Mail)
	if err != nil || kept == "" && entry == "present" {
		return false, err
	}
	if len(password) > 4*secret.MaxPassword {
		password = "" // nobody has one so long
	}
	ok, err := d.hasher.Verify(ctx, kept, password)
	if err == nil && !ok {
		err = fault.New(fault.Invalid, "password.present").In(entry)
	}
	return true, err
}

// ChangePassword sets another password for who is signed in and knows the present one, or
// the first for who has none and proved a moment ago to be themselves; their other sessions end.
func (d *Desk) ChangePassword(ctx context.Context, who account.Subject, session account.Session, present, next string) error {
	had, err := d.verified(ctx, who, present, "present")
	if err != nil {
		return err
	}
	if !had && !session.Fresh(d.now()) {
		return fault.New(fault.Denied, "session.stale")
	}
	if err := secret.Check(next, who.Person.Name, who.Person.Mail); err != nil {
		return err
	}
	hash, err := d.hasher.Hash(ctx, next)
	if err != nil {
		return err
	}
	return d.store.SetPassword(ctx, session, hash)
}
