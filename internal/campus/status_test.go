package campus_test

import (
	"testing"

	"continuum/internal/campus"
	"continuum/internal/date"
)

func on(s string) date.Day { return date.Must(s).Earliest() }

func basis(kind campus.BasisKind, on string) campus.Basis {
	return campus.Basis{Kind: kind, On: date.Must(on), Text: string(kind) + " " + on}
}

func label(start, end string, years int, bases ...campus.Basis) campus.Label {
	return campus.Label{ID: "l", Campus: "mer", Category: campus.CategoryCampus, Start: date.Must(start), End: date.Must(end), Years: years, Bases: bases}
}

// TestStateOfOneLabel takes one clause of the rules at a time.
func TestStateOfOneLabel(t *testing.T) {
	t.Parallel()
	const (
		act          = campus.ByAct
		attestation  = campus.ByAttestation
		announcement = campus.ByAnnouncement
	)
	for _, tt := range []struct {
		name string
		l    campus.Label
		day  string
		want campus.Status
		from string // text of the basis, empty when nothing supports the status
	}{
		{"before its first day", label("2015-01-30", "", 0, basis(announcement, "2015-01-30")), "2015-01-29", campus.NotYet, "announcement 2015-01-30"},
		{"first day counts", label("2015-01-30", "", 0, basis(announcement, "2015-01-30")), "2015-01-30", campus.Presumed, "announcement 2015-01-30"},

		// An imprecise start counts from its latest possible day.
		{"before the year of its start", label("2013", "", 0, basis(announcement, "2013")), "2012-12-31", campus.NotYet, "announcement 2013"},
		{"in the year of its start", label("2013", "", 0, basis(announcement, "2013")), "2013-12-30", campus.Unknown, ""},
		{"last day of that year", label("2013", "", 0, basis(announcement, "2013")), "2013-12-31", campus.Presumed, "announcement 2013"},
		{"last day of its month", label("2013-09", "", 0, basis(announcement, "2013-09")), "2013-09-30", campus.Presumed, "announcement 2013-09"},
		{"day before", label("2013-09", "", 0, basis(announcement, "2013-09")), "2013-09-29", campus.Unknown, ""},

		// Except that an attestation decides.
		{"attested in the year of its start", label("2015", "", 0, basis(attestation, "2015-09")), "2015-09-01", campus.InForce, "attestation 2015-09"},
		{"the day before", label("2015", "", 0, basis(attestation, "2015-09")), "2015-08-31", campus.Unknown, ""},
		{"last day attested", label("2015", "", 0, basis(attestation, "2015-09")), "2015-09-30", campus.InForce, "attestation 2015-09"},
		{"after it, within the maximum", label("2015", "", 0, basis(attestation, "2015-09")), "2015-10-01", campus.Presumed, "attestation 2015-09"},
		{"the maximum runs from it", label("2015", "", 0, basis(attestation, "2015-09")), "2019-08-31", campus.Presumed, "attestation 2015-09"},
		{"and no further", label("2015", "", 0, basis(attestation, "2015-09")), "2019-09-01", campus.Unknown, ""},
		{"no gap between start and attestation", label("2013-09", "", 0, basis(announcement, "2013-09"), basis(attestation, "2015-09")), "2014-06-01", campus.InForce, "attestation 2015-09"},
		{"the later attestation", label("2013-09", "", 0, basis(attestation, "2014-01"), basis(attestation, "2015-09")), "2014-01-15", campus.InForce, "attestation 2015-09"},
		{"a vague attestation is no day before the start", label("2015-01-30", "", 0, basis(attestation, "2015")), "2015-01-29", campus.NotYet, "attestation 2015"},
		{"but all the rest of the year", label("2015-01-30", "", 0, basis(attestation, "2015")), "2015-12-31", campus.InForce, "attestation 2015"},
		{"an announcement attests nothing", label("2015", "", 0, basis(announcement, "2015-01-30")), "2015-06-01", campus.Unknown, ""},

		// The legal maximum: four years, five since 16 September 2019.
		{"granted the eve of the decree, last day", label("2019-09-15", "", 0, basis(announcement, "")), "2023-09-14", campus.Presumed, "announcement "},
		{"granted the eve of the decree, over", label("2019-09-15", "", 0, basis(announcement, "")), "2023-09-15", campus.Unknown, ""},
		{"granted on the day of the decree, last day", label("2019-09-16", "", 0, basis(announcement, "")), "2024-09-15", campus.Presumed, "announcement "},
		{"granted on the day of the decree, over", label("2019-09-16", "", 0, basis(announcement, "")), "2024-09-16", campus.Unknown, ""},

		// Ends.
		{"stated end, the day before", label("2015-01-30", "2019-01-30", 0, basis(announcement, "2015-01-30")), "2019-01-29", campus.Presumed, "announcement 2015-01-30"},
		{"stated end is exclusive", label("2015-01-30", "2019-01-30", 0, basis(announcement, "2015-01-30")), "2019-01-30", campus.Ended, "announcement 2015-01-30"},
		{"stated end past the maximum", label("2015-01-30", "2020-06-30", 0, basis(announcement, "2015-01-30")), "2020-01-01", campus.Presumed, "announcement 2015-01-30"},
		{"duration granted, last day", label("2021-02-04", "", 3, basis(announcement, "2021-02-04")), "2024-02-03", campus.Presumed, "announcement 2021-02-04"},
		{"duration granted, over", label("2021-02-04", "", 3, basis(announcement, "2021-02-04")), "2024-02-04", campus.Ended, "announcement 2021-02-04"},
		{"duration from an attested start", label("2015", "", 4, basis(attestation, "2015-09")), "2019-09-01", campus.Ended, "attestation 2015-09"},
		{"duration from an unknown start", label("", "", 4, basis(announcement, "")), "2019-09-01", campus.Unknown, ""},

		// An act.
		{"an act and a duration", label("2022-04-15", "", 2, basis(act, "2022-04-15")), "2024-04-14", campus.InForce, "act 2022-04-15"},
		{"over", label("2022-04-15", "", 2, basis(act, "2022-04-15")), "2024-04-15", campus.Ended, "act 2022-04-15"},
		{"an act of unknown duration", label("2022-04-15", "", 0, basis(act, "2022-04-15")), "2023-01-01", campus.Presumed, "act 2022-04-15"},
		{"an act, before a vague end", label("2022-04-15", "2024", 0, basis(act, "2022-04-15")), "2023-12-31", campus.InForce, "act 2022-04-15"},
		{"an act, in the year of its end", label("2022-04-15", "2024", 0, basis(act, "2022-04-15")), "2024-01-01", campus.Presumed, "act 2022-04-15"},
		{"an act, on the last day of that year", label("2022-04-15", "2024", 0, basis(act, "2022-04-15")), "2024-12-31", campus.Ended, "act 2022-04-15"},

		// Undated.
		{"undated", label("", "", 0, basis(attestation, "")), "2020-01-01", campus.Unknown, ""},
		{"start unknown, attested that month", label("", "", 0, basis(attestation, "2025-10")), "2025-10-15", campus.InForce, "attestation 2025-10"},
		{"start unknown, before", label("", "", 0, basis(attestation, "2025-10")), "2025-09-30", campus.Unknown, ""},
		{"start unknown, after: nothing bounds its duration", label("", "", 0, basis(attestation, "2025-10")), "2025-11-01", campus.Unknown, ""},
		{"start unknown, end known", label("", "2020-01-01", 0, basis(announcement, "")), "2020-01-01", campus.Ended, "announcement "},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			st := campus.StateOn([]campus.Label{tt.l}, on(tt.day))
			from := ""
			if st.Basis != nil {
				from = st.Basis.Text
			}
			if st.Status != tt.want || from != tt.from || st.On != on(tt.day) || st.Label.ID != "l" {
				t.Errorf("StateOn(%s) = %s on %q, want %s on %q", tt.day, st.Status, from, tt.want, tt.from)
			}
		})
	}
}

