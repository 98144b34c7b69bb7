package source

import (
	"continuum/internal/opendata"
	"continuum/internal/opendata/format"
)

// CommunesRegions is the département and the region of each commune.
var CommunesRegions = &opendata.Source{
	ID:        "communes-regions",
	Title:     "Code officiel géographique : communes, départements, régions",
	Publisher: "INSEE",
	Page:      "insee.fr, code officiel géographique",
	Licence:   opendata.LicenceOuverte,
	Columns: []opendata.Column{
		{Name: "code_commune", Type: opendata.Commune, Key: true, Refs: []string{"communes.code"}},
		{Name: "nom", Type: opendata.Text, Required: true},
		{Name: "departement", Type: opendata.Code, Required: true},
		{Name: "code_region", Type: opendata.Code, Required: true},
	},
	Layouts: []opendata.Layout{{
		Name: "communes", Files: []string{"COM_DEP_REG_*.csv"}, Format: format.Format{Kind: format.CSV}, Vintage: "2023",
		Fields: []opendata.Field{from("code_commune", "CODGEO"), from("nom", "LIBGEO"), from("departement", "CODDEP"), from("code_region", "CODREG")},
	}},
	Newest:  true,
	MinRows: 34000, MaxRows: 38000,
	Embed: never, // the communes carry it
}
