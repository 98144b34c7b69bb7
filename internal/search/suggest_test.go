package search_test

import (
	"slices"
	"strings"
	"testing"

	"continuum/internal/search"
	"continuum/internal/training"
)

// labelOf is what a suggestion is called.
func labelOf(m *training.Model, s search.Suggestion) string {
	switch s.Kind {
	case search.Training:
		return m.Qualifications[s.At].Label
	case search.Occupation:
		return m.Occupations[s.At].Label
	case search.Establishment:
		return m.Establishments[s.At].Name
	}
	return "campus " + []string{"mer", "rien"}[s.At]
}

func TestSuggest(t *testing.T) {
	t.Parallel()
	ix, m := small(t)
	for typed, want := range map[string]string{
		"chau":            "haudronnerie", // begun
		"chodro":          "haudronnerie", // begun and misspelt
		"bts cha":         "haudronnerie", // the words before, whole
		"bts de la chaud": "haudronnerie", // those that say nothing left out
		"soudeur":         "oudage",       // a way of saying
		"industries de":   "campus mer",
		"zzzz":            "",
		"bts zzzz":        "",
		"":                "",
		"\x00":            "",
		"🙂":               "",
	} {
		list := ix.Suggest(typed, 10)
		if want == "" {
			if len(list) > 0 {
				t.Errorf("%q suggests %q", typed, labelOf(m, list[0]))
			}
			continue
		}
		if !slices.ContainsFunc(list, func(s search.Suggestion) bool { return strings.Contains(labelOf(m, s), want) }) {
			t.Errorf("%q suggests %+v, want %q", typed, list, want)
		}
	}
}

// One letter more never brings in what the letters before had not, as long as nothing is
// misspelt: a list that narrows is one that a reader can follow.
func TestSuggestNarrows(t *testing.T) {
	t.Parallel()
	ix, m := small(t)
	for i := range m.Qualifications {
		label := []rune(m.Qualifications[i].Label)
		if len(m.OffersOf(int32(i))) == 0 {
			continue
		}
		if !slices.ContainsFunc(ix.Suggest(string(label), search.MaxSuggested), func(s search.Suggestion) bool {
			return s.Kind == search.Training && m.Qualifications[s.At].Label == string(label)
		}) {
			t.Errorf("%q does not suggest itself", string(label))
		}
	}
	for n := range search.MaxSuggested + 5 {
		if got := len(ix.Suggest("lycee", n)); got > min(n, search.MaxSuggested) {
			t.Errorf("%d suggestions, want %d at most", got, n)
		}
	}
}

// FuzzSuggest types anything: nothing is suggested twice.
func FuzzSuggest(f *testing.F) {
	for _, s := range []string{"", "l'", "bts cha", "chodronerie", "\xff", strings.Repeat("a ", 500), strings.Repeat("é", 300)} {
		f.Add(s)
	}
	ix, _ := small(f)
	f.Fuzz(func(t *testing.T, text string) {
		list := ix.Suggest(text, 10)
		for i, s := range list {
			if slices.Contains(list[:i], s) {
				t.Errorf("%q suggests %+v twice", text, s)
			}
		}
	})
}
