package source

import (
	"continuum/internal/opendata"
	"continuum/internal/opendata/format"
)

// FamillesMEF is the years of training that belong to each family of [FamillesBCN].
var FamillesMEF = &opendata.Source{
	ID:        "familles-mef",
	Title:     "Liens entre MEF et familles de métiers",
	Publisher: depp,
	Dataset:   "N_LIEN_MEF_FAMILLE_METIER",
	Page:      bcn,
	Licence:   opendata.NoneStated,
	Note:      bcnNote,
	Columns:   famillesMEFColumns,

	Layouts: []opendata.Layout{{
		Name:   "BCN",
		Files:  []string{"n_lien_mef_famille_metier*.csv", "N_LIEN_MEF_FAMILLE_METIER*.csv"},
		Format: bcnFormat,
		Fields: []opendata.Field{
			from("mef", "MEF"),
			from("famille", "FAMILLE_METIER"),
			maybe("commune", "tag"),
			maybe("ouverture", "DATE_OUVERTURE"),
			maybe("fermeture", "DATE_FERMETURE"),
		},
		Vintage: "2024",
		Make:    makeFamilleMEF,
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

var familleCommune = at(famillesMEFColumns, "commune")

// makeFamilleMEF reads a mark that only common years bear, where the table has marks.
func makeFamilleMEF(in *format.Record, row opendata.Row, emit func(opendata.Row)) error {
	switch {
	case row[familleCommune] == "2NDE PRO COMMUNE":
		row[familleCommune] = "1"
	case row[familleCommune] == "" && in.Has("tag"):
		row[familleCommune] = "0"
	}
	emit(row)
	return nil
}
