package formations

import (
	"slices"
	"strconv"

	"continuum/internal/search"
	"continuum/internal/text"
	"continuum/internal/web/offer"
	"continuum/internal/web/ui"
)

func (v *view) levelName(l string) string { return offer.Level(v.R.T, int8(l[0]-'0')) }

func (v *view) routeName(w string) string { return offer.Route(v.R.T, routes[w]) }

func (v *view) publicName(p string) string { return offer.Public(v.R.T, publicOf[p]) }

// campusName is the name of a campus that the catalog has.
func (v *view) campusName(slug string) string {
	cam, _ := v.R.Catalog.Campus(slug)
	return cam.Name
}

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

// Pers are how many trainings a page may show.
func (v *view) Pers() []ui.Option {
	list := make([]ui.Option, len(pers))
	for i, n := range pers {
		list[i] = ui.Option{Value: n, Label: n, Selected: n == strconv.Itoa(v.Choice.Per)}
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

// Groups are the choices; those that would find nothing are left out unless chosen.
func (v *view) Groups() []ui.Group {
	var list []ui.Group
	add := func(param string, name text.Key, values, on []string, count func(string) int, label func(string) string) {
		g := ui.Group{Param: param, Name: v.T(name)}
		for _, value := range values {
			t := ui.Tick{Value: value, Label: label(value), Count: count(value), On: slices.Contains(on, value)}
			if t.Count > 0 || t.On {
				g.Ticks = append(g.Ticks, t)
			}
		}
		if len(g.Ticks) > 0 {
			list = append(list, g)
		}
	}
	a := v.Answer
	add(paramLevel, "search.level", levels, v.Choice.Levels, func(l string) int { return a.Levels[l[0]-'0'] }, v.levelName)
	add(paramRoute, "search.route", routeWords, v.Choice.Routes, func(w string) int { return a.Routes[routes[w]] }, v.routeName)
	add(paramSector, "search.sector", v.R.Catalog.SectorCodes(), v.Choice.Sectors, func(s string) int { return a.Sectors[s] }, func(s string) string { return v.R.Catalog.Sector(s).Label })
	add(paramPublic, "search.public", publics, v.Choice.Public, func(p string) int { return a.Public[publicOf[p]] }, v.publicName)
	var on []string
	if v.Choice.Boarding {
		on = []string{yes}
	}
	add(paramBoarding, "search.boarding_group", []string{yes}, on, func(string) int { return a.Boarding }, func(string) string { return v.T("search.boarding") })
	before := len(list)
	add(paramCampus, "search.campus", v.campuses(), v.Choice.Campuses, func(slug string) int { return a.Campuses[slug] }, v.campusName)
	if len(list) > before {
		list[before].Note = v.T("search.campus_note")
	}
	return list
}

// campuses are the slugs of those chosen and of those that have something here, by name.
func (v *view) campuses() []string {
	var list []string
	for i := range v.R.Catalog.Campuses {
		if slug := v.R.Catalog.Campuses[i].Slug; v.Answer.Campuses[slug] > 0 || slices.Contains(v.Choice.Campuses, slug) {
			list = append(list, slug)
		}
	}
	return list
}
