package opendata

import (
	"bufio"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"slices"

	"continuum/internal/opendata/block"
)

// Blocks are cut after so many rows, or so many bytes of them.
const (
	blockRows  = 4096
	blockBytes = 2 << 20
)

// Content is the rows of a version in their order, cut into blocks.
type Content struct {
	Columns  []string
	Rows     int
	Checksum string // see [Checksum]
	file     *temp  // nil when the blocks are in memory
	sizes    []blockSize
	memory   [][]byte
}

type blockSize struct{ rows, bytes int }

// StaticContent is a content of blocks that are in memory, as in the dataset embedded
// in the program. The checksum is believed.
func StaticContent(columns []string, checksum string, blocks [][]byte) (*Content, error) {
	c := &Content{Columns: columns, Checksum: checksum, memory: blocks}
	for i, b := range blocks {
		d, err := block.Decode(b)
		if err == nil && d.Columns() != len(columns) {
			err = fmt.Errorf("%d columns, want %d", d.Columns(), len(columns))
		}
		if err != nil {
			return nil, fmt.Errorf("block %d: %w", i+1, err)
		}
		c.sizes = append(c.sizes, blockSize{d.Len(), len(b)})
		c.Rows += d.Len()
	}
	return c, nil
}

// Checksum sums rows up in their order; the same columns and rows have the same one.
type Checksum struct {
	h   hash.Hash
	buf []byte
}

// NewChecksum begins the checksum of rows of those columns.
func NewChecksum(columns []string) *Checksum {
	c := &Checksum{h: sha256.New()}
	c.Add(columns)
	return c
}

// Add adds a row.
func (c *Checksum) Add(row Row) {
	c.buf = c.buf[:0]
	for _, v := range row {
		c.buf = binary.AppendUvarint(c.buf, uint64(len(v)))
		c.buf = append(c.buf, v...)
	}
	c.h.Write(c.buf)
}

// String is the checksum of what was added.
func (c *Checksum) String() string { return hex.EncodeToString(c.h.Sum(nil)) }

// Builder makes a content of rows that come in their order.
type Builder struct {
	content *Content
	w       *bufio.Writer
	sum     *Checksum
	rows    []Row
	bytes   int
}

// NewBuilder begins a content; dir is where its blocks wait, empty for the system's
// folder of temporary files.
func NewBuilder(columns []string, dir string) (*Builder, error) {
	f, err := newTemp(dir)
	if err != nil {
		return nil, err
	}
	return &Builder{
		content: &Content{Columns: columns, file: f}, w: bufio.NewWriterSize(f, sortBuffer),
		sum: NewChecksum(columns),
	}, nil
}

// temp is a file that goes with the program, whatever ends it: its name is taken away
// at once. Where the system keeps the name of an open file, closing takes it away.
type temp struct {
	*os.File
	named bool
}

func newTemp(dir string) (*temp, error) {
	f, err := os.CreateTemp(dir, "continuum-*")
	if err != nil {
		return nil, err
	}
	return &temp{f, os.Remove(f.Name()) != nil}, nil
}

func (t *temp) Close() error {
	err := t.File.Close()
	if t.named {
		err = errors.Join(err, os.Remove(t.Name()))
	}
	return err
}

// Add adds a row, which is kept until its block is cut.
func (b *Builder) Add(row Row) error {
	b.sum.Add(row)
	b.rows = append(b.rows, row)
	for _, v := range row {
		b.bytes += len(v)
	}
	if len(b.rows) < blockRows && b.bytes < blockBytes {
		return nil
	}
	return b.cut()
}

func (b *Builder) cut() error {
	content := block.Encode(b.rows, len(b.content.Columns))
	b.content.sizes = append(b.content.sizes, blockSize{len(b.rows), len(content)})
	b.content.Rows += len(b.rows)
	clear(b.rows)
	b.rows, b.bytes = b.rows[:0], 0
	_, err := b.w.Write(content)
	return err
}

// Finish returns the content, to be closed by the caller.
func (b *Builder) Finish() (*Content, error) {
	var err error
	if len(b.rows) > 0 {
		err = b.cut()
	}
	if err = errors.Join(err, b.w.Flush()); err != nil {
		return nil, errors.Join(err, b.Abandon())
	}
	b.content.Checksum = b.sum.String()
	return b.content, nil
}

// Abandon gives back what the builder holds, instead of finishing.
func (b *Builder) Abandon() error { return b.content.Close() }

// Blocks gives the blocks in order, as often as asked; fn must not keep the bytes.
func (c *Content) Blocks(fn func(rows int, content []byte) error) error {
	if c.file == nil {
		for i, b := range c.memory {
			if err := fn(c.sizes[i].rows, b); err != nil {
				return err
			}
		}
		return nil
	}
	r := bufio.NewReaderSize(io.NewSectionReader(c.file, 0, 1<<62), sortBuffer)
	var buf []byte
	for _, s := range c.sizes {
		buf = slices.Grow(buf[:0], s.bytes)[:s.bytes]
		if _, err := io.ReadFull(r, buf); err != nil {
			return err
		}
		if err := fn(s.rows, buf); err != nil {
			return err
		}
	}
	return nil
}

// Scan calls fn with the values of some columns of each row; a column that the content
// has not is empty. The slice is reused, its strings may be kept.
func (c *Content) Scan(columns []string, fn func([]string) error) error {
	return c.Blocks(func(_ int, content []byte) error {
		return ScanBlock(slices.Clone(content), c.Columns, columns, fn)
	})
}

// Close gives the disk back.
func (c *Content) Close() error {
	if c.file == nil {
		return nil
	}
	return c.file.Close()
}

// ScanBlock calls fn with the values of some columns of each row of a block of rows of
// those it has. The slice is reused; its strings refer to the content, which nobody may
// change.
func ScanBlock(content []byte, has, columns []string, fn func([]string) error) error {
	b, err := block.Decode(content)
	if err != nil {
		return err
	}
	if b.Columns() != len(has) {
		return fmt.Errorf("a block of %d columns, want %d", b.Columns(), len(has))
	}
	values := make([][]string, len(columns))
	for i, name := range columns {
		if at := slices.Index(has, name); at >= 0 {
			if values[i], err = b.Column(at); err != nil {
				return err
			}
		}
	}
	row := make([]string, len(columns))
	for r := range b.Len() {
		for i, v := range values {
			if v != nil {
				row[i] = v[r]
			}
		}
		if err := fn(row); err != nil {
			return err
		}
	}
	return nil
}

// ColumnNames are the names of the source's columns, in their order.
func (s *Source) ColumnNames() []string {
	names := make([]string, len(s.Columns))
	for i, c := range s.Columns {
		names[i] = c.Name
	}
	return names
}
