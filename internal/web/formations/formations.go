// Package formations is the page /formations: a reader writes a few words and the name
// of a village, and finds the trainings that are near, what else the words name, and how
// many there are of each choice.
package formations

import (
	"slices"
	"strconv"

	"continuum/internal/catalog"
	"continuum/internal/document"
	"continuum/internal/fault"
	"continuum/internal/geo"
	"continuum/internal/search"
	"continuum/internal/text"
	"continuum/internal/training"
	"continuum/internal/web/listing"
	"continuum/internal/web/offer"
	"continuum/internal/web/page"
	"continuum/internal/web/place"
	"continuum/internal/web/query"
	"continuum/internal/web/ui"
)

// Path is where the page is.
const Path = "/formations"

// Page answers /formations.
func Page(r *page.Request) (page.Answer, error) {
	q := query.New(r.Query)
	v := &view{R: r, M: r.Catalog.Training, Choice: parse(r.Catalog, q), cited: offer.Cite(r.Catalog.Training)}
	if err := q.Err(); err != nil {
		return page.Answer{}, err
	}
	if v.Choice.Campus != "" {
		if v.Campus, _ = r.Catalog.Campus(v.Choice.Campus); v.Campus == nil {
			return page.Answer{}, fault.New(fault.NotFound, "campus.not_found")
		}
		v.Choice.Campus = v.Campus.Slug
	}
	v.find(q)
	if err := q.Err(); err != nil {
		return page.Answer{}, err
	}
	drawn, err := v.drawing()
	if err != nil {
		return page.Answer{}, err
	}
	status := 0
	if v.Unknown {
		status = 400
	}
	return page.Answer{
		Status: status,
		Head: page.Head{
			Title: v.title(), Description: v.T("search.description"), Path: v.Choice.address(), NoIndex: r.Query != "",
			Crumbs: []page.Crumb{{Label: v.T("search.crumb")}},
		},
		Body: body(v, drawn),
	}, nil
}

// view is a question and its answer.
type view struct {
	R       *page.Request
	M       *training.Model
	Choice  choice
	Read    search.Reading
	Home    place.Found // of the field, or of the words
	Unknown bool        // the field names no place
	Campus  *catalog.Campus
	Answer  *search.Answer
	cited   *offer.Cited
}

// T is the sentence of the key, in the reader's language.
func (v *view) T(k text.Key, args ...any) string { return v.R.T.T(k, args...) }

// find reads the words and the place, and asks the index. A place in its field goes
// before one in the words.
func (v *view) find(q *query.Reader) {
	ix := v.R.Catalog.Search()
	v.Read = ix.Read(v.Choice.Words)
	switch {
	case v.Choice.Where != "":
		v.Home = place.Find(v.R.Catalog.Atlas, v.Choice.Where)
		v.Unknown = v.Home.Commune == nil && len(v.Home.Choices) == 0
		if v.Home.Commune != nil {
			v.Choice.Where = place.Written(v.Home.Commune)
		}
	case v.Read.Place != nil:
		v.Home.Commune = v.Read.Place
	}
	ask := v.query()
	v.Answer = ix.Find(&ask)
	v.Choice.Page = q.Page(paramPage, v.Pages())
	if v.Choice.Page > 1 {
		ask.From = (v.Choice.Page - 1) * v.Choice.Per
		v.Answer = ix.Find(&ask)
	}
	for _, it := range v.Answer.Items {
		for _, o := range it.Offers {
			v.cited.Add(v.M.Offers[o].Source)
		}
	}
}

