// Package date holds dates that keep the precision of their source (a year, a
// month, a day) and the civil days they are compared with. It knows no clock and
// no time zone: the register speaks of days, never of instants.
package date

import (
	"fmt"
	"time"
)

// Day is a civil day, counted from 1 January 1970. Its zero value means no day:
// nothing in the register happened in 1970.
type Day int32

// Bounds of the days that the register accepts. The label exists since 2013; a
// century on each side leaves room for mistakes that deserve a message rather
// than a silent answer.
const (
	MinYear = 1900
	MaxYear = 2200
)

// NewDay returns the day y-m-d. It is for dates known to be right; use Parse for input.
func NewDay(y int, m time.Month, d int) Day {
	return Day(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// DayOf returns the day of t in UTC.
func DayOf(t time.Time) Day {
	t = t.UTC()
	return NewDay(t.Year(), t.Month(), t.Day())
}

// Time returns midnight UTC of the day.
func (d Day) Time() time.Time { return time.Unix(int64(d)*86400, 0).UTC() }

// IsZero reports whether no day is meant.
func (d Day) IsZero() bool { return d == 0 }

// AddYears returns the same day n years later; 29 February becomes 1 March.
func (d Day) AddYears(n int) Day {
	return DayOf(d.Time().AddDate(n, 0, 0))
}

// String is the ISO form, empty for no day.
func (d Day) String() string {
	if d == 0 {
		return ""
	}
	return d.Time().Format(time.DateOnly)
}

// Precision says how much of a date its source gives.
type Precision uint8

// The precisions, from none to a day.
const (
	None Precision = iota
	Year
	Month
	FullDay
)

// Date is a date as its source gives it: "2013", "2013-09" or "2013-09-30". The
// zero Date is unknown. Dates are comparable with ==.
type Date struct {
	year  int16
	month uint8 // 0 when only the year is known
	day   uint8 // 0 when only the month is known
}

// Of returns the date of a full day.
func Of(d Day) Date {
	if d == 0 {
		return Date{}
	}
	t := d.Time()
	return Date{int16(t.Year()), uint8(t.Month()), uint8(t.Day())}
}

// Must parses s and panics when it can't: for tables and tests.
func Must(s string) Date {
	d, err := Parse(s)
	if err != nil {
		panic(err)
	}
	return d
}

// Parse reads YYYY, YYYY-MM or YYYY-MM-DD between MinYear and MaxYear. The empty
// string is the unknown date. Any other form is an error that quotes the input
// (cut when long) and names the forms accepted.
func Parse(s string) (Date, error) {
	if s == "" {
		return Date{}, nil
	}
	bad := func(why string) (Date, error) {
		q := s
		if len(q) > 40 {
			q = q[:40] + "…"
		}
		return Date{}, fmt.Errorf("date %q: %s", q, why)
	}
	const forms = "want YYYY, YYYY-MM or YYYY-MM-DD"
	switch len(s) {
	case 4, 7, 10:
	default:
		return bad(forms)
	}
	num := func(from, to int) int {
		n := 0
		for _, c := range []byte(s[from:to]) {
			if c < '0' || c > '9' {
				return -1
			}
			n = n*10 + int(c-'0')
		}
		return n
	}
	y := num(0, 4)
	if y < 0 {
		return bad(forms)
	}
	if y < MinYear || y > MaxYear {
		return bad(fmt.Sprintf("year out of range %d–%d", MinYear, MaxYear))
	}
	d := Date{year: int16(y)}
	if len(s) >= 7 {
		m := num(5, 7)
		if s[4] != '-' || m < 0 {
			return bad(forms)
		}
		if m < 1 || m > 12 {
			return bad("no such month")
		}
		d.month = uint8(m)
	}
	if len(s) == 10 {
		n := num(8, 10)
		if s[7] != '-' || n < 0 {
			return bad(forms)
		}
		last := time.Date(y, time.Month(d.month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
		if n < 1 || n > last {
			return bad("no such day in that month")
		}
		d.day = uint8(n)
	}
	return d, nil
}

// ParseDay reads a full day YYYY-MM-DD; anything less precise is refused.
func ParseDay(s string) (Day, error) {
	d, err := Parse(s)
	if err != nil {
		return 0, err
	}
	if d.Precision() != FullDay {
		if len(s) > 40 {
			s = s[:40] + "…"
		}
		return 0, fmt.Errorf("day %q: want YYYY-MM-DD", s)
	}
	return d.Earliest(), nil
}

// IsZero reports whether the date is unknown.
func (d Date) IsZero() bool { return d == Date{} }

// Precision says how much of the date is known.
func (d Date) Precision() Precision {
	switch {
	case d.year == 0:
		return None
	case d.month == 0:
		return Year
	case d.day == 0:
		return Month
	}
	return FullDay
}

// Year returns the year, 0 when the date is unknown.
func (d Date) Year() int { return int(d.year) }

// Month returns the month, 0 when it is not known.
func (d Date) Month() time.Month { return time.Month(d.month) }

// DayOfMonth returns the day of the month, 0 when it is not known.
func (d Date) DayOfMonth() int { return int(d.day) }

// Earliest is the first day that the date may mean, 0 when unknown.
func (d Date) Earliest() Day {
	if d.year == 0 {
		return 0
	}
	return NewDay(int(d.year), time.Month(max(d.month, 1)), int(max(d.day, 1)))
}

// Latest is the last day that the date may mean, 0 when unknown.
func (d Date) Latest() Day {
	switch d.Precision() {
	case None:
		return 0
	case Year:
		return NewDay(int(d.year), time.December, 31)
	case Month:
		return DayOf(time.Date(int(d.year), time.Month(d.month)+1, 0, 0, 0, 0, 0, time.UTC))
	}
	return d.Earliest()
}

// AddYears returns the date n years later, with the same precision; a 29 February
// that does not exist becomes 1 March.
func (d Date) AddYears(n int) Date {
	switch d.Precision() {
	case None:
		return d
	case FullDay:
		return Of(d.Earliest().AddYears(n))
	}
	d.year += int16(n)
	return d
}

// Compare orders dates by their earliest day, then by precision (the vaguer
// first); unknown dates come first.
func (d Date) Compare(e Date) int {
	if a, b := d.Earliest(), e.Earliest(); a != b {
		return int(a) - int(b)
	}
	return int(d.Precision()) - int(e.Precision())
}

// String is the ISO form at the date's own precision, empty when unknown.
func (d Date) String() string {
	switch d.Precision() {
	case None:
		return ""
	case Year:
		return fmt.Sprintf("%04d", d.year)
	case Month:
		return fmt.Sprintf("%04d-%02d", d.year, d.month)
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.year, d.month, d.day)
}

// MarshalText writes the ISO form.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what Parse reads.
func (d *Date) UnmarshalText(b []byte) (err error) {
	*d, err = Parse(string(b))
	return err
}
