package training_test

import (
	"testing"

	"continuum/internal/training"
	"continuum/internal/training/trainingtest"
)

func offerAt(t *testing.T, m *training.Model, id string) int32 {
	t.Helper()
	at := m.Offer(id)
	if at == training.None {
		t.Fatalf("no offer %s", id)
	}
	return at
}

func TestRatesOf(t *testing.T) {
	t.Parallel()
	m := trainingtest.Model()
	for _, tt := range []struct {
		name, offer string
		of          string // empty for no rate
		renewals    int8
		published   bool
		cohort      string
	}{
		{"own, latest cohort", "50025438.0560101K.s1", trainingtest.Welding, 0, true, "2021_2022"},
		{"own, by apprenticeship", "50025438.0561901W.a1", trainingtest.Welding, 0, true, "2021_2022"},
		{"own, hidden elsewhere", "50025438.0440104H.s1", trainingtest.Welding, 0, false, "2021_2022"},
		{"predecessor's", "40025411.0560101K.s2", trainingtest.OldBoiler, 1, true, "2020_2021"},
		{"speciality's predecessor's", "40020103.0560101K.s1", trainingtest.OldBoiler, 1, true, "2020_2021"},
		{"other region", "40025411.9740106R.s1", "", 0, false, ""},
		{"none", "40021304.0290101C.s1", "", 0, false, ""},
		{"no region", "32032612.0569999X.a1", "", 0, false, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			rates := m.RatesOf(offerAt(t, m, tt.offer))
			if tt.of == "" {
				if len(rates) != 0 {
					t.Fatalf("RatesOf(%s) = %v, want none", tt.offer, rates)
				}
				return
			}
			if len(rates) != 1 {
				t.Fatalf("RatesOf(%s) = %v, want one", tt.offer, rates)
			}
			r := rates[0]
			if got := m.Qualifications[r.Of].ID; got != tt.of || r.Renewals != tt.renewals || r.Published != tt.published {
				t.Errorf("RatesOf(%s) = of %s, %d renewals, published %v; want of %s, %d, %v",
					tt.offer, got, r.Renewals, r.Published, tt.of, tt.renewals, tt.published)
			}
			if got := m.Outcomes[r.Outcome].Cohort; got != tt.cohort {
				t.Errorf("cohort %s, want %s", got, tt.cohort)
			}
		})
	}
}

func TestSameTraining(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		a, b string
		want bool
	}{
		{"23210025438", "23220025438", true}, // CAP in two years
		{"23110025438", "23220025438", false},
		{"23810020103", "23830025411", true},
		{"", "23220025438", true},
		{"23220025438", "", true},
	} {
		if got := training.SameTraining(tt.a, tt.b); got != tt.want {
			t.Errorf("SameTraining(%q, %q) = %v, want %v", tt.a, tt.b, got, tt.want)
		}
	}
}

// Where nobody left a training of the same length, those of another stand for them.
func TestRatesOfAnotherLength(t *testing.T) {
	t.Parallel()
	m := trainingtest.Model()
	at := offerAt(t, m, "50025438.0560101K.s1")
	m.Offers[at].MEF = "23110025438"
	rates := m.RatesOf(at)
	if len(rates) != 1 || !rates[0].OtherLength || !rates[0].Published {
		t.Errorf("RatesOf a CAP in one year = %+v, want the public rate of the one in two", rates)
	}
	m.Offers[at].MEF = "23210025438"
	if rates = m.RatesOf(at); len(rates) != 1 || rates[0].OtherLength {
		t.Errorf("RatesOf a CAP in two years = %+v, want its own", rates)
	}
}
