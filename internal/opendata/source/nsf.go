package source

import "continuum/internal/opendata"

// NSF is the groups of the nomenclature of training specialities, three digits.
var NSF = &opendata.Source{
	ID:        "nsf",
	Title:     "Groupes de spécialités de formation (NSF)",
	Publisher: depp,
	Dataset:   "N_GROUPE_SPECIALITE",
	Page:      bcn,
	Licence:   opendata.NoneStated,
	Note:      bcnNote,
	Columns: []opendata.Column{
		{Name: "nsf", Type: opendata.Code, Key: true},
		{Name: "domaine", Type: opendata.Code, Required: true, Refs: []string{"nsf-domaines.domaine"}},
		{Name: "libelle", Type: opendata.Text, Required: true}, // capitals, no accents, cut at 40
		{Name: "libelle_edition", Type: opendata.Text},         // as people write it; groups of whole domains have none
		{Name: "libelle_statistique", Type: opendata.Text},     // cut at 33
		{Name: "ouverture", Type: opendata.Date},
		{Name: "fermeture", Type: opendata.Date},
	},
	Layouts: []opendata.Layout{{
		Name:   "BCN",
		Files:  []string{"n_groupe_specialite*.csv", "N_GROUPE_SPECIALITE*.csv"},
		Format: bcnFormat,
		Fields: []opendata.Field{
			from("nsf", "GROUPE_SPECIALITE"),
			from("domaine", "DOMAINE_SPECIALITE"),
			from("libelle", "LIBELLE_LONG"),
			maybe("libelle_edition", "LIBELLE_EDITION"),
			maybe("libelle_statistique", "LIBELLE_STAT_33"),
			maybe("ouverture", "DATE_OUVERTURE"),
			maybe("fermeture", "DATE_FERMETURE"),
		},
		Vintage: "2025-01",
	}},
	MinRows: 90, MaxRows: 200,
}
