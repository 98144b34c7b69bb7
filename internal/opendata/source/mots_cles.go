package source

import (
	"continuum/internal/opendata"
	"continuum/internal/opendata/format"
)

// MotsCles is the words that tell a diploma from others, as a team of the ministries
// computed them from descriptions.
var MotsCles = &opendata.Source{
	ID:        "mots-cles",
	Title:     "Mots-clés des formations",
	Publisher: cqlp,
	Page:      cqlpPage,
	Licence:   opendata.MIT,
	Note:      "Mots calculés, non officiels.",
	Columns: []opendata.Column{
		{Name: "cfd", Type: opendata.Code, Key: true, Refs: []string{"diplomes.cfd"}},
		{Name: "mots", Type: opendata.List, Required: true}, // strongest first
		{Name: "scores", Type: opendata.List},               // of each word, between 0 and 1
	},
	Layouts: []opendata.Layout{{
		Name:   "C'est qui le pro ?",
		Files:  []string{"keywords_formations*.json"},
		Format: format.Format{Kind: format.JSON},
		Fields: []opendata.Field{
			from("cfd", "Cfd"),
			from("mots", "data/mot_clef"),
			from("scores", "data/score"),
		},
		Vintage: "2025",
	}},
	MinRows: 500, MaxRows: 20000,
	Embed: never, // computed by others, not published facts
}
