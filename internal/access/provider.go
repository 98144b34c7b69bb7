package access

import (
	"context"
	"net/url"

	"continuum/internal/access/oidc"
	"continuum/internal/account"
	"continuum/internal/fault"
)

// Provider is the scheme and host of the identity provider, empty when there is none.
func (d *Desk) Provider() string {
	if d.provider == nil {
		return ""
	}
	return d.provider.Origin()
}

// ProviderName is what people call the identity provider, empty when there is none.
func (d *Desk) ProviderName() string {
	if d.provider == nil {
		return ""
	}
	return d.provider.Name()
}

// Depart returns where the identity provider lets people in, and what the browser is to
// keep until it sends them back to target.
func (d *Desk) Depart(ctx context.Context, target, client string, w oidc.Wish) (address, kept string, err error) {
	if d.provider == nil {
		return "", "", fault.New(fault.NotFound, "error.notfound")
	}
	if !d.clients.Allowed(client) {
		return "", "", fault.New(fault.Throttled, "signin.throttled")
	}
	return d.provider.Begin(ctx, target, w)
}

// Return signs in who comes back from the identity provider.
func (d *Desk) Return(ctx context.Context, kept string, answer url.Values, client, device string) (cookie, target string, err error) {
	if d.provider == nil {
		return "", "", fault.New(fault.NotFound, "error.notfound")
	}
	if !d.clients.Allowed(client) {
		return "", "", fault.New(fault.Throttled, "signin.throttled")
	}
	id, target, err := d.provider.Finish(ctx, kept, answer)
	if err != nil {
		return "", "", err
	}
	p, err := d.store.Identify(ctx, id.Issuer, id.Subject, id.Mail, id.Vouched)
	if err != nil {
		return "", "", err
	}
	cookie, err = d.Begin(ctx, account.Session{Person: p.ID, Method: "oidc", Device: device, Hint: id.Hint, Proven: id.Proven, Strong: id.Strong})
	return cookie, target, err
}

// Farewell is where to send who has left a session that began at the identity provider,
// so that it forgets them too; empty when there is no such place.
func (d *Desk) Farewell(ctx context.Context, s account.Session) string {
	if d.provider == nil || s.Method != "oidc" {
		return ""
	}
	return d.provider.Leave(ctx, s.Hint, d.base+"/")
}
