package secret

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"

	"continuum/internal/fault"
)

// Bounds of a password, in characters.
const (
	MinPassword = 12
	MaxPassword = 200
)

// common.txt holds words of which many passwords are made, one a line; ours, in French
// and in English. They are not passwords: what people make of them (digits, years, capitals, signs,
// letters written as digits, twice the same) is found by rule.
//
//go:embed common.txt
var commonText string

var common = sync.OnceValue(func() map[string]bool {
	words := make(map[string]bool)
	for line := range strings.Lines(commonText) {
		if w := strings.TrimSpace(line); w != "" && w[0] != '#' {
			words[w] = true
		}
	}
	return words
})

// Check refuses a password that is short, long, or among the first that one would try:
// made of at most two common words, of runs of the keyboard, of repetitions, or of what is
// known of the person (about: name, mail address, organisation).
func Check(password string, about ...string) error {
	refuse := func(key string, args ...any) error { return fault.New(fault.Invalid, key, args...).In("password") }
	switch n := utf8.RuneCountInString(password); {
	case !utf8.ValidString(password) || strings.ContainsFunc(password, unicode.IsControl):
		return refuse("password.unreadable")
	case n < MinPassword:
		return refuse("password.short", MinPassword)
	case n > MaxPassword:
		return refuse("password.long", MaxPassword)
	}
	folded, own := fold(password), wordsOf(about)
	switch {
	case distinct(folded) < 5 || made(folded, common(), 2):
		return refuse("password.common")
	case len(own) > 0 && min(left(folded, own), left(unleet(folded), own)) < 8:
		return refuse("password.own")
	}
	return nil
}

// unleet reads digits and signs as the letters that they stand for, one for one.
func unleet(s string) string {
	return strings.NewReplacer("@", "a", "4", "a", "3", "e", "€", "e", "1", "i", "!", "i", "0", "o", "$", "s", "5", "s", "7", "t").Replace(s)
}

// fold puts letters in lower case without accents.
func fold(s string) string {
	t := transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), norm.NFC)
	out, _, err := transform.String(t, strings.ToLower(s))
	if err != nil {
		return strings.ToLower(s)
	}
	return out
}

// distinct counts the different characters.
func distinct(s string) int {
	seen := make(map[rune]bool)
	for _, r := range s {
		seen[r] = true
	}
	return len(seen)
}

// rows are what fingers run along, in both directions.
var rows = []string{"azertyuiop", "qsdfghjklm", "wxcvbn", "qwertyuiop", "asdfghjkl", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz", "01234567890", "&é\"'(-è_çà)="}

// made reports whether s is wholly made of at most so many different common words, and
// of runs, repetitions, digits and signs, which cost a guesser nothing.
func made(s string, words map[string]bool, most int) bool {
	rs := []rune(s)
	// least[i] is how few words the first i characters are made of.
	least := make([]int, len(rs)+1)
	for i := 1; i <= len(rs); i++ {
		least[i] = len(rs) + 1
		if r := rs[i-1]; !unicode.IsLetter(r) {
			least[i] = least[i-1]
		}
		for j := max(0, i-24); j < i; j++ {
			if least[j] > most {
				continue
			}
			switch part := string(rs[j:i]); {
			case i-j >= 3 && (run(part) || repeats(part)):
				least[i] = min(least[i], least[j])
			case i-j >= 2 && words[unleet(part)]:
				cost := 1
				if j >= i-j && string(rs[j-(i-j):j]) == part { // the same again
					cost = 0
				}
				least[i] = min(least[i], least[j]+cost)
			}
		}
	}
	return least[len(rs)] <= most
}

// run reports whether fingers ran along a row.
func run(s string) bool {
	return slices.ContainsFunc(bothWays(), func(row string) bool { return strings.Contains(row, s) })
}

// bothWays are the rows from left to right and from right to left.
var bothWays = sync.OnceValue(func() (all []string) {
	for _, row := range rows {
		all = append(all, row, reversed(row))
	}
	return all
})

func reversed(s string) string {
	rs := []rune(s)
	slices.Reverse(rs)
	return string(rs)
}

// repeats reports whether s is one character again and again.
func repeats(s string) bool {
	first, _ := utf8.DecodeRuneInString(s)
	return !strings.ContainsFunc(s, func(r rune) bool { return r != first })
}

// wordsOf are the words of at least three letters of what is known of a person.
func wordsOf(about []string) (words []string) {
	for _, a := range about {
		words = append(words, strings.FieldsFunc(fold(a), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })...)
	}
	long := words[:0]
	for _, w := range words {
		if utf8.RuneCountInString(w) >= 3 {
			long = append(long, w)
		}
	}
	return long
}

// left counts the letters and digits that remain once words are taken out.
func left(s string, words []string) (n int) {
	before := s
	for _, w := range words {
		s = strings.ReplaceAll(s, w, " ")
	}
	if s == before {
		return utf8.RuneCountInString(s)
	}
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			n++
		}
	}
	return n
}
