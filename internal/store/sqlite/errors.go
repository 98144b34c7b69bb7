package sqlite

import (
	"errors"
	"fmt"

	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"

	"continuum/internal/fault"
)

// Retry reports whether the same transaction may succeed when tried again: never. A
// transaction begins with the lock to write, for which the connection has already
// waited; once begun it has nobody to give way to.
func (*Engine) Retry(error) bool { return false }

// Explain classifies an error of SQLite and says what an operator can do about it.
// Any other error comes back as it is.
func (e *Engine) Explain(err error) error {
	if _, done := errors.AsType[*fault.Error](err); done || err == nil {
		return err
	}
	cause, ok := errors.AsType[*sqlite.Error](err)
	if !ok {
		return err
	}
	say := func(kind fault.Kind, key, advice string) error {
		return fault.New(kind, key).Because(fmt.Errorf("%s: %s: %w", e.path, advice, err))
	}
	switch cause.Code() {
	case lib.SQLITE_CONSTRAINT_UNIQUE, lib.SQLITE_CONSTRAINT_PRIMARYKEY:
		return say(fault.Conflict, "store.duplicate", "the register already holds one")
	case lib.SQLITE_CONSTRAINT_FOREIGNKEY:
		return say(fault.Invalid, "store.dangling", "it points at something that the register does not hold")
	case lib.SQLITE_CONSTRAINT_CHECK, lib.SQLITE_CONSTRAINT_NOTNULL:
		return say(fault.Invalid, "store.refused", "a value is outside what the register accepts")
	}
	switch cause.Code() & 0xff {
	case lib.SQLITE_BUSY, lib.SQLITE_LOCKED:
		return say(fault.Unavailable, "store.locked", "locked by another program: stop it, or try again when it is done")
	case lib.SQLITE_NOTADB:
		return say(fault.Invalid, "store.not_database", "not a database: move the file away, or restore a backup with --force")
	case lib.SQLITE_CORRUPT:
		return say(fault.Internal, "store.damaged", "the database is damaged: restore the last backup")
	case lib.SQLITE_FULL:
		return say(fault.Unavailable, "store.full", "no room left on the disk: free some, nothing was written")
	case lib.SQLITE_READONLY, lib.SQLITE_CANTOPEN, lib.SQLITE_PERM:
		return say(fault.Unavailable, "store.unwritable", "can't be opened or written: check that this user owns the file and its folder")
	case lib.SQLITE_IOERR:
		return say(fault.Unavailable, "store.disk", "the disk does not answer as it should: check it, nothing was written")
	}
	return err
}
