package question

import (
	"net/url"
	"slices"

	"continuum/internal/catalog"
	"continuum/internal/pathway"
	"continuum/internal/training"
)

// DefaultShown is how many itineraries are shown when nobody says.
const DefaultShown = 5

// MaxKm is the longest limit of distance: farther than any two places of the Republic.
const MaxKm = 50_000

// Itineraries reads a question about itineraries: from, after, what they lead to and
// what they must keep to. Without faults, the request can be asked of the catalog's
// engine.
func Itineraries(cat *catalog.Catalog, values url.Values) (pathway.Request, Home, []Fault) {
	r := &reader{cat: cat, values: values}
	q, home := r.itineraries()
	r.minutes(&q)
	if r.yes("sensitivity") && q.MaxMinutes > 0 {
		r.refuse("sensitivity", "yes", "minutes have no detour: give max_km")
	}
	return q, home, r.faults
}

func (r *reader) itineraries() (pathway.Request, Home) {
	home := r.home("from")
	q := pathway.Request{
		Home: home.Point, Starts: r.starts(), Target: r.target(),
		MaxKm: r.number("max_km", 0, MaxKm, 0), Remote: r.yes("remote"), LocatedOnly: r.yes("located_only"),
		K: r.count("k", 1, pathway.MaxShown, DefaultShown),
	}
	r.boarding(&q)
	r.routes(&q)
	q.Public = r.publics()
	r.avoid(&q)
	if cam := r.campus("within"); cam != nil {
		q.Within = r.set("within", append(r.taught(cam), r.around(cam)...))
	}
	return q, home
}

// boarding reads whether one would board: yes anywhere, known where a source says that
// one can.
func (r *reader) boarding(q *pathway.Request) {
	switch v := r.one("boarding"); v {
	case "", "no":
	case "yes":
		q.Boarding = true
	case "known":
		q.Boarding, q.KnownBoarding = true, true
	default:
		r.refuse("boarding", v, "no such value", "yes", "no", "known")
	}
}

// starts reads what one holds: 3e, a level or a qualification; the end of 3ᵉ when
// nothing is said.
func (r *reader) starts() []pathway.Start {
	var all []pathway.Start
	for _, v := range r.values["after"] {
		switch {
		case v == "3e":
			all = append(all, pathway.Start{End3e: true})
		case slices.Contains(levels, v):
			all = append(all, pathway.Start{Level: int8(v[0] - '0')})
		default:
			for _, id := range r.qualifications("after", v) {
				all = append(all, pathway.Start{Qualification: id})
			}
		}
	}
	if len(r.values["after"]) == 0 {
		all = append(all, pathway.Start{End3e: true})
	}
	return all
}

// qualifications are those that an identifier, present or former, or the code of a
// diploma names.
func (r *reader) qualifications(name, v string) []string {
	m := r.cat.Training
	if at, _ := m.Qualification(v); at != training.None {
		return []string{m.Qualifications[at].ID}
	}
	var all []string
	for i := range m.Qualifications {
		if q := &m.Qualifications[i]; q.CFD == v {
			all = append(all, q.ID)
		}
	}
	if len(all) == 0 {
		var near []string
		for _, q := range r.cat.NearestQualifications(v, 5) {
			near = append(near, q.ID)
		}
		r.refuse(name, v, "no such qualification", near...)
	}
	return all
}

