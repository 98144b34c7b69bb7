package source

import "continuum/internal/opendata"

// NSFCategories is the four categories of the NSF and that of what is not specified.
var NSFCategories = &opendata.Source{
	ID:        "nsf-categories",
	Title:     "Catégories de spécialités de formation (NSF)",
	Publisher: depp,
	Dataset:   "N_CATEGORIE_SPECIALITE",
	Page:      bcn,
	Licence:   opendata.NoneStated,
	Note:      bcnNote,
	Columns: []opendata.Column{
		{Name: "categorie", Type: opendata.Code, Key: true},
		{Name: "libelle", Type: opendata.Text, Required: true},
		{Name: "libelle_court", Type: opendata.Text},
	},
	Layouts: []opendata.Layout{{
		Name:   "BCN",
		Files:  []string{"n_categorie_specialite*.csv", "N_CATEGORIE_SPECIALITE*.csv"},
		Format: bcnFormat,
		Fields: []opendata.Field{
			from("categorie", "CATEGORIE_SPECIALITE"),
			from("libelle", "LIBELLE_LONG"),
			maybe("libelle_court", "LIBELLE_COURT"),
		},
		Vintage: "2025-01",
	}},
	MinRows: 3, MaxRows: 10,
}
