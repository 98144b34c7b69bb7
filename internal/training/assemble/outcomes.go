package assemble

import (
	"cmp"
	"slices"
	"strconv"

	"continuum/internal/opendata"
	"continuum/internal/opendata/source"
	"continuum/internal/training"
)

// outcomesWanted keeps the qualifications that have a regional outcome.
func (b *builder) outcomesWanted() {
	counts := b.count("inserjeunes_diploma", source.InserJeunesRegion, 1)
	b.scan(source.InserJeunesRegion, "voie formation", func(v []string) {
		d := b.leavers(v[0], v[1])
		counts.row(v[1], 1, d != nil)
		if d != nil {
			d.wanted = true
		}
	})
}

// leavers returns the diploma of a row by region: school rows have the MEF of the last
// year, apprenticeship rows the CFD.
func (b *builder) leavers(voie, code string) *draft {
	if voie == "scolaire" {
		_, d := b.year(code)
		return d
	}
	return b.drafts[code]
}

func (b *builder) regionalOutcomes() {
	rows := 0
	for _, src := range []*opendata.Source{source.InserJeunesRegion, source.InserJeunesLycee, source.InserJeunesCFA} {
		if v, ok := b.rows.Version(src.ID); ok {
			rows += v.Rows
		}
	}
	b.m.Outcomes = make([]training.Outcome, 0, rows)
	columns := "voie formation millesime code_region sortants taux_poursuite taux_emploi_6 taux_emploi_12 taux_emploi_18 taux_emploi_24"
	b.scan(source.InserJeunesRegion, columns, func(v []string) {
		d := b.leavers(v[0], v[1])
		if d == nil {
			return
		}
		o := training.Outcome{
			Qualification: d.pos, Establishment: training.None, Region: v[3], Cohort: v[2],
			Leavers: training.Number(v[4]), Continue: hidden(v[5]), Source: b.source(source.InserJeunesRegion),
		}
		if v[0] == "scolaire" {
			o.Route, o.MEF = training.School, v[1]
		} else {
			o.Route = training.Apprenticeship
		}
		for i := range 4 {
			o.Employed[i] = hidden(v[6+i])
		}
		b.m.Outcomes = append(b.m.Outcomes, o)
	})
}

// hidden reads a rate of a source that leaves empty what statistical secrecy hides.
func hidden(s string) training.Figure {
	if s == "" {
		return training.Figure{Status: training.Secret}
	}
	return training.Share(s)
}

// localOutcomes reads the rates of establishments, all diplomas together. Outcomes stay
// in the order of their sources, which is that of their keys.
func (b *builder) localOutcomes() {
	b.establishmentRates(source.InserJeunesLycee, 0)
	b.establishmentRates(source.InserJeunesCFA, training.Apprenticeship)
}

func (b *builder) establishmentRates(src *opendata.Source, route training.Route) {
	points := b.count(src.ID+"_point", src, 0)
	columns := "cohorte uai perimetre taux_poursuite taux_emploi_6 taux_emploi_12 taux_emploi_18 taux_emploi_24 taux_attendu valeur_ajoutee"
	b.scan(src, columns, func(v []string) {
		p := b.places[v[1]]
		points.row(v[1], 1, p != nil && p.PointSource != training.None)
		if p == nil || !p.kept {
			return
		}
		o := training.Outcome{
			Qualification: training.None, Establishment: p.pos, Route: route, Cohort: v[0],
			Continue: training.Share(v[3]), Expected: training.Share(v[8]), ValueAdded: training.Number(v[9]),
			Source: b.source(src),
		}
		switch v[2] {
		case "scolaire":
			o.Route = training.School
		case "apprentissage":
			o.Route = training.Apprenticeship
		}
		for i := range 4 {
			o.Employed[i] = training.Share(v[4+i])
		}
		b.m.Outcomes = append(b.m.Outcomes, o)
	})
}

