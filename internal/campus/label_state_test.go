package campus

import (
	"testing"

	"continuum/internal/date"
)

func TestLabelState(t *testing.T) {
	t.Parallel()
	labels := []Label{
		{ID: "first", Start: date.Must("2013"), Successor: "second", Bases: []Basis{{Kind: ByAnnouncement, On: date.Must("2013-10")}}},
		{ID: "second", Start: date.Must("2016-02-01"), Bases: []Basis{{Kind: ByAnnouncement, On: date.Must("2016-02-01")}}},
		{ID: "undated"},
	}
	day := func(s string) date.Day { return date.Must(s).Earliest() }
	for _, tt := range []struct {
		label int
		on    string
		want  Status
	}{
		{0, "2012-12-31", NotYet},
		{0, "2014-06-01", Presumed},
		{0, "2016-02-01", Ended}, // its successor took over, although its own end is not stated
		{1, "2016-02-01", Presumed},
		{1, "2020-02-01", Unknown}, // past the legal maximum
		{2, "2014-06-01", Unknown},
	} {
		if got := LabelOn(labels, &labels[tt.label], day(tt.on)).Status; got != tt.want {
			t.Errorf("LabelOn(%s, %s) = %s, want %s", labels[tt.label].ID, tt.on, got, tt.want)
		}
	}
	last := LabelLastKnown(labels, &labels[1], day("2026-01-01"))
	if last.Status != Presumed || last.On != day("2016-02-01") {
		t.Errorf("LabelLastKnown(second) = %s on %s, want presumed on 2016-02-01", last.Status, last.On)
	}
	if last := LabelLastKnown(labels, &labels[2], day("2026-01-01")); last.Status != Unknown {
		t.Errorf("LabelLastKnown(undated) = %s, want unknown", last.Status)
	}
}
