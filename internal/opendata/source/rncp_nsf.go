package source

import "continuum/internal/opendata"

// RNCPNSF is the specialities of each certification: a group of the NSF, with a letter
// for its function. Labels are those of the NSF and are not kept.
var RNCPNSF = &opendata.Source{
	ID:        "rncp-nsf",
	Title:     "RNCP : codes NSF",
	Publisher: francecpt,
	Dataset:   "export_fiches_CSV_Nsf",
	Page:      rncpPage,
	Licence:   opendata.LicenceOuverte,
	Note:      rncpNote,
	Columns: []opendata.Column{
		{Name: "fiche", Type: opendata.Code, Key: true, Refs: []string{"rncp.fiche"}},
		{Name: "nsf", Type: opendata.Code, Key: true}, // "221w", "13": letters, groups and domains are mixed
	},
	Layouts: []opendata.Layout{
		{
			Name:  "tables 2021",
			Files: []string{"rncp_nsf.v*.csv"},
			Fields: []opendata.Field{
				from("fiche", "CodeRNCP"),
				from("nsf", "code"),
			},
			Vintage: "2021-01",
		},
		{
			Name:   "export France compétences",
			Files:  []string{rncpZip},
			Member: "export_fiches_CSV_Nsf_*.csv",
			Fields: []opendata.Field{
				from("fiche", "Numero_Fiche"),
				from("nsf", "Nsf_Code"),
			},
		},
	},
	MinRows: 12000, MaxRows: 300000,
	Newest: true,
	// The file of 2021 gives each pair once for every label that the code ever had.
	Merge: first,
	Embed: never, // diplomas and Certif Info give the NSF of what is taught
}
