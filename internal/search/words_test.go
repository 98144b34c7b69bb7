package search

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// distance is the plain definition: letters added, left out, changed or swapped with the
// next one, none touched twice.
func distance(a, b string) int {
	switch {
	case a == "":
		return len(b)
	case b == "":
		return len(a)
	}
	cost := 1
	if a[0] == b[0] {
		cost = 0
	}
	d := min(distance(a[1:], b)+1, distance(a, b[1:])+1, distance(a[1:], b[1:])+cost)
	if len(a) > 1 && len(b) > 1 && a[0] == b[1] && a[1] == b[0] {
		d = min(d, distance(a[2:], b[2:])+1)
	}
	return d
}

func TestWithin(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(2, 3))
	word := func() string {
		var b strings.Builder
		for range r.IntN(7) {
			b.WriteByte("abc"[r.IntN(3)])
		}
		return b.String()
	}
	for range 3000 {
		a, b, most := word(), word(), r.IntN(4)
		want := distance(a, b)
		if got, ok := within(a, b, most); ok != (want <= most) || ok && got != want {
			t.Fatalf("within(%q, %q, %d) = %d, %v; the distance is %d", a, b, most, got, ok, want)
		}
	}
}

func TestSplit(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"L’eau de l'Élève": "eau de eleve", "BTS M.C.O.": "bts mco", "aujourd'hui": "aujourd hui", "": "", "Cœur": "coeur",
	} {
		if got := strings.Join(split(text), " "); got != want {
			t.Errorf("split(%q) = %q, want %q", text, got, want)
		}
	}
}

// TestSynonyms holds the table to its form: what is said is written as questions are
// read, once, and means something else.
func TestSynonyms(t *testing.T) {
	t.Parallel()
	all, err := parseSynonyms(synonymsTable)
	if err != nil {
		t.Fatal(err)
	}
	for first, list := range all {
		for _, s := range list {
			if got := strings.Join(split(strings.Join(s.said, " ")), " "); got != strings.Join(s.said, " ") || s.said[0] != first {
				t.Errorf("%q is read as %q", s.said, got)
			}
			if s.weight < 0.1 || s.weight > 0.9 || len(s.ways) == 0 {
				t.Errorf("%q: weight %g, %d ways", s.said, s.weight, len(s.ways))
			}
			for _, w := range s.said {
				if empty[w] && len(s.said) == 1 {
					t.Errorf("%q is never looked for", s.said)
				}
			}
			for _, way := range s.ways {
				if len(way) == 0 {
					t.Errorf("%q means nothing", s.said)
				}
			}
		}
	}
	for _, wrong := range []string{"said,means,weight\na,b\n", "said,means,weight\na,b,x\n"} {
		if _, err := parseSynonyms(wrong); err == nil {
			t.Errorf("%q is accepted", wrong)
		}
	}
}
