package source

import (
	"continuum/internal/opendata"
	"continuum/internal/opendata/format"
)

// FAPRome ties families of occupations to ROME codes, so that what employers need can
// be told of a diploma.
var FAPRome = &opendata.Source{
	ID:        "fap-rome",
	Title:     "Table de passage entre les familles professionnelles 2021 et le ROME",
	Publisher: "Dares",
	Page:      "dares.travail-emploi.gouv.fr, la nomenclature des familles professionnelles 2021 (Dares_FAP2021_Table_passage_ROME.xlsx)",
	Licence:   opendata.LicenceOuverte,
	Columns: []opendata.Column{
		{Name: "fap", Type: opendata.Code, Key: true, Refs: []string{"fap.fap_341", "fap.fap_228"}},
		{Name: "rome", Type: opendata.Code, Key: true, Refs: []string{"rome.rome"}},
		{Name: "libelle_fap", Type: opendata.Text},
		{Name: "libelle_rome", Type: opendata.Text},
	},
	Layouts: []opendata.Layout{
		fapRomeLayout("tableau", "Dares_FAP2021_Table_passage_ROME*.xlsx", format.XLSX),
		fapRomeLayout("texte", "*fap2021*rome*.csv", format.CSV),
	},
	Merge:   fill, // a pair comes once for each appellation in some editions
	MinRows: 300, MaxRows: 20000,
	Unpublished: "Aucune table FAP ↔ ROME n'est dans un dépôt : les besoins des employeurs ne se rattachent pas encore à un diplôme par un code. Les titres de colonnes attendus sont ceux des éditions connues et seront à vérifier sur le fichier.",
}

func fapRomeLayout(name, files string, kind format.Kind) opendata.Layout {
	return opendata.Layout{
		Name: name, Files: []string{files}, Format: format.Format{Kind: kind}, Vintage: "2021",
		Fields: []opendata.Field{
			from("fap", "Code FAP 2021", "FAP 2021", "FAP341", "code_fap_341", "Code FAP", "FAP"),
			from("rome", "Code ROME", "ROME", "code_rome", "ROME V3"),
			maybe("libelle_fap", "Libellé FAP 2021", "Intitulé FAP 2021", "intitule_fap_341", "Libellé FAP"),
			maybe("libelle_rome", "Libellé ROME", "Intitulé ROME", "libelle_rome"),
		},
	}
}
