package espacelabel

import (
	"strconv"
	"strings"

	"continuum/internal/campus"
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

// part is what a part of the yearly report holds; before the first version, the dates and
// projects of the year that the workspace knows.
func (v *view) part(_ *page.Request, x labelling.Report, part string) string {
	if x.Number > 0 || part != "actions" {
		return x.Body[part]
	}
	var lines []string
	for _, e := range v.cam.Space.Events {
		if e.From.Year() == v.year {
			lines = append(lines, e.Name)
		}
	}
	for _, p := range v.cam.Space.Projects {
		if strings.HasPrefix(p.From, v.yearText()) || p.From <= v.yearText()+"-12" && (p.Until == "" || p.Until >= v.yearText()) {
			lines = append(lines, p.Name)
		}
	}
	return strings.Join(lines, "\n")
}
