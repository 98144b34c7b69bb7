package territoire

import (
	"cmp"
	"slices"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"continuum/internal/catalog"
	"continuum/internal/geo"
)

func sortByName(lines []line) {
	french := collate.New(language.French)
	slices.SortStableFunc(lines, func(a, b line) int {
		return french.CompareString(a.Territory.Name, b.Territory.Name)
	})
}

// ring is territories related to one: those that hold it, those that it holds, or
// its nearest of the same kind.
type ring struct {
	Key         string
	Territories []*geo.Territory
}

// around are the territories related to t, the wider first.
func around(a *geo.Atlas, t *geo.Territory) []ring {
	var rings []ring
	add := func(key string, list ...*geo.Territory) {
		list = slices.DeleteFunc(list, func(o *geo.Territory) bool { return o == nil || o == t })
		if len(list) > 0 {
			rings = append(rings, ring{key, list})
		}
	}
	if t.Kind != geo.Region {
		add("region", a.Territory(geo.Region, t.Region))
	}
	if t.Kind == geo.Departement {
		add("academie", a.Territory(geo.Academie, t.Academie))
	} else {
		add("academies", within(a, t, geo.Academie)...)
		add("departements", within(a, t, geo.Departement)...)
	}
	if t.Kind == geo.Region {
		add("before", within(a, t, geo.Region2015)...)
	}
	add("near", nearby(a, t, 5)...)
	return rings
}

// within are the territories of a kind all of whose départements are t's.
func within(a *geo.Atlas, t *geo.Territory, kind geo.Kind) []*geo.Territory {
	var list []*geo.Territory
	for i := range a.OfKind(kind) {
		o := &a.OfKind(kind)[i]
		parts := o.Departements
		if kind == geo.Departement {
			parts = []string{o.Code}
		}
		if len(parts) > 0 && !slices.ContainsFunc(parts, func(d string) bool { return !slices.Contains(t.Departements, d) }) {
			list = append(list, o)
		}
	}
	return list
}

// nearby are the territories of the same kind whose middles are nearest, overseas
// left to itself: what is more than 1,000 km away is no neighbour.
func nearby(a *geo.Atlas, t *geo.Territory, most int) []*geo.Territory {
	const far = 1000
	var list []*geo.Territory
	for i := range a.OfKind(t.Kind) {
		o := &a.OfKind(t.Kind)[i]
		if o.Code != t.Code && geo.Km(o.Centre, t.Centre) < far {
			list = append(list, o)
		}
	}
	slices.SortStableFunc(list, func(a, b *geo.Territory) int {
		return cmp.Compare(geo.Km(a.Centre, t.Centre), geo.Km(b.Centre, t.Centre))
	})
	return list[:min(most, len(list))]
}

// organisations are the established members whose place is in the territory, by name.
func organisations(c *catalog.Catalog, t *geo.Territory) []here {
	var list []here
	for i := range c.Organisations {
		o := &c.Organisations[i]
		commune := c.Atlas.Commune(o.Commune)
		if commune != nil && (t.Kind == geo.Departement && commune.Departement == t.Code || slices.Contains(t.Departements, commune.Departement)) {
			list = append(list, here{o, c.Memberships(o.ID)})
		}
	}
	return list
}
