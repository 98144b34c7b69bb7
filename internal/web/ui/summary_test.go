package ui

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestSummary(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("é", 90)
	for _, tt := range []struct{ name, s, want string }{
		{"empty", "", ""},
		{"fits", strings.Repeat("é", 160), strings.Repeat("é", 160)},
		{"whole sentences", long + ". Oui. " + long + ".", long + ". Oui."},
		{"a short sentence is not enough", "Oui. " + long + " " + long, "Oui. " + long + "…"},
		{"no mark before the cut", "a" + long + " : " + long, "a" + long + "…"},
		{"no space", strings.Repeat("é", 200), strings.Repeat("é", 160) + "…"},
		{"the full stop is the last that fits", strings.Repeat("é", 159) + ". Oui.", strings.Repeat("é", 159) + "."},
	} {
		got := summary(tt.s)
		if got != tt.want {
			t.Errorf("%s: summary = %q, want %q", tt.name, got, tt.want)
		}
		if utf8.RuneCountInString(got) > mostSummary+1 {
			t.Errorf("%s: %d characters", tt.name, utf8.RuneCountInString(got))
		}
	}
}
