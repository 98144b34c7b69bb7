package source

import (
	"continuum/internal/opendata"
	"continuum/internal/opendata/format"
)

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
		Make: makeFiliations,
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

var (
	filiationAncienne = at(filiationsColumns, "ancienne")
	filiationNouvelle = at(filiationsColumns, "nouvelle")
)

// makeFiliations makes two rows of a fiche between the one that it replaced and the one
// that replaced it. Each pair is told twice, by both fiches.
func makeFiliations(in *format.Record, row opendata.Row, emit func(opendata.Row)) error {
	fiche, before, after := in.Get("Numero_Fiche"), row[filiationAncienne], row[filiationNouvelle]
	if before == "" && after == "" {
		return opendata.Skip("a fiche alone")
	}
	if before != "" {
		row[filiationAncienne], row[filiationNouvelle] = before, fiche
		emit(row)
	}
	if after != "" {
		row[filiationAncienne], row[filiationNouvelle] = fiche, after
		emit(row)
	}
	return nil
}