func TestRetiredBasisIsNotBelieved(t *testing.T) {
	t.Parallel()
	l := label("2013-09", "", 0, basis(campus.ByAnnouncement, "2013-09"), basis(campus.ByAttestation, "2019-09"))
	l.Bases[1].Retired = on("2026-11-24").Time()
	if st := campus.StateOn([]campus.Label{l}, on("2019-01-01")); st.Status != campus.Unknown {
		t.Errorf("a retired attestation makes the label %s", st.Status)
	}
}

// history is a campus labelled in 2015, renewed in 2019 before the end, raised to
// excellence at a date that nobody gives, and one more label of the future.
func history() []campus.Label {
	l := []campus.Label{
		label("2015-01-30", "", 0, basis(campus.ByAnnouncement, "2015-01-30"), basis(campus.ByAttestation, "2015-09")),
		label("2019-01-10", "", 4, basis(campus.ByAnnouncement, "2019-01-10")),
		label("", "", 0, basis(campus.ByAttestation, "")),
	}
	for i, id := range []campus.LabelID{"first", "renewed", "raised"} {
		l[i].ID = id
		if i > 0 {
			l[i-1].Successor = id
		}
	}
	l[2].Category = campus.CategoryExcellence
	return l
}

func TestStateOfACampus(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		day   string
		want  campus.Status
		label campus.LabelID
	}{
		{"2015-09-01", campus.InForce, "first"},
		{"2019-01-09", campus.Presumed, "first"},
		{"2019-01-10", campus.Presumed, "renewed"}, // a campus under renewal is still labelled
		{"2023-01-09", campus.Presumed, "renewed"},
		{"2023-01-10", campus.Unknown, "raised"}, // the last label is the undated one
	} {
		for _, order := range [][]int{{0, 1, 2}, {2, 1, 0}, {1, 2, 0}} {
			h := history()
			labels := []campus.Label{h[order[0]], h[order[1]], h[order[2]]}
			st := campus.StateOn(labels, on(tt.day))
			if st.Status != tt.want || st.Label.ID != tt.label {
				t.Errorf("order %v: StateOn(%s) = %s by %s, want %s by %s", order, tt.day, st.Status, st.Label.ID, tt.want, tt.label)
			}
		}
	}
	if st := campus.StateOn(nil, on("2020")); st.Status != campus.Unknown || st.Label != nil || st.Basis != nil {
		t.Errorf("without a label: %+v, want unknown", st)
	}
}

