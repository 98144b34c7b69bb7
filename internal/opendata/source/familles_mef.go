package source

import "continuum/internal/opendata"

// FamillesMEF is the years of training that belong to each family of [FamillesBCN].
var FamillesMEF = &opendata.Source{
	ID:        "familles-mef",
	Title:     "Liens entre MEF et familles de métiers",
	Publisher: depp,
	Dataset:   "N_LIEN_MEF_FAMILLE_METIER",
	Page:      bcn,
	Licence:   opendata.NoneStated,
	Columns:   famillesMEFColumns,

	Layouts: []opendata.Layout{{
		Name:  "BCN",
		Files: []string{"n_lien_mef_famille_metier*.csv", "N_LIEN_MEF_FAMILLE_METIER*.csv"},
		Fields: []opendata.Field{
			from("mef", "MEF"),
			from("famille", "FAMILLE_METIER"),
			maybe("commune", "tag"),
			maybe("ouverture", "DATE_OUVERTURE"),
			maybe("fermeture", "DATE_FERMETURE"),
		},
		Vintage: "2024",
		Make:    change(famillesMEFColumns, map[string]func(string) string{"commune": common}),
	}},
	MinRows: 150, MaxRows: 1000,
}

var famillesMEFColumns = []opendata.Column{
	{Name: "mef", Type: opendata.Code, Key: true, Refs: []string{"mef.mef"}},
	{Name: "famille", Type: opendata.Code, Required: true, Refs: []string{"familles-bcn.famille"}},
	{Name: "commune", Type: opendata.Bool}, // the common first year of the family
	{Name: "ouverture", Type: opendata.Date},
	{Name: "fermeture", Type: opendata.Date},
}

// common reads a mark that only common years bear.
func common(tag string) string {
	switch tag {
	case "2NDE PRO COMMUNE":
		return "1"
	case "":
		return "0"
	}
	return tag
}
