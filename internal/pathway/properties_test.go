package pathway

import (
	"context"
	"errors"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"continuum/internal/geo"
	"continuum/internal/training"
	"continuum/internal/training/trainingtest"
)

// TestRelaxingLosesNothing: with one constraint less, every criteria of before are
// still there, or dominated.
func TestRelaxingLosesNothing(t *testing.T) {
	t.Parallel()
	checked := 0
	for seed := range uint64(600) {
		r := rand.New(rand.NewPCG(seed, 9))
		m := smallWorld(r)
		e := New(m, nil)
		q := smallRequest(r, m)
		if q.Target.Offers != nil {
			continue // an itinerary ends at the first step that meets the target: more offers may end it sooner
		}
		before, err := wholeFront(e, q)
		if err != nil {
			continue
		}
		for name, lift := range map[string]func(*Request){
			"max_km":   func(q *Request) { q.MaxKm = 0 },
			"farther":  func(q *Request) { q.MaxKm *= 1.5 },
			"boarding": func(q *Request) { q.Boarding, q.KnownBoarding = true, false },
			"known boarding": func(q *Request) {
				if !q.Boarding {
					q.Boarding, q.KnownBoarding = true, true
				}
			},
			"public":       func(q *Request) { q.Public = nil },
			"remote":       func(q *Request) { q.Remote = true },
			"located_only": func(q *Request) { q.LocatedOnly = false },
			"avoid":        func(q *Request) { q.AvoidOffers, q.AvoidQualifications = nil, nil },
		} {
			looser := q
			lift(&looser)
			after, err := wholeFront(e, looser)
			if err != nil {
				t.Fatalf("seed %d: %s: %v", seed, name, err)
			}
			for i := range before {
				c := criteriaOf(&before[i])
				if !slices.ContainsFunc(after, func(it Itinerary) bool { d := criteriaOf(&it); return d == c || d.dominates(c) }) {
					t.Errorf("seed %d: without %s, %+v is lost", seed, name, c)
				}
				checked++
			}
		}
	}
	if checked < 500 {
		t.Errorf("only %d itineraries checked", checked)
	}
}

// TestNoneSaysWhatToRelax follows each advice, and the smaller limit of distance.
func TestNoneSaysWhatToRelax(t *testing.T) {
	t.Parallel()
	followed := make(map[string]int)
	for seed := range uint64(3000) {
		r := rand.New(rand.NewPCG(seed, 11))
		m := smallWorld(r)
		e := New(m, nil)
		q := smallRequest(r, m)
		a, err := e.Itineraries(context.Background(), q)
		if err != nil {
			continue
		}
		if (a.None == nil) != (len(a.Items) > 0) {
			t.Fatalf("seed %d: %d items and None %+v", seed, len(a.Items), a.None)
		}
		if a.None == nil {
			continue
		}
		for _, relax := range a.None.Relax {
			looser := q
			switch relax.Constraint {
			case "max_km":
				looser.MaxKm = relax.To
			case "boarding":
				looser.Boarding, looser.KnownBoarding = true, false
			case "routes":
				looser.Routes = []training.Route{training.School, training.Apprenticeship, training.Continuing}
			case "public":
				looser.Public = nil
			case "remote":
				looser.Remote = true
			case "located_only":
				looser.LocatedOnly = false
			case "within":
				looser.Within = nil
			case "avoid":
				looser.AvoidOffers, looser.AvoidQualifications = nil, nil
			}
			if b, err := e.Itineraries(context.Background(), looser); err != nil || len(b.Items) == 0 {
				t.Errorf("seed %d: %s to %v gives nothing: %v", seed, relax.Constraint, relax.To, err)
			}
			if relax.Constraint == "max_km" {
				if looser.MaxKm = relax.To - 1; looser.MaxKm > 0 {
					if b, err := e.Itineraries(context.Background(), looser); err != nil || len(b.Items) > 0 {
						t.Errorf("seed %d: %v km would do, advice is %v: %v", seed, looser.MaxKm, relax.To, err)
					}
				}
			}
			if relax.Step.Edge.Years == 0 && relax.Step.Edge.Strength == 0 {
				t.Errorf("seed %d: %s names no step", seed, relax.Constraint)
			}
			followed[relax.Constraint]++
		}
	}
	for _, name := range []string{"max_km", "boarding", "routes", "public", "remote", "located_only", "within", "avoid"} {
		if followed[name] < 3 {
			t.Errorf("%s was advised %d times: nothing is shown", name, followed[name])
		}
	}
	t.Logf("followed %v", followed)
}

