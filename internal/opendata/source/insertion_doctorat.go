package source

import (
	"continuum/internal/opendata"
	"continuum/internal/opendata/format"
)

var insertionDoctoratColumns = []opendata.Column{
	{Name: "annee", Type: opendata.Int, Key: true, Min: 2005, Max: 2100},
	{Name: "uai", Type: opendata.UAI, Key: true}, // of that year
	{Name: "discipline", Type: opendata.Text, Key: true},
	{Name: "mois", Type: opendata.Int, Key: true}, // 12 or 36
	{Name: "etablissement", Type: opendata.Text},
	{Name: "uai_courant", Type: opendata.UAI, Refs: []string{"etablissements-sup.uai", "etablissements-sup.autres_uai"}}, // after mergers
	{Name: "reponses", Type: opendata.Int, Maskable: true},
	{Name: "taux_reponse", Type: opendata.Decimal, Maskable: true, Min: 0, Max: 100},
	{Name: "taux_insertion", Type: opendata.Decimal, Maskable: true, Min: 0, Max: 100},
	{Name: "stables", Type: opendata.Decimal, Maskable: true, Min: 0, Max: 100},
	{Name: "cadres", Type: opendata.Decimal, Maskable: true, Min: 0, Max: 100},
	{Name: "temps_plein", Type: opendata.Decimal, Maskable: true, Min: 0, Max: 100},
	{Name: "secteur_academique", Type: opendata.Decimal, Maskable: true, Min: 0, Max: 100},
	{Name: "public_hors_academique", Type: opendata.Decimal, Maskable: true, Min: 0, Max: 100},
	{Name: "recherche_privee", Type: opendata.Decimal, Maskable: true, Min: 0, Max: 100},
	{Name: "prive_hors_recherche", Type: opendata.Decimal, Maskable: true, Min: 0, Max: 100},
	{Name: "etranger", Type: opendata.Decimal, Maskable: true, Min: 0, Max: 100},
	{Name: "meme_region", Type: opendata.Decimal, Maskable: true, Min: 0, Max: 100},
	{Name: "salaire_net_median", Type: opendata.Int, Maskable: true, Min: 0, Max: 20000},
}

// InsertionDoctorat is what becomes of doctors, by establishment.
var InsertionDoctorat = &opendata.Source{
	ID:        "insertion-doctorat",
	Title:     "Insertion professionnelle des diplômés de doctorat, par établissement",
	Publisher: "Ministère chargé de l'enseignement supérieur (SIES)",
	Dataset:   "fr-esr-insertion_professionnelle_des_diplomes_doctorat_par_etablissement",
	Page:      "https://data.enseignementsup-recherche.gouv.fr/explore/dataset/fr-esr-insertion_professionnelle_des_diplomes_doctorat_par_etablissement/",
	URL:       "https://data.enseignementsup-recherche.gouv.fr/api/explore/v2.1/catalog/datasets/fr-esr-insertion_professionnelle_des_diplomes_doctorat_par_etablissement/exports/csv?use_labels=true&delimiter=%3B",
	Licence:   opendata.LicenceOuverte,
	Note:      "Docteurs de 2014.",
	Columns:   insertionDoctoratColumns,
	Layouts: []opendata.Layout{{
		Name: "enquête", Files: []string{"fr-esr-insertion_professionnelle_des_diplomes_doctorat_par_etablissement*.csv"}, Format: format.Format{Kind: format.CSV},
		Fields: []opendata.Field{
			from("annee", "Année d’obtention"), from("uai", "NUMERO_UAI"), from("uai_courant", "NUMERO_UAI_Courant"), from("etablissement", "Lib_Etablissement"),
			from("discipline", "Discipline principale agrégée de l’école doctorale"), from("mois", "Situation"),
			from("reponses", "Nombre de répondant"), from("taux_reponse", "Taux de réponse"), from("taux_insertion", "Taux d'insertion"),
			from("stables", "Taux d’emploi stable"), from("cadres", "Taux d’emploi cadre"), from("temps_plein", "Taux d’emploi à temps plein"),
			from("secteur_academique", "Répartition des docteurs en emploi dans le secteur académique"),
			from("public_hors_academique", "Répartition des docteurs en emploi dans le public hors secteur académique"),
			from("recherche_privee", "Répartition des docteurs en emploi dans la R&D privée"),
			from("prive_hors_recherche", "Répartition des docteurs en emploi dans le privé hors secteur académique et R&D"),
			from("etranger", "Taux d’emploi à l’étranger"), from("meme_region", "Taux d’emploi des docteurs dans la même région"),
			from("salaire_net_median", "Salaire net mensuel médian des emplois à temps plein"),
		},
		Make: steps(months(insertionDoctoratColumns), words(insertionDoctoratColumns, surveyHidden, surveyNone)),
	}},
	Dated:   "annee",
	MinRows: 200, MaxRows: 5000,
}
