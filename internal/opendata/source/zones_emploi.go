package source

import (
	"continuum/internal/opendata"
	"continuum/internal/opendata/format"
)

// ZonesEmploi is the employment zone of each commune.
var ZonesEmploi = &opendata.Source{
	ID:        "zones-emploi",
	Title:     "Zones d'emploi 2020",
	Publisher: "INSEE",
	Page:      "insee.fr, base des zones d'emploi 2020",
	Licence:   opendata.LicenceOuverte,
	Columns: []opendata.Column{
		{Name: "code_commune", Type: opendata.Commune, Key: true, Refs: []string{"communes.code"}},
		{Name: "zone_emploi", Type: opendata.Code},
		{Name: "libelle_zone_emploi", Type: opendata.Text},
	},
	Layouts: []opendata.Layout{{
		Name: "communes et zones", Files: []string{"Export_Communes_Zones_Emploi_*.csv"}, Format: format.Format{Kind: format.CSV}, Vintage: "2020",
		Fields: []opendata.Field{from("code_commune", "codgeo"), from("zone_emploi", "codze2020", "ze2020"), from("libelle_zone_emploi", "libze2020")},
	}},
	MinRows: 34000, MaxRows: 38000,
	Embed: never, // the communes carry it
}
