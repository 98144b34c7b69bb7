package pathway

import (
	"context"
	"math"

	"continuum/internal/geo"
)

// Distance says how far places are from a home. Its answers for a home are used in one
// request, so they must be of one unit: kilometres or minutes, as Unit says.
type Distance interface {
	// Measure fills out[i] with how far places[i] is, +Inf when it can't be reached or
	// nobody knows. The slices have the same length.
	Measure(ctx context.Context, home geo.Point, places []geo.Point, out []float32) error
	// Unit is "km" or "min".
	Unit() string
	// Within returns a great-circle distance in kilometres past which nothing can be within
	// the limit: when every step is limited, Measure is not asked about places beyond. A
	// request without an itinerary then knows no farther place either.
	Within(limit float64) float64
}

// Detour is how much longer a road is than the great circle, by convention: a round
// figure, to be replaced by a travel-time engine where it matters.
const Detour = 1.3

// Detour is the factor of great circles.
func (e *Engine) Detour() float64 { return e.detour() }

// GreatCircle measures kilometres as the crow flies, times a factor.
type GreatCircle struct{ Factor float64 }

// Measure implements [Distance].
func (g GreatCircle) Measure(_ context.Context, home geo.Point, places []geo.Point, out []float32) error {
	at := geo.Unit(home)
	for i, p := range places {
		out[i] = g.km(at, geo.Unit(p))
	}
	return nil
}

// Unit implements [Distance].
func (g GreatCircle) Unit() string { return "km" }

// Within implements [Distance].
func (g GreatCircle) Within(limit float64) float64 { return limit / g.Factor }

func (g GreatCircle) km(a, b geo.Vector) float32 {
	return float32(g.Factor * 2 * geo.EarthKm * math.Asin(min(1, math.Sqrt(a.Chord2(b))/2)))
}
