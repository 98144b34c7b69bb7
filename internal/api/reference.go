package api

import (
	"bytes"
	"slices"

	"continuum/internal/campus"
	"continuum/internal/geo"
)

// Sector is a national filière.
type Sector struct {
	Code     string `json:"code" doc:"Four capitals."`
	Slug     string `json:"slug" doc:"Its name in addresses."`
	Label    string `json:"label" doc:"Official label, in French."`
	Rank     int    `json:"rank" doc:"Official order."`
	Campuses int    `json:"campuses" doc:"Campuses known in it."`
}

// Territory is an area of the State.
type Territory struct {
	Kind         string     `json:"kind" doc:"Kind." enum:"region|region_2015|region_academique|academie|departement"`
	Code         string     `json:"code" doc:"Official code, unique in its kind."`
	Slug         string     `json:"slug" doc:"Its name in addresses."`
	Name         string     `json:"name" doc:"Name in French."`
	Until        *int       `json:"until" doc:"Year in which it ceased to exist; null today."`
	Region       *string    `json:"region" doc:"Code of the region of today that it belongs to."`
	Academie     *string    `json:"academie" doc:"Code of its académie; null when it has several."`
	Departements []string   `json:"departements" doc:"Codes of the départements that it is made of."`
	BBox         [4]float64 `json:"bbox" doc:"West, south, east, north in WGS84 degrees."`
	Lat          float64    `json:"lat" doc:"Latitude of a point well inside."`
	Lon          float64    `json:"lon" doc:"Longitude of that point."`
}

// referenceRow is an item of a list small enough to need nothing else.
type referenceRow[T any] struct {
	item *T
	id   string
	at   int
}

func (r referenceRow[T]) position() int { return r.at }
func (r referenceRow[T]) key() string   { return r.id }

// referencesOf are the items that keep chooses.
func referencesOf[T any](items []T, key func(*T) string, keep func(*T) bool) []referenceRow[T] {
	rows := make([]referenceRow[T], 0, len(items))
	for i := range items {
		if keep == nil || keep(&items[i]) {
			rows = append(rows, referenceRow[T]{&items[i], key(&items[i]), i})
		}
	}
	return rows
}

func sectorPage(c *call) (reply, *Problem) {
	count := make(map[*campus.Sector]int)
	for i := range c.view.cat.Campuses {
		count[c.view.cat.Campuses[i].Sector]++
	}
	rows := referencesOf(c.view.cat.Sectors, func(s *campus.Sector) string { return string(s.Code) }, nil)
	return pageOf(c, sectorList, listed(rows), func(w *bytes.Buffer, r referenceRow[campus.Sector]) {
		s := r.item
		w.Write(encode(Sector{string(s.Code), s.Slug, s.Label, s.Rank, count[s]}))
	}), nil
}

func territoryKey(t *geo.Territory) string { return string(t.Kind) + " " + t.Code }

func territoryPage(c *call) (reply, *Problem) {
	kinds := c.query.territories
	rows := referencesOf(c.view.cat.Atlas.Territories, territoryKey, func(t *geo.Territory) bool {
		return len(kinds) == 0 || slices.Contains(kinds, t.Kind)
	})
	return pageOf(c, territoryList, listed(rows), func(w *bytes.Buffer, r referenceRow[geo.Territory]) {
		t := r.item
		w.Write(encode(Territory{
			Kind: string(t.Kind), Code: t.Code, Slug: t.Slug, Name: t.Name, Until: positive(t.Until),
			Region: optional(t.Region), Academie: optional(t.Academie), Departements: nonNil(t.Departements),
			BBox: [4]float64{t.Box.West, t.Box.South, t.Box.East, t.Box.North}, Lat: t.Centre.Lat, Lon: t.Centre.Lon,
		}))
	}), nil
}
