package source

import "continuum/internal/opendata"

// ActionsPrioritaires is the trainings that a region and its académies have flagged as
// the ones to open first.
var ActionsPrioritaires = &opendata.Source{
	ID:        "actions-prioritaires",
	Title:     "Formations prioritaires par région",
	Publisher: dgesco,
	Page:      orionPage,
	Licence:   opendata.NoneStated,
	Note:      orionNote,
	Columns:   actionsColumns,
	Layouts: []opendata.Layout{{
		Name:  "Orion",
		Files: []string{"actions_prioritaires*.csv"},
		Fields: []opendata.Field{
			from("cfd", "cfd"),
			from("region", "codeRegion"),
			from("dispositif", "codeDispositif"),
			from("libelle", "Formation"),
			from("diplome", "Diplôme"),
			maybe("region_nom", "Région sélectionnée"),
		},
		Vintage: "2024",
	}},
	MinRows: 200, MaxRows: 5000,
}

var actionsColumns = []opendata.Column{
	{Name: "cfd", Type: opendata.Code, Key: true, Refs: []string{"diplomes.cfd"}},
	{Name: "region", Type: opendata.Code, Key: true},
	{Name: "dispositif", Type: opendata.Code, Key: true, Refs: []string{"dispositifs.dispositif"}},
	{Name: "libelle", Type: opendata.Text, Required: true},
	{Name: "diplome", Type: opendata.Text, Required: true},
	{Name: "region_nom", Type: opendata.Text},
}
