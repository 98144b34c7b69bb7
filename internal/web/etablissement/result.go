package etablissement

import (
	"cmp"
	"slices"

	"continuum/internal/text"
	"continuum/internal/training"
	"continuum/internal/web/offer"
	"continuum/internal/web/ui"
)

// results is a table of what became of those who left.
type results struct {
	Fields bool // a line for each discipline; else all that it teaches together
	Rows   []*training.Outcome
	Months []int // after which employment is given
	Expect bool  // what is expected of establishments alike is given
}

// Results are the tables to show: all that it teaches together, every cohort; and the
// latest cohort of each discipline.
func (v *view) Results() []results {
	var whole, fields results
	fields.Fields = true
	latest := map[string]string{}
	for _, i := range v.M.OutcomesAt(v.At) {
		o := &v.M.Outcomes[i]
		if o.Field == "" {
			whole.Rows = append(whole.Rows, o)
			continue
		}
		fields.Rows = append(fields.Rows, o)
		latest[o.Field+o.Route.String()] = max(latest[o.Field+o.Route.String()], o.Cohort)
	}
	fields.Rows = slices.DeleteFunc(fields.Rows, func(o *training.Outcome) bool { return latest[o.Field+o.Route.String()] != o.Cohort })
	slices.SortStableFunc(whole.Rows, func(a, b *training.Outcome) int {
		return cmp.Or(cmp.Compare(b.Cohort, a.Cohort), cmp.Compare(a.Route, b.Route))
	})
	slices.SortStableFunc(fields.Rows, func(a, b *training.Outcome) int {
		return cmp.Or(cmp.Compare(a.Field, b.Field), cmp.Compare(a.Route, b.Route))
	})
	var list []results
	for _, r := range []results{whole, fields} {
		if len(r.Rows) == 0 {
			continue
		}
		for _, o := range r.Rows {
			r.Months = offer.Months(r.Months, o)
			r.Expect = r.Expect || o.Expected.Status != training.Missing || o.ValueAdded.Status != training.Missing
		}
		list = append(list, r)
	}
	return list
}

// expects reports whether a table compares the establishment to those alike.
func expects(list []results) bool {
	return slices.ContainsFunc(list, func(r results) bool { return r.Expect })
}

// Columns are the heads of the table.
func (r results) Columns(v *view) []ui.Column {
	var list []ui.Column
	if r.Fields {
		list = append(list, ui.Column{Label: v.T("etablissement.result.field")})
	}
	list = append(list,
		ui.Column{Label: v.T("formation.result.cohort")}, ui.Column{Label: v.T("formation.result.route")},
		ui.Column{Label: v.T("formation.result.leavers"), Number: true}, ui.Column{Label: v.T("formation.result.continue"), Number: true})
	for _, n := range r.Months {
		list = append(list, ui.Column{Label: v.T("formation.result.after", n), Number: true})
	}
	if r.Expect {
		list = append(list,
			ui.Column{Label: v.T("etablissement.result.expected"), Number: true},
			ui.Column{Label: v.T("etablissement.result.added"), Number: true})
	}
	return list
}

// Sources are the sources of the table.
func (r results) Sources() []int32 {
	at := make([]int32, len(r.Rows))
	for i, o := range r.Rows {
		at[i] = o.Source
	}
	return at
}

// sourcesOf are the sources of the offers listed.
func sourcesOf(levels []group) []int32 {
	var at []int32
	for _, g := range levels {
		for _, l := range g.Rows {
			at = append(at, l.Offer.Source)
		}
	}
	return at
}

// ID is the table's own.
func (r results) ID() string {
	if r.Fields {
		return "resultats-disciplines"
	}
	return "resultats"
}

// Caption is what the table is about.
func (r results) Caption() text.Key {
	if r.Fields {
		return "etablissement.result.caption_fields"
	}
	return "etablissement.result.caption"
}
