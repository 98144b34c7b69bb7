package simulation

import (
	"cmp"
	"context"
	"math"
	"net/url"
	"slices"
	"strconv"

	"continuum/internal/pathway"
	"continuum/internal/training"
	"continuum/internal/web/offer"
)

const (
	shownCommunes    = 30
	shownItineraries = 3
)

// effect is what a scenario changes, in the order of the page.
type effect struct {
	Sectors       []sectorEffect
	Before, After *itineraries // itineraries of someone; nil when none is asked
}

// sectorEffect is what changes in a sector.
type sectorEffect struct {
	Label            string
	Covered, Unsure  float64
	Levels           []levelEffect
	Before, After    int8 // bottlenecks, 0 for none
	Communes         []communeEffect
	CommunesInAll    int
	ladder, capacity bool // what changes: whom it serves, how many places
}

// levelEffect is what changes at a level.
type levelEffect struct {
	Level       int8
	Young, Hole float64
	Was, Is     pathway.FunnelLevel
}

// communeEffect is the ladder of a commune before and after.
type communeEffect struct {
	Name          string
	Young         float64
	Before, After pathway.CommuneCoverage
}

// effect reads a difference. Sectors of which nothing changes are left out.
func (v *view) effect(ctx context.Context, e *pathway.Engine, d *pathway.Difference, c *pathway.CoverageRequest) (*effect, error) {
	out := &effect{}
	var codes []string
	for i := range d.Sectors {
		codes = append(codes, d.Sectors[i].Sector)
	}
	if len(codes) > 0 {
		request := pathway.FunnelRequest{Area: c.Area, Sectors: codes}
		before, err := e.Funnels(ctx, request)
		if err != nil {
			return nil, err
		}
		after, err := d.Engine.Funnels(ctx, request)
		if err != nil {
			return nil, err
		}
		for i := range d.Sectors {
			if s := v.sector(e, &d.Sectors[i], &before[i], &after[i]); s.ladder || s.capacity {
				out.Sectors = append(out.Sectors, s)
			}
		}
	}
	if len(d.Before) > 0 {
		out.Before, out.After = v.found(e, d.Before[0]), v.found(d.Engine, d.After[0])
	}
	return out, nil
}

func (v *view) sector(e *pathway.Engine, d *pathway.SectorDifference, before, after *pathway.Funnel) sectorEffect {
	s := sectorEffect{
		Covered: d.Covered, Unsure: d.Unsure, Before: before.Bottleneck, After: after.Bottleneck,
		CommunesInAll: len(d.Communes), ladder: len(d.Communes) > 0,
	}
	if sector := v.R.Catalog.Sector(d.Sector); sector != nil {
		s.Label = sector.Label
	}
	for level := int8(3); level <= 8; level++ {
		l := levelEffect{level, d.Levels[level].Ground, d.Levels[level].Hole, before.Levels[level], after.Levels[level]}
		s.capacity = s.capacity || l.Was != l.Is
		s.Levels = append(s.Levels, l)
	}
	young := e.Young()
	communes := slices.Clone(d.Communes)
	slices.SortStableFunc(communes, func(a, b pathway.CommuneDifference) int {
		return cmp.Compare(young[b.Before.Commune], young[a.Before.Commune])
	})
	for _, c := range communes[:min(len(communes), shownCommunes)] {
		one := communeEffect{Young: young[c.Before.Commune], Before: c.Before, After: c.After}
		code := e.Communes()[c.Before.Commune].Code
		if one.Name = code; v.R.Catalog.Atlas.Commune(code) != nil {
			one.Name = v.R.Catalog.Atlas.PlaceLabel(v.R.Catalog.Atlas.Commune(code))
		}
		s.Communes = append(s.Communes, one)
	}
	return s
}

// People is a number of young people more or fewer, in words: estimates are not told to
// the unit below.
func (v *view) People(f float64) string {
	n := int(math.Round(f))
	switch {
	case n > 0:
		return v.R.T.N("simul.more", n)
	case n < 0:
		return v.R.T.N("simul.fewer", -n)
	case math.Abs(f) > 0.01:
		return v.T("simul.about_none")
	}
	return v.T("simul.same")
}

