package app

import (
	"fmt"
	"log/slog"
	"slices"
	"time"

	"continuum/internal/catalog"
	"continuum/internal/travel"
)

// Distances is how far places are said to be. The zero value is great circles by
// convention, without a travel-time engine.
type Distances struct {
	Detour        float64       // how much longer a road is than the great circle, 1 to 3; 0: 1.3
	TravelURL     string        // of a travel-time engine; empty: none, minutes are refused
	TravelKind    string        // travel.Kinds
	TravelTimeout time.Duration // of one question; 0: two seconds
	TravelBatch   int           // most places in one request to the engine; 0: what it takes by default
}

// Measures prepares them. The engine is not asked anything yet.
func (d *Distances) Measures(log *slog.Logger) (catalog.Distances, error) {
	m := catalog.Distances{Detour: d.Detour}
	switch {
	case d.Detour != 0 && !(d.Detour >= 1 && d.Detour <= 3):
		return m, wrong("detour", "%g: want 1 to 3", d.Detour)
	case d.TravelURL == "":
		return m, nil
	case d.TravelTimeout < 0 || d.TravelTimeout > 30*time.Second:
		return m, wrong("travel-timeout", "%s: want 30s at most", d.TravelTimeout)
	case d.TravelBatch < 0 || d.TravelBatch > 10_000:
		return m, wrong("travel-batch", "%d: want 1 to 10000, or 0", d.TravelBatch)
	case !slices.Contains(travel.Kinds, d.TravelKind):
		return m, wrong("travel-kind", "%q: want osrm or valhalla", d.TravelKind)
	}
	engine, err := travel.New(travel.Config{
		Kind: d.TravelKind, URL: d.TravelURL, Timeout: d.TravelTimeout, Batch: d.TravelBatch, Log: log,
	})
	if err != nil {
		return m, wrong("travel-url", "%w", fmt.Errorf("not the address of an engine: %w", err))
	}
	m.Minutes = engine
	return m, nil
}
