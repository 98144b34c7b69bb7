package espacelabel

import (
	"strconv"
	"strings"

	"continuum/internal/campus"
	"continuum/internal/date"
	"continuum/internal/labelling"
	"continuum/internal/text"
	"continuum/internal/web/page"
	"continuum/internal/web/ui"
)

// event says what happened, when, and by which order.
func (v *view) event(r *page.Request, e labelling.Event) string {
	value := e.Value
	if e.Until != 0 {
		value = r.T.Day(e.Until)
	}
	s := r.T.T(text.Key("life.event."+string(e.Kind)), r.T.Day(e.On), value)
	if a := r.Catalog.Act(campus.ActID(e.Order)); a != nil {
		s += " – " + a.Title
		if a.NOR != "" {
			s += " (" + a.NOR + ")"
		}
	}
	return s
}

// grades are those of the scale of the rules.
func (v *view) grades(r *page.Request, chosen string) []ui.Option {
	list := []ui.Option{{Label: r.T.T("life.self.none")}}
	for _, g := range v.rules.Scale {
		n := strconv.Itoa(g.Value)
		list = append(list, ui.Option{Value: n, Label: n + " – " + g.Name, Selected: n == chosen})
	}
	return list
}

// part is a part of the yearly report as it is shown to its author: what was kept; before the
// first version, the dates and projects of the year that the workspace knows, and says so.
func (v *view) part(r *page.Request, x labelling.Report, part string) ui.Field {
	f := ui.Field{Name: part, Label: r.T.T(text.Key("life.part." + part)), Value: x.Body[part], MaxLength: labelling.MaxReportText}
	if typed, refused := v.typed[part]; refused {
		f.Value = typed
	} else if x.Number == 0 && part == "actions" {
		if f.Value = strings.Join(v.known(r), "\n"); f.Value != "" {
			f.Hint = r.T.T("life.part.proposed", r.T.Day(r.Today))
		}
	}
	return f
}

// known are the dates and projects of the year, each with its day.
func (v *view) known(r *page.Request) (lines []string) {
	for _, e := range v.cam.Space.Events {
		if e.From.Year() == v.year {
			lines = append(lines, r.T.T("life.part.line", r.T.Instant(e.From), e.Name))
		}
	}
	for _, p := range v.cam.Space.Projects {
		if strings.HasPrefix(p.From, v.yearText()) || p.From <= v.yearText()+"-12" && (p.Until == "" || p.Until >= v.yearText()) {
			from, _ := date.Parse(p.From)
			lines = append(lines, r.T.T("life.part.line", r.T.Date(from), p.Name))
		}
	}
	return lines
}
