package source

import "continuum/internal/opendata"

// ESCOHierarchieProfessions is what each occupation and group of ESCO belongs to.
var ESCOHierarchieProfessions = &opendata.Source{
	ID:        "esco-hierarchie-professions",
	Title:     "ESCO : hiérarchie des professions",
	Publisher: esco,
	Dataset:   "broaderRelationsOccPillar",
	Page:      escoPage,
	Licence:   opendata.Commission,
	Note:      escoNote,
	Columns: []opendata.Column{
		{Name: "uri", Type: opendata.Code, Key: true},
		{Name: "large", Type: opendata.Code, Key: true}, // the wider one
		{Name: "type", Type: opendata.Code},
		{Name: "type_large", Type: opendata.Code},
	},
	Layouts: []opendata.Layout{{
		Name:  "ESCO 1.0",
		Files: []string{"broaderRelationsOccPillar*.csv"},
		Fields: []opendata.Field{
			from("uri", "conceptUri"),
			from("large", "broaderUri"),
			maybe("type", "conceptType"),
			maybe("type_large", "broaderType"),
		},
		Vintage: "2020",
	}},
	MinRows: 2500, MaxRows: 15000,
	Embed: never, // nothing ties ESCO to the ROME yet
}
