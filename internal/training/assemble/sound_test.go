package assemble

import (
	"slices"
	"strings"
	"testing"

	"continuum/internal/training"
)

func TestSmallModelIsSound(t *testing.T) {
	t.Parallel()
	sound(t, small(t))
}

func TestNationalModelIsSound(t *testing.T) {
	openOfficial(t)
	m, err := national()
	if err != nil {
		t.Fatal(err)
	}
	sound(t, m)
	perLevel := make(map[int8]int)
	for i := range m.Offers {
		if o := &m.Offers[i]; m.Establishments[o.Establishment].Region == "53" {
			perLevel[m.Qualifications[o.Qualification].Level]++
		}
	}
	for level := int8(3); level <= 8; level++ {
		if perLevel[level] == 0 {
			t.Errorf("Brittany has no offer of level %d", level)
		}
	}
	// Diplomas that a wrong reading of codes or labels would lose.
	for id, label := range map[string]string{
		"46125406": "CS Technicien(ne) en soudage",
		"40025411": "Bac pro Technicien en chaudronnerie industrielle",
		"32032612": "BTS Services informatiques aux organisations",
		"20511601": "Licence Chimie",
		"26033101": "Diplôme d'État d'infirmier",
	} {
		at, _ := m.Qualification(id)
		if at == training.None || m.Qualifications[at].Label != label || len(m.OffersOf(at)) < 5 {
			t.Errorf("%s: want %q with offers", id, label)
		}
	}
}

// sound fails when a model breaks what its types promise.
func sound(t *testing.T, m *training.Model) {
	t.Helper()
	inOrder(t, "establishments", m.Establishments, func(e *training.Establishment) string { return e.UAI })
	inOrder(t, "qualifications", m.Qualifications, func(q *training.Qualification) string { return q.ID })
	inOrder(t, "offers", m.Offers, func(o *training.Offer) string { return o.ID })
	inOrder(t, "occupations", m.Occupations, func(o *training.Occupation) string { return o.ROME })
	inOrder(t, "needs", m.Needs, func(n *training.Need) string { return n.FAP + " " + n.Basin })
	sources, diplomas := len(m.Sources), len(m.Qualifications)
	within := func(at int32, n int) bool { return at >= 0 && int(at) < n }
	for i := range m.Establishments {
		if e := &m.Establishments[i]; e.Name == "" || e.Kind == "" || !within(e.Source, sources) || e.PointSource != training.None && !within(e.PointSource, sources) {
			t.Errorf("establishment %+v", *e)
		}
	}
	aliases := make(map[string]string)
	for i := range m.Qualifications {
		q := &m.Qualifications[i]
		if q.Label == "" || strings.TrimSpace(q.Label) != q.Label || q.Kind == "" || q.Level != 0 && (q.Level < 3 || q.Level > 8) || !within(q.Source, sources) || (q.Sector != "" && q.SectorRule == "") {
			t.Errorf("qualification %+v", *q)
		}
		if strings.ToUpper(q.Label) == q.Label && len(q.Label) > 12 {
			t.Errorf("%s: label in capitals: %s", q.ID, q.Label)
		}
		for _, at := range q.Former {
			if !within(at, diplomas) || int(at) == i {
				t.Errorf("%s: former %d", q.ID, at)
			}
		}
		for _, a := range q.Aliases {
			if of, ok := aliases[a]; ok || a == q.ID {
				t.Errorf("%s is an alias of %s and %s", a, of, q.ID)
			}
			aliases[a] = q.ID
		}
	}
	soundOffers(t, m)
	soundLinks(t, m)
}

func soundOffers(t *testing.T, m *training.Model) {
	t.Helper()
	for i := range m.Offers {
		o := &m.Offers[i]
		q, e := m.Qualifications[o.Qualification], m.Establishments[o.Establishment]
		if o.ID != training.OfferID(q.ID, e.UAI, o.Route, o.Mode, o.EntryYear) {
			t.Errorf("offer %s is %s at %s", o.ID, q.ID, e.UAI)
		}
		if o.Year < 2015 || o.Capacity.Status == training.Known && (o.Capacity.Value <= 0 || o.CapacityNote != "") || o.Inferred && o.Capacity.Status != training.Missing {
			t.Errorf("offer %+v", *o)
		}
		if o.Applied.Status != training.Missing && o.Applicants == training.NoApplicants {
			t.Errorf("offer %s: applicants of no kind", o.ID)
		}
	}
	for i := range m.Outcomes {
		o := &m.Outcomes[i]
		for _, f := range append(slices.Clone(o.Employed[:]), o.Continue, o.Expected) {
			if f.Value < 0 || f.Value > 1 || f.Status != training.Known && f.Value != 0 {
				t.Errorf("outcome %+v", *o)
			}
		}
	}
}

func soundLinks(t *testing.T, m *training.Model) {
	t.Helper()
	type pair struct {
		from, to int32
		kind     training.ProgressionKind
	}
	seen := make(map[pair]bool)
	for _, p := range m.Progressions {
		k := pair{p.From, p.To, p.Kind}
		if p.From == p.To || seen[k] {
			t.Errorf("progression %+v: to itself, or twice", p)
		}
		seen[k] = true
		if common := p.Kind == training.Family || p.Kind == training.Option; common && !m.Qualifications[p.From].Common {
			t.Errorf("%s leads to specialities and is no common year", m.Qualifications[p.From].ID)
		}
	}
	for i := range m.Qualifications {
		if m.Qualifications[i].Common && len(m.From(int32(i))) == 0 {
			t.Errorf("%s is a common year that leads nowhere", m.Qualifications[i].ID)
		}
	}
}

func inOrder[T any](t *testing.T, what string, all []T, id func(*T) string) {
	t.Helper()
	for i := 1; i < len(all); i++ {
		if a, b := id(&all[i-1]), id(&all[i]); a >= b {
			t.Errorf("%s: %s before %s", what, a, b)
		}
	}
}
