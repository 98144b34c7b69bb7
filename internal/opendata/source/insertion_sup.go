package source

import (
	"strings"

	"continuum/internal/opendata"
	"continuum/internal/opendata/format"
)

// insertionColumns are those of the surveys of graduates by university and discipline.
var insertionColumns = []opendata.Column{
	{Name: "annee", Type: opendata.Int, Key: true, Min: 2005, Max: 2100},                                                     // of the diploma
	{Name: "diplome", Type: opendata.Text, Key: true},                                                                        // MASTER LMD, MASTER ENS, LICENCE PRO
	{Name: "uai", Type: opendata.Code, Key: true, Refs: []string{"etablissements-sup.uai", "etablissements-sup.autres_uai"}}, // UNIV: all of them
	{Name: "code_domaine", Type: opendata.Code, Key: true},
	{Name: "code_discipline", Type: opendata.Code, Key: true},
	{Name: "mois", Type: opendata.Int, Key: true}, // after the diploma: 18 or 30
	{Name: "etablissement", Type: opendata.Text},
	{Name: "domaine", Type: opendata.Text},
	{Name: "discipline", Type: opendata.Text},
	{Name: "reponses", Type: opendata.Int},
	{Name: "taux_reponse", Type: opendata.Decimal, Maskable: true, Min: 0, Max: 100},
	{Name: "taux_insertion", Type: opendata.Decimal, Maskable: true, Min: 0, Max: 100},
	{Name: "taux_emploi", Type: opendata.Decimal, Maskable: true, Min: 0, Max: 100},         // since 2011, not in older copies
	{Name: "taux_emploi_salarie", Type: opendata.Decimal, Maskable: true, Min: 0, Max: 100}, // in France
	{Name: "cadres_ou_intermediaires", Type: opendata.Decimal, Maskable: true, Min: 0, Max: 100},
	{Name: "cadres", Type: opendata.Decimal, Maskable: true, Min: 0, Max: 100},
	{Name: "stables", Type: opendata.Decimal, Maskable: true, Min: 0, Max: 100},
	{Name: "temps_plein", Type: opendata.Decimal, Maskable: true, Min: 0, Max: 100},
	{Name: "hors_region", Type: opendata.Decimal, Maskable: true, Min: 0, Max: 100},
	{Name: "salaire_net_median", Type: opendata.Int, Maskable: true, Min: 0, Max: 20000}, // a month, full time
	{Name: "paysage", Type: opendata.Code, Refs: []string{"etablissements-sup.paysage"}},
}

// InsertionLP is what becomes of those who leave a licence professionnelle.
var InsertionLP = &opendata.Source{
	ID:        "insertion-lp",
	Title:     "Insertion professionnelle des diplômés de licence professionnelle",
	Publisher: "Ministère chargé de l'enseignement supérieur (SIES)",
	Dataset:   "fr-esr-insertion_professionnelle-lp",
	Page:      "https://data.enseignementsup-recherche.gouv.fr/explore/dataset/fr-esr-insertion_professionnelle-lp/",
	URL:       "https://data.enseignementsup-recherche.gouv.fr/api/explore/v2.1/catalog/datasets/fr-esr-insertion_professionnelle-lp/exports/csv?use_labels=false&delimiter=%3B",
	Licence:   opendata.LicenceOuverte,
	Note:      "Diplômés de 2013 à 2016 : série ancienne, remplacée par InserSup.",
	Columns:   insertionColumns,
	Layouts:   insertionLayouts("fr-esr-insertion_professionnelle-lp*.csv"),
	Dated:     "annee",
	MinRows:   3000, MaxRows: 40000,
}

// InsertionMaster is what becomes of those who leave a master.
var InsertionMaster = &opendata.Source{
	ID:        "insertion-master",
	Title:     "Insertion professionnelle des diplômés de master",
	Publisher: "Ministère chargé de l'enseignement supérieur (SIES)",
	Dataset:   "fr-esr-insertion_professionnelle-master",
	Page:      "https://data.enseignementsup-recherche.gouv.fr/explore/dataset/fr-esr-insertion_professionnelle-master/",
	URL:       "https://data.enseignementsup-recherche.gouv.fr/api/explore/v2.1/catalog/datasets/fr-esr-insertion_professionnelle-master/exports/csv?use_labels=false&delimiter=%3B",
	Licence:   opendata.LicenceOuverte,
	Note:      "Diplômés de 2010 à 2017 : série ancienne, remplacée par InserSup.",
	Columns:   insertionColumns,
	Layouts:   insertionLayouts("fr-esr-insertion_professionnelle-master*.csv"),
	Dated:     "annee",
	MinRows:   8000, MaxRows: 80000,
}

func insertionLayouts(files string) []opendata.Layout {
	return []opendata.Layout{{
		Name: "enquête", Files: []string{files}, Format: format.Format{Kind: format.CSV},
		Fields: []opendata.Field{
			from("annee", "annee"), from("diplome", "diplome"), from("uai", "numero_de_l_etablissement"), from("etablissement", "etablissement"),
			from("code_domaine", "code_du_domaine"), from("domaine", "domaine"), from("code_discipline", "code_de_la_discipline"), from("discipline", "discipline"),
			from("mois", "situation"), from("reponses", "nombre_de_reponses"), from("taux_reponse", "taux_de_reponse"),
			from("taux_insertion", "taux_dinsertion"), maybe("taux_emploi", "taux_d_emploi"), maybe("taux_emploi_salarie", "taux_d_emploi_salarie_en_france"),
			from("cadres_ou_intermediaires", "emplois_cadre_ou_professions_intermediaires"), maybe("cadres", "emplois_cadre"),
			from("stables", "emplois_stables"), from("temps_plein", "emplois_a_temps_plein"), maybe("hors_region", "emplois_exterieurs_a_la_region_de_luniversite"),
			from("salaire_net_median", "salaire_net_median_des_emplois_a_temps_plein"), maybe("paysage", "id_paysage"),
		},
		Make: steps(months(insertionColumns), words(insertionColumns, surveyHidden, surveyNone)),
	}}
}

// What the surveys write for a figure that rests on too few answers, and for none.
var (
	surveyHidden = []string{"ns"}
	surveyNone   = []string{"nd", ".", "#N/A", "fe"}
)

// months reads "18 mois après le diplôme".
func months(columns []opendata.Column) step {
	i := at(columns, "mois")
	return func(_ *format.Record, row opendata.Row) error {
		row[i], _, _ = strings.Cut(row[i], " ")
		return nil
	}
}
