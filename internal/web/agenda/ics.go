package agenda

import (
	"strings"

	ical "github.com/arran4/golang-ical"

	"continuum/internal/catalog"
	"continuum/internal/text"
	"continuum/internal/web/page"
)

// calendar writes events as calendars read them. An event that is over stays for a year,
// so that whoever follows the calendar does not see it vanish. Hours are instants (UTC):
// each reader's calendar shows them by its own clock.
func calendar(r *page.Request, name string, list []catalog.Event) (page.Answer, error) {
	cal := ical.NewCalendarFor("Continuum")
	cal.SetMethod(ical.MethodPublish)
	cal.SetXWRCalName(name)
	cal.SetXPublishedTTL("PT12H")
	for _, e := range catalog.Coming(list, r.Now.AddDate(-1, 0, 0)) {
		v := cal.AddEvent("continuum-" + e.ID)
		v.SetDtStampTime(e.Changed)
		v.SetModifiedAt(e.Changed)
		v.SetSequence(e.Version)
		v.SetSummary(e.Name)
		if e.Days() {
			v.SetAllDayStartAt(e.From)
			v.SetAllDayEndAt(e.To)
		} else {
			v.SetStartAt(e.From)
			v.SetEndAt(e.To)
		}
		if e.Place != "" {
			v.SetLocation(e.Place)
		}
		v.SetDescription(describe(r.T, &e))
		v.SetURL(r.Public(r.Link("/campus/" + e.Campus.Slug)))
	}
	var b strings.Builder
	if err := cal.SerializeTo(&b, ical.WithNewLineWindows); err != nil {
		return page.Answer{}, err
	}
	return page.Answer{Raw: []byte(b.String()), ContentType: "text/calendar; charset=utf-8", Filename: "agenda.ics", Fleeting: r.Site.BaseURL == ""}, nil
}

// describe is what a calendar says below the name.
func describe(t *text.Texts, e *catalog.Event) string {
	parts := []string{e.Campus.Name}
	if e.Text != "" {
		parts = append(parts, e.Text)
	}
	if len(e.Audience) > 0 {
		parts = append(parts, t.T("agenda.for", audiences(t, e)))
	}
	if e.URL != "" {
		parts = append(parts, e.URL)
	}
	return strings.Join(parts, "\n\n")
}

// audiences names whom an event is for.
func audiences(t *text.Texts, e *catalog.Event) string {
	names := make([]string, len(e.Audience))
	for i, a := range e.Audience {
		names[i] = t.T("agenda.audience." + text.Key(a))
	}
	return strings.Join(names, ", ")
}
