package source

import (
	"continuum/internal/opendata"
	"continuum/internal/opendata/format"
)

// What the atlas of the program holds is apart.
var communesColumns = []opendata.Column{
	{Name: "code", Type: opendata.Commune, Key: true},
	{Name: "nom", Type: opendata.Text, Required: true, Apart: true},
	{Name: "type", Type: opendata.Code, Codes: []string{"commune-actuelle", "arrondissement-municipal"}},
	{Name: "departement", Type: opendata.Code, Apart: true}, // two signs, three overseas
	{Name: "region", Type: opendata.Code, Apart: true},
	{Name: "code_academie", Type: opendata.Code, Apart: true},
	{Name: "academie", Type: opendata.Text, Apart: true},
	{Name: "codes_postaux", Type: opendata.List, Apart: true},
	{Name: "population", Type: opendata.Int, Min: 0, Max: 3000000, Apart: true},
	{Name: "latitude", Type: opendata.Latitude, Apart: true},
	{Name: "longitude", Type: opendata.Longitude, Apart: true},
	{Name: "precision_point", Type: opendata.Code, Apart: true}, // centroide; laposte: then the point is left out
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
	Note:      "Code officiel géographique 2025-2026. Les 126 points de précision « laposte », sous ODbL, ne sont pas repris.",
	Columns:   communesColumns,
	Layouts: []opendata.Layout{{
		Name:    "dérivé",
		Files:   []string{"communes.csv"},
		Format:  format.Format{Kind: format.CSV, Comma: ';'},
		Vintage: "2025",
		Fields: append(named("nom", "type", "departement", "region", "code_academie", "academie", "codes_postaux", "population", "libelle_zone_emploi"),
			from("code", "code_insee"), from("latitude", "lat"), from("longitude", "lon"), from("precision_point", "precision"),
			from("zone_emploi", "zone_emploi_2020"), from("bassin", "bassin_ft"), from("libelle_bassin", "libelle_bassin_ft")),
		Make: steps(withoutODbL),
	}},
	MinRows: 34000, MaxRows: 38000,
}

// withoutODbL leaves out the points that the file took from La Poste: their share-alike
// licence would reach all that is published with them. Package geo keeps them apart.
func withoutODbL(_ *format.Record, row opendata.Row) error {
	if row[at(communesColumns, "precision_point")] == "laposte" {
		row[at(communesColumns, "latitude")], row[at(communesColumns, "longitude")] = "", ""
	}
	return nil
}
