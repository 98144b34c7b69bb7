package source

import (
	"strings"

	"continuum/internal/opendata"
	"continuum/internal/opendata/format"
)

// OnisepOptions is the optional courses and languages of the first year of general and
// technological lycées; it also ties Onisep's number of a place to its UAI.
var OnisepOptions = &opendata.Source{
	ID:        "onisep-options",
	Title:     "Idéo-Enseignements optionnels de seconde générale et technologique",
	Publisher: onisep,
	Page:      onisepPage,
	Licence:   opendata.ODbL,
	Note:      "Lycées généraux et technologiques seulement.",
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
		Make:    makeOptions,
	}},
	MinRows: 1500, MaxRows: 8000,
	Dated:  "revision",
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

var (
	optionsLieu     = at(onisepOptionsColumns, "lieu")
	optionsCourses  = at(onisepOptionsColumns, "enseignements")
	optionsLV1      = at(onisepOptionsColumns, "lv1")
	optionsLV2      = at(onisepOptionsColumns, "lv2")
	optionsPostcode = at(onisepOptionsColumns, "code_postal")
)

// makeOptions takes apart the one text in which courses and languages are written:
// "Arts : théâtre / Italien / LV1 : anglais / LV2 : espagnol, italien".
func makeOptions(_ *format.Record, row opendata.Row, emit func(opendata.Row)) error {
	var courses, lv1, lv2 []string
	for course := range strings.SplitSeq(row[optionsCourses], " / ") {
		if languages, ok := strings.CutPrefix(course, "LV1 : "); ok {
			lv1 = strings.Split(languages, ", ")
		} else if languages, ok := strings.CutPrefix(course, "LV2 : "); ok {
			lv2 = strings.Split(languages, ", ")
		} else {
			courses = append(courses, course)
		}
	}
	row[optionsCourses], row[optionsLV1], row[optionsLV2] = list(courses...), list(lv1...), list(lv2...)
	row[optionsLieu] = lastStep(row[optionsLieu])
	if c := row[optionsPostcode]; len(c) == 4 && digits(c) { // read as a number somewhere
		row[optionsPostcode] = "0" + c
	}
	emit(row)
	return nil
}
