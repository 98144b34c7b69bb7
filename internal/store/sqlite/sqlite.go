// Package sqlite opens the store's file: one connection that writes, several that
// read, and the few things that this engine says its own way. The SQL of the
// repositories is in package store.
package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"continuum/internal/fault"
)

// FileName is the name of the database in the data folder.
const FileName = "continuum.db"

// readers is how many connections read at once: public pages never read SQL, so
// few are enough.
const readers = 4

// oldest is the first SQLite without the race, disclosed in March 2026, that loses
// committed pages when one connection writes while another moves the WAL home.
var oldest = [3]int{3, 51, 3}

// Options change what Open does; the zero value is what a server uses.
type Options struct {
	// Wait is how long a statement waits for another program's lock; 0 means 5 s.
	Wait time.Duration
	// MaxPages bounds the file, in pages; 0 means no bound. Tests fill a disk with it.
	MaxPages int
	// Driver reads through another driver than the engine's own, by its name: tests count
	// with it what is asked.
	Driver string
}

// Engine is an open database file.
type Engine struct {
	path        string
	read, write *sql.DB
}

// Open opens the file in dir, and makes both when there is none.
func Open(ctx context.Context, dir string, opt Options) (*Engine, error) {
	path, err := filepath.Abs(filepath.Join(dir, FileName))
	if err != nil {
		return nil, err
	}
	if err := prepare(filepath.Dir(path), path); err != nil {
		return nil, err
	}
	e := &Engine{path: path, write: open(dsn(path, opt, true))}
	e.write.SetMaxOpenConns(1)
	if e.read, err = sql.Open(cmp.Or(opt.Driver, "sqlite"), dsn(path, opt, false)); err != nil {
		return nil, errors.Join(err, e.write.Close())
	}
	e.read.SetMaxOpenConns(readers)
	e.read.SetMaxIdleConns(readers)
	if err := e.greet(ctx); err != nil {
		return nil, errors.Join(e.Explain(err), e.Close())
	}
	return e, nil
}

// prepare makes the folder, and finds out that it can't be written before SQLite
// says so less clearly.
func prepare(dir, path string) error {
	refuse := func(err error) error {
		return fault.New(fault.Unavailable, "store.unwritable", dir).Because(fmt.Errorf(
			"the data folder can't be used (%w): make it a folder that this user may write, or choose another with --data", err))
	}
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return refuse(err)
	}
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return refuse(fmt.Errorf("%s is not a file", path))
	}
	probe, err := os.CreateTemp(dir, ".write-*")
	if err != nil {
		return refuse(err)
	}
	if err := errors.Join(probe.Close(), os.Remove(probe.Name())); err != nil {
		return refuse(err)
	}
	return nil
}

// dsn names the file and the pragmas of each connection; the driver applies the
// busy timeout first, so that the others wait for a lock too.
func dsn(path string, opt Options, write bool) string {
	wait := opt.Wait
	if wait == 0 {
		wait = 5 * time.Second
	}
	q := url.Values{}
	q.Set("_busy_timeout", fmt.Sprint(wait.Milliseconds()))
	q.Set("_foreign_keys", "on")
	if write {
		q.Set("_txlock", "immediate")
		q.Set("_journal_mode", "WAL")
		q.Set("_synchronous", "FULL") // an acknowledged write survives power loss
		if opt.MaxPages > 0 {
			q.Set("_pragma", fmt.Sprintf("max_page_count(%d)", opt.MaxPages))
		}
	} else {
		q.Set("_query_only", "on")
	}
	return (&url.URL{Scheme: "file", Path: path, RawQuery: q.Encode()}).String()
}

