package mesh

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// Bound is the largest coordinate that a mesh read from bytes may have, on either
// axis: 180 degrees in hundred-thousandths, and differences stay far from overflow.
const Bound = 18_000_000

// maxFaces bounds what a decoder believes; France has a hundred départements.
const maxFaces = 1 << 12

// Append writes the mesh after buf: counts, then each arc as its two faces, its
// number of vertices, and differences from vertex to vertex, all varints.
func (m *Mesh) Append(buf []byte) []byte {
	buf = binary.AppendUvarint(buf, uint64(m.Faces))
	buf = binary.AppendUvarint(buf, uint64(len(m.Arcs)))
	var last Vertex
	for _, a := range m.Arcs {
		buf = binary.AppendUvarint(buf, uint64(a.Left+1))
		buf = binary.AppendUvarint(buf, uint64(a.Right+1))
		buf = binary.AppendUvarint(buf, uint64(len(a.Line)))
		for _, v := range a.Line {
			buf = binary.AppendVarint(buf, int64(v.X)-int64(last.X))
			buf = binary.AppendVarint(buf, int64(v.Y)-int64(last.Y))
			last = v
		}
	}
	return buf
}

// Decode reads a mesh that Append wrote and returns what follows it. Bad bytes give
// an error, and never more memory than a small multiple of their number.
func Decode(buf []byte) (*Mesh, []byte, error) {
	r := reader{buf: buf}
	m := &Mesh{Faces: r.count("faces", maxFaces)}
	n := r.count("arcs", len(buf)/5) // an arc takes at least five bytes
	if r.err == nil {
		m.Arcs = make([]Arc, 0, n)
	}
	var last Vertex
	for range n {
		a := Arc{
			Left:  r.count("left face", m.Faces) - 1,
			Right: r.count("right face", m.Faces) - 1,
			Line:  make([]Vertex, 0, r.count("vertices", len(r.buf)/2)),
		}
		for range cap(a.Line) {
			last.X = r.step(last.X)
			last.Y = r.step(last.Y)
			a.Line = append(a.Line, last)
		}
		if r.err == nil && len(a.Line) < 2 {
			r.err = errors.New("an arc of less than two vertices")
		}
		if r.err != nil {
			break
		}
		m.Arcs = append(m.Arcs, a)
	}
	if r.err != nil {
		return nil, nil, fmt.Errorf("mesh: byte %d: %w", len(buf)-len(r.buf), r.err)
	}
	return m, r.buf, nil
}

// reader takes varints from a buffer and keeps the first error.
type reader struct {
	buf []byte
	err error
}

func (r *reader) count(what string, most int) int {
	v, n := binary.Uvarint(r.buf)
	switch {
	case r.err != nil:
		return 0
	case n <= 0:
		r.err = fmt.Errorf("no number of %s", what)
		return 0
	case v > uint64(most):
		r.err = fmt.Errorf("%s: %d, want at most %d", what, v, most)
		return 0
	}
	r.buf = r.buf[n:]
	return int(v)
}

func (r *reader) step(from int32) int32 {
	d, n := binary.Varint(r.buf)
	switch {
	case r.err != nil:
		return 0
	case n <= 0:
		r.err = errors.New("no coordinate")
		return 0
	case d > 2*Bound || d < -2*Bound || int64(from)+d > Bound || int64(from)+d < -Bound:
		r.err = errors.New("coordinate out of bounds")
		return 0
	}
	r.buf = r.buf[n:]
	return from + int32(d)
}
