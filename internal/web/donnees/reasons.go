package donnees

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strings"

	"continuum/internal/geo"
	"continuum/internal/text"
)

// reason is why some rows are left out or in doubt, and how many.
type reason struct {
	Text  string
	Known bool // the reader's language has it; else it is in English, as recorded
	N     int
}

// reasons lists a count, the most frequent first.
func reasons(t *text.Texts, m map[string]int) []reason {
	list := make([]reason, 0, len(m))
	for _, k := range slices.SortedFunc(maps.Keys(m), func(a, b string) int { return cmp.Or(cmp.Compare(m[b], m[a]), cmp.Compare(a, b)) }) {
		said, known := reasonIn(t, k)
		list = append(list, reason{said, known, m[k]})
	}
	return list
}

// reasonIn says a reason that an import recorded, in English and after the column that
// it is about, in the language of a reader. It comes back as it is when no dictionary
// has it: a source may have had other rules when it was imported.
func reasonIn(t *text.Texts, recorded string) (said string, known bool) {
	column, why, ok := strings.Cut(recorded, ": ")
	if !ok || strings.Contains(column, " ") { // no column, but a colon in the reason itself
		column, why = "", recorded
	}
	key, numbers := reasonKey(why)
	if !t.Has(key) {
		return recorded, false
	}
	args := make([]any, len(numbers))
	for i, n := range numbers {
		args[i] = n
	}
	if said = t.T(key, args...); column != "" {
		said = t.T("quality.of_column", column, said)
	}
	return said, true
}

var numbers = regexp.MustCompile(`-?[0-9]+(\.[0-9]+)?`)

// reasonKey is the key of a reason, its numbers apart.
func reasonKey(why string) (text.Key, []string) {
	words := geo.Fold(numbers.ReplaceAllString(why, " n "))
	return text.Key("quality.reason." + strings.ReplaceAll(words, " ", "_")), numbers.FindAllString(why, -1)
}
