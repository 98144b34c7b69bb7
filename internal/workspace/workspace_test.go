package workspace

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
	"time"

	"continuum/internal/campus"
	"continuum/internal/fault"
)

// whole has one sound document of each kind, every field of it filled.
var whole = []Document{
	&Event{Name: "Portes ouvertes", Text: "Venez\nvoir.", Start: "2026-03-14T09:00", End: "2026-03-14T17:00", Place: "Lycée Vauban, Brest", Commune: "29019", URL: "https://example.fr/po", Audience: []Audience{Families, Schools}},
	&Equipment{Name: "Halle de soudage", Text: "12 postes.", Owner: "org-1", Place: "Brest", Commune: "2A004", Sharing: "Sur demande.", Capacity: 12, Bookable: true},
	&Project{
		Name: "Coque 2030", Text: "…", From: "2026-01-01", Until: "2028-12-31", Partners: []campus.OrgID{"org-1"},
		Milestones: []Milestone{{"Étude", "2026-06-30", true}}, Funding: []Funding{{"Région", 120_000, 2026}},
	},
	&Course{Qualification: "40025411", UAI: "0290044R", Adds: "Un module.", Local: true, Coloured: true},
	&Story{Lang: "fr", Short: "Apprendre les métiers de la mer.", Long: "…", Website: "https://example.fr", Contact: "contact@example.fr"},
	&Figure{Indicator: "I-55", Year: 2025, Status: Known, Value: 0.5, Source: "Enquête du campus"},
}

// What is written is read back, of each kind.
func TestRoundTrip(t *testing.T) {
	t.Parallel()
	if len(whole) != len(Kinds) {
		t.Fatalf("%d examples of %d kinds", len(whole), len(Kinds))
	}
	for _, d := range whole {
		b, err := Body(d)
		if err != nil {
			t.Errorf("%s: %v", d.Kind(), err)
			continue
		}
		back, err := Parse(d.Kind(), b)
		if err != nil {
			t.Errorf("%s: %v", d.Kind(), err)
			continue
		}
		again, _ := Body(back)
		if string(again) != string(b) || back.Title() != d.Title() || back.Title() == "" {
			t.Errorf("%s: %s came back as %s", d.Kind(), b, again)
		}
	}
}

// One thing wrong in a sound document is named with its field.
func TestCheck(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 10_000)
	for _, tt := range []struct {
		kind               Kind
		key, value, fields string
	}{
		{KindEvent, "name", `"x"`, "name"},
		{KindEvent, "name", `"a\u0000bcd"`, "name"},
		{KindEvent, "name", `"a\nbcd"`, "name"},
		{KindEvent, "name", `"    "`, "name"},
		{KindEvent, "text", `"` + long + `"`, "text"},
		{KindEvent, "start", `"demain"`, "start"},
		{KindEvent, "start", `"0026-03-14T09:00"`, "start"},
		{KindEvent, "end", `"2026-03-13T09:00"`, "end"},
		{KindEvent, "end", `"2026-03-14"`, "end"},
		{KindEvent, "end", `"2027-09-14T09:00"`, "end"},
		{KindEvent, "url", `"javascript:alert(1)"`, "url"},
		{KindEvent, "url", `"https://user:pass@example.fr"`, "url"},
		{KindEvent, "audience", `["all"]`, "audience"},
		{KindEvent, "commune", `"Brest"`, "commune"},
		{KindEquipment, "sharing", `""`, "sharing"},
		{KindEquipment, "capacity", `-1`, "capacity"},
		{KindProject, "until", `"2025-12-31"`, "until"},
		{KindProject, "from", `"2026"`, "from"},
		{KindProject, "milestones", `[{"name":"","due":"","done":false}]`, "milestones.1.name"},
		{KindProject, "funding", `[{"funder":"Région","euros":-1,"year":2026}]`, "funding.1.euros"},
		{KindCourse, "uai", `"029004R"`, "uai"},
		{KindStory, "lang", `"br"`, "lang"},
		{KindStory, "website", `"ftp://example.fr"`, "website"},
		{KindFigure, "indicator", `"I-99"`, "indicator"},
		{KindFigure, "value", `1.5`, "value"},
		{KindFigure, "status", `"secret"`, "value"}, // with a value
		{KindFigure, "status", `"zero"`, "status"},
		{KindFigure, "year", `1900`, "year"},
	} {
		var fields map[string]json.RawMessage
		for _, d := range whole {
			if d.Kind() == tt.kind {
				b, _ := Body(d)
				if err := json.Unmarshal(b, &fields); err != nil {
					t.Fatal(err)
				}
			}
		}
		fields[tt.key] = json.RawMessage(tt.value)
		b, err := json.Marshal(fields)
		if err != nil {
			t.Fatal(err)
		}
		_, err = Parse(tt.kind, b)
		if e, ok := err.(*fault.Error); !ok || e.Kind != fault.Invalid || e.Field != tt.fields {
			t.Errorf("%s with %s %.40s: %v, want Invalid in %s", tt.kind, tt.key, tt.value, err, tt.fields)
		}
	}
	if problems := Check(&Figure{Indicator: "I-20", Year: 2025, Status: Known, Value: math.NaN(), Source: "x"}); len(problems) != 1 {
		t.Errorf("not a number: %v", problems)
	}
}

