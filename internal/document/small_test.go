package document

import (
	"strings"
	"testing"

	"continuum/internal/campus"
	"continuum/internal/catalog"
	"continuum/internal/date"
	"continuum/internal/geo"
)

// square is a territory's contour of half a degree and more around a point.
func square(code string, lat, lon, half float64) geo.Shape {
	return geo.Shape{Code: code, Polygons: [][]geo.Ring{{{
		{Lat: lat - half, Lon: lon - half},
		{Lat: lat + half, Lon: lon - half},
		{Lat: lat + half, Lon: lon + half},
		{Lat: lat - half, Lon: lon + half},
	}}}}
}

// smallAtlas has three metropolitan regions and one overseas, all square.
func smallAtlas() *geo.Atlas {
	var ts []geo.Territory
	var regions, departements []geo.Shape
	for _, r := range []struct {
		code, name, departement string
		lat, lon, half          float64
	}{
		{"53", "Bretagne", "29", 48, -3, 1.2},
		{"11", "Île-de-France", "75", 48.7, 2.5, 0.8},
		{"84", "Auvergne-Rhône-Alpes", "69", 45.5, 4.5, 1.5},
		{"03", "Guyane", "973", 4, -53, 1.5},
	} {
		centre := geo.Point{Lat: r.lat, Lon: r.lon}
		for _, kind := range []geo.Kind{geo.Region, geo.Region2015} {
			ts = append(ts, geo.Territory{
				Kind: kind, Code: r.code, Slug: string(kind) + "-" + r.code, Name: r.name, Region: r.code,
				Departements: []string{r.departement}, Centre: centre,
			})
		}
		ts = append(ts, geo.Territory{Kind: geo.Departement, Code: r.departement, Slug: "departement-" + r.departement, Name: r.departement, Region: r.code, Centre: centre})
		regions = append(regions, square(r.code, r.lat, r.lon, r.half))
		departements = append(departements, square(r.departement, r.lat, r.lon, r.half))
	}
	ts = append(ts, geo.Territory{Kind: geo.Academie, Code: "10", Slug: "academie-lyon", Name: "Lyon", Region: "84"})
	a := geo.NewAtlas(ts, nil, "Contours : carrés d’essai.")
	for _, d := range []geo.Detail{geo.Coarse, geo.Fine} {
		a.SetShapes(geo.Region, d, regions)
		a.SetShapes(geo.Region2015, d, regions)
		a.SetShapes(geo.Departement, d, departements)
	}
	return a
}

// line of a small register: what a campus says of itself.
type small struct {
	name, sector, region, city, point, basis, wave string
	start, attested                                string
}

var smallRegister = []small{
	{"Mer & littoral", "MOBI", "53", "Brest", "48.39,-4", "host_city", "2013", "2013-09-30", "2015-09"},
	{"Bois", "MATE", "84", "", "45.76,4.83", "academie_seat", "2015a", "2015-01-30", "2015-09"},
	{"Textile", "CREA", "84", "Lyon", "45.76,4.83", "host_city", "2017", "2017-02-13", ""},
	{"Eau", "", "", "", "", "none", "", "", ""},
	{"Fusées", "MOBI", "03", "Kourou", "5.16,-52.65", "host_city", "2021", "2021-10", ""},
	{"Hôtellerie", "MATE", "11", "Paris", "48.85,2.35", "host_city", "2018", "2018", ""},
	{"Sécurité", "CREA", "11", "Évry", "48.63,2.44", "host_city", "2016", "2016", ""},
	{"Mode", "CREA", "11", "Paris", "48.85,2.35", "host_city", "2024", "2024-05-02", ""},
}

// smallCatalog compiles a register on the small atlas.
func smallCatalog(t testing.TB, register []small) *catalog.Catalog {
	t.Helper()
	r := &campus.Records{Sectors: []campus.Sector{
		{Code: "MOBI", Slug: "mobilite", Label: "Mobilité", Rank: 1},
		{Code: "MATE", Slug: "materiaux", Label: "Matériaux, matériaux innovants", Rank: 2},
		{Code: "CREA", Slug: "creation", Label: "Création, design", Rank: 3},
	}}
	r.Milestones = []campus.Milestone{{ID: "m", On: date.Must("2015-01-30"), Count: 31}}
	for i, s := range register {
		id := campus.ID(string(rune('a' + i)))
		r.Campuses = append(r.Campuses, campus.Campus{ID: id, Slug: "campus-" + string(id)})
		for _, f := range []struct {
			p campus.Property
			v string
		}{
			{campus.Name, s.name},
			{campus.SectorProp, s.sector},
			{campus.RegionProp, s.region},
			{campus.Region2015Prop, s.region},
			{campus.City, s.city},
			{campus.PointProp, s.point},
			{campus.PointBasis, s.basis},
		} {
			if f.v != "" {
				r.Facts = append(r.Facts, campus.Fact{ID: string(id) + string(f.p), Campus: id, Property: f.p, Value: f.v})
			}
		}
		if s.city == "" && s.region == "84" {
			r.Facts = append(r.Facts, campus.Fact{ID: string(id) + "academie", Campus: id, Property: campus.AcademieProp, Value: "10"})
		}
		start, err := date.Parse(s.start)
		if s.start != "" && err != nil {
			t.Fatal(err)
		}
		l := campus.Label{ID: campus.LabelID(id), Campus: id, Wave: s.wave, Start: start, Category: campus.CategoryUnknown}
		l.Bases = []campus.Basis{{Kind: campus.ByAnnouncement, On: start}}
		if s.attested != "" {
			l.Bases = append(l.Bases, campus.Basis{Kind: campus.ByAttestation, On: date.Must(s.attested)})
		}
		r.Labels = append(r.Labels, l)
	}
	cat, err := catalog.Build(r, smallAtlas(), nil, 1, now)
	if err != nil {
		t.Fatal(err)
	}
	return cat
}

// texts lists every text of a drawing.
func texts(items []Item) []*Text {
	var out []*Text
	for _, it := range items {
		switch it := it.(type) {
		case *Text:
			out = append(out, it)
		case *Group:
			out = append(out, texts(it.Items)...)
		}
	}
	return out
}

// said is every text of a drawing, one a line.
func said(d *Drawing) string {
	var b strings.Builder
	for _, t := range texts(d.Items) {
		b.WriteString(t.S + "\n")
	}
	return b.String()
}
