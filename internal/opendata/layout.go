package opendata

import (
	"errors"
	"fmt"
	"io"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"continuum/internal/opendata/format"
)

// Refusal is why files as a whole can't become a version; what was in place stays.
type Refusal struct {
	Source string
	File   string // base name, empty when it is about all of them
	Why    string
	Err    error   // cause, nil when it is the content
	Report *Report // of files that were read to their end, else nil
}

func (r *Refusal) Error() string {
	s := r.Source + ": "
	if r.File != "" {
		s += r.File + ": "
	}
	s += r.Why
	if r.Err != nil {
		s += ": " + r.Err.Error()
	}
	return s
}

func (r *Refusal) Unwrap() error { return r.Err }

// BaseName is the name of a file as layouts know it: without its folder and ".gz".
func BaseName(name string) string {
	return strings.TrimSuffix(filepath.Base(name), ".gz")
}

// Matches reports whether a file is one of the source, by its base name.
func (s *Source) Matches(name string) bool {
	return slices.ContainsFunc(s.Layouts, func(l Layout) bool { return l.matches(name) })
}

func (l *Layout) matches(name string) bool {
	base := BaseName(name)
	return slices.ContainsFunc(l.Files, func(glob string) bool {
		ok, err := path.Match(glob, base)
		return ok && err == nil
	})
}

// binding is how a layout finds its fields in a file.
type binding struct {
	layout *Layout
	places []place // one a field
}

// place is where a field is: the position of its column, or paths in a tree.
type place struct {
	column int // in the rows of the source
	at     int // of CSV, XLSX and Parquet; -1 when the file has none of the headings
	paths  []string
	list   bool
}

// tree tells formats whose records have paths rather than columns.
func tree(f format.Format) bool { return f.Kind == format.XML || f.Kind == format.JSON }

// peeked is how many records of a tree are looked at to recognise a layout: in one
// record alone an element may be missing.
const peeked = 50

// open recognises the layout of a file and opens it. Layouts that name the file are
// tried, or all of them when none does. The error says what is missing in the nearest.
func (s *Source) open(name string, lim format.Limits) (*format.Reader, *binding, error) {
	var candidates []*Layout
	for _, named := range []bool{true, false} {
		for i := range s.Layouts {
			if l := &s.Layouts[i]; !named || l.matches(name) {
				candidates = append(candidates, l)
			}
		}
		if len(candidates) > 0 {
			break
		}
	}
	var why []error
	for _, l := range candidates {
		r, err := format.Open(name, l.Member, l.Format, lim)
		if err != nil {
			why = append(why, err)
			continue
		}
		missing, err := l.missing(r)
		if err == nil && len(missing) == 0 {
			if !tree(l.Format) {
				return r, s.bind(l, r), nil
			}
			if err := r.Close(); err != nil { // some records were read
				return nil, nil, err
			}
			if r, err = format.Open(name, l.Member, l.Format, lim); err != nil {
				return nil, nil, err
			}
			return r, s.bind(l, r), nil
		}
		if errClose := r.Close(); err == nil {
			err = errClose
		}
		if err == nil {
			err = fmt.Errorf("not of layout %q: it has no column %s", l.Name, strings.Join(missing, ", nor "))
		}
		why = append(why, err)
	}
	slices.SortStableFunc(why, func(a, b error) int { return len(a.Error()) - len(b.Error()) })
	refusal := &Refusal{Source: s.ID, File: filepath.Base(name), Why: "unknown layout", Err: errors.Join(why...)}
	if len(why) == 1 {
		refusal.Why = "can't be read as layout " + candidates[0].Name
	}
	return nil, nil, refusal
}

// missing names the required fields that a file has not.
func (l *Layout) missing(r *format.Reader) (missing []string, err error) {
	found := make([]bool, len(l.Fields))
	if tree(l.Format) {
		for range peeked {
			rec, err := r.Next()
			if _, bad := errors.AsType[*format.RecordError](err); bad {
				continue
			}
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				return nil, err
			}
			for i, f := range l.Fields {
				found[i] = found[i] || slices.ContainsFunc(f.Headings, rec.Has)
			}
		}
	} else {
		for i, f := range l.Fields {
			found[i] = slices.ContainsFunc(f.Headings, func(h string) bool { return r.Field(h) >= 0 })
		}
	}
	for i, f := range l.Fields {
		if !found[i] && !f.Optional {
			missing = append(missing, fmt.Sprintf("%q", f.Headings[0]))
		}
	}
	return missing, nil
}

// bind finds the fields of a layout in an open file.
func (s *Source) bind(l *Layout, r *format.Reader) *binding {
	b := &binding{layout: l}
	for _, f := range l.Fields {
		p := place{column: s.Index(f.Column), at: -1}
		p.list = s.Columns[p.column].Type == List
		if tree(l.Format) {
			p.paths = f.Headings
		} else {
			for _, h := range f.Headings {
				if p.at = r.Field(h); p.at >= 0 {
					break
				}
			}
		}
		b.places = append(b.places, p)
	}
	return b
}

// fill puts the fields of a record into a row, as clean text when a hook is to see it;
// else the contract cleans them. It returns the position in the row of a value that is
// not text.
func (b *binding) fill(rec *format.Record, row Row) (wrong int, err error) {
	clear(row)
	for _, p := range b.places {
		v := ""
		switch {
		case p.at >= 0:
			v = rec.At(p.at)
		case p.list:
			for _, path := range p.paths {
				if all := rec.All(path); len(all) > 0 {
					v = strings.Join(all, ListSeparator)
					break
				}
			}
		default:
			for _, path := range p.paths {
				if v = rec.Get(path); v != "" {
					break
				}
			}
		}
		if b.layout.Make != nil {
			if v, err = clean(v); err != nil {
				return p.column, err
			}
		}
		if v != "" || row[p.column] == "" {
			row[p.column] = v
		}
	}
	return 0, nil
}
