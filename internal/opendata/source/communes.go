package source

import (
	"continuum/internal/opendata"
	"continuum/internal/opendata/format"
)

var communesColumns = []opendata.Column{
	{Name: "code", Type: opendata.Commune, Key: true},
	{Name: "nom", Type: opendata.Text, Required: true},
	{Name: "type", Type: opendata.Code, Codes: []string{"commune-actuelle", "arrondissement-municipal"}},
	{Name: "departement", Type: opendata.Code}, // two signs, three overseas
	{Name: "region", Type: opendata.Code},
	{Name: "code_academie", Type: opendata.Code},
	{Name: "academie", Type: opendata.Text},
	{Name: "codes_postaux", Type: opendata.List},
	{Name: "population", Type: opendata.Int, Min: 0, Max: 3000000},
	{Name: "latitude", Type: opendata.Latitude},
	{Name: "longitude", Type: opendata.Longitude},
	{Name: "precision_point", Type: opendata.Code}, // centroide; laposte: from an ODbL file
	{Name: "zone_emploi", Type: opendata.Code},
	{Name: "libelle_zone_emploi", Type: opendata.Text},
	{Name: "bassin", Type: opendata.Code}, // of France Travail, four signs
	{Name: "libelle_bassin", Type: opendata.Text},
}

// Communes is the communes and municipal arrondissements, with what they belong to.
var Communes = &opendata.Source{
	ID:        "communes",
	Title:     "Communes et arrondissements municipaux (fichier dérivé)",
	Publisher: "Continuum, d'après l'INSEE, l'IGN, Etalab, La Poste et France Travail",
	Page:      "Réunion du découpage administratif d'Etalab, de georef-france-commune, des zones d'emploi 2020 et des bassins de France Travail",
	Licence:   opendata.LicenceOuverte,
	Note:      "Code officiel géographique 2025-2026. Les 126 points de précision « laposte » viennent de la Base officielle des codes postaux, sous ODbL.",
	Columns:   communesColumns,
	Layouts: []opendata.Layout{{
		Name:    "dérivé",
		Files:   []string{"communes.csv"},
		Format:  format.Format{Kind: format.CSV, Comma: ';'},
		Vintage: "2025",
		Fields: append(named("nom", "type", "departement", "region", "code_academie", "academie", "codes_postaux", "population", "libelle_zone_emploi"),
			from("code", "code_insee"), from("latitude", "lat"), from("longitude", "lon"), from("precision_point", "precision"),
			from("zone_emploi", "zone_emploi_2020"), from("bassin", "bassin_ft"), from("libelle_bassin", "libelle_bassin_ft")),
	}},
	MinRows: 34000, MaxRows: 38000,
}
