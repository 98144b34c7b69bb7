package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"continuum/internal/fault"
	"continuum/internal/store/sqlite"
)

// maxArchive bounds what an archive may hold when decompressed: some hundred times
// the register of the whole country.
const maxArchive = 4 << 30

// RestoreOptions say what a restoration may do; the zero value is the careful one.
type RestoreOptions struct {
	Force    bool  // replace a store that is not empty
	MaxBytes int64 // largest archive, decompressed; 0 means 4 GiB
}

// Restore makes the store of cfg equal to a backup, or leaves it as it is. The
// archive is first loaded whole into a file apart, under all the constraints of its
// schema, brought up to date and checked; only then does that file take the store's
// place, or its rows go into the server in one transaction. A server that uses the
// file must be stopped first; servers on PostgreSQL go on and follow.
//
// When a store that had gone further is replaced, its generation moves on by one
// instead of going back, so that those who follow it notice.
func Restore(ctx context.Context, cfg Config, r io.Reader, opt RestoreOptions) (err error) {
	defer fault.Wrap(&err, "store.Restore")
	parent := "" // the system's own, for PostgreSQL
	if cfg.URL == "" {
		if cfg.Dir == "" {
			_, err := connect(ctx, cfg)
			return err
		}
		if err := os.MkdirAll(cfg.Dir, 0o750); err != nil {
			return fault.New(fault.Unavailable, "store.unwritable", cfg.Dir).Because(err)
		}
		parent = cfg.Dir // same file system: the file is renamed into place
	}
	dir, err := os.MkdirTemp(parent, ".restore-*")
	if err != nil {
		return fault.New(fault.Unavailable, "store.unwritable", cfg.Dir).Because(err)
	}
	defer os.RemoveAll(dir)
	staged, err := stage(ctx, dir, r, opt)
	if err != nil {
		return err
	}
	if cfg.URL != "" {
		return errors.Join(staged.pour(ctx, cfg, opt), staged.Close())
	}
	return staged.moveInto(ctx, cfg, opt)
}

// stage loads an archive into a new file in dir.
func stage(ctx context.Context, dir string, r io.Reader, opt RestoreOptions) (_ *DB, err error) {
	limit := opt.MaxBytes
	if limit == 0 {
		limit = maxArchive
	}
	a, err := openArchive(r, limit)
	if err != nil {
		return nil, err
	}
	staged, err := connect(ctx, Config{Dir: dir})
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			_ = staged.Close() // goes with its folder
		}
	}()
	if err := staged.migrate(ctx, a.head.Schema); err != nil {
		return nil, err
	}
	if err := staged.load(ctx, a); err != nil {
		return nil, err
	}
	if err := staged.migrate(ctx, newest); err != nil {
		return nil, err
	}
	problems, err := staged.Check(ctx)
	if err != nil {
		return nil, err
	}
	if len(problems) > 0 && !opt.Force {
		return nil, refused("content", "%d problems, the first: %s (restore with --force to accept them)", len(problems), problems[0])
	}
	return staged, nil
}

// load fills a new store with the rows of an archive of its schema.
func (db *DB) load(ctx context.Context, a *archiveReader) error {
	actual, err := db.realTables(ctx)
	if err != nil {
		return err
	}
	if err := a.checkTables(actual); err != nil {
		return err
	}
	return db.write(ctx, func(t *sql.Tx) error {
		tx := &Tx{ctx: ctx, tx: t, db: db}
		if err := tx.exec(`delete from generation`); err != nil {
			return err
		}
		return a.read(func(at archiveTable, rows [][]any) error {
			return tx.insert(table{name: at.Name, columns: at.Columns}, rows)
		})
	})
}

// realTables lists the tables of a SQLite store and their columns.
func (db *DB) realTables(ctx context.Context) (map[string][]string, error) {
	actual := make(map[string][]string)
	_, err := query(ctx, db.Writer(), `select t.name, c.name from sqlite_master t, pragma_table_info(t.name) c
		where t.type = 'table' and t.name not like 'sqlite_%' and t.name <> '`+versionTable+`' order by t.name, c.cid`,
		func(rows *sql.Rows) (struct{}, error) {
			var table, column string
			err := rows.Scan(&table, &column)
			actual[table] = append(actual[table], column)
			return struct{}{}, err
		})
	return actual, db.Explain(err)
}

// pour replaces all that the server holds, in one transaction.
func (db *DB) pour(ctx context.Context, cfg Config, opt RestoreOptions) error {
	target, err := Open(ctx, cfg)
	if err != nil {
		return err
	}
	err = target.write(ctx, func(t *sql.Tx) error {
		had, err := heldIn(ctx, t)
		if err != nil {
			return err
		}
		if had.any && !opt.Force {
			return notEmpty(target.Place())
		}
		tx := &Tx{ctx: ctx, tx: t, db: target}
		for _, table := range slices.Backward(tables) {
			if err := tx.exec(`delete from ` + table.name); err != nil {
				return err
			}
		}
		for _, table := range tables {
			if err := tx.copyTable(db, table); err != nil {
				return err
			}
		}
		return tx.outrank(had)
	})
	return errors.Join(err, target.Close())
}

