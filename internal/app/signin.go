package app

import (
	"cmp"
	"net/url"
	"strings"

	"continuum/internal/access"
	"continuum/internal/access/oidc"
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
	TrustMail bool     // it answers for addresses without saying so
}

// check refuses what can't work, naming the setting.
func (s *SignIn) check() error {
	if s.Issuer == "" {
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
			Scopes: s.Scopes, ACR: s.ACR, TrustMail: s.TrustMail, Now: c.Now,
		})
	}
	return access.New(a.store, access.Config{Base: base, Mails: true, Provider: provider, Now: c.Now, Log: a.log})
}
