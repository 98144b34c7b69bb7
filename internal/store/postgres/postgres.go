// Package postgres opens the store on a PostgreSQL server, directly or through a
// pooler in transaction mode, and says the few things that this engine says its
// own way. The SQL of the repositories is in package store.
package postgres

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"continuum/internal/fault"
)

// Bounds of what one server of ours asks of the database.
const (
	connections = 8
	patience    = 10 * time.Second // to connect, unless the URL says otherwise
	oldest      = 130000           // server_version_num of the first version tried
)

// modeParameter is the parameter of the URL by which pgx is told to prepare statements.
const modeParameter = "default_query_exec_mode="

// Engine is an open database on a server.
type Engine struct {
	place string // host and database, without user and password
	db    *sql.DB
}

// Open connects to the database that the URL names.
func Open(ctx context.Context, url string) (*Engine, error) {
	config, err := pgx.ParseConfig(url)
	if err != nil {
		// The cause is left out: it may quote the password.
		return nil, fault.New(fault.Invalid, "store.url").Because(errors.New(
			"the database URL can't be read: give postgres://user:password@host:port/database")).In("database-url")
	}
	// No named prepared statement unless the URL asks for them: a pooler in transaction
	// mode gives each transaction another session.
	if !strings.Contains(url, modeParameter) {
		config.DefaultQueryExecMode = pgx.QueryExecModeExec
		config.StatementCacheCapacity, config.DescriptionCacheCapacity = 0, 0
	}
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = patience
	}
	e := &Engine{place: fmt.Sprintf("%s:%d/%s", config.Host, config.Port, config.Database), db: stdlib.OpenDB(*config)}
	e.db.SetMaxOpenConns(connections)
	e.db.SetMaxIdleConns(connections)
	e.db.SetConnMaxIdleTime(5 * time.Minute)
	if err := e.greet(ctx); err != nil {
		return nil, errors.Join(e.Explain(err), e.db.Close())
	}
	return e, nil
}

// greet makes sure that the server can hold the store.
func (e *Engine) greet(ctx context.Context) error {
	var version int
	var encoding string
	err := e.db.QueryRowContext(ctx, `select current_setting('server_version_num')::int, current_setting('server_encoding')`).Scan(&version, &encoding)
	switch {
	case err != nil:
		return err
	case version < oldest:
		return fault.New(fault.Unavailable, "store.old_postgres", version).Because(fmt.Errorf(
			"%s runs PostgreSQL %d: upgrade it to 13 or later", e.place, version/10000))
	case encoding != "UTF8":
		return fault.New(fault.Unavailable, "store.encoding", encoding).Because(fmt.Errorf(
			"%s is encoded in %s: create the database with encoding UTF8", e.place, encoding))
	}
	return nil
}

// Name names the engine.
func (*Engine) Name() string { return "postgres" }

// Place is the host and the database, for messages.
func (e *Engine) Place() string { return e.place }

// Reader is the pool that reads.
func (e *Engine) Reader() *sql.DB { return e.db }

// Writer is the pool that writes: the same.
func (e *Engine) Writer() *sql.DB { return e.db }

// ReadOptions are those of a transaction that sees one state of the database.
func (*Engine) ReadOptions() *sql.TxOptions {
	return &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}
}

// WriteOptions are those of a transaction that is as if alone to write.
func (*Engine) WriteOptions() *sql.TxOptions { return &sql.TxOptions{Isolation: sql.LevelSerializable} }

// Integrity names constraints and indexes that the server itself does not vouch
// for; checksums and the like are the server's own business.
func (e *Engine) Integrity(ctx context.Context) (found []string, err error) {
	rows, err := e.db.QueryContext(ctx, `
		select 'constraint ' || conname || ' is not validated' from pg_constraint
		where not convalidated and connamespace = current_schema()::regnamespace
		union all
		select 'index ' || indexrelid::regclass::text || ' is not valid' from pg_index
		join pg_class on pg_class.oid = indexrelid
		where not indisvalid and relnamespace = current_schema()::regnamespace`)
	if err != nil {
		return nil, e.Explain(err)
	}
	defer rows.Close()
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			return nil, e.Explain(err)
		}
		found = append(found, line)
	}
	return found, e.Explain(rows.Err())
}

// Close closes the connections.
func (e *Engine) Close() error { return e.db.Close() }
