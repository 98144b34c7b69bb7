package block_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"continuum/internal/opendata/block"
)

// back decodes all the columns of a block into rows.
func back(t testing.TB, b []byte) [][]string {
	t.Helper()
	d, err := block.Decode(b)
	if err != nil {
		t.Fatal(err)
	}
	rows := make([][]string, d.Len())
	for c := range d.Columns() {
		values, err := d.Column(c)
		if err != nil {
			t.Fatal(err)
		}
		for i, v := range values {
			rows[i] = append(rows[i], v)
		}
	}
	return rows
}

// world makes rows of all kinds: a key, a word, a constant, a number, a text.
func world(rng *rand.Rand, n int) (rows [][]string) {
	for i := range n {
		rows = append(rows, []string{
			fmt.Sprintf("035%05d|%d", i/3, i%3), []string{"", "public", "privé"}[rng.IntN(3)], "2022",
			fmt.Sprint(rng.IntN(100_000)), fmt.Sprintf("Lycée %x", rng.Uint64()), fmt.Sprint("mot ", rng.IntN(n/5+1)),
		})
	}
	return rows
}

func TestRoundTrip(t *testing.T) {
	t.Parallel()
	seed := rand.Uint64()
	rng := rand.New(rand.NewPCG(seed, 0))
	for _, n := range []int{0, 1, 2, 10, 300, 4096, 20_000} {
		rows := world(rng, n)
		b := block.Encode(rows, 6)
		if n == 0 {
			if d, err := block.Decode(b); err != nil || d.Len() != 0 || d.Columns() != 6 {
				t.Errorf("no rows: %v, %v", d, err)
			}
			continue
		}
		if diff := cmp.Diff(rows, back(t, b)); diff != "" {
			t.Errorf("seed %d, %d rows differ (-want +got):\n%s", seed, n, diff)
		}
		if !bytes.Equal(b, block.Encode(rows, 6)) {
			t.Errorf("seed %d: the same %d rows give other bytes", seed, n)
		}
	}
}

func TestCompact(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(1, 2))
	rows := world(rng, 4096)
	for _, r := range rows {
		r[3], r[4] = "", "Lycée" // what is random does not compress
	}
	if b := block.Encode(rows, 6); len(b) > 4096*5 {
		t.Errorf("4096 rows take %d bytes", len(b))
	}
}

func TestDamaged(t *testing.T) {
	t.Parallel()
	good := block.Encode(world(rand.New(rand.NewPCG(1, 2)), 200), 6)
	for i := range good {
		b := bytes.Clone(good)
		b[i] ^= 0x41
		if _, err := block.Decode(b); !errors.Is(err, block.ErrDamaged) {
			t.Errorf("byte %d changed: error %v", i, err)
		}
		if _, err := block.Decode(good[:i]); !errors.Is(err, block.ErrDamaged) {
			t.Errorf("cut after %d bytes: error %v", i, err)
		}
	}
	d, err := block.Decode(good)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []int{-1, 6} {
		if _, err := d.Column(c); err == nil {
			t.Errorf("column %d was given", c)
		}
	}
}

// sealed gives bytes a right checksum, so that what is behind it is tried.
func sealed(b []byte) []byte {
	b = append([]byte("\xb1\x01"), b...)
	return binary.BigEndian.AppendUint32(b, crc32.Checksum(b, crc32.MakeTable(crc32.Castagnoli)))
}

// Whatever the bytes, an answer: rows that give rows again, or an error.
func FuzzDecode(f *testing.F) {
	for _, n := range []int{0, 1, 5, 300} {
		b := block.Encode(world(rand.New(rand.NewPCG(1, 2)), n), 6)
		f.Add(b[2 : len(b)-4])
	}
	f.Add([]byte{3, 1, 1, 200, 1, 5})
	f.Fuzz(func(t *testing.T, b []byte) {
		d, err := block.Decode(sealed(b))
		if err != nil {
			return
		}
		for c := range d.Columns() {
			values, err := d.Column(c)
			if err == nil && len(values) != d.Len() {
				t.Errorf("column %d has %d values for %d rows", c, len(values), d.Len())
			}
			if err != nil && !errors.Is(err, block.ErrDamaged) {
				t.Errorf("column %d: error %v", c, err)
			}
		}
	})
}

// What goes in comes out, whatever it is.
func FuzzRoundTrip(f *testing.F) {
	f.Add("a", "b", 3)
	f.Add("", "\x00", 700)
	f.Add("0350029S", "0350030T", 300)
	f.Fuzz(func(t *testing.T, a, b string, n int) {
		if n < 1 || n > 2000 || len(a)+len(b) > 200 {
			t.Skip()
		}
		var rows [][]string
		for i := range n {
			rows = append(rows, []string{a, b[:i%(len(b)+1)], fmt.Sprint(a, i, b), b})
		}
		if diff := cmp.Diff(rows, back(t, block.Encode(rows, 4))); diff != "" {
			t.Error(diff)
		}
	})
}
