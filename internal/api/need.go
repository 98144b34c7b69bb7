package api

import (
	"bytes"
	"slices"
	"strings"

	"continuum/internal/catalog"
	"continuum/internal/training"
)

// Need is what employers of a basin say that they will recruit in a family of
// occupations.
type Need struct {
	FAP       string  `json:"fap" doc:"Code of the family of occupations, FAP 2021."`
	Label     string  `json:"label" doc:"Its name, in French."`
	Basin     string  `json:"basin" doc:"Code of the employment basin."`
	BasinName *string `json:"basin_name" doc:"Name of the basin."`
	Region    *string `json:"region" doc:"INSEE code of the region."`
	Projects  Figure  `json:"projects" doc:"Recruitments planned."`
	Difficult Figure  `json:"difficult" doc:"Those of them that employers think difficult."`
	Seasonal  Figure  `json:"seasonal" doc:"Those of them that are seasonal."`
	Source    *string `json:"source" doc:"Identifier of its source."`
	Year      *int    `json:"year" doc:"Year of the survey."`
}

// needRow is a need chosen.
type needRow struct {
	n  *national
	at int32
}

func (r needRow) item() *training.Need { return &r.n.Needs[r.at] }
func (r needRow) position() int        { return int(r.at) }
func (r needRow) key() string          { return r.n.identity(needList, int(r.at)) }

func (r needRow) view() Need {
	d := r.item()
	source := r.n.source(d.Source)
	f := func(v training.Figure) Figure { return figure(v, yearText(d.Year), source, "basin:"+d.Basin) }
	return Need{
		FAP: d.FAP, Label: d.Label, Basin: d.Basin, BasinName: optional(d.BasinLabel), Region: optional(d.Region),
		Projects: f(d.Projects), Difficult: f(d.Difficult), Seasonal: f(d.Seasonal), Source: optional(source), Year: numbered(d.Year),
	}
}

func (c *call) needs() rows[needRow] {
	n, q := c.view.national, c.query
	w := &q.wanted
	var m catalog.Mask
	for _, by := range []struct {
		values []string
		of     func(*training.Need) string
	}{
		{q.filter.Regions, func(d *training.Need) string { return d.Region }},
		{w.faps, func(d *training.Need) string { return d.FAP }},
		{w.basins, func(d *training.Need) string { return d.Basin }},
	} {
		if len(by.values) > 0 {
			m = m.And(len(n.Needs), func(i int32) bool { return slices.Contains(by.values, by.of(&n.Needs[i])) })
		}
	}
	if len(w.q) > 0 {
		text := n.words().needs
		m = m.And(len(text), func(i int32) bool { return says(text[i], w.q) })
	}
	return rowsOf(len(n.Needs), m, func(at int32) needRow { return needRow{n, at} })
}

func needPage(c *call) (reply, *Problem) {
	return pageOf(c, needList, c.needs(), func(w *bytes.Buffer, r needRow) { w.Write(encode(r.view())) }), nil
}

func needCSV(c *call) (reply, *Problem) { return csvOf(needColumns(), c.needs()), nil }

// joined are texts in one cell.
func joined(all []string) string { return strings.Join(all, " | ") }

// needColumns are the flat form of a need.
func needColumns() []column[needRow] {
	text := func(name, doc string, of func(*training.Need) string) column[needRow] {
		return column[needRow]{name: name, doc: doc, kind: "string", value: func(r needRow) any { return optional(of(r.item())) }}
	}
	columns := []column[needRow]{
		text("fap", "Code of the family of occupations, FAP 2021.", func(d *training.Need) string { return d.FAP }),
		text("label", "Its name.", func(d *training.Need) string { return d.Label }),
		text("basin", "Code of the employment basin.", func(d *training.Need) string { return d.Basin }),
		text("basin_name", "Name of the basin.", func(d *training.Need) string { return d.BasinLabel }),
		text("region", "INSEE code of the region.", func(d *training.Need) string { return d.Region }),
	}
	columns = append(columns, figureColumns("projects", "Recruitments planned.", func(r needRow) training.Figure { return r.item().Projects })...)
	columns = append(columns, figureColumns("difficult", "Those of them that employers think difficult.", func(r needRow) training.Figure { return r.item().Difficult })...)
	columns = append(columns, figureColumns("seasonal", "Those of them that are seasonal.", func(r needRow) training.Figure { return r.item().Seasonal })...)
	return append(columns,
		column[needRow]{name: "source", doc: "Identifier of its source.", kind: "string", value: func(r needRow) any { return optional(r.n.source(r.item().Source)) }},
		column[needRow]{name: "year", doc: "Year of the survey.", kind: "integer", value: func(r needRow) any { return numbered(r.item().Year) }},
	)
}
