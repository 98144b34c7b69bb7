package store_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"continuum/internal/campus"
	"continuum/internal/fault"
	"continuum/internal/store"
	"continuum/internal/store/sqlite"
	"continuum/internal/store/storetest"
)

func keyOf(err error) string {
	if e, ok := errors.AsType[*fault.Error](err); ok {
		return e.Key
	}
	return ""
}

// raw opens the file as another program would.
func raw(t *testing.T, dir string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(dir, sqlite.FileName))
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func run(t *testing.T, db *sql.DB, statements ...string) {
	t.Helper()
	for _, s := range statements {
		if _, err := db.Exec(s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
}

// TestOpenRefuses checks that what an operator can mend is said in one line.
func TestOpenRefuses(t *testing.T) {
	t.Parallel()
	file := func(t *testing.T, content string) store.Config {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, sqlite.FileName), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return store.Config{Dir: dir}
	}
	for _, tt := range []struct {
		name, key, says string
		cfg             func(t *testing.T) store.Config
	}{
		{"nowhere", "store.nowhere", "--data", func(*testing.T) store.Config { return store.Config{} }},
		{"a folder that can't be made", "store.unwritable", "choose another with --data", func(t *testing.T) store.Config {
			cfg := file(t, "")
			cfg.Dir = filepath.Join(cfg.Dir, sqlite.FileName, "under-a-file")
			return cfg
		}},
		{"a folder in the place of the file", "store.unwritable", "is not a file", func(t *testing.T) store.Config {
			dir := t.TempDir()
			if err := os.Mkdir(filepath.Join(dir, sqlite.FileName), 0o700); err != nil {
				t.Fatal(err)
			}
			return store.Config{Dir: dir}
		}},
		{"a file of something else", "store.not_database", "not a database", func(t *testing.T) store.Config {
			return file(t, strings.Repeat("not a database ", 100))
		}},
		{"a database of another program", "store.foreign", "another program", func(t *testing.T) store.Config {
			cfg := file(t, "")
			run(t, raw(t, cfg.Dir), `create table songs (id integer)`)
			return cfg
		}},
		{"a database of a newer version", "store.newer", "run that version", func(t *testing.T) store.Config {
			cfg := onSQLite(t)
			closed(t, cfg)
			run(t, raw(t, cfg.Dir), `insert into schema_version values (9999, true)`)
			return cfg
		}},
		{"a newer version on a server", "store.newer", "run that version", func(t *testing.T) store.Config {
			cfg := onPostgres(t)
			execURL(t, cfg.URL, `insert into schema_version values (9999, true)`)
			return cfg
		}},
		{"a file that another program locks", "store.locked", "stop it", func(t *testing.T) store.Config {
			cfg := file(t, "")
			db := raw(t, cfg.Dir)
			run(t, db, `create table x (y)`, `drop table x`, `begin exclusive`)
			cfg.SQLite.Wait = time.Millisecond
			return cfg
		}},
		{"a URL that is none", "store.url", "give postgres://", func(*testing.T) store.Config {
			return store.Config{URL: "postgres://user:secret@host:port/x"}
		}},
		{"a server that does not answer", "store.unreachable", "start it, or correct --database-url", func(*testing.T) store.Config {
			return store.Config{URL: "postgres://user:secret@127.0.0.1:1/x?connect_timeout=2"}
		}},
		{"a database that is not there", "store.no_database", "create it", func(t *testing.T) store.Config {
			return store.Config{URL: server.Cluster(t).URL("nowhere")}
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			db, err := store.Open(t.Context(), tt.cfg(t))
			if err == nil {
				_ = db.Close()
			}
			if keyOf(err) != tt.key || !strings.Contains(err.Error(), tt.says) || strings.Contains(err.Error(), "secret") {
				t.Errorf("Open = %v, want %s saying %q and no secret", err, tt.key, tt.says)
			}
			if err != nil && strings.Contains(err.Error(), "\n") {
				t.Errorf("more than one line: %q", err)
			}
		})
	}
}

// closed makes a store with the small register and closes it.
func closed(t *testing.T, cfg store.Config) {
	t.Helper()
	db, err := store.Open(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	_, err = db.Seed(t.Context(), storetest.World(), "v1")
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
}

func execURL(t *testing.T, url string, statements ...string) {
	t.Helper()
	db, err := sql.Open("pgx", url)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	run(t, db, statements...)
}

// emptyPages is how many pages the file of an empty store has.
func emptyPages(t *testing.T, cfg store.Config) (pages int) {
	t.Helper()
	closed(t, cfg)
	if err := raw(t, cfg.Dir).QueryRow(`pragma page_count`).Scan(&pages); err != nil {
		t.Fatal(err)
	}
	return pages
}

// TestFullDisk fills the file's bound: the write that does not fit leaves nothing,
// those before it stay, and reading goes on.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	cfg := onSQLite(t)
	cfg.SQLite.MaxPages = emptyPages(t, cfg) + 8
	db, err := store.Open(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	kept := 0
	for err == nil && kept < 1000 {
		if err = addAims(t.Context(), db, kept, 20); err == nil {
			kept += 20
		}
	}
	if keyOf(err) != "store.full" || kept == 0 {
		t.Fatalf("after %d facts: error %v, want some and store.full", kept, err)
	}
	r, generation, err := db.Records(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if want := len(storetest.World().Facts) + kept; len(r.Facts) != want || generation != int64(1+kept/20) {
		t.Errorf("%d facts at generation %d, want %d at %d", len(r.Facts), generation, want, 1+kept/20)
	}
	if problems, err := db.Check(t.Context()); err != nil || len(problems) > 0 {
		t.Errorf("Check = %v, %v", problems, err)
	}
}

// addAims writes n long facts in one transaction.
func addAims(ctx context.Context, db *store.DB, from, n int) error {
	return db.InTx(ctx, "tester", "fill", func(tx *store.Tx) error {
		var r campus.Records
		for i := from; i < from+n; i++ {
			r.Facts = append(r.Facts, campus.Fact{
				ID: fmt.Sprintf("fill-%d", i), Campus: "numerique", Property: campus.Aim, Rank: i + 1, Value: strings.Repeat("x", 300),
				Provenance: campus.Provenance{Sources: []campus.SourceID{"page"}, Confidence: campus.High},
			})
		}
		return tx.Record(&r)
	})
}

// TestRestoreInUse refuses to pull a file from under a program that uses it.
func TestRestoreInUse(t *testing.T) {
	t.Parallel()
	cfg := onSQLite(t)
	closed(t, cfg)
	db, err := store.Open(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var archive strings.Builder
	if err := db.Backup(t.Context(), &archive); err != nil {
		t.Fatal(err)
	}
	cfg.SQLite.Wait = time.Millisecond
	err = store.Restore(t.Context(), cfg, strings.NewReader(archive.String()), store.RestoreOptions{Force: true})
	if k := keyOf(err); k != "store.in_use" && k != "store.locked" {
		t.Errorf("Restore over a file in use = %v, want store.in_use or store.locked", err)
	}
	if err := addAims(t.Context(), db, 0, 1); err != nil {
		t.Errorf("the store no longer works: %v", err)
	}
	left, err := filepath.Glob(filepath.Join(cfg.Dir, ".*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}
