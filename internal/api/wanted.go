package api

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"continuum/internal/geo"
	"continuum/internal/training"
)

// The parameters of the lists of the national offer.

// departement also accepts the territories beside the départements where an
// establishment lies.
var departement = func() param {
	p := territory("departement", geo.Departement, "Code of a département", "29", func(q *query) *[]string { return &q.offer.Departements })
	p.read = func(q *query, v *view, value string) *refusal {
		if !v.cat.Departement(value) {
			return &refusal{detail: "no such departement", accepted: v.codes[geo.Departement]}
		}
		q.offer.Departements = append(q.offer.Departements, value)
		return nil
	}
	return p
}()

var commune = param{
	name: "commune", many: true, example: "29019", schema: schema{"type": "string", "pattern": "^[0-9][0-9AB][0-9]{3}$"},
	doc: "INSEE code of a commune, see /api/v1/places; a city holds its arrondissements.",
	read: func(q *query, v *view, value string) *refusal {
		if v.cat.Atlas.Commune(value) == nil {
			return &refusal{detail: "no such commune: INSEE codes are not postal codes, /api/v1/places?q= tells them apart"}
		}
		q.offer.Communes = append(q.offer.Communes, value)
		return nil
	},
}

var uai = param{
	name: "uai", many: true, example: "0290008B", schema: schema{"type": "string", "pattern": "^[0-9]{7}[A-Z]$"},
	doc: "Identifier of an establishment.",
	read: func(q *query, v *view, value string) *refusal {
		at := v.national.Establishment(value)
		if at == training.None {
			return &refusal{detail: "no such establishment"}
		}
		q.offer.Establishments = append(q.offer.Establishments, at)
		return nil
	},
}

// byQualification is a parameter that chooses a qualification by its identifier, or by
// one that it had.
func byQualification(name, doc string, into func(*query) *[]int32) param {
	return param{
		name: name, many: true, example: "50025438", schema: schema{"type": "string", "maxLength": 100}, doc: doc,
		read: func(q *query, v *view, value string) *refusal {
			at, _ := v.national.Qualification(value)
			if at == training.None {
				return &refusal{detail: "no such qualification: /api/v1/qualifications?q= finds them by their words"}
			}
			to := into(q)
			*to = append(*to, at)
			return nil
		},
	}
}

var (
	qualification = byQualification("qualification", "Identifier of a qualification.", func(q *query) *[]int32 { return &q.offer.Qualifications })
	leaving       = byQualification("from", "Identifier of the qualification left.", func(q *query) *[]int32 { return &q.wanted.from })
	reaching      = byQualification("to", "Identifier of the qualification reached.", func(q *query) *[]int32 { return &q.wanted.to })
)

var cfd = param{
	name: "cfd", many: true, example: "50025438", schema: schema{"type": "string", "pattern": "^[0-9A-Z]{8}$"},
	doc: "Code of a diploma in the base centrale des nomenclatures.",
	read: func(q *query, v *view, value string) *refusal {
		found := false
		for i := range v.national.Qualifications {
			if v.national.Qualifications[i].CFD == value {
				q.offer.Qualifications, found = append(q.offer.Qualifications, int32(i)), true
			}
		}
		if !found {
			return &refusal{detail: "no such diploma"}
		}
		return nil
	},
}

// The levels of the European framework that the offer covers.
var levels = []string{"3", "4", "5", "6", "7", "8"}

var level = param{
	name: "level", many: true, example: "4", schema: schema{"type": "string", "enum": levels},
	doc: "Level of the qualification, from 3 (CAP) to 8 (doctorate).",
	read: func(q *query, _ *view, value string) *refusal {
		if !slices.Contains(levels, value) {
			return &refusal{detail: "no such level", accepted: levels}
		}
		q.offer.Levels = append(q.offer.Levels, int8(value[0]-'0'))
		return nil
	},
}

var route = param{
	name: "route", many: true, example: training.School.String(), schema: schema{"type": "string", "enum": routes()},
	doc: "How one learns: at school, in apprenticeship, in continuing training.",
	read: func(q *query, _ *view, value string) *refusal {
		r, ok := training.ParseRoute(value)
		if !ok {
			return &refusal{detail: "no such route", accepted: routes()}
		}
		q.offer.Routes = append(q.offer.Routes, r)
		return nil
	},
}