// What is no document is refused whole.
func TestParseRefuses(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"", "[]", "null x", `{"name":`, `{"nom":"x"}`, `{"name":1}`, `{} {}`, `{"text":"` + strings.Repeat("x", MaxBody) + `"}`} {
		for _, k := range append(Kinds, "poem") {
			if _, err := Parse(k, []byte(s)); fault.KindOf(err) != fault.Invalid {
				t.Errorf("%s %.20s: %v, want Invalid", k, s, err)
			}
		}
	}
}

// FuzzParse: a body is refused as Invalid, or what it makes can be written and read again.
func FuzzParse(f *testing.F) {
	for i, d := range whole {
		b, _ := Body(d)
		f.Add(i, b)
	}
	f.Fuzz(func(t *testing.T, i int, b []byte) {
		kind := Kinds[(i%len(Kinds)+len(Kinds))%len(Kinds)]
		d, err := Parse(kind, b)
		if err != nil {
			if fault.KindOf(err) != fault.Invalid {
				t.Fatalf("%v, want Invalid", err)
			}
			return
		}
		again, err := Body(d)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Parse(kind, again); err != nil {
			t.Fatal(err)
		}
		if e, ok := d.(*Event); ok {
			if start, end := e.Times(time.UTC); end.Before(start) {
				t.Fatalf("from %s to %s", start, end)
			}
		}
	})
}

func TestTimes(t *testing.T) {
	t.Parallel()
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ start, end, wantStart, wantEnd string }{
		{"2026-03-14", "", "2026-03-13T23:00Z", "2026-03-14T23:00Z"},
		{"2026-03-28", "2026-03-29", "2026-03-27T23:00Z", "2026-03-29T22:00Z"}, // the clocks move
		{"2026-07-01T09:00", "2026-07-01T17:30", "2026-07-01T07:00Z", "2026-07-01T15:30Z"},
		{"2026-07-01T09:00", "", "2026-07-01T07:00Z", "2026-07-01T07:00Z"},
	} {
		start, end := (&Event{Start: tt.start, End: tt.end}).Times(paris)
		const form = "2006-01-02T15:04Z07:00"
		if s, e := start.UTC().Format(form), end.UTC().Format(form); s != tt.wantStart || e != tt.wantEnd {
			t.Errorf("%s to %s: %s to %s, want %s to %s", tt.start, tt.end, s, e, tt.wantStart, tt.wantEnd)
		}
	}
}
