package format

import (
	"errors"
	"fmt"
	"io"
)

// Reader reads the records of one file, in its order. It serves one goroutine.
type Reader struct {
	in   *input
	rows rows
	rec  Record
	err  error // that ended it, io.EOF included
}

// rows reads the records of an opened format.
type rows interface {
	// table returns the headings, nil in XML and JSON.
	table() *table
	// next fills a record, and returns io.EOF at the end, a *damaged for one record, or
	// any other error for the file.
	next(rec *Record) error
	// done returns which share of the file has been read when it isn't known from the
	// bytes read, else a negative number.
	done() float64
	close() error
}

// Open opens a file: plain, in gzip or in zip, as its first bytes say whatever its name.
// Member is a glob of the base name of the file inside a zip archive, empty for its only
// one.
func Open(path, member string, f Format, lim Limits) (*Reader, error) {
	lim = lim.orDefaults()
	in, err := openInput(path, member, f.Kind, lim)
	if err != nil {
		return nil, in.failure(err)
	}
	r := &Reader{in: in}
	if r.rows, err = openRows(in, f, lim); err != nil {
		in.close()
		return nil, in.failure(err)
	}
	r.rec = Record{File: in.name, table: r.rows.table()}
	return r, nil
}

func openRows(in *input, f Format, lim Limits) (rows rows, err error) {
	defer survive(&err, f.Kind)
	switch f.Kind {
	case CSV:
		return openCSV(in, f, lim)
	case XML:
		return openXML(in, f, lim)
	case XLSX:
		return openXLSX(in, f, lim)
	case Parquet:
		return openParquet(in, lim)
	case JSON:
		return openJSON(in, f, lim)
	}
	return nil, fmt.Errorf("no format number %d", f.Kind)
}

// survive makes an error of a panic of the libraries that read XLSX and Parquet: they
// index what damaged files say before they check it.
func survive(err *error, kind Kind) {
	if p := recover(); p != nil {
		*err = &broken{reason: fmt.Sprintf("damaged %s (%v)", kind, p)}
	}
}

// Headings returns the headings as the file writes them, nil for XML and JSON.
func (r *Reader) Headings() []string {
	if t := r.rows.table(); t != nil {
		return t.headings
	}
	return nil
}

// Field returns the position of a heading for [Record.At], -1 when there is none.
func (r *Reader) Field(heading string) int {
	if t := r.rows.table(); t != nil {
		return t.field(heading)
	}
	return -1
}

// Next returns the next record, and io.EOF at the end. A [*RecordError] leaves out one
// record; any other error wraps an [*Error] and is the end.
func (r *Reader) Next() (*Record, error) {
	if r.err != nil {
		return nil, r.err
	}
	err := r.next()
	if err == nil {
		return &r.rec, nil
	}
	var d *damaged
	if errors.As(err, &d) {
		return nil, &RecordError{File: r.in.name, Line: d.line, Reason: d.reason}
	}
	if err == io.EOF {
		err = r.in.unchanged()
	}
	if err == nil {
		r.err = io.EOF
	} else {
		r.err = r.in.failure(err)
	}
	return nil, r.err
}

func (r *Reader) next() (err error) {
	defer survive(&err, r.in.kind)
	return r.rows.next(&r.rec)
}

// Consumed returns how many bytes of the file on disk have been read, and its size.
func (r *Reader) Consumed() (read, size int64) {
	if done := r.rows.done(); done >= 0 {
		return int64(done * float64(r.in.size)), r.in.size
	}
	return min(r.in.read.Load(), r.in.size), r.in.size
}

// Close closes the file. It fails when the file changed since it was opened: what was
// read is then of no worth.
func (r *Reader) Close() error {
	changed := r.in.unchanged()
	err := errors.Join(r.rows.close(), r.in.close())
	if changed != nil {
		err = changed
	}
	if err != nil {
		return r.in.failure(err)
	}
	return nil
}
