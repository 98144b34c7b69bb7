package source

import (
	"continuum/internal/opendata"
	"continuum/internal/opendata/format"
)

var inserSupColumns = []opendata.Column{
	{Name: "promotion", Type: opendata.Text, Key: true}, // 2021, or two years together: 2021,2022
	{Name: "paysage", Type: opendata.Code, Key: true, Refs: []string{"etablissements-sup.paysage"}},
	{Name: "type_diplome", Type: opendata.Text, Key: true}, // master LMD, licence professionnelle…
	{Name: "diplome", Type: opendata.Code, Key: true},      // SISE code; "all" for a discipline as a whole
	{Name: "discipline", Type: opendata.Text, Key: true},
	{Name: "uai", Type: opendata.UAI, Refs: []string{"etablissements-sup.uai", "etablissements-sup.autres_uai"}},
	{Name: "etablissement", Type: opendata.Text},
	{Name: "domaine", Type: opendata.Text},
	{Name: "libelle", Type: opendata.Text},
	{Name: "poursuivants", Type: opendata.Int, Maskable: true},
	{Name: "sortants", Type: opendata.Int, Maskable: true},
	{Name: "emploi_6", Type: opendata.Decimal, Maskable: true, Min: 0, Max: 100}, // share of leavers with a salary in France
	{Name: "emploi_12", Type: opendata.Decimal, Maskable: true, Min: 0, Max: 100},
	{Name: "emploi_18", Type: opendata.Decimal, Maskable: true, Min: 0, Max: 100},
	{Name: "emploi_24", Type: opendata.Decimal, Maskable: true, Min: 0, Max: 100},
	{Name: "emploi_30", Type: opendata.Decimal, Maskable: true, Min: 0, Max: 100},
	{Name: "stable_12", Type: opendata.Decimal, Maskable: true, Min: 0, Max: 100},
	{Name: "stable_30", Type: opendata.Decimal, Maskable: true, Min: 0, Max: 100},
	{Name: "salaire_12", Type: opendata.Int, Maskable: true}, // median, net a month, full time
	{Name: "salaire_30", Type: opendata.Int, Maskable: true},
}

// InserSup is what becomes of those who leave higher education, by diploma and place.
// The file also splits each row by gender, nationality, way of enrolling and success: of
// these only the row of all graduates is kept.
var InserSup = &opendata.Source{
	ID:        "insersup",
	Title:     "InserSup : insertion professionnelle des diplômés du supérieur",
	Publisher: "Ministère chargé de l'enseignement supérieur (SIES)",
	Dataset:   "fr-esr-insersup",
	Page:      "https://data.enseignementsup-recherche.gouv.fr/explore/dataset/fr-esr-insersup/",
	URL:       "https://data.enseignementsup-recherche.gouv.fr/api/explore/v2.1/catalog/datasets/fr-esr-insersup/exports/csv?use_labels=false&delimiter=%3B",
	Licence:   opendata.LicenceOuverte,
	Columns:   inserSupColumns,
	Layouts: []opendata.Layout{{
		Name: "InserSup", Files: []string{"fr-esr-insersup*.csv"}, Format: format.Format{Kind: format.CSV},
		Fields: []opendata.Field{
			from("promotion", "promo", "promotion"), from("paysage", "id_paysage", "etablissement_id_paysage"),
			from("type_diplome", "type_diplome"), from("diplome", "diplome"), from("discipline", "discipline", "discipline_lib", "sectdis_lib"),
			maybe("uai", "uai", "Code UAI de l'établissement"), from("etablissement", "uo_lib", "Établissement"),
			maybe("domaine", "domaine", "dom_lib", "Domaine disciplinaire"), maybe("libelle", "libelle_diplome", "Libellé du diplôme"),
			from("poursuivants", "nb_poursuivants"), from("sortants", "nb_sortants"),
			from("emploi_6", "tx_sortants_en_emploi_sal_fr_6"), from("emploi_12", "tx_sortants_en_emploi_sal_fr_12"),
			from("emploi_18", "tx_sortants_en_emploi_sal_fr_18"), from("emploi_24", "tx_sortants_en_emploi_sal_fr_24"), from("emploi_30", "tx_sortants_en_emploi_sal_fr_30"),
			maybe("stable_12", "tx_sortants_en_emploi_stable_12"), maybe("stable_30", "tx_sortants_en_emploi_stable_30"),
			maybe("salaire_12", "salaire_q2_12"), maybe("salaire_30", "salaire_q2_30"),
		},
		Make: steps(allGraduates, words(inserSupColumns, []string{"nd", "ns"}, []string{"na", "."})),
	}},
	Drift:   0.5, // its structure changed more than once
	Dated:   "promotion",
	MinRows: 5000, MaxRows: 400000,
	Unpublished: "Devenir des diplômés du supérieur depuis 2020 : le fichier (plus d'un million de lignes) n'est dans aucun dépôt ; les séries anciennes s'arrêtent en 2017.",
}

// allGraduates leaves out the rows about a part of the graduates.
func allGraduates(in *format.Record, _ opendata.Row) error {
	for heading, whole := range map[string]string{"genre": "ensemble", "nationalite": "ensemble", "regime_inscription": "ensemble", "obtention_diplome": "diplômé"} {
		if v := in.Get(heading); v != "" && v != whole {
			return opendata.Skip("a part of the graduates, by " + heading)
		}
	}
	return nil
}
