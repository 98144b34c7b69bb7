package format

import "io"

// window is the part of a content that a parser looks at: buf[pos:end].
type window struct {
	r        io.Reader
	buf      []byte
	pos, end int
	err      error // of the reader, once it ended
	max      int   // how far the window may open
}

// errLong is returned by more when the window may not open any further.
var errLong = &broken{reason: "record too long"}

func newWindow(r io.Reader, max int64) *window {
	return &window{r: r, buf: make([]byte, 256<<10), max: int(max)}
}

// more reads further bytes behind those in the window. It moves the window to the start
// of its buffer: positions are to be kept from pos. It returns io.EOF at the end.
func (w *window) more() error {
	if w.err != nil {
		return w.err
	}
	if w.end-w.pos > w.max {
		return errLong
	}
	if w.pos > 0 {
		w.end = copy(w.buf, w.buf[w.pos:w.end])
		w.pos = 0
	}
	if w.end == len(w.buf) {
		grown := make([]byte, min(2*len(w.buf), max(w.max, len(w.buf))+1))
		copy(grown, w.buf)
		w.buf = grown
	}
	for range 100 {
		n, err := w.r.Read(w.buf[w.end:])
		w.end += n
		w.err = err
		if n > 0 {
			return nil
		}
		if err != nil {
			return err
		}
	}
	w.err = io.ErrNoProgress
	return w.err
}
