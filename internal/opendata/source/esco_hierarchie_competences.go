package source

import "continuum/internal/opendata"

// ESCOHierarchieCompetences is what each skill and group of skills of ESCO belongs to.
var ESCOHierarchieCompetences = &opendata.Source{
	ID:        "esco-hierarchie-competences",
	Title:     "ESCO : hiérarchie des compétences",
	Publisher: esco,
	Dataset:   "broaderRelationsSkillPillar",
	Page:      escoPage,
	Licence:   opendata.Commission,
	Note:      escoNote,
	Columns: []opendata.Column{
		{Name: "uri", Type: opendata.Code, Key: true},
		{Name: "large", Type: opendata.Code, Key: true},
		{Name: "type", Type: opendata.Code},
		{Name: "type_large", Type: opendata.Code},
	},
	Layouts: []opendata.Layout{{
		Name:  "ESCO 1.0",
		Files: []string{"broaderRelationsSkillPillar*.csv"},
		Fields: []opendata.Field{
			from("uri", "conceptUri"),
			from("large", "broaderUri"),
			maybe("type", "conceptType"),
			maybe("type_large", "broaderType"),
		},
		Vintage: "2020",
	}},
	MinRows: 5000, MaxRows: 60000,
	// What is both a skill and a group of skills is told twice: as the first says it.
	Merge: first,
	Embed: never, // nothing ties ESCO to the ROME yet
}
