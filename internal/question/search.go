package question

import (
	"net/url"
	"slices"

	"continuum/internal/catalog"
	"continuum/internal/geo"
	"continuum/internal/search"
	"continuum/internal/training"
)

// Search is a question for trainings at their places, by words, place and choices.
type Search struct {
	search.Query
	Read search.Reading // how the words were understood
	Home *Home          // of the words or of the parameter; nil for none
	// Territory is the one that the parameters or the words name, nil for none.
	Territory *geo.Territory
}

// MaxRadius is the longest radius of a search, in kilometres: any two places of the
// Republic are nearer.
const MaxRadius = 20_000

// Sorts are the orders of a search, by their words.
var Sorts = map[string]search.Sort{
	"relevance": search.Relevance, "distance": search.Nearest, "chances": search.Chances, "outcome": search.Results,
}

// SortNames are the words of Sorts, the usual one first.
func SortNames() []string { return []string{"relevance", "distance", "chances", "outcome"} }

// Searched reads a question for trainings: q, from, radius, region or departement, and
// the choices. What is said by a parameter goes before what the words say.
func Searched(cat *catalog.Catalog, values url.Values) (Search, []Fault) {
	r := &reader{cat: cat, values: values}
	s := Search{Read: cat.Search().Read(r.one("q"))}
	s.Query = s.Read.Query()
	s.Territory = s.Read.Territory
	if c := s.Read.Place; c != nil {
		s.Home = &Home{c.Point, c}
	}
	if r.any("from") {
		home := r.home("from")
		s.Home, s.Query.Home = &home, home.Point
	}
	if km := r.number("radius", 1, MaxRadius, 0); km > 0 {
		if s.Km = km; s.Home == nil {
			r.refuse("radius", plain(km), "a radius of no place: give from, or a place in q")
		}
	}
	r.territory(&s)
	r.choices(&s.Query)
	name := r.one("sort")
	order, ok := Sorts[name]
	switch {
	case name != "" && !ok:
		r.refuse("sort", name, "no such order", SortNames()...)
	case order == search.Nearest && s.Home == nil:
		r.refuse("sort", name, "a distance from no place: give from, or a place in q")
	}
	s.Sort = order
	return s, r.faults
}

// territory reads where the establishments must lie: a region or a département.
func (r *reader) territory(s *Search) {
	if r.any("region") && r.any("departement") {
		r.refuse("departement", r.one("departement"), "only one territory can be asked about: region is given too")
		return
	}
	for _, kind := range []geo.Kind{geo.Region, geo.Departement} {
		code := r.one(string(kind))
		if code == "" {
			continue
		}
		t := r.cat.Atlas.Territory(kind, code)
		if t == nil {
			var codes []string
			for _, t := range r.cat.Atlas.OfKind(kind) {
				codes = append(codes, t.Code)
			}
			r.refuse(string(kind), code, "no such "+string(kind), codes...)
			continue
		}
		s.Territory, s.Region, s.Departement = t, "", ""
		if kind == geo.Region {
			s.Region = code
		} else {
			s.Departement = code
		}
	}
}

// choices reads level, route, sector, public, boarding and campus: several values of one
// are alternatives.
func (r *reader) choices(q *search.Query) {
	for _, v := range r.values["level"] {
		if !slices.Contains(levels, v) {
			r.refuse("level", v, "no such level", levels...)
			continue
		}
		q.Levels = append(q.Levels, int8(v[0]-'0'))
	}
	for _, v := range r.values["route"] {
		route, ok := training.ParseRoute(v)
		if !ok {
			r.refuse("route", v, "no such route", training.School.String(), training.Apprenticeship.String(), training.Continuing.String())
			continue
		}
		q.Routes = append(q.Routes, route)
	}
	for _, v := range r.values["sector"] {
		if r.sector("sector", v) {
			q.Sectors = append(q.Sectors, v)
		}
	}
	q.Public = r.publics()
	switch v := r.one("boarding"); v {
	case "":
	case "yes":
		q.BoardingOnly = true
	default: // few sources say that an establishment boards nobody
		r.refuse("boarding", v, "no such value", "yes")
	}
	for _, slug := range r.values["campus"] {
		if cam := r.campusOf("campus", slug); cam != nil {
			q.Campuses = append(q.Campuses, cam.Slug)
		}
	}
}
