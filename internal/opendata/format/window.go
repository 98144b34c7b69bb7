package format

import (
	"bytes"
	"io"
)

// window is the part of a content that a parser looks at: buf[pos:end].
type window struct {
	r        io.Reader
	buf      []byte
	pos, end int
	err      error // of the reader, once it ended
	max      int   // how far the window may open
	base     int64 // position of buf in the content
	lines    int   // line feeds before buf[counted]
	counted  int
}

// errLong is returned by more when the window may not open any further.
var errLong = &broken{reason: "record too long"}

// opening is the size of a window at first: small enough for a processor's cache.
const opening = 256 << 10

func newWindow(r io.Reader, limit int64) *window {
	return &window{r: r, buf: make([]byte, opening), max: int(limit)}
}

// more reads on until the buffer, doubled when the window fills it, is full: what is
// parsed again after it has been so a bounded number of times. It moves the window to
// the start of the buffer. It returns io.EOF when there is nothing more.
func (w *window) more() error {
	if w.err != nil {
		return w.err
	}
	if w.end-w.pos > w.max {
		return errLong
	}
	if w.pos > 0 {
		w.line()
		w.base += int64(w.pos)
		w.end = copy(w.buf, w.buf[w.pos:w.end])
		w.pos, w.counted = 0, 0
	}
	if w.end == len(w.buf) {
		grown := make([]byte, min(2*len(w.buf), max(w.max, len(w.buf))+1))
		copy(grown, w.buf)
		w.buf = grown
	}
	start := w.end
	for w.err == nil && w.end < len(w.buf) {
		var n int
		n, w.err = w.r.Read(w.buf[w.end:])
		w.end += n
	}
	if w.end > start {
		return nil
	}
	return w.err
}

// line returns the number of the line at pos.
func (w *window) line() int {
	w.lines += bytes.Count(w.buf[w.counted:w.pos], []byte{'\n'})
	w.counted = w.pos
	return w.lines + 1
}

// offset is the position of pos in the content.
func (w *window) offset() int64 { return w.base + int64(w.pos) }

// find returns the position from pos of a mark, at or after a position from pos.
func (w *window) find(mark string, from int) (int, error) {
	for {
		if from <= w.end-w.pos {
			if i := bytes.Index(w.buf[w.pos+from:w.end], []byte(mark)); i >= 0 {
				return from + i, nil
			}
			from = max(from, w.end-w.pos-len(mark)+1)
		}
		if err := w.more(); err != nil {
			return 0, err
		}
	}
}