// TestRenumbering renames everything in another order: criteria stay, and with names in
// the same order nothing moves.
func TestRenumbering(t *testing.T) {
	t.Parallel()
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 13))
		m := smallWorld(r)
		q := smallRequest(r, m)
		q.Target.Offers, q.Within = nil, nil
		want, err := wholeFront(New(m, nil), q)
		if err != nil {
			continue
		}
		for _, reverse := range []bool{false, true} {
			n, rename := renamed(m, reverse)
			q2 := q
			q2.Starts = slices.Clone(q.Starts)
			for i := range q2.Starts {
				q2.Starts[i].Qualification = rename(q2.Starts[i].Qualification)
			}
			q2.Target.Qualifications = renameAll(q.Target.Qualifications, rename)
			q2.AvoidQualifications = renameAll(q.AvoidQualifications, rename)
			q2.AvoidOffers = renameAll(q.AvoidOffers, rename)
			got, err := wholeFront(New(n, nil), q2)
			if err != nil {
				t.Fatal(err)
			}
			var a, b []criteria
			for i := range want {
				a = append(a, criteriaOf(&want[i]))
			}
			for i := range got {
				b = append(b, criteriaOf(&got[i]))
			}
			if !slices.Equal(a, b) {
				t.Fatalf("seed %d, reversed %v: %v, want %v", seed, reverse, b, a)
			}
			if !reverse && !reflect.DeepEqual(stepsOf(got), stepsOf(want)) {
				t.Fatalf("seed %d: other steps under names in the same order", seed)
			}
		}
	}
}

func stepsOf(all []Itinerary) [][][2]int32 {
	var list [][][2]int32
	for _, it := range all {
		var one [][2]int32
		for _, s := range it.Steps {
			one = append(one, [2]int32{s.Qualification, s.Offer})
		}
		list = append(list, one)
	}
	return list
}

func renameAll(ids []string, rename func(string) string) []string {
	var all []string
	for _, id := range ids {
		all = append(all, rename(id))
	}
	return all
}

// renamed is the model with other identifiers, in the same order or the reverse one.
func renamed(m *training.Model, reverse bool) (*training.Model, func(string) string) {
	rename := func(s string) string {
		if s == "" {
			return ""
		}
		if !reverse {
			return "x" + s
		}
		b := []byte(s)
		for i, c := range b {
			if c >= '0' && c <= '9' {
				b[i] = '9' - (c - '0')
			} else if c >= 'a' && c <= 'z' {
				b[i] = 'z' - (c - 'a')
			}
		}
		return string(b)
	}
	n := &training.Model{
		Establishments: slices.Clone(m.Establishments), Qualifications: slices.Clone(m.Qualifications), Offers: slices.Clone(m.Offers),
		Progressions: slices.Clone(m.Progressions), Outcomes: slices.Clone(m.Outcomes), Occupations: slices.Clone(m.Occupations),
	}
	for i := range n.Qualifications {
		n.Qualifications[i].ID = rename(n.Qualifications[i].ID)
	}
	for i := range n.Offers {
		n.Offers[i].ID = rename(n.Offers[i].ID)
	}
	if reverse {
		last := int32(len(n.Qualifications) - 1)
		slices.Reverse(n.Qualifications)
		slices.Reverse(n.Offers)
		for i := range n.Offers {
			n.Offers[i].Qualification = last - n.Offers[i].Qualification
		}
		for i := range n.Progressions {
			p := &n.Progressions[i]
			p.From, p.To = last-p.From, last-p.To
		}
		for i := range n.Outcomes {
			n.Outcomes[i].Qualification = last - n.Outcomes[i].Qualification
		}
		n.Occupations[0].Qualifications = []int32{last - n.Occupations[0].Qualifications[0], last - n.Occupations[0].Qualifications[1]}
	}
	training.Sort(n.Offers, func(o *training.Offer) string { return o.ID })
	n.Index()
	return n, rename
}

