package api

import (
	"bytes"
	"slices"

	"continuum/internal/catalog"
	"continuum/internal/training"
)

// Outcome is what becomes of those who leave.
type Outcome struct {
	Qualification *string `json:"qualification" doc:"Identifier of the qualification; null: all of the establishment's together, or those of field."`
	UAI           *string `json:"uai" doc:"Identifier of the establishment; null: all of the region's."`
	Region        *string `json:"region" doc:"INSEE code of the region; null: all of France, or that of the establishment."`
	Field         *string `json:"field" doc:"Discipline, where the source speaks of neither one qualification nor all."`
	MEF           *string `json:"mef" doc:"MEF STAT 11 of the last year, where the source gives it."`
	Route         *string `json:"route" doc:"How they learned; null: all." enum:"school|apprenticeship|continuing"`
	Cohort        string  `json:"cohort" doc:"School years of those who left, or the year of their diploma."`
	Leavers       Figure  `json:"leavers" doc:"How many left."`
	Continue      Figure  `json:"continue" doc:"Share that goes on studying, 0 to 1."`
	Employed6     Figure  `json:"employed_6" doc:"Share in employment after 6 months, 0 to 1."`
	Employed12    Figure  `json:"employed_12" doc:"After 12 months."`
	Employed18    Figure  `json:"employed_18" doc:"After 18 months."`
	Employed24    Figure  `json:"employed_24" doc:"After 24 months."`
	Employed30    Figure  `json:"employed_30" doc:"After 30 months."`
	Expected      Figure  `json:"expected" doc:"Share in employment after 6 months of establishments alike, 0 to 1."`
	ValueAdded    Figure  `json:"value_added" doc:"Difference with establishments alike, in points; may be negative."`
	Source        *string `json:"source" doc:"Identifier of its source."`
}

// outcomeRow is an outcome chosen, by its place in the list.
type outcomeRow struct {
	n  *national
	at int32
}

func (r outcomeRow) item() *training.Outcome { return &r.n.Outcomes[r.n.outcomes()[r.at]] }
func (r outcomeRow) position() int           { return int(r.at) }
func (r outcomeRow) key() string             { return r.n.identity(outcomeList, int(r.at)) }

// perimeter is whom an outcome speaks of.
func (n *national) perimeter(o *training.Outcome) string {
	switch {
	case o.Establishment >= 0:
		return "uai:" + n.Establishments[o.Establishment].UAI
	case o.Region != "":
		return "region:" + o.Region
	}
	return "france"
}

// outcome shows the outcome at a position of the model.
func (n *national) outcome(at int32) Outcome {
	o := &n.Outcomes[at]
	source, perimeter := n.source(o.Source), n.perimeter(o)
	f := func(v training.Figure) Figure { return figure(v, o.Cohort, source, perimeter) }
	return Outcome{
		Qualification: optional(n.qualification(o.Qualification)), UAI: optional(n.establishment(o.Establishment)),
		Region: optional(o.Region), Field: optional(o.Field), MEF: optional(o.MEF), Route: optional(o.Route.String()), Cohort: o.Cohort,
		Leavers: f(o.Leavers), Continue: f(o.Continue), Employed6: f(o.Employed[0]), Employed12: f(o.Employed[1]),
		Employed18: f(o.Employed[2]), Employed24: f(o.Employed[3]), Employed30: f(o.Employed[4]),
		Expected: f(o.Expected), ValueAdded: f(o.ValueAdded), Source: optional(source),
	}
}

