package pathway

import (
	"context"
	"iter"
	"slices"

	"continuum/internal/geo"
	"continuum/internal/training"
)

// WhatIfRequest asks what a scenario changes.
type WhatIfRequest struct {
	Scenario    Scenario
	Coverage    CoverageRequest
	Itineraries []Request // asked before and after, at most 10
}

// Difference is what a scenario changes. It is exact: the same as a full computation
// after, less one before.
type Difference struct {
	Hash    string             // of the scenario
	Sectors []SectorDifference // those that the scenario can alter
	// Before and After answer the itineraries asked, in their order. Offers that a
	// scenario opens are told by the engine that Apply returns.
	Before, After []*Answer
	// Engine is the one after the scenario.
	Engine *Engine
	// Surveyed is how many communes had to be looked at again.
	Surveyed int
}

// SectorDifference is the change of coverage in one sector: young people gained, or lost
// when negative.
type SectorDifference struct {
	Sector   string
	Covered  float64
	Unsure   float64
	Levels   [9]LevelCoverage
	Communes []CommuneDifference // those where what is held changes
	Places   [9]float64          // first-year places, by level
}

// CommuneDifference is the ladder of one commune before and after.
type CommuneDifference struct{ Before, After CommuneCoverage }

// WhatIf compares an engine before and after a scenario. Only sectors and communes that
// the scenario can alter are looked at again.
func (e *Engine) WhatIf(ctx context.Context, r WhatIfRequest) (*Difference, error) {
	if len(r.Itineraries) > 10 {
		return nil, &Invalid{"itineraries", "bounds", ""}
	}
	after, err := e.Apply(r.Scenario)
	if err != nil {
		return nil, err
	}
	d := &Difference{Hash: r.Scenario.Hash(), Engine: after}
	for _, q := range r.Itineraries {
		x, err := e.Itineraries(ctx, q)
		if err != nil {
			return nil, err
		}
		y, err := after.Itineraries(ctx, q)
		if err != nil {
			return nil, err
		}
		d.Before, d.After = append(d.Before, x), append(d.After, y)
	}
	return d, e.compare(ctx, after, &r.Coverage, d)
}

func (e *Engine) compare(ctx context.Context, after *Engine, r *CoverageRequest, d *Difference) error {
	sectors, communes, err := e.prepareCoverage(r)
	if err != nil {
		return err
	}
	sectors = e.concerned(after, sectors)
	inArea := e.establishmentsOf(communes)
	before, later := e.funnels(sectors, inArea), after.funnels(sectors, inArea)
	communes = e.touched(after, communes, r.MaxKm)
	old, now := e.laddersOf(sectors), after.laddersOf(sectors)
	d.Surveyed = len(communes)
	was, err := e.survey(ctx, old, communes, r.MaxKm, nil)
	if err != nil {
		return err
	}
	is, err := after.survey(ctx, now, communes, r.MaxKm, nil)
	if err != nil {
		return err
	}
	for i, s := range sectors {
		x, y := e.sum(s, was[i]), e.sum(s, is[i])
		sd := SectorDifference{Sector: s, Covered: y.Covered - x.Covered, Unsure: y.Unsure - x.Unsure}
		for level := range sd.Levels {
			sd.Levels[level].Ground = y.Levels[level].Ground - x.Levels[level].Ground
			sd.Levels[level].Hole = y.Levels[level].Hole - x.Levels[level].Hole
			sd.Places[level] = later[i].Levels[level].Places - before[i].Levels[level].Places
		}
		for j := range communes {
			if x, y := &was[i][j], &is[i][j]; x.State != y.State || x.Ground != y.Ground || x.Held != y.Held {
				sd.Communes = append(sd.Communes, CommuneDifference{*x, *y})
			}
		}
		d.Sectors = append(d.Sectors, sd)
	}
	return nil
}

// touched returns the communes whose ladder a scenario may alter: those within reach of
// what opened or closed; all when progressions changed, when a qualification stopped being
// a hole, or when a closed one got its first offer or lost its last.
func (e *Engine) touched(after *Engine, communes []int32, maxKm float64) []int32 {
	if e.graph != after.graph || !slices.Equal(e.located, after.located) {
		return communes
	}
	reach := geo.ChordOf(maxKm / e.detour())
	var at []geo.Vector
	for o := range e.changed(after) {
		if q := after.Offer(int32(o)).Qualification; e.exists(q) != after.exists(q) {
			return communes
		}
		if p := after.place[o]; p != training.None {
			at = append(at, after.at[p])
		}
	}
	var near []int32
	for _, c := range communes {
		if slices.ContainsFunc(at, func(v geo.Vector) bool { return v.Chord2(e.homes[c]) <= reach }) {
			near = append(near, c)
		}
	}
	return near
}

// changed visits the offers that one engine has and the other has not.
func (e *Engine) changed(after *Engine) iter.Seq[int] {
	return func(yield func(int) bool) {
		for o := range after.place {
			was := o < len(e.place) && !e.closed[o]
			if was == after.closed[o] && !yield(o) {
				return
			}
		}
	}
}

// concerned returns the sectors, of those given, whose ladder a scenario may alter.
func (e *Engine) concerned(after *Engine, sectors []string) []string {
	seen := make(map[string]bool)
	for o := range e.changed(after) {
		seen[e.model.Qualifications[after.Offer(int32(o)).Qualification].Sector] = true
	}
	if e.graph != after.graph || seen[noSector] {
		return sectors
	}
	return slices.DeleteFunc(slices.Clone(sectors), func(s string) bool { return !seen[s] })
}
