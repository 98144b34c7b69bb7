package source

import (
	"continuum/internal/opendata"
	"continuum/internal/opendata/format"
)

// OnisepMetiers is Onisep's occupations with their ROME code and the domains under which
// its site files them. The file has a record for each publication on an occupation.
var OnisepMetiers = &opendata.Source{
	ID:        "onisep-metiers",
	Title:     "Idéo-Métiers Onisep",
	Publisher: onisep,
	Dataset:   "5fa5949243f97",
	Page:      onisepPage,
	URL:       onisepFiles + "5fa5949243f97/5fa5949243f97.json",
	Licence:   opendata.ODbL,
	Columns:   onisepMetiersColumns,
	Layouts: []opendata.Layout{{
		Name:   "Idéo",
		Files:  []string{"5fa5949243f97*.json", "ideo-metiers_onisep*.json"},
		Format: format.Format{Kind: format.JSON},
		Fields: []opendata.Field{
			from("id", "lien_site_onisepfr"),
			from("libelle", "libelle_metier"),
			from("romes", "code_rome"),
			from("gfe", "gfe"),
			from("domaines", "domainesous-domaine"),
			from("publications", "nom_publication"),
		},
		Vintage: "2024",
		Make:    change(onisepMetiersColumns, map[string]func(string) string{"id": lastStep}),
	}},
	MinRows: 600, MaxRows: 5000,
	// An occupation is repeated for each publication that speaks of it.
	Merge:  union(onisepMetiersColumns, "romes", "domaines", "publications"),
	Newest: true,
}

var onisepMetiersColumns = []opendata.Column{
	{Name: "id", Type: opendata.Code, Key: true, Refs: []string{"onisep-fiches-metiers.id"}}, // "MET.569"
	{Name: "libelle", Type: opendata.Text, Required: true},                                   // masculine / feminine
	{Name: "romes", Type: opendata.List, Refs: []string{"rome.rome"}},
	{Name: "gfe", Type: opendata.Text},      // group of trainings and jobs
	{Name: "domaines", Type: opendata.List}, // "santé, social, sport/sport"
	{Name: "publications", Type: opendata.List},
}
