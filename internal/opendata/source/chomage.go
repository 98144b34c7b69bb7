package source

import (
	"continuum/internal/opendata"
	"continuum/internal/opendata/format"
)

// ChomageDepartements is the rate of unemployment of each département.
var ChomageDepartements = &opendata.Source{
	ID:        "chomage-departements",
	Title:     "Taux de chômage localisés, par département",
	Publisher: "INSEE",
	Page:      "insee.fr, taux de chômage localisés",
	Licence:   opendata.LicenceOuverte,
	Note:      "Copie de l'équipe Orion, une valeur par rentrée de 2019 à 2023.",
	Columns: []opendata.Column{
		{Name: "code_departement", Type: opendata.Code, Key: true, Refs: []string{"departements.code"}}, // three signs
		{Name: "annee", Type: opendata.Int, Key: true, Min: 1980, Max: 2100},
		{Name: "departement", Type: opendata.Text},
		{Name: "taux", Type: opendata.Decimal, Required: true, Min: 0, Max: 100},
	},
	Layouts: []opendata.Layout{{
		Name: "départements", Files: []string{"chomage_departemental_INSEE*.csv"}, Format: format.Format{Kind: format.CSV, Comma: ';'},
		Fields: []opendata.Field{from("code_departement", "codeDepartement"), from("departement", "libelleDepartement"), from("annee", "rentreeScolaire"), from("taux", "tauxChomage")},
	}},
	Dated:   "annee",
	MinRows: 90, MaxRows: 5000,
}

var chomageRegionsColumns = []opendata.Column{
	{Name: "code_region", Type: opendata.Code, Key: true, Refs: []string{"departements.code_region"}},
	{Name: "annee", Type: opendata.Int, Key: true, Min: 1980, Max: 2100},
	{Name: "taux", Type: opendata.Decimal, Required: true, Min: 0, Max: 100},
}

// ChomageRegions is the rate of unemployment of each region.
var ChomageRegions = &opendata.Source{
	ID:        "chomage-regions",
	Title:     "Taux de chômage localisés, par région",
	Publisher: "INSEE",
	Page:      "insee.fr, taux de chômage localisés",
	Licence:   opendata.LicenceOuverte,
	Note:      "Copie de l'équipe Orion, une valeur par rentrée de 2020 à 2023.",
	Columns:   chomageRegionsColumns,
	Layouts: []opendata.Layout{{
		Name: "régions", Files: []string{"chomage_regional_INSEE*.csv"}, Format: format.Format{Kind: format.CSV, Comma: ';'},
		Fields: []opendata.Field{from("code_region", "codeRegion"), from("annee", "rentreeScolaire"), from("taux", "tauxChomage")},
		Make:   steps(pad(chomageRegionsColumns, "code_region", 2)),
	}},
	Dated:   "annee",
	MinRows: 13, MaxRows: 2000,
}
