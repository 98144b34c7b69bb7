package selection

import (
	"testing"
	"time"

	"continuum/internal/campus"
	"continuum/internal/catalog"
	"continuum/internal/date"
	"continuum/internal/geo"
)

var today = date.NewDay(2026, 11, 24)

// world is a small register made by hand: four campuses in two regions.
func world(t *testing.T) *catalog.Catalog {
	t.Helper()
	r := &campus.Records{
		Sectors: []campus.Sector{
			{Code: "MOBI", Slug: "mobilite", Label: "Mobilité", Rank: 1},
			{Code: "BATI", Slug: "batiment", Label: "Bâtiment", Rank: 2},
		},
		Sources: []campus.Source{{ID: "fiche", Title: "Fiche"}},
	}
	add := func(slug, name, sector, region, city, point string, labels ...campus.Label) {
		id := campus.ID(slug)
		r.Campuses = append(r.Campuses, campus.Campus{ID: id, Slug: slug})
		for prop, v := range map[campus.Property]string{
			campus.Name: name, campus.SectorProp: sector, campus.RegionProp: region,
			campus.City: city, campus.PointProp: point,
		} {
			if v != "" {
				r.Facts = append(r.Facts, campus.Fact{ID: slug + string(prop), Campus: id, Property: prop, Value: v})
			}
		}
		for _, l := range labels {
			l.Campus = id
			r.Labels = append(r.Labels, l)
		}
	}
	map2015 := []campus.Basis{{Kind: campus.ByAttestation, On: date.Must("2015-09-01"), Text: "nommé sur la carte"}}
	add("mer", "Industries de la mer", "MOBI", "53", "Brest", "48.39,-4.486",
		campus.Label{ID: "mer-1", Wave: "2015a", Category: campus.CategoryUnknown, Start: date.Must("2015-01-30"), Bases: map2015},
		campus.Label{ID: "mer-2", Category: campus.CategoryExcellence, Start: date.Must("2021"), Years: 9})
	add("eco", "Éco-construction", "BATI", "44", "Illkirch", "48.5,7.7",
		campus.Label{ID: "eco-1", Wave: "2015a", Category: campus.CategoryCampus, Start: date.Must("2015"), Bases: map2015})
	add("bois", "Bois", "BATI", "44", "Épinal", "", campus.Label{ID: "bois-1", Wave: "2013", Start: date.Must("2013-09"), Category: campus.CategoryCampus})
	add("zinc", "Zinc", "", "", "", "")
	atlas := geo.NewAtlas([]geo.Territory{
		{Kind: geo.Region, Code: "53", Slug: "region-bretagne", Name: "Bretagne"},
		{Kind: geo.Region, Code: "44", Slug: "region-grand-est", Name: "Grand Est"},
		{Kind: geo.Region2015, Code: "42", Slug: "region-2015-alsace", Name: "Alsace"},
		{Kind: geo.Academie, Code: "14", Slug: "academie-rennes", Name: "Rennes"},
	}, nil, "")
	c, err := catalog.Build(r, atlas, nil, 1, today.Time().Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func slugs(hits []catalog.Hit) []string {
	list := []string{}
	for _, h := range hits {
		list = append(list, h.Campus.Slug)
	}
	return list
}
