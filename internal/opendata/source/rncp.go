package source

import (
	"strings"

	"continuum/internal/opendata"
)

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
			Make: change(rncpColumns, map[string]func(string) string{
				"niveau": europeanLevel, "actif": active, "enregistrement": registration, "echeance": americanDate,
			}),
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
			Make: change(rncpColumns, map[string]func(string) string{
				"niveau": europeanLevel, "actif": active, "enregistrement": registration,
			}),
		},
	},
	MinRows: 10000, MaxRows: 100000,
	Newest: true,
	// A fiche is repeated for each one that it replaces or that replaces it.
	Merge: union(rncpColumns, "anciennes", "nouvelles"),
	Embed: never, // the kit says more of the fiches of diplomas, and more recently
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
	{Name: "enregistrement", Type: opendata.Code, Codes: registrations},
	{Name: "decision", Type: opendata.Date},
	{Name: "effet", Type: opendata.Date},
	{Name: "anciennes", Type: opendata.List}, // fiches that it replaces
	{Name: "nouvelles", Type: opendata.List}, // fiches that replace it
}

// americanDate reads the dates of the tables of 2020, which went through a spreadsheet:
// "7/29/20" is 29 July 2020. All are of this century: registration began in 2002.
func americanDate(s string) string {
	p := strings.Split(s, "/")
	if len(p) != 3 || len(p[2]) != 2 || len(p[0]) == 2 && p[0] > "12" {
		return s
	}
	return p[1] + "/" + p[0] + "/20" + p[2]
}
