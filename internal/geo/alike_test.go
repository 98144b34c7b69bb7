package geo

import (
	"math/rand/v2"
	"testing"
)

// A name with one mistake offers the one that was meant.
func TestPlacesLike(t *testing.T) {
	t.Parallel()
	a, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for asked, want := range map[string]string{
		"Lorrient": "56121", "Quimpère": "29232", "Clermon-Feran": "63113", "saint brieux": "22278", "Plougastelle-Daoulass": "29189",
	} {
		near := a.PlacesLike(asked, 5)
		found := false
		for _, c := range near {
			found = found || c.Code == want
		}
		if !found {
			t.Errorf("%q offers %d communes, without %s", asked, len(near), want)
		}
	}
	for _, asked := range []string{"", "ab", "Xyzzyqqville", "مدرسة"} {
		if near := a.PlacesLike(asked, 5); len(near) > 0 {
			t.Errorf("%q offers %s", asked, near[0].Name)
		}
	}
}

// edits is the distance that the whole table gives.
func TestEdits(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(2, 7))
	word := func() string {
		b := make([]byte, r.IntN(8))
		for i := range b {
			b[i] = "abc"[r.IntN(3)]
		}
		return string(b)
	}
	var plain func(a, b string) int
	plain = func(a, b string) int {
		if a == "" || b == "" {
			return len(a) + len(b)
		}
		cost := 1
		if a[0] == b[0] {
			cost = 0
		}
		return min(plain(a[1:], b)+1, plain(a, b[1:])+1, plain(a[1:], b[1:])+cost)
	}
	for range 300 {
		a, b := word(), word()
		want := plain(a, b)
		if got := edits(a, b, 10); got != want {
			t.Fatalf("edits(%q, %q) = %d, want %d", a, b, got, want)
		}
		if got := edits(a, b, 2); (got <= 2) != (want <= 2) || got <= 2 && got != want {
			t.Fatalf("edits(%q, %q, 2) = %d, want %d", a, b, got, want)
		}
	}
}
