package source

import (
	"continuum/internal/opendata"
	"continuum/internal/opendata/format"
)

var ecolesDoctoralesColumns = []opendata.Column{
	{Name: "numero", Type: opendata.Code, Key: true},
	{Name: "nom", Type: opendata.Text, Required: true},
	{Name: "sigle", Type: opendata.Text},
	{Name: "discipline", Type: opendata.Text}, // the main one of ten
	{Name: "disciplines_secondaires", Type: opendata.List},
	{Name: "uai_support", Type: opendata.Code, Refs: []string{"etablissements-sup.uai", "etablissements-sup.autres_uai"}},
	{Name: "support", Type: opendata.Text},
	{Name: "uai_coaccredites", Type: opendata.List},
	{Name: "uai_associes", Type: opendata.List},
	{Name: "laboratoires", Type: opendata.List},
	{Name: "annee_accreditation", Type: opendata.Int},
	{Name: "web", Type: opendata.Text},
	{Name: "adresse", Type: opendata.Text},
	{Name: "code_postal", Type: opendata.Code},
	{Name: "code_commune", Type: opendata.Commune, Refs: []string{"communes.code"}},
	{Name: "commune", Type: opendata.Text},
	{Name: "latitude", Type: opendata.Latitude},
	{Name: "longitude", Type: opendata.Longitude},
}

// EcolesDoctorales is the doctoral schools and what they are accredited with.
var EcolesDoctorales = &opendata.Source{
	ID:        "ecoles-doctorales",
	Title:     "Annuaire des écoles doctorales",
	Publisher: "Ministère chargé de l'enseignement supérieur",
	Dataset:   "fr-esr-ecoles_doctorales_annuaire",
	Page:      "https://data.enseignementsup-recherche.gouv.fr/explore/dataset/fr-esr-ecoles_doctorales_annuaire/",
	URL:       "https://data.enseignementsup-recherche.gouv.fr/api/explore/v2.1/catalog/datasets/fr-esr-ecoles_doctorales_annuaire/exports/csv?use_labels=false&delimiter=%3B",
	Licence:   opendata.LicenceOuverte,
	Note:      "État d'environ 2019 ; le nom et l'adresse des directeurs ne sont pas repris.",
	Columns:   ecolesDoctoralesColumns,
	Layouts: []opendata.Layout{{
		Name:    "annuaire",
		Files:   []string{"fr-esr-ecoles_doctorales_annuaire*.csv"},
		Format:  format.Format{Kind: format.CSV},
		Vintage: "2019",
		Fields: []opendata.Field{
			from("numero", "numero_ed", "Numéro ED"),
			from("nom", "libelle_ed", "Libellé ED"),
			maybe("sigle", "sigle"),
			from("discipline", "discipline_principale"),
			maybe("disciplines_secondaires", "disciplines_secondaires"),
			from("uai_support", "code_etablissement_support"),
			maybe("support", "etablissement_support"),
			maybe("uai_coaccredites", "code_etablissements_coaccredites"),
			maybe("uai_associes", "code_etablissements_associes"),
			maybe("laboratoires", "laboratoires_rattaches"),
			maybe("annee_accreditation", "annee_d_accreditation"),
			maybe("web", "site_web"),
			maybe("adresse", "adresse_postale"),
			maybe("code_postal", "code_postal"),
			maybe("code_commune", "code_commune"),
			maybe("commune", "libelle_commune"),
			from("latitude", "coordonnees_geographiques"),
		},
		Make: steps(point(ecolesDoctoralesColumns),
			split(ecolesDoctoralesColumns, ";", "disciplines_secondaires", "uai_coaccredites", "uai_associes", "laboratoires")),
	}},
	MinRows: 200, MaxRows: 400,
}
