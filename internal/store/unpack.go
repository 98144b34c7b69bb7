package store

import (
	"archive/tar"
	"bufio"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"slices"
	"strings"

	"continuum/internal/fault"
)

// archiveReader reads an archive and believes nothing of it: every entry is the one
// that has to come, no longer than an entry may be, all of them together no longer
// than the bound given.
type archiveReader struct {
	tar  *tar.Reader
	left *io.LimitedReader // of what comes out of the decompression
	raw  *bufio.Reader     // what is compressed
	head archiveHead
	sums []archiveSum // as counted
}

// refused says that the archive can't be restored, where and why.
func refused(place string, format string, args ...any) error {
	return fault.New(fault.Invalid, "restore.archive", place).Because(
		fmt.Errorf("backup, "+place+": "+format+"; nothing was changed", args...))
}

// openArchive reads the head of an archive.
func openArchive(r io.Reader, limit int64) (*archiveReader, error) {
	raw := bufio.NewReader(r)
	gz, err := gzip.NewReader(raw)
	if err != nil {
		return nil, refused("start", "not a backup of this program (%w)", err)
	}
	gz.Multistream(false)
	left := &io.LimitedReader{R: gz, N: limit}
	a := &archiveReader{tar: tar.NewReader(left), left: left, raw: raw}
	name, content, err := a.next()
	if err != nil {
		return nil, err
	}
	if name != formatEntry {
		return nil, refused("entry "+name, "want %s first: not a backup of this program", formatEntry)
	}
	if err := json.Unmarshal(content, &a.head); err != nil {
		return nil, refused("entry "+name, "%w", err)
	}
	known, err := knownVersion()
	switch {
	case err != nil:
		return nil, err
	case a.head.Format != archiveFormat:
		return nil, refused("entry "+name, "format %.40q is not %q", a.head.Format, archiveFormat)
	case a.head.Version != archiveVersion || a.head.Schema > known:
		return nil, refused("entry "+name, "made by another version of the program (format %d, schema %d; this one knows %d and %d): restore with that version",
			a.head.Version, a.head.Schema, archiveVersion, known)
	case a.head.Schema < 1:
		return nil, refused("entry "+name, "schema %d", a.head.Schema)
	}
	return a, nil
}

// next reads the next entry whole.
func (a *archiveReader) next() (name string, content []byte, err error) {
	h, err := a.tar.Next()
	if err != nil {
		return "", nil, a.broken("after "+a.place(), err)
	}
	name = fmt.Sprintf("%.100q", h.Name)
	switch {
	case h.Typeflag != tar.TypeReg:
		return "", nil, refused("entry "+name, "not a plain file")
	case h.Size > maxEntry:
		return "", nil, refused("entry "+name, "%d bytes long, more than an entry may be", h.Size)
	}
	content, err = io.ReadAll(a.tar)
	if err != nil {
		return "", nil, a.broken("entry "+name, err)
	}
	return h.Name, content, nil
}

func (a *archiveReader) place() string {
	if len(a.sums) == 0 {
		return formatEntry
	}
	return "table " + a.sums[len(a.sums)-1].Table
}

// broken names what is wrong with a stream that can't be read on.
func (a *archiveReader) broken(place string, err error) error {
	switch {
	case a.left.N <= 0:
		return refused(place, "larger than a backup may be when decompressed")
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return refused(place, "cut short: the file is not whole")
	}
	return refused(place, "damaged: %w", err)
}

// read gives every row to add, table after table, then checks the manifest and that
// nothing follows. Only when it returns nil was the archive whole and right.
func (a *archiveReader) read(add func(t archiveTable, rows [][]any) error) error {
	name, content, err := a.next()
	if err != nil {
		return err
	}
	for _, t := range a.head.Tables {
		a.sums = append(a.sums, archiveSum{Table: t.Name})
		sum := &a.sums[len(a.sums)-1]
		hash := sha256.New()
		for n := 1; name == fmt.Sprintf("%s/%06d.jsonl", t.Name, n); n++ {
			if err := a.part(t, name, content, sum, hash, add); err != nil {
				return err
			}
			if name, content, err = a.next(); err != nil {
				return err
			}
		}
		sum.SHA256 = hex.EncodeToString(hash.Sum(nil))
	}
	if name != manifestEntry {
		return refused(fmt.Sprintf("entry %.100q", name), "not expected here")
	}
	var want []archiveSum
	if err := json.Unmarshal(content, &want); err != nil {
		return refused("entry "+name, "%w", err)
	}
	if !slices.Equal(want, a.sums) {
		return refused("entry "+name, "%s", a.difference(want))
	}
	return a.end()
}

