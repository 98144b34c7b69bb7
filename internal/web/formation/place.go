package formation

import (
	"continuum/internal/document"
	"continuum/internal/geo"
	"continuum/internal/training"
	"continuum/internal/web/listing"
	"continuum/internal/web/offer"
	"continuum/internal/web/ui"
)

// group is the lines of one region on the page.
type group struct {
	Code string
	Name string
	Rows []row
}

// row is a line of the list; the first one of an establishment is what marks on the
// map lead to.
type row struct {
	line
	First bool
}

// First is the number of the first line shown.
func (v *view) First() int { return (v.Choice.Page-1)*perPage + 1 }

// Last is the number of the last line shown.
func (v *view) Last() int { return min(v.Choice.Page*perPage, len(v.Lines)) }

// Groups are the lines of this page by region.
func (v *view) Groups() []group {
	var list []group
	for i := v.First() - 1; i < v.Last(); i++ {
		l := v.Lines[i]
		if n := len(list); n == 0 || list[n-1].Code != l.At.Region {
			g := group{Code: l.At.Region, Name: v.T("formation.region_unknown")}
			if t := v.R.Catalog.Atlas.Territory(geo.Region, l.At.Region); t != nil {
				g.Name = t.Name
			}
			list = append(list, g)
		}
		g := &list[len(list)-1]
		g.Rows = append(g.Rows, row{l, i == 0 || v.Lines[i-1].At != l.At})
	}
	return list
}

// anchor is the id of an establishment's first line.
func anchor(e *training.Establishment) string { return "lieu-" + e.UAI }

// Establishments is how many establishments some lines are of.
func (v *view) Establishments(lines []line) int {
	n := 0
	for i := range lines {
		if i == 0 || lines[i].At != lines[i-1].At {
			n++
		}
	}
	return n
}

// options of a choice among territories: those that have a place, with their number.
func (v *view) options(kind geo.Kind, of func(*training.Establishment) string, chosen string) []ui.Option {
	count := map[string]int{}
	for i, l := range v.All {
		if i == 0 || l.At != v.All[i-1].At {
			count[of(l.At)]++
		}
	}
	list := []ui.Option{{Value: "", Label: v.T("formation.everywhere")}}
	all := v.R.Catalog.Atlas.OfKind(kind)
	for i := range all {
		t := &all[i]
		if n := count[t.Code]; n > 0 || t.Code == chosen {
			list = append(list, ui.Option{Value: t.Code, Label: v.T("listing.counted", t.Name, n), Selected: t.Code == chosen})
		}
	}
	return list
}

// Regions are the regions to choose from.
func (v *view) Regions() []ui.Option {
	return v.options(geo.Region, func(e *training.Establishment) string { return e.Region }, v.Choice.Region)
}

// Departements are the départements to choose from.
func (v *view) Departements() []ui.Option {
	return v.options(geo.Departement, func(e *training.Establishment) string { return e.Departement }, v.Choice.Departement)
}

// Routes are the routes to choose from.
func (v *view) Routes() []ui.Option {
	list := []ui.Option{{Value: "", Label: v.T("formation.every_route")}}
	for _, w := range routeWords {
		list = append(list, ui.Option{Value: w, Label: offer.Route(v.R.T, routes[w]), Selected: v.Choice.Route == w})
	}
	return list
}

// point is where a line is drawn: the offer's own place, else its establishment's.
func (l line) point() geo.Point {
	if !l.Offer.Point.IsZero() {
		return l.Offer.Point
	}
	return l.At.Point
}

// drawable reports whether the map chosen has a place for a line. Distance learning
// is nowhere.
func (v *view) drawable(l line) bool {
	if l.Offer.Mode == training.Distance {
		return false
	}
	if t := v.Place(); t != nil {
		return t.Box.Contains(l.point())
	}
	a := v.R.Catalog.Atlas
	return document.InCountry(a, l.point(), l.At.Region) && a.Territory(geo.Departement, l.At.Departement) != nil
}

// undrawn is how many of the establishments chosen have no mark on the map.
func (v *view) undrawn() int {
	drawn := map[*training.Establishment]bool{}
	for _, l := range v.Lines {
		if v.drawable(l) {
			drawn[l.At] = true
		}
	}
	return v.Establishments(v.Lines) - len(drawn)
}

// drawing is the map of the lines chosen, whose undrawn ones it counts: one mark a
// département on the whole country, one an establishment in a territory; empty when there
// is none to draw.
func (v *view) drawing() (string, error) {
	v.Undrawn = v.undrawn()
	n := v.Establishments(v.Lines) - v.Undrawn
	if n == 0 {
		return "", nil
	}
	opt := document.SpotOptions{ID: "places-", Lang: v.R.Lang, Title: v.R.T.N("formation.map_title", n, v.Q.Label)}
	if t := v.Place(); t != nil {
		opt.Ground = listing.TerritoryGround(t)
		return document.SpotsSVG(v.R.Catalog, t, v.spots(), opt)
	}
	opt.Ground = listing.Ground(geo.Region)
	return document.CountsSVG(v.R.Catalog, v.counts(), opt)
}

// spots are the establishments chosen, each leading to its line in the list.
func (v *view) spots() []document.Spot {
	var list []document.Spot
	var last *training.Establishment
	for i, l := range v.Lines {
		if l.At == last || !v.drawable(l) {
			continue
		}
		last = l.At
		c := v.Choice
		c.Page = i/perPage + 1
		list = append(list, document.Spot{
			Name: l.At.Name + ", " + offer.City(v.R.T, l.At), Link: v.Address(c) + "#" + anchor(l.At),
			At: l.point(), Region: l.At.Region, N: 1,
		})
	}
	return list
}

// counts are the départements that teach the qualification, each leading to its list.
func (v *view) counts() []document.Spot {
	var places []*training.Establishment
	for _, l := range v.Lines {
		if (len(places) == 0 || places[len(places)-1] != l.At) && v.drawable(l) {
			places = append(places, l.At)
		}
	}
	spots, _ := offer.ByDepartement(v.R.Catalog.Atlas, places, func(t *geo.Territory) string {
		c := v.Choice
		c.Departement, c.Page = t.Code, 1
		return v.Address(c) + "#lieux"
	}, func(n int, t *geo.Territory) string { return v.R.T.N("formation.map_count", n, t.Name+" ("+t.Code+")") })
	return spots
}
