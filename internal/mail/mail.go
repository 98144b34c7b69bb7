// Package mail writes and sends what the site tells people by mail. A Letter says a thing
// once, and is written both as plain text and as HTML. What is to be sent waits in a
// durable queue (see the store); a Worker takes it from there and gives it to a Sender.
//
// Mails carry the least: a sentence and an address of this site, where the reader signs in.
package mail

import (
	"net/mail"
	"strings"
	"unicode"
	"unicode/utf8"

	"continuum/internal/fault"
)

// Bounds of a message; the store's schema has them too.
const (
	MaxAddress = 320     // characters of an address
	MaxSubject = 300     // characters of a subject
	MaxText    = 100_000 // bytes of the plain text
	MaxHTML    = 200_000 // bytes of the HTML
)

// Message is one mail to one person, ready to be sent.
type Message struct {
	ID      string // stable when it is tried again: receivers know it by that
	To      string // an address alone, "name@host"
	Subject string
	Text    string
	HTML    string
	Kind    string // what it is about, for operators: "invitation", "digest", …
}

// Check refuses what can't be a mail, and what would write headers of its own: an address
// that is not one, a subject with line breaks. It fails with fault.Invalid and the field.
func (m *Message) Check() error {
	if err := CheckAddress(m.To); err != nil {
		return err
	}
	switch n := utf8.RuneCountInString(m.Subject); {
	case n == 0 || n > MaxSubject || !utf8.ValidString(m.Subject) || strings.ContainsFunc(m.Subject, unicode.IsControl):
		return fault.New(fault.Invalid, "mail.subject", MaxSubject).In("subject")
	case m.Text == "" || len(m.Text) > MaxText || !utf8.ValidString(m.Text) || strings.ContainsRune(m.Text, 0):
		return fault.New(fault.Invalid, "mail.text", MaxText).In("text")
	case len(m.HTML) > MaxHTML || !utf8.ValidString(m.HTML) || strings.ContainsRune(m.HTML, 0):
		return fault.New(fault.Invalid, "mail.text", MaxHTML).In("html")
	}
	return nil
}

// CheckAddress refuses what is not one address alone (RFC 5322), such as "a@b, c@d",
// "Name <a@b>" or one with a line break.
func CheckAddress(s string) error {
	a, err := mail.ParseAddress(s)
	if err != nil || a.Address != s || utf8.RuneCountInString(s) > MaxAddress || strings.ContainsFunc(s, unicode.IsControl) {
		return fault.New(fault.Invalid, "mail.address").In("mail")
	}
	return nil
}
