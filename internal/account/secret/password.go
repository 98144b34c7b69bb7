// Package secret makes and checks what opens an account: passwords and tokens. Nothing
// here is kept as it was typed or sent.
package secret

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"runtime"
	"strings"

	"golang.org/x/crypto/argon2"
)

// Cost of a password, the first that OWASP advises: 19 MiB, two passes, one lane. It
// takes a processor some 26 ms.
const (
	memory  = 19 << 10 // KiB
	passes  = 2
	lanes   = 1
	keySize = 32
	saltLen = 16
)

// Hasher makes and checks passwords, no more at once than there are processors: the
// others wait, so that pages go on being answered.
type Hasher struct {
	turns chan struct{}
	decoy string // what is compared when there is nothing to compare with
}

// NewHasher returns a hasher for the whole program.
func NewHasher() *Hasher {
	h := &Hasher{turns: make(chan struct{}, runtime.GOMAXPROCS(0))}
	h.decoy = encode(make([]byte, saltLen), make([]byte, keySize))
	return h
}

// Hash makes what is kept of a password.
func (h *Hasher) Hash(ctx context.Context, password string) (string, error) {
	salt := make([]byte, saltLen)
	rand.Read(salt)
	key, err := h.key(ctx, password, salt, memory, passes, lanes)
	if err != nil {
		return "", err
	}
	return encode(salt, key), nil
}

// Verify reports whether the password is the one that was kept. Without one, an empty
// kept, it takes as long and is false.
func (h *Hasher) Verify(ctx context.Context, kept, password string) (bool, error) {
	none := kept == ""
	if none {
		kept = h.decoy
	}
	p, err := decode(kept)
	if err != nil {
		return false, err
	}
	key, err := h.key(ctx, password, p.salt, p.memory, p.passes, p.lanes)
	if err != nil {
		return false, err
	}
	return subtle.ConstantTimeCompare(key, p.key) == 1 && !none, nil
}

func (h *Hasher) key(ctx context.Context, password string, salt []byte, memory, passes uint32, lanes uint8) ([]byte, error) {
	select {
	case h.turns <- struct{}{}:
		defer func() { <-h.turns }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	return argon2.IDKey([]byte(password), salt, passes, memory, lanes, keySize), nil
}

// encode writes a hash in the usual form of argon2, with its cost, so that the cost may
// be raised one day.
func encode(salt, key []byte) string {
	b64 := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, memory, passes, lanes, b64(salt), b64(key))
}

type encoded struct {
	memory, passes uint32
	lanes          uint8
	salt, key      []byte
}

func decode(s string) (e encoded, err error) {
	parts := strings.Split(s, "$")
	if len(parts) != 6 || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return e, errors.New("secret: not the hash of a password")
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &e.memory, &e.passes, &e.lanes); err != nil {
		return e, fmt.Errorf("secret: cost of a password: %w", err)
	}
	// What is kept may come from a backup: bound what it can make this program do.
	if e.memory < 8 || e.memory > 1<<20 || e.passes < 1 || e.passes > 100 || e.lanes < 1 || e.lanes > 16 {
		return e, errors.New("secret: cost of a password out of bounds")
	}
	if e.salt, err = base64.RawStdEncoding.DecodeString(parts[4]); err != nil {
		return e, fmt.Errorf("secret: salt of a password: %w", err)
	}
	if e.key, err = base64.RawStdEncoding.DecodeString(parts[5]); err != nil || len(e.key) != keySize {
		return e, fmt.Errorf("secret: key of a password: %d bytes, %w", len(e.key), err)
	}
	return e, nil
}
