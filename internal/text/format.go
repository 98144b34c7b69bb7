package text

import (
	"strconv"
	"strings"
	"time"

	"continuum/internal/date"
)

// Spaces that the eye sees and a line never breaks at.
const (
	NoBreak       = "\u00a0" // before : and inside guillemets
	NarrowNoBreak = "\u202f" // between thousands, before ; ? !
)

var months = map[Lang][12]string{
	French: {
		"janvier", "février", "mars", "avril", "mai", "juin",
		"juillet", "août", "septembre", "octobre", "novembre", "décembre",
	},
	English: {
		"January", "February", "March", "April", "May", "June",
		"July", "August", "September", "October", "November", "December",
	},
}

// Date writes a date at its own precision: "1er septembre 2015", "septembre 2013",
// "2013". An unknown date is the entry "date.unknown".
func (t *Texts) Date(d date.Date) string {
	if d.IsZero() {
		return t.T("date.unknown")
	}
	year := strconv.Itoa(d.Year())
	if d.Precision() == date.Year {
		return year
	}
	month := months[t.Lang][d.Month()-1]
	if d.Precision() == date.Month {
		return month + NoBreak + year
	}
	day := strconv.Itoa(d.DayOfMonth())
	if t.Lang == French && d.DayOfMonth() == 1 {
		day = "1er"
	}
	return day + NoBreak + month + NoBreak + year
}

// Day writes a civil day.
func (t *Texts) Day(d date.Day) string { return t.Date(date.Of(d)) }

// Instant writes the civil day of an instant, by the clock of Paris.
func (t *Texts) Instant(at time.Time) string { return t.Day(date.Today(at)) }

// Life is how long something holds, in whole hours or minutes: "une heure".
func (t *Texts) Life(d time.Duration) string {
	if d%time.Hour == 0 {
		return t.N("life.hours", int(d/time.Hour))
	}
	return t.N("life.minutes", int(d/time.Minute))
}

// Moment writes the civil day and the time of day of an instant, by the clock of Paris: it is
// how people are told instants everywhere. What machines read is in UTC.
func (t *Texts) Moment(at time.Time) string { return t.T("date.moment", t.Instant(at), t.Hour(at)) }

// Hour writes the time of day of an instant, by the clock of Paris.
func (t *Texts) Hour(at time.Time) string {
	clock := "15:04"
	if t.Lang == French {
		clock = "15" + NoBreak + "h" + NoBreak + "04"
	}
	return at.In(date.Paris()).Format(clock)
}

// Last writes the end of a delay: the last whole day when it ends at midnight in Paris, the
// day and the hour when it ends at another.
func (t *Texts) Last(end time.Time) string {
	if h, m, s := end.In(date.Paris()).Clock(); h == 0 && m == 0 && s == 0 {
		return t.T("date.last", t.Day(date.Today(end)-1))
	}
	return t.Moment(end)
}

// Weekday names the day of the week of an instant, by the clock of Paris.
func (t *Texts) Weekday(at time.Time) string {
	return weekdays[t.Lang][at.In(date.Paris()).Weekday()]
}

var weekdays = map[Lang][7]string{
	French:  {"dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"},
	English: {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
}

// Decimal writes a number with the decimal mark of the language.
func (t *Texts) Decimal(f float64) string {
	s := strconv.FormatFloat(f, 'f', -1, 64)
	if t.Lang == French {
		return strings.Replace(s, ".", ",", 1)
	}
	return s
}

// Number writes an integer with its thousands apart: "12 345" in French, with a
// narrow no-break space, "12,345" in English.
func (t *Texts) Number(n int) string {
	s := strconv.Itoa(n)
	sign := ""
	if s[0] == '-' {
		sign, s = "\u2212", s[1:]
	}
	sep := NarrowNoBreak
	if t.Lang == English {
		sep = ","
	}
	var b strings.Builder
	for i, r := range s {
		if i > 0 && (len(s)-i)%3 == 0 {
			b.WriteString(sep)
		}
		b.WriteRune(r)
	}
	return sign + b.String()
}
