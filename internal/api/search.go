package api

import (
	"net/http"
	"strings"

	"continuum/internal/question"
	"continuum/internal/search"
	"continuum/internal/training"
)

// Results is a page of the trainings that answer a question.
type Results struct {
	Items []Result `json:"items" doc:"Trainings at their places, in the order asked for."`
	Next  *string  `json:"next" doc:"Address of the next page; null on the last one."`
	Total int      `json:"total" doc:"Number of trainings at their places in the whole answer."`
	// Also is what is no training.
	Also       []Result   `json:"also" doc:"Campuses, occupations and establishments that have all the words, a few of each; on the first page only."`
	Understood Understood `json:"understood" doc:"How the question was understood."`
	Missing    []string   `json:"missing" doc:"Words that no training has beside the others, when none has them all; the items then have the most of them."`
	Facets     Facets     `json:"facets" doc:"Of each choice, how many trainings one would have by choosing it, the other values of the same choice aside."`
	Origin
}

// Result is a thing found.
type Result struct {
	Suggestion
	Establishment *string  `json:"establishment" doc:"Name of the establishment that teaches the training; null for another kind."`
	UAI           *string  `json:"uai" doc:"Identifier of the establishment; null for a campus or an occupation."`
	City          *string  `json:"city" doc:"City of the establishment or of the campus."`
	Departement   *string  `json:"departement" doc:"Code of the département of the establishment."`
	Lat           *float64 `json:"lat" doc:"Latitude, WGS84 degrees."`
	Lon           *float64 `json:"lon" doc:"Longitude, WGS84 degrees."`
	Km            *float64 `json:"km" doc:"Kilometres from the place, as the crow flies; null without a place, and for what has none that is known."`
	Level         *int     `json:"level" doc:"Level of the training, 3 to 8."`
	Sector        *string  `json:"sector" doc:"Code of the sector of the training."`
	Routes        []string `json:"routes" doc:"How one learns; empty for what is no training."`
	Public        *string  `json:"public" doc:"Who answers for the establishment." enum:"public|private_contract|private"`
	Offers        []string `json:"offers" doc:"Identifiers of the offers, one a route and entry year; empty for what is no training."`
}

// Understood is how a question was understood.
type Understood struct {
	Words     []string `json:"words" doc:"Words looked for, without accents; those that say nothing are left out."`
	Place     *Home    `json:"place" doc:"Place near which one looks, of from or of the words; null for none."`
	Radius    *float64 `json:"radius" doc:"Kilometres around the place, of radius or of the words; null for no limit."`
	Territory *string  `json:"territory" doc:"Name of the region or of the département that the establishments lie in; null for the country."`
}

// Facets count choices.
type Facets struct {
	Level    []Facet `json:"level" doc:"By level."`
	Route    []Facet `json:"route" doc:"By route."`
	Sector   []Facet `json:"sector" doc:"By sector, in the official order; a training of no sector counts in none."`
	Public   []Facet `json:"public" doc:"By who answers for the establishment; one of which nobody knows counts in none."`
	Boarding []Facet `json:"boarding" doc:"Establishments known to board; of most, nobody says."`
	Campus   []Facet `json:"campus" doc:"By campus: its established members only, and many members are not known yet."`
	Radius   []Facet `json:"radius" doc:"Within so many kilometres of the place; empty without a place."`
}

// Facet is a choice and what it has.
type Facet struct {
	Value string `json:"value" doc:"Value of the parameter."`
	Count int    `json:"count" doc:"Trainings at their places that one would have by choosing it."`
}

// searchParams are what a search is made of.
func searchParams() []param {
	return []param{
		asked("q", "Words, even misspelt: a trade, a diploma, an everyday word, a place, a distance.", "chodronerie à moins de 30 km de Lorient", text),
		asked("from", "Place near which one looks, before any of the words: INSEE code of a commune, its name when no other bears it, or lat,lon.", "56121", text),
		asked("radius", "Kilometres around the place, as the crow flies; no limit without it.", "", within("number", 1, question.MaxRadius, 0)),
		orMore(asked("level", "Level of the qualification, from 3 (CAP) to 8 (doctorate).", "4", among(levels...))),
		orMore(asked("route", "How one learns: at school, in apprenticeship, in continuing training.", training.School.String(), among(routes()...))),
		orMore(asked("sector", "Code of a sector, see /api/v1/sectors.", "MOBI", schema{"type": "string", "pattern": "^[A-Z]{4}$"})),
		orMore(asked("public", "Who answers for the establishment.", string(training.IsPublic), among(string(training.IsPublic), string(training.PrivateContract), string(training.Private)))),
		asked("boarding", "Establishments known to board pupils.", "yes", among("yes")),
		orMore(asked("campus", "Slug of a campus: its established members only. Many members are not known yet.", "bretagne-mer", text)),
		asked("region", "INSEE code of the region that establishments lie in.", "53", text),
		asked("departement", "Code of the département that establishments lie in, instead of region.", "56", text),
		asked("sort", "Order: by the words and the distance when nothing is said; nearest first; fewest wishes for a place first; largest share in work or studies first. What is not known comes last.", "chances", among(question.SortNames()...)),
	}
}

// resultCursor continues a search after a training at a place. It names the two, so that
// the next page starts after them wherever a newer catalog ranks them.
var resultCursor = func() param {
	p := cursor(searchList)
	p.read = func(q *query, v *view, value string) *refusal {
		key, ok := decodeCursor(searchList, value)
		qualification, uai, whole := strings.Cut(key, unit)
		if !ok || !whole {
			return &refusal{detail: "not a cursor of this list", accepted: []string{"the one in next"}}
		}
		it := &search.Item{Establishment: v.national.Establishment(uai)}
		if it.Qualification, _ = v.national.Qualification(qualification); it.Qualification == training.None || it.Establishment == training.None {
			return lostResult
		}
		q.wanted.afterResult = it
		return nil
	}
	return p
}()

