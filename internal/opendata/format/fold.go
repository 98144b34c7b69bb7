package format

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold reduces a heading to what tells it from others: its letters and digits, without
// accents and in lower case. « Code postal », Code_postal and CODE-POSTAL are one, and so
// are n° and nº.
func Fold(heading string) string {
	var b strings.Builder
	for i := 0; i < len(heading); i++ {
		switch c := heading[i]; {
		case c >= utf8.RuneSelf:
			return foldUnicode(heading)
		case 'A' <= c && c <= 'Z':
			b.WriteByte(c + 'a' - 'A')
		case 'a' <= c && c <= 'z', '0' <= c && c <= '9':
			b.WriteByte(c)
		}
	}
	return b.String()
}

// ligatures are letters that decomposition leaves whole; the ordinal sign stands where
// others write a degree sign.
var ligatures = strings.NewReplacer("œ", "oe", "Œ", "oe", "æ", "ae", "Æ", "ae", "ß", "ss", "º", "")

func foldUnicode(heading string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(ligatures.Replace(heading)) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}
