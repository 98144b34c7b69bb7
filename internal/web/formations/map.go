package formations

import (
	"continuum/internal/document"
	"continuum/internal/geo"
	"continuum/internal/training"
	"continuum/internal/web/listing"
	"continuum/internal/web/offer"
)

// drawing is the map of all the places of the answer, of which it counts those that it
// has no place for: one mark an establishment in the narrowest territory around home that
// holds them all, else one a département. It is empty without any.
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
		spots := make([]document.Spot, 0, len(places))
		for _, e := range places {
			if e.Point.IsZero() {
				v.Undrawn++
				continue
			}
			spots = append(spots, document.Spot{
				Name: e.Name + ", " + offer.City(v.R.T, e), Link: v.R.Link(offer.EstablishmentPath(e)), At: e.Point, Region: e.Region, N: 1,
			})
		}
		opt.Ground = listing.TerritoryGround(t)
		return document.SpotsSVG(v.R.Catalog, t, spots, opt)
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
