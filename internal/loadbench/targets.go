package loadbench

import (
	"fmt"
	"math"
	"math/rand/v2"
	"net/url"
	"slices"
	"strings"

	"continuum/internal/catalog"
	"continuum/internal/date"
	"continuum/internal/geo"
	"continuum/internal/training"
)

// perClass is how many distinct addresses each class has, all classes together more
// than 2,000.
const perClass = 800

// class is a kind of address under load.
type class struct {
	name    string
	targets []target
}

// draw picks the addresses of each class from the data: campuses, sectors, regions
// and days between the first label and two years from the last change.
func draw(c *catalog.Catalog, seed uint64) []class {
	random := rand.New(rand.NewPCG(seed, 0))
	day := func() date.Day {
		first := date.NewDay(2013, 9, 1)
		return first + date.Day(random.IntN(int(date.DayOf(c.Built)-first)))
	}
	distinct := func(one func() target) []target {
		seen := make(map[string]bool, perClass)
		var all []target
		// Few data give few addresses: the number of tries is bounded.
		for tries := 0; len(all) < perClass && tries < 20*perClass; tries++ {
			if t := one(); !seen[t.path] {
				seen[t.path] = true
				all = append(all, t)
			}
		}
		return all
	}
	drawn := slices.Collect(func(yield func(*catalog.Campus) bool) {
		for i := range c.Campuses {
			if c.Campuses[i].Drawn() && !yield(&c.Campuses[i]) {
				return
			}
		}
	})
	classes := []class{
		{"home", distinct(func() target {
			return target{fmt.Sprintf("%s?le=%s", pick(random, "/", "/en/"), day()), "</html>"}
		})},
		{"campus page", distinct(func() target {
			cam := c.Campuses[random.IntN(len(c.Campuses))]
			return target{fmt.Sprintf("%s/campus/%s?le=%s", pick(random, "", "/en"), cam.Slug, day()), "</html>"}
		})},
		{"map page", distinct(func() target {
			return target{fmt.Sprintf("/carte?le=%s", day()), "</html>"}
		})},
		{"map data", distinct(func() target {
			path := fmt.Sprintf("/api/v1/campuses.geojson?as_of=%s", day())
			if random.IntN(2) == 0 {
				path += "&sector=" + string(c.Sectors[random.IntN(len(c.Sectors))].Code)
			}
			return target{path, "FeatureCollection"}
		})},
		{"tile", distinct(func() target {
			z := 4 + random.IntN(8)
			x, y := tileOf(drawn[random.IntN(len(drawn))].Point, z)
			return target{fmt.Sprintf("/tiles/%s/%d/%d/%d.mvt", pick(random, "campuses", "regions", "departements"), z, x, y), ""}
		})},
	}
	return append(classes, nationwide(c, random, distinct)...)
}

// nationwide are the classes of the national offer, none without one.
func nationwide(c *catalog.Catalog, random *rand.Rand, distinct func(func() target) []target) []class {
	m := c.Training
	// Those that lie somewhere and have a level: every address must answer something.
	var whole []*training.Offer
	for i := range m.Offers {
		o := &m.Offers[i]
		if !o.Point.IsZero() && m.Qualifications[o.Qualification].Level >= 3 && m.Establishments[o.Establishment].Departement != "" {
			whole = append(whole, o)
		}
	}
	if len(whole) == 0 {
		return nil
	}
	offer := func() *training.Offer { return whole[random.IntN(len(whole))] }
	return []class{
		{"training page", distinct(func() target {
			return target{pick(random, "", "/en") + "/formations/" + m.Qualifications[offer().Qualification].ID, "</html>"}
		})},
		{"results page", distinct(func() target {
			return target{results(c, random, offer()), "</html>"}
		})},
		{"establishment page", distinct(func() target {
			return target{pick(random, "", "/en") + "/etablissements/" + m.Establishments[offer().Establishment].UAI, "</html>"}
		})},
		{"offers, a page", distinct(func() target {
			o := offer()
			return target{fmt.Sprintf("/api/v1/offers?limit=50&departement=%s&level=%d", m.Establishments[o.Establishment].Departement, m.Qualifications[o.Qualification].Level), `"items"`}
		})},
		{"tile of offers", distinct(func() target {
			z := 6 + random.IntN(6)
			x, y := tileOf(offer().Point, z)
			return target{fmt.Sprintf("/tiles/%s/%d/%d/%d.mvt", pick(random, "offers", "establishments"), z, x, y), ""}
		})},
	}
}

// results asks for a training as people do: a word or two of a label, a city where it or
// another is taught, a radius.
func results(c *catalog.Catalog, random *rand.Rand, o *training.Offer) string {
	m := c.Training
	var words []string
	for _, w := range strings.Fields(geo.Fold(m.Qualifications[o.Qualification].Label)) {
		if len(w) > 3 {
			words = append(words, w)
		}
	}
	q := url.Values{}
	if len(words) > 0 {
		q.Set("q", words[random.IntN(len(words))])
	}
	if p := c.Atlas.Commune(m.Establishments[o.Establishment].Commune); p != nil {
		q.Set("lieu", p.Code)
		q.Set("rayon", pick(random, "20", "30", "50", "100"))
	}
	return pick(random, "", "/en") + "/formations?" + q.Encode()
}

func pick(random *rand.Rand, from ...string) string { return from[random.IntN(len(from))] }

// tileOf is the tile of a zoom that holds a point, in the usual web projection.
func tileOf(p geo.Point, z int) (x, y int) {
	n := float64(int(1) << z)
	lat := p.Lat * math.Pi / 180
	return int((p.Lon + 180) / 360 * n), int((1 - math.Asinh(math.Tan(lat))/math.Pi) / 2 * n)
}