// query is the question as the index takes it.
func (v *view) query() search.Query {
	q := search.Query{
		Words: v.Read.Words, Km: v.Read.Km, Sectors: v.Choice.Sectors, BoardingOnly: v.Choice.Boarding, Campus: v.Choice.Campus,
		Sort: sortOf[v.Choice.Sort], Limit: v.Choice.Per,
	}
	if v.Choice.Km > 0 {
		q.Km = float64(v.Choice.Km)
	}
	if c := v.Home.Commune; c != nil {
		q.Home = c.Point
	}
	if t := v.territory(); t != nil && t.Kind == geo.Departement {
		q.Departement = t.Code
	} else if t != nil {
		q.Region = t.Code
	}
	for _, l := range v.Choice.Levels {
		q.Levels = append(q.Levels, int8(l[0]-'0'))
	}
	for _, w := range v.Choice.Routes {
		q.Routes = append(q.Routes, routes[w])
	}
	for _, p := range v.Choice.Public {
		q.Public = append(q.Public, publicOf[p])
	}
	return q
}

// territory is the one chosen, else the one that the words name.
func (v *view) territory() *geo.Territory {
	if v.Choice.Departement != "" {
		return v.R.Catalog.Atlas.Territory(geo.Departement, v.Choice.Departement)
	}
	return v.Read.Territory
}

// Pages is how many pages the list has.
func (v *view) Pages() int { return max(1, (v.Answer.Total+v.Choice.Per-1)/v.Choice.Per) }

// Address is the link to the page with another choice.
func (v *view) Address(c choice) string { return v.R.Link(c.address()) }

// At is the link to another page of the list.
func (v *view) At(n int) string {
	c := v.Choice
	c.Page = n
	return v.Address(c)
}

func (v *view) title() string {
	t := v.T("search.title")
	if v.Choice.Words != "" {
		t = v.T("search.title_words", v.Choice.Words)
	}
	if v.Choice.Page > 1 {
		t += " – " + v.T("listing.page", v.Choice.Page)
	}
	return t
}

// Place is where results are looked for, in words; empty for the whole country.
func (v *view) Place() string {
	t := v.territory()
	switch c := v.Home.Commune; {
	case c != nil && v.query().Km > 0:
		return v.T("search.within", place.Name(v.R.Catalog.Atlas, c), int(v.query().Km))
	case c != nil:
		return v.T("search.near", place.Name(v.R.Catalog.Atlas, c))
	case t != nil:
		return v.T("search.in", t.Name)
	}
	return ""
}

// WhichPlace are the communes that the field may mean, each with the question for it.
func (v *view) WhichPlace() []chosen {
	var list []chosen
	for _, c := range v.Home.Choices {
		other := v.Choice
		other.Where, other.Page = place.Written(c), 1
		list = append(list, chosen{place.Name(v.R.Catalog.Atlas, c), v.Address(other)})
	}
	return list
}

// Wider is the question with the next radius that has answers, when there is none here.
func (v *view) Wider() (n, km int, link string) {
	if v.Home.Commune == nil || v.Answer.Total > 0 {
		return 0, 0, ""
	}
	for i, r := range search.Radii {
		if v.Answer.Within[i] > 0 {
			c := v.Choice
			c.Km, c.Page = int(r), 1
			return v.Answer.Within[i], int(r), v.Address(c)
		}
	}
	return 0, 0, ""
}