func (r *reader) target() pathway.Target {
	t := pathway.Target{Level: r.level("level")}
	for _, name := range []string{"qualification", "cfd"} {
		for _, v := range r.values[name] {
			t.Qualifications = append(t.Qualifications, r.qualifications(name, v)...)
		}
	}
	if v := r.one("occupation"); v != "" {
		if t.Occupation = v; r.cat.Training.Occupation(v) == training.None {
			var near []string
			for _, o := range r.cat.NearestOccupations(v, 5) {
				near = append(near, o.ROME+" "+o.Label)
			}
			r.refuse("occupation", v, "no such occupation", near...)
		}
	}
	if v := r.one("sector"); v != "" && r.sector("sector", v) {
		t.Sector = v
	}
	member, territory := r.campus("campus"), r.campus("campus_territory")
	switch {
	case member != nil && territory != nil:
		around := r.around(territory)
		t.Offers = r.set("campus_territory", slices.DeleteFunc(r.taught(member), func(o int32) bool { return !slices.Contains(around, o) }))
	case member != nil:
		t.Offers = r.set("campus", r.taught(member))
	case territory != nil:
		t.Offers = r.set("campus_territory", r.around(territory))
	}
	if !r.any("level", "qualification", "cfd", "occupation", "sector", "campus", "campus_territory") {
		r.refuse("level", "", "where to is not said: give level, qualification, cfd, occupation, sector, campus or campus_territory", levels...)
	}
	return t
}

// any reports whether one of some parameters is given.
func (r *reader) any(names ...string) bool {
	return slices.ContainsFunc(names, func(name string) bool { return len(r.values[name]) > 0 })
}

// set is the set of some offers. Without any, no itinerary could be found, whatever is
// relaxed: that is said at once.
func (r *reader) set(name string, offers []int32) *pathway.Set {
	if len(offers) == 0 {
		r.refuse(name, r.one(name), "no offer is known there")
		return nil
	}
	return pathway.NewSet(r.cat.Training, offers)
}

// taught are the offers of the established members of a campus.
func (r *reader) taught(cam *catalog.Campus) []int32 {
	var all []int32
	for _, at := range r.cat.MembersThatTeach(cam.ID) {
		all = append(all, r.cat.Training.OffersAt(at)...)
	}
	return all
}

// around are the offers of the fields of a campus in its region, by members or not.
func (r *reader) around(cam *catalog.Campus) []int32 {
	m, k := r.cat.Training, r.cat.Continuum(cam)
	var all []int32
	for i := range k.Fields {
		for level := int8(catalog.LowestLevel); level <= catalog.HighestLevel; level++ {
			all = append(all, k.Fields[i].Around.At(level)...)
			for _, o := range k.Fields[i].Members.At(level) {
				if cam.Region != nil && m.Establishments[m.Offers[o].Establishment].Region == cam.Region.Code {
					all = append(all, o)
				}
			}
		}
	}
	return all
}

func (r *reader) routes(q *pathway.Request) {
	for _, v := range r.values["routes"] {
		route, ok := training.ParseRoute(v)
		if !ok {
			r.refuse("routes", v, "no such route", training.School.String(), training.Apprenticeship.String(), training.Continuing.String())
			continue
		}
		q.Routes = append(q.Routes, route)
	}
}

// publics are the accepted answers to who answers for an establishment.
func (r *reader) publics() []training.Public {
	var all []training.Public
	known := []training.Public{training.IsPublic, training.PrivateContract, training.Private}
	for _, v := range r.values["public"] {
		if !slices.Contains(known, training.Public(v)) {
			r.refuse("public", v, "no such value", string(known[0]), string(known[1]), string(known[2]))
			continue
		}
		all = append(all, training.Public(v))
	}
	return all
}

// avoid reads what was already refused: offers, or qualifications wherever they are.
func (r *reader) avoid(q *pathway.Request) {
	for _, v := range r.values["avoid"] {
		if r.cat.Training.Offer(v) != training.None {
			q.AvoidOffers = append(q.AvoidOffers, v)
		} else {
			q.AvoidQualifications = append(q.AvoidQualifications, r.qualifications("avoid", v)...)
		}
	}
}

// sectorsOf reads the sectors of a question about a territory.
func (r *reader) sectorsOf(codes []string) []string {
	var all []string
	for _, v := range codes {
		if r.sector("sector", v) && !slices.Contains(all, v) {
			all = append(all, v)
		}
	}
	taught := r.cat.Pathway().Sectors()
	return slices.DeleteFunc(all, func(s string) bool {
		if slices.Contains(taught, s) {
			return false
		}
		r.refuse("sector", s, "no qualification of this sector is known", taught...)
		return true
	})
}
