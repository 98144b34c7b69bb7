// Package oidc signs people in through an identity provider that speaks OpenID Connect:
// authorization code with PKCE, state and nonce. It tells who someone is for the
// provider; which account that is, and what it may do, is not its business.
package oidc

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"continuum/internal/fault"
)

// Config is what the operator and the provider agreed on.
type Config struct {
	Issuer   string // address of the provider, exactly as it names itself
	Name     string // what people call it
	ClientID string
	Secret   string
	Redirect string   // address of this site that the provider sends people back to
	Scopes   []string // besides openid
	// ACR are the levels of assurance asked for; one of them must come back. Empty: any.
	ACR []string
	// Strong are the levels that the provider gives to two factors; empty: none that is known.
	Strong []string
	// TrustMail: the provider answers for addresses without saying email_verified, as
	// ProConnect does.
	TrustMail bool
	Now       func() time.Time
}

// Identity is who someone is for the provider.
type Identity struct {
	Issuer  string
	Subject string // its own name of the person, which never changes
	Mail    string
	Vouched bool   // the provider answers for the address
	Hint    string // what it wants to be told when the person leaves
	// Proven is when the person last proved to be themselves there; zero when it does not say.
	Proven time.Time
	Strong bool // by two factors
}

// Provider is one identity provider. It is asked for its addresses when first needed, so
// that the site starts without it.
type Provider struct {
	config Config
	client *http.Client

	mu    sync.Mutex
	known *found
}

// found is what the provider tells of itself.
type found struct {
	*oidc.Provider
	oauth      oauth2.Config
	verifier   *oidc.IDTokenVerifier
	endSession string
}

// Bounds of what is asked of a provider.
const (
	patience  = 10 * time.Second
	maxAnswer = 1 << 20
	flowLife  = 10 * time.Minute
)

