package source

import (
	"continuum/internal/opendata"
	"continuum/internal/opendata/format"
)

// RNCPVoies is the ways by which each certification is reached.
var RNCPVoies = &opendata.Source{
	ID:        "rncp-voies",
	Title:     "RNCP : voies d'accès",
	Publisher: francecpt,
	Dataset:   "export_fiches_CSV_VoixdAccès",
	Page:      rncpPage,
	Licence:   opendata.LicenceOuverte,
	Note:      rncpNote,
	Columns:   voiesColumns,
	Layouts: []opendata.Layout{
		{
			Name:  "tables 2021",
			Files: []string{"rncp_voix_acces.v*.csv"},
			Fields: []opendata.Field{
				from("fiche", "CodeRNCP"),
				from("voie", "code_libelle"),
			},
			Vintage: "2021-01",
		},
		{
			Name:   "export France compétences",
			Files:  []string{rncpZip},
			Member: "export_fiches_CSV_Voix*.csv",
			Fields: []opendata.Field{
				from("fiche", "Numero_Fiche"),
				from("voie", "Si_Jury"),
			},
			Make: change(voiesColumns, map[string]func(string) string{"voie": accessWay}),
		},
	},
	MinRows: 40000, MaxRows: 500000,
	Newest: true,
	Embed:  never,
}

var voiesColumns = []opendata.Column{
	{Name: "fiche", Type: opendata.Code, Key: true, Refs: []string{"rncp.fiche"}},
	// School or student, apprenticeship, after continuing training, professionalisation
	// contract, as a candidate on one's own, by experience.
	{Name: "voie", Type: opendata.Code, Key: true, Codes: []string{"ELEVE", "CONTRATA", "PFC", "CONTRATP", "CANDIDATURE", "EXP"}},
}

// accessWays are the codes of the ways by their labels, folded.
var accessWays = map[string]string{
	format.Fold("Après un parcours de formation sous statut d'élève ou d'étudiant"): "ELEVE",
	format.Fold("En contrat d'apprentissage"):                                       "CONTRATA",
	format.Fold("Après un parcours de formation continue"):                          "PFC",
	format.Fold("En contrat de professionnalisation"):                               "CONTRATP",
	format.Fold("Par candidature individuelle"):                                     "CANDIDATURE",
	format.Fold("Par expérience"):                                                   "EXP",
}

// accessWay turns the label of a way into its code.
func accessWay(label string) string {
	if code := accessWays[format.Fold(label)]; code != "" {
		return code
	}
	return label
}