// graduates reads the surveys of those who leave higher education, by establishment and
// discipline: one outcome for the rates of two dates. The whole country's are of no
// establishment. What comes after 30 months has no place in an outcome.
func (b *builder) graduates() {
	type at struct{ uai, field, year string }
	survey := func(src *opendata.Source, columns string, read func(v []string) (uai, kind, discipline, year, months, rate, answers string)) {
		index := make(map[at]int)
		b.scan(src, columns, func(v []string) {
			uai, kind, discipline, year, months, rate, answers := read(v)
			when := slices.Index(surveyed, months)
			place := training.None
			if uai != allUniversities {
				p := b.places[uai]
				if p == nil || !p.kept {
					return
				}
				place = p.pos
			}
			if when < 0 {
				return
			}
			k := at{uai, kind + " : " + discipline, year}
			i, ok := index[k]
			if !ok {
				i = len(b.m.Outcomes)
				index[k] = i
				b.m.Outcomes = append(b.m.Outcomes, training.Outcome{
					Qualification: training.None, Establishment: place, Field: k.field, Cohort: year,
					Leavers: training.Number(answers), Source: b.source(src),
				})
			}
			b.m.Outcomes[i].Employed[when] = training.Share(rate)
		})
	}
	columns := "uai discipline annee mois taux_insertion reponses"
	byUniversity := func(kind string) func([]string) (uai, k, discipline, year, months, rate, answers string) {
		return func(v []string) (uai, k, discipline, year, months, rate, answers string) {
			return v[0], kind, v[1], v[2], v[3], v[4], v[5]
		}
	}
	survey(source.InsertionMaster, columns, byUniversity("Master"))
	survey(source.InsertionLP, columns, byUniversity("Licence pro"))
	survey(source.InsertionDoctorat, columns, byUniversity("Doctorat"))
	survey(source.InsertionDUT, "genre specialite annee mois taux_insertion reponses", func(v []string) (uai, kind, discipline, year, months, rate, answers string) {
		if v[0] == "femmes et hommes" {
			uai = allUniversities
		}
		return uai, "DUT", v[1], v[2], v[3], v[4], v[5]
	})
}

// allUniversities stands for all universities in the surveys.
const allUniversities = "UNIV"

// surveyed are the months after leaving of [training.Outcome.Employed].
var surveyed = []string{"6", "12", "18", "24", "30"}

// localPlaces keeps the establishments that a source of rates by establishment speaks of.
func (b *builder) localPlaces() {
	for _, src := range []*opendata.Source{source.InserJeunesLycee, source.InserJeunesCFA} {
		b.scan(src, "uai nom", func(v []string) {
			p := b.place(v[0], src)
			p.kept = true
			if p.Name == "" {
				p.Name = v[1]
			}
			if src == source.InserJeunesCFA {
				p.training = true
			}
		})
	}
}

// needs reads what employers plan to recruit: one need a family and basin, whose parts
// in several départements are added.
func (b *builder) needs() {
	type at struct{ fap, basin string }
	basins := make(map[string]bool)
	for _, code := range b.basins {
		basins[code] = true
	}
	known := b.count("bmo_basin", source.BMO, 0.993)
	labels := make(map[string]string)
	b.scan(source.FAP, "fap_228 libelle_228", func(v []string) { labels[v[0]] = v[1] })
	families := b.count("bmo_fap", source.BMO, 1)
	index := make(map[at]int)
	b.scan(source.BMO, "fap bassin annee metier libelle_bassin code_region projets difficiles saisonniers", func(v []string) {
		known.row(v[1], 1, basins[v[1]])
		label, ok := labels[v[0]]
		families.row(v[0], 1, ok)
		if !ok {
			label = v[3]
		}
		n := training.Need{
			FAP: v[0], Label: label, Basin: v[1], BasinLabel: v[4], Region: v[5],
			Projects: training.Number(v[6]), Difficult: training.Number(v[7]), Seasonal: training.Number(v[8]),
			Source: b.source(source.BMO),
		}
		if year, err := strconv.ParseInt(v[2], 10, 16); err == nil {
			n.Year = int16(year)
		}
		if i, ok := index[at{n.FAP, n.Basin}]; ok {
			old := &b.m.Needs[i]
			old.Projects, old.Difficult, old.Seasonal = old.Projects.Plus(n.Projects), old.Difficult.Plus(n.Difficult), old.Seasonal.Plus(n.Seasonal)
			return
		}
		index[at{n.FAP, n.Basin}] = len(b.m.Needs)
		b.m.Needs = append(b.m.Needs, n)
	})
	slices.SortFunc(b.m.Needs, func(x, y training.Need) int {
		return cmp.Or(cmp.Compare(x.FAP, y.FAP), cmp.Compare(x.Basin, y.Basin))
	})
}
