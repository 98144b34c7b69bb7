package source

import "continuum/internal/opendata"

// TypesGroupes is what groups of diplomas are: TG01 is a family of occupations, TG02 a
// bac pro with options, TG03 a BTS with options.
var TypesGroupes = &opendata.Source{
	ID:        "types-groupes",
	Title:     "Types de groupes de formations",
	Publisher: depp,
	Dataset:   "N_TYPE_GROUPE_FORMATION",
	Page:      bcn,
	Licence:   opendata.NoneStated,
	Note:      bcnNote,
	Columns: []opendata.Column{
		{Name: "type", Type: opendata.Code, Key: true},
		{Name: "libelle", Type: opendata.Text, Required: true},
	},
	Layouts: []opendata.Layout{{
		Name:   "BCN",
		Files:  []string{"n_type_groupe_formation*.csv", "N_TYPE_GROUPE_FORMATION*.csv"},
		Format: bcnFormat,
		Fields: []opendata.Field{
			from("type", "TYPE_GROUPE_FORMATION"),
			from("libelle", "LIBELLE_EDITION", "LIBELLE_LONG"),
		},
		Vintage: "2025",
	}},
	MinRows: 2, MaxRows: 20,
}
