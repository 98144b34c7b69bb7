package format

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// jsonRows reads the items of an array, or the members of an object, at a path of a JSON
// text. It accepts what encoding/json accepts and gives the same strings (a differential
// fuzz test holds it to that), except that a record which is not UTF-8 is damaged.
type jsonRows struct {
	builder
	w      *window
	path   []string
	keyed  bool // records are the members of an object
	state  jsonState
	n      int   // rank of the record
	start  int64 // of the record, negative outside of one
	broken bool  // the record is not UTF-8
	key    []byte
}

type jsonState uint8

const (
	beforeRecords jsonState = iota
	firstRecord
	furtherRecords
	afterRecords
)

func openJSON(in *input, f Format, lim Limits) (rows, error) {
	head, err := in.content.Peek(len(bom))
	if err != nil && err != io.EOF {
		return nil, err
	}
	if bytes.Equal(head, bom) {
		if _, err := in.content.Discard(len(bom)); err != nil {
			return nil, err
		}
	}
	j := &jsonRows{builder: newBuilder(), w: newWindow(in.content, lim.Record), start: -1}
	if f.Record != "" {
		j.path = strings.Split(f.Record, "/")
	}
	if n := len(j.path); n > 0 && j.path[n-1] == "*" {
		j.keyed, j.path = true, j.path[:n-1]
	}
	return j, nil
}

func (j *jsonRows) table() *table { return nil }
func (j *jsonRows) done() float64 { return -1 }
func (j *jsonRows) close() error  { return nil }

func (j *jsonRows) next(rec *Record) error {
	j.begin()
	rec.tree = j.tree
	err := j.read(rec)
	if err == errLong {
		return brokenAt(j.n, "a record or a string of more than %d MB", j.w.max>>20)
	}
	return err
}

func (j *jsonRows) read(rec *Record) error {
	if j.state == beforeRecords {
		if err := j.enter(); err != nil {
			return err
		}
		j.state = firstRecord
	}
	if j.state == afterRecords {
		return io.EOF
	}
	if more, err := j.another(j.state == firstRecord, j.closing()); err != nil {
		return err
	} else if !more {
		j.state = afterRecords
		return j.leave()
	}
	j.state = furtherRecords
	j.n++
	rec.Line, j.start, j.broken = j.n, j.w.offset(), false
	if j.keyed {
		if err := j.readKey(); err != nil {
			return err
		}
		j.text = append(j.text, j.key...)
		j.put(j.tree.child(0, []byte("@key")))
	}
	if err := j.value(0, 0); err != nil {
		return err
	}
	j.start = -1
	if j.broken {
		return &damaged{j.n, "not UTF-8"}
	}
	j.finish()
	return nil
}

func (j *jsonRows) closing() byte {
	if j.keyed {
		return '}'
	}
	return ']'
}

// enter goes down the path to the records.
func (j *jsonRows) enter() error {
	for i, step := range j.path {
		if err := j.expect('{', strings.Join(j.path[:i], "/")); err != nil {
			return err
		}
		for first := true; ; first = false {
			more, err := j.another(first, '}')
			if err != nil {
				return err
			}
			if !more {
				return brokenAt(0, "no %q", strings.Join(j.path[:i+1], "/"))
			}
			if err := j.readKey(); err != nil {
				return err
			}
			if string(j.key) == step {
				break
			}
			if err := j.value(-1, 0); err != nil {
				return err
			}
		}
	}
	if j.keyed {
		return j.expect('{', strings.Join(j.path, "/"))
	}
	return j.expect('[', strings.Join(j.path, "/"))
}

// leave reads what follows the records, to the end of the text.
func (j *jsonRows) leave() error {
	for range j.path {
		for {
			more, err := j.another(false, '}')
			if err != nil {
				return err
			}
			if !more {
				break
			}
			if err := j.readKey(); err != nil {
				return err
			}
			if err := j.value(-1, 0); err != nil {
				return err
			}
		}
	}
	if b, err := j.peek(); err != io.EOF {
		if err == nil {
			err = j.fail("%q after the end", b)
		}
		return err
	}
	return io.EOF
}

