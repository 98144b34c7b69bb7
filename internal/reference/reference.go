// Package reference is the national dataset embedded in the program: version zero of
// each official source, as facts and figures only, in one file for each licence. It is
// made by the project's own importers ([Write]) and taken in by an empty store.
//
// A file is a line of magic, the length of its head, the head as JSON, and the blocks
// of rows of its sources end to end (package block). The same versions always give the
// same bytes.
package reference

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"continuum/internal/opendata"
)

const magic = "continuum reference 1\n"

// maxHead bounds the head of a file: no memory is given to a length that lies.
const maxHead = 1 << 20

// head is what a file says of itself.
type head struct {
	Licence opendata.Licence `json:"licence"`
	Sources []entry          `json:"sources"`
}

// entry is a source of a file. The instant of its record is left out: the dataset does
// not depend on when it was made.
type entry struct {
	ID          string          `json:"id"`
	Checksum    string          `json:"checksum"`
	Rows        int             `json:"rows"`
	Columns     []string        `json:"columns"`
	Layout      string          `json:"layout,omitempty"`
	Vintage     string          `json:"vintage,omitempty"`
	Files       []opendata.File `json:"files,omitempty"`
	Read        int             `json:"read"`
	Skipped     map[string]int  `json:"skipped,omitempty"`
	Quarantined map[string]int  `json:"quarantined,omitempty"`
	Warned      map[string]int  `json:"warned,omitempty"`
	Blocks      []int           `json:"blocks"` // bytes of each
}

// Drafts are the embedded versions, by licence, then in the order of the registry when
// they were written. They hold nothing to close.
func Drafts() ([]*opendata.Draft, error) {
	var all []*opendata.Draft
	for _, f := range files() {
		drafts, err := Decode(f)
		if err != nil {
			return nil, fmt.Errorf("embedded dataset: %w", err)
		}
		all = append(all, drafts...)
	}
	return all, nil
}

// Decode reads a file. Its blocks are looked at, its checksums believed: see [Check].
func Decode(file []byte) ([]*opendata.Draft, error) {
	rest, ok := bytes.CutPrefix(file, []byte(magic))
	if !ok {
		return nil, errors.New("not a reference file")
	}
	size, n := binary.Uvarint(rest)
	if n <= 0 || size > maxHead || size > uint64(len(rest)-n) {
		return nil, errors.New("damaged: its head is cut")
	}
	var h head
	if err := json.Unmarshal(rest[n:n+int(size)], &h); err != nil {
		return nil, fmt.Errorf("damaged head: %w", err)
	}
	rest = rest[n+int(size):]
	drafts := make([]*opendata.Draft, 0, len(h.Sources))
	for _, e := range h.Sources {
		var blocks [][]byte
		for _, b := range e.Blocks {
			if b < 0 || b > len(rest) {
				return nil, fmt.Errorf("source %s: damaged: its rows are cut", e.ID)
			}
			blocks, rest = append(blocks, rest[:b:b]), rest[b:]
		}
		content, err := opendata.StaticContent(e.Columns, e.Checksum, blocks)
		if err != nil {
			return nil, fmt.Errorf("source %s: %w", e.ID, err)
		}
		if content.Rows != e.Rows {
			return nil, fmt.Errorf("source %s: damaged: %d rows, want %d", e.ID, content.Rows, e.Rows)
		}
		drafts = append(drafts, &opendata.Draft{
			Version: opendata.Version{
				Source: e.ID, Checksum: e.Checksum, Rows: e.Rows, Columns: e.Columns, Layout: e.Layout, Licence: h.Licence,
				Vintage: e.Vintage, Files: e.Files, Read: e.Read, Skipped: e.Skipped, Quarantined: e.Quarantined, Warned: e.Warned,
			},
			Content: content, Base: opendata.NoVersion,
		})
	}
	if len(rest) > 0 {
		return nil, fmt.Errorf("damaged: %d bytes after the last source", len(rest))
	}
	return drafts, nil
}

