package espacelabel

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"continuum/internal/date"
	"continuum/internal/document"
	"continuum/internal/fault"
	"continuum/internal/labelling"
	"continuum/internal/labelling/official"
	"continuum/internal/text"
	"continuum/internal/training"
	"continuum/internal/web/page"
	"continuum/internal/workspace"
)

// figure is a line of the year: what the dossier promised, what was declared, what official
// sources say, side by side; each that is not known says so.
type figure struct{ name, promised, declared, official, source string }

// compare puts what the last dossier promised for the year beside what was declared and what
// official sources say.
func (p *Pages) compare(r *page.Request, v *view) error {
	promised := make(map[string]string)
	c, _, err := p.store.LastGranted(r.Context, v.cam.ID)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return err
	}
	if err == nil {
		promised = promises(c, v.year)
	}
	for _, f := range official.Of(r.Catalog, v.cam, v.year, r.Today) {
		line := figure{name: officialName(r, &f), promised: "–", declared: "–", official: officialValue(r, &f), source: officialSource(r, &f, v.yearText())}
		if f.Level == 0 && f.Route == 0 {
			line.promised = cmp.Or(promised[string(f.What)], "–")
			delete(promised, string(f.What))
		}
		v.figures = append(v.figures, line)
	}
	v.figures = append(declaredFigures(r, v, promised), v.figures...)
	return nil
}

// declaredFigures are the lines of what was promised or declared: no official source holds
// these indicators.
func declaredFigures(r *page.Request, v *view, promised map[string]string) (list []figure) {
	declared := make(map[string]*workspace.Figure)
	for _, f := range v.cam.Space.Figures {
		if f.Year == v.year {
			declared[f.Indicator] = f
		}
	}
	var names []string
	for id := range promised {
		names = append(names, id)
	}
	for id := range declared {
		if promised[id] == "" {
			names = append(names, id)
		}
	}
	slices.Sort(names)
	for _, id := range names {
		f := figure{name: id, promised: cmp.Or(promised[id], "–"), declared: r.T.T("official.missing"), official: r.T.T("official.none")}
		if r.T.Has(text.Key("indicator." + id)) {
			f.name = r.T.T(text.Key("indicator." + id))
		}
		if d := declared[id]; d != nil {
			f.source = d.Source
			switch d.Status {
			case workspace.Known:
				f.declared = r.T.Decimal(d.Value)
			case workspace.Secret:
				f.declared = r.T.T("official.secret")
			}
		}
		list = append(list, f)
	}
	return list
}

// grid is the table of figures on paper.
func grid(r *page.Request, v *view) *document.Grid {
	g := &document.Grid{Columns: []document.GridColumn{
		{Head: r.T.T("life.indicator"), Share: 5}, {Head: r.T.T("life.promised"), Share: 2}, {Head: r.T.T("life.declared"), Share: 2}, {Head: r.T.T("life.official"), Share: 4}, {Head: r.T.T("life.source"), Share: 5},
	}}
	for _, f := range v.figures {
		g.Rows = append(g.Rows, []string{f.name, f.promised, f.declared, f.official, f.source})
	}
	return g
}

func officialName(r *page.Request, f *official.Figure) string {
	name := r.T.T(text.Key("official."+string(f.What)), int(f.Level))
	if f.What == official.Trainings && f.Level == 0 {
		name = r.T.T("official.trainings.any")
	}
	if f.Route != 0 {
		name = r.T.T("official.by", name, r.T.T(text.Key("official.route."+f.Route.String())))
	}
	return name
}

// officialValue is a figure in words, with how many trainings have none.
func officialValue(r *page.Request, f *official.Figure) string {
	switch f.Status {
	case training.Secret:
		return r.T.T("official.secret")
	case training.Missing:
		return r.T.T("official.missing")
	}
	s := r.T.Number(int(math.Round(f.Value)))
	if f.Share() {
		s = r.T.T("official.share", int(math.Round(100*f.Value)))
	}
	if f.What == official.Trainings || f.What == official.Members {
		return s
	}
	if f.What == official.Agreements {
		if f.Missing > 0 {
			s += r.T.N("official.members.without", f.Missing)
		}
		return s
	}
	if f.Secret > 0 {
		s += r.T.N("official.hidden", f.Secret)
	}
	if f.Missing > 0 {
		s += r.T.N("official.without", f.Missing)
	}
	return s
}

// officialSource is where a figure comes from and of when it is; another year than the one
// asked for is said.
func officialSource(r *page.Request, f *official.Figure, year string) string {
	switch {
	case f.What == official.Members || f.What == official.Agreements:
		day, _ := date.Parse(f.Year)
		return r.T.T("official.register", r.T.Date(day))
	case f.Of == 0:
		return r.T.T("official.nosource")
	case f.Year == "":
		return r.T.T("official.undated", f.Source)
	case f.Year == year || strings.HasSuffix(f.Year, "-"+year):
		return r.T.T("official.source", f.Source, f.Year)
	}
	return r.T.T("official.otheryear", f.Source, f.Year, year)
}

// promises are the targets of a dossier for a year, by indicator.
func promises(c *labelling.Case, year int) map[string]string {
	out := make(map[string]string)
	f := c.Rules.Field("objectives")
	if f == nil {
		return out
	}
	for _, cells := range c.Dossier.Values["objectives"].Value.Table {
		row := make(map[string]string)
		for j, col := range f.Columns {
			if j < len(cells) {
				row[col.ID] = cells[j]
			}
		}
		if d, err := date.Parse(row["year"]); err == nil && d.Year() == year && row["indicator"] != "" {
			out[row["indicator"]] = row["target"]
		}
	}
	return out
}