func TestSuccessorCloses(t *testing.T) {
	t.Parallel()
	first, second := label("2020-02-06", "", 0, basis(campus.ByAnnouncement, "2020-02-06")), label("2022", "", 0, basis(campus.ByAttestation, "2022-06"))
	first.ID, first.Successor, second.ID = "first", "second", "second"
	labels := []campus.Label{first, second}
	for _, tt := range []struct {
		day  string
		want campus.Status
	}{
		{"2022-05-31", campus.Presumed},
		{"2022-06-01", campus.Ended}, // the second is attested: it has taken over
	} {
		if st := campus.LabelOn(labels, &labels[0], on(tt.day)); st.Status != tt.want {
			t.Errorf("first label on %s: %s, want %s", tt.day, st.Status, tt.want)
		}
	}
}

func TestFirstToComeDecidesBeforeAny(t *testing.T) {
	t.Parallel()
	a, b := label("2027-09-01", "", 0, basis(campus.ByAnnouncement, "")), label("2028-09-01", "", 0, basis(campus.ByAnnouncement, ""))
	a.ID, b.ID = "next", "later"
	for _, labels := range [][]campus.Label{{a, b}, {b, a}} {
		if st := campus.StateOn(labels, on("2026-11-24")); st.Status != campus.NotYet || st.Label.ID != "next" {
			t.Errorf("%s by %s, want not_yet by next", st.Status, st.Label.ID)
		}
	}
}

