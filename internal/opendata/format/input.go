package format

import (
	"archive/zip"
	"bufio"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"
)

// input is a file on disk, and the bytes of what it holds.
type input struct {
	path, name string
	kind       Kind
	file       *os.File
	size       int64
	modified   time.Time
	read       atomic.Int64 // bytes of the file on disk

	content *bufio.Reader // what the file holds, uncompressed and within the limits
	packed  bool          // the content is not the file itself
	closers []func() error
}

// sniffed is how many bytes of the content are looked at to know its encoding.
const sniffed = 1 << 20

// openInput opens a file and whatever compresses it. It always returns an input, so that
// errors have a name.
func openInput(p, member string, kind Kind, lim Limits) (*input, error) {
	in := &input{path: p, name: filepath.Base(p), kind: kind}
	if err := in.open(member, lim); err != nil {
		in.close()
		return in, err
	}
	return in, nil
}

func (in *input) open(member string, lim Limits) error {
	f, err := os.Open(in.path)
	if err != nil {
		return err
	}
	in.file = f
	in.closers = append(in.closers, f.Close)
	st, err := f.Stat()
	if err != nil {
		return err
	}
	if !st.Mode().IsRegular() {
		return &broken{reason: "not a regular file"}
	}
	if in.size, in.modified = st.Size(), st.ModTime(); in.size == 0 {
		return &broken{reason: "empty file"}
	}
	var magic [4]byte
	n, err := f.ReadAt(magic[:], 0)
	if err != nil && err != io.EOF {
		return err
	}
	bounded := &bounded{in: in, lim: lim}
	switch {
	case bytes.HasPrefix(magic[:n], []byte{0x1f, 0x8b}):
		in.packed = true
		z, err := gzip.NewReader(bufio.NewReaderSize(&counted{f, &in.read}, 64<<10))
		if err != nil {
			return err
		}
		bounded.r = z
	case bytes.HasPrefix(magic[:n], []byte("PK")) && (in.kind != XLSX || member != ""):
		in.packed = true
		if bounded.r, err = in.openMember(member); err != nil {
			return err
		}
	default:
		if member != "" {
			return &broken{reason: fmt.Sprintf("not a zip archive, where %q was to be found", member)}
		}
		bounded.r = &counted{f, &in.read}
	}
	in.content = bufio.NewReaderSize(bounded, sniffed)
	return in.sniff()
}

// openMember opens the only file of a zip archive that matches a glob.
func (in *input) openMember(member string) (io.Reader, error) {
	z, err := zip.NewReader(&countedAt{in.file, &in.read}, in.size)
	if err != nil {
		return nil, err
	}
	in.read.Store(0) // the directory is at the end: progress starts with the member
	var files, match []*zip.File
	for _, f := range z.File {
		if f.FileInfo().IsDir() || strings.HasPrefix(f.Name, "__MACOSX/") {
			continue
		}
		files = append(files, f)
		ok, err := path.Match(member, path.Base(f.Name))
		if err != nil {
			return nil, &broken{reason: fmt.Sprintf("%q is no glob", member), err: err}
		}
		if ok || member == "" {
			match = append(match, f)
		}
	}
	if len(match) != 1 {
		return nil, &broken{reason: choose(files, match, member)}
	}
	in.name += ":" + path.Base(match[0].Name)
	r, err := match[0].Open()
	if err != nil {
		return nil, err
	}
	in.closers = append(in.closers, r.Close)
	return r, nil
}

// choose says why a member of an archive can't be told.
func choose(files, match []*zip.File, member string) string {
	names := make([]string, 0, 6)
	for _, f := range files {
		if f.Name == "[Content_Types].xml" {
			return "a spreadsheet (XLSX), not a zip archive of files: save it in the expected format"
		}
		if len(names) == 5 {
			names = append(names, "…")
			break
		}
		names = append(names, f.Name)
	}
	if member == "" {
		return fmt.Sprintf("a zip archive of %d files, where one was expected: %s", len(files), strings.Join(names, ", "))
	}
	return fmt.Sprintf("a zip archive in which %d files match %q, where one must: it holds %s",
		len(match), member, strings.Join(names, ", "))
}

