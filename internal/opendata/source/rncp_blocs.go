package source

import "continuum/internal/opendata"

// RNCPBlocs is the blocks of skills of each certification.
var RNCPBlocs = &opendata.Source{
	ID:        "rncp-blocs",
	Title:     "RNCP : blocs de compétences",
	Publisher: francecpt,
	Dataset:   "export_fiches_CSV_Blocs_De_Compétences",
	Page:      rncpPage,
	Licence:   opendata.LicenceOuverte,
	Note:      rncpNote,
	Columns: []opendata.Column{
		{Name: "fiche", Type: opendata.Code, Key: true, Refs: []string{"rncp.fiche"}},
		{Name: "bloc", Type: opendata.Code, Key: true},
		{Name: "intitule", Type: opendata.Text, Required: true, Prose: true},
	},
	Layouts: []opendata.Layout{
		{
			Name:  "tables 2021",
			Files: []string{"rncp_blocs_competences.v*.csv"},
			Fields: []opendata.Field{
				from("fiche", "CodeRNCP"),
				from("bloc", "numero_bloc"),
				from("intitule", "intitule"),
			},
			Vintage: "2021-01",
		},
		{
			Name:   "export France compétences",
			Files:  []string{rncpZip},
			Member: "export_fiches_CSV_Blocs_*.csv",
			Fields: []opendata.Field{
				from("fiche", "Numero_Fiche"),
				from("bloc", "Bloc_Competences_Code"),
				from("intitule", "Bloc_Competences_Libelle"),
			},
		},
	},
	MinRows: 8000, MaxRows: 500000,
	Newest: true,
	// One block is published twice with the same number: the first one is kept.
	Merge: first,
	Embed: never,
}
