package source

import (
	"strings"

	"continuum/internal/opendata"
	"continuum/internal/opendata/format"
)

var parcoursupColumns = []opendata.Column{
	// The code of the course on the platform; where a copy lost it, the UAI, the label
	// and the point, which is all that is left to tell courses apart.
	{Name: "code", Type: opendata.Text, Key: true},
	{Name: "session", Type: opendata.Int, Min: 2018, Max: 2100},
	{Name: "uai", Type: opendata.UAI, Required: true, Refs: []string{"annuaire.uai", "etablissements-sup.uai", "etablissements-sup.autres_uai", "etablissements-geo.uai"}},
	{Name: "etablissement", Type: opendata.Text},
	{Name: "statut", Type: opendata.Text}, // Public, Privé sous contrat d'association…
	{Name: "departement", Type: opendata.Code},
	{Name: "region", Type: opendata.Text},
	{Name: "academie", Type: opendata.Text},
	{Name: "commune", Type: opendata.Text},
	{Name: "filiere", Type: opendata.Text, Required: true},
	{Name: "filiere_agregee", Type: opendata.Text},
	{Name: "filiere_detaillee", Type: opendata.Text},
	{Name: "filiere_bis", Type: opendata.Text},
	{Name: "filiere_tres_detaillee", Type: opendata.Text},
	{Name: "selectivite", Type: opendata.Text},
	{Name: "latitude", Type: opendata.Latitude},
	{Name: "longitude", Type: opendata.Longitude},
	{Name: "capacite", Type: opendata.Int, Min: 0, Max: 50000},
	{Name: "candidats", Type: opendata.Int},
	{Name: "candidats_phase_principale", Type: opendata.Int},
	{Name: "classes", Type: opendata.Int},
	{Name: "propositions", Type: opendata.Int},
	{Name: "admis", Type: opendata.Int},
	{Name: "admis_neo_bacheliers", Type: opendata.Int},
	{Name: "admis_generaux", Type: opendata.Int},
	{Name: "admis_technologiques", Type: opendata.Int},
	{Name: "admis_professionnels", Type: opendata.Int},
	{Name: "taux_acces", Type: opendata.Decimal, Min: 0, Max: 100},
	{Name: "lien", Type: opendata.Text},
	{Name: "entrees", Type: opendata.Int}, // courses that the row stands for: more than one only in the reduced copy
}

// reducedSession is the session of the reduced copy: it has the rows of the official
// file of that year.
const reducedSession = "2025"