// outcomesChosen are those that the query chooses. A region holds its own figures and
// those of its establishments.
func (c *call) outcomesChosen() rows[outcomeRow] {
	n, q := c.view.national, c.query
	w := &q.wanted
	places, diplomas := n.cat.EstablishmentsIn(&q.offer), n.cat.QualificationsIn(&q.offer)
	order := n.outcomes()
	some := kept(len(order), func(i int32) bool {
		o := &n.Outcomes[order[i]]
		ofRegion := o.Establishment < 0 && len(q.filter.Regions) > 0 && slices.Contains(q.filter.Regions, o.Region) && regional(&q.offer)
		return diplomas.Has(o.Qualification) && (places.Has(o.Establishment) || ofRegion) && q.offer.By(o.Route) &&
			(len(w.cohorts) == 0 || slices.Contains(w.cohorts, o.Cohort))
	})
	return picked(some, func(at int32) outcomeRow { return outcomeRow{n, at} })
}

// regional reports whether the filter asks for no place smaller than a region.
func regional(f *catalog.OfferFilter) bool {
	return len(f.Establishments) == 0 && len(f.Departements) == 0 && len(f.Communes) == 0 && len(f.Academies) == 0 && len(f.Campuses) == 0
}

func outcomePage(c *call) (reply, *Problem) {
	return pageOf(c, outcomeList, c.outcomesChosen(), func(w *bytes.Buffer, r outcomeRow) {
		w.Write(encode(r.n.outcome(r.n.outcomes()[r.at])))
	}), nil
}

func outcomeCSV(c *call) (reply, *Problem) { return csvOf(outcomeColumns(), c.outcomesChosen()), nil }

// outcomeColumns are the flat form of an outcome.
func outcomeColumns() []column[outcomeRow] {
	text := func(name, doc string, of func(*national, *training.Outcome) string) column[outcomeRow] {
		return column[outcomeRow]{name: name, doc: doc, kind: "string", value: func(r outcomeRow) any { return optional(of(r.n, r.item())) }}
	}
	columns := []column[outcomeRow]{
		text("qualification", "Identifier of the qualification; empty: all together.", func(n *national, o *training.Outcome) string { return n.qualification(o.Qualification) }),
		text("uai", "Identifier of the establishment; empty: all of the region's.", func(n *national, o *training.Outcome) string { return n.establishment(o.Establishment) }),
		text("region", "INSEE code of the region.", func(_ *national, o *training.Outcome) string { return o.Region }),
		text("field", "Discipline.", func(_ *national, o *training.Outcome) string { return o.Field }),
		text("mef", "MEF STAT 11 of the last year.", func(_ *national, o *training.Outcome) string { return o.MEF }),
		text("route", "How they learned; empty: all.", func(_ *national, o *training.Outcome) string { return o.Route.String() }),
		text("cohort", "School years of those who left, or the year of their diploma.", func(_ *national, o *training.Outcome) string { return o.Cohort }),
	}
	for _, f := range []struct {
		name, doc string
		of        func(*training.Outcome) training.Figure
	}{
		{"leavers", "How many left.", func(o *training.Outcome) training.Figure { return o.Leavers }},
		{"continue", "Share that goes on studying, 0 to 1.", func(o *training.Outcome) training.Figure { return o.Continue }},
		{"employed_6", "Share in employment after 6 months, 0 to 1.", func(o *training.Outcome) training.Figure { return o.Employed[0] }},
		{"employed_12", "After 12 months.", func(o *training.Outcome) training.Figure { return o.Employed[1] }},
		{"employed_18", "After 18 months.", func(o *training.Outcome) training.Figure { return o.Employed[2] }},
		{"employed_24", "After 24 months.", func(o *training.Outcome) training.Figure { return o.Employed[3] }},
		{"employed_30", "After 30 months.", func(o *training.Outcome) training.Figure { return o.Employed[4] }},
		{"expected", "Share after 6 months of establishments alike, 0 to 1.", func(o *training.Outcome) training.Figure { return o.Expected }},
		{"value_added", "Difference with establishments alike, in points.", func(o *training.Outcome) training.Figure { return o.ValueAdded }},
	} {
		columns = append(columns, figureColumns(f.name, f.doc, func(r outcomeRow) training.Figure { return f.of(r.item()) })...)
	}
	return append(columns, text("source", "Identifier of its source.", func(n *national, o *training.Outcome) string { return n.source(o.Source) }))
}
