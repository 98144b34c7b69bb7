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
	Page:      cqlpPage,
	Licence:   opendata.MIT,
	Note:      "Proximités calculées, non officielles.",
	Columns:   similairesColumns,
	Layouts: []opendata.Layout{{
		Name:    "C'est qui le pro ?",
		Files:   []string{"formationSimilaire.json"},
		Format:  format.Format{Kind: format.JSON, Record: "*"},
		Fields:  []opendata.Field{from("cfd", "@key"), from("voisines", "@value")},
		Vintage: "2025",
		Make:    makeSimilaires,
	}},
	MinRows: 1500, MaxRows: 20000,
	Embed: never, // computed by others, not published facts
}

var similairesColumns = []opendata.Column{
	{Name: "cfd", Type: opendata.Code, Key: true, Refs: []string{"diplomes.cfd"}},
	{Name: "voisines", Type: opendata.List, Required: true}, // CFD, without the diploma itself, at most 20
}

// neighbours is how many are kept of lists that go on to what has nothing in common.
const neighbours = 20

var (
	similairesCFD      = at(similairesColumns, "cfd")
	similairesVoisines = at(similairesColumns, "voisines")
)

// makeSimilaires keeps the nearest, without the diploma itself.
func makeSimilaires(_ *format.Record, row opendata.Row, emit func(opendata.Row)) error {
	var near []string
	for _, cfd := range items(row[similairesVoisines]) {
		if cfd != row[similairesCFD] && len(near) < neighbours {
			near = append(near, cfd)
		}
	}
	if len(near) == 0 {
		return opendata.Skip("nothing is near but itself")
	}
	row[similairesVoisines] = list(near...)
	emit(row)
	return nil
}
