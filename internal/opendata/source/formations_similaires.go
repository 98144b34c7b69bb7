package source

import (
	"continuum/internal/opendata"
	"continuum/internal/opendata/format"
)

// FormationsSimilaires is the diplomas nearest to each, nearest first, as a team of the
// ministries computed them from descriptions.
var FormationsSimilaires = &opendata.Source{
	ID:        "formations-similaires",
	Title:     "Formations voisines",
	Publisher: cqlp,
	Page:      "Dépôt public « C'est qui le pro ? »",
	Licence:   opendata.MIT,
	Note:      "Proximités calculées, non officielles.",
	Columns:   similairesColumns,
	Layouts: []opendata.Layout{{
		Name:    "C'est qui le pro ?",
		Files:   []string{"formationSimilaire.json"},
		Format:  format.Format{Kind: format.JSON},
		Vintage: "2025",
	}},
	MinRows: 1500, MaxRows: 20000,
}

var similairesColumns = []opendata.Column{
	{Name: "cfd", Type: opendata.Code, Key: true, Refs: []string{"diplomes.cfd"}},
	{Name: "voisines", Type: opendata.List, Required: true}, // CFD, without the diploma itself, at most 20
}
