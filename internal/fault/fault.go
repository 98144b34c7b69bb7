// Package fault holds the errors that cross rooms: a kind, which decides the HTTP
// status, the exit code and the log level; a dictionary key with arguments, which
// is all that the public reads; and a cause, which only the log keeps.
package fault

import (
	"errors"
	"fmt"
)

// Kind says what sort of failure an error is. Programs act on kinds, never on texts.
type Kind uint8

// The kinds. Internal is the zero value: an error nobody classified is our defect.
const (
	Internal    Kind = iota
	Invalid          // the input can't be accepted as it is
	NotFound         // there is no such thing, or none that the reader may see
	Denied           // the reader may not do that
	Conflict         // the state of the register forbids it
	Throttled        // too many requests from one place
	Unavailable      // something this depends on does not answer now
)

// Error is a classified error.
type Error struct {
	Kind  Kind
	Key   string // dictionary key of the public sentence, see package text
	Args  []any  // arguments of that sentence
	Field string // the parameter, column or field at fault, empty when none
	Err   error  // cause, for the operator's eyes; may be nil
}

// New returns an error of that kind whose public sentence is the dictionary entry key.
func New(kind Kind, key string, args ...any) *Error {
	return &Error{Kind: kind, Key: key, Args: args}
}

// In says which field is at fault.
func (e *Error) In(field string) *Error { e.Field = field; return e }

// Because adds the cause.
func (e *Error) Because(err error) *Error { e.Err = err; return e }

// Error is the operator's sentence.
func (e *Error) Error() string {
	s := e.Key
	if len(e.Args) > 0 {
		s += fmt.Sprintf(" %v", e.Args)
	}
	if e.Field != "" {
		s = e.Field + ": " + s
	}
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// KindOf returns the kind of the first classified error in err's chain, Internal
// when there is none.
func KindOf(err error) Kind {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind
	}
	return Internal
}

// Wrap adds the place to a pending error: defer fault.Wrap(&err, "store.Labels(%s)", day).
func Wrap(err *error, format string, args ...any) {
	if *err != nil {
		*err = fmt.Errorf(format+": %w", append(args, *err)...)
	}
}

// Status is the HTTP status of the kind.
func (k Kind) Status() int {
	switch k {
	case Invalid:
		return 400
	case NotFound:
		return 404
	case Denied:
		return 403
	case Conflict:
		return 409
	case Throttled:
		return 429
	case Unavailable:
		return 503
	}
	return 500
}
