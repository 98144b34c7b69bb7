package source

import "continuum/internal/opendata"

// RNCPCCN is the collective agreements (IDCC) that each certification serves.
var RNCPCCN = &opendata.Source{
	ID:        "rncp-ccn",
	Title:     "RNCP : conventions collectives",
	Publisher: francecpt,
	Dataset:   "export_fiches_CSV_CCN",
	Page:      rncpPage,
	Licence:   opendata.LicenceOuverte,
	Columns:   ccnColumns,
	Layouts: []opendata.Layout{{
		Name:   "export France compétences",
		Files:  []string{rncpZip},
		Member: "export_fiches_CSV_CCN_*.csv",
		Fields: []opendata.Field{
			from("fiche", "Numero_Fiche"),
			from("ccn", "Ccn_1_Numero"),
			from("libelle", "Ccn_1_Libelle"),
		},
	}},
	MaxRows:     100000,
	Newest:      true,
	Embed:       never,
	Unpublished: rncpZipAbsent,
}

var ccnColumns = []opendata.Column{
	{Name: "fiche", Type: opendata.Code, Key: true, Refs: []string{"rncp.fiche"}},
	{Name: "ccn", Type: opendata.Code, Key: true},
	{Name: "libelle", Type: opendata.Text, Required: true},
}
