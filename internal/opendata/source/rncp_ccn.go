package source

import (
	"strconv"

	"continuum/internal/opendata"
	"continuum/internal/opendata/format"
)

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
		Make: makeCCN,
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

var (
	ccnNumero  = at(ccnColumns, "ccn")
	ccnLibelle = at(ccnColumns, "libelle")
)

// makeCCN makes a row of each of the three agreements of a fiche.
func makeCCN(in *format.Record, row opendata.Row, emit func(opendata.Row)) error {
	for i := range 3 {
		n := "Ccn_" + strconv.Itoa(i+1)
		if row[ccnNumero], row[ccnLibelle] = in.Get(n+"_Numero"), in.Get(n+"_Libelle"); row[ccnNumero] != "" {
			emit(row)
		}
	}
	return nil
}
