// Package commune gives browsers the communes of a square of one degree, so that they
// find by themselves the one that is nearest to where they are: the exact place of a
// reader is not something that this site has to know.
package commune

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"

	"continuum/internal/fault"
	"continuum/internal/geo"
	"continuum/internal/web/page"
	"continuum/internal/web/place"
)

// Path is where squares are, each named by its south-west corner: "47_-4.json".
const Path = "/communes/"

// margin is how far around its square a list goes, in degrees, so that the commune
// nearest to a point by the edge is in it. Communes are seldom wider.
const margin = 0.25

// Square answers the communes of a square and of its margin.
func Square(r *page.Request) (page.Answer, error) {
	lat, lon, ok := corner(r.Value("file"))
	if !ok {
		return page.Answer{}, fault.New(fault.NotFound, "error.notfound")
	}
	list := within(r.Catalog.Atlas, lat, lon)
	if len(list) == 0 {
		return page.Answer{}, fault.New(fault.NotFound, "error.notfound")
	}
	// Only squares that hold something are kept: there are few.
	body, err := r.Catalog.Once("communes "+r.Value("file"), func() (string, error) { return written(list) })
	if err != nil {
		return page.Answer{}, err
	}
	return page.Answer{Raw: []byte(body), ContentType: "application/json"}, nil
}

// corner reads the name of a square's file. A square has one name only.
func corner(file string) (lat, lon int, ok bool) {
	name, found := strings.CutSuffix(file, ".json")
	south, west, both := strings.Cut(name, "_")
	lat, err := strconv.Atoi(south)
	lon, err2 := strconv.Atoi(west)
	ok = found && both && err == nil && err2 == nil && lat >= -90 && lat < 90 && lon >= -180 && lon < 180
	return lat, lon, ok && name == strconv.Itoa(lat)+"_"+strconv.Itoa(lon)
}

// within are the communes of the square whose corner is given, and around it.
func within(a *geo.Atlas, lat, lon int) []*geo.Commune {
	var list []*geo.Commune
	for i := range a.Communes {
		c := &a.Communes[i]
		if !c.Point.IsZero() && beside(c.Point.Lat, lat) && beside(c.Point.Lon, lon) {
			list = append(list, c)
		}
	}
	return list
}

func beside(degrees float64, from int) bool {
	return degrees >= float64(from)-margin && degrees < float64(from+1)+margin
}

// written is a list of [as entries hold it, name, latitude, longitude], to the ten metres.
func written(list []*geo.Commune) (string, error) {
	rows := make([][4]any, len(list))
	for i, c := range list {
		rows[i] = [4]any{place.Written(c), c.Name, round(c.Point.Lat), round(c.Point.Lon)}
	}
	b, err := json.Marshal(rows)
	return string(b), err
}

func round(degrees float64) float64 { return math.Round(degrees*1e4) / 1e4 }
