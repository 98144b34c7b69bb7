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

// next is what is to be done now on a label in force, by whom and by when.
func (v *view) next(r *page.Request) (list []string) {
	day := r.Today
	if day < v.now.Start || day >= v.now.End {
		return nil
	}
	for _, s := range v.now.Reserves {
		if v.report(labelling.ReserveAnswer, reserveKey(s)).State == labelling.ReportHandedIn {
			list = append(list, r.T.T("life.next.lift", s))
		} else {
			list = append(list, r.T.T("life.next.answer", s))
		}
	}
	if v.now.Reviewed == 0 {
		if v.report(labelling.InterimReview, v.interim()).State == labelling.ReportHandedIn {
			list = append(list, r.T.T("life.next.interim.validate"))
		} else {
			list = append(list, r.T.T("life.next.interim", r.T.Day(v.now.Interim)))
		}
	}
	if v.year < day.Time().Year() {
		switch v.report(labelling.YearlyReport, v.yearText()).State {
		case labelling.ReportDraft:
			list = append(list, r.T.T("life.next.report", v.yearText()))
		case labelling.ReportHandedIn:
			list = append(list, r.T.T("life.next.report.validate", v.yearText()))
		}
	}
	if v.now.Window != 0 && day >= v.now.Window && v.now.Renewal == "" {
		list = append(list, r.T.T("life.next.renewal", r.T.Day(v.now.End)))
	}
	return list
}
