package source

import "continuum/internal/opendata"

// OptionsBTS is the first years common to several options of a BTS, and the options.
var OptionsBTS = &opendata.Source{
	ID:        "options-bts",
	Title:     "BTS à options : premières années communes",
	Publisher: dgesco,
	Page:      orionPage,
	Licence:   opendata.NoneStated,
	Note:      orionNote,
	Columns: []opendata.Column{
		{Name: "cfd_commun", Type: opendata.Code, Key: true, Refs: []string{"diplomes.cfd"}},
		{Name: "famille", Type: opendata.Text, Required: true},
		{Name: "cfd_specialite", Type: opendata.Code, Key: true, Refs: []string{"diplomes.cfd"}},
		{Name: "specialite", Type: opendata.Text, Required: true},
		{Name: "rentrees_commun", Type: opendata.List}, // years of entry into the common year
		{Name: "ouverture_commun", Type: opendata.Date},
		{Name: "fermeture_commun", Type: opendata.Date},
		{Name: "rentrees_specialite", Type: opendata.List},
		{Name: "ouverture_specialite", Type: opendata.Date},
		{Name: "fermeture_specialite", Type: opendata.Date},
		{Name: "ministere", Type: opendata.Code},
	},
	Layouts: []opendata.Layout{{
		Name:  "Orion",
		Files: []string{"optionsBTS*.csv"},
		Fields: []opendata.Field{
			from("cfd_commun", "CFD_COMMUN"),
			from("famille", "FAMILLE"),
			from("cfd_specialite", "CFD_SPECIALITE"),
			from("specialite", "SPECIALITE"),
			maybe("rentrees_commun", "RS CFDannee1"),
			maybe("ouverture_commun", "Date ouverture CFDannee1"),
			maybe("fermeture_commun", "Date fermeture CFDannee1"),
			maybe("rentrees_specialite", "RS CFDannee2"),
			maybe("ouverture_specialite", "Date ouverture CFDannee2"),
			maybe("fermeture_specialite", "Date fermeture CFDannee2"),
			maybe("ministere", "CODE_MINISTERE_TUTELLE"),
		},
		Vintage: "2023",
	}},
	MinRows: 8, MaxRows: 100,
}
