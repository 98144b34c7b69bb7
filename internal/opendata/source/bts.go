package source

import (
	"continuum/internal/opendata"
	"continuum/internal/opendata/format"
)

var btsColumns = []opendata.Column{
	{Name: "uai", Type: opendata.UAI, Key: true, Refs: []string{"annuaire.uai", "etablissements-geo.uai"}},
	{Name: "mef", Type: opendata.Code, Key: true, Refs: []string{"mef.mefstat11"}}, // MEF STAT 11; 23K000… are certificates of specialisation
	{Name: "statut", Type: opendata.Code, Key: true, Codes: []string{"Scolaire", "Apprentissage"}},
	{Name: "libelle", Type: opendata.Text, Key: true}, // tells apart the entries of one diploma: "réservée aux bacs professionnels"
	{Name: "capacite", Type: opendata.Int, Min: 0, Max: 20000},
	{Name: "voeux", Type: opendata.Int, Min: 0, Max: 100000},           // confirmed, of all ranks
	{Name: "cfd", Type: opendata.Code, Refs: []string{"diplomes.cfd"}}, // 2022 and 2023 only
	{Name: "entrees", Type: opendata.Int},                              // records of the file that the row sums up
	{Name: "annee", Type: opendata.Int, Min: 2000, Max: 2100},
}

var btsMake = steps(yearOfFile(btsColumns, "annee"), set(btsColumns, "entrees", "1"))

// BTS is the offer of BTS and of what Parcoursup ranks with them. Records with the same
// label are entries of one course; their places and wishes are added. A candidate can
// wish for both: the sum counts wishes, as the file does.
var BTS = &opendata.Source{
	ID:        "bts",
	Title:     "BTS : capacités et vœux confirmés (Parcoursup)",
	Publisher: "Ministère chargé de l'enseignement supérieur, équipe Orion",
	Page:      "Fichiers « BTS attractivité et capacité » publiés par l'équipe Orion ; équivalent ouvert : fr-esr-parcoursup",
	Licence:   opendata.NoneStated,
	Note:      "Vœux confirmés de tous rangs : à ne pas comparer aux premiers vœux de la voie professionnelle.",
	Columns:   btsColumns,
	Newest:    true,
	Layouts: []opendata.Layout{
		{
			Name:   "2022-2023",
			Files:  []string{"BTS_attractivite_capacite_*.csv"},
			Format: format.Format{Kind: format.CSV, Comma: ';'},
			Fields: []opendata.Field{
				from("uai", "UAI"), from("mef", "MEFSTAT11"), from("statut", "STATUT"), from("libelle", "LIBELLÉFORMATION"),
				from("capacite", "CAPACITEPSUP"), from("voeux", "NB_VOEUX_CONFIRMES"), from("cfd", "CFD rectifié"),
			},
			Make: btsMake,
		},
		{
			Name:   "2024",
			Files:  []string{"BTS_attractivite_capacite_*.csv"},
			Format: format.Format{Kind: format.CSV, Comma: ';'},
			Fields: []opendata.Field{
				from("uai", "UAI"), from("mef", "MEFSTAT11"), from("statut", "STATUT"), from("libelle", "LIBELLÉFORMATION"),
				from("capacite", "CAPACITEPSUP"), from("voeux", "NB_VOEUX_CONFIRMES"),
			},
			Make: btsMake,
		},
	},
	Merge:   sumEntries(btsColumns, "capacite", "voeux", "entrees"),
	Dated:   "annee",
	MinRows: 8000, MaxRows: 40000,
}
