package territoire

import (
	"slices"
	"strings"

	"continuum/internal/catalog"
	"continuum/internal/geo"
	"continuum/internal/training"
	"continuum/internal/web/listing"
	"continuum/internal/web/offer"
	"continuum/internal/web/page"
	"continuum/internal/web/query"
)

// places is the list of the establishments of a territory that teach something.
type places struct {
	R         *page.Request
	M         *training.Model
	Territory *geo.Territory
	Taught    *catalog.Taught
	List      offer.List
	Lines     []int32 // establishments that teach at the level chosen
	cited     *offer.Cited
}

// placesPath is the list of the establishments of a territory, without language prefix.
func placesPath(t *geo.Territory) string { return "/territoires/" + t.Slug + "/etablissements" }

// Establishments answers /territoires/{slug}/etablissements.
func Establishments(r *page.Request) (page.Answer, error) {
	t := r.Catalog.Atlas.BySlug(r.Value("slug"))
	if t == nil {
		return page.Answer{}, nearest(r, r.Value("slug"))
	}
	asked := query.New(r.Query)
	v := &places{
		R: r, M: r.Catalog.Training, Territory: t, Taught: r.Catalog.TaughtIn(t),
		List: offer.ReadLevel(asked, placesPath(t)), cited: offer.Cite(r.Catalog.Training),
	}
	for _, e := range v.Taught.Establishments {
		if v.List.Level == "" || slices.ContainsFunc(r.Catalog.Levels(e), v.List.Keeps) {
			v.Lines = append(v.Lines, e)
		}
	}
	v.List.ReadPage(asked, len(v.Lines))
	if err := asked.Err(); err != nil {
		return page.Answer{}, err
	}
	name := listing.TerritoryName(r.T, t)
	return page.Answer{
		Head: page.Head{
			Title:       r.T.T("territoire.places_title", name) + v.List.Titled(r.T),
			Description: r.T.T("territoire.places_title", name) + ". " + r.T.N("territoire.places_total", len(v.Lines)),
			Path:        v.List.Address(),
			NoIndex:     v.List.Level != "",
			Crumbs: []page.Crumb{
				{Label: r.T.T("territoire.all"), Path: "/territoires"},
				{Label: name, Path: "/territoires/" + t.Slug},
				{Label: r.T.T("territoire.places")},
			},
		},
		Body: placeList(v),
	}, nil
}

// Shares are how many establishments teach at each level; one that teaches at several
// counts in each.
func (v *places) Shares() []offer.Count {
	var n [catalog.HighestLevel + 1]int
	for _, e := range v.Taught.Establishments {
		for _, level := range v.R.Catalog.Levels(e) {
			n[level]++
		}
	}
	var list []offer.Count
	for level, k := range n {
		if k > 0 {
			list = append(list, offer.Count{Level: int8(level), N: k})
		}
	}
	return list
}

// Levels are those of what an establishment teaches, in words.
func (v *places) Levels(e int32) string {
	var words []string
	for _, level := range v.R.Catalog.Levels(e) {
		words = append(words, offer.LevelCode(level))
	}
	return strings.Join(words, ", ")
}

// Sources are those of the establishments listed and of their offers.
func (v *places) Sources() []int32 {
	var at []int32
	for _, e := range v.Lines[v.List.From():v.List.To()] {
		at = append(at, v.M.Establishments[e].Source)
		for _, o := range v.M.OffersAt(e) {
			if !slices.Contains(at, v.M.Offers[o].Source) {
				at = append(at, v.M.Offers[o].Source)
			}
		}
	}
	return at
}

// counts are the offers of a territory by level.
func counts(in *catalog.Taught) []offer.Count {
	var list []offer.Count
	for level, n := range in.Offers {
		if n > 0 {
			list = append(list, offer.Count{Level: int8(level), N: n})
		}
	}
	return list
}
