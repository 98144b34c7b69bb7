package labelling

import (
	"math/rand/v2"
	"testing"

	"continuum/internal/date"
	"continuum/internal/ruleset"
)

func day(s string) date.Day { return date.Must(s).Earliest() }

func grantedLabel() *Label {
	return &Label{Events: []Event{{Kind: EventGranted, On: day("2026-01-01"), Until: day("2031-01-01"), Order: "o1"}}}
}

func TestLabelStates(t *testing.T) {
	t.Parallel()
	r := rulesOf(t, "cmq-2018")
	l := grantedLabel()
	for _, e := range []Event{
		{Kind: EventReserve, On: day("2026-02-01"), Value: "governance"},
		{Kind: EventLifted, On: day("2027-02-01"), Value: "governance"},
		{Kind: EventReviewed, On: day("2028-09-01")},
		{Kind: EventRenewing, On: day("2030-02-01"), Value: "d9"},
		{Kind: EventDropped, On: day("2030-06-01"), Value: "d9"},
		{Kind: EventExtended, On: day("2030-12-01"), Order: "o2", Until: day("2031-07-01")},
	} {
		if ref := l.Check(r, e); ref != nil {
			t.Fatalf("%s: %v", e.Kind, ref)
		}
		l.Events = append(l.Events, e)
	}
	for _, tt := range []struct {
		on   string
		want LabelState
	}{
		{"2025-12-31", LabelNotYet},
		{"2026-01-01", LabelActive},
		{"2026-02-01", LabelReserved},
		{"2027-02-01", LabelActive},
		{"2028-07-02", LabelInterim}, // half of five years
		{"2028-09-01", LabelActive},
		{"2029-06-30", LabelActive},
		{"2029-07-01", LabelWindow}, // 18 months before the first end
		{"2030-02-01", LabelInRenewal},
		{"2030-06-01", LabelWindow},
		{"2030-12-31", LabelWindow},
		{"2031-01-01", LabelExtended}, // its first end
		{"2031-06-30", LabelExtended},
		{"2031-07-01", LabelExpired},
	} {
		if got := l.On(r, day(tt.on)).State; got != tt.want {
			t.Errorf("on %s: %s, want %s", tt.on, got, tt.want)
		}
	}
	alerts := l.Alerts(r)
	if len(alerts) != 5 || alerts[0] != day("2030-01-01") || alerts[4] != day("2031-04-01") {
		t.Errorf("Alerts = %v", alerts)
	}
	if got := monthsBefore(day("2028-08-31"), 6); got != day("2028-02-29") {
		t.Errorf("six months before 31 August 2028 = %s", got)
	}
}

func TestLabelRefusals(t *testing.T) {
	t.Parallel()
	r := rulesOf(t, "cmq-2018")
	for _, tt := range []struct {
		name string
		l    *Label
		e    Event
		want Reason
	}{
		{"nothing was granted", &Label{}, Event{Kind: EventReviewed, On: day("2026-02-01")}, WrongState},
		{"granted for six years", &Label{}, Event{Kind: EventGranted, On: day("2026-01-01"), Until: day("2032-01-02"), Order: "o"}, BadValue},
		{"granted by nothing", &Label{}, Event{Kind: EventGranted, On: day("2026-01-01"), Until: day("2029-01-01")}, NotGiven},
		{"granted twice", grantedLabel(), Event{Kind: EventGranted, On: day("2026-01-01"), Until: day("2029-01-01"), Order: "o"}, Duplicate},
		{"withdrawn without an order", grantedLabel(), Event{Kind: EventWithdrawn, On: day("2027-01-01")}, NotGiven},
		{"extended after its end", grantedLabel(), Event{Kind: EventExtended, On: day("2031-01-01"), Order: "o", Until: day("2032-01-01")}, WrongState},
		{"extended to an earlier end", grantedLabel(), Event{Kind: EventExtended, On: day("2027-01-01"), Order: "o", Until: day("2030-01-01")}, BadValue},
		{"a reserve that was not noted is lifted", grantedLabel(), Event{Kind: EventLifted, On: day("2027-01-01"), Value: "x"}, BadValue},
		{"before what happened", grantedLabel(), Event{Kind: EventReviewed, On: day("2025-01-01")}, BadValue},
		{"no such event", grantedLabel(), Event{Kind: "crowned", On: day("2027-01-01")}, UnknownAct},
		{"renewed after its end", grantedLabel(), Event{Kind: EventRenewed, On: day("2031-03-01"), Order: "o", Value: "l2"}, ""},
	} {
		if ref := tt.l.Check(r, tt.e); tt.want == "" && ref != nil || tt.want != "" && (ref == nil || ref.Reason != tt.want) {
			t.Errorf("%s: %v, want %q", tt.name, ref, tt.want)
		}
	}
}

