// Package block is the compact form of rows, in the store and in the embedded dataset:
// some thousands of rows in the order of their keys, column by column, compressed.
// The same rows always give the same bytes.
//
//	magic    2 bytes
//	rows     uvarint
//	columns  uvarint
//	for each column: form, a byte; length of its bytes as they are, uvarint; and as
//	they are kept, uvarint: the same when compression does not pay
//	the bytes of each column
//	CRC-32C of all that, 4 bytes, big end first
//
// The form of a column is chosen by what is in it; see [form].
package block

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"sync"

	"github.com/klauspost/compress/zstd"
)

// Bounds of a block: what is read is refused past them, whatever it says of itself.
const (
	MaxRows    = 1 << 16
	MaxColumns = 1 << 10
	maxColumn  = 64 << 20 // bytes of a column, not compressed
)

const magic = "\xb1\x01"

// form is how the values of a column are written before compression.
type form byte

const (
	same  form = iota // one value, that of all rows
	words             // the different values, in order; then the number of each row's
	front             // how many bytes each value shares with the one before; and the rest of it
	plain             // lengths, then values
)

var table = crc32.MakeTable(crc32.Castagnoli)

// codecs are made once: each holds some megabytes of tables.
var (
	encoder = sync.OnceValues(func() (*zstd.Encoder, error) {
		return zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedBetterCompression), zstd.WithEncoderConcurrency(1),
			zstd.WithEncoderCRC(false), zstd.WithSingleSegment(true))
	})
	decoder = sync.OnceValues(func() (*zstd.Decoder, error) {
		return zstd.NewReader(nil, zstd.WithDecoderConcurrency(0), zstd.WithDecoderMaxMemory(maxColumn))
	})
)

// Encode writes rows of so many values each. It panics when they are not what the
// bounds allow: callers cut their rows into blocks.
func Encode(rows [][]string, columns int) []byte {
	if len(rows) > MaxRows || columns > MaxColumns {
		panic(fmt.Sprintf("block: %d rows of %d columns", len(rows), columns))
	}
	z, err := encoder()
	if err != nil {
		panic(err) // options that the library does not know
	}
	out := []byte(magic)
	out = binary.AppendUvarint(out, uint64(len(rows)))
	out = binary.AppendUvarint(out, uint64(columns))
	var body []byte
	values := make([]string, len(rows))
	for c := range columns {
		for i, row := range rows {
			values[i] = row[c]
		}
		f, raw := encodeColumn(values)
		from := len(body)
		body = z.EncodeAll(raw, body)
		if len(body)-from >= len(raw) {
			body = append(body[:from], raw...)
		}
		out = append(out, byte(f))
		out = binary.AppendUvarint(out, uint64(len(raw)))
		out = binary.AppendUvarint(out, uint64(len(body)-from))
	}
	out = append(out, body...)
	return binary.BigEndian.AppendUint32(out, crc32.Checksum(out, table))
}

// Block is rows that were encoded. Its columns are decoded when asked for.
type Block struct {
	rows    int
	columns []column
}

type column struct {
	form   form
	raw    int // bytes as they are
	packed []byte
}

// ErrDamaged is what is wrong with bytes that Encode did not write.
var ErrDamaged = errors.New("damaged block")

func damaged(format string, args ...any) error {
	return fmt.Errorf("%w: "+format, append([]any{ErrDamaged}, args...)...)
}

// Decode reads what Encode wrote. The block refers to the bytes.
func Decode(b []byte) (*Block, error) {
	if len(b) < len(magic)+4 || string(b[:len(magic)]) != magic {
		return nil, damaged("it does not begin like one")
	}
	body, sum := b[:len(b)-4], binary.BigEndian.Uint32(b[len(b)-4:])
	if crc32.Checksum(body, table) != sum {
		return nil, damaged("its checksum is not that of its bytes")
	}
	r := reader{body[len(magic):]}
	rows, columns := r.number(MaxRows), r.number(MaxColumns)
	if rows < 0 || columns < 0 {
		return nil, damaged("its size can't be")
	}
	block := &Block{rows: rows, columns: make([]column, columns)}
	sizes := make([]int, columns)
	for i := range block.columns {
		c := &block.columns[i]
		c.form = form(r.byte())
		c.raw, sizes[i] = r.number(maxColumn), r.number(maxColumn)
		if c.form > plain || c.raw < 0 || sizes[i] < 0 || sizes[i] > c.raw {
			return nil, damaged("column %d can't be", i)
		}
	}
	for i := range block.columns {
		packed, ok := r.take(sizes[i])
		if !ok {
			return nil, damaged("column %d is cut short", i)
		}
		block.columns[i].packed = packed
	}
	if len(r.left) > 0 {
		return nil, damaged("%d bytes too many", len(r.left))
	}
	return block, nil
}

// Len is how many rows there are.
func (b *Block) Len() int { return b.rows }

// Columns is how many values a row has.
func (b *Block) Columns() int { return len(b.columns) }

// Column returns the values of a column, one a row. The strings may be kept.
func (b *Block) Column(i int) ([]string, error) {
	if i < 0 || i >= len(b.columns) {
		return nil, fmt.Errorf("block: no column %d among %d", i, len(b.columns))
	}
	c := b.columns[i]
	raw := c.packed
	if len(c.packed) < c.raw {
		z, err := decoder()
		if err != nil {
			return nil, err
		}
		raw, err = z.DecodeAll(c.packed, make([]byte, 0, c.raw))
		if err != nil {
			return nil, damaged("column %d: %v", i, err)
		}
	}
	if len(raw) != c.raw {
		return nil, damaged("column %d has %d bytes instead of %d", i, len(raw), c.raw)
	}
	values, err := decodeColumn(c.form, raw, b.rows)
	if err != nil {
		return nil, damaged("column %d: %v", i, err)
	}
	return values, nil
}