func routes() []string {
	return []string{training.School.String(), training.Apprenticeship.String(), training.Continuing.String()}
}

var boarding = param{
	name: "boarding", example: "yes", schema: schema{"type": "string", "enum": []string{"yes", "no"}},
	doc: "Whether the establishment is known to board pupils, or known not to.",
	read: func(q *query, _ *view, value string) *refusal {
		switch value {
		case "yes":
			q.offer.Boarding = append(q.offer.Boarding, training.Yes)
		case "no":
			q.offer.Boarding = append(q.offer.Boarding, training.No)
		default:
			return &refusal{detail: "no such value", accepted: []string{"yes", "no"}}
		}
		return nil
	},
}

var (
	establishmentKind = oneOf("kind", "Kind of establishment.", establishmentKinds,
		func(q *query) *[]training.EstablishmentKind { return &q.offer.Kinds })
	public = oneOf("public", "Who answers for the establishment.",
		[]training.Public{training.IsPublic, training.PrivateContract, training.Private},
		func(q *query) *[]training.Public { return &q.offer.Publics })
)

var establishmentKinds = []training.EstablishmentKind{
	training.LyceePro, training.LyceeGeneral, training.LyceePolyvalent, training.Erea, training.CFA,
	training.University, training.HigherSchool, training.College, training.OtherKind,
}

var progressionKinds = []training.ProgressionKind{
	training.Family, training.Option, training.Onisep, training.Licence, training.Doctoral, training.Lineage,
}

var progressionKind = param{
	name: "kind", many: true, example: training.Family.String(), schema: schema{"type": "string", "enum": names(progressionKinds)},
	doc: "What the progression rests on.",
	read: func(q *query, _ *view, value string) *refusal {
		i := slices.Index(names(progressionKinds), value)
		if i < 0 {
			return &refusal{detail: "no such value", accepted: names(progressionKinds)}
		}
		q.wanted.progressions = append(q.wanted.progressions, progressionKinds[i])
		return nil
	},
}

func names[T fmt.Stringer](values []T) []string {
	out := make([]string, 0, len(values))
	for _, v := range values {
		out = append(out, v.String())
	}
	return out
}

// coded is a parameter whose value is a code taken as it is: what no item bears
// chooses none.
func coded(name, doc, example, pattern string, into func(*query) *[]string) param {
	re := regexp.MustCompile(pattern)
	return param{
		name: name, many: true, example: example, schema: schema{"type": "string", "pattern": pattern}, doc: doc,
		read: func(q *query, _ *view, value string) *refusal {
			if !re.MatchString(value) {
				return &refusal{detail: "not of the form of these codes", accepted: []string{pattern}}
			}
			to := into(q)
			*to = append(*to, value)
			return nil
		},
	}
}

var (
	cohort = coded("cohort", "Cohort of those who left: school years, or the year of the diploma.", "2021_2022", "^[0-9]{4}(_[0-9]{4})?$",
		func(q *query) *[]string { return &q.wanted.cohorts })
	fap = coded("fap", "Code of a family of occupations, FAP 2021.", "T2A60", "^[0-9A-Z]{3,6}$",
		func(q *query) *[]string { return &q.wanted.faps })
	basin = coded("basin", "Code of an employment basin.", "5315", "^[0-9A-Z]{2,6}$",
		func(q *query) *[]string { return &q.wanted.basins })
)

// spoken is q for a list of the national offer.
func spoken(doc, example string) param {
	p := words
	p.example = example
	p.doc = "Words, each of which must begin a word of " + doc + "; case and accents do not count."
	p.read = func(q *query, v *view, value string) *refusal {
		if refused := words.read(q, v, value); refused != nil {
			return refused
		}
		q.wanted.q = strings.Fields(geo.Fold(value))
		return nil
	}
	return p
}

var placeWords = func() param {
	p := words
	p.example = "brest"
	p.doc = "Name of a commune or its beginning, postal code or its beginning, INSEE code; the département may follow, by its name or code. Case, accents and hyphens do not count, St is Saint."
	return p
}()
