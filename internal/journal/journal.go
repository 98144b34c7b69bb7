// Package journal holds the words and the proof of what people did: acts in streams,
// each chained to the one before by a hash. It knows neither who is behind an actor nor
// where entries are kept.
//
// A stream is what its acts are about: "dossier/x", "campus/x", "person/x" or "site".
// There are many chains rather than one so that writers of different things do not wait
// for each other.
package journal

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"time"
)

// Actors that are no person.
const (
	Operator = "operator" // whoever has the command line
	System   = "system"   // the program, on schedule
)

// Site is the stream of what is about nothing smaller.
const Site = "site"

// Erased is the act that says that personal details of its own stream were erased; its
// details are an [Erasure].
const Erased = "personal.erased"

// Erasure names the entries of a stream whose personal details are gone.
type Erasure struct {
	Seq []int64 `json:"seq"`
}

// Bounds of an entry, in bytes; the schema has them too.
const (
	MaxName     = 200       // of a stream, an actor or an act
	MaxDetails  = 16 << 10  // as JSON
	MaxPersonal = 256 << 10 // personal details
)

// Digest is a SHA-256; its zero value means that there is none.
type Digest [sha256.Size]byte

// String is the digest in hexadecimal, empty for none.
func (d Digest) String() string {
	if d == (Digest{}) {
		return ""
	}
	return hex.EncodeToString(d[:])
}

// ParseDigest reads what [Digest.String] writes.
func ParseDigest(s string) (d Digest, err error) {
	b, err := hex.DecodeString(s)
	if err == nil && len(b) != 0 && len(b) != len(d) {
		err = fmt.Errorf("%d bytes, want %d", len(b), len(d))
	}
	copy(d[:], b)
	if err == nil && d.String() != s {
		err = errors.New("not written as a digest is")
	}
	return d, err
}

// Act is what someone did, before it has its place in a stream.
type Act struct {
	Stream string // what it is about
	Actor  string // opaque id of a person, Operator or System
	Name   string // a dotted word, such as "dossier.signed"
	// Details are written as JSON and must be an object or nil. They are read by
	// auditors and stay for ever: ids, states and counts, never what names a person.
	Details any
	// Personal is what may have to be erased one day; nil when there is nothing.
	Personal []byte
}

// Entry is an act at its place in a stream.
type Entry struct {
	Stream   string
	Seq      int64     // 1 for the first of the stream
	At       time.Time // to the microsecond; never before the entry before
	Actor    string
	Name     string
	Details  string // JSON, "{}" when there are none
	Personal Digest // of the personal details, zero when there were none
	Previous Digest // hash of the entry before, zero for the first
	Hash     Digest // of all of the above
}

// Personal is what an entry says of people, kept apart so that it can be erased. The
// salt keeps a guess from being checked against the digest once the rest is gone.
type Personal struct {
	Salt    []byte
	Content []byte
}

// Digest is that of salt and content, of the length of each first.
func (p Personal) Digest() Digest {
	return sha256.Sum256(field(field(nil, p.Salt), p.Content))
}

// Head is the last entry of a stream.
type Head struct {
	Stream string
	Seq    int64
	At     time.Time
	Hash   Digest
}

var (
	streamForm = regexp.MustCompile(`^(site|[a-z][a-z_]*/[A-Za-z0-9][A-Za-z0-9._-]*)$`)
	actorForm  = regexp.MustCompile(`^[a-z0-9][a-z0-9-]*$`)
	nameForm   = regexp.MustCompile(`^[a-z][a-z_]*(\.[a-z][a-z_]*)+$`)
)

// Next chains an act after head, whose Stream alone is set for the first of a stream. The
// instant is now, or that of the head when the clock of another server went ahead. The
// personal details come back with their salt, nil when there are none.
func (h Head) Next(a Act, now time.Time) (Entry, *Personal, error) {
	e := Entry{
		Stream: a.Stream, Seq: h.Seq + 1, At: now.Truncate(time.Microsecond).UTC(), Actor: a.Actor, Name: a.Name,
		Details: "{}", Previous: h.Hash,
	}
	if e.At.Before(h.At) {
		e.At = h.At
	}
	if a.Details != nil {
		b, err := json.Marshal(a.Details)
		if err != nil {
			return e, nil, fmt.Errorf("journal: details of %s: %w", a.Name, err)
		}
		e.Details = string(b)
	}
	var p *Personal
	if a.Personal != nil {
		p = &Personal{Salt: make([]byte, 16), Content: a.Personal}
		rand.Read(p.Salt)
		e.Personal = p.Digest()
	}
	if err := e.wellFormed(); err != nil {
		return e, nil, fmt.Errorf("journal: %w", err)
	}
	if len(a.Personal) > MaxPersonal {
		return e, nil, fmt.Errorf("journal: %d bytes of personal details, at most %d", len(a.Personal), MaxPersonal)
	}
	e.Hash = sha256.Sum256(e.Canonical())
	return e, p, nil
}

// wellFormed refuses an entry that no one could have meant.
func (e *Entry) wellFormed() error {
	for _, f := range []struct {
		what, value string
		form        *regexp.Regexp
	}{{"stream", e.Stream, streamForm}, {"actor", e.Actor, actorForm}, {"act", e.Name, nameForm}} {
		if len(f.value) > MaxName || !f.form.MatchString(f.value) {
			return fmt.Errorf("%.100q is no %s", f.value, f.what)
		}
	}
	if len(e.Details) > MaxDetails {
		return fmt.Errorf("%d bytes of details, at most %d", len(e.Details), MaxDetails)
	}
	if !json.Valid([]byte(e.Details)) || e.Details[0] != '{' {
		return errors.New("details are not a JSON object")
	}
	return nil
}

// canonicalForm names the form that hashes are made of, so that another one to come is
// another message.
const canonicalForm = "continuum journal 1"

// Canonical is what the hash of an entry is made of: the name of the form, then every field but the
// hash, each after its length in eight bytes, big end first. Two entries that differ
// have two forms.
func (e *Entry) Canonical() []byte {
	b := field(nil, []byte(canonicalForm))
	b = field(b, []byte(e.Stream))
	b = number(b, e.Seq)
	b = number(b, e.At.UnixMicro())
	for _, s := range []string{e.Actor, e.Name, e.Details} {
		b = field(b, []byte(s))
	}
	b = field(b, e.Personal[:])
	return field(b, e.Previous[:])
}

func field(b, value []byte) []byte {
	return append(binary.BigEndian.AppendUint64(b, uint64(len(value))), value...)
}

func number(b []byte, n int64) []byte {
	return field(b, binary.BigEndian.AppendUint64(nil, uint64(n)))
}
