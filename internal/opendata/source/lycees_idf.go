package source

import (
	"continuum/internal/opendata"
	"continuum/internal/opendata/format"
)

var lyceesIDFColumns = []opendata.Column{
	{Name: "uai", Type: opendata.UAI, Key: true, Refs: []string{"annuaire.uai"}},
	{Name: "siret", Type: opendata.Code},
	{Name: "nom", Type: opendata.Text, Required: true},
	{Name: "sigle", Type: opendata.Text}, // LPO, LGT, LP…
	{Name: "nature", Type: opendata.Text},
	{Name: "statut", Type: opendata.Code, Codes: []string{"public", "privé"}},
	{Name: "contrat", Type: opendata.Text},
	{Name: "adresse", Type: opendata.Text},
	{Name: "code_postal", Type: opendata.Code},
	{Name: "code_commune", Type: opendata.Commune, Refs: []string{"communes.code"}},
	{Name: "commune", Type: opendata.Text},
	{Name: "web", Type: opendata.Text},
	{Name: "ministere", Type: opendata.Text},
	{Name: "internat", Type: opendata.Bool},
	{Name: "date_maj", Type: opendata.Date},
	{Name: "latitude", Type: opendata.Latitude},
	{Name: "longitude", Type: opendata.Longitude},
}

// LyceesIDF is the lycées of Île-de-France as their region describes them.
var LyceesIDF = &opendata.Source{
	ID:        "lycees-idf",
	Title:     "Lycées d'Île-de-France : données générales",
	Publisher: "Région Île-de-France",
	Dataset:   "lycees-donnees-generales",
	Page:      "https://data.iledefrance.fr/explore/dataset/lycees-donnees-generales/",
	URL:       "https://data.iledefrance.fr/api/explore/v2.1/catalog/datasets/lycees-donnees-generales/exports/csv?use_labels=false&delimiter=%3B",
	Licence:   opendata.LicenceOuverte,
	Note:      "Une seule région.",
	Columns:   lyceesIDFColumns,
	Layouts: []opendata.Layout{{
		Name:   "données générales",
		Files:  []string{"lycees-donnees-generales*.csv"},
		Format: format.Format{Kind: format.CSV},
		Fields: []opendata.Field{
			from("uai", "CODE_UAI"), from("siret", "NUM_SIRET"), from("nom", "NOM_ETABLISSEMENT"), from("sigle", "SIGLE_UAI"),
			from("nature", "NATURE_UAI"), from("statut", "STATUT"), maybe("contrat", "CONTRAT_ETABLISSEMENT"),
			from("adresse", "ADRESSE_POSTALE"), from("code_postal", "CODE_POSTAL"), from("code_commune", "CODE_INSEE"), from("commune", "COMMUNE"),
			maybe("web", "SITE_WEB"), maybe("ministere", "MINISTERE_TUTELLE"), maybe("internat", "INTERNAT"), maybe("date_maj", "DATE_MAJ"),
			from("latitude", "GEO"),
		},
		Make: steps(point(lyceesIDFColumns)),
	}},
	Newest:  true,
	Dated:   "date_maj",
	MinRows: 450, MaxRows: 1200,
	Embed: never, // the directory of the whole country has them
}
