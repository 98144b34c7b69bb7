package source

import (
	"strings"

	"continuum/internal/opendata"
	"continuum/internal/opendata/format"
)

// inserJeunesColumns are those of both files by establishment, pro and apprenticeship:
// all diplomas together.
var inserJeunesColumns = []opendata.Column{
	{Name: "cohorte", Type: opendata.Code, Key: true}, // 2021_2022
	{Name: "uai", Type: opendata.UAI, Key: true, Refs: []string{"annuaire.uai", "etablissements-geo.uai"}},
	{Name: "perimetre", Type: opendata.Code, Key: true, Codes: []string{"ensemble", "scolaire", "apprentissage"}},
	{Name: "nom", Type: opendata.Text},
	{Name: "region", Type: opendata.Text},
	{Name: "taux_poursuite", Type: opendata.Decimal, Maskable: true, Min: 0, Max: 100},
	{Name: "taux_emploi_6", Type: opendata.Decimal, Maskable: true, Min: 0, Max: 100},
	{Name: "taux_attendu", Type: opendata.Decimal, Maskable: true, Min: 0, Max: 100}, // after six months, of establishments alike
	{Name: "valeur_ajoutee", Type: opendata.Decimal, Maskable: true, Min: -100, Max: 100},
	{Name: "taux_emploi_12", Type: opendata.Decimal, Maskable: true, Min: 0, Max: 100},
	{Name: "taux_emploi_18", Type: opendata.Decimal, Maskable: true, Min: 0, Max: 100},
	{Name: "taux_emploi_24", Type: opendata.Decimal, Maskable: true, Min: 0, Max: 100},
	{Name: "taux_rupture", Type: opendata.Decimal, Maskable: true, Min: 0, Max: 100},  // contracts broken off; apprenticeship, some cohorts
	{Name: "part_emploi_6", Type: opendata.Decimal, Maskable: true, Min: 0, Max: 100}, // of all, those who go on studying included
	{Name: "part_autres", Type: opendata.Decimal, Maskable: true, Min: 0, Max: 100},
}

// InserJeunesLycee is what becomes of those who leave a vocational lycée.
var InserJeunesLycee = &opendata.Source{
	ID:        "inserjeunes-lycee",
	Title:     "InserJeunes : insertion des lycéens professionnels, par établissement",
	Publisher: "Ministère chargé de l'éducation nationale (DEPP) et ministère chargé du travail (DARES)",
	Dataset:   "fr-en-inserjeunes-lycee_pro",
	Page:      "https://data.education.gouv.fr/explore/dataset/fr-en-inserjeunes-lycee_pro/",
	Licence:   opendata.LicenceOuverte,
	Note:      "Tous diplômes de l'établissement confondus ; une à trois lignes par établissement (ensemble, scolaires, apprentis).",
	Columns:   inserJeunesColumns,
	Partition: "cohorte",
	URL:       "https://data.education.gouv.fr/api/explore/v2.1/catalog/datasets/fr-en-inserjeunes-lycee_pro/exports/csv?use_labels=false&delimiter=%3B",
	Layouts:   inserJeunesLayouts("pro", "fr-en-inserjeunes-lycee_pro", true),
	MinRows:   3500, MaxRows: 60000,
}

// InserJeunesCFA is what becomes of those who leave an apprenticeship centre.
var InserJeunesCFA = &opendata.Source{
	ID:        "inserjeunes-cfa",
	Title:     "InserJeunes : insertion des apprentis, par établissement",
	Publisher: "Ministère chargé de l'éducation nationale (DEPP) et ministère chargé du travail (DARES)",
	Dataset:   "fr-en-inserjeunes-cfa",
	Page:      "https://data.education.gouv.fr/explore/dataset/fr-en-inserjeunes-cfa/",
	Licence:   opendata.LicenceOuverte,
	Note:      "Tous diplômes de l'établissement confondus.",
	Columns:   inserJeunesColumns,
	Partition: "cohorte",
	URL:       "https://data.education.gouv.fr/api/explore/v2.1/catalog/datasets/fr-en-inserjeunes-cfa/exports/csv?use_labels=false&delimiter=%3B",
	Layouts:   inserJeunesLayouts("apprentissage", "fr-en-inserjeunes-cfa", false),
	MinRows:   600, MaxRows: 60000,
}

