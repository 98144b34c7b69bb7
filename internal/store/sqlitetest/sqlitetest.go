// Package sqlitetest gives tests an empty store that is migrated already: a hundred
// migrations, done for each test, take longer than most tests.
package sqlitetest

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"continuum/internal/store"
	"continuum/internal/store/sqlite"
)

// file reads, once for a process, the file of a store that was opened and closed.
var file = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "continuum-sqlite")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	db, err := store.Open(context.Background(), store.Config{Dir: dir})
	if err != nil {
		return nil, err
	}
	if err := db.Close(); err != nil {
		return nil, err
	}
	return os.ReadFile(filepath.Join(dir, sqlite.FileName))
})

// Dir makes a folder that holds an empty store of the newest version.
func Dir(t testing.TB) string {
	t.Helper()
	b, err := file()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, sqlite.FileName), b, 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}
