package source

import (
	"continuum/internal/opendata"
	"continuum/internal/opendata/format"
)

// KitApprentissage is what ties diplomas (CFD) to RNCP fiches, many to many, with the
// validity of each fiche.
var KitApprentissage = &opendata.Source{
	ID:        "kit-apprentissage",
	Title:     "Kit apprentissage : diplômes et fiches RNCP",
	Publisher: "France compétences et Carif-Oref",
	Page:      "France compétences, outils pour les CFA",
	Licence:   opendata.NoneStated,
	Columns:   kitColumns,
	Layouts: []opendata.Layout{{
		Name:   "2024",
		Files:  []string{"Kit_apprentissage_*.xlsx"},
		Format: format.Format{Kind: format.XLSX, Sheet: "Kit Apprentissage", Header: 2},
		Fields: []opendata.Field{
			from("cfd", "Code Diplôme"),
			from("libelle", "Intitulé diplôme (DEPP)"),
			from("rncp", "FicheRNCP"),
			from("niveau", "Niveau fiche RNCP"),
			from("abrege", "Abrégé de diplôme (RNCP)"),
			maybe("revision", "Dernière MaJ"),
			from("apprentissage", "Accès à l'apprentissage de la fiche RNCP (oui/non)"),
			from("echeance", "Date d'échéance de la fiche RNCP"),
			from("actif", "Fiche ACTIVE/INACTIVE"),
			maybe("intitule", "Intitulé certification (RNCP)"),
			maybe("enregistrement", "Type d'enregistrement"),
			maybe("publication", "Date de publication de la fiche (enregistrement de droit)"),
			maybe("decision", "Date de décision (enregistrement sur demande)"),
			maybe("debut", "Date de début des parcours certifiants (enregistrement de droit)"),
			maybe("limite", "Date limite de la délivrance"),
			maybe("nouvelles", "Nouvelle Certification rempla (RNCP)"),
			maybe("anciennes", "Ancienne Certification (RNCP)"),
		},
		Make: makeKit,
	}},
	MinRows: 4000, MaxRows: 20000,
	Newest: true,
}

var kitColumns = []opendata.Column{
	{Name: "cfd", Type: opendata.Code, Key: true, Refs: []string{"diplomes.cfd"}},
	{Name: "rncp", Type: opendata.Code, Key: true, Refs: []string{"rncp.fiche"}}, // "RNCP955"
	{Name: "libelle", Type: opendata.Text, Required: true},                       // of the diploma, capitals
	{Name: "niveau", Type: opendata.Int, Min: 3, Max: 8},
	{Name: "abrege", Type: opendata.Text},
	{Name: "revision", Type: opendata.Text}, // version of the kit that changed the row last
	{Name: "apprentissage", Type: opendata.Bool},
	{Name: "echeance", Type: opendata.Date},
	{Name: "actif", Type: opendata.Bool, Required: true},
	{Name: "intitule", Type: opendata.Text}, // of the fiche
	{Name: "enregistrement", Type: opendata.Code, Codes: registrations},
	{Name: "publication", Type: opendata.Date},
	{Name: "decision", Type: opendata.Date},
	{Name: "debut", Type: opendata.Date},
	{Name: "limite", Type: opendata.Date}, // last day to deliver it
	{Name: "nouvelles", Type: opendata.List},
	{Name: "anciennes", Type: opendata.List},
}

var (
	kitRNCP   = at(kitColumns, "rncp")
	kitValues = change(kitColumns, map[string]func(string) string{
		"niveau": europeanLevel, "actif": active, "enregistrement": registration,
	})
)

// makeKit leaves out diplomas that the kit lists to say that they have no fiche.
func makeKit(in *format.Record, row opendata.Row, emit func(opendata.Row)) error {
	if row[kitRNCP] == "NR" {
		return opendata.Skip("no fiche was found for the diploma")
	}
	return kitValues(in, row, emit)
}
