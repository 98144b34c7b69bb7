// Package passkey lets people sign in with what their device or key holds (WebAuthn):
// nothing to remember, nothing to give to a false site. It makes and checks ceremonies;
// where keys and what was asked are kept is not its business.
package passkey

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"net"
	"net/url"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"continuum/internal/account"
	"continuum/internal/fault"
)

// Site is the site that keys are for.
type Site struct{ w *webauthn.WebAuthn }

// New returns the site at base, nil when it can have no keys: browsers want a name, by TLS
// or on this machine.
func New(base string) *Site {
	u, err := url.Parse(base)
	if err != nil || net.ParseIP(u.Hostname()) != nil || u.Scheme != "https" && u.Hostname() != "localhost" {
		return nil
	}
	w, err := webauthn.New(&webauthn.Config{RPID: u.Hostname(), RPDisplayName: "Continuum", RPOrigins: []string{u.Scheme + "://" + u.Host}})
	if err != nil {
		return nil
	}
	return &Site{w}
}

// Holder is a person with their keys, as the library wants them.
type Holder struct {
	account.Person
	Keys []account.Passkey
}

// WebAuthnID is the opaque id: authenticators show it to nobody.
func (h Holder) WebAuthnID() []byte { return []byte(h.ID) }

// WebAuthnName is what tells one account from another in the browser's list.
func (h Holder) WebAuthnName() string { return h.Mail }

// WebAuthnDisplayName is the person's name.
func (h Holder) WebAuthnDisplayName() string { return h.Name }

// WebAuthnCredentials are the keys; one that can't be read is none.
func (h Holder) WebAuthnCredentials() (list []webauthn.Credential) {
	for _, k := range h.Keys {
		var c webauthn.Credential
		if json.Unmarshal([]byte(k.Data), &c) == nil {
			list = append(list, c)
		}
	}
	return list
}

// Asking is what the browser is asked, and what to keep until it answers, once. What is
// kept must come back from where the browser can't write it.
type Asking struct {
	Options []byte // JSON, for the browser
	Kept    string
}

func asking(options any, session *webauthn.SessionData, err error) (Asking, error) {
	if err != nil {
		return Asking{}, err
	}
	a := Asking{}
	kept, err := json.Marshal(session)
	if err != nil {
		return a, err
	}
	a.Kept = string(kept)
	a.Options, err = json.Marshal(options)
	return a, err
}

// AskNew asks for a new key of a person.
func (s *Site) AskNew(h Holder) (Asking, error) {
	var known []protocol.CredentialDescriptor
	for _, c := range h.WebAuthnCredentials() {
		known = append(known, c.Descriptor())
	}
	options, session, err := s.w.BeginRegistration(h,
		webauthn.WithResidentKeyRequirement(protocol.ResidentKeyRequirementRequired),
		webauthn.WithAuthenticatorSelection(protocol.AuthenticatorSelection{
			ResidentKey: protocol.ResidentKeyRequirementRequired, UserVerification: protocol.VerificationRequired,
		}),
		webauthn.WithExclusions(known))
	return asking(options, session, err)
}

// New reads the browser's answer to AskNew.
func (s *Site) New(h Holder, kept, answer string) (k account.Passkey, err error) {
	session, err := read(kept)
	if err != nil {
		return k, err
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes([]byte(answer))
	if err != nil {
		return k, refused(err)
	}
	c, err := s.w.CreateCredential(h, session, parsed)
	if err != nil {
		return k, refused(err)
	}
	return keyOf(h.ID, c)
}

// AskAny asks for any key that the browser has for this site: nothing tells who has an
// account.
func (s *Site) AskAny() (Asking, error) {
	options, session, err := s.w.BeginDiscoverableLogin(webauthn.WithUserVerification(protocol.VerificationRequired))
	return asking(options, session, err)
}

// Check reads the browser's answer to AskAny. Find returns a person and their keys. What
// comes back is the key as it now is.
func (s *Site) Check(kept, answer string, find func(account.PersonID) (Holder, error)) (k account.Passkey, err error) {
	session, err := read(kept)
	if err != nil {
		return k, err
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes([]byte(answer))
	if err != nil {
		return k, refused(err)
	}
	var holder Holder
	_, c, err := s.w.ValidatePasskeyLogin(func(_, handle []byte) (webauthn.User, error) {
		holder, err = find(account.PersonID(handle))
		return holder, err
	}, session, parsed)
	switch {
	case err != nil:
		return k, refused(err)
	case c.Authenticator.CloneWarning:
		return k, refused(errors.New("the key counts backwards: it may have been copied"))
	}
	return keyOf(holder.ID, c)
}

func read(kept string) (session webauthn.SessionData, err error) {
	if err := json.Unmarshal([]byte(kept), &session); err != nil {
		return session, refused(err)
	}
	return session, nil
}

func keyOf(person account.PersonID, c *webauthn.Credential) (account.Passkey, error) {
	data, err := json.Marshal(c)
	return account.Passkey{ID: base64.RawURLEncoding.EncodeToString(c.ID), Person: person, Data: string(data)}, err
}

// refused is a ceremony that proves nothing; why is for the log.
func refused(why error) error { return fault.New(fault.Denied, "passkey.refused").Because(why) }