// copyTable inserts the rows of another store's table.
func (tx *Tx) copyTable(from *DB, t table) error {
	t.anchor = false
	var rows [][]any
	size := 0
	err := eachRow(tx.ctx, from.Reader(), t, func(row []any) error {
		rows = append(rows, slices.Clone(row))
		if size += bytesIn(row); len(rows) < 1000 && size < maxBytes {
			return nil
		}
		err := tx.insert(t, rows)
		rows, size = rows[:0], 0
		return err
	})
	if err != nil {
		return err
	}
	return tx.insert(t, rows)
}

// moveInto puts the file in the place of the store's.
func (db *DB) moveInto(ctx context.Context, cfg Config, opt RestoreOptions) error {
	path := filepath.Join(cfg.Dir, sqlite.FileName)
	had, err := standing(ctx, cfg, path, opt)
	if err != nil {
		return errors.Join(err, db.Close())
	}
	err = db.write(ctx, func(t *sql.Tx) error {
		return (&Tx{ctx: ctx, tx: t, db: db}).outrank(had)
	})
	if err == nil {
		err = db.engine.(*sqlite.Engine).Solidify(ctx)
	}
	if err := errors.Join(err, db.Close()); err != nil {
		return err
	}
	// What remains of a log belongs to the file that goes away.
	for _, suffix := range []string{"-wal", "-shm"} {
		if err := os.Remove(path + suffix); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	return rename(db.Place(), path)
}

// rename moves a file for good: file and folder are on the disk when it returns.
func rename(from, to string) error {
	for _, step := range []func() error{
		func() error { return syncPath(from) },
		func() error { return os.Rename(from, to) },
		func() error { return syncPath(filepath.Dir(to)) },
	} {
		if err := step(); err != nil {
			return fault.New(fault.Unavailable, "store.unwritable", to).Because(err)
		}
	}
	return nil
}

func syncPath(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// holding is what a store holds before it is replaced.
type holding struct {
	any        bool
	generation int64
}

// standing looks at the file that is to be replaced, makes sure that nobody uses it
// and that it may go.
func standing(ctx context.Context, cfg Config, path string, opt RestoreOptions) (had holding, err error) {
	if info, err := os.Stat(path); errors.Is(err, os.ErrNotExist) || err == nil && info.Size() == 0 {
		return had, nil
	}
	old, err := connect(ctx, cfg)
	if err != nil {
		if opt.Force && fault.KindOf(err) != fault.Unavailable { // damaged, or of another program
			return had, nil
		}
		return had, err
	}
	defer func() { err = errors.Join(err, old.Close()) }()
	if v, errVersion := old.schemaVersion(ctx); errVersion == nil && v > 0 {
		err = old.view(ctx, func(tx *sql.Tx) (err error) { had, err = heldIn(ctx, tx); return err })
		if err != nil && !opt.Force {
			return had, err
		}
	}
	if had.any && !opt.Force {
		return had, notEmpty(path)
	}
	return had, old.engine.(*sqlite.Engine).Solidify(ctx)
}

func notEmpty(place string) error {
	return fault.New(fault.Conflict, "restore.not_empty", place).Because(
		fmt.Errorf("%s is not empty: restore elsewhere, or replace it with --force", place))
}

func heldIn(ctx context.Context, tx *sql.Tx) (h holding, err error) {
	var reports, scenarios, acts int64
	err = tx.QueryRowContext(ctx, `select (select value from generation where id = 1), (select count(*) from report),
		(select count(*) from scenario), (select count(*) from journal_head)`).Scan(&h.generation, &reports, &scenarios, &acts)
	h.any = h.generation > 0 || reports > 0 || scenarios > 0 || acts > 0
	return h, err
}

// outrank moves the generation past that of the store replaced, when it is not.
func (tx *Tx) outrank(had holding) error {
	var now int64
	if err := tx.tx.QueryRowContext(tx.ctx, `select value from generation where id = 1`).Scan(&now); err != nil {
		return tx.fail(err)
	}
	if had.generation == 0 || now > had.generation {
		return nil
	}
	if err := tx.exec(`update generation set value = $1 where id = 1`, had.generation+1); err != nil {
		return err
	}
	return tx.exec(`insert into change (generation, at, actor, what) values ($1, $2, $3, $4)`,
		had.generation+1, tx.db.now().UnixMicro(), "operator", fmt.Sprintf("restored the backup of generation %d", now))
}
