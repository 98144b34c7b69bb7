package source

import (
	"continuum/internal/opendata"
	"continuum/internal/opendata/format"
)

// FAP is the nomenclature of families of occupations, its four levels.
var FAP = &opendata.Source{
	ID:        "fap",
	Title:     "Familles professionnelles 2021",
	Publisher: "Dares",
	Page:      "dares.travail-emploi.gouv.fr, la nomenclature des familles professionnelles 2021",
	Licence:   opendata.LicenceOuverte,
	Columns: []opendata.Column{
		{Name: "fap_341", Type: opendata.Code, Key: true},
		{Name: "libelle_341", Type: opendata.Text, Required: true},
		{Name: "fap_228", Type: opendata.Code, Required: true},
		{Name: "libelle_228", Type: opendata.Text, Required: true},
		{Name: "fap_86", Type: opendata.Code, Required: true},
		{Name: "libelle_86", Type: opendata.Text},
		{Name: "fap_22", Type: opendata.Code, Required: true},
		{Name: "libelle_22", Type: opendata.Text},
	},
	Layouts: []opendata.Layout{{
		Name:    "nomenclature",
		Files:   []string{"dares_nomenclature_fap2021*.csv"},
		Format:  format.Format{Kind: format.CSV},
		Vintage: "2021",
		Fields: []opendata.Field{
			from("fap_341", "code_fap_341"), from("libelle_341", "intitule_fap_341"),
			from("fap_228", "code_fap_228"), from("libelle_228", "intitule_fap_228"),
			from("fap_86", "code_fap_86"), from("libelle_86", "intitule_fap_86"),
			from("fap_22", "code_fap_22"), from("libelle_22", "intitule_fap_22"),
		},
	}},
	MinRows: 300, MaxRows: 400,
}
