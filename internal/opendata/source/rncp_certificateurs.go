package source

import (
	"continuum/internal/opendata"
	"continuum/internal/opendata/format"
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
			Make:    makeCertificateur,
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
			Make: makeCertificateur,
		},
	},
	MinRows: 20000, MaxRows: 300000,
	Newest: true,
	Embed:  never,
	// A body with several offices has a row for each.
	Merge: union(certificateursColumns, "sirets"),
}

var certificateursColumns = []opendata.Column{
	{Name: "fiche", Type: opendata.Code, Key: true, Refs: []string{"rncp.fiche"}},
	{Name: "certificateur", Type: opendata.Text, Key: true},
	{Name: "sirets", Type: opendata.List},
}

var certificateurNom = at(certificateursColumns, "certificateur")

func makeCertificateur(_ *format.Record, row opendata.Row, emit func(opendata.Row)) error {
	if row[certificateurNom] == "" {
		return opendata.Skip("a certifier without a name")
	}
	emit(row)
	return nil
}
