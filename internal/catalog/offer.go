package catalog

import (
	"slices"

	"continuum/internal/campus"
	"continuum/internal/geo"
	"continuum/internal/training"
)

// OfferFilter chooses in the national offer. Empty fields choose all; several values
// of a field mean OR, several fields AND.
type OfferFilter struct {
	Regions, Academies, Departements []string
	Communes                         []string // INSEE codes; a city holds its arrondissements
	Establishments                   []int32  // positions
	Campuses                         []campus.ID
	Kinds                            []training.EstablishmentKind
	Publics                          []training.Public
	Boarding                         []training.Bool3
	Qualifications                   []int32 // positions
	Levels                           []int8
	Sectors                          []campus.SectorCode
	Routes                           []training.Route
	Box                              *geo.Box // an offer without a point is in no box
}

// Mask says of each position whether it is chosen. Nil chooses all.
type Mask []bool

// Has reports whether a position is chosen; None is chosen by what chooses all.
func (m Mask) Has(at int32) bool { return m == nil || at >= 0 && m[at] }

// And narrows m, which it may change, by what keep says of the n positions.
func (m Mask) And(n int, keep func(i int32) bool) Mask {
	if m == nil {
		m = make(Mask, n)
		for i := range m {
			m[i] = keep(int32(i))
		}
		return m
	}
	for i := range m {
		m[i] = m[i] && keep(int32(i))
	}
	return m
}

// in is the mask of some of n positions.
func in(n int, some []int32) Mask {
	m := make(Mask, n)
	for _, i := range some {
		m[i] = true
	}
	return m
}

// EstablishmentsIn are the establishments that the filter's conditions on places
// choose: what they teach and the box are left aside.
func (c *Catalog) EstablishmentsIn(f *OfferFilter) Mask {
	all := c.Training.Establishments
	var m Mask
	if len(f.Establishments) > 0 {
		m = in(len(all), f.Establishments)
	}
	if len(f.Campuses) > 0 {
		members := in(len(all), c.MembersThatTeach(f.Campuses...))
		m = m.And(len(all), func(i int32) bool { return members[i] })
	}
	m = among(m, all, f.Regions, func(e *training.Establishment) string { return e.Region })
	m = among(m, all, f.Academies, func(e *training.Establishment) string { return e.Academie })
	m = among(m, all, f.Departements, func(e *training.Establishment) string { return e.Departement })
	m = among(m, all, f.Kinds, func(e *training.Establishment) training.EstablishmentKind { return e.Kind })
	m = among(m, all, f.Publics, func(e *training.Establishment) training.Public { return e.Public })
	m = among(m, all, f.Boarding, func(e *training.Establishment) training.Bool3 { return e.Boarding })
	if len(f.Communes) > 0 {
		m = m.And(len(all), func(i int32) bool {
			commune := all[i].Commune
			return slices.Contains(f.Communes, commune) || slices.Contains(f.Communes, geo.CityOf(commune))
		})
	}
	return m
}

// QualificationsIn are the qualifications that the filter's conditions on them choose.
func (c *Catalog) QualificationsIn(f *OfferFilter) Mask {
	all := c.Training.Qualifications
	var m Mask
	if len(f.Qualifications) > 0 {
		m = in(len(all), f.Qualifications)
	}
	m = among(m, all, f.Levels, func(q *training.Qualification) int8 { return q.Level })
	return among(m, all, f.Sectors, func(q *training.Qualification) campus.SectorCode { return campus.SectorCode(q.Sector) })
}

// among narrows a mask to the items whose value is one of those asked for, if any is.
func among[T any, V comparable](m Mask, items []T, asked []V, of func(*T) V) Mask {
	if len(asked) == 0 {
		return m
	}
	return m.And(len(items), func(i int32) bool { return slices.Contains(asked, of(&items[i])) })
}

// Offers are the positions of the offers that the filter chooses, in the model's
// order.
func (c *Catalog) Offers(f *OfferFilter) []int32 {
	places, diplomas := c.EstablishmentsIn(f), c.QualificationsIn(f)
	some := make([]int32, 0, 256)
	for i := range c.Training.Offers {
		o := &c.Training.Offers[i]
		if diplomas.Has(o.Qualification) && places.Has(o.Establishment) && f.By(o.Route) &&
			(f.Box == nil || !o.Point.IsZero() && f.Box.Contains(o.Point)) {
			some = append(some, int32(i))
		}
	}
	return some
}

// By reports whether a route is one of those asked for.
func (f *OfferFilter) By(r training.Route) bool {
	return len(f.Routes) == 0 || slices.Contains(f.Routes, r)
}

// MembersThatTeach are the positions of the establishments that are established
// members of some campuses, each once, in the model's order. Those of a campus that
// the national offer does not know have none.
func (c *Catalog) MembersThatTeach(campuses ...campus.ID) []int32 {
	var members []int32
	for i := range c.Campuses {
		cam := &c.Campuses[i]
		if !slices.Contains(campuses, cam.ID) {
			continue
		}
		for j := range cam.Members {
			if at := c.Training.Establishment(string(cam.Members[j].Organisation.UAI)); at != training.None {
				members = append(members, at)
			}
		}
	}
	slices.Sort(members)
	return slices.Compact(members)
}

// Departement reports whether a code is that of a département of the atlas, or of a
// territory beside them where an establishment lies (Saint-Martin, Nouvelle-Calédonie).
func (c *Catalog) Departement(code string) bool {
	return c.Atlas.Territory(geo.Departement, code) != nil ||
		code != "" && slices.ContainsFunc(c.Training.Establishments, func(e training.Establishment) bool { return e.Departement == code })
}
