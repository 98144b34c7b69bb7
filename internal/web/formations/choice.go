package formations

import (
	"slices"
	"strconv"

	"continuum/internal/catalog"
	"continuum/internal/geo"
	"continuum/internal/search"
	"continuum/internal/training"
	"continuum/internal/web/query"
)

// The parameters of the page.
const (
	paramWords       = "q"
	paramWhere       = "lieu"
	paramKm          = "rayon"
	paramLevel       = "niveau"
	paramRoute       = "voie"
	paramSector      = "filiere"
	paramPublic      = "statut"
	paramBoarding    = "internat"
	paramCampus      = "campus"
	paramDepartement = "departement"
	paramSort        = "tri"
	paramPer         = "par"
	paramPage        = "page"
)

// The values that addresses have for choices.
var (
	levels     = []string{"3", "4", "5", "6", "7", "8"}
	routeWords = []string{"scolaire", "apprentissage", "continue"}
	routes     = map[string]training.Route{"scolaire": training.School, "apprentissage": training.Apprenticeship, "continue": training.Continuing}
	publics    = []string{"public", "prive_contrat", "prive"}
	publicOf   = map[string]training.Public{"public": training.IsPublic, "prive_contrat": training.PrivateContract, "prive": training.Private}
	sorts      = []string{"", "distance", "chances", "apres"}
	sortOf     = map[string]search.Sort{"": search.Relevance, "distance": search.Nearest, "chances": search.Chances, "apres": search.Results}
	pers       = []string{"20", "50", "100", "200"}
)

const (
	yes      = "oui"
	firstPer = 20 // items on a page at first
)

// choice is what the address asks.
type choice struct {
	Words, Where string
	Km           int // 0 for no limit
	Levels       []string
	Routes       []string
	Sectors      []string
	Public       []string
	Boarding     bool
	Campuses     []string // slugs
	Departement  string
	Sort         string
	Per          int
	Page         int

	cut   bool   // the words were too long to be read whole
	oddKm string // a radius that is none of those to choose from
}

// mostWords is how many characters of the words are read.
const mostWords = 200

func parse(cat *catalog.Catalog, q *query.Reader) choice {
	var departements []string
	for _, t := range cat.Atlas.OfKind(geo.Departement) {
		departements = append(departements, t.Code)
	}
	radii := make([]string, len(search.Radii))
	for i, km := range search.Radii {
		radii[i] = strconv.Itoa(int(km))
	}
	c := choice{
		Levels: q.Codes(paramLevel, levels), Routes: q.Codes(paramRoute, routeWords), Sectors: q.Codes(paramSector, cat.SectorCodes()),
		Public: q.Codes(paramPublic, publics), Boarding: q.Code(paramBoarding, []string{yes}) != "",
		Campuses: q.Values(paramCampus), Departement: q.Code(paramDepartement, departements),
		Sort: q.Code(paramSort, sorts), Per: firstPer,
	}
	c.Words, c.cut = q.Line(paramWords, mostWords)
	c.Where, _ = q.Line(paramWhere, 100)
	// A radius typed in the address is told with the form, which has those to choose from.
	if km := q.Text(paramKm, 100); slices.Contains(radii, km) {
		c.Km, _ = strconv.Atoi(km)
	} else {
		c.oddKm = query.Cut(km)
	}
	if n := q.Code(paramPer, pers); n != "" {
		c.Per, _ = strconv.Atoi(n) // one of pers
	}
	return c
}

// params are those that the question needs.
func (c *choice) params() query.Params {
	var list query.Params
	list.Add(paramWords, c.Words)
	list.Add(paramWhere, c.Where)
	if c.Km > 0 {
		list.Add(paramKm, strconv.Itoa(c.Km))
	}
	list.Add(paramLevel, c.Levels...)
	list.Add(paramRoute, c.Routes...)
	list.Add(paramSector, c.Sectors...)
	list.Add(paramPublic, c.Public...)
	if c.Boarding {
		list.Add(paramBoarding, yes)
	}
	list.Add(paramCampus, c.Campuses...)
	list.Add(paramDepartement, c.Departement)
	list.Add(paramSort, c.Sort)
	if c.Per != firstPer {
		list.Add(paramPer, strconv.Itoa(c.Per))
	}
	if c.Page > 1 {
		list.Add(paramPage, strconv.Itoa(c.Page))
	}
	return list
}

// address is the page with a question, without language prefix.
func (c *choice) address() string { return c.params().Address(Path) }

// chosen is a choice that can be taken away.
type chosen struct{ Label, Without string }

// chosenOf lists the choices of the question with the question that lacks each.
func (v *view) chosenOf() []chosen {
	var list []chosen
	without := func(label string, change func(*choice)) {
		c := v.Choice
		c.Page = 1
		change(&c)
		list = append(list, chosen{label, v.Address(c)})
	}
	drop := func(all []string, i int) []string { return slices.Delete(slices.Clone(all), i, i+1) }
	for i, l := range v.Choice.Levels {
		without(v.levelName(l), func(c *choice) { c.Levels = drop(c.Levels, i) })
	}
	for i, w := range v.Choice.Routes {
		without(v.routeName(w), func(c *choice) { c.Routes = drop(c.Routes, i) })
	}
	for i, s := range v.Choice.Sectors {
		without(v.R.Catalog.Sector(s).Label, func(c *choice) { c.Sectors = drop(c.Sectors, i) })
	}
	for i, p := range v.Choice.Public {
		without(v.publicName(p), func(c *choice) { c.Public = drop(c.Public, i) })
	}
	if v.Choice.Boarding {
		without(v.T("search.boarding"), func(c *choice) { c.Boarding = false })
	}
	for i, slug := range v.Choice.Campuses {
		without(v.T("search.at_campus", v.campusName(slug)), func(c *choice) { c.Campuses = drop(c.Campuses, i) })
	}
	if t := v.territory(); t != nil && v.Choice.Departement != "" {
		without(t.Name, func(c *choice) { c.Departement = "" })
	}
	return list
}
