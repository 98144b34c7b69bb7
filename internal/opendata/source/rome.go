package source

import "continuum/internal/opendata"

// ROME is the occupations of the ROME, each with the one it specialises: a code that is
// its own parent is one that older files know.
var ROME = &opendata.Source{
	ID:        "rome",
	Title:     "ROME : codes et transitions",
	Publisher: travail,
	Dataset:   "unix_referentiel_code_rome",
	Page:      romePage,
	Licence:   opendata.LicenceOuverte,
	Columns: []opendata.Column{
		{Name: "rome", Type: opendata.Code, Key: true},
		{Name: "libelle", Type: opendata.Text, Required: true},
		{Name: "parent", Type: opendata.Code},
		{Name: "transition_eco", Type: opendata.Text}, // "Emploi Vert", "Emploi Brun"…
		{Name: "transition_num", Type: opendata.Bool},
		{Name: "transition_demo", Type: opendata.Bool},
		{Name: "reglemente", Type: opendata.Bool},
		{Name: "cadre", Type: opendata.Bool},
		{Name: "ogr", Type: opendata.Code},
		{Name: "fiche", Type: opendata.Code},
	},
	Layouts: []opendata.Layout{{
		Name:  "ROME 4",
		Files: []string{"unix_referentiel_code_rome*.csv", "rome.csv"},
		Fields: []opendata.Field{
			from("rome", "code_rome"),
			from("libelle", "libelle_rome"),
			from("parent", "code_rome_parent"),
			from("transition_eco", "transition_eco"),
			from("transition_num", "transition_num"),
			from("transition_demo", "transition_demo"),
			from("reglemente", "emploi_reglemente"),
			from("cadre", "emploi_cadre"),
			maybe("ogr", "code_ogr"),
			maybe("fiche", "code_fiche_metier"),
		},
		Vintage: "2025",
	}},
	MinRows: 500, MaxRows: 5000,
	Newest: true, // "rome.csv" is an older extract of the same table
}
