package member

import (
	"net/mail"
	"net/url"
	"strings"
	"unicode"
)

// mailForm reports whether s is a bare mail address.
func mailForm(s string) bool {
	a, err := mail.ParseAddress(s)
	return err == nil && a.Address == s && a.Name == "" && !strings.ContainsFunc(s, unicode.IsSpace)
}

// webAddress reports whether s is an address of the web, or nothing.
func webAddress(s string) bool {
	if s == "" {
		return true
	}
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && u.User == nil && len(s) <= maxLink &&
		!strings.ContainsFunc(s, unicode.IsControl)
}
