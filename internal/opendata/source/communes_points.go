package source

import (
	"continuum/internal/opendata"
	"continuum/internal/opendata/format"
)

var communesPointsColumns = []opendata.Column{
	{Name: "code", Type: opendata.Commune, Key: true},
	{Name: "latitude", Type: opendata.Latitude},
	{Name: "longitude", Type: opendata.Longitude},
	{Name: "annee", Type: opendata.Int},
}

// CommunesPoints is the centroid of each commune.
var CommunesPoints = &opendata.Source{
	ID:        "communes-points",
	Title:     "Communes de France : centroïdes",
	Publisher: "INSEE et IGN, diffusion Opendatasoft",
	Dataset:   "georef-france-commune",
	Page:      "georef-france-commune (public.opendatasoft.com)",
	Licence:   opendata.LicenceOuverte,
	Note:      "Sans les arrondissements de Paris, Lyon et Marseille.",
	Columns:   communesPointsColumns,
	Layouts: []opendata.Layout{
		{
			Name: "copie réduite", Files: []string{"corresp_geo_point_codes_communes*.csv"}, Format: format.Format{Kind: format.CSV, Comma: ';'},
			Fields: []opendata.Field{from("code", "Code_Officiel_Commune"), from("latitude", "latitude"), from("longitude", "longitude"), maybe("annee", "Annee")},
		},
		{
			Name: "complet", Files: []string{"georef-france-commune*.csv"}, Format: format.Format{Kind: format.CSV},
			Fields: []opendata.Field{from("code", "com_code", "Code Officiel Commune"), from("latitude", "geo_point_2d", "Geo Point"), maybe("annee", "year", "Année")},
			Make:   steps(point(communesPointsColumns)),
		},
	},
	Dated:   "annee",
	MinRows: 34000, MaxRows: 38000,
	Embed: never, // the communes carry it
}
