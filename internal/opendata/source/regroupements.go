package source

import "continuum/internal/opendata"

// Regroupements is the large fields of the vocational route, by year of training.
var Regroupements = &opendata.Source{
	ID:        "regroupements",
	Title:     "Regroupements de formations de la voie professionnelle",
	Publisher: dgesco,
	Page:      orionPage,
	Licence:   opendata.NoneStated,
	Note:      orionNote,
	Columns: []opendata.Column{
		{Name: "mefstat11", Type: opendata.Code, Key: true, Refs: []string{"mef.mefstat11"}},
		{Name: "regroupement", Type: opendata.Text, Required: true},
	},
	Layouts: []opendata.Layout{{
		Name:  "Orion",
		Files: []string{"regroupements*.csv"},
		Fields: []opendata.Field{
			from("mefstat11", "MEF_STAT_11"),
			from("regroupement", "REGROUPEMENT A2-2", "REGROUPEMENT"),
		},
		Vintage: "2023",
	}},
	MinRows: 700, MaxRows: 3000,
}
