// Package query reads the parameters of a page's address strictly: each one is
// bounded, and what is not understood is refused with the parameter's name and what
// it accepts, never guessed. Parameters that nobody asks for are left alone: links
// shared by mail or messaging come back with some.
package query

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"continuum/internal/date"
	"continuum/internal/fault"
	"continuum/internal/text"
)

// The days that pages answer for, those of the register: before the first label a
// page says that there was none.
var (
	FirstDay = date.NewDay(date.MinYear, time.January, 1)
	LastDay  = date.NewDay(date.MaxYear, time.December, 31)
)

// maxValues bounds how often one parameter may be repeated.
const maxValues = 40

// Reader reads parameters and remembers the first thing that was wrong.
type Reader struct {
	values url.Values
	err    error
}

// New reads a raw query.
func New(raw string) *Reader {
	q := &Reader{}
	values, err := url.ParseQuery(raw)
	if err != nil {
		q.err = fault.New(fault.Invalid, "query.encoding").Because(err)
		values = url.Values{}
	}
	q.values = values
	for name, all := range values {
		if !utf8.ValidString(name) || slices.ContainsFunc(all, func(s string) bool { return !utf8.ValidString(s) }) {
			q.fail("", "query.encoding")
			q.values = url.Values{}
			break
		}
	}
	return q
}

// Err returns the first fault: an Invalid one, with the parameter as its field.
func (q *Reader) Err() error { return q.err }

func (q *Reader) fail(name string, key text.Key, args ...any) {
	if q.err != nil {
		return
	}
	q.err = fault.New(fault.Invalid, string(key), args...).In(name)
}

// Values returns the values of a parameter, without the empty ones that forms send
// for what was left open.
func (q *Reader) Values(name string) []string {
	all := slices.DeleteFunc(slices.Clone(q.values[name]), func(s string) bool { return s == "" })
	if len(all) > maxValues {
		q.fail(name, "query.many", name, maxValues)
		return nil
	}
	return all
}

// one returns the only value of a parameter, empty when it is absent.
func (q *Reader) one(name string) string {
	all := q.Values(name)
	switch len(all) {
	case 0:
		return ""
	case 1:
		return all[0]
	}
	q.fail(name, "query.repeated", name)
	return ""
}

// Day reads a day YYYY-MM-DD between FirstDay and LastDay; zero when absent.
func (q *Reader) Day(name string) date.Day {
	s := q.one(name)
	if s == "" {
		return 0
	}
	d, err := date.ParseDay(s)
	if err != nil || d < FirstDay || d > LastDay {
		q.fail(name, "query.day", name, FirstDay, LastDay)
		return 0
	}
	return d
}

// Code reads one of the accepted values; empty when absent.
func (q *Reader) Code(name string, accepted []string) string {
	s := q.one(name)
	if s != "" && !slices.Contains(accepted, s) {
		q.refuse(name, s, accepted)
		return ""
	}
	return s
}

// Codes reads accepted values, in the order given, each once.
func (q *Reader) Codes(name string, accepted []string) []string {
	var list []string
	for _, s := range q.Values(name) {
		if !slices.Contains(accepted, s) {
			q.refuse(name, s, accepted)
			return nil
		}
		if !slices.Contains(list, s) {
			list = append(list, s)
		}
	}
	return list
}

func (q *Reader) refuse(name, value string, accepted []string) {
	q.fail(name, "query.code", name, Cut(value), strings.Join(accepted, ", "))
}

// Page reads a page number between 1 and last; 1 when absent.
func (q *Reader) Page(name string, last int) int {
	s := q.one(name)
	if s == "" {
		return 1
	}
	last = max(last, 1)
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 || n > last || strconv.Itoa(n) != s {
		q.fail(name, "query.page", name, last)
		return 1
	}
	return n
}

// Text reads a line of at most limit characters, without the spaces around it;
// control characters are refused.
func (q *Reader) Text(name string, limit int) string {
	s := strings.TrimSpace(q.one(name))
	if utf8.RuneCountInString(s) > limit || strings.ContainsFunc(s, unicode.IsControl) {
		q.fail(name, "query.text", name, limit)
		return ""
	}
	return s
}

// Line reads what people write in a field, whatever it is: control characters are spaces,
// and what is longer than limit characters is cut, which it reports.
func (q *Reader) Line(name string, limit int) (line string, cut bool) {
	s := strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, q.one(name)))
	if utf8.RuneCountInString(s) <= limit {
		return s, false
	}
	return strings.TrimSpace(string([]rune(s)[:limit])), true
}

// Cut shortens a value that is quoted back to the reader.
func Cut(s string) string {
	const most = 40
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return string([]rune(s)[:most]) + "…"
}
