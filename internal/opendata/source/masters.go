package source

import (
	"continuum/internal/opendata"
	"continuum/internal/opendata/format"
)

var mastersColumns = []opendata.Column{
	{Name: "annee", Type: opendata.Int, Key: true, Min: 2015, Max: 2100}, // of the campaign
	{Name: "uai", Type: opendata.UAI, Key: true, Refs: []string{"etablissements-sup.uai", "etablissements-sup.autres_uai", "etablissements-geo.uai"}},
	{Name: "inm", Type: opendata.Code, Key: true}, // identifiant navette de la mention: of this mention here
	{Name: "etablissement", Type: opendata.Text},
	{Name: "code_postal", Type: opendata.Code},
	{Name: "ville", Type: opendata.Text},
	{Name: "domaines", Type: opendata.List},
	{Name: "mention", Type: opendata.Text, Required: true},
	{Name: "accreditation", Type: opendata.Code}, // diplôme: accredited; dossier: on its way
	{Name: "debut", Type: opendata.Int},
	{Name: "fin", Type: opendata.Int},
	{Name: "ouverte", Type: opendata.Bool},
	{Name: "coaccredites", Type: opendata.List},
	{Name: "inscrit_ici", Type: opendata.Bool}, // with a co-accreditation: whether students enrol here
	{Name: "modalites", Type: opendata.List},
	{Name: "semestre", Type: opendata.Text},
	{Name: "capacite_limitee", Type: opendata.Text}, // Oui, Non, Sans objet
	{Name: "capacite", Type: opendata.Int, Min: 0, Max: 10000},
	{Name: "licences", Type: opendata.List}, // licences conseillées, by mention
	{Name: "lien", Type: opendata.Text},
	{Name: "paysage", Type: opendata.Code, Refs: []string{"etablissements-sup.paysage"}},
}

// Masters is the mentions of master, where they are taught and what leads to them.
var Masters = &opendata.Source{
	ID:        "masters",
	Title:     "Trouver mon master : mentions de master",
	Publisher: "Ministère chargé de l'enseignement supérieur",
	Dataset:   "fr-esr-tmm-donnees-du-portail-dinformation-trouver-mon-master-mentions-de-master",
	Page:      "https://data.enseignementsup-recherche.gouv.fr/explore/dataset/fr-esr-tmm-donnees-du-portail-dinformation-trouver-mon-master-mentions-de-master/",
	URL:       "https://data.enseignementsup-recherche.gouv.fr/api/explore/v2.1/catalog/datasets/fr-esr-tmm-donnees-du-portail-dinformation-trouver-mon-master-mentions-de-master/exports/csv?use_labels=true&delimiter=%3B",
	Licence:   opendata.LicenceOuverte,
	Note:      "Campagnes 2019 à 2021 ; la dernière campagne de chaque mention fait foi. Le portail a été remplacé par Mon master.",
	Columns:   mastersColumns,
	Layouts: []opendata.Layout{{
		Name:   "mentions",
		Files:  []string{"fr-esr-tmm-*mentions-de-master*.csv"},
		Format: format.Format{Kind: format.CSV},
		Fields: []opendata.Field{
			from("annee", "Année de la campagne de recueil des informations"),
			from("uai", "Code UAI de l’établissement accrédité"),
			from("inm", "Identifiant navette de la mention (INM) de master"),
			from("etablissement", "Nom officiel (long) de l’établissement accrédité"),
			maybe("code_postal", "Code postal de la ville de l’établissement accrédité"),
			maybe("ville", "Ville de l’établissement accrédité"),
			from("domaines", "Domaine(s) de la mention de master"),
			from("mention", "Intitulé de la mention de master"),
			maybe("accreditation", "Mention accréditée ou en cours d’accréditation"),
			maybe("debut", "Année de début de la période d’accréditation"),
			maybe("fin", "Année de fin de la période d’accréditation"),
			maybe("ouverte", "Mention ouverte ou non ouverte"),
			maybe("coaccredites", "Etablissement(s) co-accrédité(s) en vue de la délivrance du DNM dans la mention"),
			maybe("inscrit_ici", "Inscription des étudiants effectuée ou non par l’établissement dans la mention"),
			from("modalites", "Modalités d’enseignement de la mention"),
			maybe("semestre", "Semestre auquel la mention est accessible dans l’établissement accrédité"),
			maybe("capacite_limitee", "Existence d’une capacité d’accueil limitée au 1er semestre"),
			from("capacite", "Capacité d’accueil limitée au 1er semestre"),
			from("licences", "Licences conseillées pour suivre la formation de la mention"),
			maybe("lien", "URL de la fiche relative à la mention sur le site internet de l’établissement"),
			maybe("paysage", "etablissement_id_paysage"),
		},
		Make: steps(split(mastersColumns, ",", "coaccredites", "modalites", "licences")),
	}},
	Dated:   "annee",
	MinRows: 8000, MaxRows: 40000,
}
