package source

import (
	"strconv"

	"continuum/internal/opendata"
	"continuum/internal/opendata/format"
)

// CertifInfo is the certifications that Carif-Oref follow: what ties a diploma to its
// RNCP fiche, its occupations, its Onisep description and what it replaced.
var CertifInfo = &opendata.Source{
	ID:        "certif-info",
	Title:     "Certif Info",
	Publisher: "Réseau des Carif-Oref (Intercarif-Oref)",
	Page:      "Certif Info, données ouvertes",
	Licence:   opendata.LicenceOuverte,
	Note:      "Licence à confirmer sur le site du producteur. Les anciennes certifications que citent les lignes n'y sont pas toutes.",
	Columns:   certifInfoColumns,
	Layouts: []opendata.Layout{{
		Name:  "Certif Info",
		Files: []string{"certif_info*.csv", "certif-info*.csv"},
		Fields: []opendata.Field{
			from("code", "Code_Diplome"),
			from("libelle", "Libelle_Diplome"),
			from("type", "Libelle_Type_Diplome"),
			maybe("type_code", "code_type_diplome"),
			from("niveau", "Code_Niveau_Europeen"),
			from("maj", "Date_MaJ"),
			from("formacode", "Code_FormaCode"),
			maybe("formacode_libelle", "Libelle_FormaCode"),
			from("romes", "Code_Rome_1"),
			from("nsf", "Code_Nsf"),
			from("rncp", "Code_RNCP"),
			from("rs", "Code_RS"),
			from("cfd", "Code_Scolarité"),
			maybe("premiere_session", "Annee_Premiere_Session"),
			maybe("derniere_session", "Annee_Derniere_Session"),
			from("ancien_code", "Code_Ancien_Diplome"),
			from("ancien_rncp", "Code_Ancien_RNCP"),
			from("ancien_cfd", "Code_Ancien_Scolarité"),
			from("etat", "Etat_Libelle"),
			maybe("acces_scolaire", "accessibilite_fi"),
			maybe("acces_apprentissage", "accessibilite_ca"),
			maybe("acces_continue", "accessibilite_fc"),
			maybe("acces_professionnalisation", "accessibilite_cp"),
			maybe("acces_vae", "accessibilite_vae"),
			maybe("acces_individuel", "accessibilite_ind"),
			maybe("onisep", "codeIdeo2"),
		},
		Vintage: "2024",
		Make:    makeCertifInfo,
	}},
	MinRows: 7000, MaxRows: 40000,
	// What ties a diploma to something, or a fiche or Onisep description to occupations.
	Embed: func(r opendata.Row) bool {
		return r[certifCFD] != "" || r[certifRomes] != "" && (r[certifRNCP] != "" || r[certifOnisep] != "")
	},
	// A certification is repeated for each RS fiche and each Onisep description of it.
	Merge:  union(certifInfoColumns, "rs", "onisep"),
	Dated:  "maj",
	Newest: true,
}

var certifInfoColumns = []opendata.Column{
	{Name: "code", Type: opendata.Code, Key: true},
	{Name: "libelle", Type: opendata.Text, Required: true},
	{Name: "type", Type: opendata.Text},
	{Name: "type_code", Type: opendata.Code},
	{Name: "niveau", Type: opendata.Int, Min: 3, Max: 8},
	{Name: "maj", Type: opendata.Date},
	{Name: "formacode", Type: opendata.Code},
	{Name: "formacode_libelle", Type: opendata.Text},
	{Name: "romes", Type: opendata.List, Refs: []string{"rome.rome"}}, // at most five, first is the nearest
	{Name: "nsf", Type: opendata.Code, Refs: []string{"nsf.nsf"}},
	{Name: "rncp", Type: opendata.Code, Refs: []string{"rncp.fiche"}}, // "RNCP37440"
	{Name: "rs", Type: opendata.List},                                 // "RS5654"
	{Name: "cfd", Type: opendata.Code, Refs: []string{"diplomes.cfd"}},
	{Name: "premiere_session", Type: opendata.Date},
	{Name: "derniere_session", Type: opendata.Date},
	{Name: "ancien_code", Type: opendata.Code},
	{Name: "ancien_rncp", Type: opendata.Code, Refs: []string{"rncp.fiche"}},
	{Name: "ancien_cfd", Type: opendata.Code, Refs: []string{"diplomes.cfd"}},
	{Name: "etat", Type: opendata.Text},
	// Ways of access: 1 open, 0 closed, 2 unknown.
	{Name: "acces_scolaire", Type: opendata.Code, Codes: acces},
	{Name: "acces_apprentissage", Type: opendata.Code, Codes: acces},
	{Name: "acces_continue", Type: opendata.Code, Codes: acces},
	{Name: "acces_professionnalisation", Type: opendata.Code, Codes: acces},
	{Name: "acces_vae", Type: opendata.Code, Codes: acces},
	{Name: "acces_individuel", Type: opendata.Code, Codes: acces},
	{Name: "onisep", Type: opendata.List, Refs: []string{"onisep-fiches-formations.id", "onisep-formations.id"}}, // "FOR.846"
}

var acces = []string{"0", "1", "2"}

var (
	certifRomes  = at(certifInfoColumns, "romes")
	certifRNCP   = at(certifInfoColumns, "rncp")
	certifRS     = at(certifInfoColumns, "rs")
	certifCFD    = at(certifInfoColumns, "cfd")
	certifOnisep = at(certifInfoColumns, "onisep")
	certifFormer = at(certifInfoColumns, "ancien_rncp")
)

// makeCertifInfo gathers the five columns of occupations and names the directories.
func makeCertifInfo(in *format.Record, row opendata.Row, emit func(opendata.Row)) error {
	var romes []string
	for i := range 5 {
		romes = append(romes, in.Get("Code_Rome_"+strconv.Itoa(i+1)))
	}
	row[certifRomes] = list(romes...)
	row[certifRNCP], row[certifFormer] = rncpCode(row[certifRNCP]), rncpCode(row[certifFormer])
	row[certifRS] = rsCode(row[certifRS])
	emit(row)
	return nil
}
