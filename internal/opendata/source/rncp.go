package source

import "continuum/internal/opendata"

// RNCP is the certifications of the national directory (RNCP) and of the specific one
// (RS): name, level, whether they are active, what they replace.
var RNCP = &opendata.Source{
	ID:        "rncp",
	Title:     "RNCP et répertoire spécifique : fiches",
	Publisher: francecpt,
	Dataset:   "export_fiches_CSV_Standard",
	Page:      rncpPage,
	Licence:   opendata.LicenceOuverte,
	Note:      rncpNote,
	Columns:   rncpColumns,
	Layouts: []opendata.Layout{
		{
			Name:  "tables 2020",
			Files: []string{"rncp_info.v*.csv"},
			Fields: []opendata.Field{
				from("fiche", "Numero_Fiche"),
				from("intitule", "Intitule"),
				from("niveau", "Nomenclature_Europe_Intitule"),
				from("abrege", "Abrege_Code"),
				from("abrege_libelle", "Abrege_Intitule"),
				from("actif", "Actif"),
				from("echeance", "Date_Fin_Enregistrement"),
				from("enregistrement", "Type_Enregistrement"),
				from("anciennes", "Ancienne_Certification"),
				from("nouvelles", "Nouvelle_Certification"),
			},
			Vintage: "2020-11",
		},
		{
			Name:   "export France compétences",
			Files:  []string{rncpZip},
			Member: "export_fiches_CSV_Standard_*.csv",
			Fields: []opendata.Field{
				from("fiche", "Numero_Fiche"),
				from("intitule", "Intitule"),
				from("niveau", "Nomenclature_Europe_Niveau"),
				from("abrege", "Abrege_Libelle"),
				from("abrege_libelle", "Abrege_Intitule"),
				from("actif", "Actif"),
				from("echeance", "Date_Fin_Enregistrement"),
				from("enregistrement", "Type_Enregistrement"),
				maybe("decision", "Date_Decision"),
				maybe("effet", "Date_Effet"),
			},
		},
	},
	MinRows: 10000, MaxRows: 100000,
	Newest: true,
}

const (
	rncpNote = "La copie jointe date de fin 2020 : les certifications enregistrées depuis n'y sont pas ; " +
		"le kit apprentissage fait foi pour les liens avec les diplômes."
	// rncpZip is the archive of ten tables that France compétences publishes every day.
	rncpZip = "export-fiches-csv-????-??-??.zip"
)

var rncpColumns = []opendata.Column{
	{Name: "fiche", Type: opendata.Code, Key: true}, // "RNCP1000", "RS992"
	{Name: "intitule", Type: opendata.Text, Required: true},
	{Name: "niveau", Type: opendata.Int, Min: 1, Max: 8}, // European; empty for the RS
	{Name: "abrege", Type: opendata.Text},                // "BAC PRO", "TP"; empty for titles on demand
	{Name: "abrege_libelle", Type: opendata.Text},
	{Name: "actif", Type: opendata.Bool, Required: true},
	{Name: "echeance", Type: opendata.Date}, // end of registration
	{Name: "enregistrement", Type: opendata.Code, Codes: []string{"droit", "demande"}},
	{Name: "decision", Type: opendata.Date},
	{Name: "effet", Type: opendata.Date},
	{Name: "anciennes", Type: opendata.List}, // fiches that it replaces
	{Name: "nouvelles", Type: opendata.List}, // fiches that replace it
}
