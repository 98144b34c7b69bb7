package source

import (
	"continuum/internal/opendata"
	"continuum/internal/opendata/format"
)

var organismesColumns = []opendata.Column{
	{Name: "uai", Type: opendata.UAI, Key: true},
	{Name: "siret", Type: opendata.Code, Key: true}, // a UAI can have several
	{Name: "nom", Type: opendata.Text, Required: true},
	{Name: "adresse", Type: opendata.Text},
	{Name: "code_postal", Type: opendata.Code},
	{Name: "code_commune", Type: opendata.Commune, Refs: []string{"communes.code"}},
	{Name: "commune", Type: opendata.Text},
	{Name: "code_region", Type: opendata.Code},
	{Name: "code_academie", Type: opendata.Code},
	{Name: "latitude", Type: opendata.Latitude},
	{Name: "longitude", Type: opendata.Longitude},
	{Name: "qualiopi", Type: opendata.Bool},
	{Name: "naf", Type: opendata.Code},
	{Name: "ferme", Type: opendata.Bool},
}

// OrganismesApprentissage is the bodies that give apprenticeship training.
var OrganismesApprentissage = &opendata.Source{
	ID:        "organismes-apprentissage",
	Title:     "Catalogue de l'offre de formation en apprentissage : établissements",
	Publisher: "Mission interministérielle pour l'apprentissage et réseau des Carif-Oref",
	Page:      "Catalogue de l'offre de formation en apprentissage (catalogue-apprentissage.intercariforef.org)",
	Licence:   opendata.NoneStated,
	Note:      "Extrait d'octobre 2022, sans les entrepreneurs individuels ni les organismes sans code UAI.",
	Columns:   organismesColumns,
	Newest:    true,
	Layouts: []opendata.Layout{
		{
			Name:    "copie réduite",
			Files:   []string{"etablissements_apprentissage_*.reduit.csv"},
			Format:  format.Format{Kind: format.CSV},
			Vintage: "2022-10",
			Fields: append(named("uai", "siret", "nom", "adresse", "code_postal", "code_commune", "commune", "code_region",
				"latitude", "longitude", "qualiopi", "naf", "ferme"), from("code_academie", "num_academie")),
			Make: steps(pad(organismesColumns, "code_academie", 2)),
		},
		{
			Name:   "catalogue",
			Files:  []string{"etablissements_apprentissage*.csv", "etablissements.csv"},
			Format: format.Format{Kind: format.CSV},
			Fields: []opendata.Field{
				from("uai", "uai"),
				from("siret", "siret"),
				from("nom", "entreprise_raison_sociale", "enseigne", "onisep_nom"),
				maybe("adresse", "adresse"),
				maybe("code_postal", "code_postal"),
				maybe("code_commune", "code_insee_localite"),
				maybe("commune", "localite", "nom_commune"),
				maybe("code_region", "region_implantation_code"),
				maybe("code_academie", "num_academie"),
				maybe("latitude", "geo_coordonnees"),
				maybe("qualiopi", "certifie_qualite", "info_qualiopi_info"),
				maybe("naf", "naf_code"),
				maybe("ferme", "ferme"),
			},
			Make: steps(point(organismesColumns), pad(organismesColumns, "code_academie", 2)),
		},
	},
	MinRows: 2500, MaxRows: 20000,
}
