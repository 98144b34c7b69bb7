package opendata

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"continuum/internal/opendata/format"
)

// Options say how files are read. The zero value is right for most.
type Options struct {
	Limits format.Limits
	// Known reports whether a source of establishments knows a UAI; it is asked about
	// those with a wrong check letter alone. Nil: they are kept and warned of.
	Known func(uai string) bool
	// Progress is told from time to time how much of all the files has been read.
	Progress func(Progress)
	// TempDir is where rows that memory can't hold are sorted; empty for the system's.
	TempDir string
	// Memory bounds the rows held in memory, in bytes; zero means 64 MB.
	Memory int
}

// Progress is how far the reading of files has come.
type Progress struct {
	Source     string
	File       string // base name of the one being read
	Read, Size int64  // bytes on disk, of all the files
	Records    int
}

// every is how many records pass between two looks at the clock and the context.
const every = 1024

// Select returns the files of a list that an import of the source reads, in the order
// in which it reads them: by layout and base name, the last one alone when the source
// says so.
func (s *Source) Select(files []string) []string {
	files = slices.Clone(files)
	slices.SortStableFunc(files, func(a, b string) int {
		return cmp.Or(cmp.Compare(s.rank(a), s.rank(b)), strings.Compare(BaseName(a), BaseName(b)))
	})
	if s.Newest && len(files) > 1 {
		return files[len(files)-1:]
	}
	return files
}

// rank is the position of the last layout that names a file, -1 when none does.
func (s *Source) rank(name string) int {
	for i := len(s.Layouts) - 1; i >= 0; i-- {
		if s.Layouts[i].matches(name) {
			return i
		}
	}
	return -1
}

// Read reads files of a source and emits their canonical rows, in the order of the
// files; the row is reused, its strings may be kept. What breaks the contract of one
// row is in the report; what breaks a file as a whole is a [*Refusal]. An error of emit
// ends it.
func Read(ctx context.Context, src *Source, files []string, opt Options, emit func(Row, Where) error) (*Report, error) {
	files = src.Select(files)
	r := &reading{ctx: ctx, src: src, opt: opt, emit: emit, report: newReport(src.ID), row: make(Row, len(src.Columns))}
	r.contract = newContract(src, opt.Known, r.report)
	r.progress.Source = src.ID
	if len(files) == 0 {
		return nil, &Refusal{Source: src.ID, Why: "no file to read"}
	}
	for _, name := range files {
		f, err := Fingerprint(name)
		if err != nil {
			return nil, &Refusal{Source: src.ID, File: filepath.Base(name), Why: "can't be read", Err: err}
		}
		r.report.Files = append(r.report.Files, f)
		r.progress.Size += f.Bytes
	}
	r.filled = make([]bool, len(src.Columns))
	for i, name := range files {
		if err := r.file(name); err != nil {
			return nil, err
		}
		r.before += r.report.Files[i].Bytes
	}
	for i, filled := range r.filled {
		if !filled {
			r.report.Absent = append(r.report.Absent, src.Columns[i].Name)
		}
	}
	return r.report, nil
}

// Fingerprint reads a file whole and returns its name, size and checksum.
func Fingerprint(name string) (File, error) {
	f, err := os.Open(name)
	if err != nil {
		return File{}, err
	}
	defer f.Close()
	h := sha256.New()
	n, err := io.Copy(h, f)
	if err != nil {
		return File{}, err
	}
	return File{Name: filepath.Base(name), Bytes: n, SHA256: hex.EncodeToString(h.Sum(nil))}, nil
}

// reading is the state of Read.
type reading struct {
	ctx      context.Context
	src      *Source
	opt      Options
	emit     func(Row, Where) error
	report   *Report
	contract *contract
	progress Progress
	before   int64 // bytes of the files read
	row      Row   // as the layout fills it
	filled   []bool
	failed   error // of emit, met inside of a layout's Make
}

// file reads one file.
func (r *reading) file(name string) error {
	f, b, err := r.src.open(name, r.opt.Limits)
	if err != nil {
		return err
	}
	r.report.Layouts = append(r.report.Layouts, b.layout.Name)
	r.progress.File = filepath.Base(name)
	err = r.records(f, b)
	if errClose := f.Close(); err == nil {
		err = errClose
	}
	if _, ok := errors.AsType[*format.Error](err); ok {
		return &Refusal{Source: r.src.ID, Why: "unreadable file", Err: err}
	}
	return err
}

func (r *reading) records(f *format.Reader, b *binding) error {
	for n := 0; ; n++ {
		if n%every == 0 {
			if err := r.look(f); err != nil {
				return err
			}
		}
		rec, err := f.Next()
		if errors.Is(err, io.EOF) {
			return r.look(f)
		}
		r.report.Read++
		if n == 0 && rec != nil {
			r.report.Names = append(r.report.Names, rec.File)
		}
		if bad, ok := errors.AsType[*format.RecordError](err); ok {
			r.report.quarantine(Where{bad.File, bad.Line}, &Breach{Reason: bad.Reason})
			continue
		}
		if err != nil {
			return err
		}
		if err := r.record(rec, b); err != nil {
			return err
		}
	}
}

// look tells the progress, and whether to go on.
func (r *reading) look(f *format.Reader) error {
	if r.opt.Progress != nil {
		read, _ := f.Consumed()
		r.progress.Read, r.progress.Records = r.before+read, r.report.Read
		r.opt.Progress(r.progress)
	}
	return r.ctx.Err()
}

// record makes rows of one record.
func (r *reading) record(rec *format.Record, b *binding) error {
	at := Where{rec.File, rec.Line}
	if column, err := b.fill(rec, r.row); err != nil {
		r.report.quarantine(at, &Breach{Column: r.src.Columns[column].Name, Reason: err.Error()})
		return nil
	}
	keep := func(row Row) {
		if r.failed == nil {
			r.failed = r.keep(row, at)
		}
	}
	if b.layout.Make == nil {
		keep(r.row)
		return r.failed
	}
	err := b.layout.Make(rec, r.row, keep)
	if r.failed != nil || err == nil {
		return r.failed
	}
	if skip, ok := errors.AsType[Skip](err); ok {
		add(r.report.Skipped, string(skip), 1)
		return nil
	}
	if breach, ok := errors.AsType[*Breach](err); ok {
		r.report.quarantine(at, breach)
		return nil
	}
	return fmt.Errorf("%s: %s: %w", r.src.ID, at, err)
}

// keep applies the contract to one row and emits it.
func (r *reading) keep(row Row, at Where) error {
	if len(row) != len(r.src.Columns) {
		return fmt.Errorf("source %s: layout made a row of %d values for %d columns", r.src.ID, len(row), len(r.src.Columns))
	}
	out, breach := r.contract.apply(row, at)
	if breach != nil {
		r.report.quarantine(at, breach)
		return nil
	}
	for i, v := range out {
		if v != "" {
			r.filled[i] = true
		}
	}
	r.report.Rows++
	return r.emit(out, at)
}
