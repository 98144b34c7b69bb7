package source

import (
	"continuum/internal/opendata"
	"continuum/internal/opendata/format"
)

// MetiersTension is the occupations that a decree says to be short of people, by region.
var MetiersTension = &opendata.Source{
	ID:        "metiers-tension",
	Title:     "Métiers en tension par région",
	Publisher: "Ministère chargé du travail",
	Page:      "Arrêté fixant la liste des métiers en tension, mars 2024 (legifrance.gouv.fr)",
	Licence:   opendata.LicenceOuverte,
	Note:      "Codes de la nomenclature FAP 2009, antérieure à celle de l'enquête BMO.",
	Columns: []opendata.Column{
		{Name: "region", Type: opendata.Text, Key: true}, // by name; "France Entière" for all
		{Name: "fap_2009", Type: opendata.Code, Key: true},
		{Name: "metier", Type: opendata.Text, Required: true},
	},
	Layouts: []opendata.Layout{{
		Name: "liste", Files: []string{"metiers_en_tension*.csv"}, Format: format.Format{Kind: format.CSV}, Vintage: "2024-03",
		Fields: []opendata.Field{from("region", "Region"), from("fap_2009", "Code FAP"), from("metier", "Famille Professionnelle")},
	}},
	Newest:  true,
	MinRows: 100, MaxRows: 3000,
}
