package source

import (
	"continuum/internal/opendata"
	"continuum/internal/opendata/format"
)

var departementsColumns = []opendata.Column{
	{Name: "code", Type: opendata.Code, Key: true}, // three signs: 035
	{Name: "departement", Type: opendata.Text},
	{Name: "code_academie", Type: opendata.Code, Required: true},
	{Name: "academie", Type: opendata.Text},
	{Name: "code_region", Type: opendata.Code, Required: true},
	{Name: "region", Type: opendata.Text},
}

// Departements is the académie and the region of each département.
var Departements = &opendata.Source{
	ID:        "departements",
	Title:     "Départements, académies et régions",
	Publisher: "Ministère chargé de l'éducation nationale, équipe Orion",
	Page:      "Fichier publié par l'équipe Orion ; pas de jeu de données officiel connu",
	Licence:   opendata.NoneStated,
	Columns:   departementsColumns,
	Layouts: []opendata.Layout{{
		Name: "départements", Files: []string{"departements_academies_regions*.csv"}, Format: format.Format{Kind: format.CSV, Comma: ';'}, Vintage: "2023",
		Fields: []opendata.Field{
			from("code", "codeDepartement"), from("departement", "libelleDepartement"), from("code_academie", "codeAcademie"),
			from("academie", "libelleAcademie"), from("code_region", "codeRegion"), from("region", "libelleRegion"),
		},
		Make: steps(func(_ *format.Record, row opendata.Row) error {
			if row[at(departementsColumns, "code")] == "" {
				return opendata.Skip("an académie without département: of before 2016, or standing for several")
			}
			return nil
		}),
	}},
	MinRows: 96, MaxRows: 130,
}
