package source

import "continuum/internal/opendata"

// RNCPFormacode is the themes of each certification in the thesaurus of training.
var RNCPFormacode = &opendata.Source{
	ID:        "rncp-formacode",
	Title:     "RNCP : Formacode",
	Publisher: francecpt,
	Dataset:   "export_fiches_CSV_Formacode",
	Page:      rncpPage,
	Licence:   opendata.LicenceOuverte,
	Columns: []opendata.Column{
		{Name: "fiche", Type: opendata.Code, Key: true, Refs: []string{"rncp.fiche"}},
		{Name: "formacode", Type: opendata.Code, Key: true},
		{Name: "libelle", Type: opendata.Text, Required: true}, // begins with the code, as published
	},
	Layouts: []opendata.Layout{{
		Name:   "export France compétences",
		Files:  []string{rncpZip},
		Member: "export_fiches_CSV_Formacode_*.csv",
		Fields: []opendata.Field{
			from("fiche", "Numero_Fiche"),
			from("formacode", "Formacode_Code"),
			from("libelle", "Formacode_Libelle"),
		},
	}},
	MaxRows:     300000,
	Newest:      true,
	Embed:       never,
	Unpublished: rncpZipAbsent,
}
