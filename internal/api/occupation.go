package api

import (
	"bytes"
	"slices"

	"continuum/internal/catalog"
	"continuum/internal/training"
)

// Occupation is a ROME code with the words people use.
type Occupation struct {
	ROME           string   `json:"rome" doc:"Code of the répertoire opérationnel des métiers et des emplois."`
	Label          string   `json:"label" doc:"Name in French."`
	Domain         *string  `json:"domain" doc:"Professional domain, in French."`
	Words          []string `json:"words" doc:"Names that people use, in French."`
	Qualifications []string `json:"qualifications" doc:"Identifiers of the qualifications that lead to it."`
	Source         *string  `json:"source" doc:"Identifier of its source."`
}

// OccupationDetail is an occupation by itself.
type OccupationDetail struct {
	Occupation
	Cited []Source `json:"cited" doc:"The sources cited here."`
	Origin
}

// occupationRow is an occupation chosen.
type occupationRow struct {
	n  *national
	at int32
}

func (r occupationRow) item() *training.Occupation { return &r.n.Occupations[r.at] }
func (r occupationRow) position() int              { return int(r.at) }
func (r occupationRow) key() string                { return r.item().ROME }

// diplomas are the identifiers of the qualifications that lead to the occupation.
func (r occupationRow) diplomas() []string {
	ids := make([]string, 0, len(r.item().Qualifications))
	for _, at := range r.item().Qualifications {
		ids = append(ids, r.n.qualification(at))
	}
	return ids
}

func (r occupationRow) view() Occupation {
	o := r.item()
	return Occupation{o.ROME, o.Label, optional(o.Domain), nonNil(o.Words), r.diplomas(), optional(r.n.source(o.Source))}
}

// occupations are those that the query chooses. Its conditions on qualifications bear
// on one that leads to the occupation.
func (c *call) occupations() rows[occupationRow] {
	n, q := c.view.national, c.query
	var m catalog.Mask
	if diplomas := n.cat.QualificationsIn(&q.offer); diplomas != nil {
		m = m.And(len(n.Occupations), func(i int32) bool { return slices.ContainsFunc(n.Occupations[i].Qualifications, diplomas.Has) })
	}
	if words := q.wanted.q; len(words) > 0 {
		text := n.words().occupations
		m = m.And(len(text), func(i int32) bool { return says(text[i], words) })
	}
	return rowsOf(len(n.Occupations), m, func(at int32) occupationRow { return occupationRow{n, at} })
}

func occupationPage(c *call) (reply, *Problem) {
	return pageOf(c, occupationList, c.occupations(), func(w *bytes.Buffer, r occupationRow) { w.Write(encode(r.view())) }), nil
}

func occupationCSV(c *call) (reply, *Problem) {
	return csvOf(occupationColumns(), c.occupations()), nil
}

func occupationOne(c *call) (reply, *Problem) {
	n := c.view.national
	at := n.Occupation(c.segment)
	if at == training.None {
		return reply{}, missing(c, "No occupation", occupationList, "such occupation")
	}
	return document(OccupationDetail{occupationRow{n, at}.view(), n.cited(n.Occupations[at].Source), c.origin()}), nil
}

// occupationColumns are the flat form of an occupation.
func occupationColumns() []column[occupationRow] {
	text := func(name, doc string, of func(*training.Occupation) string) column[occupationRow] {
		return column[occupationRow]{name: name, doc: doc, kind: "string", value: func(r occupationRow) any { return optional(of(r.item())) }}
	}
	return []column[occupationRow]{
		text("rome", "Code.", func(o *training.Occupation) string { return o.ROME }),
		text("label", "Name in French.", func(o *training.Occupation) string { return o.Label }),
		text("domain", "Professional domain.", func(o *training.Occupation) string { return o.Domain }),
		{name: "words", doc: "Names that people use, separated by |.", kind: "string", value: func(r occupationRow) any { return joined(r.item().Words) }},
		list("qualifications", "Identifiers of the qualifications that lead to it, separated by spaces.", occupationRow.diplomas),
		{name: "source", doc: "Identifier of its source.", kind: "string", value: func(r occupationRow) any { return optional(r.n.source(r.item().Source)) }},
	}
}
