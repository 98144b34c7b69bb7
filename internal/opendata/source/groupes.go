package source

import "continuum/internal/opendata"

// Groupes is the groups of diplomas: families of occupations, diplomas with options.
var Groupes = &opendata.Source{
	ID:        "groupes",
	Title:     "Groupes de formations",
	Publisher: depp,
	Dataset:   "N_GROUPE_FORMATION",
	Page:      bcn,
	Licence:   opendata.NoneStated,
	Note:      bcnNote,
	Columns: []opendata.Column{
		{Name: "groupe", Type: opendata.Code, Key: true},
		{Name: "type", Type: opendata.Code, Required: true, Refs: []string{"types-groupes.type"}},
		{Name: "libelle", Type: opendata.Text, Required: true}, // as people write it
		{Name: "libelle_court", Type: opendata.Text},
		{Name: "ouverture", Type: opendata.Date},
		{Name: "fermeture", Type: opendata.Date},
	},
	Layouts: []opendata.Layout{{
		Name:   "BCN",
		Files:  []string{"n_groupe_formation*.csv", "N_GROUPE_FORMATION*.csv"},
		Format: bcnFormat,
		Fields: []opendata.Field{
			from("groupe", "GROUPE_FORMATION"),
			from("type", "TYPE_GROUPE_FORMATION"),
			from("libelle", "LIBELLE_EDITION", "LIBELLE_LONG"),
			maybe("libelle_court", "LIBELLE_COURT"),
			maybe("ouverture", "DATE_OUVERTURE"),
			maybe("fermeture", "DATE_FERMETURE"),
		},
		Vintage: "2025",
	}},
	MinRows: 10, MaxRows: 200,
}
