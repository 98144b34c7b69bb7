package source

import "continuum/internal/opendata"

// ESCOGroupesCompetences is the groups of skills of ESCO.
var ESCOGroupesCompetences = &opendata.Source{
	ID:        "esco-groupes-competences",
	Title:     "ESCO : groupes de compétences",
	Publisher: esco,
	Dataset:   "skillGroups_fr",
	Page:      escoPage,
	Licence:   opendata.Commission,
	Note:      escoNote,
	Columns:   escoGroupesCompetencesColumns,

	Layouts: []opendata.Layout{{
		Name:  "ESCO 1.0",
		Files: []string{"skillGroups_fr*.csv"},
		Fields: []opendata.Field{
			from("uri", "conceptUri"),
			from("libelle", "preferredLabel"),
			maybe("autres", "altLabels"),
		},
		Vintage: "2020",
		Make:    otherNames(escoGroupesCompetencesColumns),
	}},
	MinRows: 10, MaxRows: 2000,
	Embed: never, // nothing ties ESCO to the ROME yet
}

var escoGroupesCompetencesColumns = []opendata.Column{
	{Name: "uri", Type: opendata.Code, Key: true},
	{Name: "libelle", Type: opendata.Text, Required: true},
	{Name: "autres", Type: opendata.List},
}
