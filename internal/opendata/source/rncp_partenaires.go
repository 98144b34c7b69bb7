package source

import "continuum/internal/opendata"

// RNCPPartenaires is the bodies that may train for, or examine, a certification.
var RNCPPartenaires = &opendata.Source{
	ID:        "rncp-partenaires",
	Title:     "RNCP : partenaires habilités",
	Publisher: francecpt,
	Dataset:   "export_fiches_CSV_Partenaires",
	Page:      rncpPage,
	Licence:   opendata.LicenceOuverte,
	Columns: []opendata.Column{
		{Name: "fiche", Type: opendata.Code, Key: true, Refs: []string{"rncp.fiche"}},
		{Name: "siret", Type: opendata.Code, Key: true},
		{Name: "nom", Type: opendata.Text, Required: true},
		{Name: "habilitation", Type: opendata.Code},
	},
	Layouts: []opendata.Layout{{
		Name:   "export France compétences",
		Files:  []string{rncpZip},
		Member: "export_fiches_CSV_Partenaires_*.csv",
		Fields: []opendata.Field{
			from("fiche", "Numero_Fiche"),
			from("siret", "Siret_Partenaire"),
			from("nom", "Nom_Partenaire"),
			from("habilitation", "Habilitation_Partenaire"),
		},
	}},
	MaxRows:     1000000,
	Newest:      true,
	Embed:       never,
	Unpublished: rncpZipAbsent,
	// A body is listed once for each of its names or offices: the first one is kept.
	Merge: first,
}
