package opendata

import (
	"bufio"
	"bytes"
	"cmp"
	"container/heap"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// sorted rows take this much memory before they go to disk.
const defaultMemory = 64 << 20

// separator stands between the values of a row that is being sorted. Canonical values
// hold no control character, so that the order of joined keys is that of the keys.
const separator = 0

// sorter puts rows in the order of their keys, those of one key in the order in which
// they came. It holds a bounded part of them in memory and the others on disk.
type sorter struct {
	columns []int // of the source, keys first
	keys    int
	memory  int
	dir     string
	files   []string // names of files, as entries refer to them

	chunks  [][]byte
	entries []entry
	used    int // bytes in memory
	runs    []*temp
}

// entry is a row in memory.
type entry struct {
	prefix      uint64 // first bytes of the key, which settle most comparisons
	chunk, from uint32
	size, key   uint32 // bytes of the row and of its key
	file, line  uint32
}

const (
	chunkSize  = 1 << 20
	entrySize  = 40
	sortBuffer = 256 << 10
)

func newSorter(src *Source, opt Options) *sorter {
	s := &sorter{memory: opt.Memory, dir: opt.TempDir}
	if s.memory == 0 {
		s.memory = defaultMemory
	}
	for i, c := range src.Columns {
		if c.Key {
			s.columns = append(s.columns, i)
		}
	}
	s.keys = len(s.columns)
	for i, c := range src.Columns {
		if !c.Key {
			s.columns = append(s.columns, i)
		}
	}
	return s
}

// add takes a row; it keeps nothing of it.
func (s *sorter) add(row Row, at Where) error {
	size, key := len(row)-1, 0
	for i, c := range s.columns {
		size += len(row[c])
		if i < s.keys {
			key += len(row[c]) + 1
		}
	}
	key-- // no separator after the last
	if s.used > 0 && s.used+size+entrySize > s.memory {
		if err := s.spill(); err != nil {
			return err
		}
	}
	last := len(s.chunks) - 1
	if last < 0 || cap(s.chunks[last])-len(s.chunks[last]) < size {
		s.chunks = append(s.chunks, make([]byte, 0, max(chunkSize, size)))
		last++
	}
	b := s.chunks[last]
	e := entry{chunk: uint32(last), from: uint32(len(b)), size: uint32(size), key: uint32(key), file: s.file(at.File), line: uint32(at.Line)}
	for i, c := range s.columns {
		if i > 0 {
			b = append(b, separator)
		}
		b = append(b, row[c]...)
	}
	s.chunks[last] = b
	var first [8]byte
	copy(first[:], b[e.from:e.from+e.key])
	e.prefix = binary.BigEndian.Uint64(first[:])
	s.entries = append(s.entries, e)
	s.used += size + entrySize
	return nil
}

// file is the number of a file's name.
func (s *sorter) file(name string) uint32 {
	for i := len(s.files) - 1; i >= 0; i-- {
		if s.files[i] == name {
			return uint32(i)
		}
	}
	s.files = append(s.files, name)
	return uint32(len(s.files) - 1)
}

func (s *sorter) bytes(e *entry) []byte { return s.chunks[e.chunk][e.from : e.from+e.size] }

// sort puts what is in memory in order.
func (s *sorter) sort() {
	slices.SortFunc(s.entries, func(a, b entry) int {
		if a.prefix != b.prefix {
			return cmp.Compare(a.prefix, b.prefix)
		}
		if c := bytes.Compare(s.bytes(&a)[:a.key], s.bytes(&b)[:b.key]); c != 0 {
			return c
		}
		return cmp.Or(cmp.Compare(a.chunk, b.chunk), cmp.Compare(a.from, b.from)) // as they came
	})
}

// spill writes what is in memory to disk, in order.
func (s *sorter) spill() (err error) {
	f, err := newTemp(s.dir)
	if err != nil {
		return err
	}
	s.runs = append(s.runs, f)
	s.sort()
	w := bufio.NewWriterSize(f, sortBuffer)
	var head []byte
	for i := range s.entries {
		e := &s.entries[i]
		head = head[:0]
		for _, n := range []uint32{e.size, e.key, e.file, e.line} {
			head = binary.AppendUvarint(head, uint64(n))
		}
		_, _ = w.Write(head) // Flush tells
		_, _ = w.Write(s.bytes(e))
	}
	if err := w.Flush(); err != nil {
		return fmt.Errorf("sorting on disk: %w", err)
	}
	for i := range s.chunks {
		s.chunks[i] = s.chunks[i][:0]
	}
	s.chunks, s.entries, s.used = nil, s.entries[:0], 0
	return nil
}

// sortedRow is a row as it comes out, valid until the next.
type sortedRow struct {
	joined []byte // values in the order of columns, with separators
	key    int    // bytes of the key
	at     Where
}

// each gives the rows in order, once.
func (s *sorter) each(fn func(sortedRow) error) error {
	s.sort()
	next := 0
	memory := &run{next: func(r *sortedRow) (uint32, error) {
		if next == len(s.entries) {
			return 0, io.EOF
		}
		e := &s.entries[next]
		next++
		r.joined, r.key, r.at.Line = s.bytes(e), int(e.key), int(e.line)
		return e.file, nil
	}}
	var runs []*run
	for _, f := range s.runs {
		if _, err := f.Seek(0, io.SeekStart); err != nil {
			return err
		}
		runs = append(runs, fileRun(f))
	}
	return s.merge(append(runs, memory), fn)
}

// run is an ordered part of the rows.
type run struct {
	rank int
	row  sortedRow
	next func(*sortedRow) (file uint32, err error)
}

// fileRun reads what spill wrote.
func fileRun(f io.Reader) *run {
	r := bufio.NewReaderSize(f, sortBuffer)
	var buf []byte
	return &run{next: func(row *sortedRow) (uint32, error) {
		var n [4]uint64
		for i := range n {
			var err error
			if n[i], err = binary.ReadUvarint(r); err != nil {
				if i == 0 && errors.Is(err, io.EOF) {
					return 0, io.EOF
				}
				return 0, fmt.Errorf("sorting on disk: %w", err)
			}
		}
		buf = slices.Grow(buf[:0], int(n[0]))[:n[0]]
		if _, err := io.ReadFull(r, buf); err != nil {
			return 0, fmt.Errorf("sorting on disk: %w", err)
		}
		row.joined, row.key, row.at.Line = buf, int(n[1]), int(n[3])
		return uint32(n[2]), nil
	}}
}

// advance reads the next row of a run, false at its end.
func (s *sorter) advance(r *run) (bool, error) {
	file, err := r.next(&r.row)
	if errors.Is(err, io.EOF) {
		return false, nil
	}
	if err == nil {
		r.row.at.File = s.files[file]
	}
	return err == nil, err
}

func (s *sorter) merge(runs []*run, fn func(sortedRow) error) error {
	var h runHeap
	for i, r := range runs {
		r.rank = i
		ok, err := s.advance(r)
		if err != nil {
			return err
		}
		if ok {
			h = append(h, r)
		}
	}
	heap.Init(&h)
	for len(h) > 0 {
		if err := fn(h[0].row); err != nil {
			return err
		}
		ok, err := s.advance(h[0])
		if err != nil {
			return err
		}
		if ok {
			heap.Fix(&h, 0)
		} else {
			heap.Pop(&h)
		}
	}
	return nil
}

// close gives the disk back.
func (s *sorter) close() error {
	var errs []error
	for _, f := range s.runs {
		errs = append(errs, f.Close())
	}
	s.runs, s.chunks, s.entries = nil, nil, nil
	return errors.Join(errs...)
}

// runHeap is the runs by their next row, the earlier run first when keys are equal.
type runHeap []*run

func (h runHeap) Len() int      { return len(h) }
func (h runHeap) Swap(i, j int) { h[i], h[j] = h[j], h[i] }
func (h runHeap) Less(i, j int) bool {
	a, b := &h[i].row, &h[j].row
	if c := bytes.Compare(a.joined[:a.key], b.joined[:b.key]); c != 0 {
		return c < 0
	}
	return h[i].rank < h[j].rank
}
func (h *runHeap) Push(x any) { *h = append(*h, x.(*run)) }
func (h *runHeap) Pop() any {
	last := (*h)[len(*h)-1]
	*h = (*h)[:len(*h)-1]
	return last
}

// split makes a row of joined values; its strings share one allocation.
func (s *sorter) split(joined string) Row {
	row := make(Row, len(s.columns))
	for _, c := range s.columns {
		row[c], joined, _ = strings.Cut(joined, "\x00")
	}
	return row
}
