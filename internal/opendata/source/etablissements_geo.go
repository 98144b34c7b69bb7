package source

import (
	"strings"

	"continuum/internal/opendata"
	"continuum/internal/opendata/format"
)

var etablissementsGeoColumns = []opendata.Column{
	{Name: "uai", Type: opendata.UAI, Key: true},
	{Name: "nom", Type: opendata.Text, Required: true},
	{Name: "type", Type: opendata.Text},
	{Name: "secteur", Type: opendata.Text},
	{Name: "adresse", Type: opendata.Text},
	{Name: "code_postal", Type: opendata.Code},
	{Name: "code_commune", Type: opendata.Commune, Refs: []string{"communes.code"}},
	{Name: "commune", Type: opendata.Text},
	{Name: "latitude", Type: opendata.Latitude}, // none for schools abroad
	{Name: "longitude", Type: opendata.Longitude},
	{Name: "effectif", Type: opendata.Int},
	{Name: "origine", Type: opendata.Text}, // which of the four files the row was taken from
}

// EtablissementsGeo is a derived source: places gathered from four official files,
// used for the establishments and the points that are seen nowhere else.
var EtablissementsGeo = &opendata.Source{
	ID:        "etablissements-geo",
	Title:     "Établissements géolocalisés (fichier dérivé)",
	Publisher: "Continuum, d'après les ministères chargés de l'éducation nationale et de l'enseignement supérieur",
	Page:      "Réunion de l'annuaire de l'éducation, des principaux établissements du supérieur, de Parcoursup et du catalogue de l'apprentissage",
	Licence:   opendata.LicenceOuverte,
	Note:      "Fichier dérivé : le premier fichier qui connaît l'établissement l'emporte. Un point tiré de Parcoursup est le lieu d'une seule formation.",
	Columns:   etablissementsGeoColumns,
	Layouts: []opendata.Layout{{
		Name:    "dérivé",
		Files:   []string{"etablissements_geo.csv"},
		Format:  format.Format{Kind: format.CSV, Comma: ';'},
		Vintage: "2025-06",
		Fields: append(named("uai", "nom", "type", "secteur", "adresse", "code_postal", "code_commune", "commune", "effectif"),
			from("latitude", "lat"), from("longitude", "lon"), from("origine", "source")),
	}},
	MinRows: 15000, MaxRows: 60000,
	Embed: seenNowhereElse,
}

// seenNowhereElse tells the rows of the reference dataset: those that were not taken
// from the directory, which is in it.
func seenNowhereElse(row opendata.Row) bool {
	return !strings.HasPrefix(row[at(etablissementsGeoColumns, "origine")], "annuaire")
}
