package source

import (
	"continuum/internal/opendata"
)

// RNCPCertificateurs is who delivers each certification.
var RNCPCertificateurs = &opendata.Source{
	ID:        "rncp-certificateurs",
	Title:     "RNCP : certificateurs",
	Publisher: francecpt,
	Dataset:   "export_fiches_CSV_Certificateurs",
	Page:      rncpPage,
	Licence:   opendata.LicenceOuverte,
	Note:      rncpNote,
	Columns:   certificateursColumns,
	Layouts: []opendata.Layout{
		{
			Name:  "tables 2021",
			Files: []string{"rncp_certificateurs.v*.csv"},
			Fields: []opendata.Field{
				from("fiche", "CodeRNCP"),
				from("certificateur", "Certificateur"),
				from("sirets", "siret_organisme"),
			},
			Vintage: "2021-01",
		},
		{
			Name:   "export France compétences",
			Files:  []string{rncpZip},
			Member: "export_fiches_CSV_Certificateurs_*.csv",
			Fields: []opendata.Field{
				from("fiche", "Numero_Fiche"),
				from("certificateur", "Nom_Certificateur"),
				from("sirets", "Siret_Certificateur"),
			},
		},
	},
	MinRows: 20000, MaxRows: 300000,
	Newest: true,
	Embed:  never,
}

var certificateursColumns = []opendata.Column{
	{Name: "fiche", Type: opendata.Code, Key: true, Refs: []string{"rncp.fiche"}},
	{Name: "certificateur", Type: opendata.Text, Key: true},
	{Name: "sirets", Type: opendata.List},
}
