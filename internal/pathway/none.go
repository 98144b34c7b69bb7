package pathway

import (
	"cmp"
	"context"
	"errors"
	"math"
	"slices"

	"continuum/internal/training"
)

// explain says why a plan has no itinerary. The search that found none is still in s.
func (s *search) explain(ctx context.Context, p *plan, r *Request) (*None, error) {
	none := &None{Reached: s.reached()}
	for _, l := range lifts {
		f := p.filter
		if !l.lift(&f, r) {
			continue
		}
		relax, err := s.relax(ctx, p, l.name, f)
		if err != nil {
			return nil, err
		}
		if relax != nil {
			none.Relax = append(none.Relax, *relax)
		}
	}
	if len(none.Relax) > 0 {
		none.Missing = &none.Relax[0].Step
		return none, nil
	}
	all := p.filter
	for _, l := range lifts {
		l.lift(&all, r)
	}
	all.holes = true
	relax, err := s.relax(ctx, p, "", all)
	if err != nil || relax == nil {
		return none, err
	}
	none.Missing = &relax.Step
	return none, nil
}

// lifts loosen one constraint each; they report whether the request has it.
var lifts = []struct {
	name string
	lift func(*filter, *Request) bool
}{
	{"max_km", func(f *filter, r *Request) bool { f.limit = math.MaxFloat32; return r.MaxKm > 0 }},
	{"max_minutes", func(f *filter, r *Request) bool { f.limit = math.MaxFloat32; return r.MaxMinutes > 0 }},
	{"boarding", func(f *filter, r *Request) bool {
		f.boarding = true
		return (!r.Boarding || r.KnownBoarding) && (r.MaxKm > 0 || r.MaxMinutes > 0)
	}},
	{"routes", func(f *filter, _ *Request) bool {
		some := f.routes != allRoutes
		f.routes = allRoutes
		return some
	}},
	{"public", func(f *filter, r *Request) bool { f.public = 0; return len(r.Public) > 0 }},
	{"remote", func(f *filter, r *Request) bool { f.remote = true; return !r.Remote }},
	{"located_only", func(f *filter, r *Request) bool {
		f.holes = r.Within == nil
		return r.LocatedOnly && r.Within == nil
	}},
	{"within", func(f *filter, r *Request) bool {
		f.within, f.holes = nil, !r.LocatedOnly
		return r.Within != nil
	}},
	{"avoid", func(f *filter, r *Request) bool {
		f.offers, f.refused = nil, nil
		return len(r.AvoidOffers)+len(r.AvoidQualifications) > 0
	}},
}

// reached is the highest level that the last search could reach, whatever the target.
func (s *search) reached() int8 {
	var level int8
	for q := range s.engine.model.Qualifications {
		if n := s.before[q]; n > 0 && n != never {
			level = max(level, s.engine.model.Qualifications[q].Level)
		}
	}
	return level
}

// relax searches under a looser filter, and returns what it takes of one constraint; nil
// when there is no itinerary.
func (s *search) relax(ctx context.Context, p *plan, name string, f filter) (*Relax, error) {
	looser := *p
	looser.filter = f
	relax := &Relax{Constraint: name}
	var found bool
	var err error
	if f.limit != p.filter.limit {
		relax.To, err = s.smallestLimit(ctx, p, &looser)
		looser.filter.limit = float32(relax.To)
		found = relax.To > 0
	} else {
		found, err = s.finds(ctx, &looser)
	}
	if !found || err != nil {
		return nil, err
	}
	nearest := slices.MinFunc(s.ordered(), func(a, b placed) int { return cmp.Compare(a.km, b.km) })
	it := s.itinerary(&nearest)
	for _, step := range it.Steps {
		if !s.allows(&p.filter, &step) {
			relax.Step = s.nearest(&f, step)
			break
		}
	}
	return relax, nil
}

// finds reports whether a plan has an itinerary. One more search than can be answered
// gives no advice.
func (s *search) finds(ctx context.Context, p *plan) (bool, error) {
	err := s.answer(ctx, p)
	if errors.Is(err, ErrTooWide) {
		return false, nil
	}
	return len(s.front.sets) > 0, err
}

// smallestLimit returns the smallest whole limit of distance with which there is an
// itinerary, whose search is the last one made; 0 when there is none. The limit grows by
// doubling, so that no search is much larger than it must be, then is halved in.
func (s *search) smallestLimit(ctx context.Context, p, looser *plan) (float64, error) {
	low := float32(math.Floor(float64(p.filter.limit)))
	high := max(low, 10)
	for {
		looser.filter.limit = high
		found, err := s.finds(ctx, looser)
		if err != nil {
			return 0, err
		}
		if found {
			break
		}
		if high >= farthest {
			return 0, nil
		}
		low, high = high, high*2
	}
	for high-low > 1 {
		middle := float32(math.Floor(float64(low+high) / 2))
		looser.filter.limit = middle
		found, err := s.finds(ctx, looser)
		if err != nil {
			return 0, err
		}
		if found {
			high = middle
		} else {
			low = middle
		}
	}
	looser.filter.limit = high
	_, err := s.finds(ctx, looser)
	return float64(high), err
}

// farthest is a distance, in kilometres or minutes, past which nothing on Earth lies.
const farthest = 100_000

// allows reports whether a step meets a filter.
func (s *search) allows(f *filter, step *Step) bool {
	if f.avoided(step.Qualification) {
		return false
	}
	if step.Offer == training.None {
		return f.holes && s.engine.located[step.Qualification]&f.routes == 0
	}
	_, ok := s.reach(f, step.Offer, f.limitOf(s.engine.model.Qualifications[step.Qualification].Level))
	return ok
}

// nearest gives a step the nearest offer of its qualification that meets a filter.
func (s *search) nearest(f *filter, step Step) Step {
	best := float32(math.Inf(1))
	for _, o := range s.engine.byQualification[step.Qualification] {
		if _, ok := s.reach(f, o, math.MaxFloat32); !ok || step.Edge.Entry == FirstYear && s.engine.entry[o] > 1 {
			continue
		}
		far := float32(0)
		if p := s.engine.place[o]; p != training.None {
			far = s.farOf(p)
		}
		if far < best {
			best = far
			edge, _ := slices.BinarySearchFunc(s.engine.graph.Edges, step.Edge, s.engine.graph.compare)
			step = s.step(int32(edge), o)
		}
	}
	return step
}
