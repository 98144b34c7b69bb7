package campus

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
)

// FactID returns the identifier of a fact: its campus and property, to be read, and
// a digest of all that it states, so that the same statement is always the same
// row and a corrected one never is.
func FactID(f *Fact) string {
	return string(f.Campus) + "/" + string(f.Property) + "/" + digest(append([]string{
		strconv.Itoa(f.Rank), f.Value, f.Valid.From.String(), f.Valid.Until.String(),
	}, f.stated()...)...)
}

// MembershipID returns the identifier of a membership, made as FactID makes it.
func MembershipID(m *Membership) string {
	return string(m.Campus) + "/" + string(m.Organisation) + "/" + digest(append([]string{
		string(m.Role), string(m.Standing), m.Convention, m.Valid.From.String(), m.Valid.Until.String(),
	}, m.stated()...)...)
}

// stated is what a provenance states; when it was recorded is not part of it.
func (p *Provenance) stated() []string {
	s := []string{string(p.Confidence), p.Note}
	for _, id := range p.Sources {
		s = append(s, string(id))
	}
	return s
}

// digest is short enough for an identifier: 48 bits, for some thousand rows of one
// campus and property at most.
func digest(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x1f")))
	return hex.EncodeToString(sum[:6])
}
