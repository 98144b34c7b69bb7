package opendata_test

import (
	"compress/gzip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"continuum/internal/opendata"
	"continuum/internal/opendata/format"
)

// canteens is a source made up for the tests: places at table by school and year.
func canteens() *opendata.Source {
	return &opendata.Source{
		ID: "cantines", Title: "Cantines", Licence: opendata.LicenceOuverte,
		Columns: []opendata.Column{
			{Name: "places", Type: opendata.Int, Max: 2000, Maskable: true},
			{Name: "annee", Type: opendata.Code, Key: true, Codes: []string{"2022", "2023"}},
			{Name: "uai", Type: opendata.UAI, Key: true, Refs: []string{"annuaire.uai"}},
			{Name: "nom", Type: opendata.Text, Required: true},
			{Name: "lat", Type: opendata.Latitude},
			{Name: "lon", Type: opendata.Longitude},
			{Name: "plats", Type: opendata.List},
		},
		Layouts: []opendata.Layout{
			{
				Name: "actuelle", Files: []string{"cantines*.csv"}, Format: format.Format{Kind: format.CSV}, Vintage: "2023",
				Fields: []opendata.Field{
					{Column: "uai", Headings: []string{"UAI", "Code établissement"}},
					{Column: "annee", Headings: []string{"Année"}},
					{Column: "nom", Headings: []string{"Nom"}},
					{Column: "places", Headings: []string{"Places"}},
					{Column: "lat", Headings: []string{"Latitude"}, Optional: true},
					{Column: "lon", Headings: []string{"Longitude"}, Optional: true},
				},
			},
			{
				Name: "ancienne", Files: []string{"cantines*.csv"}, Format: format.Format{Kind: format.CSV},
				Fields: []opendata.Field{
					{Column: "uai", Headings: []string{"Numéro"}},
					{Column: "nom", Headings: []string{"Nom"}},
				},
				Make: func(in *format.Record, row opendata.Row, emit func(opendata.Row)) error {
					if in.Get("Nom") == "fermée" {
						return opendata.Skip("a closed canteen")
					}
					for _, year := range []string{"2022", "2023"} { // one column a year
						row[0], row[1] = in.Get("Places "+year), year
						emit(row)
					}
					return nil
				},
			},
			{
				Name: "arbre", Files: []string{"cantines*.json"}, Format: format.Format{Kind: format.JSON, Record: "cantines"},
				Fields: []opendata.Field{
					{Column: "uai", Headings: []string{"uai"}},
					{Column: "annee", Headings: []string{"annee"}},
					{Column: "nom", Headings: []string{"nom"}},
					{Column: "places", Headings: []string{"places"}, Optional: true},
					{Column: "plats", Headings: []string{"plats/nom"}, Optional: true},
				},
			},
		},
	}
}

// file writes a file of a test, in gzip when its name says so.
func file(t testing.TB, name string, lines ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	content := strings.Join(lines, "\n") + "\n"
	if strings.HasSuffix(name, ".gz") {
		z := gzip.NewWriter(f)
		_, err = z.Write([]byte(content))
		if errClose := z.Close(); err == nil {
			err = errClose
		}
	} else {
		_, err = f.WriteString(content)
	}
	if errClose := f.Close(); err == nil {
		err = errClose
	}
	if err != nil {
		t.Fatal(err)
	}
	return path
}