func (j *jsonRows) expect(open byte, path string) error {
	b, err := j.peek()
	if err != nil {
		return j.truncated(err)
	}
	if b != open {
		kind := map[byte]string{'{': "an object", '[': "an array"}
		found, ok := kind[b]
		if !ok {
			found = "a single value"
		}
		if path == "" {
			path = "the whole file"
		}
		return brokenAt(0, "%s is %s, where %s was expected", path, found, kind[open])
	}
	j.w.pos++
	return nil
}

// another passes over what separates the items of an array or the members of an object,
// and reports whether there is another one.
func (j *jsonRows) another(first bool, closing byte) (bool, error) {
	b, err := j.peek()
	switch {
	case err != nil:
		return false, j.truncated(err)
	case b == closing:
		j.w.pos++
		return false, nil
	case first:
		return true, nil
	case b != ',':
		return false, j.fail("%q where a comma was expected", b)
	}
	j.w.pos++
	return true, nil
}

// peek passes over spaces and returns the next byte.
func (j *jsonRows) peek() (byte, error) {
	w := j.w
	for {
		for ; w.pos < w.end; w.pos++ {
			if b := w.buf[w.pos]; b != ' ' && b != '\n' && b != '\r' && b != '\t' {
				return b, nil
			}
		}
		if err := w.more(); err != nil {
			return 0, err
		}
	}
}

// fail is a syntax error at the place reached.
func (j *jsonRows) fail(format string, args ...any) error {
	return brokenAt(j.n, "line %d: %s", j.w.line(), fmt.Sprintf(format, args...))
}

// truncated makes an error of an end that comes too early.
func (j *jsonRows) truncated(err error) error {
	if err == io.EOF {
		return j.fail("the file ends inside of a value: truncated?")
	}
	return err
}

// readKey reads the key of a member and its colon.
func (j *jsonRows) readKey() error {
	b, err := j.peek()
	if err != nil {
		return j.truncated(err)
	}
	if b != '"' {
		return j.fail("%q where a key was expected", b)
	}
	if j.key, err = j.str(j.key[:0]); err != nil {
		return err
	}
	if b, err = j.peek(); err != nil {
		return j.truncated(err)
	}
	if b != ':' {
		return j.fail("%q where a colon was expected", b)
	}
	j.w.pos++
	return nil
}

// value reads a value into a node, or passes over it when the node is negative.
func (j *jsonRows) value(node int32, depth int) error {
	b, err := j.peek()
	if err != nil {
		return j.truncated(err)
	}
	if depth == maxDepth {
		return j.fail("values nested more than %d deep", maxDepth)
	}
	if j.start >= 0 && j.w.offset()-j.start > int64(j.w.max) {
		return errLong
	}
	switch b {
	case '{', '[':
		j.w.pos++
		closing := b + 2 // as ASCII has them
		for first := true; ; first = false {
			more, err := j.another(first, closing)
			if err != nil || !more {
				return err
			}
			child := node
			if b == '{' {
				if err := j.readKey(); err != nil {
					return err
				}
				if node >= 0 {
					if child = j.tree.child(node, j.key); child < 0 {
						return errPaths
					}
				}
			}
			if err := j.value(child, depth+1); err != nil {
				return err
			}
		}
	}
	if node == 0 {
		if node = j.tree.child(0, []byte("@value")); node < 0 {
			return errPaths
		}
	}
	length := len(j.text)
	switch b {
	case '"':
		j.text, err = j.str(j.text)
	case 't':
		err = j.word("true")
		j.text = append(j.text, "true"...)
	case 'f':
		err = j.word("false")
		j.text = append(j.text, "false"...)
	case 'n':
		err = j.word("null")
	default:
		err = j.number()
	}
	if err != nil {
		return err
	}
	if node < 0 {
		j.text = j.text[:length]
	} else {
		j.put(node)
	}
	return nil
}

// word passes over a literal.
func (j *jsonRows) word(word string) error {
	w := j.w
	for w.end-w.pos < len(word) {
		if err := w.more(); err != nil {
			return j.truncated(err)
		}
	}
	if string(w.buf[w.pos:w.pos+len(word)]) != word {
		return j.fail("a value that is none: %.12q", w.buf[w.pos:w.end])
	}
	w.pos += len(word)
	return nil
}

