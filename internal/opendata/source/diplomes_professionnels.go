package source

import (
	"regexp"
	"strings"

	"continuum/internal/opendata"
	"continuum/internal/opendata/format"
)

// DiplomesProfessionnels is the vocational diplomas of the ministry by consultative commission.
var DiplomesProfessionnels = &opendata.Source{
	ID:        "diplomes-professionnels",
	Title:     "Diplômes professionnels par commission professionnelle consultative",
	Publisher: dgesco,
	Page:      "Éduscol, diplômes professionnels",
	Licence:   opendata.NoneStated,
	Columns:   diplomesProColumns,
	Layouts: []opendata.Layout{{
		Name:  "Éduscol",
		Files: []string{"diplomesProfessionnels*.csv"},
		Fields: []opendata.Field{
			from("code", "Code diplôme"),
			from("diplome", "Diplôme"),
			from("libelle", "Intitulé de la spécialité (et options)"),
			from("niveau", "Niveau"),
			from("cpc", "Commission professionnelle consultative"),
			from("secteur", "Secteur"),
			from("rncp", "Code RNCP"),
			from("creation", "Date de l'arrêté de création"),
			from("premiere_session", "Première session"),
			from("derniere_session", "Dernière session"),
			maybe("famille", "Famille de métiers"),
			maybe("session_supplementaire", "Session supplémentaire"),
		},
		Vintage: "2024",
		Make:    makeDiplomePro,
	}},
	MinRows: 400, MaxRows: 1200,
	// A diploma renovated under the code of the one that it replaces has two rows: the
	// one with the latest first session is kept.
	Merge: func(first, next opendata.Row) opendata.Row {
		if next[diplomeProSession] > first[diplomeProSession] {
			return next
		}
		return first
	},
}

var diplomesProColumns = []opendata.Column{
	{Name: "cfd", Type: opendata.Code, Key: true, Refs: []string{"diplomes.cfd"}}, // from the code: 400-24202 V is 40024202
	{Name: "code", Type: opendata.Text, Required: true},                           // as published
	{Name: "diplome", Type: opendata.Text, Required: true},                        // "BAC PRO"
	{Name: "libelle", Type: opendata.Text, Required: true},
	{Name: "niveau", Type: opendata.Int, Required: true, Min: 2, Max: 8},
	{Name: "cpc", Type: opendata.Text},
	{Name: "secteur", Type: opendata.Text},
	{Name: "rncp", Type: opendata.Code, Refs: []string{"rncp.fiche"}}, // "RNCP751"; empty while it is being registered
	{Name: "creation", Type: opendata.Date},
	{Name: "premiere_session", Type: opendata.Date},
	{Name: "derniere_session", Type: opendata.Date},
	{Name: "session_supplementaire", Type: opendata.Date},
	{Name: "famille", Type: opendata.Text}, // family of occupations of a bac pro
}

var (
	diplomeProCFD     = at(diplomesProColumns, "cfd")
	diplomeProCode    = at(diplomesProColumns, "code")
	diplomeProNiveau  = at(diplomesProColumns, "niveau")
	diplomeProCPC     = at(diplomesProColumns, "cpc")
	diplomeProSecteur = at(diplomesProColumns, "secteur")
	diplomeProRNCP    = at(diplomesProColumns, "rncp")
	diplomeProSession = at(diplomesProColumns, "premiere_session")

	// eduscolCode is a level, a speciality and the letter of its function: "400-24202 V".
	eduscolCode = regexp.MustCompile(`^([0-9][0-9A-Z]{2})-?([0-9]{4}[0-9A-Z]) ?[A-Z]?$`)
)

func makeDiplomePro(_ *format.Record, row opendata.Row, emit func(opendata.Row)) error {
	m := eduscolCode.FindStringSubmatch(row[diplomeProCode])
	if m == nil {
		return &opendata.Breach{Column: "code", Value: row[diplomeProCode], Reason: "not the code of a diploma: want one as in 400-24202 V"}
	}
	row[diplomeProCFD] = m[1] + m[2]
	row[diplomeProNiveau] = europeanLevel(row[diplomeProNiveau])
	row[diplomeProCPC] = strings.TrimPrefix(row[diplomeProCPC], "CPC ")
	row[diplomeProSecteur] = strings.TrimSpace(strings.TrimPrefix(row[diplomeProSecteur], "Secteur"))
	row[diplomeProRNCP] = rncpCode(row[diplomeProRNCP])
	emit(row)
	return nil
}
