package parcours

import (
	"strconv"
	"strings"

	"continuum/internal/document"
	"continuum/internal/geo"
	"continuum/internal/web/listing"
	"continuum/internal/web/offer"
)

// together is how near two steps are drawn as one mark: a share of the width of the map.
const together = 0.035

// drawing is the map of an itinerary: the home and each place with the numbers of its
// steps, in the narrowest territory around the home that holds them all, else in the
// country.
func (v *view) drawing(w *way) (string, error) {
	c := v.Home.Commune
	spots := []document.Spot{{Name: v.T("parcours.map_home", c.Name), At: c.Point, Region: c.Region, N: 1, Home: true}}
	var places []*step
	for i := range w.Steps {
		if s := &w.Steps[i]; s.O != nil && !s.Remote && !s.O.Point.IsZero() {
			places = append(places, s)
		}
	}
	if len(places) == 0 {
		return "", nil
	}
	opt := document.SpotOptions{
		ID: "carte-" + strconv.Itoa(w.N) + "-", Lang: v.R.Lang, Title: v.T("parcours.map_title", w.N, w.Last().Q.Label),
	}
	t := v.around(places)
	width := 1000.0 // of the country, in kilometres
	if t != nil {
		width = geo.Km(geo.Point{Lat: t.Centre.Lat, Lon: t.Box.West}, geo.Point{Lat: t.Centre.Lat, Lon: t.Box.East})
	}
	numbers := make([][]int, len(spots))
	for _, s := range places {
		name := v.T("parcours.map_step", s.N, s.At.Name, offer.City(v.R.T, s.At))
		at := -1
		for i := range spots {
			if !spots[i].Home && geo.Km(spots[i].At, s.O.Point) < together*width {
				at = i
			}
		}
		if at >= 0 {
			numbers[at] = append(numbers[at], s.N)
			spots[at].Label = label(numbers[at])
			spots[at].Name += " ; " + name
			continue
		}
		numbers = append(numbers, []int{s.N})
		spots = append(spots, document.Spot{
			Name: name, Link: "#" + w.anchor(s), At: s.O.Point, Region: s.At.Region, N: 1, Label: label([]int{s.N}),
		})
	}
	if t != nil {
		opt.Ground = listing.TerritoryGround(t)
		return document.SpotsSVG(v.R.Catalog, t, spots, opt)
	}
	opt.Ground = listing.Ground(geo.Region)
	return document.CountsSVG(v.R.Catalog, spots, opt)
}

// around is the narrowest territory of the home that holds it and all places, nil for the
// country.
func (v *view) around(places []*step) *geo.Territory {
	c, a := v.Home.Commune, v.R.Catalog.Atlas
	points := []geo.Point{c.Point}
	for _, s := range places {
		points = append(points, s.O.Point)
	}
	return geo.Holding(points, a.Territory(geo.Departement, c.Departement), a.Territory(geo.Region, c.Region))
}

// label writes the numbers of steps, in order, in as few signs as can be: "1-4·6".
func label(numbers []int) string {
	var b strings.Builder
	for i := 0; i < len(numbers); {
		j := i
		for j+1 < len(numbers) && numbers[j+1] == numbers[j]+1 {
			j++
		}
		if i > 0 {
			b.WriteString("·")
		}
		b.WriteString(strconv.Itoa(numbers[i]))
		if j > i {
			b.WriteString("-" + strconv.Itoa(numbers[j]))
		}
		i = j + 1
	}
	return b.String()
}
