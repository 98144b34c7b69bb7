package source

import (
	"slices"
	"strings"

	"continuum/internal/opendata"
	"continuum/internal/opendata/format"
)

var annuaireColumns = []opendata.Column{
	{Name: "uai", Type: opendata.UAI, Key: true},
	{Name: "nom", Type: opendata.Text, Required: true},
	{Name: "type", Type: opendata.Text}, // Lycée, Collège, EREA, Ecole, Médico-social…; empty for a few
	{Name: "secteur", Type: opendata.Code, Codes: []string{"Public", "Privé"}},
	{Name: "contrat", Type: opendata.Text},
	{Name: "adresse", Type: opendata.Text},
	{Name: "code_postal", Type: opendata.Code},
	{Name: "code_commune", Type: opendata.Commune, Refs: []string{"communes.code"}},
	{Name: "commune", Type: opendata.Text},
	{Name: "code_departement", Type: opendata.Code}, // three signs: 035
	{Name: "code_academie", Type: opendata.Code},
	{Name: "code_region", Type: opendata.Code},
	{Name: "latitude", Type: opendata.Latitude},
	{Name: "longitude", Type: opendata.Longitude},
	{Name: "precision_point", Type: opendata.Text},
	{Name: "voie_generale", Type: opendata.Bool},
	{Name: "voie_technologique", Type: opendata.Bool},
	{Name: "voie_professionnelle", Type: opendata.Bool},
	{Name: "apprentissage", Type: opendata.Bool},
	{Name: "post_bac", Type: opendata.Bool},
	{Name: "greta", Type: opendata.Bool},
	{Name: "segpa", Type: opendata.Bool},
	{Name: "ulis", Type: opendata.Bool},
	{Name: "hebergement", Type: opendata.Bool},
	{Name: "lycee_agricole", Type: opendata.Bool},
	{Name: "lycee_militaire", Type: opendata.Bool},
	{Name: "lycee_des_metiers", Type: opendata.Bool},
	{Name: "education_prioritaire", Type: opendata.Text}, // REP, REP+
	{Name: "eleves", Type: opendata.Int, Min: 0, Max: 20000},
	{Name: "web", Type: opendata.Text},
	{Name: "fiche_onisep", Type: opendata.Text},
	{Name: "siret", Type: opendata.Code}, // SIRET, or SIREN alone
	{Name: "nature", Type: opendata.Code},
	{Name: "libelle_nature", Type: opendata.Text},
	{Name: "ministere", Type: opendata.Text},
	{Name: "etat", Type: opendata.Text}, // OUVERT, A FERMER, A OUVRIR
	{Name: "etablissement_mere", Type: opendata.UAI},
	{Name: "code_bassin_formation", Type: opendata.Code},
	{Name: "bassin_formation", Type: opendata.Text},
	{Name: "date_ouverture", Type: opendata.Date},
	{Name: "date_maj", Type: opendata.Date}, // of the line; of the extract for the reduced copy
}

