package source

import (
	"continuum/internal/opendata"
	"continuum/internal/opendata/format"
)

var lyceesResultatsColumns = []opendata.Column{
	{Name: "uai", Type: opendata.UAI, Key: true, Refs: []string{"annuaire.uai"}},
	{Name: "voie", Type: opendata.Code, Key: true, Codes: []string{"GT", "Pro"}},
	{Name: "session", Type: opendata.Int, Required: true, Min: 2010, Max: 2100},
	{Name: "nom", Type: opendata.Text},
	{Name: "secteur", Type: opendata.Text},
	{Name: "adresse", Type: opendata.Text},
	{Name: "code_postal", Type: opendata.Code},
	{Name: "code_commune", Type: opendata.Commune},
	{Name: "commune", Type: opendata.Text},
	{Name: "latitude", Type: opendata.Latitude},
	{Name: "longitude", Type: opendata.Longitude},
	{Name: "presents", Type: opendata.Int, Maskable: true, Min: 0, Max: 5000},
	{Name: "taux_reussite", Type: opendata.Decimal, Maskable: true, Min: 0, Max: 100},
	{Name: "va_reussite", Type: opendata.Decimal, Maskable: true, Min: -100, Max: 100},
	{Name: "taux_acces", Type: opendata.Decimal, Maskable: true, Min: 0, Max: 100}, // from seconde to the diploma
	{Name: "va_acces", Type: opendata.Decimal, Maskable: true, Min: -100, Max: 100},
	{Name: "taux_mention", Type: opendata.Decimal, Maskable: true, Min: 0, Max: 100},
	{Name: "va_mention", Type: opendata.Decimal, Maskable: true, Min: -100, Max: 100},
	{Name: "ips", Type: opendata.Decimal, Maskable: true, Min: 20, Max: 220},
	{Name: "ips_ecart_type", Type: opendata.Decimal, Maskable: true, Min: 0, Max: 100},
}

// LyceesResultats is the results of lycées at the baccalauréat, and whom they teach.
var LyceesResultats = &opendata.Source{
	ID:        "lycees-resultats",
	Title:     "Indicateurs de valeur ajoutée des lycées (IVAL)",
	Publisher: "Ministère chargé de l'éducation nationale (DEPP)",
	Dataset:   "fr-en-indicateurs-de-resultat-des-lycees-gt_v2",
	Page:      "https://data.education.gouv.fr/explore/dataset/fr-en-indicateurs-de-resultat-des-lycees-gt_v2/",
	Licence:   opendata.LicenceOuverte,
	Note:      "Session 2025, dans une jointure faite par un tiers (IVAL, IPS, annuaire) : le nom qui fait foi est celui de l'annuaire.",
	Columns:   lyceesResultatsColumns,
	Layouts: []opendata.Layout{{
		Name:    "jointure de tiers",
		Files:   []string{"lycees.json"},
		Format:  format.Format{Kind: format.JSON, Record: "lycees"},
		Vintage: "2025",
		Fields: []opendata.Field{
			from("uai", "uai"), from("voie", "type"), from("nom", "nom"), from("secteur", "secteur"), from("adresse", "adresse"),
			from("code_postal", "codePostal"), from("commune", "ville"), from("latitude", "lat"), from("longitude", "lng"),
			from("presents", "presents"), from("taux_reussite", "tauxReussite"), from("va_reussite", "vaReussite"),
			from("taux_acces", "tauxAcces"), from("va_acces", "vaAcces"), from("taux_mention", "tauxMention"), from("va_mention", "vaMention"),
			from("ips", "ips"), from("ips_ecart_type", "ecartTypeIps"),
		},
	}},
	MinRows: 1500, MaxRows: 8000,
}
