package appels

import (
	"strings"

	ical "github.com/arran4/golang-ical"

	"continuum/internal/fault"
	"continuum/internal/labelling"
	"continuum/internal/web/page"
	"continuum/internal/web/query"
)

// Calendar answers /appels/{id}/dates.ics (iCalendar, RFC 5545): the last day of each step of a
// call. A day is a day of Paris; an end that is not midnight is an instant.
func Calendar(r *page.Request) (page.Answer, error) {
	if err := query.New(r.Query).Err(); err != nil {
		return page.Answer{}, err
	}
	a := r.Catalog.Call(r.Value("id"))
	if a == nil {
		return page.Answer{}, fault.New(fault.NotFound, "calls.unknown")
	}
	cal := ical.NewCalendarFor("Continuum")
	cal.SetMethod(ical.MethodPublish)
	cal.SetXWRCalName(a.Title)
	cal.SetXPublishedTTL("PT12H")
	for i := range a.Ruleset.Calendar {
		s := &a.Ruleset.Calendar[i]
		end, ok := a.Deadlines[s.ID]
		if !ok {
			continue
		}
		moves := 0
		for j := range a.Moved {
			if a.Moved[j].Step == s.ID {
				moves++
			}
		}
		v := cal.AddEvent("continuum-call-" + string(a.ID) + "-" + s.ID)
		v.SetDtStampTime(a.Changed())
		v.SetModifiedAt(a.Changed())
		v.SetSequence(moves)
		v.SetSummary(r.T.T("calls.event", s.Name, a.Title))
		v.SetDescription(Ends(r, &a.Call, s.ID))
		v.SetURL(r.Public(r.Link(PathOf(a.ID))))
		local := end.In(labelling.Paris())
		if h, m, sec := local.Clock(); h == 0 && m == 0 && sec == 0 && !end.Equal(a.Opens) {
			v.SetAllDayStartAt(local.AddDate(0, 0, -1))
			v.SetAllDayEndAt(local)
			continue
		}
		v.SetStartAt(end)
		v.SetEndAt(end)
	}
	var b strings.Builder
	if err := cal.SerializeTo(&b, ical.WithNewLineWindows); err != nil {
		return page.Answer{}, err
	}
	return page.Answer{Raw: []byte(b.String()), ContentType: "text/calendar; charset=utf-8", Filename: string(a.ID) + ".ics", Fleeting: r.Site.BaseURL == ""}, nil
}
