package api

import (
	"bytes"
	"slices"
	"sort"

	"continuum/internal/geo"
)

// Place is a commune, or a municipal arrondissement.
type Place struct {
	Code            string   `json:"code" doc:"INSEE code."`
	Name            string   `json:"name" doc:"Name in French."`
	Label           string   `json:"label" doc:"Its name beside that of its département, which tells homonyms apart."`
	Departement     string   `json:"departement" doc:"Code of the département."`
	DepartementName *string  `json:"departement_name" doc:"Name of the département."`
	Region          string   `json:"region" doc:"INSEE code of the region."`
	Academie        string   `json:"academie" doc:"Official code of the académie."`
	City            *string  `json:"city" doc:"Code of the city of which it is an arrondissement."`
	Postcodes       []string `json:"postcodes" doc:"Postal codes."`
	Population      *int     `json:"population" doc:"Inhabitants."`
	Lat             *float64 `json:"lat" doc:"Latitude, WGS84 degrees."`
	Lon             *float64 `json:"lon" doc:"Longitude, WGS84 degrees."`
}

// placeRow is a commune chosen, and its rank.
type placeRow struct {
	atlas *geo.Atlas
	c     *geo.Commune
	rank  int
}

func (r placeRow) position() int    { return r.rank }
func (r placeRow) key() string      { return r.c.Code }
func (r placeRow) point() geo.Point { return r.c.Point }

func (r placeRow) view() Place {
	c := r.c
	p := Place{
		Code: c.Code, Name: c.Name, Label: r.atlas.PlaceLabel(c), Departement: c.Departement, Region: c.Region, Academie: c.Academie,
		Postcodes: nonNil(c.Postcodes), Population: positive(c.Population),
	}
	p.DepartementName, p.City = optional(r.departement()), optional(r.city())
	p.Lat, p.Lon = coordinates(c.Point)
	return p
}

// departement is the name of the département, empty when the atlas has none.
func (r placeRow) departement() string {
	if d := r.atlas.Territory(geo.Departement, r.c.Departement); d != nil {
		return d.Name
	}
	return ""
}

// city is the code of the city of an arrondissement, empty for any other commune.
func (r placeRow) city() string {
	if city := geo.CityOf(r.c.Code); city != r.c.Code {
		return city
	}
	return ""
}

// places are the communes that the query means, likeliest first; without words, all
// of them or those of its territories, by code.
func (c *call) places() rows[placeRow] {
	a, q := c.view.cat.Atlas, c.query
	var all []*geo.Commune
	if q.filter.Q != "" {
		all = a.Places(q.filter.Q)
	} else {
		all = make([]*geo.Commune, len(a.Communes))
		for i := range a.Communes {
			all[i] = &a.Communes[i]
		}
	}
	all = slices.DeleteFunc(all, func(p *geo.Commune) bool {
		return len(q.filter.Regions) > 0 && !slices.Contains(q.filter.Regions, p.Region) ||
			len(q.filter.Academies) > 0 && !slices.Contains(q.filter.Academies, p.Academie) ||
			len(q.offer.Departements) > 0 && !slices.Contains(q.offer.Departements, p.Departement)
	})
	return rows[placeRow]{len(all), func(i int) placeRow { return placeRow{a, all[i], i} }}
}

func placePage(c *call) (reply, *Problem) {
	all, a := c.places(), c.view.cat.Atlas
	if seen := c.query.after; seen >= 0 {
		// The cursor names a commune: its rank depends on the question.
		code := a.Communes[seen].Code
		c.query.after = sort.Search(all.n, func(i int) bool { return all.at(i).c.Code > code }) - 1
		if c.query.filter.Q != "" {
			c.query.after = all.n // a commune that the words don't mean ends the walk
			for i := range all.n {
				if all.at(i).c.Code == code {
					c.query.after = i
				}
			}
		}
	}
	return pageOf(c, placeList, all, func(w *bytes.Buffer, r placeRow) { w.Write(encode(r.view())) }), nil
}

func placeCSV(c *call) (reply, *Problem) { return csvOf(placeColumns(), c.places()), nil }

// placeColumns are the flat form of a place.
func placeColumns() []column[placeRow] {
	text := func(name, doc string, of func(placeRow) string) column[placeRow] {
		return column[placeRow]{name: name, doc: doc, kind: "string", value: func(r placeRow) any { return optional(of(r)) }}
	}
	lat, lon := pointColumns[placeRow]()
	return []column[placeRow]{
		text("code", "INSEE code.", placeRow.key),
		text("name", "Name in French.", func(r placeRow) string { return r.c.Name }),
		text("label", "Its name beside that of its département.", func(r placeRow) string { return r.atlas.PlaceLabel(r.c) }),
		text("departement", "Code of the département.", func(r placeRow) string { return r.c.Departement }),
		text("departement_name", "Name of the département.", placeRow.departement),
		text("region", "INSEE code of the region.", func(r placeRow) string { return r.c.Region }),
		text("academie", "Official code of the académie.", func(r placeRow) string { return r.c.Academie }),
		text("city", "Code of the city of which it is an arrondissement.", placeRow.city),
		list("postcodes", "Postal codes, separated by spaces.", func(r placeRow) []string { return r.c.Postcodes }),
		{name: "population", doc: "Inhabitants.", kind: "integer", value: func(r placeRow) any { return positive(r.c.Population) }},
		lat, lon,
	}
}
