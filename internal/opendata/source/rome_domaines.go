package source

import "continuum/internal/opendata"

// DomainesProfessionnels is the professional domains: the first three signs of a ROME code.
var DomainesProfessionnels = &opendata.Source{
	ID:        "rome-domaines",
	Title:     "ROME : domaines professionnels",
	Publisher: travail,
	Page:      romePage,
	Licence:   opendata.LicenceOuverte,
	Columns: []opendata.Column{
		{Name: "domaine", Type: opendata.Code, Key: true},
		{Name: "libelle", Type: opendata.Text, Required: true},
	},
	Layouts: []opendata.Layout{{
		Name:  "ROME 4",
		Files: []string{"domaine_professionnel*.csv"},
		Fields: []opendata.Field{
			from("domaine", "code_domaine_professionnel"),
			from("libelle", "libelle_domaine_professionnel"),
		},
		Vintage: "2024",
	}},
	MinRows: 80, MaxRows: 200,
}
