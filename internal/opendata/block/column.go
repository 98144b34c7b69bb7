package block

import (
	"encoding/binary"
	"errors"
	"math"
	"slices"
	"unsafe"
)

// encodeColumn chooses a form and writes values in it.
func encodeColumn(values []string) (form, []byte) {
	if len(values) == 0 {
		return plain, nil
	}
	shared, total := 0, 0
	number := make(map[string]uint32)
	for i, v := range values {
		number[v] = 0
		total += len(v)
		if i > 0 {
			shared += common(values[i-1], v)
		}
	}
	switch {
	case len(number) == 1:
		return same, []byte(values[0])
	case len(number) <= len(values)/4 && len(number) <= math.MaxUint16+1:
		return words, encodeWords(values, number)
	case shared > total/4:
		return front, encodeFront(nil, values)
	}
	return plain, encodePlain(values)
}

// common is how many bytes two values begin with alike.
func common(a, b string) int {
	n := min(len(a), len(b))
	for i := range n {
		if a[i] != b[i] {
			return i
		}
	}
	return n
}

// encodeWords writes the different values, then their numbers, low bytes first and all
// together: high bytes are mostly alike.
func encodeWords(values []string, number map[string]uint32) []byte {
	sorted := make([]string, 0, len(number))
	for v := range number {
		sorted = append(sorted, v)
	}
	slices.Sort(sorted)
	for i, v := range sorted {
		number[v] = uint32(i)
	}
	out := binary.AppendUvarint(nil, uint64(len(sorted)))
	list := encodeFront(nil, sorted)
	out = binary.AppendUvarint(out, uint64(len(list)))
	out = append(out, list...)
	for _, v := range values {
		out = append(out, byte(number[v]))
	}
	if len(sorted) > 256 {
		for _, v := range values {
			out = append(out, byte(number[v]>>8))
		}
	}
	return out
}

// encodeFront writes for each value how many bytes it shares with the one before, then
// how many it adds, then those.
func encodeFront(out []byte, values []string) []byte {
	for i, v := range values {
		n := 0
		if i > 0 {
			n = common(values[i-1], v)
		}
		out = binary.AppendUvarint(out, uint64(n))
	}
	for i, v := range values {
		n := len(v)
		if i > 0 {
			n -= common(values[i-1], v)
		}
		out = binary.AppendUvarint(out, uint64(n))
	}
	for i, v := range values {
		n := 0
		if i > 0 {
			n = common(values[i-1], v)
		}
		out = append(out, v[n:]...)
	}
	return out
}

func encodePlain(values []string) (out []byte) {
	for _, v := range values {
		out = binary.AppendUvarint(out, uint64(len(v)))
	}
	for _, v := range values {
		out = append(out, v...)
	}
	return out
}

// reader takes what is left of some bytes, and believes nothing.
type reader struct{ left []byte }

func (r *reader) byte() byte {
	if len(r.left) == 0 {
		return math.MaxUint8
	}
	b := r.left[0]
	r.left = r.left[1:]
	return b
}

// number is the next one, -1 when there is none up to most.
func (r *reader) number(most int) int {
	v, n := binary.Uvarint(r.left)
	if n <= 0 || v > uint64(most) {
		return -1
	}
	r.left = r.left[n:]
	return int(v)
}

func (r *reader) take(n int) ([]byte, bool) {
	if n < 0 || n > len(r.left) {
		return nil, false
	}
	b := r.left[:n:n]
	r.left = r.left[n:]
	return b, true
}

var errForm = errors.New("not of its form")

// decodeColumn reads values; they share the bytes, which nobody writes to any more.
func decodeColumn(f form, raw []byte, rows int) ([]string, error) {
	r := reader{raw}
	switch {
	case rows == 0 && len(raw) == 0:
		return []string{}, nil
	case f == same && rows > 0:
		v := string(raw)
		values := make([]string, rows)
		for i := range values {
			values[i] = v
		}
		return values, nil
	case f == words:
		return decodeWords(&r, rows)
	case f == front:
		values, err := decodeFront(&r, rows)
		if err == nil && len(r.left) > 0 {
			err = errForm
		}
		return values, err
	case f == plain:
		return decodePlain(&r, rows)
	}
	return nil, errForm
}

func decodeWords(r *reader, rows int) ([]string, error) {
	n := r.number(rows)
	size := r.number(maxColumn)
	list, ok := r.take(size)
	if n < 1 || !ok {
		return nil, errForm
	}
	inner := reader{list}
	sorted, err := decodeFront(&inner, n)
	if err != nil || len(inner.left) > 0 {
		return nil, errForm
	}
	low, _ := r.take(rows)
	var high []byte
	if n > 256 {
		high, _ = r.take(rows)
	}
	if len(low) < rows || n > 256 && len(high) < rows || len(r.left) > 0 {
		return nil, errForm
	}
	values := make([]string, rows)
	for i, b := range low {
		at := int(b)
		if high != nil {
			at |= int(high[i]) << 8
		}
		if at >= n {
			return nil, errForm
		}
		values[i] = sorted[at]
	}
	return values, nil
}

func decodeFront(r *reader, rows int) ([]string, error) {
	shared, err := lengths(r, rows)
	if err != nil {
		return nil, err
	}
	added, err := lengths(r, rows)
	if err != nil {
		return nil, err
	}
	total, last := 0, 0
	for i := range rows {
		if shared[i] > last {
			return nil, errForm
		}
		last = shared[i] + added[i]
		if total += last; total > maxColumn {
			return nil, errForm
		}
	}
	all := make([]byte, 0, total)
	values := make([]string, rows)
	from := 0 // of the value before
	for i := range rows {
		rest, ok := r.take(added[i])
		if !ok {
			return nil, errForm
		}
		at := len(all)
		all = append(all, all[from:from+shared[i]]...)
		all = append(all, rest...)
		values[i] = text(all[at:])
		from = at
	}
	return values, nil
}

func decodePlain(r *reader, rows int) ([]string, error) {
	sizes, err := lengths(r, rows)
	if err != nil {
		return nil, err
	}
	values := make([]string, rows)
	for i, n := range sizes {
		b, ok := r.take(n)
		if !ok {
			return nil, errForm
		}
		values[i] = text(b)
	}
	if len(r.left) > 0 {
		return nil, errForm
	}
	return values, nil
}

func lengths(r *reader, rows int) ([]int, error) {
	if rows > len(r.left) {
		return nil, errForm
	}
	out := make([]int, rows)
	for i := range out {
		if out[i] = r.number(maxColumn); out[i] < 0 {
			return nil, errForm
		}
	}
	return out, nil
}

// text is a string over bytes that are never written to again: a column is one
// allocation rather than one a value.
func text(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }
