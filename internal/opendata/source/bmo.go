package source

import (
	"continuum/internal/opendata"
	"continuum/internal/opendata/format"
)

var bmoColumns = []opendata.Column{
	{Name: "fap", Type: opendata.Code, Key: true, Refs: []string{"fap.fap_228"}}, // FAP 2021, 228 families
	{Name: "bassin", Type: opendata.Code, Key: true, Refs: []string{"communes.bassin"}},
	{Name: "departement", Type: opendata.Code, Key: true}, // a basin can lie in three
	{Name: "annee", Type: opendata.Int, Required: true, Min: 2015, Max: 2100},
	{Name: "metier", Type: opendata.Text, Required: true},
	{Name: "famille", Type: opendata.Code},
	{Name: "libelle_famille", Type: opendata.Text},
	{Name: "libelle_bassin", Type: opendata.Text},
	{Name: "code_region", Type: opendata.Code},
	{Name: "projets", Type: opendata.Int, Maskable: true},     // hirings that employers plan
	{Name: "difficiles", Type: opendata.Int, Maskable: true},  // of them, those they think hard to make
	{Name: "saisonniers", Type: opendata.Int, Maskable: true}, // of them, seasonal ones
}

// BMO is what employers of each basin plan to recruit.
var BMO = &opendata.Source{
	ID:        "bmo",
	Title:     "Enquête Besoins en main-d'œuvre : base open data",
	Publisher: "France Travail",
	Page:      "statistiques.francetravail.org, enquête Besoins en main-d'œuvre",
	Licence:   opendata.LicenceOuverte,
	Note:      "Un astérisque masque un effectif trop faible : ce n'est pas un zéro.",
	Columns:   bmoColumns,
	Newest:    true,
	Layouts: []opendata.Layout{{
		Name:   "base open data",
		Files:  []string{"Base_open_data_BMO_*.xlsx"},
		Format: format.Format{Kind: format.XLSX, Sheet: "BMO_*_open_data"},
		Fields: []opendata.Field{
			from("annee", "annee"), from("fap", "Code métier BMO"), from("metier", "Nom métier BMO"),
			maybe("famille", "Famille_met"), maybe("libelle_famille", "Lbl_fam_met"),
			from("code_region", "REG"), from("departement", "Dept"),
			from("bassin", "BE24", "BE25", "BE23"), maybe("libelle_bassin", "NOMBE24", "NOMBE25", "NOMBE23"),
			from("projets", "met"), from("difficiles", "xmet"), from("saisonniers", "smet"),
		},
		Make: steps(pad(bmoColumns, "bassin", 4), pad(bmoColumns, "code_region", 2), pad(bmoColumns, "departement", 2)),
	}},
	Dated:   "annee",
	MinRows: 35000, MaxRows: 120000,
}
