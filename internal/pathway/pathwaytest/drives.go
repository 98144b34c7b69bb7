// Package pathwaytest stands in for what the engine of itineraries asks of the world.
package pathwaytest

import (
	"context"

	"continuum/internal/geo"
)

// Drives is a travel-time engine: a minute for a kilometre of great circle, and a failure
// when it has one.
type Drives struct {
	Kind string // "osrm", "valhalla"
	Err  error
}

// Unit is that of minutes.
func (Drives) Unit() string { return "min" }

// Provider is the kind of the engine.
func (d Drives) Provider() string { return d.Kind }

// Within lets three kilometres be driven in a minute.
func (Drives) Within(limit float64) float64 { return 3 * limit }

// Measure tells the minutes.
func (d Drives) Measure(_ context.Context, home geo.Point, places []geo.Point, out []float32) error {
	for i, p := range places {
		out[i] = float32(geo.Km(home, p))
	}
	return d.Err
}

// Broken is a failure that says why, in one word.
type Broken struct {
	Err    error
	Reason string
}

// Error tells the operator.
func (b Broken) Error() string { return b.Err.Error() }

// Why is the reason.
func (b Broken) Why() string { return b.Reason }
