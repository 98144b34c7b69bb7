// Package agenda shows the dates that campuses announce, as a page for people, /agenda,
// and as calendars that follow them (iCalendar, RFC 5545): /agenda.ics for the whole
// network, /campus/{slug}/agenda.ics for one campus.
package agenda

import (
	"fmt"
	"time"

	"continuum/internal/catalog"
	"continuum/internal/date"
	"continuum/internal/fault"
	"continuum/internal/text"
	"continuum/internal/web/page"
	"continuum/internal/web/query"
)

// Path is the agenda of the whole network.
const Path = "/agenda"

// CalendarPath is the calendar of the whole network.
const CalendarPath = "/agenda.ics"

// CampusPath is the calendar of a campus.
func CampusPath(cam *catalog.Campus) string { return "/campus/" + cam.Slug + CalendarPath }

// Page answers /agenda.
func Page(r *page.Request) (page.Answer, error) {
	if err := query.New(r.Query).Err(); err != nil {
		return page.Answer{}, err
	}
	coming := catalog.Coming(r.Catalog.Agenda, r.Now)
	return page.Answer{
		Head: page.Head{
			Title: r.T.T("agenda.title"), Description: r.T.T("agenda.lead"), Path: Path,
			Crumbs: []page.Crumb{{Label: r.T.T("agenda.title")}},
		},
		Body: body(r, coming),
	}, nil
}

// National answers /agenda.ics.
func National(r *page.Request) (page.Answer, error) {
	return calendar(r, r.T.T("agenda.title"), r.Catalog.Agenda)
}

// Campus answers /campus/{slug}/agenda.ics.
func Campus(r *page.Request) (page.Answer, error) {
	cam, moved := r.Catalog.Campus(r.Value("slug"))
	switch {
	case cam == nil:
		return page.Answer{}, fault.New(fault.NotFound, "campus.not_found")
	case moved:
		return page.Answer{Redirect: r.Link(CampusPath(cam)), Moved: true}, nil
	}
	return calendar(r, cam.Name, cam.Space.Events)
}

// When says when an event is, by the clocks of its place.
func When(t *text.Texts, e *catalog.Event) string {
	first := t.Day(date.DayOf(wall(e.From)))
	if e.Days() {
		last := t.Day(date.DayOf(wall(e.To.AddDate(0, 0, -1))))
		if last == first {
			return first
		}
		return t.T("agenda.days", first, last)
	}
	last := t.Day(date.DayOf(wall(e.To)))
	switch {
	case e.To.Equal(e.From):
		return t.T("agenda.at", first, hour(t, e.From))
	case last == first:
		return t.T("agenda.hours", first, hour(t, e.From), hour(t, e.To))
	default:
		return t.T("agenda.span", first, hour(t, e.From), last, hour(t, e.To))
	}
}

// wall is what the clock of the place shows, as an instant that knows no other clock.
func wall(at time.Time) time.Time {
	return time.Date(at.Year(), at.Month(), at.Day(), 0, 0, 0, 0, time.UTC)
}

// hour is an hour as people write it: "9 h", "9 h 30".
func hour(t *text.Texts, at time.Time) string {
	if at.Minute() == 0 {
		return t.T("agenda.hour", at.Hour())
	}
	return t.T("agenda.minutes", at.Hour(), fmt.Sprintf("%02d", at.Minute()))
}
