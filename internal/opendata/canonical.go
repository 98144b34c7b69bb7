package opendata

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// maxValue bounds one value, in bytes: the longest text of an official file is a
// tenth of it.
const maxValue = 1 << 20

// Canonical returns the one way to write a value of the type, so that two files that
// say the same give the same row. Empty stays empty. The error, one line without the
// value, says what is accepted.
func (t Type) Canonical(s string) (string, error) {
	s, err := clean(s)
	if err != nil || s == "" {
		return "", err
	}
	switch t {
	case Code:
		return norm.NFC.String(strings.ReplaceAll(s, " ", "")), nil
	case Int:
		return canonicalInt(s)
	case Decimal:
		return canonicalDecimal(s)
	case Date:
		return canonicalDate(s)
	case Bool:
		return canonicalBool(s)
	case List:
		return canonicalList(s), nil
	case UAI:
		return canonicalUAI(s)
	case Commune:
		return canonicalCommune(s)
	case Latitude:
		return canonicalAngle(s, 90)
	case Longitude:
		return canonicalAngle(s, 180)
	}
	return s, nil
}

// clean trims a text, makes its spaces single, drops what can't be seen and composes
// accents. Most values are clean already: they come back without being copied.
func clean(s string) (string, error) {
	if len(s) > maxValue {
		return "", fmt.Errorf("longer than %d bytes", maxValue)
	}
	if isClean(s) || isCleanText(s) {
		return s, nil
	}
	if !utf8.ValidString(s) {
		return "", errors.New("not UTF-8 text: the file has another encoding than its layout says")
	}
	var b strings.Builder
	b.Grow(len(s))
	space := false
	for _, r := range s {
		switch {
		case unicode.IsSpace(r):
			space = b.Len() > 0
			continue
		case invisible(r):
			continue
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		b.WriteRune(r)
	}
	return norm.NFC.String(b.String()), nil // last: what was between an accent and its letter is gone
}

// isClean recognises ASCII text that clean would leave as it is.
func isClean(s string) bool {
	last := byte(' ')
	for i := range len(s) {
		c := s[i]
		if c < ' ' || c >= 0x7f || c == ' ' && last == ' ' {
			return false
		}
		last = c
	}
	return s == "" || last != ' '
}

// isCleanText does as much for text with accents.
func isCleanText(s string) bool {
	last, composed := ' ', true
	for _, r := range s {
		if r < ' ' || r >= 0x7f && (r == utf8.RuneError || unicode.IsSpace(r) || invisible(r)) || r == 0x7f || r == ' ' && last == ' ' {
			return false
		}
		// No mark to compose comes before this one.
		composed = composed && r < '\u0300'
		last = r
	}
	return last != ' ' && (composed || norm.NFC.IsNormalString(s))
}

// invisible tells control characters, marks of byte order and soft hyphens.
func invisible(r rune) bool {
	return unicode.Is(unicode.Cc, r) || r == '\uFEFF' || r == '\u200B' || r == '\u00AD'
}

var errInt = errors.New("not a whole number")

func canonicalInt(s string) (string, error) {
	if isDigits(s) && (s[0] != '0' || len(s) == 1) && len(s) < 18 {
		return s, nil
	}
	s = strings.ReplaceAll(s, " ", "")
	if i := strings.IndexAny(s, ".,"); i > 0 && strings.Trim(s[i+1:], "0") == "" {
		s = s[:i] // spreadsheets write whole numbers as 12.0
	}
	n, err := strconv.ParseInt(s, 10, 60)
	if err != nil {
		return "", errInt
	}
	return strconv.FormatInt(n, 10), nil
}

var errDecimal = errors.New("not a number")

func canonicalDecimal(s string) (string, error) {
	s = strings.ReplaceAll(s, " ", "")
	if strings.Count(s, ",") == 1 && !strings.Contains(s, ".") {
		s = strings.Replace(s, ",", ".", 1)
	}
	sign, digits := "", s
	if strings.HasPrefix(s, "-") || strings.HasPrefix(s, "+") {
		sign, digits = strings.TrimPrefix(s[:1], "+"), s[1:]
	}
	whole, part, _ := strings.Cut(digits, ".")
	if !isDigits(whole+part) || len(digits) > 40 {
		// An exponent, as in 1.2E-3; anything else is refused, "NaN" included.
		f, err := strconv.ParseFloat(s, 64)
		if err != nil || len(s) > 40 || f-f != 0 || !strings.ContainsAny(s, "eE") || strings.ContainsAny(s, "_xXpP") {
			return "", errDecimal
		}
		s = strconv.FormatFloat(f, 'f', -1, 64)
		if len(s) > 40 {
			return "", errDecimal
		}
		return canonicalDecimal(s)
	}
	whole, part = strings.TrimLeft(whole, "0"), strings.TrimRight(part, "0")
	switch {
	case whole == "" && part == "":
		return "0", nil
	case whole == "":
		whole = "0"
	}
	if part == "" {
		return sign + whole, nil
	}
	return sign + whole + "." + part, nil
}

func isDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

var errDate = errors.New("not a date: want 2013, 2013-09, 2013-09-30 or 30/09/2013")

func canonicalDate(s string) (string, error) {
	// A time of the day says nothing here: official files put midnight.
	if i := strings.IndexAny(s, "T "); i >= 8 {
		s = s[:i]
	}
	if parts := strings.Split(s, "/"); len(parts) == 3 {
		s = parts[2] + "-" + pad(parts[1]) + "-" + pad(parts[0])
	} else if len(parts) == 2 {
		s = parts[1] + "-" + pad(parts[0])
	}
	parts := strings.Split(s, "-")
	if len(parts) > 3 || len(parts[0]) != 4 {
		return "", errDate
	}
	var n [3]int
	for i, p := range parts {
		if !isDigits(p) || i > 0 && len(p) != 2 {
			return "", errDate
		}
		n[i], _ = strconv.Atoi(p) // digits
	}
	if len(parts) > 1 && (n[1] < 1 || n[1] > 12) || len(parts) > 2 && (n[2] < 1 || n[2] > daysIn(n[0], n[1])) || n[0] == 0 {
		return "", errDate
	}
	return s, nil
}

func pad(s string) string {
	if len(s) == 1 {
		return "0" + s
	}
	return s
}

func daysIn(year, month int) int {
	switch month {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

var errBool = errors.New("neither yes nor no: want 1, 0, oui, non, O, N, vrai, faux, true, false")

func canonicalBool(s string) (string, error) {
	switch strings.ToLower(s) {
	case "1", "1.0", "oui", "o", "yes", "y", "vrai", "true", "x":
		return "1", nil
	case "0", "0.0", "non", "n", "no", "faux", "false":
		return "0", nil
	}
	return "", errBool
}

func canonicalList(s string) string {
	items := strings.Split(s, ListSeparator)
	kept := items[:0]
	for _, item := range items {
		if item = strings.TrimSpace(item); item != "" {
			kept = append(kept, item)
		}
	}
	return strings.Join(kept, ListSeparator)
}

var errUAI = errors.New("not a UAI: want seven digits and a letter")

func canonicalUAI(s string) (string, error) {
	s = strings.ToUpper(strings.ReplaceAll(s, " ", ""))
	if len(s) != 8 || !isDigits(s[:7]) || s[7] < 'A' || s[7] > 'Z' {
		return "", errUAI
	}
	return s, nil
}

// checkLetters are the check letters in the order of the remainders: those that look
// like a digit or like another one are left out.
const checkLetters = "abcdefghjklmnprstuvwxyz"

// CheckLetter reports whether the letter of a canonical UAI is the one that its
// digits call for. Some establishments were registered with a wrong one.
func CheckLetter(uai string) bool {
	if len(uai) != 8 || !isDigits(uai[:7]) {
		return false
	}
	n, _ := strconv.Atoi(uai[:7]) // digits
	return uai[7]|0x20 == checkLetters[n%len(checkLetters)]
}

var errCommune = errors.New("not the code of a commune: want five characters, as in 35238 or 2A004")

func canonicalCommune(s string) (string, error) {
	s = strings.ToUpper(strings.ReplaceAll(s, " ", ""))
	if len(s) == 4 && isDigits(s) {
		s = "0" + s
	}
	if len(s) != 5 || !isDigits(s[2:]) || !isDigits(s[:2]) && s[:2] != "2A" && s[:2] != "2B" {
		return "", errCommune
	}
	return s, nil
}

func canonicalAngle(s string, limit float64) (string, error) {
	s, err := canonicalDecimal(s)
	if err != nil {
		return "", err
	}
	if f, err := strconv.ParseFloat(s, 64); err != nil || f < -limit || f > limit {
		return "", fmt.Errorf("not between -%g and %g degrees", limit, limit)
	}
	return s, nil
}
