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
	at := unit(home)
	for i, p := range places {
		out[i] = g.km(at, unit(p))
	}
	return nil
}

// Unit implements [Distance].
func (g GreatCircle) Unit() string { return "km" }

// Within implements [Distance].
func (g GreatCircle) Within(limit float64) float64 { return limit / g.Factor }

const earth = 6371.0088 // mean radius in kilometres, that of geo.Km

func (g GreatCircle) km(a, b vector) float32 {
	return float32(g.Factor * 2 * earth * math.Asin(min(1, math.Sqrt(a.chord2(b))/2)))
}

// vector is a place on the unit sphere: the distance of two is their chord, which needs
// no trigonometry to compare.
type vector struct{ x, y, z float64 }

func unit(p geo.Point) vector {
	lat, lon := p.Lat*math.Pi/180, p.Lon*math.Pi/180
	return vector{math.Cos(lat) * math.Cos(lon), math.Cos(lat) * math.Sin(lon), math.Sin(lat)}
}

// chord2 is the square of the straight line between two places.
func (v vector) chord2(w vector) float64 {
	dx, dy, dz := v.x-w.x, v.y-w.y, v.z-w.z
	return dx*dx + dy*dy + dz*dz
}

// chordOf is the square of the chord of a great-circle distance.
func chordOf(km float64) float64 {
	if km >= math.Pi*earth {
		return 4
	}
	s := 2 * math.Sin(km/(2*earth))
	return s * s
}
