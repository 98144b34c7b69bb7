package format

import "fmt"

// Error is why a file can't be read any further.
type Error struct {
	File   string // base name
	Line   int    // as in [Record]; zero when the file as a whole is meant
	Reason string // English, one line, with the way out where there is one
	Err    error  // cause, if any
}

func (e *Error) Error() string { return position(e.File, e.Line) + e.Reason }

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// RecordError is why one record can't be read, where the next ones can: [Reader.Next]
// may be called again.
type RecordError struct {
	File   string
	Line   int
	Reason string
}

func (e *RecordError) Error() string { return position(e.File, e.Line) + e.Reason }

// Unwrap returns the same as an [Error].
func (e *RecordError) Unwrap() error {
	return &Error{File: e.File, Line: e.Line, Reason: e.Reason}
}

func position(file string, line int) string {
	if line == 0 {
		return file + ": "
	}
	return fmt.Sprintf("%s:%d: ", file, line)
}

// broken is an error of a file as a parser meets it: [Reader] adds the file.
type broken struct {
	line   int
	reason string
	err    error
}

func (b *broken) Error() string { return b.reason }
func (b *broken) Unwrap() error { return b.err }

func brokenAt(line int, format string, args ...any) error {
	return &broken{line: line, reason: fmt.Sprintf(format, args...)}
}

// damaged is an error of one record as a parser meets it.
type damaged struct {
	line   int
	reason string
}

func (d *damaged) Error() string { return d.reason }
