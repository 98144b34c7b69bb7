package account

import "time"

// Sessions end when unused for SessionIdle, and SessionLife after they began.
const (
	SessionIdle = 2 * time.Hour
	SessionLife = 12 * time.Hour
)

// Session is someone signed in on one device.
type Session struct {
	Hash   string // of the cookie
	ID     string // what lists and forms show
	Person PersonID
	Method string // "password", "passkey", "oidc", "invitation" or "recovery"
	Device string // what the browser says it is, in a word or two
	Hint   string // what the identity provider wants to be told when one leaves
	// Created and Seen are set by the store.
	Created, Seen time.Time
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
