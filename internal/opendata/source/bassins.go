package source

import (
	"continuum/internal/opendata"
	"continuum/internal/opendata/format"
)

var bassinsColumns = []opendata.Column{
	{Name: "code_commune", Type: opendata.Commune, Key: true, Refs: []string{"communes.code"}},
	{Name: "bassin", Type: opendata.Code, Required: true}, // four signs: 0101
	{Name: "libelle_bassin", Type: opendata.Text},
	{Name: "departement", Type: opendata.Code},
	{Name: "code_region", Type: opendata.Code},
}

// BassinsEmploi is the employment basin of each commune.
var BassinsEmploi = &opendata.Source{
	ID:        "bassins-emploi",
	Title:     "Bassins d'emploi de France Travail",
	Publisher: "France Travail",
	Page:      "data.gouv.fr, bassins d'emploi 2021",
	Licence:   opendata.LicenceOuverte,
	Columns:   bassinsColumns,
	Layouts: []opendata.Layout{{
		Name:    "communes et bassins",
		Files:   []string{"bassin_emploi*.csv"},
		Format:  format.Format{Kind: format.CSV},
		Vintage: "2021",
		Fields: []opendata.Field{
			from("code_commune", "code_commune_insee"), from("bassin", "code_bassin_BMO"), from("libelle_bassin", "lib_bassin_BMO"),
			from("departement", "dep"), from("code_region", "reg"),
		},
		// Overseas codes come without their zero: 101 is 0101.
		Make: steps(pad(bassinsColumns, "bassin", 4), pad(bassinsColumns, "code_region", 2), pad(bassinsColumns, "departement", 2)),
	}},
	MinRows: 30000, MaxRows: 45000,
	Embed: never, // the communes carry it
}