// Parcoursup is every course of the national platform, with its place. Rows that are
// alike in all that the reduced copy kept are courses that it no longer tells apart (with
// or without boarding, two tracks of a licence): one row counts them.
var Parcoursup = &opendata.Source{
	ID:        "parcoursup",
	Title:     "Parcoursup : vœux de poursuite d'études et réponses des établissements",
	Publisher: "Ministère chargé de l'enseignement supérieur",
	Dataset:   "fr-esr-parcoursup",
	Page:      "https://data.enseignementsup-recherche.gouv.fr/explore/dataset/fr-esr-parcoursup/",
	URL:       "https://data.enseignementsup-recherche.gouv.fr/api/explore/v2.1/catalog/datasets/fr-esr-parcoursup/exports/csv?use_labels=true&delimiter=%3B",
	Licence:   opendata.LicenceOuverte,
	Note:      "La copie à 6 colonnes de la session 2025 n'a ni capacité ni taux d'accès, et ses libellés ont perdu apostrophes et traits d'union.",
	Columns:   parcoursupColumns,
	Newest:    true,
	Layouts: []opendata.Layout{
		{
			Name:   "complet",
			Files:  []string{"fr-esr-parcoursup*.csv"},
			Format: format.Format{Kind: format.CSV},
			Fields: []opendata.Field{
				from("code", "cod_aff_form"),
				from("session", "Session"),
				from("uai", "cod_uai", "Code UAI de l'établissement"),
				from("etablissement", "g_ea_lib_vx", "Établissement"),
				from("statut", "contrat_etab", "Statut de l’établissement de la filière de formation (public, privé…)"),
				maybe("departement", "dep", "Code départemental de l’établissement"),
				maybe("region", "region_etab_aff", "Région de l’établissement"),
				maybe("academie", "acad_mies", "Académie de l’établissement"),
				maybe("commune", "ville_etab", "Commune de l’établissement"),
				from("filiere", "lib_for_voe_ins", "Filière de formation"),
				maybe("filiere_agregee", "fili", "Filière de formation très agrégée"),
				maybe("filiere_detaillee", "form_lib_voe_acc", "Filière de formation détaillée"),
				maybe("filiere_bis", "fil_lib_voe_acc", "Filière de formation détaillée bis"),
				maybe("filiere_tres_detaillee", "detail_forma", "Filière de formation très détaillée"),
				maybe("selectivite", "select_form", "Sélectivité"),
				from("latitude", "g_olocalisation_des_formations", "Coordonnées GPS de la formation"),
				from("capacite", "capa_fin", "Capacité de l’établissement par formation"),
				from("candidats", "voe_tot", "Effectif total des candidats pour une formation"),
				maybe("candidats_phase_principale", "nb_voe_pp", "Effectif total des candidats en phase principale"),
				maybe("classes", "nb_cla_pp", "Effectif total des candidats classés par l’établissement en phase principale"),
				maybe("propositions", "prop_tot", "Effectif total des candidats ayant reçu une proposition d’admission de la part de l’établissement"),
				maybe("admis", "acc_tot", "Effectif total des candidats ayant accepté la proposition de l’établissement (admis)"),
				maybe("admis_neo_bacheliers", "acc_neobac", "Effectif des admis néo bacheliers"),
				maybe("admis_generaux", "acc_bg", "Effectif des admis néo bacheliers généraux"),
				maybe("admis_technologiques", "acc_bt", "Effectif des admis néo bacheliers technologiques"),
				maybe("admis_professionnels", "acc_bp", "Effectif des admis néo bacheliers professionnels"),
				maybe("taux_acces", "taux_acces_ens", "Taux d’accès"),
				maybe("lien", "lien_form_psup", "Lien de la formation sur la plateforme Parcoursup"),
			},
			Make: steps(point(parcoursupColumns), set(parcoursupColumns, "entrees", "1")),
		},
		{
			Name:    "copie réduite",
			Files:   []string{"fr-esr-parcoursup*.csv"},
			Format:  format.Format{Kind: format.CSV, Comma: ','},
			Vintage: reducedSession,
			Fields: []opendata.Field{
				from("uai", "Code UAI de l etablissement"),
				from("etablissement", "etablissement"),
				from("statut", "Statut de l’etablissement de la filiere de formation (public, prive…)"),
				from("region", "Region de l’etablissement"),
				from("filiere", "Filiere de formation"),
				from("latitude", "Coordonnées GPS de la formation"),
			},
			Make: steps(set(parcoursupColumns, "session", reducedSession), set(parcoursupColumns, "entrees", "1"), reducedDashes, reducedCode, point(parcoursupColumns)),
		},
	},
	Merge:   sumEntries(parcoursupColumns, "capacite", "entrees"),
	Dated:   "session",
	MinRows: 11000, MaxRows: 40000,
}

// reducedDashes puts back the dashes between the parts of a label, which the copy made
// spaces like those around them: three in a row. Those inside of words are lost.
func reducedDashes(in *format.Record, row opendata.Row) error {
	row[at(parcoursupColumns, "filiere")] = strings.ReplaceAll(in.Get("Filiere de formation"), "   ", " - ")
	row[at(parcoursupColumns, "etablissement")] = strings.ReplaceAll(in.Get("etablissement"), "   ", " - ")
	return nil
}

// reducedCode makes a code for a course of the copy that lost it.
func reducedCode(_ *format.Record, row opendata.Row) error {
	parts := []string{row[at(parcoursupColumns, "uai")], row[at(parcoursupColumns, "filiere")], row[at(parcoursupColumns, "latitude")]}
	row[at(parcoursupColumns, "code")] = strings.Join(parts, "/")
	return nil
}
