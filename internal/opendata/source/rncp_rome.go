package source

import "continuum/internal/opendata"

// RNCPRome is the occupations that each certification leads to. Labels are those of
// the ROME and are not kept; some codes are of a whole domain ("B11").
var RNCPRome = &opendata.Source{
	ID:        "rncp-rome",
	Title:     "RNCP : codes ROME",
	Publisher: francecpt,
	Dataset:   "export_fiches_CSV_Rome",
	Page:      rncpPage,
	Licence:   opendata.LicenceOuverte,
	Note:      rncpNote,
	Columns: []opendata.Column{
		{Name: "fiche", Type: opendata.Code, Key: true, Refs: []string{"rncp.fiche"}},
		{Name: "rome", Type: opendata.Code, Key: true, Refs: []string{"rome.rome"}},
	},
	Layouts: []opendata.Layout{
		{
			Name:  "tables 2021",
			Files: []string{"rncp_rome.v*.csv"},
			Fields: []opendata.Field{
				from("fiche", "CodeRNCP"),
				from("rome", "Rome"),
			},
			Vintage: "2021-01",
		},
		{
			Name:   "export France compétences",
			Files:  []string{rncpZip},
			Member: "export_fiches_CSV_Rome_*.csv",
			Fields: []opendata.Field{
				from("fiche", "Numero_Fiche"),
				from("rome", "Codes_Rome_Code"),
			},
		},
	},
	MinRows: 20000, MaxRows: 300000,
	Newest: true,
}
