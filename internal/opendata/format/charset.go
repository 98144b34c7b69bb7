package format

import (
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// charset is the encoding of a text. Both encodings agree on ASCII, so parsers look for
// their marks in bytes and decode what stands between them.
//
// The rule for CSV: a byte order mark means UTF-8. Else the first megabyte is looked at:
// it is in the encoding of which more is found, well-formed sequences of UTF-8 or bytes
// that are none. When it is all ASCII, the first record that is not decides. A record
// that is not UTF-8 in a file that is, is damaged.
type charset uint8

const (
	undecided charset = iota
	utf8Text
	windows1252
)

var bom = []byte("\xef\xbb\xbf")

// guess looks at the start of a content.
func guess(start []byte) charset {
	well, ill := 0, 0
	for i := 0; i < len(start); {
		if start[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, n := utf8.DecodeRune(start[i:])
		switch {
		case r != utf8.RuneError || n > 1:
			well++
		case utf8.FullRune(start[i:]):
			ill++
		}
		i += n
	}
	switch {
	case well == 0 && ill == 0:
		return undecided
	case well >= ill:
		return utf8Text
	}
	return windows1252
}

// decode makes UTF-8 of a row whose fields end at ends. It returns false when it can't.
func (c *charset) decode(row *[]byte, ends []int) bool {
	if ascii(*row) {
		return true
	}
	if *c == undecided {
		*c = guess(*row)
	}
	if *c == utf8Text {
		return utf8.Valid(*row)
	}
	var out []byte
	start := 0
	for i, end := range ends {
		out = append1252(out, (*row)[start:end])
		start = end
		ends[i] = len(out)
	}
	*row = out
	return true
}

func append1252(out, text []byte) []byte {
	for _, b := range text {
		if b < utf8.RuneSelf {
			out = append(out, b)
		} else {
			out = utf8.AppendRune(out, charmap.Windows1252.DecodeByte(b))
		}
	}
	return out
}

func ascii(text []byte) bool {
	for _, b := range text {
		if b >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