// Annuaire is the directory of all schools, and of what goes with them.
var Annuaire = &opendata.Source{
	ID:        "annuaire",
	Title:     "Annuaire de l'éducation",
	Publisher: "Ministère chargé de l'éducation nationale",
	Dataset:   "fr-en-annuaire-education",
	Page:      "https://data.education.gouv.fr/explore/dataset/fr-en-annuaire-education/",
	URL:       "https://data.education.gouv.fr/api/explore/v2.1/catalog/datasets/fr-en-annuaire-education/exports/csv?use_labels=false&delimiter=%3B",
	Licence:   opendata.LicenceOuverte,
	Note:      "La copie réduite de juin 2025 couvre la France entière sans adresse ni indicateur de voie professionnelle ; le fichier complet au format de 2023 ne couvre que l'Ille-et-Vilaine.",
	Columns:   annuaireColumns,
	Layouts: []opendata.Layout{
		{
			Name:   "complet",
			Files:  []string{"fr-en-annuaire-education*.csv"},
			Format: format.Format{Kind: format.CSV},
			Fields: []opendata.Field{
				from("uai", "identifiant_de_l_etablissement", "Code établissement", "numero_uai"),
				from("nom", "nom_etablissement", "Nom de l'établissement", "appellation_officielle"),
				from("type", "type_etablissement", "Type d'établissement"),
				from("secteur", "statut_public_prive", "Statut public/privé"),
				maybe("contrat", "type_contrat_prive", "Type de contrat privé"),
				from("adresse", "adresse_1", "Adresse"),
				from("code_postal", "code_postal"),
				from("code_commune", "code_commune"),
				from("commune", "nom_commune", "Commune"),
				from("code_departement", "code_departement"),
				from("code_academie", "code_academie"),
				from("code_region", "code_region"),
				from("latitude", "latitude"),
				from("longitude", "longitude"),
				maybe("precision_point", "precision_localisation"),
				from("voie_generale", "voie_generale"),
				from("voie_technologique", "voie_technologique"),
				from("voie_professionnelle", "voie_professionnelle"),
				maybe("apprentissage", "apprentissage"),
				maybe("post_bac", "post_bac"),
				maybe("greta", "greta"),
				maybe("segpa", "segpa"),
				maybe("ulis", "ulis"),
				maybe("hebergement", "hebergement"),
				maybe("lycee_agricole", "lycee_agricole"),
				maybe("lycee_militaire", "lycee_militaire"),
				maybe("lycee_des_metiers", "lycee_des_metiers"),
				maybe("education_prioritaire", "appartenance_education_prioritaire"),
				maybe("eleves", "nombre_d_eleves"),
				maybe("web", "web"),
				maybe("fiche_onisep", "fiche_onisep"),
				maybe("siret", "siren_siret"),
				maybe("nature", "code_nature"),
				maybe("libelle_nature", "libelle_nature"),
				maybe("ministere", "ministere_tutelle"),
				maybe("etat", "etat"),
				maybe("etablissement_mere", "etablissement_mere"),
				maybe("code_bassin_formation", "code_bassin_formation"),
				maybe("bassin_formation", "libelle_bassin_formation"),
				maybe("date_ouverture", "date_ouverture"),
				maybe("date_maj", "date_maj_ligne"),
			},
			Make: steps(pad(annuaireColumns, "code_academie", 2)),
		},
		{
			Name:    "copie réduite",
			Files:   []string{"annuaire_ecoles_france*.parquet"},
			Format:  format.Format{Kind: format.Parquet},
			Vintage: reducedDate,
			Fields: []opendata.Field{
				from("uai", "identifiant_de_l_etablissement"),
				from("nom", "nom_etablissement"),
				from("type", "type_etablissement"),
				from("secteur", "statut_public_prive"),
				from("code_commune", "code_commune"),
				from("commune", "nom_commune"),
				from("code_academie", "code_academie"),
				from("code_region", "code_region"),
				from("latitude", "latitude"),
				from("longitude", "longitude"),
				from("voie_generale", "voie_generale"),
				from("eleves", "nombre_d_eleves"),
			},
			Make: steps(set(annuaireColumns, "date_maj", reducedDate), pad(annuaireColumns, "code_academie", 2)),
		},
	},
	Merge:   mergeAnnuaire,
	Embed:   teaches,
	MinRows: 60000, MaxRows: 90000,
}

// reducedDate is when the reduced copy was taken: its lines don't say it.
const reducedDate = "2025-06"

// mergeAnnuaire makes one row of two of an establishment. Of two dates, the later says
// all that it knows and the other fills in the rest: the reduced copy has a newer name
// and the complete file more columns. Of one date, they are the parts of one
// establishment (two sites, a collège and its lycée), of which the file has a line each:
// what one of them has, the establishment has; kind, name and place are those of the line
// that teaches highest, then of the one that doesn't call itself an annexe, else of the
// first. The file gives the pupils of all of it on each line.
func mergeAnnuaire(first, next opendata.Row) opendata.Row {
	date := at(annuaireColumns, "date_maj")
	if first[date] != next[date] {
		if first[date] < next[date] {
			first, next = next, first
		}
		return fill(first, next)
	}
	if lineRank(next) < lineRank(first) {
		first, next = next, first
	}
	for i, c := range annuaireColumns {
		if c.Type == opendata.Bool && next[i] == "1" {
			first[i] = "1"
		}
	}
	return fill(first, next)
}

// lineRank orders the lines of one establishment, the one that stands for it first.
func lineRank(row opendata.Row) int {
	rank := slices.Index([]string{"EREA", "Lycée", "Collège"}, row[at(annuaireColumns, "type")])
	if rank < 0 {
		rank = 3 // a kind that rarely shares its UAI
	}
	rank *= 2
	if strings.Contains(strings.ToLower(row[at(annuaireColumns, "nom")]), "annexe") {
		rank++
	}
	return rank
}

// teaches tells the establishments of the reference dataset: those of the second degree,
// and what gives or prepares a training. Primary schools, offices and medical places
// stay out.
func teaches(row opendata.Row) bool {
	switch row[at(annuaireColumns, "type")] {
	case "Collège", "Lycée", "EREA":
		return true
	}
	for _, c := range []string{"voie_generale", "voie_technologique", "voie_professionnelle", "apprentissage", "post_bac"} {
		if row[at(annuaireColumns, c)] == "1" {
			return true
		}
	}
	return false
}
