package pathway

import (
	"context"
	"errors"
	"math/rand/v2"
	"reflect"
	"slices"
	"strconv"
	"testing"

	"continuum/internal/training"
)

// randomScenario is patches that make sense on a world.
func randomScenario(r *rand.Rand, e *Engine, n int) Scenario {
	m := e.model
	var s Scenario
	at := e
	for range n {
		p := Patch{Do: append(Deeds(), "open")[r.IntN(8)]}
		switch p.Do {
		case "open":
			p.Qualification = m.Qualifications[r.IntN(len(m.Qualifications))].ID
			p.Establishment = m.Establishments[r.IntN(len(m.Establishments))].UAI
			p.Route, p.Capacity = []string{"", "apprenticeship"}[r.IntN(2)], r.IntN(30)
		case "board":
			p.Establishment = m.Establishments[r.IntN(len(m.Establishments))].UAI
		case "close", "resize", "move":
			if len(m.Offers) == 0 {
				continue
			}
			p.Offer, p.Capacity = m.Offers[r.IntN(len(m.Offers))].ID, 12
			p.Establishment = m.Establishments[r.IntN(len(m.Establishments))].UAI
		default:
			p.From, p.To = m.Qualifications[r.IntN(len(m.Qualifications))].ID, m.Qualifications[r.IntN(len(m.Qualifications))].ID
			if r.IntN(4) == 0 {
				p.From = end3e
			}
		}
		next, err := at.Apply(Scenario{p})
		if err != nil {
			continue // closed already, no place there…
		}
		at, s = next, append(s, p)
	}
	return s
}

// rebuilt is the model of an engine made anew: offers that are not closed, in order of
// their identifiers, and the edges it walks.
func rebuilt(e *Engine) *Engine {
	m := *e.model
	m.Offers = nil
	percent := make(map[string]int8)
	outcome := make(map[string][2]int32)
	for at := range e.place {
		if !e.closed[at] {
			o := *e.Offer(int32(at))
			m.Offers = append(m.Offers, o)
			percent[o.ID] = e.percent[at]
			outcome[o.ID] = [2]int32{e.outcome[at], int32(e.share[at])}
		}
	}
	m.Establishments = slices.Clone(m.Establishments)
	for i, boards := range e.boarding {
		if boards {
			m.Establishments[i].Boarding = training.Yes
		}
	}
	training.Sort(m.Offers, func(o *training.Offer) string { return o.ID })
	m.Index()
	n := New(&m, e.communes)
	for i := range m.Offers { // the scale is that of the published offer
		n.percent[i] = percent[m.Offers[i].ID]
		n.outcome[i], n.share[i] = outcome[m.Offers[i].ID][0], int8(outcome[m.Offers[i].ID][1])
	}
	copy(n.located, e.located) // what is closed is no hole
	n.graph, n.published = e.graph, e.published
	n.prepareLadders()
	return n
}

