package source

import "continuum/internal/opendata"

// Diplomes is all diplomas of the BCN, closed ones too, by their code (CFD).
var Diplomes = &opendata.Source{
	ID:        "diplomes",
	Title:     "Formations et diplômes de la BCN (vue complète)",
	Publisher: depp,
	Dataset:   "V_FORMATION_DIPLOME",
	Page:      bcn,
	Licence:   opendata.NoneStated,
	Note:      bcnNote,
	Columns: []opendata.Column{
		{Name: "cfd", Type: opendata.Code, Key: true},
		{Name: "niveau", Type: opendata.Code, Required: true, Refs: []string{"niveaux.niveau"}},
		{Name: "nsf", Type: opendata.Code, Required: true, Refs: []string{"nsf.nsf"}},
		{Name: "lettre", Type: opendata.Code}, // function: R design, S production, T maintenance…
		{Name: "libelle_court", Type: opendata.Text},
		{Name: "libelle", Type: opendata.Text, Required: true}, // capitals, no accents, the kind in brackets at the end
		{Name: "ouverture", Type: opendata.Date},
		{Name: "fermeture", Type: opendata.Date}, // last day, may be in the future
		{Name: "premiere_session", Type: opendata.Date},
		{Name: "derniere_session", Type: opendata.Date},
		{Name: "creation", Type: opendata.Date},
		{Name: "abrogation", Type: opendata.Date},
		{Name: "nature", Type: opendata.Code},
		{Name: "gestionnaire", Type: opendata.Text},
		{Name: "cite", Type: opendata.Code},
		{Name: "niveau_rncp", Type: opendata.Code, Codes: niveauxRNCP},
		{Name: "revision", Type: opendata.Date}, // DATE_INTERVENTION
	},
	Layouts: []opendata.Layout{{
		Name:   "BCN",
		Files:  []string{"vFormationDiplome*.csv", "V_FORMATION_DIPLOME*.csv"},
		Format: bcnFormat,
		Fields: []opendata.Field{
			from("cfd", "FORMATION_DIPLOME"),
			from("niveau", "NIVEAU_FORMATION_DIPLOME"),
			from("nsf", "GROUPE_SPECIALITE"),
			maybe("lettre", "LETTRE_SPECIALITE"),
			from("libelle_court", "LIBELLE_COURT"),
			from("libelle", "LIBELLE_LONG_200"),
			from("ouverture", "DATE_OUVERTURE"),
			from("fermeture", "DATE_FERMETURE"),
			maybe("premiere_session", "DATE_PREMIERE_SESSION"),
			maybe("derniere_session", "DATE_DERNIERE_SESSION"),
			maybe("creation", "DATE_ARRETE_CREATION"),
			maybe("abrogation", "DATE_ARRETE_ABROGATION"),
			maybe("nature", "NATURE_FORMATION_DIPLOME"),
			maybe("gestionnaire", "GESTIONNAIRE_FORMATION_DIPLOME"),
			maybe("cite", "CITE_DOMAINE_FORMATION"),
			from("niveau_rncp", "NIVEAU_QUALIFICATION_RNCP"),
			maybe("revision", "DATE_INTERVENTION"),
		},
		Vintage: "2025-01",
	}},
	MinRows: 8000, MaxRows: 20000,
	Drift:  0.1, // the BCN closes diplomas, it doesn't remove them
	Dated:  "revision",
	Newest: true,
}