// drawing is the map of all the places of the answer: one mark an establishment in the
// narrowest territory around home that holds them all, else one a département.
func (v *view) drawing() (string, error) {
	opt := document.SpotOptions{ID: "lieux-", Lang: v.R.Lang, Title: v.R.T.N("search.map_title", len(v.Answer.Places))}
	if len(v.Answer.Places) == 0 {
		return "", nil
	}
	if t := v.around(); t != nil {
		var spots []document.Spot
		for _, at := range v.Answer.Places {
			e := &v.M.Establishments[at]
			spots = append(spots, document.Spot{Name: e.Name + ", " + offer.City(v.R.T, e), Link: v.R.Link(offer.EstablishmentPath(e)), At: e.Point, Region: e.Region, N: 1})
		}
		opt.Ground = listing.TerritoryGround(t)
		return document.SpotsSVG(v.R.Catalog, t, spots, opt)
	}
	var spots []document.Spot
	index := make(map[string]int)
	for _, at := range v.Answer.Places {
		e := &v.M.Establishments[at]
		t := v.R.Catalog.Atlas.Territory(geo.Departement, e.Departement)
		if t == nil {
			continue
		}
		i, ok := index[t.Code]
		if !ok {
			i = len(spots)
			index[t.Code] = i
			c := v.Choice
			c.Departement, c.Page = t.Code, 1
			spots = append(spots, document.Spot{Link: v.Address(c), At: t.Centre, Region: t.Region})
		}
		spots[i].N++
	}
	for code, i := range index {
		t := v.R.Catalog.Atlas.Territory(geo.Departement, code)
		spots[i].Name = v.R.T.N("search.map_count", spots[i].N, t.Name)
	}
	opt.Ground = listing.Ground(geo.Region)
	return document.CountsSVG(v.R.Catalog, spots, opt)
}

// around is the narrowest territory that holds all the places of the answer, nil for
// the country.
func (v *view) around() *geo.Territory {
	a := v.R.Catalog.Atlas
	var all []*geo.Territory
	if t := v.territory(); t != nil {
		all = append(all, t)
	}
	if c := v.Home.Commune; c != nil {
		all = append(all, a.Territory(geo.Departement, c.Departement), a.Territory(geo.Region, c.Region))
	}
	for _, t := range all {
		if t != nil && v.inside(t) {
			return t
		}
	}
	return nil
}

func (v *view) inside(t *geo.Territory) bool {
	for _, at := range v.Answer.Places {
		if p := v.M.Establishments[at].Point; !p.IsZero() && !t.Box.Contains(p) {
			return false
		}
	}
	return true
}

// Undrawn is how many establishments of the answer have no place on the map.
func (v *view) Undrawn() int {
	n := 0
	t := v.around()
	for _, at := range v.Answer.Places {
		e := &v.M.Establishments[at]
		if t != nil && e.Point.IsZero() || t == nil && v.R.Catalog.Atlas.Territory(geo.Departement, e.Departement) == nil {
			n++
		}
	}
	return n
}

func (v *view) levelName(l string) string { return offer.Level(v.R.T, int8(l[0]-'0')) }

func (v *view) routeName(w string) string { return offer.Route(v.R.T, routes[w]) }

func (v *view) publicName(p string) string { return offer.Public(v.R.T, publicOf[p]) }

// Radii are the distances to choose from, with how many trainings each has.
func (v *view) Radii() []ui.Option {
	list := []ui.Option{{Value: "", Label: v.T("search.any_km"), Selected: v.Choice.Km == 0}}
	for i, km := range search.Radii {
		label := v.T("search.km", int(km))
		if v.Home.Commune != nil {
			label = v.T("listing.counted", label, v.Answer.Within[i])
		}
		list = append(list, ui.Option{Value: strconv.Itoa(int(km)), Label: label, Selected: v.Choice.Km == int(km)})
	}
	return list
}

// Sorts are the orders to choose from.
func (v *view) Sorts() []ui.Option {
	var list []ui.Option
	for _, s := range sorts {
		key := "search.sort." + s
		if s == "" {
			key = "search.sort.best"
		}
		list = append(list, ui.Option{Value: s, Label: v.T(text.Key(key)), Selected: v.Choice.Sort == s})
	}
	return list
}

// group is a set of choices with how many trainings each has.
type group struct {
	Param, Name string
	Options     []option
	Chosen      int
}

type option struct {
	Value, Label string
	Count        int
	On           bool
}

