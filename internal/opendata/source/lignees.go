package source

import (
	"strconv"

	"continuum/internal/opendata"
	"continuum/internal/opendata/format"
)

// Lignees is the diplomas of the BCN with those that they replaced and those that
// replaced them. It has fewer diplomas than [Diplomes]: no one-off titles.
var Lignees = &opendata.Source{
	ID:        "lignees",
	Title:     "Formations et diplômes de la BCN, avec anciens et nouveaux diplômes",
	Publisher: depp,
	Dataset:   "N_FORMATION_DIPLOME",
	Page:      bcn,
	Licence:   opendata.NoneStated,
	Note:      bcnNote,
	Columns:   ligneesColumns,
	Layouts: []opendata.Layout{{
		Name:    "BCN",
		Files:   []string{"nFormationDiplome*.csv", "N_FORMATION_DIPLOME*.csv"},
		Format:  bcnFormat,
		Fields:  ligneesFields,
		Vintage: "2025",
		Make:    makeLignee,
	}},
	MinRows: 3000, MaxRows: 8000,
	Drift:  0.1,
	Dated:  "revision",
	Newest: true,
}

var ligneesColumns = []opendata.Column{
	{Name: "cfd", Type: opendata.Code, Key: true},
	{Name: "niveau", Type: opendata.Code, Required: true, Refs: []string{"niveaux.niveau"}},
	{Name: "nsf", Type: opendata.Code, Required: true, Refs: []string{"nsf.nsf"}},
	{Name: "libelle_court", Type: opendata.Text},
	{Name: "libelle", Type: opendata.Text, Required: true},
	{Name: "ouverture", Type: opendata.Date},
	{Name: "fermeture", Type: opendata.Date},
	{Name: "anciens", Type: opendata.List, Refs: []string{"diplomes.cfd"}},  // CFD that it replaced, in the order of the BCN
	{Name: "nouveaux", Type: opendata.List, Refs: []string{"diplomes.cfd"}}, // CFD that replace it
	{Name: "premiere_session", Type: opendata.Date},
	{Name: "derniere_session", Type: opendata.Date},
	{Name: "mef_ouverts", Type: opendata.Int, Max: 99},
	{Name: "mef_fermes", Type: opendata.Int, Max: 99},
	{Name: "niveau_rncp", Type: opendata.Code, Codes: niveauxRNCP},
	{Name: "revision", Type: opendata.Date}, // DATE_INTERVENTION
}

var ligneesFields = []opendata.Field{
	from("cfd", "FORMATION_DIPLOME"),
	from("niveau", "NIVEAU_FORMATION_DIPLOME"),
	from("nsf", "GROUPE_SPECIALITE"),
	from("libelle_court", "LIBELLE_COURT"),
	from("libelle", "LIBELLE_LONG_200"),
	from("ouverture", "DATE_OUVERTURE"),
	from("fermeture", "DATE_FERMETURE"),
	maybe("premiere_session", "DATE_PREMIERE_SESSION"),
	maybe("derniere_session", "DATE_DERNIERE_SESSION"),
	maybe("mef_ouverts", "NB_MEF_OUVERT"),
	maybe("mef_fermes", "NB_MEF_FERME"),
	from("anciens", "ANCIEN_DIPLOME_1"),
	from("nouveaux", "NOUVEAU_DIPLOME_1"),
	maybe("revision", "DATE_INTERVENTION"),
	from("niveau_rncp", "NIVEAU_QUALIFICATION_RNCP"),
}

var (
	ligneeAnciens  = at(ligneesColumns, "anciens")
	ligneeNouveaux = at(ligneesColumns, "nouveaux")
)

// makeLignee gathers the seven columns of former diplomas, and of new ones.
func makeLignee(in *format.Record, row opendata.Row, emit func(opendata.Row)) error {
	gather := func(heading string) string {
		var all []string
		for i := range 7 {
			all = append(all, in.Get(heading+strconv.Itoa(i+1)))
		}
		return list(all...)
	}
	row[ligneeAnciens], row[ligneeNouveaux] = gather("ANCIEN_DIPLOME_"), gather("NOUVEAU_DIPLOME_")
	emit(row)
	return nil
}
