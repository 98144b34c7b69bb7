// Package intake reads what a panel works on from files: dossiers, experts, declared
// conflicts and scores, as CSV with a line of names or as a JSON array. The columns are
// the fields' names; lists are parted by a vertical bar.
package intake

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"continuum/internal/campus"
	"continuum/internal/expertise"
)

// Bounds of a file.
const (
	MaxFile = 16 << 20 // bytes
	MaxRows = 200_000
	MaxText = 500 // bytes of a value
)

// column is one that a file may have, and how a row takes its value.
type column[T any] struct {
	name   string
	needed bool
	set    func(row *T, value string) error
}

// Dossiers reads dossiers. One that doesn't say how many readers it wants has readers.
func Dossiers(r io.Reader, readers int) ([]expertise.Dossier, error) {
	type row = expertise.Dossier
	rows, err := read(r, []column[row]{
		{"id", true, func(d *row, v string) error { d.ID = expertise.DossierID(v); return nil }},
		{"campus", false, func(d *row, v string) error { d.Campus = campus.ID(v); return nil }},
		{"sector", true, func(d *row, v string) error { d.Sector = campus.SectorCode(v); return nil }},
		{"region", false, func(d *row, v string) error { d.Region = v; return nil }},
		{"readers", false, func(d *row, v string) error { return number(&d.Readers, v) }},
		{"organisations", false, func(d *row, v string) error { d.Parties.Organisations = list[string](v); return nil }},
		{"signatories", false, func(d *row, v string) error { d.Parties.Signatories = list[string](v); return nil }},
		{"authors", false, func(d *row, v string) error { d.Parties.Authors = list[string](v); return nil }},
		{"instructors", false, func(d *row, v string) error { d.Parties.Instructors = list[string](v); return nil }},
	})
	for i := range rows {
		if rows[i].Readers == 0 {
			rows[i].Readers = readers
		}
	}
	return rows, err
}

// Experts reads experts. One whose most is not told may read up to most.
func Experts(r io.Reader, most int) ([]expertise.Expert, error) {
	type row = expertise.Expert
	rows, err := read(r, []column[row]{
		{"id", true, func(e *row, v string) error { e.ID = expertise.ExpertID(v); return nil }},
		{"college", true, func(e *row, v string) error { e.College = expertise.College(v); return nil }},
		{"sectors", false, func(e *row, v string) error { e.Sectors = list[campus.SectorCode](v); return nil }},
		{"region", false, func(e *row, v string) error { e.Region = v; return nil }},
		{"least", false, func(e *row, v string) error { return number(&e.Least, v) }},
		{"most", false, func(e *row, v string) error { return number(&e.Most, v) }},
		{"person", false, func(e *row, v string) error { e.Ties.Person = v; return nil }},
		{"organisations", false, func(e *row, v string) error { e.Ties.Organisations = list[string](v); return nil }},
		{"campuses", false, func(e *row, v string) error { e.Ties.Campuses = list[campus.ID](v); return nil }},
		{"instructs", false, func(e *row, v string) error { e.Ties.Instructs = list[string](v); return nil }},
		{"past", false, past},
	})
	for i := range rows {
		if rows[i].Most == 0 {
			rows[i].Most = most
		}
	}
	return rows, err
}

// past reads earlier dossiers, each with its campus: 2019-12=mer|2021-4=bois.
func past(e *expertise.Expert, v string) error {
	for _, one := range list[string](v) {
		dossier, c, ok := strings.Cut(one, "=")
		if !ok || dossier == "" || c == "" {
			return fmt.Errorf("%q: want dossier=campus", one)
		}
		if e.Ties.Past == nil {
			e.Ties.Past = make(map[expertise.DossierID]campus.ID)
		}
		e.Ties.Past[expertise.DossierID(dossier)] = campus.ID(c)
	}
	return nil
}

// Conflicts reads declared conflicts.
func Conflicts(r io.Reader) ([]expertise.Conflict, error) {
	type row = expertise.Conflict
	rows, err := read(r, []column[row]{
		{"dossier", true, func(c *row, v string) error { c.Dossier = expertise.DossierID(v); return nil }},
		{"expert", true, func(c *row, v string) error { c.Expert = expertise.ExpertID(v); return nil }},
		{"reason", false, func(c *row, v string) error { c.Evidence = v; return nil }},
	})
	for i := range rows {
		rows[i].Why = expertise.Declared
	}
	return rows, err
}

