package source

import (
	"continuum/internal/opendata"
	"continuum/internal/opendata/format"
)

var cartographieColumns = []opendata.Column{
	{Name: "annee", Type: opendata.Int, Key: true, Min: 2018, Max: 2100},
	{Name: "formation", Type: opendata.Code, Key: true}, // number of the course on the platform
	{Name: "uai", Type: opendata.UAI, Refs: []string{"annuaire.uai", "etablissements-sup.uai", "etablissements-geo.uai"}},
	{Name: "etablissement", Type: opendata.Text},
	{Name: "types", Type: opendata.List}, // BTS, BUT, licence…
	{Name: "libelles", Type: opendata.List},
	{Name: "filieres", Type: opendata.List},
	{Name: "apprentissage", Type: opendata.Text},
	{Name: "statut", Type: opendata.Text},
	{Name: "region", Type: opendata.Text},
	{Name: "departement", Type: opendata.Text},
	{Name: "commune", Type: opendata.Text},
	{Name: "latitude", Type: opendata.Latitude},
	{Name: "longitude", Type: opendata.Longitude},
	{Name: "lien", Type: opendata.Text},
	{Name: "paysage", Type: opendata.Code, Refs: []string{"etablissements-sup.paysage"}},
}

// Cartographie is the map of all courses of Parcoursup, apprenticeship included.
var Cartographie = &opendata.Source{
	ID:        "cartographie-parcoursup",
	Title:     "Cartographie des formations Parcoursup",
	Publisher: "Ministère chargé de l'enseignement supérieur",
	Dataset:   "fr-esr-cartographie_formations_parcoursup",
	Page:      "https://data.enseignementsup-recherche.gouv.fr/explore/dataset/fr-esr-cartographie_formations_parcoursup/",
	URL:       "https://data.enseignementsup-recherche.gouv.fr/api/explore/v2.1/catalog/datasets/fr-esr-cartographie_formations_parcoursup/exports/csv?use_labels=false&delimiter=%3B",
	Licence:   opendata.LicenceOuverte,
	Columns:   cartographieColumns,
	Partition: "annee",
	Layouts: []opendata.Layout{{
		Name: "cartographie", Files: []string{"fr-esr-cartographie_formations_parcoursup*.csv"}, Format: format.Format{Kind: format.CSV},
		Fields: []opendata.Field{
			from("annee", "annee"), from("formation", "gta", "code_formation"), from("uai", "etab_uai"), from("etablissement", "etab_nom"),
			from("types", "tf"), from("libelles", "nm"), maybe("filieres", "fl"), maybe("apprentissage", "app"), from("statut", "tc"),
			maybe("region", "region"), maybe("departement", "departement"), maybe("commune", "commune"),
			from("latitude", "etab_gps"), maybe("lien", "fiche"), maybe("paysage", "etablissement_id_paysage"),
		},
		Make: steps(point(cartographieColumns), split(cartographieColumns, ",", "types", "libelles", "filieres")),
	}},
	MinRows: 10000, MaxRows: 400000,
	Unpublished: "Toutes les formations de Parcoursup, apprentissage compris, de 2020 à aujourd'hui : le fichier n'est dans aucun dépôt.",
}
