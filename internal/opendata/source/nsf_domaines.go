package source

import "continuum/internal/opendata"

// NSFDomaines is the domains that gather the groups of the NSF, two digits.
var NSFDomaines = &opendata.Source{
	ID:        "nsf-domaines",
	Title:     "Domaines de spécialités de formation (NSF)",
	Publisher: depp,
	Dataset:   "N_DOMAINE_SPECIALITE",
	Page:      bcn,
	Licence:   opendata.NoneStated,
	Note:      bcnNote,
	Columns: []opendata.Column{
		{Name: "domaine", Type: opendata.Code, Key: true},
		{Name: "categorie", Type: opendata.Code, Required: true, Refs: []string{"nsf-categories.categorie"}},
		{Name: "libelle", Type: opendata.Text, Required: true},
		{Name: "libelle_statistique", Type: opendata.Text},
	},
	Layouts: []opendata.Layout{{
		Name:   "BCN",
		Files:  []string{"n_domaine_specialite*.csv", "N_DOMAINE_SPECIALITE*.csv"},
		Format: bcnFormat,
		Fields: []opendata.Field{
			from("domaine", "DOMAINE_SPECIALITE"),
			from("categorie", "CATEGORIE_SPECIALITE"),
			from("libelle", "LIBELLE_LONG"),
			maybe("libelle_statistique", "LIBELLE_STAT_33"),
		},
		Vintage: "2025-01",
	}},
	MinRows: 15, MaxRows: 40,
}
