package source

import "continuum/internal/opendata"

// OnisepOptions is the optional courses and languages of the first year of general and
// technological lycées; it also ties Onisep's number of a place to its UAI.
var OnisepOptions = &opendata.Source{
	ID:        "onisep-options",
	Title:     "Idéo-Enseignements optionnels de seconde générale et technologique",
	Publisher: onisep,
	Page:      onisepPage,
	Licence:   opendata.ODbL,
	Columns:   onisepOptionsColumns,
	Layouts: []opendata.Layout{{
		Name:  "Idéo",
		Files: []string{"ideo-enseignements_optionnels_de_seconde_generale_et_technologique*.csv"},
		Fields: []opendata.Field{
			from("id", "Identifiant action de formation"),
			from("uai", "UAI lieu de cours"),
			from("lieu", "Identifiant et fiche onisep lieu de cours"),
			from("nom", "Libellé lieu de cours"),
			from("enseignements", "Enseignements optionnels et langues de classe de 2nde GT"),
			maybe("adresse", "Adresse lieu de cours"),
			maybe("code_postal", "Code postal lieu de cours"),
			maybe("commune_nom", "Commune lieu de cours"),
			maybe("creation", "AF date création"),
			maybe("revision", "AF date de modification"),
		},
		Vintage: "2025",
	}},
	MinRows: 1500, MaxRows: 8000,
	Newest: true,
	Embed:  never, // options of a first year are not offers of a qualification
}

var onisepOptionsColumns = []opendata.Column{
	{Name: "id", Type: opendata.Code, Key: true}, // "AF.76562"
	{Name: "uai", Type: opendata.UAI},
	{Name: "lieu", Type: opendata.Code, Required: true}, // "ENS.13613", from the address of the page
	{Name: "nom", Type: opendata.Text, Required: true},
	{Name: "enseignements", Type: opendata.List},
	{Name: "lv1", Type: opendata.List},
	{Name: "lv2", Type: opendata.List},
	{Name: "adresse", Type: opendata.Text},
	{Name: "code_postal", Type: opendata.Code},
	{Name: "commune_nom", Type: opendata.Text},
	{Name: "creation", Type: opendata.Date},
	{Name: "revision", Type: opendata.Date},
}
