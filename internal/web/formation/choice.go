package formation

import (
	"cmp"
	"slices"
	"strconv"

	"continuum/internal/catalog"
	"continuum/internal/geo"
	"continuum/internal/training"
	"continuum/internal/web/page"
	"continuum/internal/web/query"
)

// The parameters of the page.
const (
	paramRegion      = "region"
	paramDepartement = "departement"
	paramRoute       = "voie"
	paramPage        = "page"
)

// routes are the routes by the word that the address has for them.
var routes = map[string]training.Route{
	"scolaire": training.School, "apprentissage": training.Apprenticeship, "continue": training.Continuing,
}

// routeWords are the words of routes, in the order of the form.
var routeWords = []string{"scolaire", "apprentissage", "continue"}

// choice is what a reader chooses among the places of a qualification.
type choice struct {
	Region, Departement string // codes, empty for all
	Route               string // a word of routes, empty for all
	Page                int    // from 1
}

// parse reads the choice; the page is read by the caller, who knows how many there are.
func parse(r *page.Request, q *query.Reader) choice {
	return choice{
		Region:      q.Code(paramRegion, codes(r.Catalog.Atlas, geo.Region)),
		Departement: q.Code(paramDepartement, codes(r.Catalog.Atlas, geo.Departement)),
		Route:       q.Code(paramRoute, routeWords),
		Page:        1,
	}
}

func codes(a *geo.Atlas, kind geo.Kind) []string {
	list := a.OfKind(kind)
	all := make([]string, len(list))
	for i := range list {
		all[i] = list[i].Code
	}
	return all
}

// address is path with the choice as its parameters.
func (c choice) address(path string) string {
	var list query.Params
	list.Add(paramRegion, c.Region)
	list.Add(paramDepartement, c.Departement)
	list.Add(paramRoute, c.Route)
	if c.Page > 1 {
		list.Add(paramPage, strconv.Itoa(c.Page))
	}
	return list.Address(path)
}

// any reports whether something is chosen.
func (c choice) any() bool { return c.Region != "" || c.Departement != "" || c.Route != "" }

// keeps reports whether an offer at a place is chosen.
func (c choice) keeps(l line) bool {
	return (c.Region == "" || l.At.Region == c.Region) &&
		(c.Departement == "" || l.At.Departement == c.Departement) &&
		(c.Route == "" || l.Offer.Route == routes[c.Route])
}

// line is an offer and where it is.
type line struct {
	Offer *training.Offer
	At    *training.Establishment
}

// sortLines puts lines in the order of regions, cities, names, in French order; what
// has no region comes last.
func sortLines(c *catalog.Catalog, lines []line) {
	slices.SortFunc(lines, func(a, b line) int {
		return cmp.Or(cmp.Compare(c.PlaceOrder(a.Offer.Establishment), c.PlaceOrder(b.Offer.Establishment)), cmp.Compare(a.Offer.ID, b.Offer.ID))
	})
}