// Marks reads scores, a line each.
func Marks(r io.Reader) ([]expertise.Mark, error) {
	type row = expertise.Mark
	return read(r, []column[row]{
		{"dossier", true, func(m *row, v string) error { m.Dossier = expertise.DossierID(v); return nil }},
		{"expert", true, func(m *row, v string) error { m.Expert = expertise.ExpertID(v); return nil }},
		{"criterion", true, func(m *row, v string) error { m.Criterion = expertise.CriterionID(v); return nil }},
		{"score", true, func(m *row, v string) error { return number(&m.Score, v) }},
		{"turn", false, func(m *row, v string) error { return number(&m.Turn, v) }},
	})
}

// read reads either form. Errors tell the line or the rank.
func read[T any](r io.Reader, columns []column[T]) ([]T, error) {
	b, err := io.ReadAll(io.LimitReader(r, MaxFile+1))
	switch {
	case err != nil:
		return nil, err
	case len(b) > MaxFile:
		return nil, fmt.Errorf("longer than %d MiB", MaxFile>>20)
	case !utf8.Valid(b):
		return nil, errors.New("not UTF-8")
	}
	b = bytes.TrimPrefix(b, []byte("\ufeff"))
	if trimmed := bytes.TrimLeft(b, " \t\r\n"); len(trimmed) > 0 && trimmed[0] == '[' {
		return readJSON[T](trimmed)
	}
	return readCSV(b, columns)
}

func readJSON[T any](b []byte) (rows []T, err error) {
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.DisallowUnknownFields()
	if _, err := dec.Token(); err != nil {
		return nil, err
	}
	for dec.More() {
		if len(rows) == MaxRows {
			return nil, fmt.Errorf("more than %d rows", MaxRows)
		}
		var row T
		if err := dec.Decode(&row); err != nil {
			return nil, fmt.Errorf("item %d: %w", len(rows)+1, err)
		}
		rows = append(rows, row)
	}
	if _, err := dec.Token(); err != nil {
		return nil, err
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("something follows the array")
	}
	return rows, nil
}

func readCSV[T any](b []byte, columns []column[T]) (rows []T, err error) {
	r := csv.NewReader(bytes.NewReader(b))
	head, _, _ := bytes.Cut(b, []byte("\n"))
	if bytes.Count(head, []byte(";")) > bytes.Count(head, []byte(",")) { // as French spreadsheets write it
		r.Comma = ';'
	}
	names, err := r.Read()
	if errors.Is(err, io.EOF) {
		return nil, errors.New("empty: want a line of names")
	}
	if err != nil {
		return nil, err
	}
	at, err := order(names, columns)
	if err != nil {
		return nil, fmt.Errorf("line 1: %w", err)
	}
	for {
		values, err := r.Read()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			return nil, err
		}
		if len(rows) == MaxRows {
			return nil, fmt.Errorf("more than %d rows", MaxRows)
		}
		var row T
		for i, v := range values {
			c := columns[at[i]]
			if err := c.take(&row, strings.TrimSpace(v)); err != nil {
				line, _ := r.FieldPos(i)
				return nil, fmt.Errorf("line %d: %s: %w", line, c.name, err)
			}
		}
		rows = append(rows, row)
	}
}

// order finds the column of each name.
func order[T any](names []string, columns []column[T]) ([]int, error) {
	at := make([]int, len(names))
	for i, name := range names {
		name = strings.ToLower(strings.TrimSpace(name))
		at[i] = slices.IndexFunc(columns, func(c column[T]) bool { return c.name == name })
		switch {
		case at[i] < 0:
			return nil, fmt.Errorf("unknown column %.40q", name)
		case slices.Contains(at[:i], at[i]):
			return nil, fmt.Errorf("column %s is there twice", name)
		}
	}
	for k, c := range columns {
		if c.needed && !slices.Contains(at, k) {
			return nil, fmt.Errorf("no column %s", c.name)
		}
	}
	return at, nil
}

func (c *column[T]) take(row *T, v string) error {
	switch {
	case len(v) > MaxText:
		return fmt.Errorf("longer than %d bytes", MaxText)
	case v == "" && c.needed:
		return errors.New("empty")
	case v == "":
		return nil
	}
	return c.set(row, v)
}

func number(n *int, v string) (err error) {
	if *n, err = strconv.Atoi(v); err != nil {
		return fmt.Errorf("%.40q is no whole number", v)
	}
	return nil
}

// list parts a value by vertical bars.
func list[T ~string](v string) (all []T) {
	for one := range strings.SplitSeq(v, "|") {
		if one = strings.TrimSpace(one); one != "" {
			all = append(all, T(one))
		}
	}
	return all
}
