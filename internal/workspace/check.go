package workspace

import (
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"continuum/internal/date"
	"continuum/internal/fault"
)

// checker gathers what is wrong.
type checker struct{ problems []*fault.Error }

func (c *checker) wrong(field, key string, args ...any) {
	c.problems = append(c.problems, fault.New(fault.Invalid, key, args...).In(field))
}

// text wants between least and most characters; lines is whether it may have several.
func (c *checker) text(field, s string, least, most int, lines bool) {
	switch n := utf8.RuneCountInString(s); {
	case !utf8.ValidString(s) || strings.ContainsFunc(s, func(r rune) bool { return unicode.IsControl(r) && !(lines && (r == '\n' || r == '\r' || r == '\t')) }):
		c.wrong(field, "space.text.unreadable")
	case strings.TrimSpace(s) == "" && least > 0:
		c.wrong(field, "space.text.missing")
	case n < least:
		c.wrong(field, "space.text.short", least)
	case n > most:
		c.wrong(field, "space.text.long", most)
	}
}

// line is a text of one line.
func (c *checker) line(field, s string, least, most int) { c.text(field, s, least, most, false) }

// link wants an address of the web, or nothing.
func (c *checker) link(field, s string) {
	if s == "" {
		return
	}
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.User != nil || len(s) > 500 || strings.ContainsFunc(s, unicode.IsControl) {
		c.wrong(field, "space.link")
	}
}

// one wants one of the choices.
func one[T ~string](c *checker, field string, v T, choices ...T) {
	for _, choice := range choices {
		if v == choice {
			return
		}
	}
	c.wrong(field, "space.choice", short(string(v)))
}

// day wants a whole day, "2026-03-14".
func (c *checker) day(field, s string) date.Day {
	d, err := date.Parse(s)
	if err != nil || len(s) != len("2026-03-14") {
		c.wrong(field, "space.day")
		return 0
	}
	return d.Earliest()
}

// days wants an order between two days that may be absent.
func (c *checker) days(from, until string) {
	var f, u date.Day
	if from != "" {
		f = c.day("from", from)
	}
	if until != "" {
		u = c.day("until", until)
	}
	if from != "" && until != "" && u < f {
		c.wrong("until", "space.order")
	}
}

// commune wants an INSEE code, or nothing.
func (c *checker) commune(s string) {
	if s != "" && (len(s) != 5 || strings.Trim(s[2:], "0123456789") != "" || strings.Trim(s[:2], "0123456789AB") != "") {
		c.wrong("commune", "space.commune")
	}
}
