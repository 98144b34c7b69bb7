package source

import "continuum/internal/opendata"

// FamillesMEF is the years of training that belong to each family of [FamillesBCN].
var FamillesMEF = &opendata.Source{
	ID:        "familles-mef",
	Title:     "Liens entre MEF et familles de métiers",
	Publisher: depp,
	Dataset:   "N_LIEN_MEF_FAMILLE_METIER",
	Page:      bcn,
	Licence:   opendata.NoneStated,
	Columns: []opendata.Column{
		{Name: "mef", Type: opendata.Code, Key: true, Refs: []string{"mef.mef"}},
		{Name: "famille", Type: opendata.Code, Required: true, Refs: []string{"familles-bcn.famille"}},
		{Name: "commune", Type: opendata.Bool}, // the common first year of the family
		{Name: "ouverture", Type: opendata.Date},
		{Name: "fermeture", Type: opendata.Date},
	},
	Layouts: []opendata.Layout{{
		Name:  "BCN",
		Files: []string{"n_lien_mef_famille_metier*.csv", "N_LIEN_MEF_FAMILLE_METIER*.csv"},
		Fields: []opendata.Field{
			from("mef", "MEF"),
			from("famille", "FAMILLE_METIER"),
			maybe("ouverture", "DATE_OUVERTURE"),
			maybe("fermeture", "DATE_FERMETURE"),
		},
		Vintage: "2024",
	}},
	MinRows: 150, MaxRows: 1000,
}
