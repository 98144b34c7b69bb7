package source

import (
	"continuum/internal/opendata"
	"continuum/internal/opendata/format"
)

// ESCOCompetences is the skills and knowledge of ESCO.
var ESCOCompetences = &opendata.Source{
	ID:        "esco-competences",
	Title:     "ESCO : aptitudes et compétences",
	Publisher: esco,
	Dataset:   "skills_fr",
	Page:      escoPage,
	Licence:   opendata.Commission,
	Note:      escoNote,
	Columns:   escoCompetencesColumns,

	Layouts: []opendata.Layout{{
		Name:  "ESCO 1.0",
		Files: []string{"skills_fr*.csv"},
		Fields: []opendata.Field{
			from("uri", "conceptUri"),
			maybe("nature", "skillType"),
			maybe("portee", "reuseLevel"),
			from("libelle", "preferredLabel"),
			maybe("autres", "altLabels"),
			maybe("description", "description"),
		},
		Vintage: "2020",
		Make:    otherNames(escoCompetencesColumns),
	}},
	MinRows: 9000, MaxRows: 40000,
	Embed: never, // nothing ties ESCO to the ROME yet
}

var escoCompetencesColumns = []opendata.Column{
	{Name: "uri", Type: opendata.Code, Key: true},
	{Name: "nature", Type: opendata.Text}, // knowledge, skill, or both
	{Name: "portee", Type: opendata.Code}, // from one occupation to all
	{Name: "libelle", Type: opendata.Text, Required: true},
	{Name: "autres", Type: opendata.List},
	{Name: "description", Type: opendata.Text, Prose: true},
}

// otherNames reads the other names of a concept of ESCO, one a line.
func otherNames(columns []opendata.Column) hook {
	autres := at(columns, "autres")
	return func(in *format.Record, row opendata.Row, emit func(opendata.Row)) error {
		row[autres] = lines(in.Get("altLabels"))
		emit(row)
		return nil
	}
}
