package source

import "continuum/internal/opendata"

// ESCOProfessions is the occupations of ESCO.
var ESCOProfessions = &opendata.Source{
	ID:        "esco-professions",
	Title:     "ESCO : professions",
	Publisher: esco,
	Dataset:   "occupations_fr",
	Page:      escoPage,
	Licence:   opendata.Commission,
	Note:      escoNote,
	Columns:   escoProfessionsColumns,

	Layouts: []opendata.Layout{{
		Name:  "ESCO 1.0",
		Files: []string{"occupations_fr*.csv"},
		Fields: []opendata.Field{
			from("uri", "conceptUri"),
			from("groupe", "iscoGroup"),
			from("libelle", "preferredLabel"),
			maybe("autres", "altLabels"),
			maybe("description", "description"),
		},
		Vintage: "2020",
		Make:    otherNames(escoProfessionsColumns),
	}},
	MinRows: 2000, MaxRows: 10000,
	Embed: never, // nothing ties ESCO to the ROME yet
}

var escoProfessionsColumns = []opendata.Column{
	{Name: "uri", Type: opendata.Code, Key: true},
	{Name: "groupe", Type: opendata.Code, Required: true, Refs: []string{"esco-groupes.code"}},
	{Name: "libelle", Type: opendata.Text, Required: true},
	{Name: "autres", Type: opendata.List}, // other names
	{Name: "description", Type: opendata.Text, Prose: true},
}
