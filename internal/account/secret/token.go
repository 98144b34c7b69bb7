package secret

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
)

// tokenSize is how many random bytes a token has: too many to try.
const tokenSize = 32

// NewToken returns a secret to be sent once, in a link or a cookie, and what is kept of it.
func NewToken() (token, kept string) {
	b := make([]byte, tokenSize)
	rand.Read(b)
	token = base64.RawURLEncoding.EncodeToString(b)
	return token, Kept(token)
}

// Kept is what is kept of a token: a hash. It is as long to find as the token, so that no
// salt is needed and it can be looked up. What can't be a token is kept as nothing.
func Kept(token string) string {
	if len(token) != base64.RawURLEncoding.EncodedLen(tokenSize) {
		return ""
	}
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}