var lostResult = &refusal{name: "cursor", detail: "the last item seen is no longer in the answer: start again without cursor", gone: true}

func searchPage(c *call) (reply, *Problem) {
	s, faults := question.Searched(c.view.cat, c.query.values())
	if len(faults) > 0 {
		return reply{}, faulty(faults)
	}
	s.Limit, s.After = c.query.limit, c.query.wanted.afterResult
	a := c.view.cat.Search().Find(&s.Query)
	if a.Lost {
		return reply{}, refusedFor(http.StatusGone, []ParamError{lostResult.fault()})
	}
	r := Results{
		Items: make([]Result, 0, len(a.Items)), Total: a.Total, Also: []Result{}, Missing: nonNil(a.Missing),
		Understood: c.understood(&s), Facets: c.facets(a, s.Home != nil), Origin: c.origin(),
	}
	for i := range a.Items {
		r.Items = append(r.Items, c.result(&a.Items[i]))
	}
	if s.After == nil {
		r.Also = c.also(a)
	}
	if a.More {
		last := a.Items[len(a.Items)-1]
		n := c.view.national
		address := c.path() + "?" + c.query.with(encodeCursor(searchList, n.qualification(last.Qualification)+unit+n.establishment(last.Establishment)))
		r.Next = &address
	}
	out := document(r)
	out.total = a.Total
	return out, nil
}

func (c *call) understood(s *question.Search) Understood {
	u := Understood{Words: nonNil(s.Words)}
	if h := s.Home; h != nil {
		u.Place = &Home{Lat: h.Point.Lat, Lon: h.Point.Lon}
		if h.Commune != nil {
			u.Place.Commune, u.Place.Name = optional(h.Commune.Code), optional(h.Commune.Name)
		}
	}
	if s.Km > 0 && s.Home != nil {
		u.Radius = &s.Km
	}
	if s.Territory != nil {
		u.Territory = optional(s.Territory.Name)
	}
	return u
}

// result is a training at its place.
func (c *call) result(it *search.Item) Result {
	n := c.view.national
	q, e := &n.Qualifications[it.Qualification], &n.Establishments[it.Establishment]
	r := Result{
		Suggestion: c.suggestion(search.Training, it.Qualification), Establishment: &e.Name, UAI: &e.UAI,
		City: optional(e.City), Departement: optional(e.Departement), Level: positive(int(q.Level)), Sector: optional(q.Sector),
		Public: optional(e.Public), Offers: make([]string, 0, len(it.Offers)),
	}
	r.Lat, r.Lon = coordinates(e.Point)
	if it.Km >= 0 {
		km := tenth(it.Km)
		r.Km = &km
	}
	for _, at := range it.Offers {
		r.Offers = append(r.Offers, n.Offers[at].ID)
		if route := n.Offers[at].Route.String(); len(r.Routes) == 0 || r.Routes[len(r.Routes)-1] != route {
			r.Routes = append(r.Routes, route)
		}
	}
	r.Routes = distinct(r.Routes)
	return r
}

// also are the things that are no training.
func (c *call) also(a *search.Answer) []Result {
	n, list := c.view.national, []Result{}
	add := func(kind search.Kind, at int32, rest Result) {
		rest.Suggestion, rest.Routes, rest.Offers = c.suggestion(kind, at), []string{}, []string{}
		list = append(list, rest)
	}
	for _, at := range a.Campus {
		cam := &n.cat.Campuses[at]
		r := Result{City: optional(cam.City)}
		r.Lat, r.Lon = coordinates(cam.Point)
		add(search.CampusKind, at, r)
	}
	for _, at := range a.Occupation {
		add(search.Occupation, at, Result{})
	}
	for _, at := range a.Establishment {
		e := &n.Establishments[at]
		r := Result{Establishment: &e.Name, UAI: &e.UAI, City: optional(e.City), Departement: optional(e.Departement), Public: optional(e.Public)}
		r.Lat, r.Lon = coordinates(e.Point)
		add(search.Establishment, at, r)
	}
	return list
}

// facets are the counts of an answer, those of choices that have nothing left out.
func (c *call) facets(a *search.Answer, near bool) Facets {
	count := func(values []string, of func(i int, value string) int) []Facet {
		list := make([]Facet, 0, len(values))
		for i, v := range values {
			if n := of(i, v); n > 0 {
				list = append(list, Facet{v, n})
			}
		}
		return list
	}
	cat := c.view.cat
	slugs := make([]string, len(cat.Campuses))
	for i := range cat.Campuses {
		slugs[i] = cat.Campuses[i].Slug
	}
	f := Facets{
		Level:    count(levels, func(i int, _ string) int { return a.Levels[i+3] }),
		Route:    count(routes(), func(i int, _ string) int { return a.Routes[training.School+training.Route(i)] }),
		Sector:   count(c.view.sectors, func(_ int, v string) int { return a.Sectors[v] }),
		Public:   count([]string{string(training.IsPublic), string(training.PrivateContract), string(training.Private)}, func(_ int, v string) int { return a.Public[training.Public(v)] }),
		Boarding: count([]string{"yes"}, func(int, string) int { return a.Boarding }),
		Campus:   count(slugs, func(_ int, v string) int { return a.Campuses[v] }),
		Radius:   []Facet{},
	}
	if near {
		radii := make([]string, len(search.Radii))
		for i, km := range search.Radii {
			radii[i] = number(km)
		}
		f.Radius = count(radii, func(i int, _ string) int { return a.Within[i] })
	}
	return f
}
