package geo

import (
	"cmp"
	"math"
	"slices"
	"sync"
)

// How far from the lines of the atlas a place may lie, in kilometres. Contours are
// simplified and leave small islands and piers out; lands without a contour are known
// by the points of their communes alone, which are large there.
const (
	landMargin  = 5
	landUnknown = 80
)

// landStep is the side of a cell of land, in parts of a degree: about 2 km.
const landStep = 50

// Land tells the country from the sea and from its neighbours, give or take some
// kilometres, in a time that does not depend on how the contours were drawn: rows of
// cells, each as the spans that are land.
type Land struct{ rows map[int][]span }

// span is cells of a row, from west to east, both included.
type span struct{ from, to int }

// Land returns where the country is, made when it is first asked for.
func (a *Atlas) Land() *Land { return a.land() }

// Contains reports whether p is in the country or within some kilometres of it.
func (l *Land) Contains(p Point) bool {
	row, x := l.rows[cellOf(p.Lat)], cellOf(p.Lon)
	i, _ := slices.BinarySearchFunc(row, x, func(s span, x int) int { return cmp.Compare(s.to, x) })
	return i < len(row) && row[i].from <= x
}

func cellOf(degrees float64) int { return int(math.Floor(degrees * landStep)) }

// landOf is asked for once: an atlas never changes.
func landOf(a *Atlas) func() *Land {
	return sync.OnceValue(func() *Land {
		l := &Land{rows: make(map[int][]span)}
		drawn := make(map[string]bool)
		shapes := a.Shapes(Departement, Fine)
		for i := range shapes {
			drawn[shapes[i].Code] = true
			l.fill(&shapes[i])
		}
		for i := range a.Communes {
			c := &a.Communes[i]
			switch {
			case c.Point.IsZero():
			case drawn[c.Departement]:
				l.around(c.Point, landMargin)
			default:
				l.around(c.Point, landUnknown)
			}
		}
		for row, spans := range l.rows {
			l.rows[row] = merged(spans)
		}
		return l
	})
}

// fill adds what lies inside of a contour, and around its lines.
func (l *Land) fill(s *Shape) {
	crossings := make(map[int][]float64)
	seen := make(map[[2]int]bool)
	for _, rings := range s.Polygons {
		for _, ring := range rings {
			prev := ring[len(ring)-1]
			for _, v := range ring {
				l.line(prev, v, seen)
				low, high := prev, v
				if low.Lat > high.Lat {
					low, high = high, low
				}
				// Rows of which the middle lies between the two ends.
				for row := int(math.Ceil(low.Lat*landStep - 0.5)); (float64(row)+0.5)/landStep < high.Lat; row++ {
					lat := (float64(row) + 0.5) / landStep
					crossings[row] = append(crossings[row], low.Lon+(lat-low.Lat)/(high.Lat-low.Lat)*(high.Lon-low.Lon))
				}
				prev = v
			}
		}
	}
	for row, at := range crossings {
		slices.Sort(at)
		for i := 0; i+1 < len(at); i += 2 {
			l.rows[row] = append(l.rows[row], span{cellOf(at[i]), cellOf(at[i+1])})
		}
	}
}

// line adds what lies around a piece of a contour, cell by cell, those seen left out.
func (l *Land) line(from, to Point, seen map[[2]int]bool) {
	n := math.Ceil(max(math.Abs(to.Lat-from.Lat), math.Abs(to.Lon-from.Lon)) * landStep)
	for i := range int(n) + 1 {
		t := float64(i) / max(n, 1)
		p := Point{from.Lat + t*(to.Lat-from.Lat), from.Lon + t*(to.Lon-from.Lon)}
		if c := [2]int{cellOf(p.Lat), cellOf(p.Lon)}; !seen[c] {
			seen[c] = true
			l.around(p, landMargin)
		}
	}
}

// around adds the cells within some kilometres of a point.
func (l *Land) around(p Point, km float64) {
	const kmOfDegree = EarthKm * math.Pi / 180
	reach := km / kmOfDegree
	for row := cellOf(p.Lat - reach); row <= cellOf(p.Lat+reach); row++ {
		// Of the row, the latitude nearest to p.
		away := max(0, float64(row)/landStep-p.Lat, p.Lat-float64(row+1)/landStep)
		wide := math.Sqrt(max(0, reach*reach-away*away)) / math.Cos(p.Lat*math.Pi/180)
		l.rows[row] = append(l.rows[row], span{cellOf(p.Lon - wide), cellOf(p.Lon + wide)})
	}
}

// merged is spans in order, those that touch made one.
func merged(spans []span) []span {
	slices.SortFunc(spans, func(a, b span) int { return cmp.Compare(a.from, b.from) })
	out := spans[:1]
	for _, s := range spans[1:] {
		if last := &out[len(out)-1]; s.from <= last.to+1 {
			last.to = max(last.to, s.to)
		} else {
			out = append(out, s)
		}
	}
	return slices.Clip(out)
}
