package format

import (
	"bytes"
	"fmt"
	"io"
	"unicode/utf8"
)

// csvRows reads CSV as RFC 4180 writes it, with any separator: a field in quotes may hold
// separators, line feeds and doubled quotes; empty lines are no records; a carriage
// return before a line feed is dropped; a quote inside a field that is not in quotes is
// a quote, and so is one that starts a field where the format says so. It reads what
// encoding/csv reads, and unlike it bounds a record, goes on after a bad one, and makes
// one string of a row.
type csvRows struct {
	w     *window
	comma byte
	plain bool // no field is in quotes
	text  charset
	head  *table
	line  int // of the line last read
	row   []byte
	ends  []int // of the fields in row
	last  bool  // the line last read has no line feed
}

func openCSV(in *input, f Format, lim Limits) (rows, error) {
	c := &csvRows{w: newWindow(in.content, lim.Record), plain: f.Unquoted}
	first, err := in.content.Peek(sniffed)
	if err != nil && err != io.EOF {
		return nil, err
	}
	if bytes.HasPrefix(first, bom) {
		c.text = utf8Text
		if _, err := in.content.Discard(len(bom)); err != nil {
			return nil, err
		}
	} else {
		c.text = guess(first)
	}
	for c.line < f.Header-1 {
		if _, err := c.readLine(); err != nil {
			return nil, noHeadings(err, c.line)
		}
	}
	if c.comma, err = c.separator(f.Comma); err != nil {
		return nil, err
	}
	line, err := c.readRow()
	if err != nil {
		return nil, noHeadings(err, c.line)
	}
	headings, err := c.fields(line)
	if err != nil {
		return nil, err
	}
	c.head = newTable(append([]string(nil), headings...))
	return c, nil
}

func noHeadings(err error, line int) error {
	if err == io.EOF {
		return brokenAt(line, "no headings: the file ends before them")
	}
	if d, ok := err.(*damaged); ok {
		return brokenAt(d.line, "headings: %s", d.reason)
	}
	return err
}

// separator is the one asked for, or the most frequent in the line of headings.
func (c *csvRows) separator(asked rune) (byte, error) {
	if asked != 0 {
		if asked >= utf8.RuneSelf || asked == '"' || asked == '\n' || asked == '\r' {
			return 0, brokenAt(0, "%q can't separate fields", asked)
		}
		return byte(asked), nil
	}
	for bytes.IndexByte(c.w.buf[c.w.pos:c.w.end], '\n') < 0 {
		if err := c.w.more(); err == io.EOF {
			break
		} else if err != nil {
			return 0, err
		}
	}
	line, _, _ := bytes.Cut(c.w.buf[c.w.pos:c.w.end], []byte{'\n'})
	var n [256]int
	quoted := false
	for _, b := range line {
		if b == '"' {
			quoted = !quoted
		} else if !quoted {
			n[b]++
		}
	}
	comma := byte(';')
	for _, b := range []byte{',', '\t'} {
		if n[b] > n[comma] {
			comma = b
		}
	}
	return comma, nil
}

func (c *csvRows) table() *table { return c.head }
func (c *csvRows) done() float64 { return -1 }
func (c *csvRows) close() error  { return nil }

func (c *csvRows) next(rec *Record) error {
	line, err := c.readRow()
	if err != nil {
		return err
	}
	rec.Line = line
	if got, want := len(c.ends), len(c.head.headings); got != want {
		return &damaged{line, fmt.Sprintf("%d fields under %d headings", got, want)}
	}
	rec.values, err = c.appendFields(rec.values[:0], line)
	return err
}

func (c *csvRows) fields(line int) ([]string, error) {
	return c.appendFields(nil, line)
}

// appendFields makes strings of the row last read.
func (c *csvRows) appendFields(values []string, line int) ([]string, error) {
	if bytes.IndexByte(c.row, 0) >= 0 {
		return values, &damaged{line, "a NUL byte: binary data?"}
	}
	if !c.text.decode(&c.row, c.ends) {
		return values, &damaged{line, "not UTF-8, as the rest of the file is"}
	}
	row, start := string(c.row), 0
	for _, end := range c.ends {
		values = append(values, row[start:end])
		start = end
	}
	return values, nil
}

// readLine returns the next line, without what ends it. It is valid until the next one.
func (c *csvRows) readLine() ([]byte, error) {
	w := c.w
	seen := 0
	for {
		if i := bytes.IndexByte(w.buf[w.pos+seen:w.end], '\n'); i >= 0 {
			line := w.buf[w.pos : w.pos+seen+i]
			w.pos += seen + i + 1
			c.line++
			c.last = false
			return trimReturn(line), nil
		}
		seen = w.end - w.pos
		switch err := w.more(); {
		case err == errLong:
			return nil, c.long(c.line + 1)
		case err == io.EOF && seen > 0:
			line := w.buf[w.pos:w.end]
			w.pos = w.end
			c.line++
			c.last = true
			return trimReturn(line), nil
		case err != nil:
			return nil, err
		}
	}
}

func (c *csvRows) long(line int) error {
	return brokenAt(line, "a record of more than %d MB: a quote that is never closed?", c.w.max>>20)
}

func trimReturn(line []byte) []byte {
	if n := len(line); n > 0 && line[n-1] == '\r' {
		return line[:n-1]
	}
	return line
}

// readRow reads the next row into c.row and c.ends, and returns its first line.
func (c *csvRows) readRow() (int, error) {
	c.row, c.ends = c.row[:0], c.ends[:0]
	var line []byte
	for len(line) == 0 {
		var err error
		if line, err = c.readLine(); err != nil {
			return 0, err
		}
	}
	first := c.line
	for {
		if !c.plain && len(line) > 0 && line[0] == '"' {
			rest, err := c.readQuoted(line[1:], first)
			if err != nil {
				return first, err
			}
			c.ends = append(c.ends, len(c.row))
			if rest == nil {
				return first, nil
			}
			line = rest
			continue
		}
		field, rest, more := line, []byte(nil), false
		if i := bytes.IndexByte(line, c.comma); i >= 0 {
			field, rest, more = line[:i], line[i+1:], true
		}
		c.row = append(c.row, field...)
		c.ends = append(c.ends, len(c.row))
		if !more {
			return first, nil
		}
		line = rest
	}
}

// readQuoted reads the rest of a field in quotes, over as many lines as it takes, and
// returns the rest of the line after its separator, nil when there is none.
func (c *csvRows) readQuoted(line []byte, first int) ([]byte, error) {
	for {
		i := bytes.IndexByte(line, '"')
		if i < 0 {
			c.row = append(c.row, line...)
			var err error
			if c.last {
				err = io.EOF
			} else {
				line, err = c.readLine()
			}
			if err == io.EOF {
				return nil, &damaged{first, "a quote that is never closed"}
			}
			if err != nil {
				return nil, err
			}
			if len(c.row)+len(line) > c.w.max {
				return nil, c.long(first)
			}
			c.row = append(c.row, '\n')
			continue
		}
		c.row = append(c.row, line[:i]...)
		line = line[i+1:]
		switch {
		case len(line) == 0:
			return nil, nil
		case line[0] == '"':
			c.row = append(c.row, '"')
			line = line[1:]
		case line[0] == c.comma:
			return line[1:], nil
		default:
			return nil, &damaged{first, fmt.Sprintf("a quote inside field %d, not doubled", len(c.ends)+1)}
		}
	}
}
