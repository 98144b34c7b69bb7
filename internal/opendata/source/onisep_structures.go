package source

import (
	"continuum/internal/opendata"
	"continuum/internal/opendata/format"
)

var onisepStructuresColumns = []opendata.Column{
	{Name: "lieu", Type: opendata.Code, Key: true}, // ENS.13613
	{Name: "uai", Type: opendata.UAI, Refs: []string{"annuaire.uai", "etablissements-sup.uai", "etablissements-geo.uai"}},
	{Name: "siret", Type: opendata.Code},
	{Name: "nom", Type: opendata.Text, Required: true},
	{Name: "sigle", Type: opendata.Text},
	{Name: "type", Type: opendata.Text},
	{Name: "statut", Type: opendata.Text},
	{Name: "tutelle", Type: opendata.Text},
	{Name: "adresse", Type: opendata.Text},
	{Name: "code_postal", Type: opendata.Code},
	{Name: "commune", Type: opendata.Text},
	{Name: "code_commune", Type: opendata.Commune, Refs: []string{"communes.code"}},
	{Name: "departement", Type: opendata.Text},
	{Name: "academie", Type: opendata.Text},
	{Name: "region", Type: opendata.Text},
	{Name: "latitude", Type: opendata.Latitude},
	{Name: "longitude", Type: opendata.Longitude},
	{Name: "portes_ouvertes", Type: opendata.Text},
}

// OnisepStructuresSecondaire is the establishments of secondary education of Onisep.
var OnisepStructuresSecondaire = &opendata.Source{
	ID:        "onisep-structures-secondaire",
	Title:     "Idéo-Structures d'enseignement secondaire",
	Publisher: onisep,
	Dataset:   "5fa5816ac6a6e",
	Page:      "https://opendata.onisep.fr/data/5fa5816ac6a6e/2-ideo-structures-d-enseignement-secondaire.htm",
	URL:       "https://api.opendata.onisep.fr/downloads/5fa5816ac6a6e/5fa5816ac6a6e.csv",
	Licence:   opendata.ODbL,
	Columns:   onisepStructuresColumns,
	Layouts:   onisepStructuresLayouts("5fa5816ac6a6e*.csv", "*ideo-structures_denseignement_secondaire*.csv"),
	MinRows:   5000, MaxRows: 40000,
	Unpublished: "Établissements du secondaire selon l'Onisep (journées portes ouvertes, CFA) : le fichier n'est dans aucun dépôt.",
}

// OnisepStructuresSup is the establishments of higher education of Onisep.
var OnisepStructuresSup = &opendata.Source{
	ID:        "onisep-structures-sup",
	Title:     "Idéo-Structures d'enseignement supérieur",
	Publisher: onisep,
	Page:      "opendata.onisep.fr, Idéo-Structures d'enseignement supérieur",
	Licence:   opendata.ODbL,
	Columns:   onisepStructuresColumns,
	Layouts:   onisepStructuresLayouts("*ideo-structures_denseignement_superieur*.csv"),
	MinRows:   2000, MaxRows: 40000,
	Unpublished: "Établissements du supérieur selon l'Onisep (écoles privées, composantes d'universités) : le fichier n'est dans aucun dépôt.",
}

func onisepStructuresLayouts(files ...string) []opendata.Layout {
	return []opendata.Layout{{
		Name: "Idéo", Files: files, Format: format.Format{Kind: format.CSV},
		Fields: []opendata.Field{
			from("lieu", "URL et ID Onisep", "lien site onisep.fr"), from("uai", "code UAI"), maybe("siret", "n° SIRET"),
			from("nom", "nom"), maybe("sigle", "sigle"), from("type", "type d'établissement"), maybe("statut", "statut"), maybe("tutelle", "tutelle"),
			maybe("adresse", "adresse"), maybe("code_postal", "CP", "code postal"), maybe("commune", "commune"), maybe("code_commune", "commune (COG)"),
			maybe("departement", "département"), maybe("academie", "académie"), maybe("region", "région"),
			from("latitude", "latitude (Y)"), from("longitude", "longitude (X)"), maybe("portes_ouvertes", "journées portes ouvertes"),
		},
		Make: steps(onisepID(onisepStructuresColumns, "lieu")),
	}}
}
