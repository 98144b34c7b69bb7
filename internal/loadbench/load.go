package loadbench

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/andybalholm/brotli"
	"golang.org/x/sync/errgroup"
)

// connections is how many visitors ask at once.
const connections = 64

// target is one address and what its body must hold.
type target struct {
	path string
	has  string // empty for what is no text
}

// result is what a class of addresses did under load.
type result struct {
	requests int
	took     time.Duration
	p50, p99 time.Duration
	bytes    int64
	// processor is the time of all processors for the server and the load: what the machine
	// does besides lengthens took, not this.
	processor time.Duration
}

func (r result) perSecond() float64 { return float64(r.requests) / r.took.Seconds() }

// verify asks for every address once, unpacks the body and looks into it. It returns
// the size that each compressed body has.
func verify(addr string, targets []target) ([]int, error) {
	c, err := dial(addr)
	if err != nil {
		return nil, err
	}
	defer c.conn.Close()
	sizes := make([]int, len(targets))
	for i, t := range targets {
		got, err := c.ask(request(addr, t.path))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", t.path, err)
		}
		if got.status != 200 && !(got.status == 204 && t.has == "") {
			return nil, fmt.Errorf("%s: status %d", t.path, got.status)
		}
		sizes[i] = len(got.body)
		var plain io.Reader = bytes.NewReader(got.body)
		switch got.encoding {
		case "br":
			plain = brotli.NewReader(plain)
		case "gzip":
			if plain, err = gzip.NewReader(plain); err != nil {
				return nil, fmt.Errorf("%s: %w", t.path, err)
			}
		default:
			if len(got.body) > 1400 && t.has != "" { // more than one packet: worth compressing
				return nil, fmt.Errorf("%s: %d bytes came uncompressed", t.path, len(got.body))
			}
		}
		b, err := io.ReadAll(plain)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", t.path, err)
		}
		if t.has != "" && !bytes.Contains(b, []byte(t.has)) {
			return nil, fmt.Errorf("%s: the body does not hold %q", t.path, t.has)
		}
	}
	return sizes, nil
}

// load asks for the targets in random order over all connections for that long.
// Every reply must have its status and the size seen by verify, give or take what
// a page says of the request itself.
func load(ctx context.Context, addr string, targets []target, sizes []int, long time.Duration, seed uint64) (result, error) {
	requests := make([][]byte, len(targets))
	for i, t := range targets {
		requests[i] = request(addr, t.path)
	}
	delays := make([][]time.Duration, connections)
	received := make([]int64, connections)
	start, busy := time.Now(), processor()
	end := start.Add(long)
	g, ctx := errgroup.WithContext(ctx)
	for n := range connections {
		g.Go(func() error {
			c, err := dial(addr)
			if err != nil {
				return err
			}
			defer c.conn.Close()
			random := rand.New(rand.NewPCG(seed, uint64(n)))
			for ctx.Err() == nil {
				before := time.Now()
				if before.After(end) {
					return nil
				}
				i := random.IntN(len(targets))
				got, err := c.ask(requests[i])
				if err != nil {
					return fmt.Errorf("%s: %w", targets[i].path, err)
				}
				if got.status >= 300 || far(len(got.body), sizes[i]) {
					return fmt.Errorf("%s: status %d, %d bytes, want %d", targets[i].path, got.status, len(got.body), sizes[i])
				}
				delays[n] = append(delays[n], time.Since(before))
				received[n] += int64(len(got.body))
			}
			return ctx.Err()
		})
	}
	if err := g.Wait(); err != nil {
		return result{}, err
	}
	r := result{took: time.Since(start), processor: processor() - busy}
	for _, b := range received {
		r.bytes += b
	}
	all := slices.Concat(delays...)
	slices.Sort(all)
	r.requests = len(all)
	if len(all) > 0 {
		r.p50, r.p99 = all[len(all)/2], all[len(all)*99/100]
	}
	return r, nil
}

// far reports whether a compressed size differs by more than a few bytes.
func far(got, want int) bool { return got < want-64 || got > want+64 }
