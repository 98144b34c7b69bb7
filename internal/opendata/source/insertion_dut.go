package source

import (
	"strconv"

	"continuum/internal/opendata"
	"continuum/internal/opendata/format"
)

var insertionDUTColumns = []opendata.Column{
	{Name: "annee", Type: opendata.Int, Key: true, Min: 2005, Max: 2100},
	{Name: "genre", Type: opendata.Text, Key: true, Codes: []string{"femmes et hommes", "femmes", "hommes"}},
	{Name: "code_discipline", Type: opendata.Code, Key: true},
	{Name: "specialite", Type: opendata.Text, Key: true},
	{Name: "mois", Type: opendata.Int, Key: true},
	{Name: "code_domaine", Type: opendata.Code},
	{Name: "domaine", Type: opendata.Text},
	{Name: "discipline", Type: opendata.Text},
	{Name: "reponses", Type: opendata.Int},
	{Name: "taux_insertion", Type: opendata.Decimal, Maskable: true, Min: 0, Max: 100},
	{Name: "cadres_ou_intermediaires", Type: opendata.Decimal, Maskable: true, Min: 0, Max: 100},
	{Name: "cadres", Type: opendata.Decimal, Maskable: true, Min: 0, Max: 100},
	{Name: "stables", Type: opendata.Decimal, Maskable: true, Min: 0, Max: 100},
	{Name: "temps_plein", Type: opendata.Decimal, Maskable: true, Min: 0, Max: 100},
	{Name: "hors_region", Type: opendata.Decimal, Maskable: true, Min: 0, Max: 100},
	{Name: "salaire_net_median", Type: opendata.Int, Maskable: true, Min: 0, Max: 20000},
}

// InsertionDUT is what becomes of those who leave a DUT, in the whole country. Only one
// speciality has two rows: its discipline bears the same name, and has a row for the
// two genders together. The speciality is kept, the one of fewer answers.
var InsertionDUT = &opendata.Source{
	ID:        "insertion-dut",
	Title:     "Insertion professionnelle des diplômés de DUT : données nationales",
	Publisher: "Ministère chargé de l'enseignement supérieur (SIES)",
	Dataset:   "fr-esr-insertion_professionnelle-dut_donnees_nationales",
	Page:      "https://data.enseignementsup-recherche.gouv.fr/explore/dataset/fr-esr-insertion_professionnelle-dut_donnees_nationales/",
	URL:       "https://data.enseignementsup-recherche.gouv.fr/api/explore/v2.1/catalog/datasets/fr-esr-insertion_professionnelle-dut_donnees_nationales/exports/csv?use_labels=true&delimiter=%3B",
	Licence:   opendata.LicenceOuverte,
	Note:      "Diplômés de 2013 à 2016 ; le DUT est devenu le BUT en 2021.",
	Columns:   insertionDUTColumns,
	Layouts: []opendata.Layout{{
		Name: "données nationales", Files: []string{"fr-esr-insertion_professionnelle-dut_donnees_nationales*.csv"}, Format: format.Format{Kind: format.CSV},
		Fields: []opendata.Field{
			from("annee", "annee"), from("genre", "genre"), from("code_discipline", "code_de_la_discipline"), from("specialite", "specialite"), from("mois", "situation"),
			from("code_domaine", "code_du_domaine"), from("domaine", "domaine"), from("discipline", "discipline"),
			from("reponses", "nombre_de_reponses"), from("taux_insertion", "Taux d’insertion"),
			from("cadres_ou_intermediaires", "Part des emplois de niveau cadre ou profession intermédiaire"), from("cadres", "Part des emplois de niveau cadre"),
			from("stables", "Part des emplois stables"), from("temps_plein", "Part des emplois à temps plein"),
			maybe("hors_region", "% emplois extérieurs à la région de l’université"),
			from("salaire_net_median", "Salaire net mensuel médian des emplois à temps plein"),
		},
		Make: steps(months(insertionDUTColumns), words(insertionDUTColumns, surveyHidden, surveyNone)),
	}},
	Merge:   fewerAnswers,
	Dated:   "annee",
	MinRows: 400, MaxRows: 5000,
}

func fewerAnswers(first, next opendata.Row) opendata.Row {
	i := at(insertionDUTColumns, "reponses")
	a, errA := strconv.Atoi(first[i])
	b, errB := strconv.Atoi(next[i])
	if errA == nil && errB == nil && b < a {
		return next
	}
	return first
}
