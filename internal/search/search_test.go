package search_test

import (
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"continuum/internal/geo"
	"continuum/internal/reference"
	"continuum/internal/search"
	"continuum/internal/training"
	"continuum/internal/training/assemble"
	"continuum/internal/training/trainingtest"
)

var atlas = sync.OnceValues(geo.Load)

// small is the index of the little world of tests.
func small(t testing.TB) (*search.Index, *training.Model) {
	t.Helper()
	a, err := atlas()
	if err != nil {
		t.Fatal(err)
	}
	m := trainingtest.Model()
	var members []string
	for i := range m.Establishments {
		members = append(members, m.Establishments[i].UAI)
	}
	return search.New(m, a, []search.Campus{
		{Slug: "mer", Name: "Industries de la mer", City: "Brest", Words: "naval maritime", Members: members[:2]},
		{Slug: "rien", Name: "Sans membre connu"},
	}), m
}

// nation is the national offer and its index.
type nation struct {
	*search.Index
	model *training.Model
	atlas *geo.Atlas
}

var national = sync.OnceValues(func() (*nation, error) {
	drafts, err1 := reference.Drafts()
	a, err2 := atlas()
	if err := errors.Join(err1, err2); err != nil {
		return nil, err
	}
	m, err := assemble.Assemble(reference.RowsOf(drafts), a)
	if err != nil {
		return nil, err
	}
	return &nation{search.New(m, a, nil), m, a}, nil
})

// TestEvaluate holds the index to the questions that it is judged by, over the whole
// country.
func TestEvaluate(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("the national offer takes seconds to assemble")
	}
	ix, err := national()
	if err != nil {
		t.Fatal(err)
	}
	judged, scores, err := ix.Evaluate()
	if err != nil {
		t.Fatal(err)
	}
	if len(judged) < 150 {
		t.Errorf("%d questions, want 150 at least", len(judged))
	}
	seen := map[string]bool{}
	for _, j := range judged {
		if seen[j.Asked] {
			t.Errorf("%q is asked twice", j.Asked)
		}
		seen[j.Asked] = true
	}
	for _, s := range scores {
		if s.MRR < 0.85 || s.Recall < 0.88 || s.Kind == "" && (s.MRR < 0.92 || s.Recall < 0.95) {
			t.Errorf("%q: mean reciprocal rank %.3f, found in 10: %.3f", s.Kind, s.MRR, s.Recall)
		}
	}
}

func TestRead(t *testing.T) {
	t.Parallel()
	ix, _ := small(t)
	for asked, want := range map[string]struct {
		words, place, territory string
		km                      float64
	}{
		"soudeur":                                      {words: "soudeur"},
		"Soudeur à Lorient":                            {words: "soudeur", place: "56121"},
		"soudeur à moins de 20 km de Lorient":          {words: "soudeur", place: "56121", km: 20},
		"soudeur dans un rayon de 20 kilomètres Brest": {words: "soudeur", place: "29019", km: 20},
		"cap cuisine 29200":                            {words: "cap cuisine", place: "29019"},
		"coiffure près de Saint-Malo 15km":             {words: "coiffure", place: "35288", km: 15},
		"l'électricité en Bretagne":                    {words: "electricite", territory: "region-bretagne"},
		"maçon Saint-Denis, La Réunion":                {words: "macon", place: "97411", territory: "departement-la-reunion"},
		"métiers du bois":                              {words: "bois"}, // a commune is called so
		"je veux devenir boulanger":                    {words: "boulanger"},
		"Lorient":                                      {place: "56121"},
		"":                                             {},
		"de la du":                                     {},
	} {
		r := ix.Read(asked)
		place, territory := "", ""
		if r.Place != nil {
			place = r.Place.Code
		}
		if r.Territory != nil {
			territory = r.Territory.Slug
		}
		if got := strings.Join(r.Words, " "); got != want.words || place != want.place || territory != want.territory || r.Km != want.km {
			t.Errorf("%q: words %q, place %s, territory %s, %g km; want %+v", asked, got, place, territory, r.Km, want)
		}
	}
}

