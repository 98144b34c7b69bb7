package pathway

import (
	"slices"

	"continuum/internal/training"
)

// option is a way to take a step into a qualification: an offer, or a hole in our data.
// Only options that no other betters, whatever comes before and after, are kept.
type option struct {
	offer     int32 // None for an unlocated step
	km        uint16
	percent   uint8 // 0 when it is unknown or has no meaning
	share     int8  // of last steps, -1 unknown
	hole      uint8 // 1 when unlocated
	undecided uint8 // 1 when the difficulty is unknown
}

// options are those of one qualification under one request, for each entry that leads
// there; final are those that end an itinerary, through those that don't.
type options struct {
	through, final [entries]span
	known          bool
}

// span is a part of search.arena.
type span struct{ lo, hi int32 }

func (o *options) passes() bool { return some(&o.through) }
func (o *options) ends() bool   { return some(&o.final) }

func some(all *[entries]span) bool {
	for _, s := range all {
		if s.lo < s.hi {
			return true
		}
	}
	return false
}

// optionsOf looks at every offer of a qualification.
func (s *search) optionsOf(q int32) (o options) {
	e, f := s.engine, &s.filter
	o.known = true
	qualification := &e.model.Qualifications[q]
	if f.avoided(q) || !e.exists(q) {
		return o
	}
	wanted := s.target.qualification(q)
	if e.located[q]&f.routes == 0 {
		if f.holes {
			s.hole(&o, wanted && s.target.offers == nil)
		}
		return o
	}
	limit := f.limitOf(qualification.Level)
	used := e.graph.entries[q]
	for entry := range entries {
		s.kept[entry], s.keptFinal[entry] = s.kept[entry][:0], s.keptFinal[entry][:0]
	}
	for _, at := range e.byQualification[q] {
		km, ok := s.reach(f, at, limit)
		if !ok {
			continue
		}
		opt := option{offer: at, km: km, share: -1, undecided: 1}
		if p := e.percent[at]; p >= 0 {
			opt.percent, opt.undecided = uint8(p), 0
		}
		kept := &s.kept
		if wanted && s.target.offer(at) {
			opt.share = e.share[at]
			kept = &s.keptFinal
		}
		if used&(1<<FirstYear) != 0 && e.entry[at] <= 1 {
			kept[FirstYear] = keep(kept[FirstYear], opt)
		}
		if used&(1<<LaterYear) != 0 {
			kept[LaterYear] = keep(kept[LaterYear], opt)
		}
		if used&(1<<AfterCommon) != 0 {
			opt.percent, opt.undecided = 0, 0 // the choice was made at the common year
			kept[AfterCommon] = keep(kept[AfterCommon], opt)
		}
	}
	for entry := range entries {
		o.through[entry], o.final[entry] = s.store(s.kept[entry]...), s.store(s.keptFinal[entry]...)
	}
	return o
}

// hole gives a qualification its unlocated step.
func (s *search) hole(o *options, ends bool) {
	step := option{offer: training.None, hole: 1, undecided: 1, share: -1}
	first := s.store(step)
	step.undecided = 0
	after := s.store(step)
	to := &o.through
	if ends {
		to = &o.final
	}
	*to = [entries]span{FirstYear: first, LaterYear: first, AfterCommon: after}
}

func (s *search) store(all ...option) span {
	lo := int32(len(s.arena))
	s.arena = append(s.arena, all...)
	return span{lo, int32(len(s.arena))}
}

// reach returns how far an offer is, when a filter accepts it.
func (s *search) reach(f *filter, at int32, limit float32) (km uint16, ok bool) {
	e := s.engine
	if e.route[at]&f.routes == 0 || f.public != 0 && e.public[at]&f.public == 0 {
		return 0, false
	}
	if f.within != nil && !f.within.Has(at) || len(f.offers) > 0 && slices.Contains(f.offers, at) {
		return 0, false
	}
	if e.remote[at] {
		return 0, f.remote
	}
	p := e.place[at]
	if p == training.None {
		return 0, false
	}
	far := s.farOf(p)
	if !(far <= limit) && !(f.known && e.boards(at)) {
		return 0, false
	}
	return rounded(far), true
}

// boards reports whether one may board to follow an offer: its level is 4 at least, and
// a source says that its establishment boards pupils.
func (e *Engine) boards(at int32) bool {
	o := e.Offer(at)
	return o.Establishment >= 0 && e.boarding[o.Establishment] && e.model.Qualifications[o.Qualification].Level >= 4
}

func rounded(far float32) uint16 { return uint16(min(far+0.5, 65535)) }

// keep adds an option to those kept, unless one of them betters it; those that it betters
// leave. Options come in the order of their identifiers.
func keep(kept []option, n option) []option {
	for i := range kept {
		if kept[i].betters(&n) {
			return kept
		}
	}
	left := kept[:0]
	for _, o := range kept {
		if !n.betters(&o) {
			left = append(left, o)
		}
	}
	return append(left, n)
}

// untold adds to the set of a label.
func (o *option) untold() uint32 { return uint32(o.hole)<<16 | uint32(o.undecided) }

// set numbers what an option does not tell.
func (o *option) set() uint8 {
	set := o.hole<<1 | o.undecided
	if o.share < 0 {
		set |= 4
	}
	return set
}

// betters reports whether o is at least as good as p in all and tells the same.
func (o *option) betters(p *option) bool {
	return o.km <= p.km && o.percent <= p.percent && o.share >= p.share && o.set() == p.set()
}
