package employeurs

import (
	"slices"
	"strings"

	"continuum/internal/campus"
	"continuum/internal/catalog"
	"continuum/internal/geo"
	"continuum/internal/pathway"
	"continuum/internal/search"
	"continuum/internal/text"
	"continuum/internal/training"
	"continuum/internal/web/listing"
	"continuum/internal/web/offer"
)

// mostSchools bounds the schools of the page: a sheet to print, not a directory.
const mostSchools = 40

// school is a place that teaches some of the trainings.
type school struct {
	E        *training.Establishment
	Km       float64
	Taught   []taught
	Campuses []*catalog.Campus // of which it is a known member
}

// Address is where to write to the school, by post.
func (s *school) Address(t *text.Texts) string {
	city := offer.City(t, s.E)
	if s.E.Postcode != "" {
		city = s.E.Postcode + " " + city
	}
	if s.E.Address == "" {
		return city
	}
	return s.E.Address + ", " + city
}

// taught is a training at a school.
type taught struct {
	Q   *training.Qualification
	How string // routes
}

// gather puts the trainings by school, in the order in which schools come first.
func (v *view) gather(items []search.Item) {
	at := make(map[int32]int)
	for _, it := range items {
		i, known := at[it.Establishment]
		if !known {
			i = len(at)
			at[it.Establishment] = i
			if i < mostSchools {
				e := &v.M.Establishments[it.Establishment]
				v.Schools = append(v.Schools, school{E: e, Km: it.Km})
				v.cited.Add(e.Source)
			}
		}
		if i >= mostSchools {
			continue
		}
		var routes []string
		for _, o := range it.Offers {
			v.cited.Add(v.M.Offers[o].Source)
			if w := offer.Route(v.R.T, v.M.Offers[o].Route); !slices.Contains(routes, w) {
				routes = append(routes, w)
			}
		}
		v.Schools[i].Taught = append(v.Schools[i].Taught, taught{&v.M.Qualifications[it.Qualification], strings.Join(routes, ", ")})
	}
	v.More = max(0, len(at)-mostSchools)
}

// near is a campus around, and how far its seat is.
type near struct {
	Cam   *catalog.Campus
	Km    float64 // negative when its seat is not known
	State string
}

// around lists the campuses of the sector whose seat is within reach, nearest first, then
// those of which one of the schools is a known member.
func (v *view) around(schools []int32) {
	teach := make(map[string]bool, len(schools))
	for _, e := range schools {
		teach[v.M.Establishments[e].UAI] = true
	}
	shown := make(map[string]int, len(v.Schools))
	for i := range v.Schools {
		shown[v.Schools[i].E.UAI] = i
	}
	var members []near
	for i := range v.R.Catalog.Campuses {
		cam := &v.R.Catalog.Campuses[i]
		n := near{cam, -1, listing.StateWords(v.R.T, campus.LastKnown(cam.Labels, v.R.Today), v.R.Today)}
		if cam.AtSeat && cam.Drawn() {
			n.Km = geo.Km(v.Home.Commune.Point, cam.Point)
		}
		member := false
		for _, m := range cam.Members {
			uai := string(m.Organisation.UAI)
			member = member || teach[uai]
			if at, ok := shown[uai]; ok && !slices.Contains(v.Schools[at].Campuses, cam) {
				v.Schools[at].Campuses = append(v.Schools[at].Campuses, cam)
			}
		}
		switch {
		case v.Sector != nil && cam.Sector == v.Sector && n.Km >= 0 && n.Km <= float64(v.Choice.Km):
			v.Campuses = append(v.Campuses, n)
		case member:
			members = append(members, n)
		}
	}
	slices.SortStableFunc(v.Campuses, func(a, b near) int { return int(a.Km*1000) - int(b.Km*1000) })
	v.Campuses = append(v.Campuses, members...)
}

// needs is what the employment basin of the place recruits for the sector.
type needs struct {
	Of    pathway.Needs
	Basin string // its name, empty when the survey doesn't tell it
}

// ask asks what is recruited in the basin of the place.
func (v *view) ask() error {
	if v.Sector == nil || !slices.Contains(v.R.Catalog.Pathway().Sectors(), string(v.Sector.Code)) {
		return nil
	}
	list, err := v.R.Catalog.Pathway().Needs(pathway.NeedsRequest{
		Area: pathway.Area{Kind: "commune", Code: v.Home.Commune.Code}, Sectors: []string{string(v.Sector.Code)},
	})
	if err != nil {
		return err
	}
	v.Needs = &needs{Of: list[0]}
	at := slices.IndexFunc(v.M.Needs, func(n training.Need) bool { return slices.Contains(list[0].Basins, n.Basin) })
	if at >= 0 {
		v.Needs.Basin = v.M.Needs[at].BasinLabel
	}
	return nil
}