// questions are random ones over the little world.
func questions(m *training.Model, r *rand.Rand) search.Query {
	var q search.Query
	words := []string{"bts", "chaudronnerie", "soudeur", "mecanique", "lycee", "lorient", "brest", "conception", "zzzzz", "chodronerie", "mer", "industri", "master"}
	for range r.IntN(4) {
		q.Words = append(q.Words, words[r.IntN(len(words))])
	}
	if r.IntN(2) == 0 {
		q.Home = geo.Point{Lat: 47 + 2*r.Float64(), Lon: -4 + 3*r.Float64()}
		q.Km = []float64{0, 10, 30, 50, 100}[r.IntN(5)]
	}
	if r.IntN(4) == 0 {
		q.Levels = []int8{int8(3 + r.IntN(6)), int8(3 + r.IntN(6))}
	}
	if r.IntN(4) == 0 {
		q.Routes = []training.Route{training.School}
	}
	if r.IntN(4) == 0 {
		q.Sectors = []string{m.Qualifications[r.IntN(len(m.Qualifications))].Sector}
	}
	if r.IntN(4) == 0 {
		q.Public = []training.Public{training.IsPublic}
	}
	if r.IntN(6) == 0 {
		q.Campuses = []string{"mer", "rien"}[r.IntN(2):]
	}
	q.BoardingOnly = r.IntN(6) == 0
	q.Sort = search.Sort(r.IntN(4))
	q.Limit = 1 << 20
	return q
}

// TestCounts holds each count to the question with that choice: it says how many one
// would have by choosing it.
func TestCounts(t *testing.T) {
	t.Parallel()
	ix, m := small(t)
	r := rand.New(rand.NewPCG(1, 9))
	hits := 0
	for range 400 {
		q := questions(m, r)
		a := ix.Find(&q)
		hits += a.Total
		total := func(change func(*search.Query)) int {
			other := q
			change(&other)
			return ix.Find(&other).Total
		}
		for level := int8(3); level <= 8; level++ {
			if want := total(func(o *search.Query) { o.Levels = []int8{level} }); a.Levels[level] != want {
				t.Fatalf("%+v: level %d counts %d, want %d", q, level, a.Levels[level], want)
			}
		}
		for route := training.School; route <= training.Continuing; route++ {
			if want := total(func(o *search.Query) { o.Routes = []training.Route{route} }); a.Routes[route] != want {
				t.Fatalf("%+v: route %s counts %d, want %d", q, route, a.Routes[route], want)
			}
		}
		for _, p := range []training.Public{training.IsPublic, training.PrivateContract, training.Private} {
			if want := total(func(o *search.Query) { o.Public = []training.Public{p} }); a.Public[p] != want {
				t.Fatalf("%+v: %s counts %d, want %d", q, p, a.Public[p], want)
			}
		}
		for code, n := range a.Sectors {
			if code != "" && total(func(o *search.Query) { o.Sectors = []string{code} }) != n {
				t.Fatalf("%+v: sector %s counts %d", q, code, n)
			}
		}
		for slug, n := range a.Campuses {
			if total(func(o *search.Query) { o.Campuses = []string{slug} }) != n {
				t.Fatalf("%+v: campus %s counts %d", q, slug, n)
			}
		}
		if !q.Home.IsZero() {
			for i, km := range search.Radii {
				if want := total(func(o *search.Query) { o.Km = km }); a.Within[i] != want {
					t.Fatalf("%+v: within %g km counts %d, want %d", q, km, a.Within[i], want)
				}
			}
		}
		if want := total(func(o *search.Query) { o.BoardingOnly = true }); q.BoardingOnly && a.Boarding != want || !q.BoardingOnly && a.Boarding != want {
			t.Fatalf("%+v: boarding counts %d, want %d", q, a.Boarding, want)
		}
	}
	if hits == 0 {
		t.Error("no question has an answer: the test sees nothing")
	}
}

