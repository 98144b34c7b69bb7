package source

import (
	"continuum/internal/opendata"
	"continuum/internal/opendata/format"
)

// inserJeunesFineColumns are those of both files by establishment and diploma.
var inserJeunesFineColumns = []opendata.Column{
	{Name: "cohorte", Type: opendata.Text, Key: true}, // "cumul 2022-2023": two years together
	{Name: "uai", Type: opendata.UAI, Key: true, Refs: []string{"annuaire.uai", "etablissements-geo.uai"}},
	{Name: "formation", Type: opendata.Code, Key: true, Refs: []string{"mef.mefstat11", "diplomes.cfd"}}, // MEF STAT 11 (lycées) or CFD (apprenticeship)
	{Name: "etablissement", Type: opendata.Text},
	{Name: "region", Type: opendata.Text},
	{Name: "type_diplome", Type: opendata.Text},
	{Name: "libelle", Type: opendata.Text, Required: true},
	{Name: "duree", Type: opendata.Text},
	{Name: "renove", Type: opendata.Text}, // whether the diploma is new or renewed
	{Name: "taux_poursuite", Type: opendata.Decimal, Maskable: true, Min: 0, Max: 100},
	{Name: "taux_emploi_6", Type: opendata.Decimal, Maskable: true, Min: 0, Max: 100},
	{Name: "taux_emploi_12", Type: opendata.Decimal, Maskable: true, Min: 0, Max: 100},
	{Name: "taux_emploi_18", Type: opendata.Decimal, Maskable: true, Min: 0, Max: 100},
	{Name: "taux_emploi_24", Type: opendata.Decimal, Maskable: true, Min: 0, Max: 100},
	{Name: "part_emploi_6", Type: opendata.Decimal, Maskable: true, Min: 0, Max: 100},
	{Name: "part_autres", Type: opendata.Decimal, Maskable: true, Min: 0, Max: 100},
}

// InserJeunesLyceeFine is what becomes of those who leave a lycée, by diploma.
var InserJeunesLyceeFine = &opendata.Source{
	ID:        "inserjeunes-lycee-fine",
	Title:     "InserJeunes : voie professionnelle scolaire, par lycée et formation fine",
	Publisher: "Ministère chargé de l'éducation nationale (DEPP) et ministère chargé du travail (DARES)",
	Dataset:   "fr-en-inserjeunes-lycee_pro-formation-fine",
	Page:      "https://data.education.gouv.fr/explore/dataset/fr-en-inserjeunes-lycee_pro-formation-fine/",
	URL:       "https://data.education.gouv.fr/api/explore/v2.1/catalog/datasets/fr-en-inserjeunes-lycee_pro-formation-fine/exports/csv?use_labels=false&delimiter=%3B",
	Licence:   opendata.LicenceOuverte,
	Columns:   inserJeunesFineColumns,
	Layouts:   inserJeunesFineLayouts("fr-en-inserjeunes-lycee_pro-formation-fine*.csv"),
	Partition: "cohorte",
	MinRows:   5000, MaxRows: 500000,
	Unpublished: "Insertion par lycée et diplôme : le fichier n'est dans aucun dépôt ; à défaut, l'établissement ou la région tient lieu de périmètre.",
}

// InserJeunesCFAFine is what becomes of those who leave an apprenticeship centre, by diploma.
var InserJeunesCFAFine = &opendata.Source{
	ID:        "inserjeunes-cfa-fine",
	Title:     "InserJeunes : apprentissage, par CFA et formation fine",
	Publisher: "Ministère chargé de l'éducation nationale (DEPP) et ministère chargé du travail (DARES)",
	Dataset:   "fr-en-inserjeunes-cfa-formation_fine",
	Page:      "https://data.education.gouv.fr/explore/dataset/fr-en-inserjeunes-cfa-formation_fine/",
	URL:       "https://data.education.gouv.fr/api/explore/v2.1/catalog/datasets/fr-en-inserjeunes-cfa-formation_fine/exports/csv?use_labels=false&delimiter=%3B",
	Licence:   opendata.LicenceOuverte,
	Columns:   inserJeunesFineColumns,
	Layouts:   inserJeunesFineLayouts("fr-en-inserjeunes-cfa-formation_fine*.csv"),
	Partition: "cohorte",
	MinRows:   3000, MaxRows: 500000,
	Unpublished: "Insertion par CFA et diplôme : le fichier n'est dans aucun dépôt ; à défaut, l'établissement ou la région tient lieu de périmètre.",
}

func inserJeunesFineLayouts(files string) []opendata.Layout {
	return []opendata.Layout{{
		Name: "formation fine", Files: []string{files}, Format: format.Format{Kind: format.CSV},
		Fields: []opendata.Field{
			from("cohorte", "annee", "Année"), from("uai", "uai"), from("etablissement", "libelle", "Libellé"), maybe("region", "region", "Région"),
			from("formation", "code_formation_mefstat11", "code_formation_apprentissage", "code_formation"),
			from("type_diplome", "type_diplome"), from("libelle", "libelle_formation"),
			maybe("duree", "duree_formation"), maybe("renove", "diplome_renove_ou_nouveau"),
			from("taux_poursuite", "taux_poursuite_etudes"), from("taux_emploi_6", "taux_emploi_6_mois"),
			maybe("taux_emploi_12", "taux_emploi_12_mois"), maybe("taux_emploi_18", "taux_emploi_18_mois"), maybe("taux_emploi_24", "taux_emploi_24_mois"),
			maybe("part_emploi_6", "part_en_emploi_6_mois_apres_la_sortie"), maybe("part_autres", "part_des_autres_situations"),
		},
		Make: steps(words(inserJeunesFineColumns, []string{"nd", "ns"}, nil)),
	}}
}
