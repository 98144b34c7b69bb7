package pathway

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// TestOfficialAgainstBruteForce enumerates every path of requests on the national offer
// that are small enough: one CAP, a short reach, located steps only.
func TestOfficialAgainstBruteForce(t *testing.T) {
	if testing.Short() {
		t.Skip("the national offer takes seconds to assemble")
	}
	e := nationalEngine(t)
	caps := capsTaught(e)
	r := rand.New(rand.NewPCG(3, 4))
	found, paths := 0, 0
	for range 150 {
		q := Request{
			Home: drawHome(r, e), Starts: []Start{{Qualification: caps[r.IntN(len(caps))]}}, Target: Target{Level: int8(4 + r.IntN(2))},
			MaxKm: float64(15 + r.IntN(30)), LocatedOnly: true, K: MaxShown,
		}
		got, err := wholeFront(e, q)
		if err != nil {
			t.Fatal(err)
		}
		b := newBrute(e, &q)
		paths += b.paths
		var have []criteria
		for i := range got {
			have = append(have, criteriaOf(&got[i]))
			if err := b.follow(&got[i]); err != nil {
				t.Fatalf("%+v: %v", q, err)
			}
		}
		if want := b.front(); !slices.Equal(have, want) {
			t.Fatalf("%+v\n got %v\nwant %v", q, have, want)
		}
		found += min(1, len(have))
	}
	if found < 50 {
		t.Errorf("only %d requests with an itinerary", found)
	}
	t.Logf("%d requests with an itinerary, %d paths enumerated", found, paths)
}
