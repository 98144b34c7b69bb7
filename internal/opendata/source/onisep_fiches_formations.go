package source

import (
	"regexp"

	"continuum/internal/opendata"
)

// OnisepFichesFormations is Onisep's descriptions of trainings: what each leads to,
// diplomas and occupations, and texts that are never embedded.
var OnisepFichesFormations = &opendata.Source{
	ID:        "onisep-fiches-formations",
	Title:     "Idéo-Fiches formations",
	Publisher: onisep,
	Dataset:   "5fe07a9ecc960",
	Page:      onisepPage,
	URL:       onisepFiles + "5fe07a9ecc960/5fe07a9ecc960.zip",
	Licence:   opendata.ODbL,
	Columns:   fichesFormationsColumns,
	Layouts: []opendata.Layout{{
		Name:   "Idéo",
		Files:  []string{"5fe07a9ecc960*.zip", "Onisep_Ideo_Fiches_Formations_*.xml"},
		Format: ficheXML("formation"),
		Fields: []opendata.Field{
			from("id", "identifiant"),
			from("cfd", "code_scolarite"),
			from("libelle", "libelle_complet"),
			from("sigle", "sigle"),
			from("generique", "libelle_generique"),
			from("specifique", "libelle_specifique"),
			from("type_sigle", "type_Formation/type_formation_sigle"),
			from("type_court", "type_Formation/type_formation_libelle_court"),
			from("type", "type_Formation/type_formation_libelle"),
			from("duree", "duree_formation"),
			from("url", "url"),
			from("nsf", "nsf_discipline/NSF_discipline_code"),
			from("fonction", "nsf_fonction/NSF_fonction_code"),
			from("niveau", "niveau_certification"),
			from("niveau_etudes", "niveau_etudes/libelle"),
			from("premiere_session", "annee_premiere_session"),
			maybe("derniere_session", "annee_derniere_session"),
			maybe("natures", "nature_certificat/libelle_nature_certificat"),
			from("tutelle", "sous_tutelle"),
			from("poursuites", "poursuites_etudes/poursuite_etudes/formation_poursuite_Etudes"),
			maybe("poursuites_condition", "poursuites_etudes/poursuite_etudes/type_Poursuite"),
			from("metiers", "metiers_formation/metier/id"),
			from("domaines", "sous_domaines_web/sous_domaine_web/libelle"),
			from("creation", "creation_date"),
			from("revision", "modification_date"),
			from("presentation", "descriptif_format_court"),
			from("acces", "descriptif_acces"),
			maybe("attendus", "attendus"),
			maybe("enseignements", "element_enseignement/element_enseignement_libelle"),
			from("poursuite_texte", "descriptif_poursuite_etudes"),
			from("rncp", "url"),
		},
		Make: change(fichesFormationsColumns, map[string]func(string) string{
			"rncp": rncpAddress, "niveau": europeanLevel,
			"presentation": plain, "acces": plain, "attendus": plain, "poursuite_texte": plain,
		}),
	}},
	MinRows: 1500, MaxRows: 10000,
	Dated:  "revision",
	Newest: true,
}

var fichesFormationsColumns = []opendata.Column{
	{Name: "id", Type: opendata.Code, Key: true},                       // "FOR.10017"
	{Name: "cfd", Type: opendata.Code, Refs: []string{"diplomes.cfd"}}, // one can be that of several fiches
	{Name: "libelle", Type: opendata.Text, Required: true},             // "bac pro construction et aménagement de véhicules"
	{Name: "sigle", Type: opendata.Text},
	{Name: "generique", Type: opendata.Text},  // what comes before the option or speciality
	{Name: "specifique", Type: opendata.Text}, // the option or speciality
	{Name: "type_sigle", Type: opendata.Text}, // "CAP", "BTS"
	{Name: "type_court", Type: opendata.Text}, // "bac pro"
	{Name: "type", Type: opendata.Text},       // "baccalauréat professionnel"
	{Name: "duree", Type: opendata.Text},      // "3 ans", "20 semaines"
	{Name: "url", Type: opendata.Text},
	{Name: "rncp", Type: opendata.Code, Refs: []string{"rncp.fiche"}}, // from the address
	{Name: "nsf", Type: opendata.Code, Refs: []string{"nsf.nsf"}},
	{Name: "fonction", Type: opendata.Code},
	{Name: "niveau", Type: opendata.Int, Min: 3, Max: 8}, // European; empty when not registered
	{Name: "niveau_etudes", Type: opendata.Text},         // "Bac + 2"
	{Name: "premiere_session", Type: opendata.Date},
	{Name: "derniere_session", Type: opendata.Date},
	{Name: "natures", Type: opendata.List},
	{Name: "tutelle", Type: opendata.Text},
	{Name: "poursuites", Type: opendata.List},           // labels, most of which are a libelle of this source
	{Name: "poursuites_condition", Type: opendata.Text}, // of all of them together
	{Name: "metiers", Type: opendata.List, Refs: []string{"onisep-fiches-metiers.id"}},
	{Name: "domaines", Type: opendata.List},
	{Name: "creation", Type: opendata.Date},
	{Name: "revision", Type: opendata.Date},
	{Name: "presentation", Type: opendata.Text, Prose: true},
	{Name: "acces", Type: opendata.Text, Prose: true},
	{Name: "attendus", Type: opendata.Text, Prose: true},
	{Name: "enseignements", Type: opendata.List, Prose: true},
	{Name: "poursuite_texte", Type: opendata.Text, Prose: true},
}

var ficheAddress = regexp.MustCompile(`francecompetences\.fr/recherche/rncp/(?:RNCP)?([0-9]+)`)

// rncpAddress is the fiche that an address leads to.
func rncpAddress(url string) string {
	if m := ficheAddress.FindStringSubmatch(url); m != nil {
		return rncpCode(m[1])
	}
	return ""
}