// part reads the rows of one entry.
func (a *archiveReader) part(t archiveTable, name string, content []byte, sum *archiveSum, hash hash.Hash, add func(archiveTable, [][]any) error) error {
	hash.Write(content)
	var rows [][]any
	for i, line := range bytes.Split(bytes.TrimSuffix(content, []byte("\n")), []byte("\n")) {
		row, err := parseRow(line)
		if err == nil && len(row) != len(t.Columns) {
			err = fmt.Errorf("%d values for %d columns", len(row), len(t.Columns))
		}
		if err != nil {
			return refused(fmt.Sprintf("entry %s, line %d", name, i+1), "%w", err)
		}
		rows = append(rows, row)
	}
	sum.Rows += int64(len(rows))
	if err := add(t, rows); err != nil {
		return refused("entry "+name, "%w", err)
	}
	return nil
}

// parseRow reads an array of texts, numbers, bytes, truths and nulls.
func parseRow(line []byte) ([]any, error) {
	d := json.NewDecoder(bytes.NewReader(line))
	d.UseNumber()
	var row []any
	if err := d.Decode(&row); err != nil {
		return nil, err
	}
	if d.More() {
		return nil, errors.New("more than an array")
	}
	for i, v := range row {
		switch v := v.(type) {
		case nil, string, bool:
		case map[string]any:
			b, err := parseBytes(v)
			if err != nil {
				return nil, fmt.Errorf("value %d: %w", i+1, err)
			}
			row[i] = b
		case json.Number:
			if n, err := v.Int64(); err == nil {
				row[i] = n
			} else if f, err := v.Float64(); err == nil {
				row[i] = f
			} else {
				return nil, fmt.Errorf("number %.40q", v)
			}
		default:
			return nil, fmt.Errorf("value %d is neither a text, a number, bytes, a truth nor null", i+1)
		}
	}
	return row, nil
}

// parseBytes reads what archiveBytes wrote.
func parseBytes(v map[string]any) ([]byte, error) {
	s, ok := v["base64"].(string)
	if !ok || len(v) != 1 {
		return nil, errors.New("an object that is not bytes")
	}
	return base64.StdEncoding.DecodeString(s)
}

// difference names the first table that is not what the manifest says.
func (a *archiveReader) difference(want []archiveSum) string {
	for i, got := range a.sums {
		switch {
		case i >= len(want) || want[i].Table != got.Table:
			return fmt.Sprintf("table %s is not in it", got.Table)
		case want[i].Rows != got.Rows:
			return fmt.Sprintf("table %s has %d rows, %d were saved", got.Table, got.Rows, want[i].Rows)
		case want[i].SHA256 != got.SHA256:
			return fmt.Sprintf("table %s is not what was saved (its SHA-256 differs)", got.Table)
		}
	}
	return "it names tables that are not there"
}

// end makes sure that the archive ends here, its last checksum included.
func (a *archiveReader) end() error {
	if h, err := a.tar.Next(); err == nil {
		return refused(fmt.Sprintf("entry %.100q", h.Name), "comes after the end")
	} else if !errors.Is(err, io.EOF) {
		return a.broken("end", err)
	}
	if _, err := io.Copy(io.Discard, a.left); err != nil {
		return a.broken("end", err)
	}
	if _, err := a.raw.ReadByte(); err == nil {
		return refused("end", "more bytes follow")
	}
	return nil
}

// checkTables makes sure that the archive's tables are those of its schema: names
// from outside never become part of a statement otherwise.
func (a *archiveReader) checkTables(actual map[string][]string) error {
	seen := make(map[string]bool)
	for _, t := range a.head.Tables {
		columns, ok := actual[t.Name]
		switch {
		case !ok || seen[t.Name]:
			return refused("entry "+formatEntry, "unknown or repeated table %.60q", t.Name)
		case !slices.Equal(slices.Sorted(slices.Values(columns)), slices.Sorted(slices.Values(t.Columns))):
			return refused("entry "+formatEntry, "table %s has columns %s, want %s", t.Name, strings.Join(t.Columns, " "), strings.Join(columns, " "))
		}
		seen[t.Name] = true
	}
	if len(seen) != len(actual) {
		return refused("entry "+formatEntry, "%d tables, want %d", len(seen), len(actual))
	}
	return nil
}
