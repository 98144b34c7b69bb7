package source_test

import (
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"continuum/internal/opendata"
	"continuum/internal/opendata/source"
)

var identifier = regexp.MustCompile(`^[a-z0-9]+([-_][a-z0-9]+)*$`)

// What a source says of itself holds together: an operator reads it, and the engine
// takes it at its word.
func TestDeclarations(t *testing.T) {
	t.Parallel()
	before := map[string]bool{} // "source.column", of the sources already seen
	for _, s := range source.All {
		if !identifier.MatchString(s.ID) || source.ByID(s.ID) != s {
			t.Errorf("source %q: its identifier is not lower-case words, or not its own", s.ID)
		}
		if s.Title == "" || s.Publisher == "" || s.Page == "" || s.Licence == "" {
			t.Errorf("source %s: title, publisher, page and licence must be said", s.ID)
		}
		if s.URL != "" && (s.Dataset == "" || !strings.Contains(s.URL, s.Dataset)) {
			t.Errorf("source %s: an address without the dataset that makes it certain", s.ID)
		}
		if s.MinRows > s.MaxRows {
			t.Errorf("source %s: from %d to %d rows", s.ID, s.MinRows, s.MaxRows)
		}
		declared(t, s, before)
	}
}

// declared checks the columns and layouts of a source, and adds its columns to those
// that later ones may refer to.
func declared(t *testing.T, s *opendata.Source, before map[string]bool) {
	t.Helper()
	var names []string
	keys := 0
	for _, c := range s.Columns {
		if !identifier.MatchString(c.Name) || slices.Contains(names, c.Name) {
			t.Errorf("source %s: column %q twice, or not lower-case words", s.ID, c.Name)
		}
		names = append(names, c.Name)
		if c.Key {
			keys++
		}
		for _, ref := range c.Refs {
			if !before[ref] {
				t.Errorf("source %s: column %s refers to %s, which no source before it has", s.ID, c.Name, ref)
			}
		}
	}
	if keys == 0 {
		t.Errorf("source %s: no key", s.ID)
	}
	if s.Partition != "" && !slices.ContainsFunc(s.Columns, func(c opendata.Column) bool { return c.Name == s.Partition && c.Key }) {
		t.Errorf("source %s: the partition %s is not a column of the key", s.ID, s.Partition)
	}
	if s.Dated != "" && !slices.Contains(names, s.Dated) {
		t.Errorf("source %s: dated by %s, which is not a column", s.ID, s.Dated)
	}
	if len(s.Layouts) == 0 {
		t.Errorf("source %s: no layout", s.ID)
	}
	for _, l := range s.Layouts {
		if l.Name == "" || len(l.Files) == 0 || len(l.Fields) == 0 {
			t.Errorf("source %s: a layout without name, files or fields", s.ID)
		}
		for _, glob := range l.Files {
			if _, err := filepath.Match(glob, "x"); err != nil {
				t.Errorf("source %s: %s: %v", s.ID, glob, err)
			}
		}
		for _, f := range l.Fields {
			if !slices.Contains(names, f.Column) || len(f.Headings) == 0 {
				t.Errorf("source %s, layout %s: field %q has no column or no heading", s.ID, l.Name, f.Column)
			}
		}
	}
	for _, n := range names {
		before[s.ID+"."+n] = true
	}
}
