package api

import (
	"bytes"
	"slices"
	"strings"

	"continuum/internal/training"
)

// Progression leads from a qualification to another.
type Progression struct {
	ID        string  `json:"id" doc:"Identifier: from, to, kind."`
	From      string  `json:"from" doc:"Identifier of the qualification left."`
	FromLabel string  `json:"from_label" doc:"Its name, in French."`
	To        string  `json:"to" doc:"Identifier of the qualification reached."`
	ToLabel   string  `json:"to_label" doc:"Its name, in French."`
	Kind      string  `json:"kind" doc:"What it rests on." enum:"family|option|onisep|licence|doctoral|lineage"`
	Condition *string `json:"condition" doc:"Condition, as published, in French."`
	Strength  int     `json:"strength" doc:"Rank of its kind: 1 is the strongest."`
	Source    *string `json:"source" doc:"Identifier of its source."`
}

// progressionRow is a progression chosen.
type progressionRow struct {
	n  *national
	at int32
}

func (r progressionRow) item() *training.Progression { return &r.n.Progressions[r.at] }
func (r progressionRow) position() int               { return int(r.at) }
func (r progressionRow) key() string                 { return r.n.identity(progressionList, int(r.at)) }

func (r progressionRow) view() Progression {
	p := r.item()
	from, to := &r.n.Qualifications[p.From], &r.n.Qualifications[p.To]
	return Progression{
		ID: strings.Join([]string{from.ID, to.ID, p.Kind.String()}, "~"), From: from.ID, FromLabel: from.Label, To: to.ID, ToLabel: to.Label,
		Kind: p.Kind.String(), Condition: optional(p.Condition), Strength: int(p.Kind), Source: optional(r.n.source(p.Source)),
	}
}

// progressions are those that the query chooses. Its conditions on qualifications bear
// on either end.
func (c *call) progressions() rows[progressionRow] {
	n, w := c.view.national, &c.query.wanted
	diplomas := n.cat.QualificationsIn(&c.query.offer)
	some := kept(len(n.Progressions), func(i int32) bool {
		p := &n.Progressions[i]
		return (diplomas.Has(p.From) || diplomas.Has(p.To)) &&
			(len(w.from) == 0 || slices.Contains(w.from, p.From)) &&
			(len(w.to) == 0 || slices.Contains(w.to, p.To)) &&
			(len(w.progressions) == 0 || slices.Contains(w.progressions, p.Kind))
	})
	return picked(some, func(at int32) progressionRow { return progressionRow{n, at} })
}

func progressionPage(c *call) (reply, *Problem) {
	return pageOf(c, progressionList, c.progressions(), func(w *bytes.Buffer, r progressionRow) { w.Write(encode(r.view())) }), nil
}

func progressionCSV(c *call) (reply, *Problem) {
	return csvOf(progressionColumns(), c.progressions()), nil
}

// progressionColumns are the flat form of a progression.
func progressionColumns() []column[progressionRow] {
	of := func(name, doc, kind string, read func(Progression) any) column[progressionRow] {
		return column[progressionRow]{name: name, doc: doc, kind: kind, value: func(r progressionRow) any { return read(r.view()) }}
	}
	return []column[progressionRow]{
		of("id", "Identifier.", "string", func(p Progression) any { return p.ID }),
		of("from", "Identifier of the qualification left.", "string", func(p Progression) any { return p.From }),
		of("from_label", "Its name.", "string", func(p Progression) any { return p.FromLabel }),
		of("to", "Identifier of the qualification reached.", "string", func(p Progression) any { return p.To }),
		of("to_label", "Its name.", "string", func(p Progression) any { return p.ToLabel }),
		of("kind", "What it rests on.", "string", func(p Progression) any { return p.Kind }),
		of("condition", "Condition, as published.", "string", func(p Progression) any { return p.Condition }),
		of("strength", "Rank of its kind: 1 is the strongest.", "integer", func(p Progression) any { return &p.Strength }),
		of("source", "Identifier of its source.", "string", func(p Progression) any { return p.Source }),
	}
}
