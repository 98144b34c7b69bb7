package formation

import (
	"cmp"
	"slices"
	"strconv"

	"continuum/internal/geo"
	"continuum/internal/training"
	"continuum/internal/web/offer"
	"continuum/internal/web/ui"
)

// results is what became of those who left, for one qualification.
type results struct {
	Of     *training.Qualification // whose results they are
	Former bool                    // they are those of a qualification that this one replaces
	Rows   []result
	Months []int // after which employment is given
}

// result is a line: a region, a route, a cohort.
type result struct {
	*training.Outcome
	Name  string // of the region
	order string // of the name, as sorted
}

// Results are the tables to show: that of the qualification, and that of the nearest one
// that it replaced when its own says nothing of employment.
func (v *view) Results() []results {
	var list []results
	own := v.resultsOf(v.At)
	if len(own.Rows) > 0 {
		list = append(list, own)
	}
	if own.published() {
		return list
	}
	ring := v.Q.Former
	for range renewals {
		var older []int32
		for _, f := range ring {
			if r := v.resultsOf(f); r.published() {
				r.Former = true
				return append(list, r)
			}
			older = append(older, v.M.Qualifications[f].Former...)
		}
		ring = older
	}
	return list
}

// renewals is how far back the results of a qualification may stand for those of one
// that replaced it: two replacements are some ten years.
const renewals = 2

// published reports whether some employment is known.
func (r *results) published() bool {
	return slices.ContainsFunc(r.Rows, func(x result) bool {
		return slices.ContainsFunc(x.Employed[:], func(f training.Figure) bool { return f.Status == training.Known })
	})
}

// resultsOf are the results of a qualification in the region chosen, every cohort; or
// the latest cohort of each region. Those of establishments are on their pages.
func (v *view) resultsOf(q int32) results {
	r := results{Of: &v.M.Qualifications[q]}
	region := v.Region()
	type key struct {
		region, length string
		route          training.Route
	}
	line := func(o *training.Outcome) key { return key{o.Region, length(o.MEF), o.Route} }
	latest := map[key]string{}
	for _, i := range v.M.OutcomesOf(q) {
		o := &v.M.Outcomes[i]
		if o.Establishment != training.None || o.Field != "" {
			continue
		}
		if region != nil && o.Region != region.Code && o.Region != "" {
			continue
		}
		k := line(o)
		latest[k] = max(latest[k], o.Cohort)
		r.Rows = append(r.Rows, result{Outcome: o})
	}
	if region == nil {
		r.Rows = slices.DeleteFunc(r.Rows, func(x result) bool { return latest[line(x.Outcome)] != x.Cohort })
	}
	for i := range r.Rows {
		x := &r.Rows[i]
		if t := v.R.Catalog.Atlas.Territory(geo.Region, x.Region); t != nil {
			x.Name, x.order = t.Name, geo.Fold(t.Name)
		} else {
			x.Name, x.order = v.T("formation.france"), geo.Fold(v.T("formation.france"))
		}
	}
	slices.SortStableFunc(r.Rows, func(a, b result) int {
		return cmp.Or(cmp.Compare(min(len(a.Region), 1), min(len(b.Region), 1)), cmp.Compare(a.order, b.order),
			cmp.Compare(a.Route, b.Route), cmp.Compare(length(a.MEF), length(b.MEF)), cmp.Compare(b.Cohort, a.Cohort))
	})
	for _, x := range r.Rows {
		r.Months = offer.Months(r.Months, x.Outcome)
	}
	return r
}

// Columns are the heads of the table.
func (r results) Columns(v *view) []ui.Column {
	list := []ui.Column{
		{Label: v.T("formation.result.region")},
		{Label: v.T("formation.result.route")},
		{Label: v.T("formation.result.cohort")},
		{Label: v.T("formation.result.leavers"), Number: true},
		{Label: v.T("formation.result.continue"), Number: true},
	}
	for _, n := range r.Months {
		list = append(list, ui.Column{Label: v.T("formation.result.after", n), Number: true})
	}
	return list
}

// Sources are the sources of the table.
func (r results) Sources() []int32 {
	at := make([]int32, len(r.Rows))
	for i, x := range r.Rows {
		at[i] = x.Source
	}
	return at
}

// length is how many years the training of a terminal MEF STAT 11 takes, the number of
// its last year; empty when unknown.
func length(mef string) string {
	if len(mef) < 4 || mef[3] < '1' || mef[3] > '9' {
		return ""
	}
	return mef[3:4]
}

// way is the route of a line, with the length of the training where the source tells it.
func (v *view) way(x result) string {
	s := offer.Route(v.R.T, x.Route)
	if n, err := strconv.Atoi(length(x.MEF)); err == nil {
		s += ", " + v.R.T.N("formation.years_n", n)
	}
	return s
}
