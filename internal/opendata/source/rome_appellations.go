package source

import (
	"continuum/internal/opendata"
	"continuum/internal/opendata/format"
)

// Appellations is the names that people give to occupations.
var Appellations = &opendata.Source{
	ID:        "rome-appellations",
	Title:     "ROME : appellations",
	Publisher: travail,
	Dataset:   "unix_referentiel_appellation",
	Page:      romePage,
	Licence:   opendata.LicenceOuverte,
	Columns:   appellationsColumns,
	Layouts: []opendata.Layout{{
		Name:  "ROME 4",
		Files: []string{"unix_referentiel_appellation*.csv", "metier.csv"},
		Fields: []opendata.Field{
			from("ogr", "code_ogr"),
			from("libelle", "libelle_appellation_long"),
			from("libelle_court", "libelle_appellation_court"),
			from("rome", "code_rome"),
			maybe("classification", "classification"),
			maybe("transition_eco", "transition_eco"),
			maybe("transition_num", "transition_num"),
			maybe("transition_demo", "transition_demo"),
			maybe("reglemente", "emploi_reglemente"),
			maybe("cadre", "emploi_cadre"),
		},
		Vintage: "2024",
		Make:    makeAppellation,
	}},
	MinRows: 8000, MaxRows: 40000,
	Newest: true,
}

var appellationsColumns = []opendata.Column{
	{Name: "ogr", Type: opendata.Code, Key: true},
	{Name: "libelle", Type: opendata.Text, Required: true},
	{Name: "libelle_court", Type: opendata.Text}, // empty when it is the same
	{Name: "rome", Type: opendata.Code, Required: true, Refs: []string{"rome.rome"}},
	{Name: "classification", Type: opendata.Code, Codes: []string{"PRINCIPALE", "SYNONYME"}},
	{Name: "transition_eco", Type: opendata.Text},
	{Name: "transition_num", Type: opendata.Bool},
	{Name: "transition_demo", Type: opendata.Bool},
	{Name: "reglemente", Type: opendata.Bool},
	{Name: "cadre", Type: opendata.Bool},
}

var (
	appellationLong  = at(appellationsColumns, "libelle")
	appellationShort = at(appellationsColumns, "libelle_court")
)

func makeAppellation(_ *format.Record, row opendata.Row, emit func(opendata.Row)) error {
	if row[appellationShort] == row[appellationLong] {
		row[appellationShort] = ""
	}
	emit(row)
	return nil
}
