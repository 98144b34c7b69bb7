package source

import (
	"strconv"
	"strings"

	"continuum/internal/opendata"
	"continuum/internal/opendata/format"
)

var contoursColumns = []opendata.Column{
	{Name: "niveau", Type: opendata.Code, Key: true, Codes: []string{"commune", "arrondissement", "departement", "region", "academie"}},
	{Name: "precision", Type: opendata.Code, Key: true, Codes: []string{"complet", "simplifie"}},
	{Name: "code", Type: opendata.Code, Key: true},
	{Name: "nom", Type: opendata.Text, Required: true},
	{Name: "ouest", Type: opendata.Decimal, Required: true, Min: -180, Max: 180},
	{Name: "sud", Type: opendata.Decimal, Required: true, Min: -90, Max: 90},
	{Name: "est", Type: opendata.Decimal, Required: true, Min: -180, Max: 180},
	{Name: "nord", Type: opendata.Decimal, Required: true, Min: -90, Max: 90},
	{Name: "sommets", Type: opendata.Int, Required: true, Min: 4, Max: 10000000},
}

// Contours is the areas that maps draw. A row holds the box around an area and how many
// vertices draw it, not the line: the lines that maps need are in the atlas of package
// geo, where neighbours share them, and as rows they would weigh more than all the rest.
var Contours = &opendata.Source{
	ID:        "contours",
	Title:     "Contours des communes, arrondissements, départements, régions et académies",
	Publisher: "IGN (Admin Express), INSEE et ministère chargé de l'éducation nationale",
	Page:      "IGN, Admin Express ; fr-en-contour-academies-2020 (data.education.gouv.fr)",
	Licence:   opendata.LicenceOuverte,
	Note:      "Contours de 2018 (2020 pour les académies) ; les communes ne couvrent que la Bretagne. Les lignes elles-mêmes sont dans l'atlas du programme.",
	Columns:   contoursColumns,
	Layouts: []opendata.Layout{
		contourLayout("communes", "commune"),
		contourLayout("arrondissements", "arrondissement"),
		contourLayout("departements", "departement"),
		contourLayout("regions", "region"),
		{
			Name: "académies", Files: []string{"fond_carte_academies*.json", "fr-en-contour-academies-2020*.geojson"}, Vintage: "2020",
			Format: format.Format{Kind: format.JSON, Record: "features"},
			Fields: []opendata.Field{from("code", "properties/code_academie"), from("nom", "properties/name")},
			Make:   steps(set(contoursColumns, "niveau", "academie"), set(contoursColumns, "precision", "complet"), box),
		},
	},
	MinRows: 13, MaxRows: 45000,
	Embed: never, // the atlas has them
}

func contourLayout(name, level string) opendata.Layout {
	return opendata.Layout{
		Name: name, Files: []string{name + "-*.geojson"}, Vintage: "2018",
		Format: format.Format{Kind: format.JSON, Record: "features"},
		Fields: []opendata.Field{from("code", "properties/code"), from("nom", "properties/nom")},
		Make: steps(set(contoursColumns, "niveau", level), func(in *format.Record, row opendata.Row) error {
			row[at(contoursColumns, "precision")] = "complet"
			if strings.Contains(in.File, "simplifiee") {
				row[at(contoursColumns, "precision")] = "simplifie"
			}
			return nil
		}, box),
	}
}

// box measures a geometry: its coordinates are longitudes and latitudes in turn.
func box(in *format.Record, row opendata.Row) error {
	coordinates := in.All("geometry/coordinates")
	if len(coordinates) == 0 || len(coordinates)%2 != 0 {
		return &opendata.Breach{Column: "sommets", Value: strconv.Itoa(len(coordinates)), Reason: "not pairs of a longitude and a latitude"}
	}
	low, high := [2]float64{180, 90}, [2]float64{-180, -90}
	for i, s := range coordinates {
		v, err := strconv.ParseFloat(s, 64)
		if err != nil {
			return &opendata.Breach{Column: "sommets", Value: s, Reason: "a coordinate that is no number"}
		}
		low[i%2], high[i%2] = min(low[i%2], v), max(high[i%2], v)
	}
	for name, v := range map[string]float64{"ouest": low[0], "sud": low[1], "est": high[0], "nord": high[1]} {
		row[at(contoursColumns, name)] = strconv.FormatFloat(v, 'f', 6, 64)
	}
	row[at(contoursColumns, "sommets")] = strconv.Itoa(len(coordinates) / 2)
	return nil
}
