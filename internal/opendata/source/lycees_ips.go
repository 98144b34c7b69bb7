package source

import (
	"continuum/internal/opendata"
	"continuum/internal/opendata/format"
)

var lyceesIPSColumns = []opendata.Column{
	{Name: "uai", Type: opendata.UAI, Key: true, Refs: []string{"annuaire.uai"}},
	{Name: "rentree", Type: opendata.Text, Required: true}, // 2021-2022
	{Name: "nom", Type: opendata.Text},
	{Name: "code_commune", Type: opendata.Commune, Refs: []string{"communes.code"}},
	{Name: "secteur", Type: opendata.Text},
	{Name: "type", Type: opendata.Code}, // LEGT, LP, LPO
	{Name: "ips_gt", Type: opendata.Decimal, Maskable: true, Min: 20, Max: 220},
	{Name: "ips_pro", Type: opendata.Decimal, Maskable: true, Min: 20, Max: 220},
	{Name: "ips", Type: opendata.Decimal, Maskable: true, Min: 20, Max: 220},
}

// LyceesIPS is the index of social position of lycées, which says whom they teach.
var LyceesIPS = &opendata.Source{
	ID:        "lycees-ips",
	Title:     "Indices de position sociale des lycées",
	Publisher: "Ministère chargé de l'éducation nationale (DEPP)",
	Dataset:   "fr-en-ips_lycees",
	Page:      "https://data.education.gouv.fr/explore/dataset/fr-en-ips_lycees/",
	URL:       "https://data.education.gouv.fr/api/explore/v2.1/catalog/datasets/fr-en-ips_lycees/exports/csv?use_labels=false&delimiter=%3B",
	Licence:   opendata.LicenceOuverte,
	Note:      "Rentrée 2021 ; le jeu a été remplacé par fr-en-ips-lycees-ap2023.",
	Columns:   lyceesIPSColumns,
	Layouts:   []opendata.Layout{ipsLayout("IPS 2016-2022", "fr-en-ips_lycees*.csv"), ipsLayout("IPS depuis 2023", "fr-en-ips-lycees-ap2023*.csv")},
	Newest:    true,
	Merge:     lastRentree,
	Dated:     "rentree",
	MinRows:   2500, MaxRows: 6000,
	Embed: never, // the results of lycées carry it
}

func ipsLayout(name, files string) opendata.Layout {
	return opendata.Layout{
		Name: name, Files: []string{files}, Format: format.Format{Kind: format.CSV},
		Fields: []opendata.Field{
			from("rentree", "rentree_scolaire"), from("uai", "uai"),
			from("nom", "nom_de_l_etablissment", "nom_de_l_etablissement"), // the first years misspelt it
			from("code_commune", "code_insee_de_la_commune"), from("secteur", "secteur"), from("type", "type_de_lycee"),
			from("ips_gt", "ips_voie_gt"), from("ips_pro", "ips_voie_pro"), from("ips", "ips_ensemble_gt_pro", "ips_etab"),
		},
		Make: steps(words(lyceesIPSColumns, []string{"NS", "ND"}, nil)),
	}
}

// lastRentree keeps the later of two years of a school.
func lastRentree(first, next opendata.Row) opendata.Row {
	if i := at(lyceesIPSColumns, "rentree"); first[i] < next[i] {
		return next
	}
	return first
}
