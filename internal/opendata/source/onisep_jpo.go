package source

import (
	"continuum/internal/opendata"
	"continuum/internal/opendata/format"
)

// OnisepJPO is the open days that places announce.
var OnisepJPO = &opendata.Source{
	ID:        "onisep-jpo",
	Title:     "Journées portes ouvertes des établissements (Onisep)",
	Publisher: onisep,
	Page:      cqlpPage,
	Licence:   opendata.ODbL,
	Note:      "Dates du printemps 2025, reprises d'Onisep par l'équipe « C'est qui le pro ? ».",
	Columns:   jpoColumns,
	Layouts: []opendata.Layout{{
		Name:    "C'est qui le pro ?",
		Files:   []string{"jpo.json"},
		Format:  format.Format{Kind: format.JSON, Record: "*"},
		Fields:  []opendata.Field{from("lieu", "@key"), from("dates", "jpo")},
		Vintage: "2025",
		Make:    makeJPO,
	}},
	MinRows: 300, MaxRows: 10000,
	Embed: never, // dates that are past
}

var jpoColumns = []opendata.Column{
	{Name: "lieu", Type: opendata.Code, Key: true, Refs: []string{"onisep-options.lieu"}}, // "ENS.10004"
	{Name: "dates", Type: opendata.List, Required: true},                                  // as announced: "Le 5 avril 2025 de 9h00 à 12h00"
}

var jpoDates = at(jpoColumns, "dates")

func makeJPO(_ *format.Record, row opendata.Row, emit func(opendata.Row)) error {
	if row[jpoDates] == "" {
		return opendata.Skip("no open day is announced")
	}
	emit(row)
	return nil
}
