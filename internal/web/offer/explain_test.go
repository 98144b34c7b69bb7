package offer

import (
	"strings"
	"testing"

	"continuum/internal/text"
	"continuum/internal/training"
	"continuum/internal/training/trainingtest"
)

// Each figure is said with the years of its own data, and that there is none.
func TestFiguresHaveTheirYears(t *testing.T) {
	t.Parallel()
	m := trainingtest.Model()
	for _, tt := range []struct {
		what Meaning
		want string
	}{
		{Capacity, "Années des données"}, {Pressure, "premier vœu"}, {Demand, "une chance sur dix"}, {Afterwards, "à l’étranger"}, {Added, "écart"},
	} {
		s := said(text.For(text.French), m, tt.what)
		if !strings.Contains(s, tt.want) || !strings.Contains(s, "des données") {
			t.Errorf("figure %d: %q, without %q or its years", tt.what, s, tt.want)
		}
		if none := said(text.For(text.French), new(training.Model), tt.what); !strings.Contains(none, "aucune") {
			t.Errorf("figure %d without data: %q", tt.what, none)
		}
	}
	one := &training.Model{Offers: []training.Offer{
		{Year: 2022, Applicants: training.FirstWishes}, {Year: 2019, Applicants: training.AllWishes}, {Applicants: training.FirstWishes},
	}}
	if s := said(text.For(text.French), one, Pressure); !strings.HasSuffix(s, "Année des données\u00a0: 2022.") {
		t.Errorf("one year: %q", s)
	}
}