// number appends a number as it is written.
func (j *jsonRows) number() error {
	w := j.w
	n := 0
	for {
		if n == w.end-w.pos {
			if err := w.more(); err == io.EOF {
				break
			} else if err != nil {
				return err
			}
		}
		if b := w.buf[w.pos+n]; ('0' > b || b > '9') && b != '-' && b != '+' && b != '.' && b != 'e' && b != 'E' {
			break
		}
		n++
	}
	number := w.buf[w.pos : w.pos+n]
	if !isNumber(number) {
		return j.fail("a value that is none: %.12q", w.buf[w.pos:w.end])
	}
	j.text = append(j.text, number...)
	w.pos += n
	return nil
}

// isNumber reports whether b is a number by the grammar of JSON.
func isNumber(b []byte) bool {
	digits := func() bool {
		n := 0
		for n < len(b) && '0' <= b[n] && b[n] <= '9' {
			n++
		}
		b = b[n:]
		return n > 0
	}
	if len(b) > 0 && b[0] == '-' {
		b = b[1:]
	}
	if len(b) > 0 && b[0] == '0' {
		b = b[1:]
	} else if !digits() {
		return false
	}
	if len(b) > 0 && b[0] == '.' {
		b = b[1:]
		if !digits() {
			return false
		}
	}
	if len(b) > 0 && (b[0] == 'e' || b[0] == 'E') {
		b = b[1:]
		if len(b) > 0 && (b[0] == '-' || b[0] == '+') {
			b = b[1:]
		}
		if !digits() {
			return false
		}
	}
	return len(b) == 0
}

// str appends the string at pos.
func (j *jsonRows) str(out []byte) ([]byte, error) {
	w := j.w
	start, n, wide := 1, 1, false // from pos
	for {
		for ; n < w.end-w.pos; n++ {
			b := w.buf[w.pos+n]
			if b >= ' ' && b < utf8.RuneSelf && b != '"' && b != '\\' {
				continue
			}
			switch {
			case b >= utf8.RuneSelf:
				wide = true
			case b == '"':
				raw := w.buf[w.pos+start : w.pos+n]
				if wide && !utf8.Valid(w.buf[w.pos:w.pos+n]) {
					j.broken = true
				}
				w.pos += n + 1
				return append(out, raw...), nil
			case b == '\\':
				out = append(out, w.buf[w.pos+start:w.pos+n]...)
				for w.end-w.pos-n < len(`\u1234\u1234`) && w.err == nil {
					if err := w.more(); err != nil && err != io.EOF {
						return out, err
					}
				}
				r, length := unescape(w.buf[w.pos+n : w.end])
				if length == 0 {
					return out, j.fail("an escape that is none: %.6q", w.buf[w.pos+n:w.end])
				}
				out = utf8.AppendRune(out, r)
				n += length - 1
				start = n + 1
			default:
				return out, j.fail("a control character inside of a string: %#x", b)
			}
		}
		if err := w.more(); err != nil {
			return out, j.truncated(err)
		}
	}
}

// unescape reads the escape at the start of b and returns its length, zero when it is
// none. Half a pair of surrogates stands for the replacement character.
func unescape(b []byte) (rune, int) {
	if len(b) < 2 {
		return 0, 0
	}
	if i := strings.IndexByte(`"\/bfnrt`, b[1]); i >= 0 {
		return rune("\"\\/\b\f\n\r\t"[i]), 2
	}
	high, ok := hex4(b)
	if !ok {
		return 0, 0
	}
	if high < 0xd800 || high > 0xdfff {
		return high, 6
	}
	if low, ok := hex4(b[6:]); ok && high < 0xdc00 && 0xdc00 <= low && low <= 0xdfff {
		return (high-0xd800)<<10 | (low - 0xdc00) + 0x10000, 12
	}
	return utf8.RuneError, 6
}

// hex4 reads \u1234.
func hex4(b []byte) (rune, bool) {
	if len(b) < 6 || b[0] != '\\' || b[1] != 'u' {
		return 0, false
	}
	var r rune
	for _, c := range b[2:6] {
		switch {
		case '0' <= c && c <= '9':
			r = r<<4 | rune(c-'0')
		case 'a' <= c && c <= 'f':
			r = r<<4 | rune(c-'a'+10)
		case 'A' <= c && c <= 'F':
			r = r<<4 | rune(c-'A'+10)
		default:
			return 0, false
		}
	}
	return r, true
}
