package source

import (
	"continuum/internal/opendata"
	"continuum/internal/opendata/format"
)

var inserJeunesRegionColumns = []opendata.Column{
	{Name: "millesime", Type: opendata.Code, Key: true}, // 2021_2022
	{Name: "code_region", Type: opendata.Code, Key: true},
	{Name: "voie", Type: opendata.Code, Key: true, Codes: []string{"scolaire", "apprentissage"}},
	{Name: "formation", Type: opendata.Code, Key: true}, // the MEF STAT 11 of the last year (school), the CFD (apprenticeship)
	{Name: "mef", Type: opendata.Code, Refs: []string{"mef.mefstat11"}},
	{Name: "cfd", Type: opendata.Code, Refs: []string{"diplomes.cfd"}},
	{Name: "annee_terminale", Type: opendata.Int}, // young people in the last year
	{Name: "poursuite", Type: opendata.Int},       // of them, those who go on studying
	{Name: "sortants", Type: opendata.Int},
	{Name: "emploi_6", Type: opendata.Int}, // leavers employed after six months
	{Name: "emploi_12", Type: opendata.Int},
	{Name: "emploi_18", Type: opendata.Int},
	{Name: "emploi_24", Type: opendata.Int},
	{Name: "taux_poursuite", Type: opendata.Decimal, Maskable: true, Min: 0, Max: 100},
	{Name: "taux_emploi_6", Type: opendata.Decimal, Maskable: true, Min: 0, Max: 100},
	{Name: "taux_emploi_12", Type: opendata.Decimal, Maskable: true, Min: 0, Max: 100},
	{Name: "taux_emploi_18", Type: opendata.Decimal, Maskable: true, Min: 0, Max: 100},
	{Name: "taux_emploi_24", Type: opendata.Decimal, Maskable: true, Min: 0, Max: 100},
}

// InserJeunesRegion is what becomes of those who leave, by region and diploma.
var InserJeunesRegion = &opendata.Source{
	ID:        "inserjeunes-region",
	Title:     "InserJeunes : insertion par région et formation",
	Publisher: "Ministère chargé de l'éducation nationale (DEPP) et ministère chargé du travail (DARES)",
	Page:      "InserJeunes, API d'exposition (exposition.inserjeunes.beta.gouv.fr)",
	Licence:   opendata.LicenceOuverte,
	Note:      "Aucun taux n'est publié sous vingt sortants. Les bacs professionnels agricoles n'y sont pas.",
	Columns:   inserJeunesRegionColumns,
	Partition: "millesime",
	Layouts: []opendata.Layout{{
		Name:   "exposition",
		Files:  []string{"ij_region_data*.csv"},
		Format: format.Format{Kind: format.CSV, Comma: ';'},
		Fields: []opendata.Field{
			from("millesime", "millesime"), from("code_region", "code_region"), from("voie", "voie"),
			from("mef", "mefstat11"), from("cfd", "cfd"), from("formation", "mefstat11"), from("formation", "cfd"),
			from("annee_terminale", "nb_annee_term"), from("poursuite", "nb_poursuite_etudes"), from("sortants", "nb_sortant"),
			from("emploi_6", "nb_en_emploi_6_mois"), from("emploi_12", "nb_en_emploi_12_mois"),
			from("emploi_18", "nb_en_emploi_18_mois"), from("emploi_24", "nb_en_emploi_24_mois"),
			from("taux_poursuite", "taux_poursuite_etudes"),
			from("taux_emploi_6", "taux_emploi_6_mois"), from("taux_emploi_12", "taux_emploi_12_mois"),
			from("taux_emploi_18", "taux_emploi_18_mois"), from("taux_emploi_24", "taux_emploi_24_mois"),
		},
		Make: steps(hiddenRates),
	}},
	MinRows: 6000, MaxRows: 400000,
}

// hiddenRates tells a rate that is hidden from one that nobody has measured: the file
// leaves both empty, but gives the number that a hidden one was made from (of fewer than
// twenty leavers, always).
func hiddenRates(_ *format.Record, row opendata.Row) error {
	for _, c := range []string{"poursuite", "emploi_6", "emploi_12", "emploi_18", "emploi_24"} {
		number, rate := row[at(inserJeunesRegionColumns, c)], at(inserJeunesRegionColumns, "taux_"+c)
		if row[rate] == "" && number != "" {
			row[rate] = opendata.Masked
		}
	}
	return nil
}