// TestLabelModel plays random events; after each, what must hold of any label is asked
// of every day around, from the bare list of events.
func TestLabelModel(t *testing.T) {
	t.Parallel()
	r := rulesOf(t, "cmq-2018")
	for seed := range uint64(200) {
		rng := rand.New(rand.NewPCG(seed, 7))
		l := grantedLabel()
		on := l.Events[0].On
		for range 25 {
			on += date.Day(rng.IntN(200))
			e := Event{Kind: eventRules[rng.IntN(len(eventRules))].kind, On: on - date.Day(rng.IntN(20)), Value: []string{"a", "b", ""}[rng.IntN(3)]}
			if rng.IntN(2) == 0 {
				e.Order = "o"
			}
			e.Until = on + date.Day(rng.IntN(900))
			if l.Check(r, e) == nil {
				l.Events = append(l.Events, e)
			}
			labelInvariants(t, seed, r, l)
		}
	}
}

func labelInvariants(t *testing.T, seed uint64, r *ruleset.Ruleset, l *Label) {
	t.Helper()
	end, over := l.Events[0].Until, date.Day(0)
	open := map[string]bool{}
	for i, e := range l.Events {
		if i > 0 && e.On < l.Events[i-1].On {
			t.Fatalf("seed %d: events in disorder: %v", seed, l.Events)
		}
		if over != 0 {
			t.Fatalf("seed %d: %s after the label was over: %v", seed, e.Kind, l.Events)
		}
		switch e.Kind {
		case EventExtended:
			if e.Until <= end || e.On >= end {
				t.Fatalf("seed %d: extended on %s from %s to %s", seed, e.On, end, e.Until)
			}
			end = e.Until
		case EventCorrectedEnd:
			end = e.Until
		case EventReserve:
			open[e.Value] = true
		case EventLifted:
			delete(open, e.Value)
		case EventWithdrawn, EventRenewed:
			over = e.On
		}
	}
	last := l.Events[len(l.Events)-1].On
	for _, d := range []date.Day{last, last + 30, end - 1, end, end + 400} {
		if d < last {
			continue
		}
		s := l.On(r, d)
		inForce := s.State != LabelExpired && s.State != LabelRenewed && s.State != LabelWithdrawn && s.State != LabelNotYet
		if want := over == 0 && d < end; inForce != want {
			t.Fatalf("seed %d: on %s %s, in force must be %v: %v", seed, d, s.State, want, l.Events)
		}
		if len(s.Reserves) != len(open) || s.End != end {
			t.Fatalf("seed %d: on %s %v, want %d reserves, end %s", seed, d, s, len(open), end)
		}
	}
}

// TestSpansTwin compares the days of a label by category with a replay of each day from the
// bare list of events.
func TestSpansTwin(t *testing.T) {
	t.Parallel()
	r := rulesOf(t, "cmq-2018")
	for seed := range uint64(300) {
		rng := rand.New(rand.NewPCG(seed, 11))
		l := grantedLabel()
		on := l.Events[0].On
		for range 12 {
			on += date.Day(rng.IntN(300))
			e := Event{Kind: Amending[rng.IntN(len(Amending))], On: on, Order: "o", Value: []string{"campus", "excellence"}[rng.IntN(2)], Until: on + date.Day(rng.IntN(1500)-300)}
			if l.Check(r, e) == nil {
				l.Events = append(l.Events, e)
			}
		}
		spans := l.Spans("campus")
		for day := l.Events[0].On - 2; day < l.Events[0].On+6000; day += 13 {
			got := ""
			for _, s := range spans {
				if s.From <= day && day < s.Until {
					got += s.Category
				}
			}
			if want := naiveCategory(l, day); got != want {
				t.Fatalf("seed %d: on %s %q, want %q: %v → %v", seed, day, got, want, l.Events, spans)
			}
		}
	}
}

// naiveCategory is the category of a label on a day, empty when it is not in force: the end
// is what the last event that speaks of it says; the category what the last change before
// the day says, unless a correction that bears on the same stretch comes after.
func naiveCategory(l *Label, day date.Day) string {
	end := l.Events[0].Until
	for _, e := range l.Events {
		switch e.Kind {
		case EventExtended, EventCorrectedEnd:
			end = e.Until
		case EventWithdrawn:
			end = min(end, e.On)
		}
	}
	if day < l.Events[0].On || day >= end {
		return ""
	}
	category, in := "campus", true // in: the stretch being read holds the day, as far as one has read
	for _, e := range l.Events {
		switch {
		case e.Kind == EventCategory && e.On <= day:
			category = e.Value
		case e.Kind == EventCategory:
			in = false
		case e.Kind == EventCorrectedCategory && in:
			category = e.Value
		}
	}
	return category
}