// TestPages holds pages to the whole list, and the whole list to its order and to the
// choices.
func TestPages(t *testing.T) {
	t.Parallel()
	ix, m := small(t)
	r := rand.New(rand.NewPCG(4, 2))
	for range 200 {
		q := questions(m, r)
		a := ix.Find(&q)
		if len(a.Items) != a.Total {
			t.Fatalf("%+v: %d items of %d", q, len(a.Items), a.Total)
		}
		places := map[int32]bool{}
		for i, it := range a.Items {
			places[it.Establishment] = true
			own, e := &m.Qualifications[it.Qualification], &m.Establishments[it.Establishment]
			if len(q.Levels) > 0 && !slices.Contains(q.Levels, own.Level) || len(q.Sectors) > 0 && !slices.Contains(q.Sectors, own.Sector) && own.Sector != "" ||
				len(q.Public) > 0 && !slices.Contains(q.Public, e.Public) || q.BoardingOnly && e.Boarding != training.Yes || q.Km > 0 && !(it.Km >= 0 && it.Km <= q.Km) {
				t.Fatalf("%+v: %s at %s does not meet the choices", q, own.ID, e.UAI)
			}
			if it.Km >= 0 && !e.Point.IsZero() && (geo.Km(q.Home, e.Point)-it.Km > 0.1 || it.Km-geo.Km(q.Home, e.Point) > 0.1) {
				t.Fatalf("%+v: %s is %g km away, want %g", q, e.UAI, it.Km, geo.Km(q.Home, e.Point))
			}
			for _, o := range it.Offers {
				if m.Offers[o].Qualification != it.Qualification || m.Offers[o].Establishment != it.Establishment {
					t.Fatalf("offer %s is another item's", m.Offers[o].ID)
				}
			}
			if i > 0 && q.Sort == search.Nearest && a.Items[i-1].Km > it.Km && it.Km >= 0 {
				t.Fatalf("%+v: %g km comes before %g km", q, a.Items[i-1].Km, it.Km)
			}
		}
		if len(places) != len(a.Places) {
			t.Fatalf("%+v: %d places for the map, %d in the list", q, len(a.Places), len(places))
		}
		var all []search.Item
		for q.Limit = 3; q.From < a.Total; q.From += q.Limit {
			all = append(all, ix.Find(&q).Items...)
		}
		if !slices.EqualFunc(all, a.Items, func(x, y search.Item) bool {
			return x.Qualification == y.Qualification && x.Establishment == y.Establishment
		}) {
			t.Fatalf("%+v: pages are not the list", q)
		}
		// One page after another by the last item seen.
		all = all[:0]
		for q.From = 0; len(all) < a.Total; q.After = &all[len(all)-1] {
			next := ix.Find(&q)
			if next.More != (len(all)+len(next.Items) < a.Total) || len(next.Items) == 0 || next.Total != a.Total || next.Lost {
				t.Fatalf("%+v: after %d items of %d: %+v", q, len(all), a.Total, next)
			}
			all = append(all, next.Items...)
		}
		if !slices.EqualFunc(all, a.Items, func(x, y search.Item) bool {
			return x.Qualification == y.Qualification && x.Establishment == y.Establishment
		}) {
			t.Fatalf("%+v: pages by the last item are not the list", q)
		}
		q.After = &search.Item{Qualification: -1}
		if next := ix.Find(&q); !next.Lost || len(next.Items) > 0 {
			t.Fatalf("%+v: after what is not there: %+v", q, next.Items)
		}
	}
}

// TestDistance holds what a distance lets in to what the question without it has as near:
// the index does not look at what is further, and must not miss what says more words there.
func TestDistance(t *testing.T) {
	t.Parallel()
	ix, m := small(t)
	cases := []*search.Index{ix}
	models := []*training.Model{m}
	if !testing.Short() {
		n, err := national()
		if err != nil {
			t.Fatal(err)
		}
		cases, models = append(cases, n.Index), append(models, n.model)
	}
	r := rand.New(rand.NewPCG(8, 3))
	hits, fewer := 0, 0
	for n, ix := range cases {
		for range 300 {
			q := questions(models[n], r)
			q.Home = geo.Point{Lat: 43 + 7*r.Float64(), Lon: -4 + 10*r.Float64()}
			q.Km, q.Campuses = 0, nil
			everywhere := ix.Find(&q)
			q.Km = []float64{0.5, 10, 30, 100, 250, 20_000}[r.IntN(6)]
			a := ix.Find(&q)
			want := slices.DeleteFunc(everywhere.Items, func(it search.Item) bool { return it.Km < 0 || it.Km > q.Km })
			if !slices.EqualFunc(a.Items, want, func(x, y search.Item) bool {
				return x.Qualification == y.Qualification && x.Establishment == y.Establishment && x.Km == y.Km
			}) || a.Within != everywhere.Within {
				t.Fatalf("%+v: %d items, want %d of %d; within %v, want %v", q, len(a.Items), len(want), everywhere.Total, a.Within, everywhere.Within)
			}
			hits += a.Total
			if a.Total == 0 && everywhere.Total > 0 {
				fewer++
			}
		}
	}
	if hits == 0 || fewer == 0 {
		t.Errorf("%d items in all, %d questions without one: the test sees too little", hits, fewer)
	}
}