func TestWhatIfEqualsRecompute(t *testing.T) {
	t.Parallel()
	changed, partial := 0, 0
	for seed := range uint64(700) {
		r := rand.New(rand.NewPCG(seed, 31))
		m := smallWorld(r)
		communes := smallCommunes(r, m)
		e := New(m, communes)
		s := randomScenario(r, e, 1+r.IntN(4))
		maxKm := float64(10 + r.IntN(60))
		cover := CoverageRequest{Area: Area{Kind: "country"}, MaxKm: maxKm, Detail: true}
		ask := smallRequest(r, m)
		ask.Target.Offers, ask.Within, ask.AvoidOffers = nil, nil, nil
		q := WhatIfRequest{Scenario: s, Coverage: cover}
		if _, err := e.Itineraries(context.Background(), ask); err == nil {
			q.Itineraries = []Request{ask}
		}
		d, err := e.WhatIf(context.Background(), q)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if d.Surveyed < len(communes) {
			partial++
		}
		full := rebuilt(d.Engine)
		before, err1 := e.Coverage(context.Background(), cover)
		after, err2 := full.Coverage(context.Background(), cover)
		if err := errors.Join(err1, err2); err != nil {
			t.Fatal(err)
		}
		for i := range before {
			b, a := &before[i], &after[i]
			at := slices.IndexFunc(d.Sectors, func(sd SectorDifference) bool { return sd.Sector == b.Sector })
			sd := SectorDifference{Sector: b.Sector}
			if at >= 0 {
				sd = d.Sectors[at]
			}
			want := SectorDifference{Sector: b.Sector, Covered: a.Covered - b.Covered, Unsure: a.Unsure - b.Unsure, Places: sd.Places}
			for level := range want.Levels {
				want.Levels[level] = LevelCoverage{a.Levels[level].Ground - b.Levels[level].Ground, a.Levels[level].Hole - b.Levels[level].Hole}
			}
			for j := range b.Communes {
				x, y := b.Communes[j], a.Communes[j]
				if x.State != y.State || x.Ground != y.Ground || x.Held != y.Held {
					want.Communes = append(want.Communes, CommuneDifference{x, y})
					changed++
				}
			}
			if !reflect.DeepEqual(sd, want) {
				t.Fatalf("seed %d, %s, %+v:\n got %+v\nwant %+v", seed, b.Sector, s, sd, want)
			}
		}
		for i, ask := range q.Itineraries {
			want, err := full.Itineraries(context.Background(), ask)
			if err != nil {
				t.Fatal(err)
			}
			var x, y []criteria
			for k := range want.Items {
				x = append(x, criteriaOf(&want.Items[k]))
			}
			for k := range d.After[i].Items {
				y = append(y, criteriaOf(&d.After[i].Items[k]))
			}
			if want.Front != d.After[i].Front || !slices.Equal(x, y) && want.Front <= MaxShown {
				t.Fatalf("seed %d: itineraries after: %v, want %v", seed, y, x)
			}
		}
	}
	if changed < 100 || partial < 30 {
		t.Errorf("%d communes changed, %d scenarios surveyed in part: nothing is shown", changed, partial)
	}
	t.Logf("%d communes changed, %d scenarios surveyed in part", changed, partial)
}

// TestScenariosComposeAndUndo: one after the other is both at once, an opening closed
// again is nothing, and opening never lowers what is held.
func TestScenariosComposeAndUndo(t *testing.T) {
	t.Parallel()
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 37))
		m := smallWorld(r)
		communes := smallCommunes(r, m)
		e := New(m, communes)
		cover := CoverageRequest{Area: Area{Kind: "country"}, MaxKm: 60, Detail: true}
		covered := func(e *Engine) []Coverage {
			c, err := e.Coverage(context.Background(), cover)
			if err != nil {
				t.Fatal(err)
			}
			return c
		}
		s := randomScenario(r, e, 4)
		if len(s) < 2 {
			continue
		}
		whole, err := e.Apply(s)
		if err != nil {
			t.Fatal(err)
		}
		one, _ := e.Apply(s[:1])
		rest, err := one.Apply(s[1:])
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(covered(whole), covered(rest)) {
			t.Fatalf("seed %d: %+v in two parts is something else", seed, s)
		}
		for i := range m.Offers {
			open := Scenario{{Do: "close", Offer: m.Offers[i].ID}}
			if m.Offers[i].Mode == training.Distance || m.Offers[i].Point.IsZero() || m.Offers[i].EntryYear > 1 {
				continue
			}
			open = append(open, Patch{
				Do: "open", Qualification: m.Qualifications[m.Offers[i].Qualification].ID,
				Establishment: m.Establishments[m.Offers[i].Establishment].UAI, Route: m.Offers[i].Route.String(),
			})
			again, err := e.Apply(open)
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(covered(again), covered(e)) {
				t.Fatalf("seed %d: closing and opening %s again changes coverage", seed, m.Offers[i].ID)
			}
		}
		q := m.Qualifications[r.IntN(len(m.Qualifications))]
		more, err := e.Apply(Scenario{{Do: "open", Qualification: q.ID, Establishment: m.Establishments[0].UAI}})
		if err != nil {
			continue
		}
		if hole := e.located[slices.IndexFunc(m.Qualifications, func(x training.Qualification) bool { return x.ID == q.ID })]&initialRoutes == 0; hole {
			continue // what was a hole in our data is now known to be there, and nowhere else
		}
		before, after := covered(e), covered(more)
		for i := range before {
			for j := range before[i].Communes {
				if x, y := before[i].Communes[j], after[i].Communes[j]; x.Ground&^y.Ground|x.Held&^y.Held != 0 {
					t.Fatalf("seed %d: opening %s lowers %+v to %+v", seed, q.ID, x, y)
				}
			}
		}
	}
}

