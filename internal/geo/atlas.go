// Package geo holds places: points, boxes, communes, the territories of the State
// (départements, académies, regions of today and of before 2016) and their
// contours. Codes are those of INSEE and of the ministry of education.
package geo

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Point is a place in WGS84 degrees. The zero point is no place.
type Point struct{ Lat, Lon float64 }

// IsZero reports whether no place is meant.
func (p Point) IsZero() bool { return p.Lat == 0 && p.Lon == 0 }

// EarthKm is the mean radius of the Earth in kilometres (IUGG R1).
const EarthKm = 6371.0088

// Km is the great-circle distance in kilometres.
func Km(a, b Point) float64 {
	const rad = math.Pi / 180
	dLat, dLon := (b.Lat-a.Lat)*rad, (b.Lon-a.Lon)*rad
	h := math.Sin(dLat/2)*math.Sin(dLat/2) +
		math.Cos(a.Lat*rad)*math.Cos(b.Lat*rad)*math.Sin(dLon/2)*math.Sin(dLon/2)
	return 2 * EarthKm * math.Asin(min(1, math.Sqrt(h)))
}

// Box is a rectangle in WGS84 degrees, bounds included.
type Box struct{ West, South, East, North float64 }

// Contains reports whether p lies in the box.
func (b Box) Contains(p Point) bool {
	return p.Lon >= b.West && p.Lon <= b.East && p.Lat >= b.South && p.Lat <= b.North
}

// Kind is the sort of a territory.
type Kind string

// The kinds of territories.
const (
	Region         Kind = "region"            // the 18 regions of today, INSEE code
	Region2015     Kind = "region_2015"       // the 27 regions of before 2016, INSEE code of then
	RegionAcademic Kind = "region_academique" // one per region of today, code of its region
	Academie       Kind = "academie"          // official code, with those merged in 2020
	Departement    Kind = "departement"       // 2 or 3 characters
)

// Territory is an area of the State.
type Territory struct {
	Kind  Kind
	Code  string
	Slug  string // unique over all kinds: "region-bretagne", "academie-rennes", "departement-finistere"
	Name  string // official French name: "Bretagne", "Rennes", "Finistère"
	Until int    // year in which it stopped to exist, 0 for those of today
	// Region is the code of the region of today that it belongs to (for a region of
	// before 2016, the one that succeeded it).
	Region string
	// Academie is the code of the académie of today, empty for regions of several.
	Academie string
	// Departements are the codes of the départements that it is made of.
	Departements []string
	Box          Box
	Centre       Point // a point well inside it, for labels
}

// Commune is a commune or a municipal arrondissement of today.
type Commune struct {
	Code        string // INSEE
	Name        string
	Departement string
	Region      string
	Academie    string
	Zone        string // zone d'emploi of INSEE, empty when in none
	Basin       string // employment basin of France Travail, empty when in none
	Postcodes   []string
	Population  int // 0 when unknown
	Point       Point
}

// Ring is a closed line: its last point is not repeated. The first ring of a
// polygon is its outside, the others are holes.
type Ring []Point

// Shape is the contour of a territory.
type Shape struct {
	Code     string
	Polygons [][]Ring
}

// Detail is how much a contour was simplified.
type Detail uint8

// The details that the embedded contours come in.
const (
	Coarse Detail = iota // a national drawing: about 1 km
	Fine                 // a region filling the screen: about 150 m
)

// Atlas is the geography known to the program. It is immutable, and used through
// its pointer.
type Atlas struct {
	Territories []Territory // by kind, then code
	Communes    []Commune   // by code
	Zones       []Zone      // zones d'emploi, by code
	Credit      string      // attribution to print under a map, in French

	shapes map[shapeKey][]Shape
	bySlug map[string]int
	byCode map[codeKey]int
	lookup lookup
	land   func() *Land
}

type shapeKey struct {
	kind   Kind
	detail Detail
}

type codeKey struct {
	kind Kind
	code string
}

// NewAtlas indexes territories and communes, which it sorts, and the shapes given
// for each kind and detail.
func NewAtlas(territories []Territory, communes []Commune, credit string) *Atlas {
	slices.SortFunc(territories, func(a, b Territory) int {
		if a.Kind != b.Kind {
			return strings.Compare(string(a.Kind), string(b.Kind))
		}
		return strings.Compare(a.Code, b.Code)
	})
	slices.SortFunc(communes, func(a, b Commune) int { return strings.Compare(a.Code, b.Code) })
	a := &Atlas{
		Territories: territories, Communes: communes, Credit: credit,
		shapes: make(map[shapeKey][]Shape),
		bySlug: make(map[string]int, len(territories)),
		byCode: make(map[codeKey]int, len(territories)),
	}
	for i := range territories {
		t := &territories[i]
		a.bySlug[t.Slug] = i
		a.byCode[codeKey{t.Kind, t.Code}] = i
	}
	a.land = landOf(a)
	return a
}

// SetShapes gives the contours of a kind; only whoever builds the atlas calls it.
func (a *Atlas) SetShapes(kind Kind, detail Detail, shapes []Shape) {
	a.shapes[shapeKey{kind, detail}] = shapes
}

// Shapes returns the contours of a kind, by code; none when it has none.
func (a *Atlas) Shapes(kind Kind, detail Detail) []Shape { return a.shapes[shapeKey{kind, detail}] }

// Territory returns the territory with that code, nil when there is none.
func (a *Atlas) Territory(kind Kind, code string) *Territory {
	if i, ok := a.byCode[codeKey{kind, code}]; ok {
		return &a.Territories[i]
	}
	return nil
}

// BySlug returns the territory with that slug, nil when there is none.
func (a *Atlas) BySlug(slug string) *Territory {
	if i, ok := a.bySlug[slug]; ok {
		return &a.Territories[i]
	}
	return nil
}

// OfKind returns the territories of a kind, by code.
func (a *Atlas) OfKind(kind Kind) []Territory {
	from, _ := slices.BinarySearchFunc(a.Territories, kind, func(t Territory, k Kind) int {
		return strings.Compare(string(t.Kind), string(k))
	})
	to := from
	for to < len(a.Territories) && a.Territories[to].Kind == kind {
		to++
	}
	return a.Territories[from:to]
}

// Commune returns the commune with that INSEE code, nil when there is none.
func (a *Atlas) Commune(code string) *Commune {
	i, ok := slices.BinarySearchFunc(a.Communes, code, func(c Commune, code string) int {
		return strings.Compare(c.Code, code)
	})
	if !ok {
		return nil
	}
	return &a.Communes[i]
}

// ParsePoint reads "lat,lon" in degrees.
func ParsePoint(s string) (Point, error) {
	lat, lon, ok := strings.Cut(s, ",")
	la, err1 := strconv.ParseFloat(lat, 64)
	lo, err2 := strconv.ParseFloat(lon, 64)
	if !ok || err1 != nil || err2 != nil || !(la >= -90 && la <= 90) || !(lo >= -180 && lo <= 180) {
		return Point{}, fmt.Errorf("point %q: want \"lat,lon\" in degrees", s)
	}
	return Point{la, lo}, nil
}

// String is the form that ParsePoint reads.
func (p Point) String() string {
	return strconv.FormatFloat(p.Lat, 'f', -1, 64) + "," + strconv.FormatFloat(p.Lon, 'f', -1, 64)
}
