package source

import (
	"strings"

	"continuum/internal/opendata"
	"continuum/internal/opendata/format"
)

// MEF is the years of training (module élémentaire de formation): what leads from the
// codes of offers and pupils, MEF STAT 11, to diplomas.
var MEF = &opendata.Source{
	ID:        "mef",
	Title:     "Modules élémentaires de formation (MEF)",
	Publisher: depp,
	Dataset:   "N_MEF",
	Page:      bcn,
	Licence:   opendata.NoneStated,
	Note:      bcnNote,
	Columns:   mefColumns,
	Layouts: []opendata.Layout{{
		Name:   "BCN",
		Files:  []string{"nMef*.csv", "N_MEF*.csv"},
		Format: bcnFormat,
		Fields: []opendata.Field{
			from("mef", "MEF"),
			from("dispositif", "DISPOSITIF_FORMATION"),
			from("cfd", "FORMATION_DIPLOME"),
			from("duree", "DUREE_DISPOSITIF"),
			from("annee", "ANNEE_DISPOSITIF"),
			from("libelle", "LIBELLE_LONG"),
			maybe("libelle_edition", "LIBELLE_EDITION"),
			from("ouverture", "DATE_OUVERTURE"),
			from("fermeture", "DATE_FERMETURE"),
			maybe("statut", "STATUT_MEF"),
			maybe("duree_stage", "DUREE_STAGE"),
			from("mefstat11", "MEF_STAT_11"),
			maybe("mefstat9", "MEF_STAT_9"),
			maybe("revision", "DATE_INTERVENTION"),
		},
		Vintage: "2024-2025",
		Make:    makeMEF,
	}},
	MinRows: 7000, MaxRows: 20000,
	Drift:  0.1,
	Dated:  "revision",
	Newest: true,
}

var mefColumns = []opendata.Column{
	{Name: "mef", Type: opendata.Code, Key: true},
	{Name: "dispositif", Type: opendata.Code, Required: true, Refs: []string{"dispositifs.dispositif"}},
	{Name: "cfd", Type: opendata.Code, Required: true, Refs: []string{"diplomes.cfd"}},
	{Name: "duree", Type: opendata.Int, Required: true, Min: 0, Max: 9}, // years; 9 is unknown
	{Name: "annee", Type: opendata.Int, Required: true, Min: 0, Max: 9}, // which of them, from 1; 9 is unknown
	{Name: "libelle", Type: opendata.Text, Required: true},
	{Name: "libelle_edition", Type: opendata.Text}, // empty when it is the label in small letters
	{Name: "ouverture", Type: opendata.Date},
	{Name: "fermeture", Type: opendata.Date},
	{Name: "statut", Type: opendata.Code},
	{Name: "duree_stage", Type: opendata.Int},                // weeks
	{Name: "mefstat11", Type: opendata.Code, Required: true}, // not unique: one is shared by two MEF
	{Name: "mefstat9", Type: opendata.Code},
	{Name: "revision", Type: opendata.Date},
}

var (
	mefLabel = at(mefColumns, "libelle")
	mefText  = at(mefColumns, "libelle_edition")
)

func makeMEF(_ *format.Record, row opendata.Row, emit func(opendata.Row)) error {
	if strings.ToLower(row[mefLabel]) == row[mefText] {
		row[mefText] = ""
	}
	emit(row)
	return nil
}
