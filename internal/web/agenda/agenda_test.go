package agenda

import (
	"strings"
	"testing"
	"time"

	ical "github.com/arran4/golang-ical"

	"continuum/internal/catalog"
	"continuum/internal/geo"
	"continuum/internal/seed"
	"continuum/internal/text"
	"continuum/internal/training"
	"continuum/internal/web/page"
	"continuum/internal/web/pagetest"
	"continuum/internal/web/webtest"
	"continuum/internal/workspace"
)

const sea = "bretagne-industries-de-la-mer"

// announced is a catalog of the embedded register where a campus keeps these events.
func announced(t *testing.T, events ...*workspace.Event) *catalog.Catalog {
	t.Helper()
	records, _, err := seed.Load()
	if err != nil {
		t.Fatal(err)
	}
	atlas, err := geo.Load()
	if err != nil {
		t.Fatal(err)
	}
	c, err := catalog.Build(records, atlas, new(training.Model), 1, pagetest.Noon)
	if err != nil {
		t.Fatal(err)
	}
	cam, _ := c.Campus(sea)
	var list []workspace.Version
	for _, e := range events {
		b, err := workspace.Body(e)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, workspace.Version{Sheet: "s" + e.Start, Campus: cam.ID, Kind: workspace.KindEvent, Number: 2, State: workspace.Public, Body: b, At: pagetest.Noon})
	}
	if err := c.Keep(list); err != nil {
		t.Fatal(err)
	}
	return c
}

func world(t *testing.T) *catalog.Catalog {
	return announced(t,
		&workspace.Event{Name: "Portes ouvertes", Text: "Venez;\nvoir, <b>tout</b>", Start: "2027-01-30T09:00", End: "2027-01-30T17:30", Place: "Lycée, Brest", URL: "https://example.fr/po", Audience: []workspace.Audience{workspace.Families}},
		&workspace.Event{Name: "Semaine de la mer", Start: "2027-03-01", End: "2027-03-05"},
		&workspace.Event{Name: "Forum de l’an passé", Start: "2026-02-01T14:00"},
		&workspace.Event{Name: "Vieux forum", Start: "2020-02-01"},
	)
}

func asked(t *testing.T, c *catalog.Catalog, target string) *page.Request {
	r := pagetest.Request(t, target, sea)
	r.Catalog = c
	return r
}

func TestPage(t *testing.T) {
	t.Parallel()
	a, err := Page(asked(t, world(t), "/agenda"))
	if err != nil {
		t.Fatal(err)
	}
	doc := pagetest.Shown(t, a)
	if err := webtest.All(
		webtest.Count(".agenda__event", 2),
		webtest.In("article", webtest.HasText("30\u00a0janvier\u00a02027, de 9\u00a0h à 17\u00a0h\u00a030")),
		webtest.In("article", webtest.HasText("du 1er\u00a0mars\u00a02027 au 5\u00a0mars\u00a02027")),
		webtest.In("article", webtest.HasText("<b>tout</b>")), // as it was written
	)(doc); err != nil {
		t.Error(err)
	}
	pagetest.Check(t, Page, "/agenda", "", webtest.Count(".agenda__event", 0), webtest.Count(".unknown", 1))
	pagetest.Check(t, Page, "/en/agenda", "", webtest.Count(".unknown", 1))
}

// A calendar holds what a reader of calendars needs, read back by one; what is long over
// has left.
func TestCalendar(t *testing.T) {
	t.Parallel()
	for target, show := range map[string]page.Func{"/agenda.ics": National, "/campus/" + sea + "/agenda.ics": Campus} {
		a, err := show(asked(t, world(t), target))
		if err != nil {
			t.Fatal(err)
		}
		if a.ContentType != "text/calendar; charset=utf-8" {
			t.Errorf("%s: type %s", target, a.ContentType)
		}
		for line := range strings.SplitSeq(strings.TrimSuffix(string(a.Raw), "\r\n"), "\r\n") {
			if len(line) > 75 || strings.Contains(line, "\n") {
				t.Errorf("%s: line %q is no line of RFC 5545", target, line)
			}
		}
		cal, err := ical.ParseCalendar(strings.NewReader(string(a.Raw)))
		if err != nil {
			t.Fatal(err)
		}
		events := cal.Events()
		if len(events) != 3 {
			t.Fatalf("%s: %d events, want 3", target, len(events))
		}
		open := events[1]
		start, err := open.GetStartAt()
		if err != nil || !start.Equal(time.Date(2027, 1, 30, 8, 0, 0, 0, time.UTC)) {
			t.Errorf("%s: starts at %s, %v", target, start, err)
		}
		if got := open.GetProperty(ical.ComponentPropertyDescription).Value; !strings.Contains(got, "Venez;\nvoir, <b>tout</b>") {
			t.Errorf("%s: description %q", target, got)
		}
		if end := events[2].GetProperty(ical.ComponentPropertyDtEnd).Value; end != "20270306" {
			t.Errorf("%s: the last day after a week is %s, want 20270306", target, end)
		}
	}
}

func TestWhen(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ start, end, fr, en string }{
		{"2027-01-30", "", "30 janvier 2027", "30 January 2027"},
		{"2027-01-30", "2027-02-01", "du 30 janvier 2027 au 1er février 2027", "from 30 January 2027 to 1 February 2027"},
		{"2027-01-30T23:15", "", "30 janvier 2027 à 23 h 15", "30 January 2027 at 23:15"},
		{"2027-01-30T09:00", "2027-01-31T02:05", "du 30 janvier 2027 à 9 h au 31 janvier 2027 à 2 h 05", "from 30 January 2027 at 9:00 to 31 January 2027 at 2:05"},
	} {
		c := announced(t, &workspace.Event{Name: "Forum", Start: tt.start, End: tt.end})
		said := func(lang text.Lang) string {
			return strings.ReplaceAll(When(text.For(lang), &c.Agenda[0]), "\u00a0", " ")
		}
		if fr, en := said(text.French), said(text.English); fr != tt.fr || en != tt.en {
			t.Errorf("%s to %s: %q, %q; want %q, %q", tt.start, tt.end, fr, en, tt.fr, tt.en)
		}
	}
}
