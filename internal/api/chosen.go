package api

import (
	"slices"

	"continuum/internal/campus"
	"continuum/internal/geo"
	"continuum/internal/training"
)

// wanted is what a query asks of the national offer. Empty fields choose all; several
// values of a field mean OR, several fields AND.
type wanted struct {
	communes, departements []string
	establishments         []int32
	kinds                  []training.EstablishmentKind
	publics                []training.Public
	boarding               []training.Bool3
	qualifications         []int32 // by identifier or by CFD: nothing found is a refusal
	levels                 []int8
	routes                 []training.Route
	from, to               []int32
	progressions           []training.ProgressionKind
	cohorts                []string
	faps, basins           []string
	q                      []string // folded
	sourcesOf              []string
}

// mask says of each position whether it is chosen; nil chooses all.
type mask []bool

func (m mask) has(at int32) bool { return m == nil || at >= 0 && m[at] }

// and narrows m by what keep says of the n positions.
func (m mask) and(n int, keep func(i int32) bool) mask {
	if m == nil {
		m = make(mask, n)
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
func in(n int, some []int32) mask {
	m := make(mask, n)
	for _, i := range some {
		m[i] = true
	}
	return m
}

// places are the establishments that the query's conditions on places choose: all
// that does not depend on what they teach, words and box aside.
func (n *national) places(q *query) mask {
	var m mask
	w, size := &q.wanted, len(n.Establishments)
	if len(w.establishments) > 0 {
		m = in(size, w.establishments)
	}
	if len(q.campuses) > 0 {
		members := n.members(q.campuses)
		m = m.and(size, func(i int32) bool { return members[i] })
	}
	for _, by := range []struct {
		values []string
		of     func(*training.Establishment) string
	}{
		{q.filter.Regions, func(e *training.Establishment) string { return e.Region }},
		{q.filter.Academies, func(e *training.Establishment) string { return e.Academie }},
		{w.departements, func(e *training.Establishment) string { return e.Departement }},
		{texts(w.kinds), func(e *training.Establishment) string { return string(e.Kind) }},
		{texts(w.publics), func(e *training.Establishment) string { return string(e.Public) }},
	} {
		if len(by.values) > 0 {
			m = m.and(size, func(i int32) bool { return slices.Contains(by.values, by.of(&n.Establishments[i])) })
		}
	}
	if len(w.communes) > 0 {
		m = m.and(size, func(i int32) bool { return inCommune(w.communes, n.Establishments[i].Commune) })
	}
	if len(w.boarding) > 0 {
		m = m.and(size, func(i int32) bool { return slices.Contains(w.boarding, n.Establishments[i].Boarding) })
	}
	return m
}

// inCommune reports whether a commune is one of those asked for, an arrondissement
// being in its city.
func inCommune(asked []string, commune string) bool {
	return slices.Contains(asked, commune) || slices.Contains(asked, geo.CityOf(commune)) && commune != ""
}

// members are the establishments of the established members of campuses.
func (n *national) members(campuses []campus.ID) mask {
	m := make(mask, len(n.Establishments))
	for i := range n.cat.Campuses {
		cam := &n.cat.Campuses[i]
		if !slices.Contains(campuses, cam.ID) {
			continue
		}
		for j := range cam.Members {
			if at := n.Establishment(string(cam.Members[j].Organisation.UAI)); at != training.None {
				m[at] = true
			}
		}
	}
	return m
}

// diplomas are the qualifications that the query's conditions on them choose, words
// aside.
func (n *national) diplomas(q *query) mask {
	var m mask
	w, size := &q.wanted, len(n.Qualifications)
	if len(w.qualifications) > 0 {
		m = in(size, w.qualifications)
	}
	if len(w.levels) > 0 {
		m = m.and(size, func(i int32) bool { return slices.Contains(w.levels, n.Qualifications[i].Level) })
	}
	if len(q.filter.Sectors) > 0 {
		m = m.and(size, func(i int32) bool {
			return slices.Contains(q.filter.Sectors, campus.SectorCode(n.Qualifications[i].Sector))
		})
	}
	return m
}

// offers are the positions of the offers that the query chooses; nil with all true
// when it chooses all.
func (n *national) offers(q *query) (some []int32, all bool) {
	places, diplomas := n.places(q), n.diplomas(q)
	w := &q.wanted
	if places == nil && diplomas == nil && len(w.routes) == 0 && q.filter.Box == nil && len(w.q) == 0 {
		return nil, true
	}
	spoken := n.spoken(w.q)
	some = make([]int32, 0, 256)
	for i := range n.Offers {
		o := &n.Offers[i]
		if !diplomas.has(o.Qualification) || !places.has(o.Establishment) ||
			len(w.routes) > 0 && !slices.Contains(w.routes, o.Route) ||
			q.filter.Box != nil && !inBox(q.filter.Box, o.Point) {
			continue
		}
		if spoken(o) {
			some = append(some, int32(i))
		}
	}
	return some, false
}

func inBox(b *geo.Box, p geo.Point) bool { return !p.IsZero() && b.Contains(p) }

// spoken returns what tells whether each word begins a word of an offer's
// qualification or establishment. Each word is looked for once in each of those,
// rather than once for each offer.
func (n *national) spoken(words []string) func(*training.Offer) bool {
	if len(words) == 0 {
		return func(*training.Offer) bool { return true }
	}
	text := n.words()
	type found struct{ diploma, place mask }
	each := make([]found, len(words))
	for i, w := range words {
		begins := func(texts []string) mask {
			return mask(nil).and(len(texts), func(j int32) bool { return geo.BeginsWord(texts[j], w) })
		}
		each[i] = found{begins(text.qualifications), begins(text.establishments)}
	}
	return func(o *training.Offer) bool {
		for _, f := range each {
			if (o.Qualification < 0 || !f.diploma[o.Qualification]) && (o.Establishment < 0 || !f.place[o.Establishment]) {
				return false
			}
		}
		return true
	}
}

// says reports whether each word begins a word of the text.
func says(text string, words []string) bool {
	for _, w := range words {
		if !geo.BeginsWord(text, w) {
			return false
		}
	}
	return true
}

// kept are the positions below size that keep chooses.
func kept(size int, keep func(i int32) bool) []int32 {
	some := make([]int32, 0, 256)
	for i := range size {
		if keep(int32(i)) {
			some = append(some, int32(i))
		}
	}
	return some
}