// Groups are the choices; those that would find nothing are left out unless chosen.
func (v *view) Groups() []group {
	var list []group
	add := func(param string, name text.Key, values, on []string, count func(string) int, label func(string) string) {
		g := group{Param: param, Name: v.T(name)}
		for _, value := range values {
			o := option{value, label(value), count(value), slices.Contains(on, value)}
			if o.On {
				g.Chosen++
			}
			if o.Count > 0 || o.On {
				g.Options = append(g.Options, o)
			}
		}
		if len(g.Options) > 0 {
			list = append(list, g)
		}
	}
	a := v.Answer
	add(paramLevel, "search.level", levels, v.Choice.Levels, func(l string) int { return a.Levels[l[0]-'0'] }, v.levelName)
	add(paramRoute, "search.route", routeWords, v.Choice.Routes, func(w string) int { return a.Routes[routes[w]] }, v.routeName)
	var sectors []string
	for i := range v.R.Catalog.Sectors {
		sectors = append(sectors, string(v.R.Catalog.Sectors[i].Code))
	}
	add(paramSector, "search.sector", sectors, v.Choice.Sectors, func(s string) int { return a.Sectors[s] }, func(s string) string { return v.R.Catalog.Sector(s).Label })
	add(paramPublic, "search.public", publics, v.Choice.Public, func(p string) int { return a.Public[publicOf[p]] }, v.publicName)
	var on []string
	if v.Choice.Boarding {
		on = []string{yes}
	}
	add(paramBoarding, "search.boarding_group", []string{yes}, on, func(string) int { return a.Boarding }, func(string) string { return v.T("search.boarding") })
	return list
}

// line is an item of the list in words.
type line struct {
	Q   *training.Qualification
	At  *training.Establishment
	Far string
	How string // routes, who answers for the place, wishes for one place with their year
}

// Lines are the items of the page.
func (v *view) Lines() []line {
	var list []line
	for _, it := range v.Answer.Items {
		l := line{Q: &v.M.Qualifications[it.Qualification], At: &v.M.Establishments[it.Establishment]}
		if it.Km >= 0 && v.Home.Commune != nil {
			l.Far = v.R.T.N("search.far", int(it.Km+0.5))
		}
		var seen []training.Route
		chances := ""
		for _, at := range it.Offers {
			o := &v.M.Offers[at]
			if !slices.Contains(seen, o.Route) {
				if l.How != "" {
					l.How += ", "
				}
				l.How += offer.Route(v.R.T, o.Route)
				seen = append(seen, o.Route)
			}
			if ratio, ok := offer.PerPlace(o); ok && chances == "" {
				chances = v.T("search.ratio", v.T("formation.ratio."+text.Key(o.Applicants.String()), offer.Ratio(v.R.T, ratio)), strconv.Itoa(int(o.Year)))
			}
		}
		if p := offer.Public(v.R.T, l.At.Public); p != "" {
			l.How += ", " + p
		}
		if chances != "" {
			l.How += " – " + chances
		}
		list = append(list, l)
	}
	return list
}

// Others are campuses, occupations and establishments that the words name.
func (v *view) Others() []other {
	var list []other
	for _, at := range v.Answer.Campus {
		c := &v.R.Catalog.Campuses[at]
		list = append(list, other{v.T("search.kind.campus"), c.Name, v.R.Link("/campus/" + c.Slug)})
	}
	for _, at := range v.Answer.Occupation {
		o := &v.M.Occupations[at]
		list = append(list, other{v.T("search.kind.occupation"), o.Label, v.R.Link(offer.OccupationPath(o))})
	}
	for _, at := range v.Answer.Establishment {
		e := &v.M.Establishments[at]
		list = append(list, other{v.T("search.kind.establishment"), e.Name + ", " + offer.City(v.R.T, e), v.R.Link(offer.EstablishmentPath(e))})
	}
	return list
}

// other is what else the words name.
type other struct{ Kind, Name, Link string }

// whereError is what is wrong with the place, empty when nothing is.
func (v *view) whereError() string {
	if v.Unknown {
		return v.T("parcours.unknown_place", v.Choice.Where)
	}
	return ""
}
