package source

import (
	"continuum/internal/opendata"
	"continuum/internal/opendata/format"
)

var etablissementsSupColumns = []opendata.Column{
	{Name: "paysage", Type: opendata.Code, Key: true}, // identifier of the ministry, one a legal body
	{Name: "uai", Type: opendata.UAI},                 // the first one where there are several
	{Name: "autres_uai", Type: opendata.List},         // others, of now and of before
	{Name: "nom", Type: opendata.Text, Required: true},
	{Name: "nom_court", Type: opendata.Text},
	{Name: "sigle", Type: opendata.Text},
	{Name: "type", Type: opendata.Text}, // Université, École, Grand établissement, Autre établissement
	{Name: "typologie", Type: opendata.Text},
	{Name: "secteur", Type: opendata.Code, Codes: []string{"Public", "Privé"}},
	{Name: "siret", Type: opendata.Code},
	{Name: "ror", Type: opendata.Code},
	{Name: "web", Type: opendata.Text},
	{Name: "adresse", Type: opendata.Text},
	{Name: "code_postal", Type: opendata.Code},
	{Name: "code_commune", Type: opendata.Commune, Refs: []string{"communes.code"}},
	{Name: "commune", Type: opendata.Text},
	{Name: "code_departement", Type: opendata.Code}, // as published: D035
	{Name: "code_academie", Type: opendata.Code},    // as published: A14, not the number of the académie
	{Name: "code_region", Type: opendata.Code},      // as published: R53
	{Name: "latitude", Type: opendata.Latitude},
	{Name: "longitude", Type: opendata.Longitude},
	{Name: "qualification", Type: opendata.Text}, // EESPIG…
	{Name: "inscrits", Type: opendata.Int},       // of the last year that the file gives
	{Name: "inscrits_annee", Type: opendata.Int}, // first year of it
}

// EtablissementsSup is the main establishments of higher education.
var EtablissementsSup = &opendata.Source{
	ID:        "etablissements-sup",
	Title:     "Principaux établissements d'enseignement supérieur",
	Publisher: "Ministère chargé de l'enseignement supérieur",
	Dataset:   "fr-esr-principaux-etablissements-enseignement-superieur",
	Page:      "https://data.enseignementsup-recherche.gouv.fr/explore/dataset/fr-esr-principaux-etablissements-enseignement-superieur/",
	URL:       "https://data.enseignementsup-recherche.gouv.fr/api/explore/v2.1/catalog/datasets/fr-esr-principaux-etablissements-enseignement-superieur/exports/csv?use_labels=false&delimiter=%3B",
	Licence:   opendata.LicenceOuverte,
	Note:      "Universités et principales écoles seulement : les autres établissements du supérieur viennent de Parcoursup et des mentions de master.",
	Columns:   etablissementsSupColumns,
	Newest:    true,
	Layouts: []opendata.Layout{{
		Name:   "complet",
		Files:  []string{"fr-esr-principaux-etablissements-enseignement-superieur*.csv"},
		Format: format.Format{Kind: format.CSV},
		Fields: []opendata.Field{
			from("paysage", "etablissement_id_paysage", "identifiant interne"),
			from("uai", "uai", "uai - identifiant"),
			maybe("autres_uai", "anciens_codes_uai"),
			from("nom", "uo_lib", "libellé"),
			maybe("nom_court", "nom_court"),
			maybe("sigle", "sigle"),
			from("type", "type_d_etablissement"),
			maybe("typologie", "typologie_d_universites_et_assimiles"),
			from("secteur", "secteur_d_etablissement"),
			maybe("siret", "siret"),
			maybe("ror", "identifiant_ror"),
			maybe("web", "url", "site internet"),
			maybe("adresse", "adresse_uai", "adresse"),
			maybe("code_postal", "code_postal_uai", "code postal"),
			from("code_commune", "com_code", "code commune"),
			from("commune", "com_nom", "commune"),
			maybe("code_departement", "dep_id", "code département"),
			maybe("code_academie", "aca_id", "code académie"),
			maybe("code_region", "reg_id", "code région"),
			from("latitude", "coordonnees", "géolocalisation"),
			maybe("qualification", "qualification_court"),
		},
	}},
	MinRows: 180, MaxRows: 600,
}