// TestSmallWorldByHand follows docs/continuum.md on the world of trainingtest.
func TestSmallWorldByHand(t *testing.T) {
	t.Parallel()
	m := trainingtest.Model()
	e := New(m, nil)
	lorient := geo.Point{Lat: 47.7483, Lon: -3.3702}
	a, err := e.Itineraries(context.Background(), Request{
		Home: lorient, Starts: []Start{{Qualification: trainingtest.Welding}}, Target: Target{Level: 8}, MaxKm: 200,
	})
	if err != nil || len(a.Items) == 0 {
		t.Fatalf("no itinerary: %v", err)
	}
	it := a.Items[0]
	var ids []string
	for _, s := range it.Steps {
		ids = append(ids, m.Qualifications[s.Qualification].ID)
	}
	want := strings.Join([]string{trainingtest.Boilermaker, trainingtest.MetalBTS, trainingtest.Licence, trainingtest.Master, trainingtest.Doctorate}, " ")
	if got := strings.Join(ids, " "); got != want {
		t.Errorf("steps %s, want %s", got, want)
	}
	if y := it.Criteria.Years; y != (Measure{2 + 2 + 1 + 2 + 3, true, 0}) {
		t.Errorf("years %+v", y)
	}
	if it.Criteria.Outcome.Known || it.Criteria.FarthestKm.Unknown != 0 {
		t.Errorf("criteria %+v", it.Criteria)
	}
	// Who holds the replaced diploma holds the new one.
	if a, err = e.Itineraries(context.Background(), Request{
		Home: lorient, Starts: []Start{{Qualification: trainingtest.OldBoiler}}, Target: Target{Level: 5}, MaxKm: 50,
	}); err != nil || len(a.Items) == 0 || m.Qualifications[a.Items[0].Start].ID != trainingtest.Boilermaker {
		t.Errorf("from the replaced diploma: %+v, %v", a, err)
	}
}

func TestBadRequests(t *testing.T) {
	t.Parallel()
	m := trainingtest.Model()
	e := New(m, nil)
	good := Request{Home: geo.Point{Lat: 47.7, Lon: -3.3}, Starts: []Start{{End3e: true}}, Target: Target{Level: 7}}
	for _, tt := range []struct {
		field, code string
		change      func(*Request)
	}{
		{"home", "bounds", func(r *Request) { r.Home = geo.Point{} }},
		{"home", "bounds", func(r *Request) { r.Home.Lat = 91 }},
		{"k", "bounds", func(r *Request) { r.K = MaxShown + 1 }},
		{"k", "bounds", func(r *Request) { r.K = -1 }},
		{"starts", "empty", func(r *Request) { r.Starts = nil }},
		{"starts", "contradiction", func(r *Request) { r.Starts = []Start{{End3e: true, Level: 3}} }},
		{"starts.level", "bounds", func(r *Request) { r.Starts = []Start{{Level: 2}} }},
		{"starts.qualification", "unknown", func(r *Request) { r.Starts = []Start{{Qualification: "nothing"}} }},
		{"target", "empty", func(r *Request) { r.Target = Target{} }},
		{"target.level", "bounds", func(r *Request) { r.Target.Level = 9 }},
		{"target.qualification", "unknown", func(r *Request) { r.Target.Qualifications = []string{"nothing"} }},
		{"target.occupation", "unknown", func(r *Request) { r.Target.Occupation = "Z9999" }},
		{"target", "contradiction", func(r *Request) { r.Target = Target{Level: 3, Qualifications: []string{trainingtest.Master}} }},
		{"target", "contradiction", func(r *Request) { r.Target = Target{Sector: "ZZZZ"} }},
		{"max_km", "bounds", func(r *Request) { r.MaxKm = -1 }},
		{"max_minutes", "contradiction", func(r *Request) { r.MaxKm, r.MaxMinutes = 10, 10 }},
		{"max_minutes", "unsupported", func(r *Request) { r.MaxMinutes = 30 }},
		{"routes", "unknown", func(r *Request) { r.Routes = []training.Route{9} }},
		{"public", "unknown", func(r *Request) { r.Public = []training.Public{"state"} }},
		{"avoid_offers", "unknown", func(r *Request) { r.AvoidOffers = []string{"nothing"} }},
		{"avoid_qualifications", "unknown", func(r *Request) { r.AvoidQualifications = []string{"nothing"} }},
	} {
		r := good
		tt.change(&r)
		_, err := e.Itineraries(context.Background(), r)
		var invalid *Invalid
		if !errors.As(err, &invalid) || invalid.Field != tt.field || invalid.Code != tt.code {
			t.Errorf("%s %s: error %v", tt.field, tt.code, err)
		}
	}
	if _, err := e.Itineraries(context.Background(), good); err != nil {
		t.Error(err)
	}
}

