package source

import (
	"continuum/internal/opendata"
	"continuum/internal/opendata/format"
)

// OnisepFichesCourtes is short descriptions of common years, by Onisep's number.
var OnisepFichesCourtes = &opendata.Source{
	ID:        "onisep-fiches-courtes",
	Title:     "Descriptions courtes de formations (Onisep)",
	Publisher: onisep,
	Page:      cqlpPage,
	Licence:   opendata.ODbL,
	Note:      "Trente formations seulement, reprises d'Onisep par l'équipe « C'est qui le pro ? ».",
	Columns:   fichesCourtesColumns,
	Layouts: []opendata.Layout{{
		Name:    "C'est qui le pro ?",
		Files:   []string{"fiches.json"},
		Format:  format.Format{Kind: format.JSON, Record: "*"},
		Fields:  []opendata.Field{from("id", "@key"), from("presentation", "desc")},
		Vintage: "2025",
		Make:    change(fichesCourtesColumns, map[string]func(string) string{"presentation": plain}),
	}},
	MinRows: 10, MaxRows: 5000,
	Embed: never, // nothing but prose
}

var fichesCourtesColumns = []opendata.Column{
	{Name: "id", Type: opendata.Code, Key: true, Refs: []string{"onisep-fiches-formations.id"}},
	{Name: "presentation", Type: opendata.Text, Prose: true},
}
