package pathway

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"

	"continuum/internal/geo"
	"continuum/internal/training"
)

// filter is the constraints of a request, resolved.
type filter struct {
	limit    float32 // of distance, +Inf for none
	boarding bool    // anywhere
	known    bool    // boarding where it is known
	routes   uint8
	public   uint8 // 0 for all
	remote   bool
	holes    bool
	within   *Set
	offers   []int32 // refused
	refused  []int32 // qualifications
}

// initialRoutes are those of young people: continuing training must be asked for.
const (
	initialRoutes = 1<<training.School | 1<<training.Apprenticeship
	allRoutes     = initialRoutes | 1<<training.Continuing
)

// limitOf is the limit of distance of a step of a level.
func (f *filter) limitOf(level int8) float32 {
	if f.boarding && level >= 4 {
		return math.MaxFloat32
	}
	return f.limit
}

func (f *filter) avoided(q int32) bool { return len(f.refused) > 0 && slices.Contains(f.refused, q) }

// target is the target of a request, resolved.
type target struct {
	wanted []bool // qualifications
	offers *Set   // nil for all
}

func (t *target) qualification(q int32) bool { return t.wanted[q] }
func (t *target) offer(o int32) bool         { return t.offers == nil || t.offers.Has(o) }

// Itineraries answers a request. A request that can't be answered as it stands is an
// [*Invalid]; one that needs too much work fails with [ErrTooWide].
func (e *Engine) Itineraries(ctx context.Context, r Request) (*Answer, error) {
	p, err := e.prepare(&r)
	if err != nil {
		return nil, err
	}
	s := e.scratch.Get().(*search)
	defer e.scratch.Put(s)
	if err := s.measure(ctx, r.Home, p.filter); err != nil {
		return nil, err
	}
	if err := s.answer(ctx, p); err != nil {
		return nil, err
	}
	all := s.ordered()
	a := &Answer{Front: len(all), Unit: e.distance.Unit(), Labels: len(s.labels)}
	for _, f := range s.diverse(all, p.k) {
		a.Items = append(a.Items, s.itinerary(&f))
	}
	if len(all) == 0 {
		if a.None, err = s.explain(ctx, p, &r); err != nil {
			return nil, err
		}
	}
	return a, nil
}

// plan is a request whose names are resolved.
type plan struct {
	starts []int32
	target target
	filter filter
	k      int
}

// answer searches with the constraints of a plan; distances were measured.
func (s *search) answer(ctx context.Context, p *plan) error {
	s.reset()
	s.filter, s.target = p.filter, p.target
	return s.run(ctx, p.starts)
}

// measure asks how far places are: all of them, or only those that may be within the
// limit when every step has one.
func (s *search) measure(ctx context.Context, home geo.Point, f filter) error {
	e := s.engine
	if _, ok := e.distance.(GreatCircle); ok {
		s.home = geo.Unit(home)
		for i := range s.far {
			s.far[i] = -1
		}
		return nil
	}
	near := everywhere
	if !f.boarding && !f.known && f.limit != math.MaxFloat32 {
		near = geo.ChordOf(e.distance.Within(float64(f.limit)))
	}
	s.asked = e.band.within(s.asked[:0], geo.Unit(home), near)
	places, out := make([]geo.Point, len(s.asked)), make([]float32, len(s.asked))
	for i, p := range s.asked {
		places[i] = e.places[p]
	}
	if err := e.distance.Measure(ctx, home, places, out); err != nil {
		return fmt.Errorf("pathway: distances from %s: %w", home, err)
	}
	for i := range s.far {
		s.far[i] = float32(math.Inf(1))
	}
	for i, p := range s.asked {
		if out[i] >= 0 { // a provider that lies reaches nothing
			s.far[p] = out[i]
		}
	}
	return nil
}

// everywhere is more than the square of the longest chord.
const everywhere = 4.1

func (e *Engine) prepare(r *Request) (*plan, error) {
	p := &plan{k: r.K}
	if p.k == 0 {
		p.k = 5
	}
	if p.k < 1 || p.k > MaxShown {
		return nil, &Invalid{"k", "bounds", strconv.Itoa(r.K)}
	}
	if h := r.Home; h.IsZero() || !(math.Abs(h.Lat) <= 90) || !(math.Abs(h.Lon) <= 180) {
		return nil, &Invalid{"home", "bounds", h.String()}
	}
	for _, step := range []func(*Request, *plan) error{e.prepareStarts, e.prepareTarget, e.prepareFilter} {
		if err := step(r, p); err != nil {
			return nil, err
		}
	}
	return p, nil
}

