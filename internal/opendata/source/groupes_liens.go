package source

import "continuum/internal/opendata"

// GroupesLiens is the diplomas of each group of [Groupes].
var GroupesLiens = &opendata.Source{
	ID:        "groupes-liens",
	Title:     "Liens entre diplômes et groupes de formations",
	Publisher: depp,
	Dataset:   "N_LIEN_FORMATION_GROUPE",
	Page:      bcn,
	Licence:   opendata.NoneStated,
	Note:      bcnNote,
	Columns: []opendata.Column{
		{Name: "groupe", Type: opendata.Code, Key: true, Refs: []string{"groupes.groupe"}},
		{Name: "cfd", Type: opendata.Code, Key: true, Refs: []string{"diplomes.cfd"}},
		{Name: "ouverture", Type: opendata.Date},
		{Name: "fermeture", Type: opendata.Date},
	},
	Layouts: []opendata.Layout{{
		Name:   "BCN",
		Files:  []string{"n_lien_formation_groupe*.csv", "N_LIEN_FORMATION_GROUPE*.csv"},
		Format: bcnFormat,
		Fields: []opendata.Field{
			from("groupe", "GROUPE_FORMATION"),
			from("cfd", "FORMATION_DIPLOME"),
			maybe("ouverture", "DATE_OUVERTURE"),
			maybe("fermeture", "DATE_FERMETURE"),
		},
		Vintage: "2025",
	}},
	MinRows: 80, MaxRows: 1000,
}
