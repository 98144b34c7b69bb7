package pathway

import (
	"cmp"
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

// options are those of one qualification under one request, for each entry; final are
// those that end an itinerary, through those that don't.
type options struct {
	through, final [entries][]option
}

func (o *options) passes() bool { return any3(o.through) }
func (o *options) ends() bool   { return any3(o.final) }

func any3(all [entries][]option) bool {
	return len(all[FirstYear])+len(all[LaterYear])+len(all[AfterCommon]) > 0
}

// optionsOf looks at every offer of a qualification.
func (s *search) optionsOf(q int32) *options {
	e, f := s.engine, &s.filter
	o := &options{}
	if f.avoided(q) {
		return o
	}
	qualification := &e.model.Qualifications[q]
	wanted := s.target.qualification(q)
	if !qualification.Active && len(e.byQualification[q]) == 0 {
		return o
	}
	if e.located[q]&f.routes == 0 {
		if f.holes {
			hole := []option{{offer: training.None, hole: 1, undecided: 1, share: -1}}
			after := []option{{offer: training.None, hole: 1, share: -1}}
			where := &o.through
			if wanted && s.target.offers == nil {
				where = &o.final
			}
			*where = [entries][]option{FirstYear: hole, LaterYear: hole, AfterCommon: after}
		}
		return o
	}
	limit := f.limitOf(qualification.Level)
	var first, later struct{ through, final []option }
	for _, at := range e.byQualification[q] {
		km, ok := s.reach(f, at, limit)
		if !ok {
			continue
		}
		opt := option{offer: at, km: km, share: -1}
		if p := e.percent[at]; p >= 0 {
			opt.percent = uint8(p)
		} else {
			opt.undecided = 1
		}
		ends := wanted && s.target.offer(at)
		to := &later.through
		if ends {
			opt.share = e.share[at]
			to = &later.final
		}
		*to = append(*to, opt)
		if e.entry[at] <= 1 {
			to = &first.through
			if ends {
				to = &first.final
			}
			*to = append(*to, opt)
		}
	}
	o.through[FirstYear], o.final[FirstYear] = best(first.through), best(first.final)
	o.through[AfterCommon], o.final[AfterCommon] = best(chosen(later.through)), best(chosen(later.final))
	o.through[LaterYear], o.final[LaterYear] = best(later.through), best(later.final)
	return o
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
	far := s.far[p]
	if !(far <= limit) {
		return 0, false
	}
	return rounded(far), true
}

// chosen is what options are after a common year: none has a difficulty.
func chosen(all []option) []option {
	all = slices.Clone(all)
	for i := range all {
		all[i].percent, all[i].undecided = 0, 0
	}
	return all
}

// best keeps, in place, the options that no other of the same set of unknowns betters;
// of equal ones the first offer.
func best(all []option) []option {
	slices.SortFunc(all, func(a, b option) int {
		return cmp.Or(cmp.Compare(a.set(), b.set()), cmp.Compare(a.km, b.km), cmp.Compare(a.percent, b.percent),
			cmp.Compare(b.share, a.share), cmp.Compare(uint32(a.offer), uint32(b.offer)))
	})
	kept := all[:0]
	for _, o := range all {
		if !slices.ContainsFunc(kept, func(k option) bool { return k.betters(&o) }) {
			kept = append(kept, o)
		}
	}
	return kept
}

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
	return o.set() == p.set() && o.km <= p.km && o.percent <= p.percent && o.share >= p.share
}

func rounded(far float32) uint16 { return uint16(min(far+0.5, 65535)) }
