package source

import (
	"continuum/internal/opendata"
	"continuum/internal/opendata/format"
)

// OnisepFichesMetiers is Onisep's descriptions of occupations: level of access,
// diplomas asked for, sectors, interests, and texts that are never embedded.
var OnisepFichesMetiers = &opendata.Source{
	ID:        "onisep-fiches-metiers",
	Title:     "Idéo-Fiches métiers",
	Publisher: onisep,
	Dataset:   "5fe0808a2da6f",
	Page:      onisepPage,
	URL:       onisepFiles + "5fe0808a2da6f/5fe0808a2da6f.zip",
	Licence:   opendata.ODbL,
	Columns:   fichesMetiersColumns,
	Layouts: []opendata.Layout{{
		Name:   "Idéo",
		Files:  []string{"5fe0808a2da6f*.zip", "Onisep_Ideo_Fiches_metiers_*.xml"},
		Format: ficheXML("metier"),
		Fields: []opendata.Field{
			from("id", "identifiant"),
			from("nom", "nom_metier"),
			from("feminin", "libelle_feminin"),
			from("masculin", "libelle_masculin"),
			from("synonymes", "synonymes/synonyme/nom_metier"),
			from("romes", "romesV3/romeV3"),
			from("niveau_acces", "niveau_acces_min/libelle"),
			from("formations", "formations_min_requise/formation_min_requise/id"),
			from("formations_libelles", "formations_min_requise/formation_min_requise/libelle"),
			from("secteurs", "secteurs_activite/secteur_activite/libelle"),
			from("transverse", "secteurs_activite/metier_transverse"),
			from("interets", "centres_interet/centre_interet/libelle"),
			from("statuts", "statuts/statut/libelle"),
			from("associes", "metiers_associes/metier_associe/id"),
			from("accroche", "accroche_metier"),
			from("nature", "nature_travail"),
			from("conditions", "condition_travail"),
			from("competences", "competences"),
			from("acces", "acces_metier"),
			from("vie", "vie_professionnelle"),
		},
		Make: change(fichesMetiersColumns, map[string]func(string) string{
			"transverse": presence,
			"accroche":   plain, "nature": plain, "conditions": plain, "competences": plain, "acces": plain, "vie": plain,
		}),
	}},
	MinRows: 600, MaxRows: 5000,
	Newest: true,
}

// ficheXML is the format of Onisep's files: one element a description.
func ficheXML(element string) format.Format {
	return format.Format{Kind: format.XML, Record: element}
}

var fichesMetiersColumns = []opendata.Column{
	{Name: "id", Type: opendata.Code, Key: true},       // "MET.103"
	{Name: "nom", Type: opendata.Text, Required: true}, // "carrossier/ère"
	{Name: "feminin", Type: opendata.Text},
	{Name: "masculin", Type: opendata.Text},
	{Name: "synonymes", Type: opendata.List},
	{Name: "romes", Type: opendata.List, Refs: []string{"rome.rome"}},
	{Name: "niveau_acces", Type: opendata.Text}, // "Bac + 5"
	{Name: "formations", Type: opendata.List},   // "FOR.10017": diplomas asked for at least
	{Name: "formations_libelles", Type: opendata.List},
	{Name: "secteurs", Type: opendata.List},
	{Name: "transverse", Type: opendata.Bool}, // found in all sectors
	{Name: "interets", Type: opendata.List},
	{Name: "statuts", Type: opendata.List}, // "salarié", "fonctionnaire"
	{Name: "associes", Type: opendata.List},
	{Name: "accroche", Type: opendata.Text, Prose: true},
	{Name: "nature", Type: opendata.Text, Prose: true},
	{Name: "conditions", Type: opendata.Text, Prose: true},
	{Name: "competences", Type: opendata.Text, Prose: true},
	{Name: "acces", Type: opendata.Text, Prose: true},
	{Name: "vie", Type: opendata.Text, Prose: true}, // pay, openings, careers
}

// presence reads an element that is filled in where it is true only.
func presence(s string) string {
	if s == "" {
		return "0"
	}
	return s
}
