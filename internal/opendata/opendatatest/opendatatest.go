// Package opendatatest helps the tests of sources: it reads files as an import does,
// into memory.
package opendatatest

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"continuum/internal/opendata"
)

// ReadAll returns the rows that a version made of the files would have, in their
// order, and what was found on the way.
func ReadAll(src *opendata.Source, paths ...string) ([]opendata.Row, *opendata.Report, error) {
	var rows []opendata.Row
	report, err := opendata.Sorted(context.Background(), src, paths, opendata.Options{}, func(row opendata.Row) error {
		rows = append(rows, row)
		return nil
	})
	return rows, report, err
}

// Official returns the path of a file of the official data, or skips the test where
// there is none, and in short runs: races are looked for on small files.
func Official(t testing.TB, name string) string {
	t.Helper()
	if testing.Short() {
		t.Skip("short: the official data is read by the whole test")
	}
	folder := os.Getenv("CONTINUUM_DATA")
	if folder == "" {
		root, err := root()
		if err != nil {
			t.Fatal(err)
		}
		folder = filepath.Join(root, "..", "shared", "data")
	}
	path := filepath.Join(folder, filepath.FromSlash(name))
	if _, err := os.Stat(path); err != nil {
		t.Skipf("official data absent (set CONTINUUM_DATA): %v", err)
	}
	return path
}

// root is the folder of the module, above the one that the test runs in.
func root() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		up := filepath.Dir(dir)
		if up == dir {
			return "", os.ErrNotExist
		}
		dir = up
	}
}
