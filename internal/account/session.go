package account

import (
	"slices"
	"time"
)

// Sessions end when unused for SessionIdle, and SessionLife after they began.
const (
	SessionIdle = 2 * time.Hour
	SessionLife = 12 * time.Hour
)

// ProofLife is how long who proved to be themselves may change what opens their account:
// a browser that was left open is not enough for that.
const ProofLife = 10 * time.Minute

// Session is someone signed in on one device.
type Session struct {
	Hash   string // of the cookie
	ID     string // what lists and forms show
	Person PersonID
	Method string // "password", "passkey", "oidc", "invitation" or "recovery"
	Device string // what the browser says it is, in a word or two
	Hint   string // what the identity provider wants to be told when one leaves
	// Proven is the last time that the person proved to be themselves; zero when an
	// identity provider did not say when that was.
	Proven time.Time
	// Strong: by two factors, a passkey or a provider that answers for two.
	Strong bool
	// Created and Seen are set by the store.
	Created, Seen time.Time
}

// Fresh reports whether the proof is recent enough, at an instant, to change what opens the account.
func (s Session) Fresh(at time.Time) bool { return at.Sub(s.Proven) < ProofLife }

// SecondFactor says for whom a password alone is not enough.
type SecondFactor string

// The choices; an empty one is Nobody.
const (
	Nobody   SecondFactor = "nobody"
	ForRoles SecondFactor = "roles" // who acts for the State or a Region, reads as an expert, or looks after the site
	Everyone SecondFactor = "everyone"
)

// Enough reports whether a session opens the site to who is signed in, with the rights that
// they have now: one that begins in mid-session counts at once.
func (f SecondFactor) Enough(s Session, who Subject) bool {
	switch {
	case s.Strong || f == "" || f == Nobody:
		return true
	case f == ForRoles:
		return !slices.ContainsFunc(who.Grants, func(g Grant) bool { return g.Role.guarded() })
	}
	return false
}

// Pass is a token that opens an account once, as it is kept.
type Pass struct {
	Hash    string
	Purpose PassPurpose
	Expires time.Time
}

// PassPurpose is why a token was sent.
type PassPurpose string

// The purposes of a token.
const (
	Invitation PassPurpose = "invitation"
	Recovery   PassPurpose = "recovery"
)

// Passkey is a key that someone's device holds for this site.
type Passkey struct {
	ID     string // of the credential, in base64
	Person PersonID
	Name   string // given by the person
	Data   string // public key and counters, as package passkey writes them
	// Created and Used are set by the store; Used is zero until the first sign-in.
	Created, Used time.Time
}
