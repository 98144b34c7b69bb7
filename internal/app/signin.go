package app

import (
	"cmp"
	"net/url"
	"slices"
	"strings"
	"time"

	"continuum/internal/access"
	"continuum/internal/access/oidc"
	"continuum/internal/access/passkey"
	"continuum/internal/account"
	"continuum/internal/web/connexion"
)

// SignIn is how people come in besides passwords. Without an issuer there is no identity
// provider.
type SignIn struct {
	Issuer    string // of OpenID Connect: its address, as it names itself
	ClientID  string
	Secret    string
	Name      string   // what people call it, on the button
	Scopes    []string // asked for besides openid
	ACR       []string // levels of assurance accepted; empty: any
	StrongACR []string // those that it gives to two factors, accepted too; empty: none is known
	TrustMail bool     // it answers for addresses without saying so

	// SecondFactor says for whom a password alone is not enough: one of account.SecondFactor, or
	// "auto" (the same when empty), which is who has a role of trust where people can have
	// passkeys by TLS, and nobody on one's own machine, where there are none to be had.
	SecondFactor string
	RecoveryLife time.Duration // of the link that sets a new password; 0: access.RecoveryLife
}

// second is for whom a password alone is not enough on a site at base.
func (s *SignIn) second(base string) account.SecondFactor {
	switch {
	case s.SecondFactor != "" && s.SecondFactor != "auto":
		return account.SecondFactor(s.SecondFactor)
	case strings.HasPrefix(base, "https://") && passkey.New(base) != nil:
		return account.ForRoles
	}
	return account.Nobody
}

// check refuses what can't work on a site at base, naming the setting.
func (s *SignIn) check(base string) error {
	second := s.second(base)
	switch {
	case !slices.Contains([]account.SecondFactor{account.Nobody, account.ForRoles, account.Everyone}, second):
		return wrong("second-factor", "%q: want auto, nobody, roles or everyone", s.SecondFactor)
	case second != account.Nobody && passkey.New(base) == nil && (s.Issuer == "" || len(s.StrongACR) == 0):
		return wrong("second-factor", "%s: nobody could have two factors: passkeys want --base-url=https://NAME, an identity provider --oidc-strong-acr", second)
	case s.RecoveryLife != 0 && (s.RecoveryLife < 5*time.Minute || s.RecoveryLife > 24*time.Hour || s.RecoveryLife%time.Minute != 0):
		return wrong("recovery-life", "%s: want whole minutes, from 5m to 24h", s.RecoveryLife)
	case s.Issuer == "":
		return nil
	}
	u, err := url.Parse(s.Issuer)
	switch {
	case err != nil || u.Host == "" || u.Scheme != "https" && u.Hostname() != "127.0.0.1" && u.Hostname() != "localhost":
		return wrong("oidc-issuer", "%q: want https://host", s.Issuer)
	case s.ClientID == "":
		return wrong("oidc-client-id", "want the identifier that the provider gave this site")
	case s.Secret == "":
		return wrong("oidc-secret", "want the secret that the provider gave this site")
	}
	return nil
}

// door is where people come in, once the site has its store and its address.
func (a *App) door() *access.Desk {
	c := &a.config
	base := strings.TrimSuffix(cmp.Or(c.BaseURL, a.URL()), "/")
	var provider *oidc.Provider
	if s := c.SignIn; s.Issuer != "" {
		provider = oidc.New(oidc.Config{
			Issuer: s.Issuer, Name: s.Name, ClientID: s.ClientID, Secret: s.Secret, Redirect: base + connexion.ReturnPath,
			Scopes: s.Scopes, ACR: s.ACR, Strong: s.StrongACR, TrustMail: s.TrustMail, Now: c.Now,
		})
	}
	return access.New(a.store, access.Config{
		Base: base, Mails: true, Provider: provider, SecondFactor: c.SignIn.second(base), RecoveryLife: c.SignIn.RecoveryLife, Now: c.Now, Log: a.log,
	})
}
