package tile

import (
	"math"

	"continuum/internal/campus"
	"continuum/internal/catalog"
	"continuum/internal/date"
	"continuum/internal/geo"
)

// keys of the layer campuses, in the order of their tags.
var campusKeys = []string{"id", "slug", "name", "sector", "region", "status", "at_seat"}

// dot is a campus that has a point, where it is, and its status on the day shown.
type dot struct {
	at     spot
	campus *catalog.Campus
	status campus.Status
}

// dotsOn returns the campuses to draw for a day, as Tile says.
func (s *Set) dotsOn(asOf date.Day) []dot {
	if asOf.IsZero() && s.dots != nil {
		return s.dots
	}
	hits := s.cat.Select(catalog.Filter{AsOf: asOf}, s.today)
	dots := make([]dot, 0, len(hits))
	for _, h := range hits {
		if h.Campus.Drawn() {
			x, y := geo.WebMercator(h.Campus.Point)
			dots = append(dots, dot{spot{x, y}, h.Campus, h.State.Status})
		}
	}
	return dots
}

// campuses draws the campuses that have a point in the tile. The buffer holds none:
// each campus is in exactly one tile of a zoom, so that counts add up.
func (s *Set) campuses(asOf date.Day, f frame) []byte {
	l := layer{name: "campuses", keys: campusKeys}
	var shared []value
	for _, d := range s.dotsOn(asOf) {
		at := f.steps(d.at)
		if at.x < 0 || at.y < 0 || at.x >= Extent || at.y >= Extent {
			continue
		}
		shared = l.campus(d.campus, d.status, shared)
		l.geometry = appendCommand(l.geometry, moveTo, 1)
		l.geometry = appendMove(l.geometry, int32(math.Floor(at.x)), int32(math.Floor(at.y)))
		l.end(point)
	}
	return l.tile()
}

// value is one that several features share, and its number in the layer. There are
// a dozen sectors, regions and statuses: looking through them beats hashing.
type value struct {
	text   string
	flag   bool
	number uint64
}

// campus writes the properties; what is unknown has none.
func (l *layer) campus(c *catalog.Campus, status campus.Status, shared []value) []value {
	for key, text := range [...]string{string(c.ID), c.Slug, c.Name} {
		l.tag(key, l.text(text))
	}
	sector, region := "", ""
	if c.Sector != nil {
		sector = string(c.Sector.Code)
	}
	if c.Region != nil {
		region = c.Region.Code
	}
	for i, text := range [...]string{sector, region, string(status)} {
		if text != "" {
			shared = l.share(3+i, value{text: text}, shared)
		}
	}
	return l.share(6, value{flag: c.AtSeat}, shared)
}

// share tags the feature with v, which is written the first time only. A flag is a
// value without text.
func (l *layer) share(key int, v value, shared []value) []value {
	for i := range shared {
		if shared[i].text == v.text && shared[i].flag == v.flag {
			l.tag(key, shared[i].number)
			return shared
		}
	}
	if v.text == "" {
		v.number = l.flag(v.flag)
	} else {
		v.number = l.text(v.text)
	}
	l.tag(key, v.number)
	return append(shared, v)
}
