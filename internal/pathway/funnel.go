package pathway

import (
	"context"

	"continuum/internal/training"
)

// FunnelRequest asks for the places of an area.
type FunnelRequest struct {
	Area    Area
	Sectors []string // all that the model has when empty
}

// Funnels returns the places of an area level by level, one answer for each sector.
func (e *Engine) Funnels(_ context.Context, r FunnelRequest) ([]Funnel, error) {
	sectors, communes, err := e.lookAt(&r.Area, r.Sectors)
	if err != nil {
		return nil, err
	}
	return e.funnels(sectors, e.establishmentsOf(communes)), nil
}

// establishmentsOf says which establishments are in some communes.
func (e *Engine) establishmentsOf(communes []int32) []bool {
	inside := make(map[string]bool, len(communes))
	for _, c := range communes {
		inside[e.communes[c].Code] = true
	}
	in := make([]bool, len(e.model.Establishments))
	for i := range e.model.Establishments {
		in[i] = inside[e.model.Establishments[i].Commune]
	}
	return in
}

// funnels adds the known places of first-year entries. A level whose places are unknown
// for more than a tenth of its offers is no part of a bottleneck.
func (e *Engine) funnels(sectors []string, in []bool) []Funnel {
	number := make(map[string]int, len(sectors))
	all := make([]Funnel, len(sectors))
	for i, s := range sectors {
		number[s], all[i].Sector = i, s
	}
	for q, offers := range e.byQualification {
		i, ok := number[e.model.Qualifications[q].Sector]
		if !ok {
			continue
		}
		level := &all[i].Levels[e.model.Qualifications[q].Level]
		for _, at := range offers {
			o := e.Offer(at)
			if o.EntryYear > 1 || o.Mode == training.Distance || o.Establishment < 0 || !in[o.Establishment] {
				continue
			}
			level.Offers++
			if o.Capacity.Status == training.Known {
				level.Places += float64(o.Capacity.Value)
			} else {
				level.Unknown++
			}
		}
	}
	for i := range all {
		all[i].Bottleneck = all[i].bottleneck()
	}
	return all
}

func (f *Funnel) bottleneck() int8 {
	best, ratio := int8(0), 0.0
	before := 0.0
	for level := int8(3); level <= 8; level++ {
		l := &f.Levels[level]
		if 10*l.Unknown > l.Offers || l.Offers == 0 {
			before = 0
			continue
		}
		if before > 0 && (best == 0 || l.Places/before < ratio) {
			best, ratio = level, l.Places/before
		}
		before = l.Places
	}
	return best
}