// greet makes sure that the library and the file can be trusted.
func (e *Engine) greet(ctx context.Context) error {
	var version, mode string
	if err := e.write.QueryRowContext(ctx, `select sqlite_version()`).Scan(&version); err != nil {
		return err
	}
	if err := checkVersion(version); err != nil {
		return err
	}
	if err := e.write.QueryRowContext(ctx, `pragma journal_mode`).Scan(&mode); err != nil {
		return err
	}
	if mode != "wal" {
		return fault.New(fault.Unavailable, "store.no_wal", e.path).Because(fmt.Errorf(
			"the file system of %s can't hold a write-ahead log (mode %s): use a local disk", e.path, mode))
	}
	var foreign int
	err := e.write.QueryRowContext(ctx, `select count(*) from sqlite_master where type = 'table'
		and name not like 'sqlite_%' and not exists (select 1 from sqlite_master where name = 'schema_version')`).Scan(&foreign)
	if err == nil && foreign > 0 {
		return fault.New(fault.Invalid, "store.foreign", e.path).Because(fmt.Errorf(
			"%s is a SQLite database of another program: move it away or choose another folder with --data", e.path))
	}
	return err
}

func checkVersion(version string) error {
	var v [3]int
	if _, err := fmt.Sscanf(version, "%d.%d.%d", &v[0], &v[1], &v[2]); err != nil {
		return fmt.Errorf("SQLite version %q: %w", version, err)
	}
	for i := range v {
		if v[i] != oldest[i] {
			if v[i] > oldest[i] {
				return nil
			}
			return fault.New(fault.Unavailable, "store.old_sqlite", version).Because(fmt.Errorf(
				"this program was built with SQLite %s, which can lose committed data: build it with 3.51.3 or later", version))
		}
	}
	return nil
}

// Name names the engine.
func (*Engine) Name() string { return "sqlite" }

// Place is the path of the file, for messages.
func (e *Engine) Place() string { return e.path }

// Reader is the pool that reads; it can't write.
func (e *Engine) Reader() *sql.DB { return e.read }

// Writer is the one connection that writes.
func (e *Engine) Writer() *sql.DB { return e.write }

// ReadOptions are those of a transaction that sees one state of the database.
func (*Engine) ReadOptions() *sql.TxOptions { return &sql.TxOptions{ReadOnly: true} }

// WriteOptions are those of a transaction that is alone to write: the connection
// begins it as immediate.
func (*Engine) WriteOptions() *sql.TxOptions { return nil }

// Integrity reads the whole file and names what is damaged.
func (e *Engine) Integrity(ctx context.Context) (found []string, err error) {
	rows, err := e.read.QueryContext(ctx, `pragma integrity_check(100)`)
	if err != nil {
		return nil, e.Explain(err)
	}
	defer rows.Close()
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			return nil, e.Explain(err)
		}
		if line != "ok" {
			found = append(found, strings.TrimSpace(line))
		}
	}
	if err := rows.Err(); err != nil {
		return nil, e.Explain(err)
	}
	orphans, err := e.orphans(ctx)
	return append(found, orphans...), err
}

// orphans names the rows whose foreign key points at nothing: a program that left
// foreign keys off can make some.
func (e *Engine) orphans(ctx context.Context) (found []string, err error) {
	rows, err := e.read.QueryContext(ctx, `pragma foreign_key_check`)
	if err != nil {
		return nil, e.Explain(err)
	}
	defer rows.Close()
	for rows.Next() && len(found) < 100 {
		var table, parent string
		var row, key sql.NullInt64
		if err := rows.Scan(&table, &row, &parent, &key); err != nil {
			return nil, e.Explain(err)
		}
		found = append(found, fmt.Sprintf("table %s, row %d: points at nothing in table %s", table, row.Int64, parent))
	}
	return found, rows.Err()
}

// Close closes both pools; the last one to close moves the log into the file.
func (e *Engine) Close() error { return errors.Join(e.read.Close(), e.write.Close()) }

// Solidify puts all that the log holds into the file itself and leaves the log
// mode, so that the file alone is the database. It fails when another program has
// the file open.
func (e *Engine) Solidify(ctx context.Context) error {
	if err := e.read.Close(); err != nil {
		return err
	}
	var mode string
	if err := e.write.QueryRowContext(ctx, `pragma journal_mode = delete`).Scan(&mode); err != nil {
		return e.Explain(err)
	}
	if mode != "delete" {
		return fault.New(fault.Unavailable, "store.in_use", e.path).Because(fmt.Errorf(
			"%s is in use by another program: stop it first", e.path))
	}
	return nil
}
