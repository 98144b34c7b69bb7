package filiere

import (
	"slices"

	"continuum/internal/campus"
	"continuum/internal/catalog"
	"continuum/internal/training"
	"continuum/internal/web/offer"
	"continuum/internal/web/page"
	"continuum/internal/web/query"
)

// trainings is the list of the trainings of a sector, by level.
type trainings struct {
	R      *page.Request
	M      *training.Model
	Sector *campus.Sector
	List   offer.List
	Lines  []int32 // qualifications of the level chosen
	cited  *offer.Cited
}

// trainingsPath is the list of the trainings of a sector, without language prefix.
func trainingsPath(s *campus.Sector) string { return "/filieres/" + s.Slug + "/formations" }

// Trainings answers /filieres/{slug}/formations.
func Trainings(r *page.Request) (page.Answer, error) {
	sector := r.Catalog.Sector(r.Value("slug"))
	if sector == nil {
		return page.Answer{}, nearest(r, r.Value("slug"))
	}
	asked := query.New(r.Query)
	v := &trainings{R: r, M: r.Catalog.Training, Sector: sector, List: offer.ReadLevel(asked, trainingsPath(sector)), cited: offer.Cite(r.Catalog.Training)}
	for _, q := range r.Catalog.QualificationsOf(string(sector.Code)) {
		if v.List.Keeps(v.M.Qualifications[q].Level) {
			v.Lines = append(v.Lines, q)
		}
	}
	v.List.ReadPage(asked, len(v.Lines))
	if err := asked.Err(); err != nil {
		return page.Answer{}, err
	}
	if sector.Slug != r.Value("slug") {
		return page.Answer{Redirect: r.Link(v.List.Address()), Moved: true}, nil
	}
	return page.Answer{
		Head: page.Head{
			Title:       r.T.T("filiere.trainings_title", sector.Label) + v.List.Titled(r.T),
			Description: r.T.T("filiere.trainings_title", sector.Label) + ". " + r.T.N("filiere.trainings_total", len(v.Lines)),
			Path:        v.List.Address(),
			NoIndex:     v.List.Level != "",
			Crumbs: []page.Crumb{
				{Label: r.T.T("filiere.all"), Path: "/filieres"},
				{Label: sector.Label, Path: "/filieres/" + sector.Slug},
				{Label: r.T.T("filiere.trainings")},
			},
		},
		Body: trainingList(v),
	}, nil
}

// levels counts the trainings of a sector that are taught somewhere, by level.
func levels(c *catalog.Catalog, s *campus.Sector) []offer.Count {
	var list []offer.Count
	for _, q := range c.QualificationsOf(string(s.Code)) {
		level := c.Training.Qualifications[q].Level
		if n := len(list); n == 0 || list[n-1].Level != level {
			list = append(list, offer.Count{Level: level})
		}
		list[len(list)-1].N++
	}
	return list
}

// sources are those of the trainings of a sector.
func sources(c *catalog.Catalog, s *campus.Sector) []int32 {
	var at []int32
	for _, q := range c.QualificationsOf(string(s.Code)) {
		if source := c.Training.Qualifications[q].Source; !slices.Contains(at, source) {
			at = append(at, source)
		}
	}
	return at
}

// group is the trainings of one level on the page.
type group struct {
	Level int8
	Lines []int32
}

// Groups are the trainings of the page by level.
func (v *trainings) Groups() []group {
	var list []group
	for _, q := range v.Lines[v.List.From():v.List.To()] {
		level := v.M.Qualifications[q].Level
		if n := len(list); n == 0 || list[n-1].Level != level {
			list = append(list, group{Level: level})
		}
		g := &list[len(list)-1]
		g.Lines = append(g.Lines, q)
	}
	return list
}

// Sources are those of the trainings listed.
func (v *trainings) Sources() []int32 {
	var at []int32
	for _, q := range v.Lines[v.List.From():v.List.To()] {
		at = append(at, v.M.Qualifications[q].Source)
	}
	return at
}
