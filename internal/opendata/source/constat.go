package source

import (
	"continuum/internal/opendata"
	"continuum/internal/opendata/format"
)

// Constat is the pupils of each training of each school, all years of study.
var Constat = &opendata.Source{
	ID:        "constat",
	Title:     "Constat de rentrée : effectifs par établissement et formation",
	Publisher: "Ministère chargé de l'éducation nationale (DEPP), équipe Orion",
	Page:      "Fichier « constat » publié par l'équipe Orion ; pas de jeu de données officiel connu",
	Licence:   opendata.NoneStated,
	Note:      "Formations professionnelles et BTS sous statut scolaire, sans les voies générale et technologique.",
	Columns: []opendata.Column{
		{Name: "uai", Type: opendata.UAI, Key: true, Refs: []string{"annuaire.uai", "etablissements-geo.uai"}},
		{Name: "mef", Type: opendata.Code, Key: true, Refs: []string{"mef.mefstat11"}}, // MEF STAT 11 of one year of study
		{Name: "annee", Type: opendata.Int, Required: true, Min: 2000, Max: 2100},
		{Name: "eleves", Type: opendata.Int, Required: true, Min: 0, Max: 5000},
	},
	Newest: true,
	Layouts: []opendata.Layout{{
		Name:   "constat",
		Files:  []string{"constat_*.csv"},
		Format: format.Format{Kind: format.CSV, Comma: ';'},
		Fields: []opendata.Field{
			from("uai", "UAI", "Numéro UAI"),
			from("mef", "Mef Bcp 11", "MEF STAT 11"),
			from("annee", "Rentrée scolaire"),
			from("eleves", "Nombre d'élèves : Total", "Nombre d'élèves"),
		},
	}},
	Dated:   "annee",
	MinRows: 30000, MaxRows: 90000,
}
