package opendata

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Bounds of what a report tells one by one; its counts are exact.
const (
	maxListed  = 10_000 // rows in quarantine
	maxWarned  = 1_000
	maxReasons = 500 // different reasons; what comes after is counted together
)

// Where is the place of a record.
type Where struct {
	File string // base name
	Line int    // see [format.Record]
}

// String is the place as an operator reads it.
func (w Where) String() string { return fmt.Sprintf("%s, line %d", w.File, w.Line) }

// Quarantined is a row kept out, or a value warned of.
type Quarantined struct {
	Where
	Breach
}

// String is the breach on one line.
func (q Quarantined) String() string {
	return fmt.Sprintf("%s, column %s, value %q: %s", q.Where, q.Column, q.Value, q.Reason)
}

// Report is what reading files has found.
type Report struct {
	Source  string
	Files   []File
	Layouts []string // of each file
	Names   []string // of each file, with its member for an archive: "a.zip:b.csv"
	// Absent are the columns that no file has, all of them optional.
	Absent []string
	Read   int // records in the files
	Rows   int // rows kept
	Merged int // rows that became one with another of the same key
	// Carried is how many rows of other partitions come from the version in place.
	Carried int
	// Skipped, Quarantined and Warned count records and rows by reason: a rule of the
	// source, a breach ("column: reason"), a doubt about a row that is kept.
	Skipped, Quarantined, Warned map[string]int
	// Pointless is how many rows lost coordinates that can't be.
	Pointless int
	// Quarantine and Warnings list the first of them.
	Quarantine, Warnings []Quarantined
}

func newReport(source string) *Report {
	return &Report{Source: source, Skipped: map[string]int{}, Quarantined: map[string]int{}, Warned: map[string]int{}}
}

// Breaches is how many rows are in quarantine.
func (r *Report) Breaches() int { return sum(r.Quarantined) }

// Layout names the layouts of the files, each once.
func (r *Report) Layout() string {
	return strings.Join(slices.Compact(slices.Sorted(slices.Values(r.Layouts))), ", ")
}

func (r *Report) quarantine(at Where, b *Breach) {
	count(r.Quarantined, b)
	if len(r.Quarantine) < maxListed {
		r.Quarantine = append(r.Quarantine, Quarantined{at, listed(b)})
	}
}

func (r *Report) warn(at Where, b *Breach) {
	count(r.Warned, b)
	if len(r.Warnings) < maxWarned {
		r.Warnings = append(r.Warnings, Quarantined{at, listed(b)})
	}
}

func count(m map[string]int, b *Breach) {
	key := b.Reason
	if b.Column != "" {
		key = b.Column + ": " + key
	}
	add(m, key, 1)
}

func add(m map[string]int, key string, n int) {
	if _, known := m[key]; !known && len(m) >= maxReasons {
		key = "other reasons"
	}
	m[key] += n
}

// listed is a breach of which a page can show the value.
func listed(b *Breach) Breach {
	const most = 200
	out := *b
	if len(out.Value) > most {
		out.Value = strings.ToValidUTF8(out.Value[:most], "") + "…"
	}
	out.Value = strings.Clone(strings.Map(func(r rune) rune { // the record goes away
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(out.Value, "\uFFFD")))
	return out
}

func sum(m map[string]int) (n int) {
	for _, k := range m {
		n += k
	}
	return n
}

// Reasons lists the reasons of a count, the most frequent first.
func Reasons(m map[string]int) []string {
	return slices.SortedFunc(maps.Keys(m), func(a, b string) int { return cmp.Or(cmp.Compare(m[b], m[a]), cmp.Compare(a, b)) })
}
