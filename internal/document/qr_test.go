package document

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// cells reads the black cells of a drawn code back from its path, as a phone sees them:
// the white edge cut off.
func cells(t *testing.T, svg string) [][]bool {
	t.Helper()
	all := elements(t, []byte(svg))
	side := 0
	fmt.Sscanf(all[0].attrs["viewBox"], "0 0 %d", &side)
	grid := make([][]bool, side)
	for y := range grid {
		grid[y] = make([]bool, side)
	}
	for run := range strings.SplitSeq(strings.Trim(all[2].attrs["d"], "Mz"), "zM") {
		var x, y, n, back int
		if _, err := fmt.Sscanf(run, "%d %dh%dv1h-%d", &x, &y, &n, &back); err != nil || n != back {
			t.Fatalf("the run %q: %v", run, err)
		}
		for i := range n {
			grid[y][x+i] = true
		}
	}
	var inner [][]bool
	for y, row := range grid {
		edge := y < quiet || y >= side-quiet
		if edge && slices.Contains(row, true) || slices.Contains(row[:quiet], true) || slices.Contains(row[side-quiet:], true) {
			t.Fatalf("the edge is not white in row %d", y)
		}
		if !edge {
			inner = append(inner, row[quiet:side-quiet])
		}
	}
	return inner
}

// reader reads a code by the standard, ISO/IEC 18004, without mending what is spoilt.
type reader struct {
	cells   [][]bool
	version int
}

// blocksM are the blocks of level M by version from 1: codewords of error correction of
// each, then how many blocks have how many codewords of data.
var blocksM = [][]int{
	{10, 1, 16},
	{16, 1, 28},
	{26, 1, 44},
	{18, 2, 32},
	{24, 2, 43},
	{16, 4, 27},
	{18, 4, 31},
	{22, 2, 38, 2, 39},
	{22, 3, 36, 2, 37},
	{26, 4, 43, 1, 44},
	{30, 1, 50, 4, 51},
	{22, 6, 36, 2, 37},
	{22, 8, 37, 1, 38},
	{24, 4, 40, 5, 41},
	{24, 5, 41, 5, 42},
	{28, 7, 45, 3, 46},
	{28, 10, 46, 1, 47},
	{26, 9, 43, 4, 44},
	{26, 3, 44, 11, 45},
	{26, 3, 41, 13, 42},
}

// masks are the eight masks of the standard.
var masks = []func(x, y int) bool{
	func(x, y int) bool { return (x+y)%2 == 0 },
	func(_, y int) bool { return y%2 == 0 },
	func(x, _ int) bool { return x%3 == 0 },
	func(x, y int) bool { return (x+y)%3 == 0 },
	func(x, y int) bool { return (y/2+x/3)%2 == 0 },
	func(x, y int) bool { return x*y%2+x*y%3 == 0 },
	func(x, y int) bool { return (x*y%2+x*y%3)%2 == 0 },
	func(x, y int) bool { return ((x+y)%2+x*y%3)%2 == 0 },
}

// centres are where the alignment patterns of a version are, in both directions.
func (r *reader) centres() []int {
	if r.version == 1 {
		return nil
	}
	n, last := r.version/7+2, 4*r.version+10
	step := (last - 6 + n - 2) / (n - 1)
	step += step % 2
	list := []int{6}
	for i := n - 2; i >= 0; i-- {
		list = append(list, last-i*step)
	}
	return list
}

// function reports whether a cell is none of the data's.
func (r *reader) function(x, y int) bool {
	size := len(r.cells)
	switch {
	case x < 9 && y < 9, x >= size-8 && y < 9, x < 9 && y >= size-8, x == 6, y == 6:
		return true
	case r.version >= 7 && (x >= size-11 && x < size-8 && y < 6 || y >= size-11 && y < size-8 && x < 6):
		return true
	}
	c := r.centres()
	for _, cx := range c {
		for _, cy := range c {
			corner := cx == 6 && cy == 6 || cx == 6 && cy == c[len(c)-1] || cy == 6 && cx == c[len(c)-1]
			if !corner && max(cx-x, x-cx) <= 2 && max(cy-y, y-cy) <= 2 {
				return true
			}
		}
	}
	return false
}

