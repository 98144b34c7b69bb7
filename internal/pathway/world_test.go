package pathway

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"continuum/internal/geo"
	"continuum/internal/training"
)

// smallWorld is a random model of a few qualifications and offers with all the odd
// cases: common years, later entries, holes, distance learning, no points, figures that
// are secret, cycles.
func smallWorld(r *rand.Rand) *training.Model {
	m := &training.Model{}
	kinds := []struct {
		kind  string
		level int8
		years int8
	}{
		{"CAP", 3, 2},
		{"CAP", 3, 2},
		{"BAC PRO", 4, 3},
		{"BAC PRO", 4, 3},
		{"CS", 4, 1},
		{"BAC GENERAL", 4, 3},
		{"BTS", 5, 2},
		{"BTS", 5, 2},
		{"BUT", 6, 3},
		{"LICENCE", 6, 3},
		{"MASTER", 7, 2},
		{"INGENIEUR", 7, 5},
		{"DU", 0, 0},
		{"DOCTORAT", 8, 3},
	}
	labels := []string{"Mécanique", "Soudage naval", "Électronique", "Mécanique navale"}
	sectors := []string{"MECA", "MECA", "NUME", ""}
	for i := range 3 + r.IntN(9) {
		k := kinds[r.IntN(len(kinds))]
		q := training.Qualification{
			ID: fmt.Sprintf("q%02d", i), Kind: k.kind, Level: k.level, Years: k.years, NSF: []string{"254", "251", "326", ""}[r.IntN(4)],
			Label: k.kind + " " + labels[r.IntN(len(labels))], Sector: sectors[r.IntN(len(sectors))], Active: r.IntN(5) > 0,
			Common: k.kind == "BAC PRO" && r.IntN(3) == 0,
		}
		if r.IntN(12) == 0 {
			q.Years = 0
		}
		m.Qualifications = append(m.Qualifications, q)
	}
	for i := range 2 + r.IntN(5) {
		e := training.Establishment{
			UAI: fmt.Sprintf("e%02d", i), Region: []string{"53", "52", ""}[r.IntN(3)], Departement: []string{"29", "56"}[r.IntN(2)],
			Public: []training.Public{training.IsPublic, training.PrivateContract, training.Private, ""}[r.IntN(4)],
			Point:  geo.Point{Lat: 48 + r.Float64(), Lon: -3 + r.Float64()}, Boarding: training.Bool3(i % 3),
		}
		if r.IntN(8) == 0 {
			e.Point = geo.Point{}
		}
		m.Establishments = append(m.Establishments, e)
	}
	figure := func(n int) training.Figure {
		switch r.IntN(5) {
		case 0:
			return training.Figure{}
		case 1:
			return training.Figure{Status: training.Secret}
		}
		return training.Of(float64(1 + r.IntN(n)))
	}
	for q := range m.Qualifications {
		for range r.IntN(4) {
			e := r.IntN(len(m.Establishments))
			o := training.Offer{
				Qualification: int32(q), Establishment: int32(e), Route: training.Route(1 + r.IntN(3)), Mode: training.OnSite,
				EntryYear: 1, Capacity: figure(3), Applied: figure(4), Applicants: training.Applicants(r.IntN(3)), Point: m.Establishments[e].Point,
			}
			if r.IntN(10) == 0 {
				o.Mode, o.Point = training.Distance, geo.Point{}
			}
			if r.IntN(4) == 0 {
				o.EntryYear = 2
			}
			o.ID = training.OfferID(m.Qualifications[q].ID, m.Establishments[e].UAI, o.Route, o.Mode, o.EntryYear)
			if !slices.ContainsFunc(m.Offers, func(p training.Offer) bool { return p.ID == o.ID }) {
				m.Offers = append(m.Offers, o)
			}
		}
	}
	training.Sort(m.Offers, func(o *training.Offer) string { return o.ID })
	nq := len(m.Qualifications)
	for range r.IntN(2 * nq) {
		from, to := int32(r.IntN(nq)), int32(r.IntN(nq))
		p := training.Progression{From: from, To: to, Kind: training.ProgressionKind(1 + r.IntN(6))}
		if r.IntN(3) == 0 {
			p.Condition = "avec un bon dossier"
		}
		m.Progressions = append(m.Progressions, p)
	}
	slices.SortFunc(m.Progressions, func(a, b training.Progression) int {
		return slices.Compare([]int32{a.From, a.To, int32(a.Kind)}, []int32{b.From, b.To, int32(b.Kind)})
	})
	for range r.IntN(2 * nq) {
		m.Outcomes = append(m.Outcomes, training.Outcome{
			Qualification: int32(r.IntN(nq)), Establishment: training.None, Region: []string{"53", "52"}[r.IntN(2)],
			Route: training.Route(1 + r.IntN(2)), Cohort: []string{"2020", "2021"}[r.IntN(2)],
			Continue: training.Figure{Value: float32(r.IntN(3)) / 4, Status: training.Status(r.IntN(3))},
			Employed: [5]training.Figure{{Value: float32(r.IntN(3)) / 4, Status: training.Known}},
		})
	}
	m.Occupations = []training.Occupation{{ROME: "H2913", Qualifications: []int32{0, int32(nq - 1)}}}
	m.Index()
	return m
}

// smallRequest is a random request on a small world.
func smallRequest(r *rand.Rand, m *training.Model) Request {
	q := Request{Home: geo.Point{Lat: 48 + r.Float64(), Lon: -3 + r.Float64()}, K: MaxShown}
	switch r.IntN(3) {
	case 0:
		q.Starts = []Start{{End3e: true}}
	case 1:
		q.Starts = []Start{{End3e: true}, {Qualification: m.Qualifications[r.IntN(len(m.Qualifications))].ID}}
	default:
		q.Starts = []Start{{Level: int8(3 + r.IntN(2))}, {End3e: true}}
	}
	switch r.IntN(6) {
	case 0:
		q.Target.Sector = "MECA"
	case 1:
		q.Target.Qualifications = []string{m.Qualifications[r.IntN(len(m.Qualifications))].ID}
	case 2:
		q.Target.Offers = someOffers(r, m)
	case 3:
		q.Target.Occupation = "H2913"
	default:
		q.Target.Level = int8(3 + r.IntN(6))
	}
	if r.IntN(2) == 0 {
		q.MaxKm = float64(10 + r.IntN(120))
	}
	q.Boarding, q.Remote, q.LocatedOnly = r.IntN(3) == 0, r.IntN(2) == 0, r.IntN(4) == 0
	if r.IntN(4) == 0 {
		q.Routes = []training.Route{training.Route(1 + r.IntN(3))}
	}
	if r.IntN(4) == 0 {
		q.Public = []training.Public{training.IsPublic, training.PrivateContract}
	}
	if r.IntN(6) == 0 {
		q.Within = someOffers(r, m)
	}
	if r.IntN(4) == 0 {
		q.AvoidQualifications = []string{m.Qualifications[r.IntN(len(m.Qualifications))].ID}
	}
	if len(m.Offers) > 0 && r.IntN(4) == 0 {
		q.AvoidOffers = []string{m.Offers[r.IntN(len(m.Offers))].ID}
	}
	q.KnownBoarding = q.Boarding && r.IntN(2) == 0
	return q
}

func someOffers(r *rand.Rand, m *training.Model) *Set {
	var some []int32
	for o := range m.Offers {
		if r.IntN(3) > 0 {
			some = append(some, int32(o))
		}
	}
	return NewSet(m, some)
}
