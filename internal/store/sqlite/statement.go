package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"strings"

	"modernc.org/sqlite"
)

// Reading a statement costs as much as doing it: 40 % of a save. The connection that writes
// keeps the statements that it has read, so that the next save finds them ready.

// keptStatements bounds those of a connection: when there are as many, all are forgotten, and
// those that are used come back.
const keptStatements = 200

// longest is the longest text that is kept: what is longer is made for its values.
const longest = 2000

// remembering opens connections that keep their statements.
type remembering struct{ dsn string }

// Connect opens a connection.
func (r remembering) Connect(context.Context) (driver.Conn, error) {
	c, err := r.Driver().Open(r.dsn)
	if err != nil {
		return nil, err
	}
	inner, ok := c.(engineConn)
	if !ok {
		return nil, errors.Join(errors.New("sqlite: the driver has lost an interface that the store needs"), c.Close())
	}
	return &conn{engineConn: inner, kept: make(map[string]*statement)}, nil
}

// Driver is that of the engine.
func (remembering) Driver() driver.Driver { return &sqlite.Driver{} }

// engineConn is what database/sql asks of a connection of the engine.
type engineConn interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.QueryerContext
	driver.Pinger
	driver.SessionResetter
	driver.Validator
}

// conn is a connection with the statements that it has read. database/sql uses a
// connection from one goroutine at a time.
type conn struct {
	engineConn
	kept map[string]*statement
}

// statement is one that was read; busy while its rows are being read.
type statement struct {
	driver.Stmt
	busy bool
}

// ready finds a statement, or reads and keeps it; nil when the text is not one to keep, or
// is busy.
func (c *conn) ready(ctx context.Context, query string) (*statement, error) {
	if s := c.kept[query]; s != nil {
		if s.busy {
			return nil, nil
		}
		return s, nil
	}
	// Several statements in one text are read one after the other, as the engine does.
	if len(query) > longest || strings.Contains(query, ";") {
		return nil, nil
	}
	if len(c.kept) >= keptStatements {
		if err := c.forget(); err != nil {
			return nil, err
		}
	}
	inner, err := c.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	s := &statement{Stmt: inner}
	c.kept[query] = s
	return s, nil
}

// ExecContext runs a statement that was read before, or reads it.
func (c *conn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	s, err := c.ready(ctx, query)
	if err != nil {
		return nil, err
	}
	if s == nil {
		return c.engineConn.ExecContext(ctx, query, args)
	}
	return s.Stmt.(driver.StmtExecContext).ExecContext(ctx, args)
}

// QueryContext asks a statement that was read before, or reads it.
func (c *conn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	s, err := c.ready(ctx, query)
	if err != nil {
		return nil, err
	}
	if s == nil {
		return c.engineConn.QueryContext(ctx, query, args)
	}
	rows, err := s.Stmt.(driver.StmtQueryContext).QueryContext(ctx, args)
	if err != nil {
		return nil, err
	}
	s.busy = true
	return &reading{Rows: rows, of: s}, nil
}

// forget lets go of the statements that are not busy.
func (c *conn) forget() error {
	var errs []error
	for text, s := range c.kept {
		if !s.busy {
			delete(c.kept, text)
			errs = append(errs, s.Close())
		}
	}
	return errors.Join(errs...)
}

// Close forgets the statements and closes the connection.
func (c *conn) Close() error { return errors.Join(c.forget(), c.engineConn.Close()) }

// reading is the rows of a statement that is kept.
type reading struct {
	driver.Rows
	of *statement
}

// Close lets the statement be asked again.
func (r *reading) Close() error {
	r.of.busy = false
	return r.Rows.Close()
}

// open opens a pool of connections that keep their statements.
func open(dsn string) *sql.DB { return sql.OpenDB(remembering{dsn}) }
