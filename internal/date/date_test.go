package date_test

import (
	"strings"
	"testing"
	"time"

	"continuum/internal/date"
)

func TestParse(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		in               string
		precision        date.Precision
		earliest, latest string
	}{
		{"", date.None, "", ""},
		{"2013", date.Year, "2013-01-01", "2013-12-31"},
		{"2013-09", date.Month, "2013-09-01", "2013-09-30"},
		{"2016-02", date.Month, "2016-02-01", "2016-02-29"},
		{"2015-12", date.Month, "2015-12-01", "2015-12-31"},
		{"2015-01-30", date.FullDay, "2015-01-30", "2015-01-30"},
		{"2016-02-29", date.FullDay, "2016-02-29", "2016-02-29"},
		{"1900", date.Year, "1900-01-01", "1900-12-31"},
		{"2200-12-31", date.FullDay, "2200-12-31", "2200-12-31"},
	} {
		d, err := date.Parse(tt.in)
		if err != nil {
			t.Errorf("Parse(%q): %v", tt.in, err)
			continue
		}
		if d.Precision() != tt.precision || d.Earliest().String() != tt.earliest || d.Latest().String() != tt.latest || d.String() != tt.in {
			t.Errorf("Parse(%q) = %s, precision %d, %s to %s; want precision %d, %s to %s",
				tt.in, d, d.Precision(), d.Earliest(), d.Latest(), tt.precision, tt.earliest, tt.latest)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ in, why string }{
		{"15", "want YYYY"},
		{"2015-1-30", "want YYYY"},
		{"2015/01/30", "want YYYY"},
		{"30-01-2015", "want YYYY"},
		{"20150130", "want YYYY"},
		{"2015-01-30T00:00:00Z", "want YYYY"},
		{" 2015", "want YYYY"},
		{"+201", "want YYYY"},
		{"٢٠١٥", "want YYYY"}, // digits, but of another script
		{"2015-00", "no such month"},
		{"2015-13", "no such month"},
		{"2015-02-29", "no such day"}, // no leap year
		{"2015-04-31", "no such day"},
		{"2015-01-00", "no such day"},
		{"1899", "year out of range"},
		{"2201", "year out of range"},
		{"0000", "year out of range"},
		{strings.Repeat("9", 1<<20), "want YYYY"},
	} {
		_, err := date.Parse(tt.in)
		if err == nil || !strings.Contains(err.Error(), tt.why) {
			t.Errorf("Parse(%.20q): error %v, want %q", tt.in, err, tt.why)
		} else if len(err.Error()) > 200 {
			t.Errorf("Parse(%.20q): error of %d bytes quotes all of the input", tt.in, len(err.Error()))
		}
	}
}

func TestParseDay(t *testing.T) {
	t.Parallel()
	if d, err := date.ParseDay("2015-09-01"); err != nil || d != date.NewDay(2015, time.September, 1) {
		t.Errorf("ParseDay(2015-09-01) = %s, %v", d, err)
	}
	for _, in := range []string{"", "2015", "2015-09", "2015-09-31"} {
		if d, err := date.ParseDay(in); err == nil {
			t.Errorf("ParseDay(%q) = %s, want an error", in, d)
		}
	}
}

func TestAddYears(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		in   string
		n    int
		want string
	}{
		{"2015-01-30", 4, "2019-01-30"},
		{"2016-02-29", 1, "2017-03-01"},
		{"2016-02-29", 4, "2020-02-29"},
		{"2015-09", 4, "2019-09"},
		{"2015", 5, "2020"},
		{"", 5, ""},
	} {
		if got := date.Must(tt.in).AddYears(tt.n).String(); got != tt.want {
			t.Errorf("%q + %d years = %q, want %q", tt.in, tt.n, got, tt.want)
		}
	}
}

func TestCompare(t *testing.T) {
	t.Parallel()
	ordered := []string{"", "2013", "2013-01", "2013-01-01", "2013-01-02", "2013-02", "2013-12-31", "2014"}
	for i, a := range ordered {
		for j, b := range ordered {
			got := date.Must(a).Compare(date.Must(b))
			if (got < 0) != (i < j) || (got == 0) != (i == j) {
				t.Errorf("%q.Compare(%q) = %d, want the sign of %d", a, b, got, i-j)
			}
		}
	}
}

func TestDay(t *testing.T) {
	t.Parallel()
	d := date.NewDay(2015, time.January, 30)
	if got := date.DayOf(d.Time()); got != d {
		t.Errorf("DayOf(Time) = %s, want %s", got, d)
	}
	// Half past midnight in Paris is still the day before in UTC.
	paris := time.FixedZone("Paris", 3600)
	if got := date.DayOf(time.Date(2015, 1, 31, 0, 30, 0, 0, paris)); got != d {
		t.Errorf("DayOf(31 January, 0:30 in Paris) = %s, want %s", got, d)
	}
	if got := date.Of(d).Earliest(); got != d || date.Of(0) != (date.Date{}) {
		t.Errorf("Of(%s) = %s, Of(0) = %v", d, got, date.Of(0))
	}
}

// FuzzParse: what is read is written as it was, and means days that exist.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"", "2013", "2013-09", "2013-09-30", "2016-02-29", "2015-02-29", "x", "2015-13"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := date.Parse(s)
		if err != nil {
			if !d.IsZero() {
				t.Errorf("Parse(%q) = %s with an error", s, d)
			}
			return
		}
		if d.String() != s {
			t.Errorf("Parse(%q) is written %q", s, d)
		}
		if d.Earliest() > d.Latest() || d.IsZero() != (s == "") {
			t.Errorf("Parse(%q): %s to %s", s, d.Earliest(), d.Latest())
		}
		if s == "" {
			return
		}
		// The twin: the standard library reads the same days.
		layout := time.DateOnly[:len(s)]
		when, err := time.Parse(layout, s)
		if err != nil || date.DayOf(when) != d.Earliest() {
			t.Errorf("Parse(%q) begins on %s, the standard library says %s, %v", s, d.Earliest(), when, err)
		}
	})
}
