package source

import "continuum/internal/opendata"

// FamillesMetiers is the common years of secondary school ("2de commune") and the
// specialities of bac pro that each leads to.
var FamillesMetiers = &opendata.Source{
	ID:        "familles-metiers",
	Title:     "Familles de métiers : secondes communes et spécialités",
	Publisher: dgesco,
	Page:      orionPage,
	Licence:   opendata.NoneStated,
	Note:      orionNote,
	Columns: []opendata.Column{
		{Name: "cfd_commun", Type: opendata.Code, Required: true, Refs: []string{"diplomes.cfd"}},
		{Name: "mefstat11_commun", Type: opendata.Code, Key: true, Refs: []string{"mef.mefstat11"}},
		{Name: "famille", Type: opendata.Text, Required: true},
		{Name: "cfd_specialite", Type: opendata.Code, Required: true, Refs: []string{"diplomes.cfd"}},
		{Name: "mefstat11_specialite", Type: opendata.Code, Key: true, Refs: []string{"mef.mefstat11"}}, // of the second year
		{Name: "specialite", Type: opendata.Text, Required: true},
		{Name: "ministere", Type: opendata.Code}, // that holds the diploma: 06 education, 03 agriculture, 28 sea
	},
	Layouts: []opendata.Layout{{
		Name:  "Orion",
		Files: []string{"familleMetiers*.csv"},
		Fields: []opendata.Field{
			from("cfd_commun", "CFD_COMMUN"),
			from("mefstat11_commun", "MEFSTAT11_COMMUN"),
			from("famille", "FAMILLE"),
			from("cfd_specialite", "CFD_SPECIALITE"),
			from("mefstat11_specialite", "MEFSTAT11_SPECIALITE"),
			from("specialite", "SPECIALITE"),
			maybe("ministere", "CODE_MINISTERE_TUTELLE"),
		},
		Vintage: "2023",
	}},
	MinRows: 50, MaxRows: 400,
}