// Check reads every row of every draft and compares the checksums.
func Check(drafts []*opendata.Draft) error {
	for _, d := range drafts {
		sum := opendata.NewChecksum(d.Columns)
		if err := d.Content.Scan(d.Columns, func(row []string) error {
			sum.Add(row)
			return nil
		}); err != nil {
			return fmt.Errorf("source %s: %w", d.Source, err)
		}
		if got := sum.String(); got != d.Checksum {
			return fmt.Errorf("source %s: its rows don't have the checksum %.12s", d.Source, d.Checksum)
		}
	}
	return nil
}

// Encode makes the file of a licence: the current version of each of its sources,
// without prose nor what is kept apart, and without the rows that the source leaves out of the dataset. Nil
// when there is none.
func Encode(rows opendata.Rows, sources []*opendata.Source, licence opendata.Licence) ([]byte, error) {
	h := head{Licence: licence}
	var blocks []byte
	for _, src := range sources {
		v, ok := rows.Version(src.ID)
		if !ok || src.Licence != licence {
			continue
		}
		e, content, err := encode(rows, src, v)
		if err != nil {
			return nil, fmt.Errorf("source %s: %w", src.ID, err)
		}
		if e.Rows > 0 {
			h.Sources, blocks = append(h.Sources, e), append(blocks, content...)
		}
	}
	if len(h.Sources) == 0 {
		return nil, nil
	}
	text, err := json.Marshal(h)
	if err != nil {
		return nil, err
	}
	file := binary.AppendUvarint([]byte(magic), uint64(len(text)))
	return append(append(file, text...), blocks...), nil
}

func encode(rows opendata.Rows, src *opendata.Source, v opendata.Version) (e entry, blocks []byte, err error) {
	var columns []string
	var at []int
	for i, c := range src.Columns {
		if !c.Prose && !c.Apart {
			columns, at = append(columns, c.Name), append(at, i)
		}
	}
	b, err := opendata.NewBuilder(columns, "")
	if err != nil {
		return e, nil, err
	}
	err = rows.Scan(src, src.ColumnNames(), func(row []string) error {
		if src.Embed != nil && !src.Embed(row) {
			return nil
		}
		kept := make(opendata.Row, len(at))
		for i, c := range at {
			kept[i] = row[c]
		}
		return b.Add(kept)
	})
	if err != nil {
		return e, nil, errors.Join(err, b.Abandon())
	}
	content, err := b.Finish()
	if err != nil {
		return e, nil, err
	}
	e = entry{
		ID: src.ID, Checksum: content.Checksum, Rows: content.Rows, Columns: columns, Layout: v.Layout, Vintage: v.Vintage,
		Files: slices.Clone(v.Files), Read: v.Read, Skipped: v.Skipped, Quarantined: v.Quarantined, Warned: v.Warned,
	}
	err = content.Blocks(func(_ int, block []byte) error {
		e.Blocks, blocks = append(e.Blocks, len(block)), append(blocks, block...)
		return nil
	})
	return e, blocks, errors.Join(err, content.Close())
}

// Rows reads drafts as the versions in force, for who needs no store.
type Rows map[string]*opendata.Draft

// RowsOf are those of some drafts.
func RowsOf(drafts []*opendata.Draft) Rows {
	r := make(Rows, len(drafts))
	for _, d := range drafts {
		r[d.Source] = d
	}
	return r
}

// Version returns the version of a source; ok is false when there is none.
func (r Rows) Version(source string) (v opendata.Version, ok bool) {
	d, ok := r[source]
	if !ok {
		return v, false
	}
	return d.Version, true
}

// Scan calls fn with some columns of each row; see [opendata.Rows].
func (r Rows) Scan(source *opendata.Source, columns []string, fn func([]string) error) error {
	d, ok := r[source.ID]
	if !ok {
		return nil
	}
	return d.Content.Scan(columns, fn)
}