// Ladder is how far the ladder of a commune holds, in words.
func (v *view) Ladder(c *pathway.CommuneCoverage) string {
	switch {
	case c.State == pathway.Covered:
		return v.T("simul.ladder.whole")
	case c.State == pathway.Unsure:
		return v.T("simul.ladder.unsure", offer.Level(v.R.T, c.Level))
	case c.Missing != training.None:
		return v.T("simul.ladder.missing", offer.Level(v.R.T, c.Level), v.M.Qualifications[c.Missing].Label)
	}
	return v.T("simul.ladder.broken", offer.Level(v.R.T, c.Level))
}

// Seats are the places of a level: a lower bound where some are unknown.
func (v *view) Seats(l *pathway.FunnelLevel) string {
	s := v.R.T.Number(int(math.Round(l.Places)))
	if l.Unknown > 0 {
		return v.T("simul.at_least", s)
	}
	return s
}

// Narrow says where places are fewest for those of the level before.
func (v *view) Narrow(s *sectorEffect) string {
	switch {
	case s.Before == 0 && s.After == 0:
		return v.T("simul.narrow.unknown")
	case s.After == 0:
		return v.T("simul.narrow.gone", offer.Level(v.R.T, s.Before))
	case s.Before == s.After:
		return v.T("simul.narrow.same", offer.Level(v.R.T, s.After))
	case s.Before == 0:
		return v.T("simul.narrow.now", offer.Level(v.R.T, s.After))
	}
	return v.T("simul.narrow.moves", offer.Level(v.R.T, s.Before), offer.Level(v.R.T, s.After))
}

// itineraries is the itineraries of someone.
type itineraries struct {
	Front int
	Ways  []way
	None  string // why there is none
}

// way is an itinerary in words.
type way struct {
	Totals string
	Steps  []string
}

func (v *view) found(e *pathway.Engine, a *pathway.Answer) *itineraries {
	out := &itineraries{Front: a.Front}
	for i := range a.Items {
		it := &a.Items[i]
		w := way{Totals: v.totals(&it.Criteria)}
		for j := range it.Steps {
			w.Steps = append(w.Steps, v.step(e, &it.Steps[j]))
		}
		out.Ways = append(out.Ways, w)
	}
	if n := a.None; n != nil {
		if out.None = v.T("simul.none"); n.Missing != nil {
			out.None = v.T("simul.none_missing", v.M.Qualifications[n.Missing.Qualification].Label)
		}
	}
	return out
}

func (v *view) totals(c *pathway.Criteria) string {
	s := v.T("simul.years_unknown")
	if c.Years.Known {
		s = v.R.T.N("simul.years", c.Years.Value)
	}
	if c.FarthestKm.Known {
		s += ", " + v.R.T.N("simul.farthest", c.FarthestKm.Value)
	}
	return s
}

func (v *view) step(e *pathway.Engine, s *pathway.Step) string {
	label := v.M.Qualifications[s.Qualification].Label
	if s.Offer == training.None {
		return v.T("simul.unlocated", label)
	}
	o := e.Offer(s.Offer)
	label += ", " + v.establishment(&v.M.Establishments[o.Establishment])
	if s.Km >= 0 {
		label += ", " + v.R.T.N("simul.km", s.Km)
	}
	if int(s.Offer) >= len(v.M.Offers) {
		label += v.T("simul.opened_here")
	}
	return label
}

// Data is the same answer for programs, with all communes.
func (v *view) Data() string {
	q := url.Values{"max_km": {strconv.Itoa(v.State.Km)}}
	if v.State.Kept != "" {
		q.Set("hash", v.State.Kept)
	} else {
		q.Set("scenario", v.State.Patches.JSON())
	}
	if area, ok := v.area(); ok {
		q.Set(area.Kind, area.Code)
	}
	if v.State.Sector != "" {
		q.Set("sector", v.State.Sector)
	}
	return "/api/v1/scenarios?" + q.Encode()
}