// perimeters are the words of the files for what a line is about.
var perimeters = map[string]string{
	"dont élèves en voie pro sco": "scolaire",
	"dont apprentis":              "apprentissage",
}

func inserJeunesLayouts(kind, dataset string, perimeter bool) []opendata.Layout {
	old := []opendata.Field{
		from("uai", "n°UAI de l'établissement"), from("nom", "Libellé de l'établissement"), from("region", "Région"),
		from("taux_emploi_6", "Taux"), from("taux_attendu", "Taux attendu"), from("valeur_ajoutee", "Valeur ajoutée"),
	}
	recent := append(old[:len(old):len(old)],
		from("taux_poursuite", "Taux de poursuite d'études"),
		from("part_emploi_6", "Part en emploi 6 mois après la sortie"),
		from("part_autres", "Part des autres situations"))
	portal := []opendata.Field{
		from("cohorte", "annee", "Année"), from("uai", "uai"), from("nom", "libelle", "Libellé"), maybe("region", "region", "Région"),
		from("taux_poursuite", "taux_poursuite_etudes"), from("taux_emploi_6", "taux_emploi_6_mois"),
		from("taux_attendu", "taux_emploi_6_mois_attendu"), from("valeur_ajoutee", "va_emploi_6_mois"),
		maybe("taux_emploi_12", "taux_emploi_12_mois"), maybe("taux_emploi_18", "taux_emploi_18_mois"), maybe("taux_emploi_24", "taux_emploi_24_mois"),
		maybe("part_emploi_6", "part_en_emploi_6_mois_apres_la_sortie"), maybe("part_autres", "part_des_autres_situations"),
		maybe("taux_rupture", "taux_contrats_interrompus"),
	}
	about := set(inserJeunesColumns, "perimetre", "apprentissage")
	if perimeter {
		recent = append(recent, from("perimetre", "Dont apprentis en EPLE"))
		portal = append(portal, from("perimetre", "dont_apprentis_eple"))
		about = recode(inserJeunesColumns, "perimetre", perimeters)
	}
	hidden := words(inserJeunesColumns, []string{"nd"}, nil)
	cohort := cohortOfFile(inserJeunesColumns, "cohorte")
	files, csv := []string{"depp-*-etablissements-*-" + kind + ".csv"}, format.Format{Kind: format.CSV, Comma: ';'}
	return []opendata.Layout{
		{Name: "depuis 2020_2021", Files: files, Format: csv, Fields: recent, Make: steps(cohort, about, hidden)},
		{Name: "2018_2019 et 2019_2020", Files: files, Format: csv, Fields: old, Make: steps(cohort, unnamed(perimeter), about, hidden)},
		{Name: "portail", Files: []string{dataset + ".csv"}, Format: format.Format{Kind: format.CSV}, Fields: portal, Make: steps(portalCohort, about, hidden)},
	}
}

// portalCohort writes a cohort as the files of each of them do: the portal has
// "cumul 2022-2023" in a column.
func portalCohort(_ *format.Record, row opendata.Row) error {
	i := at(inserJeunesColumns, "cohorte")
	row[i] = strings.ReplaceAll(strings.TrimPrefix(row[i], "cumul "), "-", "_")
	return nil
}

// unnamed reads the columns that the files of the first two cohorts leave without a
// heading: after the region, what the line is about (or the contracts broken off), then
// further study; after the value added, employment at 12, 18 and 24 months, of which the
// second cohort has the first alone.
func unnamed(perimeter bool) step {
	third := at(inserJeunesColumns, "taux_rupture")
	if perimeter {
		third = at(inserJeunesColumns, "perimetre")
	}
	positions := map[int]int{
		3: third, 4: at(inserJeunesColumns, "taux_poursuite"),
		8: at(inserJeunesColumns, "taux_emploi_12"), 9: at(inserJeunesColumns, "taux_emploi_18"), 10: at(inserJeunesColumns, "taux_emploi_24"),
	}
	return func(in *format.Record, row opendata.Row) error {
		for from, to := range positions {
			row[to] = in.At(from)
		}
		return nil
	}
}
