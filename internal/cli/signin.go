package cli

import (
	"time"

	"continuum/internal/app"
)

// signIn is the identity provider that people may come through.
type signIn struct {
	OIDCIssuer    string   `name:"oidc-issuer" help:"Identity provider (OpenID Connect) that people may sign in with, as it names itself." placeholder:"https://…"`
	OIDCClientID  string   `name:"oidc-client-id" help:"What the provider calls this site." placeholder:"ID"`
	OIDCSecret    string   `name:"oidc-secret" help:"Secret shared with the provider; better in the variable." placeholder:"SECRET"`
	OIDCName      string   `name:"oidc-name" help:"What people call the provider." default:"ProConnect"`
	OIDCScopes    []string `name:"oidc-scopes" help:"Scopes to ask for besides openid." default:"email"`
	OIDCACR       []string `name:"oidc-acr" help:"Levels of assurance accepted; any unless told." placeholder:"LEVEL"`
	OIDCStrongACR []string `name:"oidc-strong-acr" help:"Levels of assurance that the provider gives to two factors; none is taken for such unless told." placeholder:"LEVEL"`
	OIDCTrustMail bool     `name:"oidc-trust-mail" help:"The provider answers for mail addresses without saying email_verified, as ProConnect does."`

	SecondFactor string        `help:"For whom a password alone is not enough (${enum}): roles are those of the State, the Regions, experts and the site; auto is roles where --base-url begins with https, nobody elsewhere." enum:"auto,nobody,roles,everyone" default:"auto"`
	RecoveryLife time.Duration `help:"How long the link that sets a new password holds, from 5m to 24h." default:"1h"`
}

func (s *signIn) signIn() app.SignIn {
	return app.SignIn{
		Issuer: s.OIDCIssuer, ClientID: s.OIDCClientID, Secret: s.OIDCSecret, Name: s.OIDCName,
		Scopes: s.OIDCScopes, ACR: s.OIDCACR, StrongACR: s.OIDCStrongACR, TrustMail: s.OIDCTrustMail,
		SecondFactor: s.SecondFactor, RecoveryLife: s.RecoveryLife,
	}
}
