package web

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"sync"

	"modernc.org/sqlite"
)

// asked is the name of a driver that writes down what the store is asked by those who want
// to know (see counting).
const asked = "asked"

func init() { sql.Register(asked, askedDriver{&sqlite.Driver{}}) }

type askedDriver struct{ driver.Driver }

// Open opens a connection that tells what it is asked.
func (d askedDriver) Open(dsn string) (driver.Conn, error) {
	c, err := d.Driver.Open(dsn)
	if err != nil {
		return nil, err
	}
	inner, ok := c.(engineConn)
	if !ok {
		return nil, errors.New("the driver has lost an interface that the store needs")
	}
	return askedConn{inner}, nil
}

// engineConn is what database/sql asks of a connection.
type engineConn interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.QueryerContext
	driver.SessionResetter
	driver.Validator
}

type askedConn struct{ engineConn }

// QueryContext tells whoever listens what is asked.
func (c askedConn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	if l, ok := ctx.Value(listens{}).(*listener); ok {
		l.mu.Lock()
		l.heard = append(l.heard, query)
		l.mu.Unlock()
	}
	return c.engineConn.QueryContext(ctx, query, args)
}

type listens struct{}

// listener hears what is asked within a context.
type listener struct {
	mu    sync.Mutex
	heard []string
}

func (l *listener) within(ctx context.Context) context.Context {
	return context.WithValue(ctx, listens{}, l)
}
