package source

import (
	"strings"

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
	Layouts: []opendata.Layout{
		{
			Name:    "jointure de tiers",
			Files:   []string{"lycees.json"},
			Format:  format.Format{Kind: format.JSON, Record: "lycees"},
			Vintage: joinSession,
			Fields: []opendata.Field{
				from("uai", "uai"), from("voie", "type"), from("nom", "nom"), from("secteur", "secteur"), from("adresse", "adresse"),
				from("code_postal", "codePostal"), from("commune", "ville"), from("latitude", "lat"), from("longitude", "lng"),
				from("presents", "presents"), from("taux_reussite", "tauxReussite"), from("va_reussite", "vaReussite"),
				from("taux_acces", "tauxAcces"), from("va_acces", "vaAcces"), from("taux_mention", "tauxMention"), from("va_mention", "vaMention"),
				from("ips", "ips"), from("ips_ecart_type", "ecartTypeIps"),
			},
			Make: steps(set(lyceesResultatsColumns, "session", joinSession)),
		},
		ivalLayout("IVAL, voie générale et technologique", "fr-en-indicateurs-de-resultat-des-lycees-gt_v2*.csv", "GT"),
		ivalLayout("IVAL, voie professionnelle", "fr-en-indicateurs-de-resultat-des-lycees-pro_v2*.csv", "Pro"),
	},
	Merge:   lastSession,
	Dated:   "session",
	MinRows: 1500, MaxRows: 8000,
}

// joinSession is the session of the third-party join, which its header says.
const joinSession = "2025"

// ivalLayout is one of the two official files: all sessions since 2012, a line each.
func ivalLayout(name, files, route string) opendata.Layout {
	return opendata.Layout{
		Name: name, Files: []string{files}, Format: format.Format{Kind: format.CSV},
		Fields: []opendata.Field{
			from("session", "annee", "Année"), from("uai", "uai"),
			from("nom", "libelle_uai", "Etablissement"), from("secteur", "secteur"),
			maybe("code_commune", "code_commune", "Code commune"), maybe("commune", "libelle_commune", "Commune", "Ville"),
			from("presents", "presents_total", "Présents - Toutes séries"),
			from("taux_reussite", "taux_reu_total", "Taux de réussite - Toutes séries"),
			from("va_reussite", "va_reu_total", "Valeur ajoutée du taux de réussite - Toutes séries"),
			from("taux_acces", "taux_acces_2nde", "Taux d'accès 2nde"),
			from("va_acces", "va_acces_2nde", "Valeur ajoutée du taux d'accès 2nde"),
			from("taux_mention", "taux_men_total", "Taux de mentions - Toutes séries"),
			from("va_mention", "va_men_total", "Valeur ajoutée du taux de mentions - Toutes séries"),
		},
		Make: steps(set(lyceesResultatsColumns, "voie", route), sessionYear, words(lyceesResultatsColumns, []string{"ND"}, []string{"."})),
	}
}

// sessionYear keeps the year of a session that the portal writes as a day.
func sessionYear(_ *format.Record, row opendata.Row) error {
	i := at(lyceesResultatsColumns, "session")
	if y, _, ok := strings.Cut(row[i], "-"); ok {
		row[i] = y
	}
	return nil
}

// lastSession keeps the row of the later session: the official files hold them all. Two
// files of one session complete each other.
func lastSession(first, next opendata.Row) opendata.Row {
	session := at(lyceesResultatsColumns, "session")
	if first[session] < next[session] {
		return next
	}
	if first[session] == next[session] {
		return fill(first, next)
	}
	return first
}
