package storetest

import (
	"continuum/internal/campus"
	"continuum/internal/date"
)

// World returns a small register that uses every list and every optional field.
// Each call returns records of its own. Names are invented.
func World() *campus.Records {
	p := func(confidence campus.Confidence, sources ...campus.SourceID) campus.Provenance {
		return campus.Provenance{Sources: sources, Confidence: confidence}
	}
	on := date.Must
	noted := p(campus.Medium, "carte", "page")
	noted.Note = "d’après la légende de la carte"
	return &campus.Records{
		Sectors: []campus.Sector{
			{Code: "MERX", Slug: "mer", Label: "Mer", Rank: 1},
			{Code: "NUMR", Slug: "numerique", Label: "Numérique", Rank: 2},
		},
		Sources: []campus.Source{
			{ID: "arrete", Title: "Arrêté du 30 janvier 2015", Publisher: "Ministère", URL: "https://example.org/a", Published: on("2015-01-30"), Licence: "licence-ouverte-2.0"},
			{ID: "carte", Title: "Carte de 2015", Published: on("2015-09"), Licence: "none-stated"},
			{ID: "page", Title: "Page de l’académie", Licence: "none-stated"},
		},
		Acts: []campus.Act{
			{ID: "acte-1", NOR: "MENE1500001A", Title: "Arrêté du 30 janvier 2015", Signed: on("2015-01-30"), Published: on("2015-02"), URL: "https://example.org/a", Provenance: p(campus.High, "arrete")},
		},
		Campuses: []campus.Campus{
			{ID: "mer", Slug: "campus-mer", Aliases: []string{"ancien-nom", "mer-bretagne"}},
			{ID: "numerique", Slug: "campus-numerique"},
		},
		Facts: []campus.Fact{
			{ID: "f-aim", Campus: "mer", Property: campus.Aim, Rank: 1, Value: "Former aux métiers de la mer", Provenance: p(campus.High, "page")},
			{ID: "f-name", Campus: "mer", Property: campus.Name, Value: "Campus de la mer", Valid: campus.Period{From: on("2013")}, Provenance: noted},
			{ID: "f-name-2", Campus: "numerique", Property: campus.Name, Value: "Campus du numérique", Provenance: p(campus.Low, "page", "carte", "arrete")},
			{ID: "f-point", Campus: "mer", Property: campus.PointProp, Value: "47.75,-3.366", Provenance: p(campus.High, "page")},
			{ID: "f-sector", Campus: "mer", Property: campus.SectorProp, Value: "MERX", Provenance: p(campus.High, "carte")},
			{ID: "f-site", Campus: "mer", Property: campus.Website, Value: "https://example.org", Valid: campus.Period{From: on("2014-03"), Until: on("2016-05-02")}, Provenance: p(campus.High, "page")},
		},
		Labels: []campus.Label{
			{
				ID: "l-mer-1", Campus: "mer", Category: campus.CategoryCampus, Wave: "2013", Start: on("2013-10"), Successor: "l-mer-2",
				Bases:      []campus.Basis{{Kind: campus.ByAttestation, On: on("2015-09-01"), Text: "nommé sur la carte de septembre 2015", Provenance: p(campus.High, "carte")}},
				Provenance: p(campus.High, "carte"),
			},
			{
				ID: "l-mer-2", Campus: "mer", Category: campus.CategoryCampus, Start: on("2017-10-01"), End: on("2021"), Years: 4,
				Bases: []campus.Basis{
					{Kind: campus.ByAct, Act: "acte-1", On: on("2017-09-15"), Text: "arrêté", Provenance: p(campus.High, "arrete", "page")},
					{Kind: campus.ByAnnouncement, Text: "annoncé", Provenance: p(campus.Medium, "page")},
				},
				Provenance: p(campus.High, "arrete"),
			},
			{
				ID: "l-num", Campus: "numerique", Category: campus.CategoryExcellence,
				Bases:      []campus.Basis{{Kind: campus.ByAnnouncement, Text: "annoncé", Provenance: p(campus.Low, "page")}},
				Provenance: p(campus.Low, "page"),
			},
		},
		Organisations: []campus.Organisation{
			{ID: "o-1", Name: "Lycée de la rade", Kind: campus.LyceePro, UAI: "0350000A", SIRET: "12345678901234", City: "Lorient", Commune: "56121", Lat: 47.75, Lon: -3.366, Provenance: p(campus.High, "page")},
			{ID: "o-2", Name: "Université du large", Kind: campus.University, Provenance: p(campus.Medium, "page")},
		},
		Memberships: []campus.Membership{
			{ID: "m-1", Campus: "mer", Organisation: "o-1", Role: campus.Support, Standing: campus.Named, Convention: "2013-12", Valid: campus.Period{From: on("2013-10")}, Provenance: p(campus.High, "page")},
			{ID: "m-2", Campus: "mer", Organisation: "o-2", Role: campus.Member, Standing: campus.Candidate, Provenance: p(campus.Low, "page")},
		},
		Milestones: []campus.Milestone{
			{ID: "s-2015", On: on("2015-09"), Count: 31, Text: "campus labellisés", Provenance: p(campus.High, "carte")},
		},
	}
}
