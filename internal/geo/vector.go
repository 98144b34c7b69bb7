package geo

import "math"

// Vector is a place on the unit sphere: the distance of two is their chord, which needs
// no trigonometry to compare. The zero value is no place.
type Vector struct{ X, Y, Z float64 }

// Unit is a point on the unit sphere, also the point that stands for none.
func Unit(p Point) Vector {
	lat, lon := p.Lat*math.Pi/180, p.Lon*math.Pi/180
	return Vector{math.Cos(lat) * math.Cos(lon), math.Cos(lat) * math.Sin(lon), math.Sin(lat)}
}

// Chord2 is the square of the straight line between two places.
func (v Vector) Chord2(w Vector) float64 {
	dx, dy, dz := v.X-w.X, v.Y-w.Y, v.Z-w.Z
	return dx*dx + dy*dy + dz*dz
}

// Km is the great circle between two places, in kilometres.
func (v Vector) Km(w Vector) float64 {
	q := v.Chord2(w) / 4
	s := math.Sqrt(q)
	if q < 0.01 { // 1,270 km: five terms of the arc's series are right to the millimetre, and a fourth of the cost
		return 2 * EarthKm * s * (1 + q*(1./6+q*(3./40+q*(15./336+q*105./3456))))
	}
	return 2 * EarthKm * math.Asin(min(1, s))
}

// ChordOf is the square of the chord of a great circle of so many kilometres.
func ChordOf(km float64) float64 {
	if km >= math.Pi*EarthKm {
		return 4
	}
	s := 2 * math.Sin(km/(2*EarthKm))
	return s * s
}