// New returns a provider that was not asked yet.
func New(c Config) *Provider {
	return &Provider{config: c, client: &http.Client{
		Timeout: patience, Transport: bounded{http.DefaultTransport},
		// Its addresses are those that it tells: where else it would lead is not followed.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// bounded cuts answers that are too long.
type bounded struct{ http.RoundTripper }

// RoundTrip asks, and bounds the answer.
func (b bounded) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := b.RoundTripper.RoundTrip(r)
	if err == nil {
		resp.Body = struct {
			io.Reader
			io.Closer
		}{io.LimitReader(resp.Body, maxAnswer), resp.Body}
	}
	return resp, err
}

// find asks the provider for its addresses and keys, once it answers.
func (p *Provider) find(ctx context.Context) (*found, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.known != nil {
		return p.known, nil
	}
	// The keys are fetched again later, when this request is long over.
	provider, err := oidc.NewProvider(oidc.ClientContext(context.WithoutCancel(ctx), p.client), p.config.Issuer)
	if err != nil {
		return nil, fault.New(fault.Unavailable, "oidc.unreachable").Because(err)
	}
	var more struct {
		EndSession string `json:"end_session_endpoint"`
	}
	if err := provider.Claims(&more); err != nil {
		return nil, fault.New(fault.Unavailable, "oidc.unreachable").Because(err)
	}
	p.known = &found{
		Provider: provider, endSession: more.EndSession,
		verifier: provider.Verifier(&oidc.Config{ClientID: p.config.ClientID, Now: p.config.Now}),
		oauth: oauth2.Config{
			ClientID: p.config.ClientID, ClientSecret: p.config.Secret, Endpoint: provider.Endpoint(),
			RedirectURL: p.config.Redirect, Scopes: append([]string{oidc.ScopeOpenID}, p.config.Scopes...),
		},
	}
	return p.known, nil
}

// Name is what people call the provider.
func (p *Provider) Name() string { return p.config.Name }

// Origin is the scheme and host of the provider.
func (p *Provider) Origin() string {
	u, err := url.Parse(p.config.Issuer)
	if err != nil {
		return ""
	}
	return u.Scheme + "://" + u.Host
}

// flow is what the browser keeps, unseen by pages, while one is at the provider.
type flow struct {
	State    string `json:"s"`
	Nonce    string `json:"n"`
	Verifier string `json:"v"`
	Target   string `json:"t"`
	Until    int64  `json:"u"`
}

// Wish is what is wanted of a sign-in, besides who it is.
type Wish struct {
	Anew   bool // a proof now, even of who the provider knows already
	Strong bool // by two factors
}

// AnswersForTwo reports whether the provider has levels for two factors.
func (p *Provider) AnswersForTwo() bool { return len(p.config.Strong) > 0 }

// Begin returns where to send the browser, and what it is to keep until it comes back.
func (p *Provider) Begin(ctx context.Context, target string, w Wish) (address, kept string, err error) {
	k, err := p.find(ctx)
	if err != nil {
		return "", "", err
	}
	f := flow{State: rand.Text(), Nonce: rand.Text(), Verifier: oauth2.GenerateVerifier(), Target: target, Until: p.config.Now().Add(flowLife).Unix()}
	b, err := json.Marshal(f)
	if err != nil {
		return "", "", err
	}
	options := []oauth2.AuthCodeOption{oauth2.S256ChallengeOption(f.Verifier), oidc.Nonce(f.Nonce)}
	levels := p.config.ACR
	if w.Strong && p.AnswersForTwo() {
		levels = p.config.Strong
	}
	if len(levels) > 0 {
		options = append(options, oauth2.SetAuthURLParam("acr_values", strings.Join(levels, " ")))
	}
	if w.Anew { // max_age has the token say when the proof was given (OpenID Connect Core, 2)
		options = append(options, oauth2.SetAuthURLParam("prompt", "login"), oauth2.SetAuthURLParam("max_age", "0"))
	}
	return k.oauth.AuthCodeURL(f.State, options...), base64.RawURLEncoding.EncodeToString(b), nil
}

// Finish reads what the provider sends back with the browser. It fails with fault.Denied
// when that is not the end of what Begin began, or the provider refused, and with
// fault.Unavailable when it does not answer.
func (p *Provider) Finish(ctx context.Context, kept string, back url.Values) (id Identity, target string, err error) {
	defer fault.Wrap(&err, "oidc.Finish")
	f, err := p.open(kept, back)
	if err != nil {
		return id, "", refused(err)
	}
	k, err := p.find(ctx)
	if err != nil {
		return id, "", err
	}
	ctx = oidc.ClientContext(ctx, p.client)
	token, err := k.oauth.Exchange(ctx, back.Get("code"), oauth2.VerifierOption(f.Verifier))
	if err != nil {
		if _, answered := errors.AsType[*oauth2.RetrieveError](err); answered {
			return id, "", refused(err)
		}
		return id, "", fault.New(fault.Unavailable, "oidc.unreachable").Because(err)
	}
	raw, _ := token.Extra("id_token").(string)
	idToken, err := k.verifier.Verify(ctx, raw)
	if err != nil {
		return id, "", refused(err)
	}
	level, proven, err := p.check(idToken, f)
	if err != nil {
		return id, "", refused(err)
	}
	// Particulars come from here: ProConnect puts none in the token, and signs this too.
	info, err := k.UserInfo(ctx, oauth2.StaticTokenSource(token))
	if err != nil {
		return id, "", refused(err)
	}
	if info.Subject != idToken.Subject {
		return id, "", refused(errors.New("the particulars are someone else's"))
	}
	return Identity{
		Issuer: idToken.Issuer, Subject: idToken.Subject, Mail: info.Email,
		Vouched: info.Email != "" && (info.EmailVerified || p.config.TrustMail), Hint: raw,
		Proven: proven, Strong: slices.Contains(p.config.Strong, level),
	}, f.Target, nil
}

// refused is a sign-in that did not come to its end; why is for the log.
func refused(why error) error { return fault.New(fault.Denied, "oidc.refused").Because(why) }

// open reads what the browser kept and compares it with what the provider sent back.
func (p *Provider) open(kept string, back url.Values) (f flow, err error) {
	b, err := base64.RawURLEncoding.DecodeString(kept)
	if err == nil {
		err = json.Unmarshal(b, &f)
	}
	switch {
	case err != nil || f.State == "" || f.Nonce == "" || f.Verifier == "":
		return f, errors.New("this browser began nothing")
	case p.config.Now().Unix() > f.Until:
		return f, errors.New("begun too long ago")
	case subtle.ConstantTimeCompare([]byte(back.Get("state")), []byte(f.State)) != 1:
		return f, errors.New("the state is another")
	case back.Has("iss") && back.Get("iss") != p.config.Issuer:
		return f, errors.New("another provider answers")
	case back.Get("error") != "":
		return f, fmt.Errorf("the provider says %.100q", back.Get("error"))
	}
	return f, nil
}

// check is what the library leaves to us. It returns the level of assurance and when the
// person proved to be themselves, zero when the token does not say.
func (p *Provider) check(t *oidc.IDToken, f flow) (level string, proven time.Time, err error) {
	if subtle.ConstantTimeCompare([]byte(t.Nonce), []byte(f.Nonce)) != 1 {
		return "", proven, errors.New("the nonce is another")
	}
	var more struct {
		ACR  string `json:"acr"`
		Auth int64  `json:"auth_time"`
	}
	if err := t.Claims(&more); err != nil {
		return "", proven, err
	}
	if len(p.config.ACR) > 0 && !slices.Contains(p.config.ACR, more.ACR) && !slices.Contains(p.config.Strong, more.ACR) {
		return "", proven, fmt.Errorf("assurance %.100q is not one of those asked for", more.ACR)
	}
	if more.Auth > 0 {
		// Its clock may be ahead: what is to come would be fresh for too long.
		if proven = time.Unix(more.Auth, 0); proven.After(p.config.Now()) {
			proven = p.config.Now()
		}
	}
	return more.ACR, proven, nil
}

// Leave is where to send the browser so that the provider forgets it too, and sends it
// back to an address of this site; empty when the provider has no such place.
func (p *Provider) Leave(ctx context.Context, hint, back string) string {
	k, err := p.find(ctx)
	if err != nil || k.endSession == "" || hint == "" {
		return ""
	}
	u, err := url.Parse(k.endSession)
	if err != nil {
		return ""
	}
	q := u.Query()
	q.Set("id_token_hint", hint)
	q.Set("post_logout_redirect_uri", back)
	q.Set("state", rand.Text())
	u.RawQuery = q.Encode()
	return u.String()
}
