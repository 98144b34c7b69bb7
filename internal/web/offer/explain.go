package offer

import (
	"context"
	"strconv"
	"strings"

	"continuum/internal/text"
	"continuum/internal/training"
	"continuum/internal/web/page"
)

// Meaning is a sort of figure that pages show.
type Meaning uint8

// The figures, each with its sentences here and nowhere else.
const (
	Capacity Meaning = iota
	Pressure
	Demand
	Afterwards // those who go on studying and those employed
	Added      // the value added by an establishment, and what it is compared with
)

// meanings are the sentences of the figures, and the years of their data.
var meanings = [...]struct {
	says  []text.Key
	years func(*training.Model) (first, last string)
}{
	Capacity: {[]text.Key{"figure.capacity"}, offerYears(func(o *training.Offer) bool { return o.Capacity.Status == training.Known })},
	Pressure: {[]text.Key{"formation.explain.first_wishes", "figure.pressure_limit"}, offerYears(func(o *training.Offer) bool { return o.Applicants == training.FirstWishes })},
	Demand:   {[]text.Key{"formation.explain.all_wishes", "formation.explain.both"}, offerYears(func(o *training.Offer) bool { return o.Applicants == training.AllWishes })},
	Afterwards: {[]text.Key{"formation.result_how", "figure.after_limit"}, cohorts(func(o *training.Outcome) bool {
		return o.Continue.Status == training.Known || o.Employed[0].Status == training.Known
	})},
	Added: {[]text.Key{"etablissement.expected_how", "figure.added_limit"}, cohorts(func(o *training.Outcome) bool { return o.ValueAdded.Status == training.Known })},
}

// offerYears are the first and the last year of the offers that have a figure.
func offerYears(has func(*training.Offer) bool) func(*training.Model) (string, string) {
	return func(m *training.Model) (string, string) {
		first, last := int16(0), int16(0)
		for i := range m.Offers {
			if o := &m.Offers[i]; o.Year != 0 && has(o) {
				if first == 0 || o.Year < first {
					first = o.Year
				}
				last = max(last, o.Year)
			}
		}
		if first == 0 {
			return "", ""
		}
		return strconv.Itoa(int(first)), strconv.Itoa(int(last))
	}
}

// cohorts are the first and the last cohort of the outcomes that have a figure.
func cohorts(has func(*training.Outcome) bool) func(*training.Model) (string, string) {
	return func(m *training.Model) (first, last string) {
		for i := range m.Outcomes {
			if o := &m.Outcomes[i]; o.Cohort != "" && has(o) {
				if c := Cohort(o.Cohort); first == "" || c < first {
					first = c
				}
				last = max(last, Cohort(o.Cohort))
			}
		}
		return first, last
	}
}

// said is what a page says of one sort of figure: its sentences and its years.
func said(t *text.Texts, m *training.Model, what Meaning) string {
	var b strings.Builder
	for _, k := range meanings[what].says {
		b.WriteString(t.T(k) + " ")
	}
	switch first, last := meanings[what].years(m); {
	case first == "":
		b.WriteString(t.T("figure.years_none"))
	case first == last:
		b.WriteString(t.T("figure.year", first))
	default:
		b.WriteString(t.T("figure.years", first, last))
	}
	return b.String()
}

// explained is the explanation of some figures as HTML: walking over all offers for their
// years is done once for a catalog.
func explained(r *page.Request, what []Meaning) (string, error) {
	key := "explain " + string(r.Lang)
	for _, w := range what {
		key += " " + strconv.Itoa(int(w))
	}
	return r.Catalog.Once(key, func() (string, error) {
		var b strings.Builder
		err := explanation(r, what).Render(context.Background(), &b)
		return b.String(), err
	})
}