// TestFinds holds the index to what the words of the little world say.
func TestFinds(t *testing.T) {
	t.Parallel()
	ix, m := small(t)
	for asked, want := range map[string]string{
		"chaudronnerie": "haudronnerie", "chodronnerie": "haudronnerie", "chaudr": "haudronnerie", "soudeur": "haudronnerie",
		"but gmp": "BUT Génie mécanique",
	} {
		q := ix.Query(asked)
		q.Limit = 5
		a := ix.Find(&q)
		if len(a.Items) == 0 || !strings.Contains(m.Qualifications[a.Items[0].Qualification].Label, want) {
			t.Errorf("%q finds %+v, want %q first", asked, a.Items, want)
		}
	}
	q := search.Query{Words: []string{"bts", "zzzzzz"}, Limit: 5}
	if a := ix.Find(&q); !slices.Equal(a.Missing, []string{"zzzzzz"}) || a.Total == 0 {
		t.Errorf("a word that nothing has: missing %v, total %d", a.Missing, a.Total)
	}
	q = search.Query{Words: []string{"industries", "mer"}, Limit: 5}
	if a := ix.Find(&q); !slices.Equal(a.Campus, []int32{0}) {
		t.Errorf("campuses %v, want the first", a.Campus)
	}
}

// FuzzFind asks anything: it must answer, and count as many items as it has.
func FuzzFind(f *testing.F) {
	for _, s := range []string{"", "soudeur à 20 km de Lorient", "l'", "km", "999999999999 km", "é\u0301\xff", strings.Repeat("a ", 500), "à à à de de", "20km20km"} {
		f.Add(s)
	}
	ix, _ := small(f)
	f.Fuzz(func(t *testing.T, text string) {
		q := ix.Query(text)
		q.Limit = 1 << 20
		if a := ix.Find(&q); len(a.Items) != a.Total || len(q.Words) > search.MaxWords {
			t.Errorf("%q: %d items of %d, %d words", text, len(a.Items), a.Total, len(q.Words))
		}
	})
}

// BenchmarkFind is the question of the design, read and answered: a word with a typo,
// 30 km, two choices with their counts, the first 20.
func BenchmarkFind(b *testing.B) {
	ix, err := national()
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		q := ix.Query("menuizier à moins de 30 km de Rennes")
		q.Routes, q.Levels, q.Limit = []training.Route{training.School}, []int8{3, 4}, 20
		if ix.Find(&q).Total == 0 {
			b.Fatal("no answer")
		}
	}
}

// BenchmarkSuggest types the questions that the index is judged by, letter by letter.
func BenchmarkSuggest(b *testing.B) {
	ix, err := national()
	if err != nil {
		b.Fatal(err)
	}
	judged, _, err := ix.Evaluate()
	if err != nil {
		b.Fatal(err)
	}
	var typed []string
	for _, j := range judged {
		for at := range j.Asked {
			if at > 0 {
				typed = append(typed, j.Asked[:at])
			}
		}
	}
	took := make([]time.Duration, 0, len(typed))
	for b.Loop() {
		took = took[:0]
		for _, text := range typed {
			begun := time.Now()
			ix.Suggest(text, 10)
			took = append(took, time.Since(begun))
		}
	}
	b.ReportMetric(float64(centile(took).Microseconds()), "µs-p95")
	b.ReportMetric(float64(len(typed)), "texts")
}

// TestPrecise holds everyday words to what they say: a reader who writes "bateau" is not
// shown thousands of trainings whose occupations have a sailor among their appellations.
func TestPrecise(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("the national offer takes seconds to assemble")
	}
	n, err := national()
	if err != nil {
		t.Fatal(err)
	}
	for word, most := range map[string]int{"bateau": 600, "mer": 600, "prof": 2000, "voiture": 1500, "avion": 1600, "nature": 2600, "voyage": 1300, "ordinateur": 4000} {
		q := n.Query(word)
		q.Limit = 1
		if a := n.Find(&q); a.Total > most || a.Total < 50 {
			t.Errorf("%q finds %d trainings, want 50 to %d", word, a.Total, most)
		}
	}
}
