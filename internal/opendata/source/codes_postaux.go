package source

import (
	"continuum/internal/opendata"
	"continuum/internal/opendata/format"
)

var codesPostauxColumns = []opendata.Column{
	{Name: "code_commune", Type: opendata.Commune, Key: true, Refs: []string{"communes.code"}},
	{Name: "code_postal", Type: opendata.Code, Key: true},
	{Name: "commune", Type: opendata.Text},
	{Name: "lieux_dits", Type: opendata.List}, // parts of the commune that have a line of their own
	{Name: "latitude", Type: opendata.Latitude},
	{Name: "longitude", Type: opendata.Longitude},
}

// CodesPostaux is the postal codes of communes. The file has a line for each part of a
// commune that an address names; they become one row that lists them.
var CodesPostaux = &opendata.Source{
	ID:        "codes-postaux",
	Title:     "Base officielle des codes postaux",
	Publisher: "La Poste",
	Dataset:   "laposte-hexasmal",
	Page:      "https://datanova.laposte.fr/datasets/laposte-hexasmal",
	Licence:   opendata.ODbL,
	Columns:   codesPostauxColumns,
	Layouts: []opendata.Layout{{
		Name: "codes postaux", Files: []string{"insee-coordonnees-communes-departement-region*.csv", "laposte_hexasmal*.csv", "base-officielle-codes-postaux*.csv"},
		Format: format.Format{Kind: format.CSV},
		Fields: []opendata.Field{
			from("code_commune", "code_commune_insee"), from("code_postal", "code_postal"), from("commune", "nom_de_la_commune", "nom_commune"),
			maybe("lieux_dits", "ligne_5"), maybe("latitude", "_geopoint", "coordonnees_gps"),
		},
		Make:    steps(point(codesPostauxColumns), pad(codesPostauxColumns, "code_postal", 5)),
		Vintage: "2024",
	}},
	Merge: func(first, next opendata.Row) opendata.Row {
		i := at(codesPostauxColumns, "lieux_dits")
		if first[i] != "" && next[i] != "" {
			first[i] += opendata.ListSeparator + next[i]
		}
		return fill(first, next)
	},
	MinRows: 33000, MaxRows: 45000,
	Embed: never, // share-alike; the communes carry their codes from another file
}
