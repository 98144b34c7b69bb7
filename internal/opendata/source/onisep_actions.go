package source

import (
	"strings"

	"continuum/internal/opendata"
	"continuum/internal/opendata/format"
)

var onisepActionsColumns = []opendata.Column{
	{Name: "id", Type: opendata.Code, Key: true}, // AF.76562
	{Name: "uai", Type: opendata.UAI, Refs: []string{"annuaire.uai", "etablissements-sup.uai", "etablissements-geo.uai"}}, // 1 % have none
	{Name: "formation", Type: opendata.Code, Refs: []string{"onisep-fiches-formations.id"}},                               // FOR.1234
	{Name: "libelle", Type: opendata.Text, Required: true},
	{Name: "type", Type: opendata.Text},
	{Name: "certificat", Type: opendata.Text}, // nature
	{Name: "niveau", Type: opendata.Text},
	{Name: "duree", Type: opendata.Text},
	{Name: "modalites", Type: opendata.Text}, // temps plein, apprentissage, à distance…
	{Name: "lieu", Type: opendata.Code},      // ENS.13613
	{Name: "nom_lieu", Type: opendata.Text},
	{Name: "statut", Type: opendata.Text},
	{Name: "hebergement", Type: opendata.Text},
	{Name: "adresse", Type: opendata.Text},
	{Name: "code_postal", Type: opendata.Code},
	{Name: "commune", Type: opendata.Text},
	{Name: "departement", Type: opendata.Text},
	{Name: "academie", Type: opendata.Text},
	{Name: "region", Type: opendata.Text},
	{Name: "web", Type: opendata.Text},
	{Name: "latitude", Type: opendata.Latitude},
	{Name: "longitude", Type: opendata.Longitude},
	{Name: "revision", Type: opendata.Date},
}

// OnisepActionsLycee is where Onisep says that each training of lycées is taught.
var OnisepActionsLycee = &opendata.Source{
	ID:        "onisep-actions-lycee",
	Title:     "Idéo-Actions de formation initiale, univers lycée",
	Publisher: onisep,
	Dataset:   "605340ddc19a9",
	Page:      "https://opendata.onisep.fr/data/605340ddc19a9/2-ideo-actions-de-formation-initiale-univers-lycee.htm",
	URL:       "https://api.opendata.onisep.fr/downloads/605340ddc19a9/605340ddc19a9.csv",
	Licence:   opendata.ODbL,
	Columns:   onisepActionsColumns,
	Layouts:   onisepActionsLayouts("605340ddc19a9*.csv", "ideo-actions_de_formation_initiale-univers_lycee*.csv"),
	Merge:     fill, // an identifier can come twice, with the same content
	MinRows:   10000, MaxRows: 120000,
	Unpublished: "Lieux des formations du lycée selon l'Onisep : le fichier n'est dans aucun dépôt ; il apporterait les séries technologiques et les formations agricoles.",
}

// OnisepActionsSup is where Onisep says that each training of higher education is taught.
var OnisepActionsSup = &opendata.Source{
	ID:        "onisep-actions-sup",
	Title:     "Idéo-Actions de formation initiale, univers enseignement supérieur",
	Publisher: onisep,
	Dataset:   "605344579a7d7",
	Page:      "https://opendata.onisep.fr/data/605344579a7d7/2-ideo-actions-de-formation-initiale-univers-enseignement-superieur.htm",
	URL:       "https://api.opendata.onisep.fr/downloads/605344579a7d7/605344579a7d7.csv",
	Licence:   opendata.ODbL,
	Columns:   onisepActionsColumns,
	Layouts:   onisepActionsLayouts("605344579a7d7*.csv", "ideo-actions_de_formation_initiale-univers_enseignement_superieur*.csv"),
	Merge:     fill,
	MinRows:   10000, MaxRows: 120000,
	Unpublished: "Lieux des formations du supérieur selon l'Onisep : le fichier n'est dans aucun dépôt ; il apporterait les licences professionnelles et les écoles hors Parcoursup.",
}

func onisepActionsLayouts(files ...string) []opendata.Layout {
	return []opendata.Layout{{
		Name: "Idéo", Files: files, Format: format.Format{Kind: format.CSV},
		Fields: []opendata.Field{
			from("id", "Action de Formation (AF) identifiant Onisep"), from("uai", "ENS code UAI"),
			from("formation", "FOR URL et ID Onisep"), from("libelle", "Formation (FOR) libellé"), from("type", "FOR type"),
			maybe("certificat", "FOR nature du certificat"), maybe("niveau", "FOR niveau de sortie"),
			maybe("duree", "AF durée cycle standard"), maybe("modalites", "AF modalités scolarité"),
			from("lieu", "ENS URL et ID Onisep"), from("nom_lieu", "Lieu d'enseignement (ENS) libellé", "ENS libellé"),
			maybe("statut", "ENS statut"), maybe("hebergement", "ENS hébergement"), maybe("adresse", "ENS adresse"), maybe("code_postal", "ENS code postal"),
			maybe("commune", "ENS commune"), maybe("departement", "ENS département"), maybe("academie", "ENS académie"), maybe("region", "ENS région"),
			maybe("web", "ENS site web"), from("latitude", "ENS latitude"), from("longitude", "ENS longitude"),
			maybe("revision", "AF date de modification"),
		},
		Make: steps(onisepID(onisepActionsColumns, "id", "formation", "lieu")),
	}}
}

// onisepID keeps the identifier that an address of Onisep ends with:
// "https://…/slug/ENS.13613" is ENS.13613.
func onisepID(columns []opendata.Column, names ...string) step {
	var positions []int
	for _, n := range names {
		positions = append(positions, at(columns, n))
	}
	return func(_ *format.Record, row opendata.Row) error {
		for _, i := range positions {
			row[i] = row[i][strings.LastIndexByte(row[i], '/')+1:]
		}
		return nil
	}
}
