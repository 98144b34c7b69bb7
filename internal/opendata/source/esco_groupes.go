package source

import "continuum/internal/opendata"

// ESCOGroupes is the international classification of occupations (ISCO), which ESCO goes by.
var ESCOGroupes = &opendata.Source{
	ID:        "esco-groupes",
	Title:     "ESCO : groupes de la CITP",
	Publisher: esco,
	Dataset:   "ISCOGroups_fr",
	Page:      escoPage,
	Licence:   opendata.Commission,
	Note:      escoNote,
	Columns: []opendata.Column{
		{Name: "uri", Type: opendata.Code, Key: true},
		{Name: "code", Type: opendata.Code, Required: true}, // one digit a level
		{Name: "libelle", Type: opendata.Text, Required: true},
	},
	Layouts: []opendata.Layout{{
		Name:  "ESCO 1.0",
		Files: []string{"ISCOGroups_fr*.csv"},
		Fields: []opendata.Field{
			from("uri", "conceptUri"),
			from("code", "code"),
			from("libelle", "preferredLabel"),
		},
		Vintage: "2020",
	}},
	MinRows: 400, MaxRows: 2000,
	Embed: never, // nothing ties ESCO to the ROME yet
}
