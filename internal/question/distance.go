package question

import (
	"context"
	"errors"

	"continuum/internal/catalog"
	"continuum/internal/pathway"
)

// MaxMinutes is the longest limit of time: nobody drives longer each day.
const MaxMinutes = 600

// KmForMinute is the kilometres that stand for a minute where the travel-time engine
// fails: 60 km/h over the roads that the detour stands for.
const KmForMinute = 1

// GreatCircle is the provider of distances when no engine is asked.
const GreatCircle = "great_circle"

// Measured says how far places were said to be in an answer.
type Measured struct {
	Unit     string  // "km" or "min"
	Provider string  // the kind of travel-time engine, or GreatCircle
	Detour   float64 // of great circles, 0 for an engine
	// Why is what went wrong with the engine, in one word; empty when nothing did. MaxKm then
	// stood for the minutes that were asked.
	Why   string
	MaxKm float64
}

// Fallback reports whether great circles stood in for an engine that failed.
func (m *Measured) Fallback() bool { return m.Why != "" }

// Find answers a request for itineraries. Minutes are those of the travel-time engine; when
// it fails, great circles stand in, and Measured says so.
func Find(ctx context.Context, cat *catalog.Catalog, e *pathway.Engine, r pathway.Request) (*pathway.Answer, Measured, error) {
	m := Measured{Unit: "km", Provider: GreatCircle, Detour: e.Detour()}
	if engine := cat.Minutes(); engine != nil && r.MaxMinutes > 0 {
		a, err := e.With(engine).Itineraries(ctx, r)
		failure, failed := errors.AsType[interface {
			error
			Why() string
		}](err)
		if !failed {
			return a, Measured{Unit: engine.Unit(), Provider: engine.Provider()}, err
		}
		m.Why, m.MaxKm = failure.Why(), r.MaxMinutes*KmForMinute
		r.MaxKm, r.MaxMinutes = m.MaxKm, 0
	}
	a, err := e.Itineraries(ctx, r)
	return a, m, err
}

// minutes reads a limit of time, where an engine can tell it.
func (r *reader) minutes(q *pathway.Request) {
	v := r.one("max_minutes")
	switch {
	case v == "":
	case r.cat.Minutes() == nil:
		r.refuse("max_minutes", v, "no travel-time engine is configured here: distances are great circles × 1.3, give max_km")
	case q.MaxKm > 0:
		r.refuse("max_minutes", v, "max_km is given too: give one of them")
	default:
		q.MaxMinutes = r.number("max_minutes", 1, MaxMinutes, 0)
	}
}
