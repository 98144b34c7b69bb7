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

// names.txt holds names in the same form: towns, territories, campuses, people.
//
//go:embed names.txt
var namesText string

var common = sync.OnceValue(func() map[string]bool {
	words := make(map[string]bool)
	for line := range strings.Lines(commonText + namesText) {
		if w := strings.TrimSpace(line); w != "" && w[0] != '#' {
			words[w] = true
		}
	}
	return words
})

// links are words that tie others, and add nothing to what one has to guess.
var links = map[string]bool{
	"de": true, "du": true, "des": true, "la": true, "le": true, "les": true, "un": true, "une": true, "et": true, "en": true, "au": true, "aux": true,
	"sur": true, "sous": true, "of": true, "the": true, "and": true,
}

// longestWord bounds what is looked up among the words.
const longestWord = 56

// Check refuses a password that is short, long, or among the first that one would try: one
// that many people had where passwords leaked, or made of at most two common words and what links them, of runs of the keyboard, of repetitions, or of what is
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
	case len(own) > 0 && min(left(folded, own), left(unleet(folded), own)) < 8:
		return refuse("password.own")
	case distinct(folded) < 5 || known(folded) || made(folded, common(), 2) || made(lettersOf(folded), common(), 2):
		return refuse("password.common")
	}
	return nil
}

// letterFor is what digits and signs stand for, one for one.
var letterFor = strings.NewReplacer("@", "a", "4", "a", "3", "e", "€", "e", "1", "i", "!", "i", "0", "o", "$", "s", "5", "s", "7", "t")

// unleet reads digits and signs as the letters that they stand for.
func unleet(s string) string { return letterFor.Replace(s) }

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

// rows are what fingers run along, in both directions: rows and columns of the keyboards of
// both languages, and zigzags between rows.
var rows = []string{
	"azertyuiop", "qsdfghjklm", "wxcvbn", "qwertyuiop", "asdfghjkl", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz", "01234567890", "&é\"'(-è_çà)=",
	"1qaz2wsx3edc4rfv5tgb6yhn7ujm", "1aqw2zsx3edc4rfv5tgb6yhn7uj", "qazwsxedcrfvtgbyhnujm", "aqwzsxedcrfvtgbyhnuj", "zaqxswcdevfrbgtnhymju", "wqaxszcdevfrbgtnhyju",
	"1q2w3e4r5t6y7u8i9o0p", "q1w2e3r4t5y6u7i8o9p0", "1a2z3e4r5t6y7u8i9o0p", "a1z2e3r4t5y6u7i8o9p0", "qawsedrftgyhujikolp", "aqzsedrftgyhujikolpm",
}

// made reports whether s is wholly made of at most so many different common words, and
// of runs, repetitions, digits and signs, which cost a guesser nothing.
func made(s string, words map[string]bool, most int) bool {
	rs, letters := []rune(s), []rune(unleet(s))
	// least[i] is how few words the first i characters are made of.
	least := make([]int, len(rs)+1)
	for i := 1; i <= len(rs); i++ {
		least[i] = len(rs) + 1
		if r := rs[i-1]; !unicode.IsLetter(r) {
			least[i] = least[i-1]
		}
		for j := max(0, i-longestWord); j < i; j++ {
			if least[j] > most {
				continue
			}
			switch part := string(rs[j:i]); {
			case i-j >= 3 && (run(part) || repeats(part)):
				least[i] = min(least[i], least[j])
			case i-j >= 2 && words[string(letters[j:i])]:
				cost := 1
				if links[string(letters[j:i])] {
					cost = 0
				}
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
