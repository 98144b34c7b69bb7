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
	columns []string // in any order
	free    []string // those that the table may have or not
}

func (t table) file() string { return t.name + ".csv" }

// stated are the columns of whatever carries its provenance.
var stated = []string{"sources", "confidence", "note"}

// history are the columns that a table of statements may have or not.
var history = []string{"recorded", "retired"}

// statements is the layout of a table whose rows carry their provenance.
func statements(name string, columns ...string) table {
	return table{name, append(columns, stated...), history}
}

// tables are the files of a dataset, in the order in which they are read.
var tables = []table{
	{"dataset", []string{"recorded"}, nil},
	{"sectors", []string{"code", "slug", "rank", "label"}, nil},
	{"sources", []string{"id", "title", "publisher", "url", "published", "licence"}, nil},
	statements("acts", "id", "nor", "title", "signed", "published", "url"),
	{"campuses", []string{"id", "slug", "aliases"}, nil},
	statements("facts", "campus", "property", "rank", "value", "from", "until"),
	statements("labels", "id", "campus", "category", "wave", "start", "end", "years", "successor"),
	statements("bases", "label", "kind", "act", "on", "text"),
	statements("organisations", "id", "name", "kind", "uai", "siret", "city", "commune", "lat", "lon"),
	statements("memberships", "campus", "organisation", "role", "standing", "convention", "from", "until"),
	statements("milestones", "id", "on", "count", "text"),
}

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

func (r *row) warn(column, format string, args ...any) {
	r.report(Problem{File: r.file, Line: r.line, Column: column, Reason: fmt.Sprintf(format, args...), Warning: true})
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

// read returns the rows of the table of a dataset.
func (t table) read(data fs.FS, report func(Problem)) []*row {
	f, err := data.Open(t.file())
	if err != nil {
		report(Problem{File: t.file(), Reason: fmt.Sprintf("can't be read: %v", err)})
		return nil
	}
	defer f.Close()
	return t.parse(f, ',', report)
}

// parse returns the rows of a table; an input that is no CSV of the right columns
// gives the rows before the fault.
func (t table) parse(r io.Reader, comma rune, report func(Problem)) []*row {
	whole := func(line int, format string, args ...any) {
		report(Problem{File: t.file(), Line: line, Reason: fmt.Sprintf(format, args...)})
	}
	in := csv.NewReader(&bounded{r, maxFile})
	in.Comma = comma
	header, err := in.Read()
	if err != nil {
		whole(1, "no header: %v", err)
		return nil
	}
	if why := t.refuses(header); why != "" {
		whole(1, "%s: want %s", why, strings.Join(t.columns, ","))
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
		rows = append(rows, t.row(header, cells, line, report))
	}
}

func (t table) row(header, cells []string, line int, report func(Problem)) *row {
	r := &row{file: t.file(), line: line, cells: make(map[string]string, len(cells)), report: report}
	for i, c := range cells {
		if !utf8.ValidString(c) || len(c) > maxCell || strings.ContainsRune(c, 0) {
			r.bad(header[i], "want UTF-8 text of at most %d bytes", maxCell)
			c = ""
		}
		r.cells[header[i]] = c
	}
	return r
}

// refuses says what is wrong with a header, nothing when it has each column of the
// table once, in any order.
func (t table) refuses(header []string) string {
	for i, h := range header {
		switch {
		case slices.Contains(header[:i], h):
			return fmt.Sprintf("column %.40q twice", h)
		case !slices.Contains(t.columns, h) && !slices.Contains(t.free, h):
			return fmt.Sprintf("unknown column %.40q", h)
		}
	}
	for _, c := range t.columns {
		if !slices.Contains(header, c) {
			return fmt.Sprintf("no column %q", c)
		}
	}
	return ""
}

// bounded fails, where io.LimitReader would pretend that the file ends.
type bounded struct {
	r    io.Reader
	left int64
}

func (b *bounded) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, fmt.Errorf("more than %d MB", maxFile>>20)
	}
	n, err := b.r.Read(p[:min(int64(len(p)), b.left)])
	b.left -= int64(n)
	return n, err
}
