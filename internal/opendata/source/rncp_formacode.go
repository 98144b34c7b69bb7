package source

import (
	"strings"

	"continuum/internal/opendata"
)

// RNCPFormacode is the themes of each certification in the thesaurus of training.
var RNCPFormacode = &opendata.Source{
	ID:        "rncp-formacode",
	Title:     "RNCP : Formacode",
	Publisher: francecpt,
	Dataset:   "export_fiches_CSV_Formacode",
	Page:      rncpPage,
	Licence:   opendata.LicenceOuverte,
	Columns:   rncpFormacodeColumns,
	Layouts: []opendata.Layout{{
		Name:   "export France compétences",
		Files:  []string{rncpZip},
		Member: "export_fiches_CSV_Formacode_*.csv",
		Fields: []opendata.Field{
			from("fiche", "Numero_Fiche"),
			from("formacode", "Formacode_Code"),
			from("libelle", "Formacode_Libelle"),
		},
		Make: change(rncpFormacodeColumns, map[string]func(string) string{"libelle": afterCode}),
	}},
	MaxRows:     300000,
	Newest:      true,
	Embed:       never,
	Unpublished: rncpZipAbsent,
}

var rncpFormacodeColumns = []opendata.Column{
	{Name: "fiche", Type: opendata.Code, Key: true, Refs: []string{"rncp.fiche"}},
	{Name: "formacode", Type: opendata.Code, Key: true},
	{Name: "libelle", Type: opendata.Text, Required: true},
}

// afterCode takes the code off a label: "42872 : Sécurité incendie".
func afterCode(s string) string {
	if code, label, ok := strings.Cut(s, " : "); ok && digits(code) {
		return label
	}
	return s
}
