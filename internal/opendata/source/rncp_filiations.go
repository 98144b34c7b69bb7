package source

import "continuum/internal/opendata"

// RNCPFiliations is which certification replaced which, in the exports of today: the
// tables of 2020 say it in [RNCP].
var RNCPFiliations = &opendata.Source{
	ID:        "rncp-filiations",
	Title:     "RNCP : anciennes et nouvelles certifications",
	Publisher: francecpt,
	Dataset:   "export_fiches_CSV_Ancienne_Nouvelle_Certification",
	Page:      rncpPage,
	Licence:   opendata.LicenceOuverte,
	Columns:   filiationsColumns,
	Layouts: []opendata.Layout{{
		Name:   "export France compétences",
		Files:  []string{rncpZip},
		Member: "export_fiches_CSV_Ancienne_Nouvelle_Certification_*.csv",
		Fields: []opendata.Field{
			from("ancienne", "Ancienne_Certification"),
			from("nouvelle", "Nouvelle_Certification"),
		},
	}},
	MaxRows:     300000,
	Newest:      true,
	Unpublished: rncpZipAbsent,
}

const rncpZipAbsent = "Aucun export quotidien complet de France compétences n'est joint : seul un échantillon de l'archive est connu."

var filiationsColumns = []opendata.Column{
	{Name: "ancienne", Type: opendata.Code, Key: true, Refs: []string{"rncp.fiche"}},
	{Name: "nouvelle", Type: opendata.Code, Key: true, Refs: []string{"rncp.fiche"}},
}
