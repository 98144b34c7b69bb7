package trainingtest_test

import (
	"slices"
	"strings"
	"testing"

	"continuum/internal/training"
	"continuum/internal/training/trainingtest"
)

func TestModelIsInOrder(t *testing.T) {
	t.Parallel()
	m := trainingtest.Model()
	increasing(t, "establishments", m.Establishments, func(e training.Establishment) string { return e.UAI })
	increasing(t, "qualifications", m.Qualifications, func(q training.Qualification) string { return q.ID })
	increasing(t, "offers", m.Offers, func(o training.Offer) string { return o.ID })
	increasing(t, "occupations", m.Occupations, func(o training.Occupation) string { return o.ROME })
	increasing(t, "needs", m.Needs, func(n training.Need) string { return n.FAP + n.Basin })
	increasing(t, "groups", m.NSF, func(n training.Term) string { return n.Code })
}

// increasing fails when two neighbours are equal or out of order.
func increasing[T any](t *testing.T, what string, all []T, id func(T) string) {
	t.Helper()
	if !slices.IsSortedFunc(all, func(a, b T) int { return strings.Compare(id(a), id(b)) }) {
		t.Errorf("%s are out of order", what)
	}
	for i := 1; i < len(all); i++ {
		if id(all[i]) == id(all[i-1]) {
			t.Errorf("%s: two of %s", what, id(all[i]))
		}
	}
}

// What the names of the package promise is there.
func TestModelHoldsTheOddOnes(t *testing.T) {
	t.Parallel()
	m := trainingtest.Model()
	odd := map[string]func(training.Offer) bool{
		"second year":  func(o training.Offer) bool { return o.EntryYear == 2 },
		"inferred":     func(o training.Offer) bool { return o.Inferred },
		"distance":     func(o training.Offer) bool { return o.Mode == training.Distance },
		"unlimited":    func(o training.Offer) bool { return o.CapacityNote == training.NoteUnlimited },
		"closed":       func(o training.Offer) bool { return o.CapacityNote == training.NoteClosed },
		"zero wishes":  func(o training.Offer) bool { return o.Applied == training.Of(0) },
		"apprentices":  func(o training.Offer) bool { return o.Route == training.Apprenticeship },
		"continuing":   func(o training.Offer) bool { return o.Route == training.Continuing },
		"no point":     func(o training.Offer) bool { return o.Mode == training.OnSite && o.Point.IsZero() },
		"enrolled":     func(o training.Offer) bool { return o.Enrolled.Status == training.Known },
		"first wishes": func(o training.Offer) bool { return o.Applicants == training.FirstWishes },
		"all wishes":   func(o training.Offer) bool { return o.Applicants == training.AllWishes },
	}
	for what, is := range odd {
		if !slices.ContainsFunc(m.Offers, is) {
			t.Errorf("no offer: %s", what)
		}
	}
	if at, moved := m.Qualification(trainingtest.FormerBUT); at == training.None || !moved {
		t.Errorf("Qualification(%q) = %d, %v, want an alias", trainingtest.FormerBUT, at, moved)
	}
	for level := int8(3); level <= 8; level++ {
		if !slices.ContainsFunc(m.Offers, func(o training.Offer) bool { return m.Qualifications[o.Qualification].Level == level }) {
			t.Errorf("no offer of level %d", level)
		}
	}
}
