package source

import "continuum/internal/opendata"

// Disciplines is the subjects that teachers are recruited for.
var Disciplines = &opendata.Source{
	ID:        "disciplines",
	Title:     "Disciplines de poste",
	Publisher: depp,
	Page:      bcn,
	Licence:   opendata.NoneStated,
	Columns: []opendata.Column{
		{Name: "discipline", Type: opendata.Code, Key: true},
		{Name: "libelle", Type: opendata.Text, Required: true},
	},
	Layouts: []opendata.Layout{{
		Name:  "Orion",
		Files: []string{"discipline.csv", "disciplines.csv"},
		Fields: []opendata.Field{
			from("discipline", "codeDiscipline"),
			from("libelle", "libelleDiscipline"),
		},
		Vintage: "2024",
	}},
	MinRows: 40, MaxRows: 1000,
	Embed: never, // no page speaks of teachers' posts
}