func TestBoundsAndCancellation(t *testing.T) {
	t.Parallel()
	m := trainingtest.Model()
	e := New(m, nil)
	r := Request{Home: geo.Point{Lat: 47.7, Lon: -3.3}, Starts: []Start{{End3e: true}}, Target: Target{Level: 7}}
	tight := *e
	tight.maxLabels = 2
	tight.pool()
	if _, err := tight.Itineraries(context.Background(), r); !errors.Is(err, ErrTooWide) {
		t.Errorf("error %v, want ErrTooWide", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := e.Itineraries(ctx, r); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want Canceled", err)
	}
}

// TestDiversity: as many last qualifications as can be are among the k shown.
func TestDiversity(t *testing.T) {
	t.Parallel()
	for seed := range uint64(400) {
		r := rand.New(rand.NewPCG(seed, 17))
		m := smallWorld(r)
		e := New(m, nil)
		q := smallRequest(r, m)
		whole, err := wholeFront(e, q)
		if err != nil || len(whole) < 2 {
			continue
		}
		q.K = 1 + r.IntN(4)
		a, err := e.Itineraries(context.Background(), q)
		if err != nil {
			t.Fatal(err)
		}
		lasts := func(all []Itinerary) int {
			seen := make(map[int32]bool)
			for _, it := range all {
				seen[it.Steps[len(it.Steps)-1].Qualification] = true
			}
			return len(seen)
		}
		if a.Front != len(whole) || len(a.Items) != min(q.K, len(whole)) || lasts(a.Items) != min(q.K, lasts(whole)) {
			t.Fatalf("seed %d: %d of %d shown, %d last qualifications of %d", seed, len(a.Items), len(whole), lasts(a.Items), lasts(whole))
		}
		if !reflect.DeepEqual(a.Items[0], whole[0]) {
			t.Fatalf("seed %d: the first of the front is not shown first", seed)
		}
	}
}

func FuzzRequests(f *testing.F) {
	for seed := range uint64(20) {
		f.Add(seed, seed*3, 30.0)
	}
	f.Fuzz(func(t *testing.T, world, ask uint64, km float64) {
		m := smallWorld(rand.New(rand.NewPCG(world, 1)))
		e := New(m, nil)
		q := smallRequest(rand.New(rand.NewPCG(ask, 2)), m)
		q.MaxKm = km
		got, err := wholeFront(e, q)
		var invalid *Invalid
		if errors.As(err, &invalid) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		var have []criteria
		for i := range got {
			have = append(have, criteriaOf(&got[i]))
		}
		if want := newBrute(e, &q).front(); !slices.Equal(have, want) {
			t.Errorf("got %v, want %v", have, want)
		}
	})
}

// roads is a distance that asks about few places, in minutes, and can fail or lie.
type roads struct {
	asked *int
	err   error
	lie   float32
}

func (r roads) Measure(_ context.Context, home geo.Point, places []geo.Point, out []float32) error {
	*r.asked += len(places)
	for i, p := range places {
		if out[i] = float32(geo.Km(home, p)); r.lie != 0 {
			out[i] = r.lie
		}
	}
	return r.err
}

func (roads) Unit() string             { return "min" }
func (roads) Within(m float64) float64 { return m }

func TestOtherDistance(t *testing.T) {
	t.Parallel()
	m := trainingtest.Model()
	asked := 0
	e := New(m, nil).With(roads{asked: &asked})
	r := Request{Home: geo.Point{Lat: 47.7483, Lon: -3.3702}, Starts: []Start{{End3e: true}}, Target: Target{Level: 5}, MaxMinutes: 30}
	a, err := e.Itineraries(context.Background(), r)
	if err != nil || len(a.Items) == 0 || a.Unit != "min" {
		t.Fatalf("%+v, %v", a, err)
	}
	if all := len(e.places); asked == 0 || asked >= all {
		t.Errorf("%d places asked of %d", asked, all)
	}
	r.MaxKm, r.MaxMinutes = 30, 0
	var invalid *Invalid
	if _, err := e.Itineraries(context.Background(), r); !errors.As(err, &invalid) || invalid.Code != "unsupported" {
		t.Errorf("kilometres of a distance in minutes: %v", err)
	}
	r.MaxKm, r.MaxMinutes = 0, 30
	broken := errors.New("no answer")
	if _, err := e.With(roads{asked: &asked, err: broken}).Itineraries(context.Background(), r); !errors.Is(err, broken) {
		t.Errorf("error %v, want that of the provider", err)
	}
	a, err = e.With(roads{asked: &asked, lie: -1}).Itineraries(context.Background(), r)
	if err != nil || len(a.Items) != 0 {
		t.Errorf("a provider that lies: %+v, %v", a, err)
	}
}
