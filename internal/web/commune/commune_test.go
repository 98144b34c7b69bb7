package commune

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"strconv"
	"testing"

	"continuum/internal/fault"
	"continuum/internal/geo"
	"continuum/internal/web/page"
	"continuum/internal/web/pagetest"
)

// ask asks for a square by the name of its file.
func ask(t *testing.T, file string) (page.Answer, error) {
	t.Helper()
	return Square(&page.Request{Catalog: pagetest.Catalog(t), Values: map[string]string{"file": file}})
}

// From a square alone a browser finds the commune that is nearest in the whole nation.
func TestNearestIsInTheSquare(t *testing.T) {
	t.Parallel()
	a := pagetest.Catalog(t).Atlas
	rnd := rand.New(rand.NewPCG(5, 7))
	for range 150 {
		c := &a.Communes[rnd.IntN(len(a.Communes))]
		if c.Point.IsZero() {
			continue
		}
		p := geo.Point{Lat: c.Point.Lat + (rnd.Float64()-.5)/10, Lon: c.Point.Lon + (rnd.Float64()-.5)/10}
		file := strconv.Itoa(int(math.Floor(p.Lat))) + "_" + strconv.Itoa(int(math.Floor(p.Lon))) + ".json"
		answer, err := ask(t, file)
		if err != nil {
			t.Fatalf("%s, beside %s: %v", file, c.Name, err)
		}
		var rows [][4]any
		if err := json.Unmarshal(answer.Raw, &rows); err != nil {
			t.Fatal(err)
		}
		least := math.Inf(1)
		for _, r := range rows {
			least = min(least, geo.Km(p, geo.Point{Lat: r[2].(float64), Lon: r[3].(float64)}))
		}
		want := math.Inf(1)
		for i := range a.Communes {
			if q := a.Communes[i].Point; !q.IsZero() {
				want = min(want, geo.Km(p, q))
			}
		}
		if math.Abs(least-want) > .02 { // points are written to the ten metres
			t.Errorf("%v: the nearest of %s is %.3f km away, that of the nation %.3f km", p, file, least, want)
		}
	}
}

func TestSquareIsNamed(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		file string
		has  bool
	}{
		{"47_-4.json", true},
		{"-21_55.json", true}, // La Réunion
		{"-22_55.json", true},
		{"0_0.json", false},
		{"90_0.json", false},
		{"47_-4", false},
		{"047_-4.json", false}, // one name a square
		{"47_-4.5.json", false},
		{"+47_-4.json", false},
		{"47.json", false},
		{"99999999999999999999_0.json", false},
	} {
		answer, err := ask(t, tt.file)
		if tt.has && (err != nil || answer.ContentType != "application/json" || len(answer.Raw) < 100) {
			t.Errorf("%s: %d bytes, %v", tt.file, len(answer.Raw), err)
		}
		if !tt.has && fault.KindOf(err) != fault.NotFound {
			t.Errorf("%s: %v, want not found", tt.file, err)
		}
	}
}
