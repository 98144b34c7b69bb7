package source

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"continuum/internal/opendata"
	"continuum/internal/opendata/format"
)

var etablissementsSupColumns = []opendata.Column{
	{Name: "paysage", Type: opendata.Code, Key: true}, // identifier of the ministry, one a legal body
	{Name: "uai", Type: opendata.UAI},                 // the first one where there are several
	{Name: "autres_uai", Type: opendata.List},         // others, of now and of before
	{Name: "nom", Type: opendata.Text, Required: true},
	{Name: "nom_court", Type: opendata.Text},
	{Name: "sigle", Type: opendata.Text},
	{Name: "type", Type: opendata.Text}, // Université, École, Grand établissement, Autre établissement
	{Name: "typologie", Type: opendata.Text},
	{Name: "secteur", Type: opendata.Code, Codes: []string{"Public", "Privé"}},
	{Name: "siret", Type: opendata.Code},
	{Name: "ror", Type: opendata.Code},
	{Name: "web", Type: opendata.Text},
	{Name: "adresse", Type: opendata.Text},
	{Name: "code_postal", Type: opendata.Code},
	{Name: "code_commune", Type: opendata.Commune, Refs: []string{"communes.code"}},
	{Name: "commune", Type: opendata.Text},
	{Name: "code_departement", Type: opendata.Code}, // three signs: 035
	{Name: "code_academie", Type: opendata.Code},    // the number of the académie: 14
	{Name: "code_region", Type: opendata.Code},      // INSEE: 53
	{Name: "latitude", Type: opendata.Latitude},
	{Name: "longitude", Type: opendata.Longitude},
	{Name: "qualification", Type: opendata.Text}, // EESPIG…
	{Name: "inscrits", Type: opendata.Int},       // of the last year that the file gives
	{Name: "inscrits_annee", Type: opendata.Int}, // first year of it
}

// EtablissementsSup is the main establishments of higher education.
var EtablissementsSup = &opendata.Source{
	ID:        "etablissements-sup",
	Title:     "Principaux établissements d'enseignement supérieur",
	Publisher: "Ministère chargé de l'enseignement supérieur",
	Dataset:   "fr-esr-principaux-etablissements-enseignement-superieur",
	Page:      "https://data.enseignementsup-recherche.gouv.fr/explore/dataset/fr-esr-principaux-etablissements-enseignement-superieur/",
	URL:       "https://data.enseignementsup-recherche.gouv.fr/api/explore/v2.1/catalog/datasets/fr-esr-principaux-etablissements-enseignement-superieur/exports/csv?use_labels=false&delimiter=%3B",
	Licence:   opendata.LicenceOuverte,
	Note:      "Universités et principales écoles seulement : les autres établissements du supérieur viennent de Parcoursup et des mentions de master.",
	Columns:   etablissementsSupColumns,
	Newest:    true,
	Layouts: []opendata.Layout{{
		Name:   "complet",
		Files:  []string{"fr-esr-principaux-etablissements-enseignement-superieur*.csv"},
		Format: format.Format{Kind: format.CSV},
		Fields: []opendata.Field{
			from("paysage", "etablissement_id_paysage", "identifiant interne"),
			from("uai", "uai", "uai - identifiant"),
			maybe("autres_uai", "anciens_codes_uai"),
			from("nom", "uo_lib", "libellé"),
			maybe("nom_court", "nom_court"),
			maybe("sigle", "sigle"),
			from("type", "type_d_etablissement"),
			maybe("typologie", "typologie_d_universites_et_assimiles"),
			from("secteur", "secteur_d_etablissement"),
			maybe("siret", "siret"),
			maybe("ror", "identifiant_ror"),
			maybe("web", "url", "site internet"),
			maybe("adresse", "adresse_uai", "adresse"),
			maybe("code_postal", "code_postal_uai", "code postal"),
			from("code_commune", "com_code", "code commune"),
			from("commune", "com_nom", "commune"),
			maybe("code_departement", "dep_id", "code département"),
			maybe("code_academie", "aca_id", "code académie"),
			maybe("code_region", "reg_id", "code région"),
			from("latitude", "coordonnees", "géolocalisation"),
			maybe("qualification", "qualification_court"),
		},
		Make: steps(point(etablissementsSupColumns), supStep),
	}},
	MinRows: 180, MaxRows: 600,
}

// supStep tidies what the file writes in its own way: codes with a letter before them
// (D035, A14, R53), several UAI in one column, students in one column a year.
func supStep(in *format.Record, row opendata.Row) error {
	for _, c := range []string{"code_departement", "code_academie", "code_region"} {
		i := at(etablissementsSupColumns, c)
		row[i] = strings.TrimLeft(row[i], "DAR")
	}
	sector := at(etablissementsSupColumns, "secteur")
	switch strings.ToLower(row[sector]) {
	case "public":
		row[sector] = "Public"
	case "privé":
		row[sector] = "Privé"
	}
	uai, others := at(etablissementsSupColumns, "uai"), at(etablissementsSupColumns, "autres_uai")
	codes := strings.FieldsFunc(row[uai]+";"+row[others], func(r rune) bool { return strings.ContainsRune(";,| ", r) })
	if row[uai] != "" {
		row[uai] = codes[0]
	}
	var rest []string
	for _, c := range codes {
		if c != row[uai] && !slices.Contains(rest, c) {
			rest = append(rest, c)
		}
	}
	row[others] = strings.Join(rest, opendata.ListSeparator)
	// Schools abroad (region 99) have the code of a country where others have a commune.
	if row[at(etablissementsSupColumns, "code_region")] == "99" {
		row[at(etablissementsSupColumns, "code_commune")] = ""
	}
	for _, y := range supYears {
		for _, heading := range []string{y.label, y.name} {
			if n := in.Get(heading); n != "" && n != "nd" {
				row[at(etablissementsSupColumns, "inscrits")] = n
				row[at(etablissementsSupColumns, "inscrits_annee")] = strconv.Itoa(y.year)
				return nil
			}
		}
	}
	return nil
}

// supYear is the two headings of the students of a year that starts in autumn.
type supYear struct {
	year        int
	name, label string
}

// supYears are the years that the file may have, the last first.
var supYears = func() (years []supYear) {
	for y := 2040; y >= 2009; y-- {
		years = append(years, supYear{y, fmt.Sprintf("inscrits_%d", y), fmt.Sprintf("Effectifs d'étudiants inscrits %d-%02d", y, (y+1)%100)})
	}
	return years
}()
