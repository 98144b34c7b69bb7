package sqlite

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
)

func TestCheckVersion(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		version string
		want    bool
	}{
		{"3.51.3", true}, // the first without the race
		{"3.51.2", false},
		{"3.52.0", true},
		{"3.40.1", false},
		{"4.0.0", true},
		{"2.99.9", false},
		{"none", false},
	} {
		if err := checkVersion(tt.version); (err == nil) != tt.want {
			t.Errorf("checkVersion(%s) = %v, want accepted %v", tt.version, err, tt.want)
		}
	}
}

// TestPragmas asks each pool what it really runs with: a misspelt option of a data
// source name would be ignored.
func TestPragmas(t *testing.T) {
	t.Parallel()
	// A path that a URL has to quote.
	e, err := Open(context.Background(), filepath.Join(t.TempDir(), "à côté? #1 50%"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	for _, tt := range []struct{ pragma, write, read string }{
		{"journal_mode", "wal", "wal"},
		{"synchronous", "2", ""}, // full; readers write nothing
		{"foreign_keys", "1", "1"},
		{"busy_timeout", "5000", "5000"},
		{"query_only", "0", "1"},
	} {
		var write, read string
		if err := e.Writer().QueryRow("pragma " + tt.pragma).Scan(&write); err != nil || write != tt.write {
			t.Errorf("%s of the writer = %s, %v, want %s", tt.pragma, write, err, tt.write)
		}
		if err := e.Reader().QueryRow("pragma " + tt.pragma).Scan(&read); err != nil || tt.read != "" && read != tt.read {
			t.Errorf("%s of the readers = %s, %v, want %s", tt.pragma, read, err, tt.read)
		}
	}
	if _, err := e.Reader().Exec(`create table x (y)`); err == nil || !strings.Contains(err.Error(), "readonly") {
		t.Errorf("a reader wrote: %v", err)
	}
	if _, err := e.Writer().Exec(`create table x (y)`); err != nil {
		t.Error(err)
	}
}
