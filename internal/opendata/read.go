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
	// Inland reports whether a point is in the country; it is asked about those of
	// which nothing rougher says that they are not. Nil: nothing finer is known.
	Inland func(lat, lon float64) bool
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
	if len(files) == 0 {
		return nil, &Refusal{Source: src.ID, Why: "no file to read"}
	}
	report := newReport(src.ID)
	r := &reading{src: src, opt: opt, row: make(Row, len(src.Columns)), belt: newBelt(len(src.Columns))}
	r.progress.Source = src.ID
	for _, name := range files {
		f, err := Fingerprint(name)
		if err != nil {
			return nil, &Refusal{Source: src.ID, File: filepath.Base(name), Why: "can't be read", Err: err}
		}
		report.Files = append(report.Files, f)
		r.progress.Size += f.Bytes
	}
	// One core reads records, the other applies the contract and sorts.
	var stop context.CancelFunc
	r.ctx, stop = context.WithCancel(ctx)
	defer stop()
	ended := make(chan error, 1)
	go func() {
		defer close(r.belt.full)
		ended <- r.files(files, report.Files)
	}()
	k := &keeping{src: src, emit: emit, report: report, contract: newContract(src, opt, report), filled: make([]bool, len(src.Columns))}
	var failed error
	for b := range r.belt.full {
		if failed == nil {
			if failed = k.batch(b); failed != nil {
				stop()
			}
		}
		r.belt.free <- b
	}
	if err := <-ended; failed == nil {
		failed = err
	}
	if failed != nil {
		return nil, failed
	}
	report.Read, report.Layouts, report.Names = r.read, r.layouts, r.names
	for i, filled := range k.filled {
		if !filled {
			report.Absent = append(report.Absent, src.Columns[i].Name)
		}
	}
	return report, nil
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

// reading turns the records of files into rows as their layouts fill them.
type reading struct {
	ctx      context.Context
	src      *Source
	opt      Options
	progress Progress
	before   int64 // bytes of the files read
	read     int   // records
	layouts  []string
	names    []string // of the files, with that of a member
	row      Row      // as the layout fills it
	belt     *belt
}

func (r *reading) files(names []string, prints []File) error {
	for i, name := range names {
		if err := r.file(name); err != nil {
			return err
		}
		r.before += prints[i].Bytes
	}
	return r.belt.send(r.ctx)
}

// file reads one file.
func (r *reading) file(name string) error {
	f, b, err := r.src.open(name, r.opt.Limits)
	if err != nil {
		return err
	}
	r.layouts = append(r.layouts, b.layout.Name)
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
		r.read++
		if n == 0 && rec != nil {
			r.names = append(r.names, rec.File)
		}
		if bad, ok := errors.AsType[*format.RecordError](err); ok {
			err = r.belt.add(r.ctx, pending{at: Where{bad.File, bad.Line}, breach: &Breach{Reason: bad.Reason}})
		} else if err == nil {
			err = r.record(rec, b)
		}
		if err != nil {
			return err
		}
	}
}

// look tells the progress, and whether to go on.
func (r *reading) look(f *format.Reader) error {
	if r.opt.Progress != nil {
		read, _ := f.Consumed()
		r.progress.Read, r.progress.Records = r.before+read, r.read
		r.opt.Progress(r.progress)
	}
	return r.ctx.Err()
}

// record makes rows of one record.
func (r *reading) record(rec *format.Record, b *binding) error {
	at := Where{rec.File, rec.Line}
	if column, err := b.fill(rec, r.row); err != nil {
		return r.belt.add(r.ctx, pending{at: at, breach: &Breach{Column: r.src.Columns[column].Name, Reason: err.Error()}})
	}
	if b.layout.Make == nil {
		return r.belt.add(r.ctx, pending{at: at, row: r.row})
	}
	var failed error // met inside of the layout's hook
	err := b.layout.Make(rec, r.row, func(row Row) {
		switch {
		case failed != nil:
		case len(row) != len(r.src.Columns):
			failed = fmt.Errorf("source %s: layout made a row of %d values for %d columns", r.src.ID, len(row), len(r.src.Columns))
		default:
			failed = r.belt.add(r.ctx, pending{at: at, row: row})
		}
	})
	if failed != nil || err == nil {
		return failed
	}
	if skip, ok := errors.AsType[Skip](err); ok {
		return r.belt.add(r.ctx, pending{at: at, skip: skip})
	}
	if breach, ok := errors.AsType[*Breach](err); ok {
		return r.belt.add(r.ctx, pending{at: at, breach: breach})
	}
	return fmt.Errorf("%s: %s: %w", r.src.ID, at, err)
}

// keeping applies the contract to what was read and emits what holds.
type keeping struct {
	src      *Source
	emit     func(Row, Where) error
	report   *Report
	contract *contract
	filled   []bool
}

func (k *keeping) batch(b *batch) error {
	for _, p := range b.items {
		switch {
		case p.row != nil:
			if err := k.row(p.row, p.at); err != nil {
				return err
			}
		case p.breach != nil:
			k.report.quarantine(p.at, p.breach)
		default:
			add(k.report.Skipped, string(p.skip), 1)
		}
	}
	return nil
}

func (k *keeping) row(row Row, at Where) error {
	out, breach := k.contract.apply(row, at)
	if breach != nil {
		k.report.quarantine(at, breach)
		return nil
	}
	for i, v := range out {
		if v != "" {
			k.filled[i] = true
		}
	}
	k.report.Rows++
	return k.emit(out, at)
}
