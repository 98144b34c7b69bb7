package source

import (
	"continuum/internal/opendata"
	"continuum/internal/opendata/format"
)

// ROMEJeunes is the sub-domains under which a site for young people files occupations.
var ROMEJeunes = &opendata.Source{
	ID:        "rome-jeunes",
	Title:     "Classement des métiers pour les jeunes (La bonne alternance)",
	Publisher: "La bonne alternance, ministère du Travail",
	Page:      "Dépôt public « labonnealternance »",
	Licence:   opendata.MIT,
	Note:      "Classement éditorial, non officiel.",
	Columns: []opendata.Column{
		{Name: "rome", Type: opendata.Code, Key: true, Refs: []string{"rome.rome"}},
		{Name: "sous_domaine", Type: opendata.Text, Key: true},
		{Name: "libelle", Type: opendata.Text, Required: true}, // of the occupation
	},
	Layouts: []opendata.Layout{{
		Name:  "La bonne alternance",
		Files: []string{"labonnealternance.referentielromes_classification*.csv"},
		Fields: []opendata.Field{
			from("rome", "code"),
			from("sous_domaine", "sousDomaine"),
			from("libelle", "intitule"),
		},
		Vintage: "2026-01",
		Make: func(in *format.Record, row opendata.Row, emit func(opendata.Row)) error {
			if in.Get("Sous-domaine à supprimer") != "" {
				return opendata.Skip("its editors have crossed it out")
			}
			emit(row)
			return nil
		},
	}},
	MinRows: 400, MaxRows: 5000,
	Newest: true,
}