// codewords are the bytes of the code, in the order in which they lie.
func (r *reader) codewords(mask func(x, y int) bool) []byte {
	size := len(r.cells)
	var all []byte
	n, b := 0, byte(0)
	up := true
	for right := size - 1; right > 0; right -= 2 {
		if right == 6 {
			right-- // the timing column
		}
		for i := range size {
			y := i
			if up {
				y = size - 1 - i
			}
			for _, x := range []int{right, right - 1} {
				if r.function(x, y) {
					continue
				}
				b <<= 1
				if r.cells[y][x] != mask(x, y) {
					b |= 1
				}
				if n++; n%8 == 0 {
					all = append(all, b)
				}
			}
		}
		up = !up
	}
	return all
}

// read returns the text of the code.
func (r *reader) read() (string, error) {
	r.version = (len(r.cells) - 17) / 4
	if r.version < 1 || r.version > len(blocksM) || len(r.cells) != 17+4*r.version {
		return "", fmt.Errorf("a side of %d", len(r.cells))
	}
	// The format lies around the upper left corner: level in two bits, mask in three,
	// behind a mask of its own.
	format := 0
	for _, x := range []int{0, 1, 2, 3, 4} {
		format <<= 1
		if r.cells[8][x] {
			format |= 1
		}
	}
	format ^= 0b10101
	if format>>3 != 0 {
		return "", fmt.Errorf("level %b, want that of M", format>>3)
	}
	words := r.codewords(masks[format&7])
	layout := blocksM[r.version-1]
	var blocks [][]byte
	lengths := []int{}
	for i := 1; i < len(layout); i += 2 {
		for range layout[i] {
			blocks, lengths = append(blocks, nil), append(lengths, layout[i+1])
		}
	}
	for i := 0; i < slices.Max(lengths); i++ {
		for j := range blocks {
			if i < lengths[j] {
				blocks[j], words = append(blocks[j], words[0]), words[1:]
			}
		}
	}
	var bits strings.Builder
	for _, b := range slices.Concat(blocks...) {
		fmt.Fprintf(&bits, "%08b", b)
	}
	count := 8
	if r.version > 9 {
		count = 16
	}
	s := bits.String()
	if s[:4] != "0100" {
		return "", errors.New("not of bytes")
	}
	n, _ := strconv.ParseInt(s[4:4+count], 2, 32)
	text := make([]byte, n)
	for i := range text {
		v, err := strconv.ParseUint(s[4+count+8*i:12+count+8*i], 2, 8)
		if err != nil {
			return "", err
		}
		text[i] = byte(v)
	}
	return string(text), nil
}

// What is drawn is read back, whatever the size of the code.
func TestQRIsReadBack(t *testing.T) {
	t.Parallel()
	seen := make(map[int]bool)
	for n := range 40 {
		address := "https://campus.example/ma-liste?liste=1" + strings.Repeat("~40025411.0560026Z", n)
		code, ok := NewQR(address)
		if !ok {
			t.Fatalf("%d bytes have no code", len(address))
		}
		r := &reader{cells: cells(t, code.SVG("Code à scanner & l’adresse"))}
		if len(r.cells) > 17+4*len(blocksM) {
			break
		}
		got, err := r.read()
		if err != nil || got != address {
			t.Errorf("%d bytes are read back as %q, %v", len(address), got, err)
		}
		seen[r.version] = true
	}
	if len(seen) < 10 || !seen[len(blocksM)] {
		t.Errorf("versions tried: %v", seen)
	}
}

// An address that fits in no code has none.
func TestQRHasBounds(t *testing.T) {
	t.Parallel()
	if _, ok := NewQR(strings.Repeat("a", 2331)); !ok {
		t.Error("2,331 bytes, the most that level M holds, have no code")
	}
	if _, ok := NewQR(strings.Repeat("a", 2332)); ok {
		t.Error("2,332 bytes have a code")
	}
}