func (e *Engine) prepareStarts(r *Request, p *plan) error {
	for _, s := range r.Starts {
		switch {
		case s.End3e && s.Level == 0 && s.Qualification == "":
			p.starts = append(p.starts, int32(len(e.model.Qualifications)))
		case !s.End3e && s.Level != 0 && s.Qualification == "":
			if s.Level < 3 || s.Level > 8 {
				return &Invalid{"starts.level", "bounds", strconv.Itoa(int(s.Level))}
			}
			for q := range e.model.Qualifications {
				if qq := &e.model.Qualifications[q]; qq.Level == s.Level && !qq.Common && e.exists(int32(q)) {
					p.starts = append(p.starts, int32(q))
				}
			}
		case !s.End3e && s.Level == 0 && s.Qualification != "":
			q, _ := e.model.Qualification(s.Qualification)
			if q == training.None {
				return &Invalid{"starts.qualification", "unknown", s.Qualification}
			}
			p.starts = append(p.starts, q)
		default:
			return &Invalid{"starts", "contradiction", s.Qualification}
		}
	}
	if len(p.starts) == 0 {
		return &Invalid{"starts", "empty", ""}
	}
	p.starts = e.graph.heirsOf(p.starts)
	return nil
}

func (e *Engine) prepareTarget(r *Request, p *plan) error {
	t, m := &r.Target, e.model
	if t.Level == 0 && len(t.Qualifications) == 0 && t.Occupation == "" && t.Sector == "" && t.Offers == nil {
		return &Invalid{"target", "empty", ""}
	}
	if t.Level != 0 && (t.Level < 3 || t.Level > 8) {
		return &Invalid{"target.level", "bounds", strconv.Itoa(int(t.Level))}
	}
	named := make([]bool, len(m.Qualifications))
	for _, id := range t.Qualifications {
		q, _ := m.Qualification(id)
		if q == training.None {
			return &Invalid{"target.qualification", "unknown", id}
		}
		named[q] = true
	}
	leads := func(int32) bool { return true }
	if t.Occupation != "" {
		o := m.Occupation(t.Occupation)
		if o == training.None {
			return &Invalid{"target.occupation", "unknown", t.Occupation}
		}
		leads = func(q int32) bool { return slices.Contains(m.Occupations[o].Qualifications, q) }
	}
	p.target = target{make([]bool, len(m.Qualifications)), t.Offers}
	any := false
	for i := range m.Qualifications {
		q := &m.Qualifications[i]
		ok := (t.Level == 0 || q.Level == t.Level) && (t.Sector == "" || q.Sector == t.Sector) && leads(int32(i))
		if len(t.Qualifications) > 0 {
			ok = ok && named[i]
		} else {
			ok = ok && !q.Common
		}
		p.target.wanted[i] = ok
		any = any || ok
	}
	if !any {
		return &Invalid{"target", "contradiction", ""}
	}
	return nil
}

func (e *Engine) prepareFilter(r *Request, p *plan) error {
	f := &p.filter
	*f = filter{boarding: r.Boarding && !r.KnownBoarding, known: r.KnownBoarding, remote: r.Remote, holes: !r.LocatedOnly && r.Within == nil, within: r.Within}
	limit, field := r.MaxKm, "max_km"
	if r.MaxMinutes != 0 {
		limit, field = r.MaxMinutes, "max_minutes"
	}
	unit := "km"
	if field == "max_minutes" {
		unit = "min"
	}
	switch {
	case r.KnownBoarding && !r.Boarding:
		return &Invalid{"boarding", "contradiction", "known"}
	case r.MaxKm != 0 && r.MaxMinutes != 0:
		return &Invalid{"max_minutes", "contradiction", "max_km"}
	case !(limit >= 0) || limit > 50_000:
		return &Invalid{field, "bounds", strconv.FormatFloat(limit, 'g', -1, 64)}
	case limit != 0 && unit != e.distance.Unit():
		return &Invalid{field, "unsupported", e.distance.Unit()}
	}
	f.limit = float32(limit)
	if limit == 0 {
		f.limit = math.MaxFloat32
	}
	for _, route := range r.Routes {
		if route.String() == "" {
			return &Invalid{"routes", "unknown", strconv.Itoa(int(route))}
		}
		f.routes |= 1 << route
	}
	if len(r.Routes) == 0 {
		f.routes = initialRoutes
	}
	for _, public := range r.Public {
		bit := publicBit(public)
		if bit == 0 {
			return &Invalid{"public", "unknown", string(public)}
		}
		f.public |= bit
	}
	for _, id := range r.AvoidOffers {
		o := e.offerOf(id)
		if o == training.None {
			return &Invalid{"avoid_offers", "unknown", id}
		}
		f.offers = append(f.offers, o)
	}
	for _, id := range r.AvoidQualifications {
		q, _ := e.model.Qualification(id)
		if q == training.None {
			return &Invalid{"avoid_qualifications", "unknown", id}
		}
		f.refused = append(f.refused, q)
	}
	return nil
}
