package seed

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"continuum/internal/campus"
	"continuum/internal/date"
)

// Bounds of what is read, far above what the register needs.
const (
	maxFile    = 64 << 20
	maxCell    = 4000 // bytes of one cell
	maxReports = 200  // problems reported before the reader gives up
)

// table is the layout of one file.
type table struct {
	name    string
	columns []string
}

func (t table) file() string { return t.name + ".csv" }

// stated are the columns of whatever carries its provenance. Two more may follow
// in any such table: recorded (else the date of the dataset) and retired.
var stated = []string{"sources", "confidence", "note"}

// tables are the files of a dataset, in the order in which they are read.
var tables = []table{
	{"dataset", []string{"recorded"}},
	{"sectors", []string{"code", "slug", "rank", "label"}},
	{"sources", []string{"id", "title", "publisher", "url", "published", "licence"}},
	{"acts", append([]string{"id", "nor", "title", "signed", "published", "url"}, stated...)},
	{"campuses", []string{"id", "slug", "aliases"}},
	{"facts", append([]string{"campus", "property", "rank", "value", "from", "until"}, stated...)},
	{"labels", append([]string{"id", "campus", "category", "wave", "start", "end", "years", "successor"}, stated...)},
	{"bases", append([]string{"label", "kind", "act", "on", "text"}, stated...)},
	{"organisations", append([]string{"id", "name", "kind", "uai", "siret", "city", "commune", "lat", "lon"}, stated...)},
	{"memberships", append([]string{"campus", "organisation", "role", "standing", "convention", "from", "until"}, stated...)},
	{"milestones", append([]string{"id", "on", "count", "text"}, stated...)},
}

// optional are the columns that a table may have or not.
var optional = []string{"recorded", "retired"}

// row is one line of a table. Its readers report what they can't read and return
// a zero value, so that one pass finds every problem of a file.
type row struct {
	file   string
	line   int
	cells  map[string]string
	report func(Problem)
}

func (r *row) bad(column, format string, args ...any) {
	r.report(Problem{File: r.file, Line: r.line, Column: column, Reason: fmt.Sprintf(format, args...)})
}

// text returns a cell, without the spaces around it.
func (r *row) text(column string) string { return strings.TrimSpace(r.cells[column]) }

func (r *row) date(column string) date.Date {
	d, err := date.Parse(r.text(column))
	if err != nil {
		r.bad(column, "%v", err)
	}
	return d
}

func (r *row) number(column string) int {
	s := r.text(column)
	if s == "" {
		return 0
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		r.bad(column, "%q: want a whole number", s)
	}
	return n
}

func (r *row) degrees(column string) float64 {
	s := r.text(column)
	if s == "" {
		return 0
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		r.bad(column, "%q: want degrees", s)
		return 0
	}
	return f
}

// instant reads a day, which means its first instant UTC, or a full instant.
func (r *row) instant(column string) time.Time {
	s := r.text(column)
	if s == "" {
		return time.Time{}
	}
	if d, err := date.ParseDay(s); err == nil {
		return d.Time()
	}
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		r.bad(column, "%q: want YYYY-MM-DD or an instant of RFC 3339", s)
		return time.Time{}
	}
	return t.UTC().Truncate(time.Microsecond)
}

// provenance reads the columns of a statement; recorded is the date of the dataset.
func (r *row) provenance(recorded time.Time) campus.Provenance {
	p := campus.Provenance{
		Confidence: campus.Confidence(r.text("confidence")),
		Note:       r.text("note"),
		Recorded:   recorded,
		Retired:    r.instant("retired"),
	}
	for _, s := range strings.Fields(r.text("sources")) {
		p.Sources = append(p.Sources, campus.SourceID(s))
	}
	if own := r.instant("recorded"); !own.IsZero() {
		p.Recorded = own
	}
	return p
}

// read returns the rows of a table; a file that is no CSV of the right columns
// gives the rows before the fault.
func (t table) read(data fs.FS, report func(Problem)) []*row {
	whole := func(line int, format string, args ...any) {
		report(Problem{File: t.file(), Line: line, Reason: fmt.Sprintf(format, args...)})
	}
	f, err := data.Open(t.file())
	if err != nil {
		whole(0, "can't be read: %v", err)
		return nil
	}
	defer f.Close()
	in := csv.NewReader(io.LimitReader(f, maxFile))
	header, err := in.Read()
	if err != nil {
		whole(1, "no header: %v", err)
		return nil
	}
	if !t.accepts(header) {
		whole(1, "columns %s: want %s", strings.Join(header, ","), strings.Join(t.columns, ","))
		return nil
	}
	var rows []*row
	for {
		cells, err := in.Read()
		if errors.Is(err, io.EOF) {
			return rows
		}
		if parse, ok := errors.AsType[*csv.ParseError](err); ok {
			whole(parse.Line, "%v", parse.Err)
			return rows
		}
		if err != nil {
			whole(0, "%v", err)
			return rows
		}
		line, _ := in.FieldPos(0)
		r := &row{file: t.file(), line: line, cells: make(map[string]string, len(cells)), report: report}
		for i, c := range cells {
			if !utf8.ValidString(c) || len(c) > maxCell || strings.ContainsRune(c, 0) {
				r.bad(header[i], "want UTF-8 text of at most %d bytes", maxCell)
				c = ""
			}
			r.cells[header[i]] = c
		}
		rows = append(rows, r)
	}
}

// accepts reports whether the header has the columns of the table, in any order,
// and no other than the optional ones.
func (t table) accepts(header []string) bool {
	for i, h := range header {
		if slices.Contains(header[:i], h) {
			return false
		}
		if slices.Contains(t.columns, h) {
			continue
		}
		if !slices.Contains(optional, h) || !slices.Contains(t.columns, "confidence") {
			return false
		}
	}
	return !slices.ContainsFunc(t.columns, func(c string) bool { return !slices.Contains(header, c) })
}
