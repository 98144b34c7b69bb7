package source

import (
	"continuum/internal/opendata"
	"continuum/internal/opendata/format"
)

// RNCPFiches is the export of the RNCP in one file, version 4 of its format: what the
// tables say and the texts of each fiche.
var RNCPFiches = &opendata.Source{
	ID:        "rncp-fiches",
	Title:     "RNCP : export XML",
	Publisher: francecpt,
	Dataset:   "export_fiches_RNCP_V4",
	Page:      rncpPage,
	Licence:   opendata.LicenceOuverte,
	Columns:   rncpFichesColumns,
	Layouts: []opendata.Layout{{
		Name:   "V4",
		Files:  []string{"export_fiches_RNCP_V4*.xml", "export-fiches-rncp-v4-*.zip"},
		Format: format.Format{Kind: format.XML, Record: "FICHE"},
		Fields: []opendata.Field{
			from("fiche", "NUMERO_FICHE"),
			from("intitule", "INTITULE"),
			from("niveau", "NOMENCLATURE_EUROPE/NIVEAU"),
			maybe("abrege", "ABREGE/CODE"),
			from("actif", "ACTIF"),
			from("echeance", "DATE_FIN_ENREGISTREMENT"),
			maybe("enregistrement", "TYPE_ENREGISTREMENT"),
			from("romes", "CODES_ROME/ROME/CODE"),
			maybe("nsf", "CODES_NSF/NSF/CODE"),
			maybe("formacodes", "FORMACODES/FORMACODE/CODE"),
			maybe("anciennes", "ANCIENNES_CERTIFICATIONS/ANCIENNE_CERTIFICATION/ID_FICHE_ANCIENNE_CERTIFICATION", "ANCIENNE_CERTIFICATION"),
			maybe("nouvelles", "NOUVELLES_CERTIFICATIONS/NOUVELLE_CERTIFICATION/ID_FICHE_NOUVELLE_CERTIFICATION", "NOUVELLE_CERTIFICATION"),
			maybe("certificateurs", "CERTIFICATEURS/CERTIFICATEUR/NOM_CERTIFICATEUR"),
			maybe("activites", "ACTIVITES_VISEES"),
			maybe("capacites", "CAPACITES_ATTESTEES"),
			maybe("secteurs", "SECTEURS_ACTIVITE"),
			maybe("emplois", "TYPE_EMPLOI_ACCESSIBLES"),
		},
		Make: change(rncpFichesColumns, map[string]func(string) string{
			"niveau": europeanLevel, "enregistrement": registration,
			"activites": plain, "capacites": plain, "secteurs": plain, "emplois": plain,
		}),
	}},
	MaxRows:     100000,
	Newest:      true,
	Embed:       never,
	Unpublished: "L'export XML v4 du RNCP n'est pas joint : plus de 100 Mo, absent des dépôts consultés.",
}

var rncpFichesColumns = []opendata.Column{
	{Name: "fiche", Type: opendata.Code, Key: true},
	{Name: "intitule", Type: opendata.Text, Required: true},
	{Name: "niveau", Type: opendata.Int, Min: 1, Max: 8},
	{Name: "abrege", Type: opendata.Text},
	{Name: "actif", Type: opendata.Bool, Required: true},
	{Name: "echeance", Type: opendata.Date},
	{Name: "enregistrement", Type: opendata.Code, Codes: registrations},
	{Name: "romes", Type: opendata.List, Refs: []string{"rome.rome"}},
	{Name: "nsf", Type: opendata.List},
	{Name: "formacodes", Type: opendata.List},
	{Name: "anciennes", Type: opendata.List},
	{Name: "nouvelles", Type: opendata.List},
	{Name: "certificateurs", Type: opendata.List},
	{Name: "activites", Type: opendata.Text, Prose: true},
	{Name: "capacites", Type: opendata.Text, Prose: true},
	{Name: "secteurs", Type: opendata.Text, Prose: true},
	{Name: "emplois", Type: opendata.Text, Prose: true},
}