// TestBoardingIsAdded: an establishment that boards from now on loses no itinerary to
// those who board only where it is known, gives some, and changes nothing for others.
func TestBoardingIsAdded(t *testing.T) {
	t.Parallel()
	given := 0
	for seed := range uint64(1500) {
		r := rand.New(rand.NewPCG(seed, 43))
		m := smallWorld(r)
		e := New(m, nil)
		q := smallRequest(r, m)
		if q.Target.Offers != nil {
			continue
		}
		q.MaxKm = float64(10 + r.IntN(50))
		board := Scenario{}
		for i := range m.Establishments {
			if m.Establishments[i].Boarding != training.Yes {
				board = append(board, Patch{Do: "board", Establishment: m.Establishments[i].UAI})
			}
		}
		after, err := e.Apply(board)
		if err != nil {
			t.Fatal(err)
		}
		front := func(e *Engine, boarding, known bool) (all []criteria) {
			q.Boarding, q.KnownBoarding = boarding, known
			items, err := wholeFront(e, q)
			var invalid *Invalid
			if err != nil && !errors.As(err, &invalid) {
				t.Fatal(err)
			}
			for i := range items {
				all = append(all, criteriaOf(&items[i]))
			}
			return all
		}
		for _, boarding := range []bool{false, true} {
			if before, now := front(e, boarding, false), front(after, boarding, false); !slices.Equal(before, now) {
				t.Fatalf("seed %d: boarding %v: %v became %v", seed, boarding, before, now)
			}
		}
		before, now := front(e, true, true), front(after, true, true)
		for _, c := range before {
			if !slices.ContainsFunc(now, func(d criteria) bool { return d == c || d.dominates(c) }) {
				t.Fatalf("seed %d: %+v is lost", seed, c)
			}
		}
		if !slices.Equal(before, now) {
			given++
		}
		if everywhere := front(after, true, false); !slices.Equal(everywhere, now) {
			t.Fatalf("seed %d: all establishments board, %v is not %v", seed, now, everywhere)
		}
	}
	if given < 30 {
		t.Errorf("boarding gave something in %d worlds: nothing is shown", given)
	}
}

func TestBadScenarios(t *testing.T) {
	t.Parallel()
	m, communes := wholeLadder()
	e := New(m, communes)
	offer := m.Offers[0].ID
	for _, tt := range []struct {
		field, code string
		s           Scenario
	}{
		{"scenario.0.do", "unknown", Scenario{{Do: "burn"}}},
		{"scenario.0.offer", "unknown", Scenario{{Do: "close", Offer: "nothing"}}},
		{"scenario.1.offer", "closed", Scenario{{Do: "close", Offer: offer}, {Do: "close", Offer: offer}}},
		{"scenario.0.qualification", "unknown", Scenario{{Do: "open", Establishment: "e1"}}},
		{"scenario.0.establishment", "unknown", Scenario{{Do: "open", Qualification: "q0", Establishment: "x"}}},
		{"scenario.0.offer", "exists", Scenario{{Do: "open", Qualification: "q0", Establishment: "e1"}}},
		{"scenario.0.route", "unknown", Scenario{{Do: "open", Qualification: "q0", Establishment: "e1", Route: "post"}}},
		{"scenario.0.capacity", "bounds", Scenario{{Do: "open", Qualification: "q0", Establishment: "f1", Capacity: -1}}},
		{"scenario.0.capacity", "bounds", Scenario{{Do: "resize", Offer: offer}}},
		{"scenario.0.establishment", "unknown", Scenario{{Do: "move", Offer: offer, Establishment: "x"}}},
		{"scenario.0.establishment", "unknown", Scenario{{Do: "board", Establishment: "x"}}},
		{"scenario.1.establishment", "boards", Scenario{{Do: "board", Establishment: "e1"}, {Do: "board", Establishment: "e1"}}},
		{"scenario.0.from", "unknown", Scenario{{Do: "link", From: "x", To: "q1"}}},
		{"scenario.0.to", "unknown", Scenario{{Do: "link", From: "q0", To: "x"}}},
		{"scenario.0.to", "exists", Scenario{{Do: "link", From: "q0", To: "q1"}}},
		{"scenario.0.to", "unknown", Scenario{{Do: "unlink", From: "q0", To: "q5"}}},
		{"scenario.0.to", "contradiction", Scenario{{Do: "link", From: "q0", To: "q0"}}},
		{"scenario", "bounds", make(Scenario, 10_000)},
	} {
		_, err := e.Apply(tt.s)
		var invalid *Invalid
		if !errors.As(err, &invalid) || invalid.Field != tt.field || invalid.Code != tt.code {
			t.Errorf("%s %s: error %v", tt.field, tt.code, err)
		}
	}
	if a, b := (Scenario{{Do: "close", Offer: "a"}}).Hash(), (Scenario{{Do: "close", Offer: "b"}}).Hash(); a == b || len(a) != 32 {
		t.Errorf("hashes %s and %s", a, b)
	}
}

