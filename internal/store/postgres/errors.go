package postgres

import (
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"continuum/internal/fault"
)

// Retry reports whether the same transaction may succeed when tried again: the
// server gave up on it so that another could be as if alone.
func (*Engine) Retry(err error) bool {
	e, ok := errors.AsType[*pgconn.PgError](err)
	// The last is a statement prepared before another server migrated: it is prepared anew.
	return ok && (e.Code == "40001" || e.Code == "40P01" || e.Code == "0A000" && strings.Contains(e.Message, "cached plan"))
}

// Explain classifies an error of PostgreSQL and says what an operator can do about
// it. Any other error comes back as it is. No message quotes the password.
func (e *Engine) Explain(err error) error {
	if _, done := errors.AsType[*fault.Error](err); done || err == nil {
		return err
	}
	say := func(kind fault.Kind, key, advice string) error {
		return fault.New(kind, key).Because(fmt.Errorf("%s: %s: %w", e.place, advice, oneLine{err}))
	}
	if cause, ok := errors.AsType[*pgconn.PgError](err); ok {
		return explainCode(cause.Code, say, err)
	}
	if _, ok := errors.AsType[*pgconn.ConnectError](err); ok {
		return say(fault.Unavailable, "store.unreachable", "the server does not answer: start it, or correct --database-url")
	}
	return err
}

// oneLine says on one line what the driver says on several.
type oneLine struct{ error }

// Error is the text with its lines joined.
func (e oneLine) Error() string { return strings.Join(strings.Fields(e.error.Error()), " ") }

// Unwrap returns the error of the driver.
func (e oneLine) Unwrap() error { return e.error }

func explainCode(code string, say func(fault.Kind, string, string) error, err error) error {
	switch code {
	case "23505":
		return say(fault.Conflict, "store.duplicate", "the register already holds one")
	case "23503":
		return say(fault.Invalid, "store.dangling", "it points at something that the register does not hold")
	case "23514", "23502", "22P05", "22021":
		return say(fault.Invalid, "store.refused", "a value is outside what the register accepts")
	case "40001", "40P01", "55P03":
		return say(fault.Unavailable, "store.locked", "too many writers at once: try again")
	case "28P01", "28000":
		return say(fault.Unavailable, "store.login", "the server refuses this user: correct --database-url or the server's rules")
	case "3D000":
		return say(fault.Unavailable, "store.no_database", "no such database: create it, or correct --database-url")
	case "42501", "25006":
		return say(fault.Unavailable, "store.unwritable", "this user may not write there: grant it the schema, or connect to the primary")
	case "53100", "53200":
		return say(fault.Unavailable, "store.full", "the server has no room left: free some, nothing was written")
	case "53300":
		return say(fault.Unavailable, "store.crowded", "the server has no connection left: raise max_connections or use a pooler")
	case "57P01", "57P02", "57P03":
		return say(fault.Unavailable, "store.unreachable", "the server is starting or stopping: try again")
	}
	return err
}
