package source

import (
	"fmt"
	"strings"

	"continuum/internal/opendata"
	"continuum/internal/opendata/format"
)

var populationColumns = []opendata.Column{
	{Name: "code_commune", Type: opendata.Commune, Key: true, Refs: []string{"communes.code"}},
	{Name: "nom", Type: opendata.Text},
	{Name: "population", Type: opendata.Int, Min: 0, Max: 3000000},
	{Name: "annee", Type: opendata.Int}, // of the population: the last that the file has for the commune
}

// Population is the inhabitants of each commune.
var Population = &opendata.Source{
	ID:        "population",
	Title:     "Estimations de population des communes",
	Publisher: "INSEE",
	Page:      "insee.fr, populations légales des communes",
	Licence:   opendata.LicenceOuverte,
	Columns:   populationColumns,
	Layouts: []opendata.Layout{{
		Name: "séries", Files: []string{"insee-estimation-population-*.csv"}, Format: format.Format{Kind: format.CSV}, Vintage: "2021",
		Fields: []opendata.Field{from("code_commune", "codgeo"), from("nom", "libgeo")},
		Make:   steps(shortCode, lastPopulation),
	}},
	Newest:  true,
	Dated:   "annee",
	MinRows: 34000, MaxRows: 38000,
	Embed: never, // the communes carry it
}

// shortCode makes the INSEE code of an overseas commune, which the file writes after
// the whole number of its département: 971102 is 97102.
func shortCode(_ *format.Record, row opendata.Row) error {
	if i := at(populationColumns, "code_commune"); len(row[i]) == 6 && strings.HasPrefix(row[i], "97") {
		row[i] = row[i][:2] + row[i][3:]
	}
	return nil
}

// lastPopulation reads the last year that is filled in, of p13_pop to p39_pop.
func lastPopulation(in *format.Record, row opendata.Row) error {
	for _, y := range populationYears {
		if n := in.Get(y.heading); n != "" {
			row[at(populationColumns, "population")], row[at(populationColumns, "annee")] = n, y.year
			return nil
		}
	}
	return nil
}

var populationYears = func() (years []struct{ year, heading string }) {
	for y := 39; y >= 6; y-- {
		years = append(years, struct{ year, heading string }{fmt.Sprintf("20%02d", y), fmt.Sprintf("p%02d_pop", y)})
	}
	return years
}()