// TestGapsAreWhatOpeningGives: the what-if of each gap holds the level for as many young
// people as it says.
func TestGapsAreWhatOpeningGives(t *testing.T) {
	t.Parallel()
	checked := 0
	for seed := range uint64(1000) {
		r := rand.New(rand.NewPCG(seed, 41))
		m := smallWorld(r)
		communes := smallCommunes(r, m)
		for i := range m.Establishments {
			m.Establishments[i].Commune = communes[i%len(communes)].Code
		}
		e := New(m, communes)
		cover := CoverageRequest{Area: Area{Kind: "country"}, MaxKm: 50, Detail: true}
		gaps, err := e.Gaps(context.Background(), GapsRequest{CoverageRequest: cover, Limit: MaxGaps})
		if err != nil {
			t.Fatal(err)
		}
		before, err := e.Coverage(context.Background(), cover)
		if err != nil {
			t.Fatal(err)
		}
		for i, g := range gaps {
			if i > 0 && g.Young > gaps[i-1].Young {
				t.Fatalf("seed %d: gaps are out of order", seed)
			}
			open := Scenario{{Do: "open", Qualification: m.Qualifications[g.Qualification].ID, Establishment: m.Establishments[g.Establishment].UAI}}
			after, err := e.Apply(open)
			var invalid *Invalid
			if errors.As(err, &invalid) && invalid.Code == "exists" {
				t.Fatalf("seed %d: gap %+v is there already", seed, g)
			}
			if err != nil {
				t.Fatal(err)
			}
			now, err := after.Coverage(context.Background(), cover)
			if err != nil {
				t.Fatal(err)
			}
			s := slices.IndexFunc(before, func(c Coverage) bool { return c.Sector == g.Sector })
			young, count := 0.0, 0
			for j := range before[s].Communes {
				x, y := before[s].Communes[j], now[s].Communes[j]
				if x.State != Covered && x.Level == g.Level && y.Ground&(1<<g.Level) != 0 {
					young += e.Young()[j]
					count++
				}
			}
			if young != g.Young || count != g.Communes {
				t.Fatalf("seed %d: gap %+v gives %v young people in %d communes", seed, g, young, count)
			}
			checked++
		}
	}
	if checked < 300 {
		t.Errorf("only %d gaps checked", checked)
	}
}

func TestFunnel(t *testing.T) {
	t.Parallel()
	m, communes := wholeLadder()
	for i := range m.Establishments {
		m.Establishments[i].Commune = communes[0].Code
	}
	m.Offers[2].Capacity = training.Of(6) // the BTS
	m.Offers[4].Capacity = training.Figure{}
	later := m.Offers[1]
	later.EntryYear, later.ID = 2, training.OfferID("q1", "e1", training.School, training.OnSite, 2)
	m.Offers = append(m.Offers, later)
	training.Sort(m.Offers, func(o *training.Offer) string { return o.ID })
	m.Index()
	f, err := New(m, communes).Funnels(context.Background(), FunnelRequest{Area: Area{Kind: "country"}})
	if err != nil || len(f) != 1 {
		t.Fatal(f, err)
	}
	for level, want := range map[int]FunnelLevel{
		3: {24, 1, 0}, 4: {24, 1, 0}, 5: {6, 1, 0}, 6: {24, 1, 0}, 7: {0, 1, 1}, 8: {0, 0, 0}, // doctorates have no sector
	} {
		if got := f[0].Levels[level]; got != want {
			t.Errorf("level %s: %+v, want %+v", strconv.Itoa(level), got, want)
		}
	}
	if f[0].Bottleneck != 5 {
		t.Errorf("bottleneck %d, want 5", f[0].Bottleneck)
	}
}
