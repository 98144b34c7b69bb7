package source

import "continuum/internal/opendata"

// FamillesBCN is the families of occupations as the BCN numbers them. Codes that end in
// "_temp" are the ones of specialities not yet in a family when the table was made.
var FamillesBCN = &opendata.Source{
	ID:        "familles-bcn",
	Title:     "Familles de métiers de la voie professionnelle",
	Publisher: depp,
	Dataset:   "N_FAMILLE_METIER_SPEC_PRO",
	Page:      bcn,
	Licence:   opendata.NoneStated,
	Note:      bcnNote,
	Columns: []opendata.Column{
		{Name: "famille", Type: opendata.Code, Key: true},
		{Name: "libelle", Type: opendata.Text, Required: true}, // as people write it
		{Name: "ouverture", Type: opendata.Date},
		{Name: "fermeture", Type: opendata.Date},
	},
	Layouts: []opendata.Layout{{
		Name:   "BCN",
		Files:  []string{"n_famille_metier_spec_pro*.csv", "N_FAMILLE_METIER_SPEC_PRO*.csv"},
		Format: bcnFormat,
		Fields: []opendata.Field{
			from("famille", "FAMILLE_METIER"),
			from("libelle", "LIBELLE_EDITION", "LIBELLE_LONG"),
			maybe("ouverture", "DATE_OUVERTURE"),
			maybe("fermeture", "DATE_FERMETURE"),
		},
		Vintage: "2024",
	}},
	MinRows: 10, MaxRows: 60,
}
