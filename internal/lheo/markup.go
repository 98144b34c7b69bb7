package lheo

import (
	"bufio"
	"encoding/xml"
	"strings"
	"unicode/utf8"
)

// markup writes elements and keeps the first error.
type markup struct {
	w   *bufio.Writer
	err error
}

func (m *markup) raw(s string) {
	if m.err == nil {
		_, m.err = m.w.WriteString(s)
	}
}

// escaped writes text; characters that XML can't hold are replaced.
func (m *markup) escaped(s string) {
	if m.err == nil {
		m.err = xml.EscapeText(m.w, []byte(s))
	}
}

// tag begins an element, with attributes as names and values in turns.
func (m *markup) tag(name string, attributes []string) {
	m.raw("<" + name)
	for i := 0; i+1 < len(attributes); i += 2 {
		m.raw(" " + attributes[i] + `="`)
		m.escaped(attributes[i+1])
		m.raw(`"`)
	}
	m.raw(">")
}

func (m *markup) open(name string, attributes ...string) {
	m.tag(name, attributes)
	m.raw("\n")
}

func (m *markup) close(name string) { m.raw("</" + name + ">\n") }

// code writes an element that holds a code, as it is.
func (m *markup) code(name, value string, attributes ...string) {
	m.tag(name, attributes)
	m.escaped(value)
	m.raw("</" + name + ">\n")
}

// text writes an element that holds at most so many characters; no bound when zero.
func (m *markup) text(name, value string, most int, attributes ...string) {
	value = strings.Join(strings.Fields(value), " ")
	if value == "" {
		value = notGiven
	}
	if most > 0 && runes(value) > most {
		value = strings.TrimRight(string([]rune(value)[:most-1]), " ") + "…"
	}
	m.code(name, value, attributes...)
}

// within writes a code in an element of its own.
func (m *markup) within(outer, name, value string) {
	m.open(outer)
	m.code(name, value)
	m.close(outer)
}

// address writes the address of a page. One too long to be held is left out: cut, it
// would lead elsewhere.
func (m *markup) address(outer, url string) {
	if runes(url) <= 400 {
		m.within(outer, "urlweb", url)
	}
}

func runes(s string) int { return utf8.RuneCountInString(s) }