// sniff refuses contents that are plainly of another kind than expected, a page of
// error saved as a data file before all.
func (in *input) sniff() error {
	head, err := in.content.Peek(1024)
	if err != nil && err != io.EOF {
		return err
	}
	if len(head) == 0 {
		return &broken{reason: "empty file"}
	}
	found := ""
	text := bytes.ToLower(bytes.TrimLeft(bytes.TrimPrefix(head, bom), " \t\r\n"))
	switch {
	case bytes.HasPrefix(head, []byte("PAR1")):
		found = "Parquet"
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		found = "zip or XLSX"
	case bytes.HasPrefix(head, []byte("\xd0\xcf\x11\xe0")):
		found = "an old or protected Excel file"
	case bytes.HasPrefix(head, []byte("\x1f\x8b")):
		found = "gzip inside of the archive"
	case bytes.HasPrefix(head, []byte("%PDF")):
		found = "PDF"
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("\xfe\xff")):
		found = "UTF-16 text (save it as UTF-8)"
	case bytes.HasPrefix(text, []byte("<!doctype html")), bytes.HasPrefix(text, []byte("<html")):
		found = "an HTML page, likely an error of the portal"
	case bytes.IndexByte(head, 0) >= 0:
		found = "binary"
	case bytes.HasPrefix(text, []byte("<?xml")), in.kind != CSV && bytes.HasPrefix(text, []byte("<")):
		found = "XML"
	case bytes.HasPrefix(text, []byte("{")), bytes.HasPrefix(text, []byte("[")):
		found = "JSON"
	case len(text) == 0 && len(head) < 1024:
		return &broken{reason: "empty file"}
	}
	want := map[Kind]string{XML: "XML", XLSX: "zip or XLSX", Parquet: "Parquet", JSON: "JSON"}
	if found == want[in.kind] { // of CSV, nothing that is known
		return nil
	}
	if found == "" {
		found = "something else"
	}
	return &broken{reason: fmt.Sprintf("not %s as expected but %s", in.kind, found)}
}

// random returns the content at random positions: the file itself, or a temporary copy
// of what is packed in it.
func (in *input) random() (io.ReaderAt, int64, error) {
	if !in.packed {
		return &countedAt{in.file, &in.read}, in.size, nil
	}
	tmp, err := os.CreateTemp("", "continuum-*")
	if err != nil {
		return nil, 0, err
	}
	in.closers = append(in.closers, func() error { return os.Remove(tmp.Name()) }, tmp.Close)
	n, err := io.Copy(tmp, in.content)
	return tmp, n, err
}

// unchanged fails when the file on disk is no longer the one that was opened.
func (in *input) unchanged() error {
	st, err := os.Stat(in.path)
	if err == nil {
		var opened fs.FileInfo
		if opened, err = in.file.Stat(); err == nil && os.SameFile(st, opened) &&
			st.Size() == in.size && st.ModTime().Equal(in.modified) {
			return nil
		}
	}
	return &broken{reason: "the file changed while it was read: import it again once it is complete", err: err}
}

func (in *input) close() error {
	var errs []error
	for i := len(in.closers) - 1; i >= 0; i-- {
		errs = append(errs, in.closers[i]())
	}
	in.closers = nil
	return errors.Join(errs...)
}

// failure makes an [Error] of what went wrong.
func (in *input) failure(err error) error {
	e := &Error{File: in.name, Reason: err.Error(), Err: err}
	var b *broken
	var path *fs.PathError
	switch {
	case errors.As(err, &b):
		e.Line, e.Reason, e.Err = b.line, b.reason, b.err
	case errors.Is(err, io.ErrUnexpectedEOF) && in.packed:
		e.Reason = "truncated archive: download it again"
	case errors.Is(err, gzip.ErrHeader), errors.Is(err, gzip.ErrChecksum), errors.Is(err, zip.ErrFormat),
		errors.Is(err, zip.ErrChecksum), errors.Is(err, zip.ErrAlgorithm), errors.As(err, new(flate.CorruptInputError)):
		e.Reason = "damaged or truncated archive (" + err.Error() + "): download it again"
	case errors.As(err, &path):
		e.Reason = path.Op + ": " + path.Err.Error()
	}
	e.Reason = strings.Join(strings.Fields(e.Reason), " ")
	return e
}

// bounded stops a content that grows past the limits.
type bounded struct {
	r   io.Reader
	in  *input
	lim Limits
	n   int64
}

func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	b.n += int64(n)
	if b.n > b.lim.Bytes {
		return 0, &broken{reason: fmt.Sprintf("more than %d MB once uncompressed", b.lim.Bytes>>20)}
	}
	if b.in.packed && b.n > ratioFrom && b.n > b.lim.Ratio*b.in.read.Load() {
		return 0, &broken{reason: fmt.Sprintf("an archive that grows more than %d times: refused as a bomb", b.lim.Ratio)}
	}
	return n, err
}

// counted and countedAt count what is read of the file on disk.
type counted struct {
	r io.Reader
	n *atomic.Int64
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n.Add(int64(n))
	return n, err
}

type countedAt struct {
	r io.ReaderAt
	n *atomic.Int64
}

func (c *countedAt) ReadAt(p []byte, off int64) (int, error) {
	n, err := c.r.ReadAt(p, off)
	c.n.Add(int64(n))
	return n, err
}
