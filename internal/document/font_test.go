package document

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestLegible(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ in, want string }{
		{"Éco-énergie & cœur « nuit »", "Éco-énergie & cœur « nuit »"},
		{"e\u0301co", "éco"},           // composed
		{"a\u202f: b", "a\u00a0: b"},   // the faces have no narrow space
		{"a\t\nb  c ", "a b c"},        // one space
		{"mer 🌊🌊 bois", "mer □ bois"},  // a run of missing signs is one
		{"a\u200bb\u0007c", "abc"},     // no width
		{"\xff<", "□<"},                // invalid UTF-8
		{"ḩ", "h"},                     // an accent that the faces lack
		{strings.Repeat(" ", 3), ""},   //
		{"x\u0301\u0301\u0301y", "xy"}, // stacked accents that compose with nothing
		{"l’été d’A", "l’été d’A"},     //
		{"数学", "□"},                    //
		{"100\u00a0% <b>\"x\"</b>", "100\u00a0% <b>\"x\"</b>"},
		{"la fin de la 3ᵉ, ½", "la fin de la 3e, ½"}, // one letter, raised; several are not guessed
	} {
		if got := legible(tt.in); got != tt.want {
			t.Errorf("legible(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestWrap(t *testing.T) {
	t.Parallel()
	const size, width = 10, 20.0 // about 11 letters
	for _, tt := range []struct {
		in   string
		max  int
		want []string
	}{
		{"", 2, []string{""}},
		{"court", 2, []string{"court"}},
		{"un deux trois", 2, []string{"un deux", "trois"}},
		{"un deux trois quatre cinq", 2, []string{"un deux", "trois…"}},
		{"iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii", 9, []string{"iiiiiiiiiiiiiiiiiiiiii", "iiiiiiiiiiiiiiiiii"}},
	} {
		got := wrap(tt.in, Regular, size, width, tt.max)
		for _, l := range got {
			if widthOf(l, Regular, size) > width {
				t.Errorf("wrap(%q): %q is %.1f mm long", tt.in, l, widthOf(l, Regular, size))
			}
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("wrap(%q, %d) (-want +got):\n%s", tt.in, tt.max, diff)
		}
	}
}

// No column is too narrow to end: each line takes a letter at least.
func TestWrapEnds(t *testing.T) {
	t.Parallel()
	got := wrap(strings.Repeat("W", 30), Bold, 20, 0.5, 5)
	if len(got) != 5 {
		t.Errorf("wrap gave %d lines, want 5", len(got))
	}
}

func FuzzWrap(f *testing.F) {
	f.Add("Campus des métiers <&\"«»😀", 12.0)
	f.Add(strings.Repeat("é", 300), 3.0)
	f.Fuzz(func(t *testing.T, s string, width float64) {
		if !(width > 4 && width < 200) || len(s) > 2000 {
			t.Skip()
		}
		s = legible(s)
		lines := wrap(s, Regular, 6, width, 3)
		if len(lines) == 0 || len(lines) > 3 {
			t.Fatalf("%d lines", len(lines))
		}
		for _, l := range lines {
			if widthOf(l, Regular, 6) > width+1e-9 {
				t.Errorf("%q is longer than %g mm", l, width)
			}
		}
	})
}
