package access

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"continuum/internal/access/passkey"
	"continuum/internal/account"
	"continuum/internal/account/secret"
	"continuum/internal/fault"
)

// KeyStore is what passkeys need of the store; see package store.
type KeyStore interface {
	// Passkeys returns the keys of a person, oldest first.
	Passkeys(ctx context.Context, id account.PersonID) ([]account.Passkey, error)
	// AddPasskey keeps a key, with a fresh proof; fault.Conflict when it is known.
	AddPasskey(ctx context.Context, by account.Session, k account.Passkey) error
	// UsePasskey keeps a key as it is after use.
	UsePasskey(ctx context.Context, k account.Passkey) error
	// KeepAsked keeps what a browser was asked until an instant, under a hash.
	KeepAsked(ctx context.Context, hash, asked string, until time.Time) error
	// TakeAsked takes it, once; fault.NotFound when there is nothing that holds.
	TakeAsked(ctx context.Context, hash string) (string, error)
}

// askedLife is how long a browser may take to answer.
const askedLife = 5 * time.Minute

// maxKeys bounds the keys of a person.
const maxKeys = 10

// Passkeys reports whether people may have keys here.
func (d *Desk) Passkeys() bool { return d.keys != nil }

// AskKey asks the browser for any key that it has for this site. The cookie is good for one answer.
func (d *Desk) AskKey(ctx context.Context, client string) (options []byte, cookie string, err error) {
	if d.keys == nil {
		return nil, "", fault.New(fault.NotFound, "error.notfound")
	}
	if !d.clients.Allowed(client) {
		return nil, "", fault.New(fault.Throttled, "signin.throttled")
	}
	return d.keep(ctx, d.keys.AskAny)
}

// AskNewKey asks the browser of who is signed in for another key. Who has a key and came by
// a password that is not enough for them must use the key: another would take its place.
func (d *Desk) AskNewKey(ctx context.Context, who account.Subject, s account.Session) (options []byte, cookie string, err error) {
	if d.keys == nil {
		return nil, "", fault.New(fault.NotFound, "error.notfound")
	}
	h, err := d.mayAdd(ctx, who, s)
	if err != nil {
		return nil, "", err
	}
	return d.keep(ctx, func() (passkey.Asking, error) { return d.keys.AskNew(h) })
}

func (d *Desk) keep(ctx context.Context, ask func() (passkey.Asking, error)) (options []byte, cookie string, err error) {
	a, err := ask()
	if err != nil {
		return nil, "", err
	}
	cookie, kept := secret.NewToken()
	return a.Options, cookie, d.store.KeepAsked(ctx, kept, a.Kept, d.now().Add(askedLife))
}

// taken is what was kept under a cookie, which is then worth nothing.
func (d *Desk) taken(ctx context.Context, cookie string) (string, error) {
	if d.keys == nil {
		return "", fault.New(fault.NotFound, "error.notfound")
	}
	asked, err := d.store.TakeAsked(ctx, secret.Kept(cookie))
	if fault.KindOf(err) == fault.NotFound {
		err = fault.New(fault.Denied, "passkey.refused")
	}
	return asked, err
}

func (d *Desk) holder(ctx context.Context, id account.PersonID) (h passkey.Holder, err error) {
	// Both are asked whether there is such a person: a false answer learns nothing from the time.
	if h.Keys, err = d.store.Passkeys(ctx, id); err != nil {
		return h, err
	}
	h.Person, err = d.store.Person(ctx, string(id))
	return h, err
}

// mayAdd returns the holder to whom a key may be added within the session.
func (d *Desk) mayAdd(ctx context.Context, who account.Subject, s account.Session) (h passkey.Holder, err error) {
	if !s.Fresh(d.now()) {
		return h, fault.New(fault.Denied, "session.stale")
	}
	if h, err = d.holder(ctx, who.Person.ID); err != nil {
		return h, err
	}
	switch {
	case len(h.Keys) > 0 && d.Short(s, who):
		return h, fault.New(fault.Denied, "passkey.use")
	case len(h.Keys) >= maxKeys:
		return h, fault.New(fault.Conflict, "passkey.many", maxKeys)
	}
	return h, nil
}

// AddKey keeps the key that the browser made, under a name of the person's choice. Who made
// it has it at hand: the session goes on as one by key, under the cookie that comes back.
func (d *Desk) AddKey(ctx context.Context, who account.Subject, s account.Session, cookie, answer, name string) (session string, err error) {
	asked, err := d.taken(ctx, cookie)
	if err != nil {
		return "", err
	}
	h, err := d.mayAdd(ctx, who, s)
	if err != nil {
		return "", err
	}
	k, err := d.keys.New(h, asked, answer)
	if err != nil {
		return "", err
	}
	if k.Name = strings.TrimSpace(name); k.Name == "" || utf8.RuneCountInString(k.Name) > 100 || !utf8.ValidString(k.Name) {
		k.Name = "–"
	}
	if err := d.store.AddPasskey(ctx, s, k); err != nil {
		return "", err
	}
	return d.proven(ctx, s, account.Session{Method: "passkey", Strong: true})
}

// SignInByKey opens a session by a key.
func (d *Desk) SignInByKey(ctx context.Context, cookie, answer, client, device string) (session string, err error) {
	if !d.clients.Allowed(client) {
		return "", d.refused(ctx, "passkey", "", fault.New(fault.Throttled, "signin.throttled"))
	}
	k, err := d.answered(ctx, cookie, answer)
	if err != nil {
		return "", err
	}
	return d.Begin(ctx, account.Session{Person: k.Person, Method: "passkey", Device: device, Proven: d.now(), Strong: true})
}

// answered is the key with which a browser answers what it was asked.
func (d *Desk) answered(ctx context.Context, cookie, answer string) (k account.Passkey, err error) {
	asked, err := d.taken(ctx, cookie)
	if err != nil {
		return k, err
	}
	k, err = d.keys.Check(asked, answer, func(id account.PersonID) (passkey.Holder, error) { return d.holder(ctx, id) })
	if err != nil {
		return k, d.refused(ctx, "passkey", "", err)
	}
	return k, d.store.UsePasskey(ctx, k)
}
