package cli

import "continuum/internal/app"

// signIn is the identity provider that people may come through.
type signIn struct {
	OIDCIssuer    string   `name:"oidc-issuer" help:"Identity provider (OpenID Connect) that people may sign in with, as it names itself." placeholder:"https://…"`
	OIDCClientID  string   `name:"oidc-client-id" help:"What the provider calls this site." placeholder:"ID"`
	OIDCSecret    string   `name:"oidc-secret" help:"Secret shared with the provider; better in the variable." placeholder:"SECRET"`
	OIDCName      string   `name:"oidc-name" help:"What people call the provider." default:"ProConnect"`
	OIDCScopes    []string `name:"oidc-scopes" help:"Scopes to ask for besides openid." default:"email"`
	OIDCACR       []string `name:"oidc-acr" help:"Levels of assurance accepted; any unless told." placeholder:"LEVEL"`
	OIDCTrustMail bool     `name:"oidc-trust-mail" help:"The provider answers for mail addresses without saying email_verified, as ProConnect does."`
}

func (s *signIn) signIn() app.SignIn {
	return app.SignIn{
		Issuer: s.OIDCIssuer, ClientID: s.OIDCClientID, Secret: s.OIDCSecret, Name: s.OIDCName,
		Scopes: s.OIDCScopes, ACR: s.OIDCACR, TrustMail: s.OIDCTrustMail,
	}
}
