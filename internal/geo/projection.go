package geo

import "math"

// The Lambert-93 projection (EPSG:2154): conformal conic with two standard
// parallels on the ellipsoid GRS 80, as IGN defines it.
const (
	grs80A    = 6378137.0         // semi-major axis, metres
	grs80F    = 1 / 298.257222101 // flattening
	l93Lon    = 3.0               // degrees, origin
	l93Lat    = 46.5              // degrees, origin
	l93South  = 44.0              // degrees, standard parallel
	l93North  = 49.0              // degrees, standard parallel
	l93FalseE = 700000.0          // metres
	l93FalseN = 6600000.0         // metres
	radian    = math.Pi / 180     // radians in a degree
	maxLat    = 85.0511287798066  // degrees: where Web Mercator is square
	perRadian = EarthKm * 1e3     // metres in a radian on the mean sphere
)

// lambert holds the constants of a conformal conic projection.
type lambert struct{ e, n, c, ys float64 }

var lambert93 = newLambert()

func newLambert() lambert {
	e := math.Sqrt(grs80F * (2 - grs80F))
	m := func(lat float64) float64 {
		s := math.Sin(lat * radian)
		return math.Cos(lat*radian) / math.Sqrt(1-e*e*s*s)
	}
	l := lambert{e: e}
	iso0, iso1, iso2 := l.isometric(l93Lat), l.isometric(l93South), l.isometric(l93North)
	l.n = math.Log(m(l93South)/m(l93North)) / (iso2 - iso1)
	l.c = grs80A * m(l93South) / l.n * math.Exp(l.n*iso1)
	l.ys = l93FalseN + l.c*math.Exp(-l.n*iso0)
	return l
}

// isometric is the isometric latitude of a latitude in degrees.
func (l lambert) isometric(lat float64) float64 {
	s := math.Sin(lat * radian)
	return math.Atanh(s) - l.e*math.Atanh(l.e*s)
}

// Lambert93 returns the easting and northing of p in metres, in the projection of
// official maps of metropolitan France; elsewhere it distorts. RGF93 is taken for
// WGS84: they differ by less than a metre.
func Lambert93(p Point) (x, y float64) {
	r := lambert93.c * math.Exp(-lambert93.n*lambert93.isometric(p.Lat))
	theta := lambert93.n * (p.Lon - l93Lon) * radian
	return l93FalseE + r*math.Sin(theta), lambert93.ys - r*math.Cos(theta)
}

// Local returns a projection in metres around a centre, x to the east and y to the
// north: lengths are true along meridians and along the centre's parallel. Within
// 300 km it serves a drawing well, hence the insets of the overseas territories.
func Local(centre Point) func(Point) (x, y float64) {
	k := math.Cos(centre.Lat * radian)
	return func(p Point) (float64, float64) {
		return (p.Lon - centre.Lon) * radian * k * perRadian, (p.Lat - centre.Lat) * radian * perRadian
	}
}

// WebMercator returns the place of p in the square that web maps cut into tiles:
// x from 0 in the west to 1 in the east, y from 0 in the north to 1 in the south.
// Latitudes past 85.05° are brought back to the edge.
func WebMercator(p Point) (x, y float64) {
	lat := max(-maxLat, min(maxLat, p.Lat)) * radian
	return p.Lon/360 + 0.5, 0.5 - math.Asinh(math.Tan(lat))/(2*math.Pi)
}
