package source

import "continuum/internal/opendata"

// Dispositifs is the forms in which a diploma is prepared: "247" is the bac pro in three years.
var Dispositifs = &opendata.Source{
	ID:        "dispositifs",
	Title:     "Dispositifs de formation",
	Publisher: depp,
	Dataset:   "N_DISPOSITIF_FORMATION",
	Page:      bcn,
	Licence:   opendata.NoneStated,
	Note:      bcnNote,
	Columns: []opendata.Column{
		{Name: "dispositif", Type: opendata.Code, Key: true},
		{Name: "niveau", Type: opendata.Code, Required: true, Refs: []string{"niveaux.niveau"}},
		{Name: "libelle_court", Type: opendata.Text},
		{Name: "libelle", Type: opendata.Text, Required: true},
		{Name: "ouverture", Type: opendata.Date},
		{Name: "fermeture", Type: opendata.Date},
		{Name: "revision", Type: opendata.Date}, // DATE_INTERVENTION
	},
	Layouts: []opendata.Layout{{
		Name:   "BCN",
		Files:  []string{"nDispositifFormation*.csv", "N_DISPOSITIF_FORMATION*.csv"},
		Format: bcnFormat,
		Fields: []opendata.Field{
			from("dispositif", "DISPOSITIF_FORMATION"),
			from("niveau", "NIVEAU_FORMATION_DIPLOME"),
			from("libelle_court", "LIBELLE_COURT"),
			from("libelle", "LIBELLE_LONG"),
			maybe("ouverture", "DATE_OUVERTURE"),
			maybe("fermeture", "DATE_FERMETURE"),
			maybe("revision", "DATE_INTERVENTION"),
		},
		Vintage: "2025-01",
	}},
	MinRows: 120, MaxRows: 400,
	Dated:  "revision",
	Newest: true,
}
