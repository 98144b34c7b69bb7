// Package assembletest gives tests the rows of the official files, where they are at
// hand: the national offer is assembled from them.
package assembletest

import (
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"continuum/internal/opendata"
	"continuum/internal/opendata/opendatatest"
	"continuum/internal/opendata/source"
)

// official is the official files as rows: a source is read when it is first scanned.
type official struct {
	files map[string][]string
	mu    sync.Mutex
	rows  map[string][]opendata.Row
}

var files = sync.OnceValue(func() *official { return &official{rows: make(map[string][]opendata.Row)} })

// Official returns the rows of the official files, read once for all tests of a package.
// The test is skipped where they are absent.
func Official(t testing.TB) opendata.Rows {
	t.Helper()
	root := filepath.Dir(filepath.Dir(opendatatest.Official(t, "orion/vFormationDiplome_.csv.gz")))
	o := files()
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.files != nil {
		return o
	}
	found := make(map[string][]string)
	err := fs.WalkDir(os.DirFS(root), ".", func(path string, d fs.DirEntry, err error) error {
		for _, s := range source.All {
			if err == nil && !d.IsDir() && s.Matches(d.Name()) {
				found[s.ID] = append(found[s.ID], filepath.Join(root, path))
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	o.files = found
	return o
}

func (o *official) Version(id string) (opendata.Version, bool) {
	if len(o.files[id]) == 0 {
		return opendata.Version{}, false
	}
	s := source.ByID(id)
	return opendata.Version{Source: id, Layout: s.Layouts[0].Name, Vintage: s.Layouts[len(s.Layouts)-1].Vintage}, true
}

func (o *official) Scan(s *opendata.Source, columns []string, fn func([]string) error) error {
	o.mu.Lock()
	rows, ok := o.rows[s.ID]
	if !ok && len(o.files[s.ID]) > 0 {
		var err error
		if rows, _, err = opendatatest.ReadAll(s, o.files[s.ID]...); err != nil {
			o.mu.Unlock()
			return err
		}
		o.rows[s.ID] = rows
	}
	o.mu.Unlock()
	return Project(s, rows, columns, fn)
}

// Project calls fn with the columns asked for of each row.
func Project(s *opendata.Source, rows []opendata.Row, columns []string, fn func([]string) error) error {
	at := make([]int, len(columns))
	for i, c := range columns {
		at[i] = s.Index(c)
	}
	values := make([]string, len(columns))
	for _, row := range rows {
		for i, c := range at {
			values[i] = row[c]
		}
		if err := fn(values); err != nil {
			return err
		}
	}
	return nil
}
