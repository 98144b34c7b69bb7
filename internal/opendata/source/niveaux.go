package source

import "continuum/internal/opendata"

// Niveaux is the levels of diplomas of the BCN: the first three signs of a CFD.
var Niveaux = &opendata.Source{
	ID:        "niveaux",
	Title:     "Niveaux de formation et de diplôme",
	Publisher: depp,
	Dataset:   "N_NIVEAU_FORMATION_DIPLOME",
	Page:      bcn,
	Licence:   opendata.NoneStated,
	Note:      bcnNote,
	Columns: []opendata.Column{
		{Name: "niveau", Type: opendata.Code, Key: true},
		{Name: "libelle", Type: opendata.Text, Required: true},
		{Name: "libelle_court", Type: opendata.Text, Required: true}, // "CAP", "BAC PRO", "BTS"…
		{Name: "niveau_interministeriel", Type: opendata.Code},       // the old scale: 5 is the CAP, 1 the doctorate; 0 and 9 are none
		{Name: "niveau_rncp", Type: opendata.Code, Codes: niveauxRNCP},
		{Name: "ouverture", Type: opendata.Date},
		{Name: "fermeture", Type: opendata.Date},
		{Name: "revision", Type: opendata.Date}, // DATE_INTERVENTION
	},
	Layouts: []opendata.Layout{{
		Name:   "BCN",
		Files:  []string{"nNiveauFormationDiplome*.csv", "N_NIVEAU_FORMATION_DIPLOME*.csv"},
		Format: bcnFormat,
		Fields: []opendata.Field{
			from("niveau", "NIVEAU_FORMATION_DIPLOME"),
			from("libelle", "LIBELLE_100"),
			from("libelle_court", "LIBELLE_COURT"),
			maybe("niveau_interministeriel", "NIVEAU_INTERMINISTERIEL"),
			from("niveau_rncp", "NIVEAU_QUALIFICATION_RNCP"),
			maybe("ouverture", "DATE_OUVERTURE"),
			maybe("fermeture", "DATE_FERMETURE"),
			maybe("revision", "DATE_INTERVENTION"),
		},
		Vintage: "2025-01",
	}},
	MinRows: 150, MaxRows: 400,
	Dated:  "revision",
	Newest: true,
}

// niveauxRNCP are the levels of qualification of the BCN: 02 to 08 are the European
// ones, 00 is out of the framework, 99 unknown, XX still to be decided.
var niveauxRNCP = []string{"00", "01", "02", "03", "04", "05", "06", "07", "08", "99", "XX"}
