package source

import "continuum/internal/opendata"

// OnisepFormations is Onisep's list of initial trainings, one row a diploma.
var OnisepFormations = &opendata.Source{
	ID:        "onisep-formations",
	Title:     "Idéo-Formations initiales en France",
	Publisher: onisep,
	Dataset:   "5fa591127f501",
	Page:      onisepPage,
	URL:       onisepFiles + "5fa591127f501/5fa591127f501.csv",
	Licence:   opendata.ODbL,
	Note:      "Liste de 2022, plus ancienne que les fiches formations.",
	Columns:   onisepFormationsColumns,
	Layouts: []opendata.Layout{{
		Name:  "Idéo",
		Files: []string{"ideo-formations_initiales_en_france*.csv", "5fa591127f501*.csv"},
		Fields: []opendata.Field{
			from("id", "lien site onisep.fr", "URL et ID Onisep"),
			from("libelle", "libellé formation principal"),
			maybe("sigle", "sigle formation"),
			from("type", "libellé type formation"),
			maybe("type_sigle", "sigle type formation"),
			from("duree", "durée"),
			from("rncp", "code RNCP"),
			from("niveau", "libellé niveau RNCP"),
			maybe("nsf", "code CNIS", "code NSF"),
			maybe("tutelle", "tutelle"),
			from("domaines", "domaine/sous-domaine"),
		},
		Vintage: "2022",
		Make: change(onisepFormationsColumns, map[string]func(string) string{
			"id": lastStep, "rncp": rncpCode, "niveau": europeanLevel, "tutelle": known,
		}),
	}},
	MinRows: 4000, MaxRows: 15000,
	Newest: true,
}

var onisepFormationsColumns = []opendata.Column{
	{Name: "id", Type: opendata.Code, Key: true}, // "FOR.6913", from the address of the page
	{Name: "libelle", Type: opendata.Text, Required: true},
	{Name: "sigle", Type: opendata.Text},
	{Name: "type", Type: opendata.Text, Required: true}, // "diplôme d'ingénieur"
	{Name: "type_sigle", Type: opendata.Text},
	{Name: "duree", Type: opendata.Text}, // "2 ans", "22 semaines"
	{Name: "rncp", Type: opendata.Code, Refs: []string{"rncp.fiche"}},
	{Name: "niveau", Type: opendata.Int, Min: 3, Max: 8}, // European; empty when not registered
	{Name: "nsf", Type: opendata.Code, Refs: []string{"nsf.nsf"}},
	{Name: "tutelle", Type: opendata.Text},
	{Name: "domaines", Type: opendata.List}, // "mécanique/automatismes"
}
