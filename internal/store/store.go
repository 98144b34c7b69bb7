package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"sync"
	"time"

	"continuum/internal/fault"
	"continuum/internal/store/postgres"
	"continuum/internal/store/sqlite"
)

// Config says where the store is.
type Config struct {
	Dir string // folder of the SQLite file, used when URL is empty
	URL string // of a PostgreSQL database
	// Now gives the instants of record; nil means time.Now.
	Now func() time.Time
	// MaxScenarios bounds the scenarios kept; 0 means MaxScenarios.
	MaxScenarios int
	// SQLite tunes the file's connections; its zero value is right for a server.
	SQLite sqlite.Options
}

// engine is what the repositories need of a database; see packages sqlite and postgres.
type engine interface {
	Name() string
	// Place says where the database is, without any secret.
	Place() string
	Reader() *sql.DB
	Writer() *sql.DB
	// ReadOptions are those of a transaction that sees one state of the database.
	ReadOptions() *sql.TxOptions
	// WriteOptions are those of a transaction that is as if alone to write.
	WriteOptions() *sql.TxOptions
	// Retry reports whether the same transaction may succeed when tried again.
	Retry(error) bool
	// Explain classifies the engine's errors, with advice for an operator; it
	// leaves other errors and nil as they are.
	Explain(error) error
	// Integrity names what the engine finds damaged.
	Integrity(context.Context) ([]string, error)
	Close() error
}

// DB is an open store. It may be used by several goroutines at once.
type DB struct {
	engine
	now          func() time.Time
	maxScenarios int64
	lanes        lanes
	rules        sync.Map // référentiels that were read, by hash; they never change
}

// Open opens the store and brings its schema up to date. The error says in one line
// what an operator has to do when it can't: an unwritable folder, a file that is not
// a database, a lock, an unreachable server, a database of a newer version.
func Open(ctx context.Context, cfg Config) (*DB, error) {
	db, err := connect(ctx, cfg)
	if err != nil {
		return nil, err
	}
	if err := db.migrate(ctx, newest); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// connect opens the database and leaves its schema as it is.
func connect(ctx context.Context, cfg Config) (_ *DB, err error) {
	db := &DB{lanes: lanes{of: map[string]*lane{}}, now: cfg.Now, maxScenarios: int64(cmp.Or(cfg.MaxScenarios, MaxScenarios))}
	if db.now == nil {
		db.now = time.Now
	}
	switch {
	case cfg.URL != "":
		db.engine, err = postgres.Open(ctx, cfg.URL)
	case cfg.Dir != "":
		db.engine, err = sqlite.Open(ctx, cfg.Dir, cfg.SQLite)
	default:
		err = fault.New(fault.Invalid, "store.nowhere").Because(errors.New("neither a folder nor a database URL was given: use --data or --database-url"))
	}
	if err != nil {
		return nil, err
	}
	return db, nil
}

// Generation returns the counter that moves with every public change.
func (db *DB) Generation(ctx context.Context) (n int64, err error) {
	defer fault.Wrap(&err, "store.Generation")
	err = db.Reader().QueryRowContext(ctx, `select value from generation where id = 1`).Scan(&n)
	return n, db.Explain(err)
}

// view runs fn on one state of the database.
func (db *DB) view(ctx context.Context, fn func(*sql.Tx) error) error {
	tx, err := db.Reader().BeginTx(ctx, db.ReadOptions())
	if err != nil {
		return db.Explain(err)
	}
	defer tx.Rollback() // nothing to keep of a read
	return db.Explain(fn(tx))
}
