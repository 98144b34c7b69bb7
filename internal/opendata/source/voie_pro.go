package source

import (
	"continuum/internal/opendata"
	"continuum/internal/opendata/format"
)

var voieProColumns = []opendata.Column{
	{Name: "uai", Type: opendata.UAI, Key: true, Refs: []string{"annuaire.uai", "etablissements-geo.uai"}},
	{Name: "mef", Type: opendata.Code, Key: true, Refs: []string{"mef.mefstat11"}}, // MEF STAT 11 of the entry
	{Name: "statut", Type: opendata.Code, Key: true},                               // ST: under school status
	{Name: "capacite", Type: opendata.Int, Min: 0, Max: 2000},
	{Name: "premiers_voeux", Type: opendata.Int, Min: 0, Max: 20000},
	{Name: "famille", Type: opendata.Text}, // famille de métiers, of a second year after a common first one
	{Name: "mef_terminale", Type: opendata.Code, Refs: []string{"mef.mefstat11"}},
	{Name: "recensement", Type: opendata.Bool}, // wishes are only counted, not ranked
	{Name: "entrees", Type: opendata.Int},      // records of the file that the row sums up
	{Name: "annee", Type: opendata.Int, Min: 2000, Max: 2100},
}

// VoiePro is the offer of the vocational route: places and first wishes (Affelnet).
//
// 607 records of 2022 repeat an establishment and a training. They are entries that the
// admission tells apart (one for pupils of the région, one for boarders…): their places
// and wishes differ, the producer counts them in a column of its own, and only ten are
// alike in all, with so few wishes that chance explains it. So their numbers are added;
// a first wish is one a pupil, so the sum of wishes is right too.
var VoiePro = &opendata.Source{
	ID:        "voie-pro",
	Title:     "Offre de la voie professionnelle : capacités et premiers vœux (Affelnet)",
	Publisher: "Ministère chargé de l'éducation nationale (DGESCO), équipe Orion",
	Page:      "Fichiers « attractivité et capacité » publiés par l'équipe Orion ; pas de jeu de données officiel connu",
	Licence:   opendata.NoneStated,
	Note:      "Voie scolaire seulement. Capacité 998 ou 999 : illimitée ou inconnue ; 0 : fermée ou inconnue.",
	Columns:   voieProColumns,
	Newest:    true,
	Layouts: []opendata.Layout{{
		Name:   "attractivité et capacité",
		Files:  []string{"attractivite_capacite_*.csv"},
		Format: format.Format{Kind: format.CSV, Comma: ';'},
		Fields: []opendata.Field{
			from("uai", "Etablissement d'accueil"),
			from("mef", "MEF STAT 11"),
			from("statut", "Statut Offre de formation"),
			from("capacite", "Capacité carte scolaire"),
			from("premiers_voeux", "Demandes vœux 1"),
			maybe("famille", "Famille de métiers"),
			maybe("mef_terminale", "mef_stat_terminale"),
			maybe("recensement", "Voeu de recensement O/N"),
		},
		Make: steps(yearOfFile(voieProColumns, "annee"), set(voieProColumns, "entrees", "1")),
	}},
	Merge:   sumEntries(voieProColumns, "capacite", "premiers_voeux", "entrees"),
	Dated:   "annee",
	MinRows: 14000, MaxRows: 40000,
}