func TestLastKnown(t *testing.T) {
	t.Parallel()
	attested := label("2013-09", "", 0, basis(campus.ByAnnouncement, "2013-09"), basis(campus.ByAttestation, "2015-09"))
	announced := label("2017-02-13", "", 0, basis(campus.ByAnnouncement, "2017-02-13"))
	announced.ID = "announced"
	for _, tt := range []struct {
		name   string
		labels []campus.Label
		today  string
		want   campus.Status
		on     string
	}{
		{"known today", []campus.Label{announced}, "2018-01-01", campus.Presumed, "2018-01-01"},
		{"ended is known", []campus.Label{label("2015-01-30", "", 4, basis(campus.ByAnnouncement, ""))}, "2026-11-24", campus.Ended, "2026-11-24"},
		{"last day attested", []campus.Label{attested}, "2026-11-24", campus.InForce, "2015-09-30"},
		{"first day announced", []campus.Label{announced}, "2026-11-24", campus.Presumed, "2017-02-13"},
		{"the later of both", []campus.Label{announced, attested}, "2026-11-24", campus.Presumed, "2017-02-13"},
		{"nothing after today", []campus.Label{attested}, "2013-09-15", campus.Unknown, "2013-09-15"},
		{"undated", []campus.Label{label("", "", 0, basis(campus.ByAttestation, ""))}, "2026-11-24", campus.Unknown, "2026-11-24"},
		{"no label", nil, "2026-11-24", campus.Unknown, "2026-11-24"},
	} {
		if st := campus.LastKnown(tt.labels, on(tt.today)); st.Status != tt.want || st.On != on(tt.on) {
			t.Errorf("%s: %s on %s, want %s on %s", tt.name, st.Status, st.On, tt.want, tt.on)
		}
	}
}

func TestOverlap(t *testing.T) {
	t.Parallel()
	an, at := campus.ByAnnouncement, campus.ByAttestation
	for _, tt := range []struct {
		name string
		a, b campus.Label
		want bool
	}{
		{"same first day", label("2015-01-30", "", 0, basis(an, "")), label("2015-01-30", "", 0, basis(an, "")), true},
		{"ends unknown: doubt is not a fault", label("2015-01-30", "", 0, basis(an, "")), label("2016-01-30", "", 0, basis(an, "")), false},
		{"within the duration granted", label("2015-01-30", "", 4, basis(an, "")), label("2019-01-29", "", 0, basis(an, "")), true},
		{"one after the other", label("2015-01-30", "", 4, basis(an, "")), label("2019-01-30", "", 0, basis(an, "")), false},
		{"within what is attested", label("2013-09", "", 0, basis(at, "2015-09")), label("2014-06-01", "", 0, basis(an, "")), true},
		{"in the month attested, on a day that nobody knows", label("2013-09", "", 0, basis(at, "2015-09")), label("2015-09-15", "", 0, basis(an, "")), false},
		{"vague end", label("2015-01-30", "2019", 0, basis(an, "")), label("2019-06-01", "", 0, basis(an, "")), false},
		{"before a vague end", label("2015-01-30", "2019", 0, basis(an, "")), label("2018-12-31", "", 0, basis(an, "")), true},
		{"undated", label("", "", 0, basis(at, "")), label("", "", 0, basis(at, "")), false},
	} {
		if got := campus.Overlap(&tt.a, &tt.b); got != tt.want {
			t.Errorf("%s: Overlap = %v, want %v", tt.name, got, tt.want)
		}
		if got := campus.Overlap(&tt.b, &tt.a); got != tt.want {
			t.Errorf("%s: Overlap, the other way round, = %v, want %v", tt.name, got, tt.want)
		}
	}
	a, b := label("2015-01-30", "", 4, basis(an, "")), label("2015-01-30", "", 4, basis(an, ""))
	for _, change := range []func(){
		func() { b.Campus = "bois" },
		func() { b.Campus, b.Category = "mer", campus.CategoryExcellence },
		func() { a.Category, b.Category = campus.CategoryUnknown, campus.CategoryUnknown },
	} {
		if change(); campus.Overlap(&a, &b) {
			t.Errorf("%s %s and %s %s overlap", a.Campus, a.Category, b.Campus, b.Category)
		}
	}
}
