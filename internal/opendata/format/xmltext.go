package format

import (
	"bytes"
	"encoding/xml"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// declaredEncoding returns the encoding that an XML declaration names when it isn't UTF-8.
func declaredEncoding(head []byte) string {
	rest, ok := bytes.CutPrefix(head, []byte("<?xml"))
	declaration, _, whole := bytes.Cut(rest, []byte("?>"))
	if !ok || !whole {
		return ""
	}
	if name := pseudoAttribute("encoding", string(declaration)); !strings.EqualFold(name, "utf-8") {
		return name
	}
	return ""
}

// singleByte returns an encoding by its name in XML declarations, nil when unknown.
// ISO 8859-1 is read as windows-1252, as browsers do: its control codes are not text.
func singleByte(name string) *charmap.Charmap {
	switch strings.ToLower(name) {
	case "iso-8859-1", "windows-1252", "us-ascii":
		return charmap.Windows1252
	case "iso-8859-15":
		return charmap.ISO8859_15
	}
	return nil
}

// pseudoAttribute reads a value of an XML declaration.
func pseudoAttribute(name, text string) string {
	for len(text) > 0 {
		_, after, ok := strings.Cut(text, name)
		if !ok {
			return ""
		}
		text = strings.TrimLeft(after, " \t\r\n")
		value, ok := strings.CutPrefix(text, "=")
		if !ok {
			continue
		}
		value = strings.TrimLeft(value, " \t\r\n")
		if value == "" || value[0] != '"' && value[0] != '\'' {
			return ""
		}
		if end := strings.IndexByte(value[1:], value[0]); end >= 0 {
			return value[1 : 1+end]
		}
		return ""
	}
	return ""
}

func skipSpace(b []byte, i int) int {
	for i < len(b) && (b[i] == ' ' || b[i] == '\n' || b[i] == '\t' || b[i] == '\r') {
		i++
	}
	return i
}

// localName drops the prefix of a name.
func localName(name []byte) []byte {
	if i := bytes.IndexByte(name, ':'); i > 0 && i < len(name)-1 {
		return name[i+1:]
	}
	return name
}

// name returns the name at the start of b. When it fills b, which is not whole, it is
// not checked: the caller asks for more, and again.
func (x *xmlRows) name(b []byte, whole bool) ([]byte, error) {
	n, wide, colons := 0, false, 0
	for n < len(b) {
		c := b[n]
		if c >= utf8.RuneSelf {
			wide = true
		} else if c == ':' {
			colons++
		} else if !('a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c == '_' || n > 0 && ('0' <= c && c <= '9' || c == '.' || c == '-')) {
			break
		}
		n++
	}
	name := b[:n]
	if n == len(b) && !whole {
		return name, nil
	}
	if n == 0 || colons > 1 || wide && !x.wideName(name) {
		return nil, x.fail("not a name: %.20q", b)
	}
	return name, nil
}

// wideName reports whether a name with letters beyond ASCII is one, as encoding/xml
// tells: its tables are not exported.
func (x *xmlRows) wideName(name []byte) bool {
	ok, asked := x.known[string(name)]
	if !asked {
		_, err := xml.NewDecoder(strings.NewReader("<" + string(name) + "/>")).Token()
		ok = err == nil
		if x.known == nil || len(x.known) > maxPaths {
			x.known = make(map[string]bool)
		}
		x.known[string(name)] = ok
	}
	return ok
}

// place is where characters stand: what they mean depends on it.
type place uint8

const (
	inText place = iota
	inQuotes
	inSection
)

// plain are the bytes that stand for themselves everywhere.
var plain = func() (t [256]bool) {
	for b := range t {
		t[b] = b >= ' ' && b < utf8.RuneSelf && b != '&' && b != ']' && b != '<' || b == '\n' || b == '\t'
	}
	return t
}()

// decode appends what characters stand for: references are replaced, the ends of lines
// become line feeds.
func (x *xmlRows) decode(out, b []byte, where place) ([]byte, error) {
	start, wide := 0, false
	for i := 0; i < len(b); i++ {
		c := b[i]
		if plain[c] {
			continue
		}
		switch {
		case c >= utf8.RuneSelf:
			wide = true
		case c == '\r':
			out = append(append(out, b[start:i]...), '\n')
			if i+1 < len(b) && b[i+1] == '\n' {
				i++
			}
			start = i + 1
		case c == '&' && where != inSection:
			out = append(out, b[start:i]...)
			r, n := reference(b[i:])
			if n == 0 {
				return out, x.fail("a reference that is not read: %.12q", b[i:])
			}
			if !character(r) {
				return out, x.fail("a reference to a forbidden character: %.12q", b[i:])
			}
			out = utf8.AppendRune(out, r)
			i += n - 1
			start = i + 1
		case c == '<' && where == inQuotes:
			return out, x.fail("a < inside of the value of an attribute")
		case c == ']' && where == inText && bytes.HasPrefix(b[i:], []byte("]]>")):
			return out, x.fail("]]> outside of a section of character data")
		case c < ' ':
			return out, x.fail("a forbidden control character: %#x", c)
		}
	}
	if wide && (!utf8.Valid(b) || bytes.Contains(b, []byte("\uFFFE")) || bytes.Contains(b, []byte("\uFFFF"))) {
		return out, x.fail("characters that are not UTF-8, or forbidden")
	}
	return append(out, b[start:]...), nil
}

// character reports whether XML allows a character.
func character(r rune) bool {
	return r >= ' ' && r != 0xfffe && r != 0xffff || r == '\t' || r == '\n' || r == '\r'
}

// reference reads a reference at the start of b and returns its length, zero when it is
// none of those that need no declaration.
func reference(b []byte) (rune, int) {
	end := bytes.IndexByte(b[:min(len(b), 64)], ';')
	if end < 0 {
		return 0, 0
	}
	name := string(b[1:end])
	switch name {
	case "amp":
		return '&', end + 1
	case "lt":
		return '<', end + 1
	case "gt":
		return '>', end + 1
	case "quot":
		return '"', end + 1
	case "apos":
		return '\'', end + 1
	}
	digits, ok := strings.CutPrefix(name, "#")
	if !ok {
		return 0, 0
	}
	base := 10
	if rest, ok := strings.CutPrefix(digits, "x"); ok {
		digits, base = rest, 16
	}
	n, err := strconv.ParseUint(digits, base, 64)
	if err != nil || n > utf8.MaxRune {
		return 0, 0
	}
	if !utf8.ValidRune(rune(n)) {
		return utf8.RuneError, end + 1 // a lone surrogate, as encoding/xml
	}
	return rune(n), end + 1
}
