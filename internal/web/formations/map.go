package formations

import (
	"math"
	"slices"

	"continuum/internal/document"
	"continuum/internal/geo"
	"continuum/internal/search"
	"continuum/internal/text"
	"continuum/internal/training"
	"continuum/internal/web/listing"
	"continuum/internal/web/offer"
	"continuum/internal/web/place"
)

// drawing is the map of all the places of the answer, of which it counts those that it
// has no place for: one mark a town in the narrowest territory around home that holds
// them all, else one a département. It is empty without any.
func (v *view) drawing() (string, error) {
	places := make([]*training.Establishment, 0, len(v.Answer.Places))
	for _, at := range v.Answer.Places {
		places = append(places, &v.M.Establishments[at])
	}
	if len(places) == 0 {
		return "", nil
	}
	opt := document.SpotOptions{ID: "lieux-", Lang: v.R.Lang, Title: v.R.T.N("search.map_title", len(places))}
	if t := v.around(places); t != nil {
		opt.Ground = listing.TerritoryGround(t)
		return document.SpotsSVG(v.R.Catalog, t, v.marks(places, t.Box), opt)
	}
	var spots []document.Spot
	spots, v.Undrawn = offer.ByDepartement(v.R.Catalog.Atlas, places, func(t *geo.Territory) string {
		c := v.Choice
		c.Departement, c.Page = t.Code, 1
		return v.Address(c)
	}, func(n int, t *geo.Territory) string { return v.R.T.N("search.map_count", n, t.Name) })
	opt.Ground = listing.Ground(geo.Region)
	return document.CountsSVG(v.R.Catalog, spots, opt)
}

// town is some places of an answer that one mark stands for.
type town struct {
	first   *training.Establishment // whose point the mark has
	at      *geo.Commune            // its commune, nil when not known
	n       int
	others  bool    // places of other communes are with them
	farness float64 // of the furthest of these, in kilometres
}

// together is how near two marks are drawn as one, as a share of the map's longer side.
const together = 0.04

// kmPerDegree is the length of a degree of a meridian.
const kmPerDegree = math.Pi * geo.EarthKm / 180

// towns gathers places by commune, then small towns into the large ones that their marks
// would hide: a hundred marks on one another are read by nobody, and are as many stops of
// the keyboard. It counts places that have no point.
func (v *view) towns(places []*training.Establishment, box geo.Box) []town {
	list := make([]town, 0, len(places))
	at := make(map[string]int, len(places)) // by code of the commune
	for _, e := range places {
		if e.Point.IsZero() {
			v.Undrawn++
			continue
		}
		if i, met := at[e.Commune]; met && list[i].at != nil {
			list[i].n++
			continue
		}
		at[e.Commune] = len(list)
		list = append(list, town{first: e, at: v.R.Catalog.Atlas.Commune(e.Commune), n: 1})
	}
	slices.SortStableFunc(list, func(x, y town) int { return y.n - x.n })
	wide := math.Cos((box.South + box.North) / 2 * math.Pi / 180)
	near := together * kmPerDegree * max((box.East-box.West)*wide, box.North-box.South)
	drawn := list[:0]
next:
	for _, t := range list {
		for i := range drawn {
			d := &drawn[i]
			if d.at == nil {
				continue
			}
			p, q := d.first.Point, t.first.Point
			if km := kmPerDegree * math.Hypot((p.Lon-q.Lon)*wide, p.Lat-q.Lat); km < near {
				d.n, d.others, d.farness = d.n+t.n, true, max(d.farness, km)
				continue next
			}
		}
		drawn = append(drawn, t)
	}
	return drawn
}

// marks are those of places on the map of a territory. A mark of one place leads to its
// school; one that stands for several, to what there is near that town.
func (v *view) marks(places []*training.Establishment, box geo.Box) []document.Spot {
	towns := v.towns(places, box)
	spots := make([]document.Spot, len(towns))
	for i, t := range towns {
		e := t.first
		spots[i] = document.Spot{At: e.Point, Region: e.Region, N: t.n}
		if t.n == 1 || t.at == nil {
			spots[i].Name, spots[i].Link = e.Name+", "+offer.City(v.R.T, e), v.R.Link(v.List.On(offer.EstablishmentPath(e)))
			continue
		}
		key := text.Key("search.map_town")
		if t.others {
			key = "search.map_towns"
		}
		near := v.Choice
		near.Where, near.Km, near.Page = place.Written(t.at), radiusOf(t.farness), 1
		spots[i].Name, spots[i].Link = v.R.T.N(key, t.n, t.at.Name+" ("+t.at.Departement+")"), v.Address(near)
	}
	return spots
}

// radiusOf is the least radius that one may choose and that holds a distance.
func radiusOf(km float64) int {
	for _, r := range search.Radii {
		if km <= r {
			return int(r)
		}
	}
	return 0
}

// around is the narrowest territory that holds all the places, nil for the country.
func (v *view) around(places []*training.Establishment) *geo.Territory {
	points := make([]geo.Point, len(places))
	for i, e := range places {
		points[i] = e.Point
	}
	candidates := []*geo.Territory{v.territory()}
	if a, c := v.R.Catalog.Atlas, v.Home.Commune; c != nil {
		candidates = append(candidates, a.Territory(geo.Departement, c.Departement), a.Territory(geo.Region, c.Region))
	}
	return geo.Holding(points, candidates...)
}
